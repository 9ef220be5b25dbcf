"""Invoices in money and in Stars, from the press on Pay to the receipt and the refund."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import LabeledPrice, ShippingOption, Update

from sandbox.app import Sandbox
from sandbox.client import SandboxClient, SandboxRefused
from sandbox.telegram import checkout
from tests.sandbox.conftest import ALICE, Api

PRICE = {"label": "Coffee", "amount": 250}
MONEY: dict[str, Any] = {
    "title": "Coffee",
    "description": "Black",
    "payload": "order-1",
    "currency": "EUR",
    "prices": [PRICE],
    "provider_token": "provider:TEST:1",
}
STARS = MONEY | {"currency": "XTR", "provider_token": "", "prices": [{"label": "x", "amount": 5}]}
HOME = {
    "country_code": "DE", "state": "", "city": "Ulm", "street_line1": "1", "street_line2": "",
    "post_code": "89073",
}  # fmt: skip
ORDER = {"name": "Alice", "shipping_address": HOME}


async def newest(bot: Bot) -> Update:
    """The newest update; those before it are confirmed."""
    [update] = await bot.get_updates(offset=-1, timeout=5)
    return update


async def invoice(bot: Bot, **changes: Any) -> int:
    return (await bot.send_invoice(ALICE, **MONEY | changes)).message_id


async def state(person: SandboxClient) -> dict[str, Any]:
    payment: dict[str, Any] = (await person.state())["payments"][-1]
    return payment


async def test_a_sale(bot: Bot, chat: int, person: SandboxClient) -> None:
    sent = await bot.send_invoice(chat, **MONEY)
    assert sent.invoice is not None
    assert (sent.invoice.total_amount, sent.invoice.currency) == (250, "EUR")
    assert sent.reply_markup is not None
    assert [row[0].text for row in sent.reply_markup.inline_keyboard] == ["Pay 2.50 EUR"]
    await person.act("payments", **{"from": ALICE, "message_id": sent.message_id})
    query = (await newest(bot)).pre_checkout_query
    assert query is not None
    assert (query.from_user.id, query.total_amount, query.invoice_payload) == (
        ALICE,
        250,
        "order-1",
    )
    assert await query.answer(ok=True).as_(bot)
    receipt = (await newest(bot)).message
    assert receipt is not None
    assert receipt.successful_payment is not None
    assert receipt.successful_payment.invoice_payload == "order-1"
    shown = await state(person)
    assert (shown["status"], shown["charge_id"]) == (
        "paid",
        receipt.successful_payment.telegram_payment_charge_id,
    )
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await query.answer(ok=True).as_(bot)
    with pytest.raises(SandboxRefused, match="has been paid"):
        await person.act("payments", **{"from": ALICE, "message_id": sent.message_id})


async def test_the_bot_may_refuse(bot: Bot, chat: int, person: SandboxClient) -> None:
    await person.act("payments", **{"from": ALICE, "message_id": await invoice(bot)})
    query = (await newest(bot)).pre_checkout_query
    assert query is not None
    with pytest.raises(TelegramBadRequest, match="error_message is empty"):
        await query.answer(ok=False).as_(bot)
    assert await query.answer(ok=False, error_message="Sold out").as_(bot)
    shown = await state(person)
    assert (shown["status"], shown["error"]) == ("refused", "Sold out")


async def test_an_answer_comes_within_ten_seconds(
    bot: Bot, chat: int, person: SandboxClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkout, "ANSWER_SECONDS", 0.0)
    await person.act("payments", **{"from": ALICE, "message_id": await invoice(bot)})
    query = (await newest(bot)).pre_checkout_query
    assert query is not None
    assert (await state(person))["status"] == "expired"
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await query.answer(ok=True).as_(bot)


async def test_what_the_invoice_asks_must_be_told(
    bot: Bot, chat: int, person: SandboxClient
) -> None:
    sent = await invoice(bot, is_flexible=True, need_name=True, max_tip_amount=50)
    place = {"from": ALICE, "message_id": sent}
    for missing in ({}, {"name": "Alice"}):
        with pytest.raises(SandboxRefused, match="The bot needs the"):
            await person.act("payments", **place, order_info=missing)
    with pytest.raises(SandboxRefused, match="tip"):
        await person.act("payments", **place, order_info=ORDER, tip_amount=51)


async def test_shipping(bot: Bot, chat: int, person: SandboxClient) -> None:
    sent = await invoice(bot, is_flexible=True, need_name=True, max_tip_amount=50)
    place = {"from": ALICE, "message_id": sent, "order_info": ORDER}
    payment = await person.act("payments", **place, tip_amount=50)
    asked = (await newest(bot)).shipping_query
    assert asked is not None
    assert asked.shipping_address.city == "Ulm"
    post = ShippingOption(id="post", title="Post", prices=[LabeledPrice(label="Stamp", amount=100)])
    assert await asked.answer(ok=True, shipping_options=[post]).as_(bot)
    assert (await state(person))["shipping_options"][0]["id"] == "post"
    with pytest.raises(SandboxRefused, match="no such way"):
        await person.act(f"payments/{payment['id']}", shipping_option_id="pigeon")
    await person.act(f"payments/{payment['id']}", shipping_option_id="post")
    query = (await newest(bot)).pre_checkout_query
    assert query is not None
    assert (query.total_amount, query.shipping_option_id) == (400, "post")
    assert query.order_info is not None
    assert query.order_info.name == "Alice"
    await query.answer(ok=True).as_(bot)
    receipt = (await newest(bot)).message
    assert receipt is not None
    assert receipt.successful_payment is not None
    assert receipt.successful_payment.total_amount == 400


async def test_stars_come_and_go(bot: Bot, chat: int, person: SandboxClient) -> None:
    link = await bot.create_invoice_link(**STARS)
    await person.act("payments", **{"from": ALICE, "slug": link.removeprefix("https://t.me/$")})
    query = (await newest(bot)).pre_checkout_query
    assert query is not None
    await query.answer(ok=True).as_(bot)
    receipt = (await newest(bot)).message
    assert receipt is not None
    assert receipt.successful_payment is not None
    charge = receipt.successful_payment.telegram_payment_charge_id
    assert (await bot.get_my_star_balance()).amount == 5
    assert await bot.refund_star_payment(ALICE, charge)
    refund = (await newest(bot)).message
    assert refund is not None
    assert refund.refunded_payment is not None
    assert refund.refunded_payment.total_amount == 5
    assert (await bot.get_my_star_balance()).amount == 0
    moves = (await bot.get_star_transactions()).transactions
    assert [(move.id, bool(move.source)) for move in moves] == [(charge, True), (charge, False)]
    assert len((await bot.get_star_transactions(offset=1)).transactions) == 1
    for wrong, reason in ((charge, "ALREADY_REFUNDED"), ("x", "CHARGE_NOT_FOUND")):
        with pytest.raises(TelegramBadRequest, match=reason):
            await bot.refund_star_payment(ALICE, wrong)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": "x" * 33}, "title must have 1-32"),
        ({"description": "x" * 256}, "description must have 1-255"),
        ({"payload": "ü" * 65}, "INVOICE_PAYLOAD_INVALID"),
        ({"currency": "EURO"}, "CURRENCY_INVALID"),
        ({"prices": []}, "at least one price"),
        ({"prices": [{"label": "x", "amount": 1.5}]}, 'Field "amount"'),
        ({"prices": [{"label": "x", "amount": 0}]}, "CURRENCY_TOTAL_AMOUNT_INVALID"),
        ({"provider_token": ""}, "PAYMENT_PROVIDER_INVALID"),
        ({"suggested_tip_amounts": [10]}, "TIP_AMOUNTS_INVALID"),
        ({"max_tip_amount": 9, "suggested_tip_amounts": [2, 1]}, "TIP_AMOUNTS_INVALID"),
        (STARS | {"provider_token": "x"}, "STARS_INVOICE_INVALID"),
        (STARS | {"prices": [PRICE, PRICE]}, "STARS_INVOICE_INVALID"),
        (STARS | {"need_email": True}, "STARS_INVOICE_INVALID"),
        ({"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}}, "POS"),
    ],
)
async def test_invoices_that_are_refused(
    api: Api, chat: int, changes: dict[str, Any], reason: str
) -> None:
    status, answer = await api("sendInvoice", chat_id=chat, **MONEY | changes)
    assert status == 400
    assert reason in answer["description"]


async def test_a_pay_button_is_for_invoices(api: Api, chat: int) -> None:
    markup = {"inline_keyboard": [[{"text": "Pay", "pay": True}]]}
    status, answer = await api("sendMessage", chat_id=chat, text="x", reply_markup=markup)
    assert (status, answer["description"]) == (400, "Bad Request: BUTTON_POS_INVALID")
    status, answer = await api("sendInvoice", chat_id=chat, **MONEY, reply_markup=markup)
    assert (status, answer["result"]["reply_markup"]) == (200, markup)
    source = {"from_chat_id": chat, "message_id": answer["result"]["message_id"]}
    status, answer = await api("copyMessage", chat_id=chat, **source)
    assert (status, answer["description"]) == (400, "Bad Request: message can't be copied")
    assert (await api("forwardMessage", chat_id=chat, **source))[0] == 200


async def test_a_subscription_lasts_a_month_and_costs_stars(api: Api) -> None:
    month = {"subscription_period": 2592000}
    assert (await api("createInvoiceLink", **STARS | month))[0] == 200
    for wrong in (STARS | {"subscription_period": 1}, MONEY | month):
        status, answer = await api("createInvoiceLink", **wrong)
        assert (status, answer["description"]) == (400, "Bad Request: SUBSCRIPTION_PERIOD_INVALID")


async def test_nobody_waits_for_an_answer_after_a_restart(
    sandbox: Sandbox, bot: Bot, chat: int, person: SandboxClient
) -> None:
    await person.act("payments", **{"from": ALICE, "message_id": await invoice(bot)})
    world = sandbox.telegram
    again = type(world.payments)(world.store, world.events, world.sequences)
    assert [payment["status"] for payment in again.shown()] == ["expired"]
