"""How messages are drawn: entities, media, edits, and nothing a stranger could abuse."""

import re
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.bench import (
    ALICE,
    OLIVIA,
    Bot,
    column,
    control,
    keyboard,
    shown,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVIL = "<img src=x onerror=\"document.title='broken'\">"


@pytest.mark.parametrize(
    ("kind", "extra", "selector"),
    [
        ("bold", {}, "strong"),
        ("italic", {}, "em"),
        ("underline", {}, "u"),
        ("strikethrough", {}, "s"),
        ("spoiler", {}, ".spoiler"),
        ("code", {}, "code"),
        ("pre", {"language": "python"}, "pre code"),
        ("blockquote", {}, "blockquote"),
        ("expandable_blockquote", {}, "blockquote.expandable > div"),
        ("text_link", {"url": "https://example.org/a"}, "a[href='https://example.org/a']"),
        ("text_link", {"url": "tg://user?id=7000"}, "a[href^='tg:']"),
        (
            "text_mention",
            {"user": {"id": OLIVIA, "is_bot": False, "first_name": "Olivia"}},
            ".mention",
        ),
        ("date_time", {"unix_time": 1, "date_time_format": ""}, "time"),
    ],
)
async def test_an_entity_is_drawn(
    page: Page, bot: Bot, kind: str, extra: dict[str, Any], selector: str
) -> None:
    """Offsets count UTF-16 units: the flag before the text takes four of them."""
    entity = {"type": kind, "offset": 5, "length": 4, **extra}
    sent = await bot.say("🇩🇪 text after", entities=[entity])
    await expect(shown(page, sent).locator(f".text {selector}")).to_have_text("text")
    await expect(shown(page, sent)).to_contain_text("🇩🇪 ")


async def test_found_entities_are_drawn_and_commands_can_be_pressed(page: Page, bot: Bot) -> None:
    sent = await bot.say("/help @alice #tag https://example.org")
    text = shown(page, sent).locator(".text")
    await expect(text.locator(".mention")).to_have_text(["@alice", "#tag"])
    await expect(text.locator("a")).to_have_attribute("href", "https://example.org/")
    await text.get_by_role("button", name="/help").click()
    await expect(column(page).locator(".message.out").last).to_contain_text("/help")


async def test_nested_entities_and_what_a_press_reveals(page: Page, bot: Bot) -> None:
    text = "<blockquote expandable>1\n2\n3\n4\n<b>5</b></blockquote>\n<tg-spoiler>key</tg-spoiler>"
    sent = await bot.say(text, parse_mode="HTML")
    await expect(shown(page, sent).locator("blockquote strong")).to_have_text("5")
    await shown(page, sent).get_by_role("button", name="Show the whole quote").click()
    await expect(shown(page, sent).locator("blockquote")).to_have_attribute("data-open", "yes")
    await shown(page, sent).get_by_role("button", name="Hidden text").click()
    await expect(shown(page, sent).locator(".spoiler")).to_have_attribute("data-revealed", "yes")


async def test_moments_follow_the_sandbox_clock(page: Page, bot: Bot) -> None:
    now = int((await bot.call("sendMessage", chat_id=ALICE, text="now?"))["date"])
    html = f'<tg-time unix="{now + 1800}" format="r">soon</tg-time>'
    moment = shown(page, await bot.say(html, parse_mode="HTML")).locator("time")
    await expect(moment).to_have_text(re.compile(r"^in 29 min \d+ s$"))
    await page.get_by_test_id("skip-60").click()
    await expect(moment).to_have_text(re.compile(r"^in 28 min \d+ s$"))
    await page.get_by_test_id("skip-3600").click()
    await expect(moment).to_have_text(re.compile(r"^31 min \d+ s ago$"))
    await expect(page.get_by_test_id("offset")).to_have_text("1 h 1 min ahead")


async def test_an_edit_keeps_the_nodes_it_does_not_change(page: Page, bot: Bot) -> None:
    markup = keyboard({"text": "Press", "callback_data": "p"})
    sent = await bot.say("before", reply_markup=markup)
    button = shown(page, sent).get_by_test_id("button")
    await button.evaluate("node => { node.dataset.kept = 'yes' }")
    await bot.call(
        "editMessageText", chat_id=ALICE, message_id=sent, text="after", reply_markup=markup
    )
    await expect(shown(page, sent).locator(".text")).to_have_text("after")
    await expect(shown(page, sent)).to_contain_text("edited")
    await expect(button).to_have_attribute("data-kept", "yes")


async def test_a_deleted_message_goes(page: Page, bot: Bot) -> None:
    sent = await bot.say("gone soon")
    await expect(shown(page, sent)).to_be_visible()
    await bot.call("deleteMessage", chat_id=ALICE, message_id=sent)
    await expect(shown(page, sent)).to_have_count(0)


async def test_pictures_and_documents(page: Page, bot: Bot, http: aiohttp.ClientSession) -> None:
    picture = shown(page, await bot.picture()).locator("img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("async image => { await image.decode(); return true }")
    card = shown(page, await bot.file("document", "keys.txt", b"one key")).locator("a.document")
    await expect(card).to_contain_text("keys.txt")
    await expect(card).to_contain_text("7 B")
    async with page.expect_download() as download:
        await card.click()
    assert (await (await download.value).path()).read_bytes() == b"one key"


async def test_protected_content_cannot_be_selected(page: Page, bot: Bot) -> None:
    sent = shown(page, await bot.say("a key", protect_content=True))
    await expect(sent.locator(".lock")).to_be_visible()
    await expect(sent.locator(".bubble")).to_have_css("user-select", "none")


async def test_nothing_a_stranger_writes_becomes_markup(
    page: Page, bot: Bot, http: aiohttp.ClientSession, url: str
) -> None:
    evil = await control(http, url, "people", first_name=EVIL, role=EVIL)
    await column(page).get_by_test_id("person").select_option(str(evil["id"]))
    await control(http, url, "send", **{"from": evil["id"], "text": EVIL})
    markup = keyboard({"text": EVIL, "callback_data": "x"})
    await bot.call("sendMessage", chat_id=evil["id"], text=EVIL, reply_markup=markup)
    chat = column(page, evil["id"])
    await expect(chat.locator(".text")).to_have_text([EVIL, EVIL])
    await expect(chat.get_by_test_id("button")).to_have_text(EVIL)
    await expect(chat.locator("img")).to_have_count(0)
    await expect(page).not_to_have_title("broken")


async def test_hostile_entities_are_plain_text(page: Page) -> None:
    """The sandbox refuses most of these; the page does not rely on it."""
    drawn = await page.evaluate(
        """async () => {
        const { richText } = await import("/page/entities.js");
        const { build } = await import("/page/vdom.js");
        const box = document.createElement("div");
        const at = (type, rest) => ({ type, offset: 0, length: 4, ...rest });
        for (const entities of [
          [at("text_link", { url: "javascript:document.title='broken'" })],
          [at("text_link", { url: "data:text/html,x" })],
          [at("__proto__")], [at("constructor")], [at("bold", { offset: -1 })],
          [at("bold", { length: 99 })],
          [at("bold", { length: 3 }), at("italic", { offset: 1, length: 3 })],
        ]) box.append(...richText("text", entities, {}).map(build), " ");
        return [box.textContent, ...["a", "strong"].map((tag) => box.querySelectorAll(tag).length)];
        }"""
    )
    assert drawn == ["text " * 7, 0, 1]
