"""An owner fills the shelves from a phone, and a customer buys what was just put there."""

import os
from pathlib import Path

from playwright.async_api import Locator, Page, ViewportSize, expect

from sandbox.client import shown
from tests.browser import chromium
from tests.journeys.shop import ADD, ALICE, COIN, OLIVIA, Actor, Shop

SIZES: list[ViewportSize] = [{"width": 390, "height": 844}, {"width": 1440, "height": 900}]
WAIT = 20_000
"""Milliseconds."""


async def test_from_an_empty_category_to_a_delivered_key(tmp_path: Path) -> None:
    async with Shop(tmp_path) as shop:
        owner, alice = shop.person(OLIVIA), shop.person(ALICE)
        for person in (alice, owner):
            await person.says("/start")
        await owner.says("/goods")
        await owner.press("➕ Category")
        await owner.says("Charms")
        await owner.sees("0 on sale")
        await owner.press("➕ Product")
        await owner.says("Lucky Charm / 5,00 / Brings luck")
        await owner.press("Digital: each unit is sold once", "📊 Lucky Charm", "➕ Add goods")
        await owner.says("LUCK-1\nLUCK-2\n\nLUCK-1")
        assert "twice in this list: 1" in shown(await owner.sees("new: 2"))
        await owner.press("✅ Add 2")
        await owner.sees("2 were added")
        await alice.says("/start")
        await alice.press("Catalogue", "Charms", "Lucky Charm", ADD, "Check out", COIN["BTC"])
        await alice.sees("Send exactly")
        await alice.pays()
        await shop.client.mine()
        assert "LUCK-1" in shown(await alice.sees("LUCK-"))
        await owner.says("/stock v1")
        await owner.sees("Free:")
    assert "Traceback" not in shop.log(), shop.log()
    assert "LUCK-" not in shop.log()


async def test_what_is_typed_wrongly_is_put_right_and_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    """A discount with days, a product inside a category, and the way back from their view; pictures
    on a phone and a desk.
    """
    async with Shop(tmp_path) as shop, chromium() as browser:
        owner, pages = shop.person(OLIVIA), [await browser.new_page(viewport=v) for v in SIZES]
        for page in pages:
            await page.goto(shop.url)
        await pages[0].get_by_role("tab", name="Olivia").click()
        await owner.says("/start")
        await owner.says("/editcategory games")
        await owner.sees("· c1 ·")
        await shop.client.send_photo(OLIVIA, "Night Chart / 12,50 / Glows in the dark")
        await owner.sees("In 🎮 Games")
        await pictured(pages, "In 🎮 Games", "new-product")
        await reduces(owner, pages)
        await owner.press("‹ Back", "👁 Their view")
        await owner.sees("✏️ Edit this product")
        await pictured(pages, "Sold out", "their-view")
        await owner.press("‹ Back")
        await owner.sees("🏷 Night Chart · p")
        await owner.says("/stock v3")
        await owner.sees("⬆️ Up")
        await pictured(pages, "With season pass · v3", "version")
    assert "Traceback" not in shop.log(), shop.log()


async def reduces(owner: Actor, pages: list[Page]) -> None:
    """A new product, after two slips."""
    await owner.press("✅ Physical")
    await owner.sees("· physical")
    await owner.press("✂️ Discounts", "➕ New discount")
    await owner.sees("midnight UTC")
    await pictured(pages, "Without days it holds", "new-discount")
    await owner.says("20% 2020-01-01 2020-02-01")
    await owner.sees("is over already")
    await pictured(pages, "is over already", "bad-discount")
    await owner.says("20% until 2026-13-45")
    await owner.sees("There is no such day")
    await owner.says("20%")
    await owner.sees("It is set")
    await owner.never_saw("is over already")
    await owner.never_saw("There is no such day")
    await pictured(pages, "It is set", "discounts")


async def pictured(pages: list[Page], words: str, name: str) -> None:
    for page, size in zip(pages, SIZES, strict=True):
        column = page.get_by_test_id(f"column-{OLIVIA}")
        await look(page, column, words, f"{name}-{size['width']}")
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]


async def test_the_shelves_are_good_to_look_at(tmp_path: Path) -> None:
    """On a phone; PICTURE=folder keeps what was seen."""
    async with Shop(tmp_path) as shop, chromium() as browser:
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        await page.goto(shop.url)
        owner, column = shop.person(OLIVIA), page.get_by_test_id(f"column-{OLIVIA}")
        await owner.says("/start")
        await owner.says("/goods")
        await page.get_by_role("tab", name="Olivia").click()
        await look(page, column, "Everything that is sold", "1-goods")
        await press(column, "Games")
        await look(page, column, "on sale", "2-category")
        await press(column, "Star Sailor")
        await look(page, column, "digital", "3-product")
        await press(column, "📊")
        await look(page, column, "Received:", "4-stock")
        await press(column, "➕ Add goods")
        await expect(column.get_by_text("Nothing is added before").last).to_be_visible(timeout=WAIT)
        await owner.says("NEW-1\nNEW-2\nNEW-1\n\nNEW-3")
        await look(page, column, "new: 3", "5-verdict")
        await press(column, "✅ Add 3")
        await look(page, column, "3 were added", "6-added")
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
    assert "Traceback" not in shop.log(), shop.log()


async def press(column: Locator, label: str) -> None:
    await column.get_by_test_id("button").filter(has_text=label).last.click(timeout=WAIT)


async def look(page: Page, column: Locator, words: str, name: str) -> None:
    await expect(column.get_by_text(words).last).to_be_visible(timeout=WAIT)
    if folder := os.environ.get("PICTURE"):
        await page.screenshot(path=Path(folder) / f"stocking-{name}.png")
