"""Invoices in the chat: from the press on Pay to the receipt."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.bench import ALICE, Bot, column, shown
from tests.sandbox.page.chat.desk import newest

pytestmark = pytest.mark.asyncio(loop_scope="session")

STARS = {"currency": "XTR", "prices": [{"label": "Key", "amount": 250}]}
DOLLARS = {
    "currency": "USD",
    "prices": [{"label": "Poster", "amount": 1999}],
    "provider_token": "TEST:1",
}


async def invoice(bot: Bot, **terms: Any) -> int:
    words = {"title": "Star Sailor", "description": "A key", "payload": "order-7"}
    return int((await bot.call("sendInvoice", chat_id=ALICE, **words, **terms))["message_id"])


async def press_pay(page: Page, message_id: int) -> None:
    await shown(page, message_id).get_by_test_id("button").click()
    await column(page).get_by_test_id("checkout-pay").click()


async def test_stars_are_paid_once(page: Page, bot: Bot) -> None:
    sent = await invoice(bot, **STARS)
    await expect(shown(page, sent)).to_contain_text("⭐ 250")
    await press_pay(page, sent)
    dialog = column(page).get_by_test_id("checkout")
    await expect(dialog).to_contain_text("10 seconds")
    query = (await bot.heard("pre_checkout_query"))["id"]
    await bot.call("answerPreCheckoutQuery", pre_checkout_query_id=query, ok=True)
    await expect(dialog).to_contain_text("Paid")
    await expect(shown(page, sent).locator(".stamp")).to_have_text("Paid")
    await expect(newest(page)).to_contain_text("You paid ⭐ 250")
    await expect(dialog).to_have_count(0)


async def test_a_refusal_shows_the_words_of_the_bot(page: Page, bot: Bot) -> None:
    sent = await invoice(bot, **DOLLARS)
    await expect(shown(page, sent)).to_contain_text("$19.99")
    await press_pay(page, sent)
    query = (await bot.heard("pre_checkout_query"))["id"]
    reason = {"ok": False, "error_message": "Just sold out"}
    await bot.call("answerPreCheckoutQuery", pre_checkout_query_id=query, **reason)
    dialog = column(page).get_by_test_id("checkout")
    await expect(dialog.get_by_role("alert")).to_have_text("Just sold out")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(shown(page, sent).get_by_test_id("button")).to_be_focused()


async def test_an_order_with_delivery(page: Page, bot: Bot) -> None:
    needs = {"need_name": True, "need_shipping_address": True, "is_flexible": True}
    sent = await invoice(bot, **DOLLARS, **needs)
    await press_pay(page, sent)
    dialog, pay = (column(page).get_by_test_id(name) for name in ("checkout", "checkout-pay"))
    await expect(dialog.get_by_role("alert")).to_contain_text("needs the name")
    await pay.click()
    query = (await bot.heard("shipping_query"))["id"]
    option = {"id": "post", "title": "By post", "prices": [{"label": "Post", "amount": 500}]}
    await bot.call(
        "answerShippingQuery", shipping_query_id=query, ok=True, shipping_options=[option]
    )
    await dialog.get_by_text("By post").click()
    await pay.click()
    query = (await bot.heard("pre_checkout_query"))["id"]
    await expect(dialog).to_contain_text("$24.99")
    await bot.call("answerPreCheckoutQuery", pre_checkout_query_id=query, ok=True)
    await expect(newest(page)).to_contain_text("You paid $24.99")
    await expect(dialog).to_have_count(0)


async def test_a_link_to_an_invoice_is_paid_here(page: Page, bot: Bot) -> None:
    words = {"title": "Star Sailor", "description": "A key", "payload": "order-8"}
    link = await bot.call("createInvoiceLink", **words, **STARS)
    sent = await bot.say(f"Pay here: {link}")
    await shown(page, sent).get_by_role("link").click()
    await column(page).get_by_test_id("checkout-pay").click()
    query = (await bot.heard("pre_checkout_query"))["id"]
    await bot.call("answerPreCheckoutQuery", pre_checkout_query_id=query, ok=True)
    await expect(newest(page)).to_contain_text("You paid ⭐ 250")
