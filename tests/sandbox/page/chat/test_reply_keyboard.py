"""The bot's own keyboard below the composer."""

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.bench import Bot, column
from tests.sandbox.page.chat.desk import composer, newest, reply_keyboard

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_key_writes_its_words(page: Page, bot: Bot) -> None:
    rows = reply_keyboard(["Catalogue", "Orders"], input_field_placeholder="Choose below")
    await bot.say("Hello", reply_markup=rows)
    await expect(column(page).get_by_test_id("reply-key")).to_have_text(["Catalogue", "Orders"])
    await expect(composer(page)).to_have_attribute("placeholder", "Choose below")
    await column(page).get_by_role("button", name="Orders", exact=True).click()
    await expect(newest(page)).to_contain_text("Orders")
    await expect(column(page).get_by_test_id("reply-keyboard")).to_be_visible()


async def test_a_keyboard_for_once_hides_and_can_be_shown_again(page: Page, bot: Bot) -> None:
    await bot.say("Sure?", reply_markup=reply_keyboard(["Yes"], one_time_keyboard=True))
    keyboard, toggle = (
        column(page).get_by_test_id(name) for name in ("reply-keyboard", "keyboard-toggle")
    )
    await column(page).get_by_role("button", name="Yes", exact=True).click()
    await expect(keyboard).to_be_hidden()
    await toggle.click()
    await expect(keyboard).to_be_visible()
    await bot.say("Bye", reply_markup={"remove_keyboard": True})
    await expect(keyboard).to_be_hidden()
    await expect(toggle).to_be_hidden()


async def test_keys_that_share(page: Page, bot: Bot) -> None:
    contact = {"text": "My number", "request_contact": True}
    place = {"text": "My place", "request_location": True}
    await bot.say("Where to?", reply_markup=reply_keyboard([contact, place]))
    await column(page).get_by_role("button", name="My number").click()
    await expect(newest(page)).to_contain_text("Alice")
    await column(page).get_by_role("button", name="My place").click()
    await expect(newest(page)).to_contain_text("Location")


async def test_a_forced_reply_answers_the_question(page: Page, bot: Bot) -> None:
    await bot.say("Your name?", reply_markup={"force_reply": True})
    await expect(column(page).get_by_test_id("about")).to_contain_text("Your name?")
    await composer(page).fill("Alice")
    await composer(page).press("Enter")
    await expect(newest(page).locator(".reply")).to_contain_text("Your name?")
    await expect(column(page).get_by_test_id("about")).to_be_hidden()
