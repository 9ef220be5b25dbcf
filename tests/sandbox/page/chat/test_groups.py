"""Several bots, groups and their topics; deep links that lead from one to the other."""

from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.sandbox.page.bench import ALICE, OLIVIA, Bot, column, control
from tests.sandbox.page.chat.desk import BOT_ID, composer, menu_of, newest

pytestmark = pytest.mark.asyncio(loop_scope="session")

BOT_NAME = "holdfast_demo_bot"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def group(bot: Bot, http: aiohttp.ClientSession, url: str) -> dict[str, Any]:
    """A forum of Alice, Olivia and the bot."""
    about = {"from": ALICE, "title": "Friends", "is_forum": True, "members": [OLIVIA, BOT_ID]}
    return dict(await control(http, url, "groups", **about))


async def both_open(page: Page, key: str) -> None:
    for person in (ALICE, OLIVIA):
        await column(page, person).get_by_test_id(f"chat-{key}").click()


async def test_members_write_side_by_side(page: Page, group: dict[str, Any]) -> None:
    await both_open(page, group["key"])
    await expect(column(page).get_by_test_id("status")).to_have_text("3 members")
    await composer(page).fill("Hello Olivia")
    await composer(page).press("Enter")
    theirs = newest(page, OLIVIA)
    await expect(theirs).to_contain_text("Hello Olivia")
    await expect(theirs.locator(".sender")).to_have_text("Alice")
    await menu_of(page, theirs, "Reply")
    await composer(page, OLIVIA).fill("Hello Alice")
    await composer(page, OLIVIA).press("Enter")
    await expect(newest(page).locator(".reply")).to_contain_text("Hello Olivia")


async def test_topics_are_tabs_and_mark_what_is_new(
    page: Page, group: dict[str, Any], http: aiohttp.ClientSession, url: str
) -> None:
    topic = await control(
        http, url, f"groups/{group['id']}/topics", **{"from": ALICE, "name": "Deliveries"}
    )
    await both_open(page, group["key"])
    thread = f"topic-{topic['message_thread_id']}"
    await column(page).get_by_test_id(thread).click()
    await composer(page).fill("in the topic")
    await composer(page).press("Enter")
    await expect(newest(page)).to_contain_text("in the topic")
    tab = column(page, OLIVIA).get_by_test_id(thread)
    await expect(tab.locator(".badge")).to_be_visible()
    await expect(column(page, OLIVIA).get_by_text("in the topic")).to_have_count(0)
    await tab.press("Enter")
    await expect(newest(page, OLIVIA)).to_contain_text("in the topic")
    await expect(tab.locator(".badge")).to_have_count(0)
    await column(page).get_by_test_id("topic-1").click()
    await column(page, OLIVIA).get_by_test_id("topic-1").click()


async def test_a_chat_that_is_not_open_counts_what_is_new(
    page: Page, bot: Bot, group: dict[str, Any]
) -> None:
    await both_open(page, group["key"])
    for text in ("one", "two"):
        await bot.say(text)
    tab = column(page).get_by_test_id(f"chat-{ALICE}")
    await expect(tab.locator(".badge")).to_have_text("2")
    await tab.click()
    await expect(column(page).locator(".new-line")).to_be_visible()
    await expect(tab.locator(".badge")).to_have_count(0)


async def test_links_to_a_bot_open_its_chat_with_start(
    page: Page, bot: Bot, group: dict[str, Any], http: aiohttp.ClientSession, url: str
) -> None:
    second = await control(
        http, url, "bots", token="2000:second", name="Second", username="second_bot"
    )
    key = f"{second['id']}:{ALICE}"
    await column(page).get_by_test_id(f"chat-{ALICE}").click()
    sent = await bot.say("See https://t.me/second_bot?start=from_alice")
    link = page.get_by_test_id(f"message-{ALICE}-{sent}").get_by_role("link")
    await link.click()
    await expect(column(page).get_by_test_id(f"chat-{key}")).to_have_attribute(
        "aria-selected", "true"
    )
    await column(page).get_by_test_id("start").click()
    await expect(newest(page)).to_contain_text("/start from_alice")
    await expect(composer(page)).to_be_visible()


async def test_the_address_of_the_page_can_be_a_deep_link(page: Page, bot: Bot, url: str) -> None:
    other = await page.context.new_page()
    await other.goto(f"{url}/?start=promo_7")
    await column(other).get_by_test_id("start").click()
    await expect(newest(other)).to_contain_text("/start promo_7")
    assert other.url == f"{url}/"
    await other.close()


async def test_who_is_removed_from_a_group_is_led_out(
    page: Page, bot: Bot, group: dict[str, Any], http: aiohttp.ClientSession, url: str
) -> None:
    await column(page, OLIVIA).get_by_test_id(f"chat-{group['key']}").click()
    await composer(page, OLIVIA).fill("for the group alone")
    removal = {"from": ALICE, "user_id": OLIVIA, "status": "kicked"}
    await control(http, url, f"groups/{group['id']}/members", **removal)
    await expect(column(page, OLIVIA).get_by_test_id(f"chat-{group['key']}")).to_have_count(0)
    await expect(column(page, OLIVIA).get_by_test_id("status")).to_have_text("bot")
    await expect(composer(page, OLIVIA)).to_have_value("")
