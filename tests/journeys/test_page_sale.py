"""A first visitor buys by clicking, in a real browser, and reads the goods."""

import os
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.browser import chromium
from tests.journeys.shop import ALICE, OLIVIA, Shop

WAIT = 20_000
"""Milliseconds."""


async def click(column: Locator, label: str) -> None:
    button = column.get_by_test_id("button").filter(has_text=label).last
    await button.click(timeout=WAIT)


async def sees(column: Locator, text: str) -> None:
    await expect(column.get_by_text(text).last).to_be_visible(timeout=WAIT)


async def buy(page: Page) -> None:
    """Everything a first visitor presses, in the order in which it is offered."""
    alice, olivia = (page.get_by_test_id(f"column-{who}") for who in (ALICE, OLIVIA))
    await olivia.get_by_test_id("start").click()
    await sees(olivia, "Welcome to")
    await alice.get_by_test_id("start").click()
    for label in ("Catalogue", "Games", "Star Sailor", "Add to cart", "Check out", "Bitcoin (BTC)"):
        await click(alice, label)
    await sees(alice, "Send exactly")
    await page.get_by_test_id("pay").click()
    await sees(alice, "Payment seen")
    await picture(page)
    await page.get_by_test_id("mine-1").click()
    await sees(alice, "STAR-7F3K-Q2ML-88XA")
    await sees(olivia, "is paid")


async def picture(page: Page) -> None:
    """The README's picture, when asked for."""
    if where := os.environ.get("PICTURE"):
        await page.wait_for_timeout(1500)
        await page.screenshot(path=Path(where))


async def test_a_visitor_buys_by_clicking(tmp_path: Path) -> None:
    broken: list[str] = []
    async with Shop(tmp_path, fresh=True) as shop, chromium() as browser:
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("pageerror", lambda error: broken.append(str(error)))
        await page.goto(shop.url)
        await buy(page)
        assert broken == []
    assert "Traceback" not in shop.log()
