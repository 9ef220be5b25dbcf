"""Somebody looks around, searches, waits and shares: through the sandbox, and on its page."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from sandbox.client import Message, SandboxClient, SandboxRefused, shown
from tests.browser import chromium
from tests.journeys.shop import ADD, ALICE, COIN, Actor, Shop, until

WAIT = 20_000
"""Milliseconds."""


async def test_from_the_entrance_to_an_order(tmp_path: Path) -> None:
    """Photos, a category within another, a slip while typing, a reduced price that is charged."""
    async with Shop(tmp_path) as shop:
        alice = shop.person(ALICE)
        await alice.says("/start")
        await alice.press("Catalogue", "Games")
        games = await alice.sees("Choose a product")
        assert "photo" in games
        await alice.press("Star Sailor")
        await looks_at_photos(alice, games["message_id"])
        await alice.says("chrat inner")
        await alice.sees("This fits")
        await alice.press("Chart of the Inner S")
        assert "$8.00" in shown(await alice.sees("$10.00"))
        await alice.press(ADD, "Check out", COIN["BTC"])
        assert "$8.00" in shown(await alice.sees("Send exactly"))
        await alice.pays()
        await shop.client.mine()
        assert await alice.sees("books.example/inner-sea")
        await best_sellers(alice)
        await wants(alice)
        await shares(shop.client)
    assert "Traceback" not in shop.log(), shop.log()


async def looks_at_photos(alice: Actor, message_id: int) -> None:
    """All in the one message."""
    card = await alice.sees("12 left")
    assert "photo" in card
    assert card["message_id"] == message_id
    await alice.press("▶", "2/2", "Back")
    await alice.sees("Choose a product")


async def best_sellers(alice: Actor) -> None:
    """The order that was just paid for counts, after a round of the loop."""

    async def listed() -> None:
        await alice.says("/start")
        await asyncio.sleep(0.5)
        with suppress(SandboxRefused):  # the next screen was faster
            await alice.press("Catalogue")
        await asyncio.sleep(0.5)
        assert await alice.count("Best sellers")

    await until(listed, 60)
    await alice.press("Best sellers")
    assert await alice.sees("What was bought most")


async def wants(alice: Actor) -> None:
    await alice.says("/search bras")
    await alice.press("Brass Bell", "Tell me when it is back")
    assert await alice.sees("Do not tell me any more")


async def shares(client: SandboxClient) -> None:
    """Into another chat, with the photo that this bot has sent before."""
    asked = await client.act("inline", **{"from": ALICE, "query": "sailer"})
    choice = {"from": ALICE, "inline_query_id": asked["inline_query_id"], "result_id": "1"}
    sent: Message = {}

    async def chosen() -> None:
        nonlocal sent
        try:
            sent = (await client.act("inline/choose", **choice))["message"]
        except SandboxRefused as waiting:
            raise AssertionError from waiting

    await until(chosen)
    assert "Star Sailor" in shown(sent)
    assert "photo" in sent
    [[buy]] = sent["reply_markup"]["inline_keyboard"]
    assert buy["url"].endswith("?start=p_1")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)], ids=["desk", "phone"])
async def test_it_is_a_pleasure_to_look_at(tmp_path: Path, width: int, height: int) -> None:
    """Clicked through on the page; PICTURE=folder keeps what was seen."""
    broken: list[str] = []
    async with Shop(tmp_path) as shop, chromium() as browser:
        page = await browser.new_page(viewport={"width": width, "height": height})
        page.on("pageerror", lambda error: broken.append(str(error)))
        await page.goto(shop.url)
        if width < 1000:
            await page.get_by_role("tab", name="Alice").click()
        alice = page.get_by_test_id(f"column-{ALICE}")
        await alice.get_by_test_id("start").click()
        for number, label in enumerate(("Catalogue", "Games", "Star Sailor", "+5", "Back", "Back")):
            await press(alice, label)
            await page.wait_for_timeout(600)
            await keep(page, f"{width}-{number}-{label.lower().replace(' ', '-')}.png")
        for number, (label, then) in enumerate(
            (("By number", "Press a number"), ("Reading", "Charts"), ("Charts", "Inner S"))
        ):
            if label == "Reading":
                await press(alice, "Back")
            await press(alice, label)
            await expect(alice.get_by_text(then).last).to_be_visible(timeout=WAIT)
            await keep(page, f"{width}-{6 + number}-{label.lower().replace(' ', '-')}.png")
        await press(alice, "Inner S")
        await page.wait_for_timeout(600)
        await keep(page, f"{width}-9-chart.png")
        assert await page.evaluate("document.documentElement.scrollWidth") == width
        assert broken == []
    assert "Traceback" not in shop.log(), shop.log()


async def press(column: Locator, label: str) -> None:
    await column.get_by_test_id("button").filter(has_text=label).last.click(timeout=WAIT)


async def keep(page: object, name: str) -> None:
    if folder := os.environ.get("PICTURE"):
        await page.screenshot(path=Path(folder) / name)  # type: ignore[attr-defined]
