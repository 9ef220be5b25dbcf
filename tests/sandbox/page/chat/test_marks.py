"""Reactions, pins, answers and changes: what a message's menu offers."""

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.bench import ALICE, Bot, column, shown
from tests.sandbox.page.chat.desk import composer, menu_of, newest

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_reactions_are_counted_and_taken_back(page: Page, bot: Bot) -> None:
    sent = await bot.say("Do you like it?")
    await menu_of(page, shown(page, sent), "👍")
    chip = shown(page, sent).get_by_test_id("reaction")
    await expect(chip).to_have_text("👍1")
    await expect(chip).to_have_attribute("aria-pressed", "true")
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await bot.call("setMessageReaction", chat_id=ALICE, message_id=sent, reaction=thumb)
    await expect(chip).to_have_text("👍2")
    await chip.click()
    await expect(chip).to_have_text("👍1")
    await expect(chip).to_have_attribute("aria-pressed", "false")


async def test_the_pinned_message_is_a_press_away(page: Page, bot: Bot) -> None:
    pinned = await bot.say("House rules")
    for _ in range(3):
        await bot.say("filler\n" * 12)
    await expect(shown(page, pinned)).not_to_be_in_viewport()
    await bot.call("pinChatMessage", chat_id=ALICE, message_id=pinned)
    bar = column(page).get_by_test_id("pin-bar")
    await expect(bar).to_contain_text("House rules")
    await expect(newest(page)).to_contain_text("pinned “House rules”")
    await bar.click()
    await expect(shown(page, pinned)).to_be_in_viewport()
    await menu_of(page, shown(page, pinned), "Unpin")
    await expect(bar).to_be_hidden()


async def test_an_answer_quotes_and_jumps(page: Page, bot: Bot) -> None:
    asked = await bot.say("Which size?")
    await menu_of(page, shown(page, asked), "Reply")
    await expect(composer(page)).to_be_focused()
    await composer(page).fill("The large one")
    await composer(page).press("Enter")
    quote = column(page).locator(".reply").filter(has_text="Which size?")
    await expect(quote).to_be_visible()
    for _ in range(3):
        await bot.say("filler\n" * 12)
    await quote.click()
    await expect(shown(page, asked)).to_be_in_viewport()


async def test_a_person_changes_and_deletes_their_words(page: Page, bot: Bot) -> None:
    await composer(page).fill("helo")
    await composer(page).press("Enter")
    own = newest(page)
    await expect(own).to_contain_text("helo")
    await composer(page).press("ArrowUp")
    await expect(composer(page)).to_have_value("helo")
    await composer(page).fill("hello")
    await composer(page).press("Enter")
    await expect(own).to_contain_text("hello")
    await expect(own).to_contain_text("edited")
    await expect(composer(page)).to_have_value("")
    await menu_of(page, own, "Delete")
    await expect(column(page).get_by_text("hello", exact=True)).to_have_count(0)


async def test_escape_leaves_the_menu_and_the_answer(page: Page, bot: Bot) -> None:
    sent = await bot.say("Press me")
    await shown(page, sent).locator(".bubble").click(button="right", position={"x": 6, "y": 6})
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("menu")).to_have_count(0)
    await menu_of(page, shown(page, sent), "Reply")
    await page.keyboard.press("Escape")
    await expect(column(page).get_by_test_id("about")).to_be_hidden()


async def test_the_keyboard_alone_reaches_every_message(page: Page, bot: Bot) -> None:
    sent = await bot.say("Only keys")
    await expect(shown(page, sent)).to_be_visible()
    await column(page).get_by_test_id("scroller").focus()
    await page.keyboard.press("ArrowUp")
    await expect(shown(page, sent)).to_be_focused()
    await page.keyboard.press("Enter")
    menu = page.get_by_test_id("menu")
    await expect(menu.get_by_role("menuitem").first).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await expect(shown(page, sent).get_by_test_id("reaction")).to_have_count(1)
    await expect(shown(page, sent)).to_be_focused()


async def test_protected_words_cannot_be_copied(page: Page, bot: Bot) -> None:
    sent = shown(page, await bot.say("STAR-7F3K", protect_content=True))
    await expect(sent.get_by_role("img", name="Protected content")).to_be_visible()
    await sent.locator(".bubble").click(button="right", position={"x": 6, "y": 6})
    menu = page.get_by_test_id("menu")
    await expect(menu.get_by_role("menuitem", name="Reply")).to_be_visible()
    await expect(menu.get_by_role("menuitem", name="Copy text")).to_have_count(0)
    await page.keyboard.press("Escape")
