"""An edit changes what differs and leaves every other node, and the reader's place, alone."""

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.bench import ALICE, Bot, column, keyboard, shown
from tests.sandbox.page.chat.desk import newest

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Counts the nodes that come and go in the chat until it is asked.
WATCH = """node => {
  window.changed = [];
  const note = ({ addedNodes, removedNodes }) =>
    window.changed.push(...[...addedNodes, ...removedNodes].map((one) => one.nodeName));
  window.watcher = new MutationObserver((changes) => changes.forEach(note));
  window.watcher.observe(node, { childList: true, subtree: true });
}"""
CHANGED = "() => { window.watcher.disconnect(); return window.changed; }"
STATUS = (
    "<b>Order 7</b>\n<blockquote expandable>1\n2\n3\n4\n5</blockquote><tg-spoiler>key</tg-spoiler>"
)


async def test_an_edit_of_words_touches_no_element(page: Page, bot: Bot) -> None:
    markup = keyboard({"text": "Refresh", "callback_data": "r"})
    sent = await bot.say("Seen: <b>1</b> of 3", parse_mode="HTML", reply_markup=markup)
    await expect(shown(page, sent)).to_contain_text("1 of 3")
    await shown(page, sent).evaluate(WATCH)
    await bot.edit(sent, "Seen: <b>2</b> of 3", parse_mode="HTML", reply_markup=markup)
    await expect(shown(page, sent)).to_contain_text("2 of 3")
    await expect(shown(page, sent)).to_contain_text("edited")
    # The word "edited" is the one new element of a first edit.
    assert await page.evaluate(CHANGED) == ["SPAN"]


async def test_focus_an_open_quote_and_a_spoiler_survive_an_edit(page: Page, bot: Bot) -> None:
    markup = keyboard({"text": "Refresh", "callback_data": "r"})
    sent = await bot.say(f"{STATUS} waiting", parse_mode="HTML", reply_markup=markup)
    message = shown(page, sent)
    await message.get_by_role("button", name="Show the whole quote").click()
    await message.locator(".spoiler").click()
    await message.get_by_test_id("button").focus()
    await bot.edit(sent, f"{STATUS} paid", parse_mode="HTML", reply_markup=markup)
    await expect(message).to_contain_text("paid")
    await expect(message.locator("blockquote")).to_have_attribute("data-open", "yes")
    await expect(message.locator(".spoiler")).to_have_attribute("data-revealed", "yes")
    await expect(message.get_by_test_id("button")).to_be_focused()


async def test_a_message_and_a_reload_leave_the_others_alone(page: Page, bot: Bot) -> None:
    sent = await bot.say("stays as it is")
    await expect(shown(page, sent)).to_be_visible()
    await shown(page, sent).evaluate("node => { node.dataset.kept = 'yes' }")
    await column(page).get_by_test_id("scroller").locator("section").last.evaluate(WATCH)
    await bot.say("one more")
    await expect(newest(page)).to_contain_text("one more")
    changed = await page.evaluate(CHANGED)
    assert changed.count("ARTICLE") == 1
    await expect(shown(page, sent)).to_have_attribute("data-kept", "yes")


async def test_an_edit_far_above_does_not_move_the_reader(page: Page, bot: Bot) -> None:
    above = await bot.say("short")
    for number in range(4):
        below = await bot.say(f"{number}\n" * 14)
    await expect(shown(page, below)).to_be_in_viewport()
    await column(page).get_by_test_id("scroller").evaluate("node => node.scrollBy(0, -200)")
    before = await shown(page, below).bounding_box()
    await bot.edit(above, "long\n" * 12)
    await expect(shown(page, above)).to_contain_text("long")
    after = await shown(page, below).bounding_box()
    assert before is not None
    assert after is not None
    assert after["y"] == pytest.approx(before["y"], abs=1)


async def test_a_deleted_message_goes_softly(page: Page, bot: Bot) -> None:
    sent = await bot.say("gone soon")
    await expect(shown(page, sent)).to_be_visible()
    await bot.call("deleteMessage", chat_id=ALICE, message_id=sent)
    await expect(shown(page, sent)).to_have_count(0)
