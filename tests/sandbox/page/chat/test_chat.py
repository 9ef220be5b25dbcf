"""What a person can do on the page, and what happens to the page itself."""

import aiohttp
import pytest
from playwright.async_api import Page, expect
from yarl import URL

from tests.sandbox.page.bench import (
    ALICE,
    OLIVIA,
    Bot,
    column,
    copying,
    keyboard,
    shown,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

LINES = "\n".join(map(str, range(40)))


async def test_files_are_listed_by_name_and_carry_the_policy(
    http: aiohttp.ClientSession, url: str
) -> None:
    async with http.get(f"{url}/page/app.js") as response:
        assert response.content_type == "text/javascript"
        assert response.headers["Cache-Control"] == "no-cache"
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    for name in ("__init__.py", "..%2fapp.py", "%2e%2e%2fapp.py", "none.js"):
        async with http.get(URL(f"{url}/page/{name}", encoded=True)) as response:
            assert response.status == 404


async def test_the_start_button_opens_an_empty_chat(page: Page) -> None:
    chat = column(page)
    await expect(chat.get_by_test_id("composer")).to_be_hidden()
    await chat.get_by_test_id("start").click()
    await expect(chat.get_by_role("article")).to_contain_text("/start")
    await expect(chat.get_by_test_id("start")).to_be_hidden()


async def test_enter_sends_and_shift_enter_breaks_the_line(page: Page, bot: Bot) -> None:
    composer = column(page).get_by_test_id("composer")
    await composer.press_sequentially("one")
    await composer.press("Shift+Enter")
    await composer.press_sequentially("two")
    await composer.press("Enter")
    await expect(column(page).get_by_role("article").last).to_contain_text("one\ntwo")
    await expect(composer).to_have_value("")


async def test_a_person_sends_a_photo_with_a_caption(page: Page, bot: Bot) -> None:
    await column(page).get_by_test_id("composer").fill("look")
    await column(page).get_by_test_id("attach").click()
    await column(page).get_by_test_id("send-photo").click()
    last = column(page).locator(".message.out").last
    await expect(last).to_contain_text("look")
    await expect(last.locator("img")).to_be_visible()


async def test_the_reader_is_left_where_they_read(page: Page, bot: Bot) -> None:
    last = await bot.say("stay at the bottom\n" + LINES)
    await expect(shown(page, last).locator(".meta")).to_be_in_viewport()
    scroller = column(page).get_by_test_id("scroller")
    await scroller.evaluate("node => node.scrollTo(0, 5)")
    news = await bot.say("news")
    pill = column(page).get_by_test_id("new-messages")
    await expect(pill).to_have_text("1")
    assert await scroller.evaluate("node => node.scrollTop") == 5
    await pill.click()
    await expect(shown(page, news)).to_be_in_viewport()
    await expect(pill).to_be_hidden()
    await expect(shown(page, await bot.say("and again"))).to_be_in_viewport()


async def test_a_long_chat_is_drawn_from_its_end(page: Page, bot: Bot) -> None:
    first = await bot.say("the first of many")
    for number in range(180):
        last = await bot.say(f"number {number}")
    await column(page).get_by_test_id("composer").fill("all read")  # else it opens at what is new
    await column(page).get_by_test_id("send").click()
    await expect(column(page).get_by_text("all read")).to_be_in_viewport()
    await page.reload()
    await expect(shown(page, last)).to_be_in_viewport()
    await expect(shown(page, first)).to_have_count(0)
    top = shown(page, last - 148)
    await top.scroll_into_view_if_needed()
    await expect(shown(page, first)).to_have_count(1)
    await expect(top).to_be_in_viewport()


async def test_a_reader_at_the_bottom_stays_there_when_the_window_changes(
    page: Page, bot: Bot
) -> None:
    """The browser scrolls by itself when what is above breaks into more lines."""
    await page.set_viewport_size({"width": 1440, "height": 900})
    await column(page).get_by_test_id("composer").fill("hello")
    await column(page).get_by_test_id("send").click()
    for _ in range(20):
        last = shown(page, await bot.say("words that fit on one line of a wide bubble"))
    for width, height in ((390, 844), (1440, 500), (1440, 900)):
        await page.set_viewport_size({"width": width, "height": height})
        await expect(last).to_be_in_viewport(ratio=1)


async def test_a_button_waits_for_its_answer(page: Page, bot: Bot) -> None:
    markup = keyboard({"text": "Check", "callback_data": "c", "style": "primary"})
    button = shown(page, await bot.say("?", reply_markup=markup)).get_by_test_id("button")
    await expect(button).to_have_class("key primary")
    async with page.expect_response("**/control/press") as pressed:
        await button.click()
    await (await pressed.value).finished()
    await expect(button).to_have_attribute("aria-busy", "true")
    await bot.answer(text="Nothing yet")
    await expect(button).not_to_have_attribute("aria-busy", "true")
    await expect(column(page).get_by_test_id("toast").last).to_have_text("Nothing yet")


async def test_an_alert_must_be_closed(page: Page, bot: Bot) -> None:
    markup = keyboard({"text": "Buy", "callback_data": "b"})
    button = shown(page, await bot.say("?", reply_markup=markup)).get_by_test_id("button")
    await button.click()
    await bot.answer(text="Sold out", show_alert=True)
    alert = column(page).get_by_test_id("alert")
    await expect(alert).to_contain_text("Sold out")
    await expect(alert.get_by_test_id("alert-close")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(alert).to_have_count(0)
    await expect(button).to_be_focused()


async def test_copy_buttons(page: Page, bot: Bot) -> None:
    markup = keyboard(copying("Copy", "0.5"))
    button = shown(page, await bot.say("?", reply_markup=markup)).get_by_test_id("button")
    await button.click()
    await expect(column(page).get_by_test_id("toast").last).to_have_text("Copied to clipboard")
    assert await page.evaluate("navigator.clipboard.readText()") == "0.5"
    refusing = "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }"
    await page.evaluate(refusing)
    await button.click()
    await expect(column(page).get_by_test_id("alert")).to_contain_text("0.5")
    await page.keyboard.press("Enter")
    await expect(column(page).get_by_test_id("alert")).to_have_count(0)
    await page.evaluate("delete navigator.clipboard.writeText")


async def test_typing_shows_until_the_message(page: Page, bot: Bot) -> None:
    await bot.call("sendChatAction", chat_id=ALICE, action="typing")
    await expect(column(page).get_by_test_id("status")).to_have_text("typing")
    await bot.say("done")
    await expect(column(page).get_by_test_id("status")).to_have_text("bot")


async def test_commands_of_the_bot(page: Page, bot: Bot) -> None:
    commands = [{"command": name, "description": name.title()} for name in ("help", "orders")]
    await bot.call("setMyCommands", commands=commands)
    await column(page).get_by_test_id("command-menu").click()
    await expect(column(page).get_by_role("option").filter(has_text="/")).to_have_count(2)
    await column(page).get_by_test_id("composer").fill("/or")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(column(page).locator(".message.out").last).to_contain_text("/orders")


async def test_blocking_the_bot_takes_the_composer_away(page: Page, bot: Bot) -> None:
    await column(page).get_by_test_id("person-menu").click()
    await column(page).get_by_test_id("block").click()
    await expect(column(page).get_by_test_id("composer")).to_be_hidden()
    await column(page).get_by_test_id("unblock").click()
    await expect(column(page).get_by_test_id("composer")).to_be_visible()


async def test_a_phone_shows_one_column_at_a_time(page: Page, bot: Bot) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    world = page.get_by_test_id("pay-panel")
    await expect(column(page)).to_be_visible()
    await expect(column(page, OLIVIA)).to_be_hidden()
    await page.get_by_role("tab", name="Olivia").click()
    await expect(column(page)).to_be_hidden()
    await bot.say("news")
    await expect(page.get_by_role("tab", name="Alice")).to_have_class("news")
    await page.keyboard.press("ArrowRight")
    await expect(world).to_be_visible()
    await expect(column(page)).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_adding_and_choosing_people(page: Page) -> None:
    """The last one here: it leaves other people on screen."""
    await page.get_by_test_id("add-person").click()
    await page.get_by_test_id("person-name").fill("Bob")
    await page.get_by_test_id("person-language").select_option("de")
    await page.get_by_test_id("person-add").click()
    bob = page.get_by_role("region", name="Chat of Bob")
    await expect(bob.get_by_test_id("language")).to_have_value("de")
    await bob.get_by_test_id("person").select_option(label="Olivia")
    await expect(page.locator(".column").first).to_have_attribute("aria-label", "Chat of Olivia")
    await expect(page.locator(".column").last).to_have_attribute("aria-label", "Chat of Bob")
