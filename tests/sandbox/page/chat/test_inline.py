"""Inline mode: a bot is asked from the composer of any chat."""

from typing import Any

import aiohttp
import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.bench import Bot, column, control, keyboard, shown
from tests.sandbox.page.chat.desk import BOT_ID, composer, newest

pytestmark = pytest.mark.asyncio(loop_scope="session")


def article(name: str) -> dict[str, Any]:
    words = {"message_text": f"I choose {name}"}
    about = {"title": name, "description": f"All about {name}"}
    return {"type": "article", "id": name, **about, "input_message_content": words}


async def test_a_result_is_found_and_sent(
    page: Page, bot: Bot, http: aiohttp.ClientSession, url: str
) -> None:
    bots = f"bots/{BOT_ID}"
    await control(http, url, bots, inline=True, inline_placeholder="Search the shop")
    await composer(page).fill("@holdfast_demo_bot star")
    query = await bot.heard("inline_query")
    assert query["query"] == "star"
    results = [article("Star Sailor"), article("Star Map")]
    await bot.call("answerInlineQuery", inline_query_id=query["id"], results=results)
    found = column(page).get_by_test_id("inline-result")
    await expect(found).to_contain_text(["Star Sailor", "Star Map"])
    await composer(page).press("ArrowDown")
    await composer(page).press("Enter")
    await expect(newest(page)).to_contain_text("I choose Star Map")
    await expect(newest(page).locator(".via")).to_have_text("via @holdfast_demo_bot")
    await expect(composer(page)).to_have_value("")
    await expect(column(page).get_by_test_id("inline")).to_be_hidden()


async def test_a_button_begins_a_query(page: Page, bot: Bot) -> None:
    button = {"text": "Search", "switch_inline_query_current_chat": "map"}
    sent = await bot.say("Find something", reply_markup=keyboard(button))
    await shown(page, sent).get_by_test_id("button").click()
    await expect(composer(page)).to_have_value("@holdfast_demo_bot map")
    await expect(composer(page)).to_be_focused()
    await composer(page).fill("")
