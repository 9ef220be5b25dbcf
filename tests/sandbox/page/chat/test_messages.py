"""How messages are drawn: entities, media, edits, and nothing a stranger could abuse."""

import re
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect

from sandbox.telegram.images import sample_png
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


async def test_moments_are_shown_in_the_readers_own_time(
    browser: Browser, bot: Bot, url: str
) -> None:
    """The bot's words, 21:33 UTC on the day before, stay only where no format is given."""
    shapes = {"t": "06:33", "T": "06:33:20", "d": "16/11/23", "wDT": "Thursday", "": "UTC"}
    times = (f'<tg-time unix="1700084000" format="{shape}">UTC</tg-time>' for shape in shapes)
    text = " ".join(times)
    sent = await bot.say(text, parse_mode="HTML")
    page = await browser.new_page(timezone_id="Asia/Tokyo")
    await page.goto(url)
    moments = shown(page, sent).locator("time")
    for place, words in enumerate(shapes.values()):
        await expect(moments.nth(place)).to_contain_text(words)
    await page.close()


async def test_a_label_is_one_line_that_ends_in_dots(page: Page, bot: Bot) -> None:
    """Buttons of a row share its width, as in Telegram; the whole label is in the hint."""
    long = "2 × Deep Lantern, With season pass"
    row = [{"text": one, "callback_data": one} for one in (long, "−", "2", "+")]
    sent = await bot.say("Cart", reply_markup={"inline_keyboard": [row, row[1:2]]})
    buttons = shown(page, sent).get_by_test_id("button")
    await expect(buttons).to_have_count(5)
    boxes = [box for one in await buttons.all() if (box := await one.bounding_box())]
    assert len(boxes) == 5
    assert len({box["height"] for box in boxes}) == 1
    assert max(box["width"] for box in boxes[:4]) - min(box["width"] for box in boxes[:4]) < 1
    label = buttons.first.locator("span")
    assert await label.evaluate("node => node.scrollWidth > node.clientWidth")
    await expect(label).to_have_css("text-overflow", "ellipsis")
    await expect(buttons.first).to_have_attribute("title", long)


async def test_a_cross_has_the_colour_of_its_text(page: Page, bot: Bot) -> None:
    """The picture is dark grey, on red and at night as well."""
    markup = keyboard({"text": "✖️ Cancel", "callback_data": "x", "style": "danger"})
    sent = shown(page, await bot.say("✖️ Cancelled, 👍", reply_markup=markup))
    await expect(sent.locator(".text")).to_have_text("✖️ Cancelled, 👍")
    await expect(sent.get_by_test_id("button")).to_have_text("✖️ Cancel")
    await expect(sent.locator(".sign")).to_have_text(["✖️", "✖️"])
    inks = await sent.locator(".sign").evaluate_all(
        "nodes => nodes.map((node) => getComputedStyle(node).textShadow.split(')')[0] + ')')"
    )
    texts = await sent.locator(".sign").evaluate_all(
        "nodes => nodes.map((node) => getComputedStyle(node.parentElement).color)"
    )
    assert inks == texts


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


async def test_a_photo_that_becomes_another_is_redrawn(page: Page, bot: Bot) -> None:
    sent = await bot.picture()
    picture = shown(page, sent).locator("img")
    before = await picture.get_attribute("src") or ""
    form = aiohttp.FormData({"chat_id": str(ALICE), "message_id": str(sent)})
    form.add_field("media", '{"type": "photo", "media": "attach://new", "caption": "Paid"}')
    form.add_field("new", sample_png(300, 200), filename="new.png")
    await bot.post("editMessageMedia", data=form)
    await expect(shown(page, sent).locator(".text")).to_have_text("Paid")
    await expect(picture).to_have_count(1)
    await expect(picture).not_to_have_attribute("src", before)
    assert await picture.evaluate("async image => { await image.decode(); return true }")


async def test_protected_content_cannot_be_selected(page: Page, bot: Bot) -> None:
    sent = shown(page, await bot.say("a key", protect_content=True))
    await expect(sent.locator(".lock")).to_be_visible()
    await expect(sent.locator(".bubble")).to_have_css("user-select", "none")
    await sent.locator(".bubble").click(button="right", position={"x": 6, "y": 6})
    menu = page.get_by_test_id("menu").get_by_role("menuitem")
    await expect(menu.filter(has_text="Reply")).to_be_visible()
    await expect(menu.filter(has_text="Copy")).to_have_count(0)


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
