"""Reloads, restarts, two tabs: the page recovers by itself and loses nothing that was begun."""

from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect

from tests.sandbox.judges.judge import Judge
from tests.sandbox.page.bench import ALICE, Bot, column, control, keyboard, new_sandbox, shown
from tests.sandbox.page.chat.desk import composer, newest

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_reload_keeps_chat_and_draft(page: Page, bot: Bot) -> None:
    sent = await bot.say("before the reload")
    await composer(page).fill("half a sentence")
    await page.reload()
    await expect(shown(page, sent)).to_be_in_viewport()
    await expect(composer(page)).to_have_value("half a sentence")
    await composer(page).fill("")


async def test_two_tabs_stay_in_step(page: Page, bot: Bot) -> None:
    other = await page.context.new_page()
    await other.goto(page.url)
    await composer(page).fill("from the first tab")
    await composer(page).press("Enter")
    await expect(newest(other)).to_contain_text("from the first tab")
    sent = await bot.say("to both", reply_markup=keyboard({"text": "Go", "callback_data": "g"}))
    await shown(other, sent).get_by_test_id("button").click()
    await bot.answer(text="Gone", show_alert=True)
    await expect(column(page).get_by_test_id("alert")).to_contain_text("Gone")
    await page.keyboard.press("Escape")
    await other.close()


async def test_the_page_survives_a_restart_of_the_server(
    browser: Browser, http: aiohttp.ClientSession, judge: Judge, tmp_path: Path
) -> None:
    first = new_sandbox(judge, tmp_path / "sandbox.db")
    url = await first.start()
    await control(http, url, "send", **{"from": ALICE, "text": "/start"})
    page = await browser.new_page()
    await page.goto(url)
    kept = await Bot(http, url).say("before")
    await shown(page, kept).evaluate("node => { node.dataset.kept = 'yes' }")
    await composer(page).fill("still writing")
    await first.stop()
    await expect(page.get_by_test_id("banner")).to_have_text("reconnecting…")
    second = new_sandbox(judge, tmp_path / "sandbox.db", int(url.rpartition(":")[2]))
    await second.start()
    missed = await Bot(http, url).say("while you were away")
    await expect(shown(page, missed)).to_be_visible()
    await expect(shown(page, kept)).to_have_attribute("data-kept", "yes")
    await expect(page.get_by_test_id("banner")).to_be_hidden()
    await expect(composer(page)).to_have_value("still writing")
    await page.close()
    await second.stop()


async def test_what_cannot_be_sent_stays_in_the_composer(
    browser: Browser, http: aiohttp.ClientSession, judge: Judge
) -> None:
    sandbox = new_sandbox(judge)
    url = await sandbox.start()
    await control(http, url, "send", **{"from": ALICE, "text": "/start"})
    page = await browser.new_page()
    await page.goto(url)
    await expect(newest(page)).to_contain_text("/start")
    await sandbox.stop()
    await composer(page).fill("lost?")
    await composer(page).press("Enter")
    await expect(column(page).get_by_test_id("toast")).to_contain_text("does not answer")
    await expect(composer(page)).to_have_value("lost?")
    await page.close()
