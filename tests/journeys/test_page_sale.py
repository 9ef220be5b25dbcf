"""A first visitor buys by clicking and the admin follows, in a real browser, on desk and phone."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser import chromium
from tests.journeys.shop import ALICE, OLIVIA, Shop

WAIT = 20_000
"""Milliseconds."""


@dataclass(frozen=True)
class Look:
    """How a visitor sees the page, what they pay with, and the README's picture of it."""

    picture: str
    coin: str
    until_seen: tuple[str, ...]
    until_paid: str
    width: int
    height: int
    colours: Literal["light", "dark"]


DESK = Look("sandbox.png", "₿ BTC", ("pay",), "mine-1", 1440, 900, "light")
PHONE = Look("sandbox-phone.png", "Ξ ETH", ("pay", "mine-1"), "until-final", 360, 740, "dark")

IN_BAR = {"pay": "Pay it", "mine-1": "Mine a block", "until-final": "Mine until final"}


class Visitor:
    """Clicks as two people; a phone shows them one at a time."""

    def __init__(self, page: Page, look: Look) -> None:
        self.page = page
        self.look = look
        self.alice, self.olivia = (page.get_by_test_id(f"column-{who}") for who in (ALICE, OLIVIA))

    async def turn_to(self, name: str) -> None:
        if self.look is PHONE:
            await self.page.get_by_role("tab", name=name).click()

    async def step(self, name: str) -> None:
        """What the page marks as next: in the panel, or on a phone in the bar below the chat."""
        if self.look is PHONE:
            bar = self.page.get_by_test_id("next-step")
            await expect(bar).to_have_text(IN_BAR[name], timeout=WAIT)
            await bar.click()
        else:
            await self.page.get_by_test_id(name).click(timeout=WAIT)

    async def picture(self) -> None:
        """One of the README's pictures, into the folder PICTURE."""
        if folder := os.environ.get("PICTURE"):
            await self.page.wait_for_timeout(4500)
            await self.page.screenshot(path=Path(folder) / self.look.picture)


async def press(column: Locator, label: str) -> None:
    await column.get_by_test_id("button").filter(has_text=label).last.click(timeout=WAIT)


async def sees(column: Locator, text: str) -> None:
    await expect(column.get_by_text(text).last).to_be_visible(timeout=WAIT)


async def buy(visitor: Visitor) -> None:
    """Everything a first visitor presses, in the order in which it is offered."""
    await visitor.turn_to("Alice")
    await visitor.alice.get_by_test_id("start").click()
    for label in ("Catalogue", "Games", "Star Sailor"):
        await press(visitor.alice, label)
    await sees(visitor.alice, "12 left")
    if visitor.look is PHONE:
        photo = visitor.alice.locator(".message img").last
        await photo.evaluate("shown => shown.scrollIntoView({block: 'start'})")
        await visitor.picture()
    for label in ("🛒 Add", "Check out"):
        await press(visitor.alice, label)
    await press(visitor.alice, visitor.look.coin)
    await sees(visitor.alice, "Send exactly")


async def pay(visitor: Visitor) -> None:
    await visitor.turn_to("Alice")
    for step in visitor.look.until_seen:
        await visitor.step(step)
    await sees(visitor.alice, "Payment seen")
    if visitor.look is DESK:
        await visitor.picture()
    await visitor.step(visitor.look.until_paid)
    await sees(visitor.alice, "STAR-7F3K-Q2ML-88XA")


async def follow(visitor: Visitor) -> None:
    """The admin opens the order that was just placed."""
    await visitor.turn_to("Olivia")
    await sees(visitor.olivia, "by Alice")
    await press(visitor.olivia, "Open order")
    await sees(visitor.olivia, "Star Sailor")


@pytest.mark.parametrize("look", [DESK, PHONE], ids=["desk", "phone"])
async def test_a_visitor_buys_by_clicking(tmp_path: Path, look: Look) -> None:
    broken: list[str] = []
    size = {"width": look.width, "height": look.height}
    async with Shop(tmp_path, fresh=look is DESK) as shop, chromium() as browser:
        page = await browser.new_page(viewport=size, color_scheme=look.colours)  # type: ignore[arg-type]
        page.on("pageerror", lambda error: broken.append(str(error)))
        await page.goto(shop.url)
        visitor = Visitor(page, look)
        await visitor.turn_to("Olivia")
        await visitor.olivia.get_by_test_id("start").click()
        await sees(visitor.olivia, "Welcome to")
        await buy(visitor)
        await follow(visitor)
        await pay(visitor)
        await visitor.turn_to("Olivia")
        await sees(visitor.olivia, "is paid")
        assert await page.evaluate("document.documentElement.scrollWidth") == look.width
        assert broken == []
    assert "Traceback" not in shop.log()
