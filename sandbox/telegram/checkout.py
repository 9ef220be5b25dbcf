"""A payment from the press on Pay to the receipt, and back.

https://core.telegram.org/bots/payments#step-by-step-process
"""

import asyncio
import base64
import hashlib
from typing import Any

from sandbox.telegram import acts
from sandbox.telegram.acts import Refused
from sandbox.telegram.bots import Bot
from sandbox.telegram.caller import Caller
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.errors import bad_request
from sandbox.telegram.payments import STARS, Invoice, Payment
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

# "within 10 seconds", https://core.telegram.org/bots/api#answerprecheckoutquery
ANSWER_SECONDS = 10.0
_FIRST_QUERY = 3_000_000_000_000_000_001
_STALE = "query is too old and response timeout expired or query ID is invalid"


def invoice_key(chat: Chat, message: Message) -> str:
    return f"{chat.key}:{message['message_id']}"


def begin(
    world: World, person: Person, place: dict[str, Any], order: dict[str, Any], tip: int
) -> Payment:
    """Press Pay on an invoice; `place` tells its key, chat, message_id and slug."""
    invoice = world.payments.invoice(place["key"])
    if invoice is None:
        raise Refused("There is no invoice to pay.")
    if world.payments.is_paid(place["chat"], place["message_id"]):
        raise Refused("This invoice has been paid.")
    _check_order(invoice, order, tip)
    total = sum(price["amount"] for price in invoice["prices"]) + tip
    payment = {
        "id": world.payments.new_id(),
        "person_id": person.id,
        **{name: place[name] for name in ("chat", "message_id", "slug")},
        **{name: invoice[name] for name in ("bot_id", "title", "currency", "payload")},
        "total_amount": total,
        "order_info": order,
        "query_id": "",
        "status": "",
        **dict.fromkeys(("error", "shipping_options", "shipping_option_id", "charge_id")),
        "paid_at": 0,
        "refunded_at": 0,
    }
    return _ask_shipping(world, payment) if invoice["is_flexible"] else _ask(world, payment)


def _check_order(invoice: Invoice, order: dict[str, Any], tip: int) -> None:
    missing = [name for name in invoice["needs"] if not order.get(name)]
    if missing:
        raise Refused(f"The bot needs the {missing[0].replace('_', ' ')} of the payer.")
    if not 0 <= tip <= invoice["max_tip_amount"]:
        raise Refused("The tip is more than the invoice allows.")


def choose(world: World, payment: Payment, option_id: str) -> Payment:
    """Pick one of the ways to ship that the bot offered; its prices are added."""
    offered = payment["shipping_options"] or []
    option = next((one for one in offered if one["id"] == option_id), None)
    if payment["status"] != "options" or option is None:
        raise Refused("There is no such way to ship.")
    total = payment["total_amount"] + sum(price["amount"] for price in option["prices"])
    return _ask(world, payment | {"shipping_option_id": option_id, "total_amount": total})


def _ask_shipping(world: World, payment: Payment) -> Payment:
    """https://core.telegram.org/bots/api#shippingquery"""
    address = payment["order_info"]["shipping_address"]
    return _query(world, payment, "shipping", {"shipping_address": address})


def _ask(world: World, payment: Payment) -> Payment:
    """https://core.telegram.org/bots/api#precheckoutquery"""
    details = {name: payment[name] for name in ("currency", "total_amount")} | _given(payment)
    return _query(world, payment, "pre_checkout", details)


def _given(payment: Payment) -> dict[str, Any]:
    names = ("order_info", "shipping_option_id")
    return {name: payment[name] for name in names if payment[name]}


def _query(world: World, payment: Payment, status: str, details: dict[str, Any]) -> Payment:
    bot, person = _parties(world, payment)
    query_id = str(world.sequences.next("query", _FIRST_QUERY))
    query = {"id": query_id, "from": person.user(), "invoice_payload": payment["payload"]}
    with world.store.together():
        bot.updates.add(f"{status}_query", query | details)
        row = world.payments.keep(payment | {"status": status, "query_id": query_id})
    loop = asyncio.get_running_loop()
    loop.call_later(ANSWER_SECONDS, _expire, world, row["id"], query_id)
    return row


def _expire(world: World, payment_id: str, query_id: str) -> None:
    row = world.payments.find(payment_id)
    is_open = row and row["status"] in ("shipping", "pre_checkout")
    if row and is_open and row["query_id"] == query_id and not world.events.closed:
        world.payments.keep(row | {"status": "expired"})


def _parties(world: World, payment: Payment) -> tuple[Bot, Person]:
    bot, person = world.bots.find(payment["bot_id"]), world.people.find(payment["person_id"])
    if bot is None or person is None:
        raise Refused("There is nobody to pay any more.")
    return bot, person


def asked(by: Caller, status: str, query_id: str) -> Payment:
    """The payment that waits for this answer; raises when it does not, or not any more."""
    payment = by.world.payments.waiting(status, by.bot.id, query_id)
    if payment is None:
        raise bad_request(_STALE)
    return payment


def refuse(by: Caller, payment: Payment, reason: str) -> None:
    by.world.payments.keep(payment | {"status": "refused", "error": reason})


def offer_options(by: Caller, payment: Payment, options: list[dict[str, Any]]) -> None:
    by.world.payments.keep(payment | {"status": "options", "shipping_options": options})


def complete(by: Caller, payment: Payment) -> None:
    """The bot agreed: the money moves, and the chat shows the receipt."""
    charge = _charge_id(payment)
    paid = {"status": "paid", "charge_id": charge, "paid_at": by.world.now()}
    receipt = _receipt(payment | paid) | _given(payment)
    with by.world.store.together():
        row = by.world.payments.keep(payment | paid)
        _post(by, row, {"successful_payment": receipt})


def refund(by: Caller, person_id: int, charge_id: str) -> None:
    """https://core.telegram.org/bots/api#refundstarpayment: Stars, once."""
    payment = by.world.payments.charged(by.bot.id, person_id, charge_id)
    if payment is None or payment["currency"] != STARS:
        raise bad_request("CHARGE_NOT_FOUND")
    if payment["refunded_at"]:
        raise bad_request("CHARGE_ALREADY_REFUNDED")
    back = {"status": "refunded", "refunded_at": by.world.now()}
    with by.world.store.together():
        row = by.world.payments.keep(payment | back)
        _post(by, row, {"refunded_payment": _receipt(row)})


def _receipt(payment: Payment) -> dict[str, Any]:
    """What #successfulpayment and #refundedpayment have in common."""
    return {
        "currency": payment["currency"],
        "total_amount": payment["total_amount"],
        "invoice_payload": payment["payload"],
        "telegram_payment_charge_id": payment["charge_id"],
        "provider_payment_charge_id": f"sandbox_{payment['id']}",
    }


def _post(by: Caller, payment: Payment, content: Message) -> None:
    """In the chat of the invoice; a link is paid in the private one."""
    _, person = _parties(by.world, payment)
    found = by.world.chat(payment["chat"]) if payment["chat"] else None
    acts.post(by.world, found or by.world.dialog(by.bot, person), person.user(), content)


def _charge_id(payment: Payment) -> str:
    digest = hashlib.sha256(f"{payment['bot_id']}/{payment['id']}".encode()).digest()
    return "stx" + base64.urlsafe_b64encode(digest).decode().rstrip("=")
