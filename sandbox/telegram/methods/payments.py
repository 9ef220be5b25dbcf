"""Invoices, the two questions before a payment, refunds and Stars.

https://core.telegram.org/bots/api#payments
"""

import hashlib
from typing import Any

from sandbox.telegram import checkout
from sandbox.telegram.caller import Caller
from sandbox.telegram.chats import Message
from sandbox.telegram.errors import bad_request
from sandbox.telegram.methods.base import Method, writable_chat
from sandbox.telegram.methods.send import deliver
from sandbox.telegram.params import Params
from sandbox.telegram.payments import STARS, Invoice

# https://core.telegram.org/bots/payments#supported-currencies
_CURRENCY_NAMES = (
    "AED AFN ALL AMD ARS AUD AZN BAM BDT BGN BHD BND BOB BRL BYN CAD CHF CLP CNY COP CRC CZK DKK "
    "DOP DZD EGP ETB EUR GBP GEL GHS GTQ HKD HNL HRK HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES "
    "KGS KRW KZT LBP LKR MAD MDL MMK MNT MOP MUR MVR MXN MYR MZN NGN NIO NOK NPR NZD PAB PEN PHP "
    "PKR PLN PYG QAR RON RSD RUB SAR SEK SGD SYP THB TJS TRY TTD TWD TZS UAH UGX USD UYU UZS VND "
    "YER ZAR XTR"
)
_CURRENCIES = frozenset(_CURRENCY_NAMES.split())
_NEEDS = ("name", "phone_number", "email", "shipping_address")
_NOT_FOR_STARS = ("max_tip_amount", *(f"need_{name}" for name in _NEEDS), "is_flexible")
_NOTHING = ("", "0", "false")
_MOST_TIPS = 4
_MONTH = 30 * 24 * 60 * 60
_MOST_TRANSACTIONS = 100
_DIGITS = 2


def send_invoice(by: Caller, params: Params) -> Message:
    invoice = _invoice(by, params)
    chat = writable_chat(by, params, "invoices")
    total = sum(price["amount"] for price in invoice["prices"])
    shown = {name: invoice[name] for name in ("title", "description", "currency")}
    shown |= {"start_parameter": params.text("start_parameter"), "total_amount": total}
    button = {"text": f"Pay {_price(total, invoice['currency'])}", "pay": True}
    content = {"invoice": shown, "reply_markup": {"inline_keyboard": [[button]]}}
    with by.world.store.together():
        message = deliver(by, params, chat, content)
        by.world.payments.offer(checkout.invoice_key(chat, message), invoice)
    return message


def create_invoice_link(by: Caller, params: Params) -> str:
    """https://core.telegram.org/bots/api#createinvoicelink; a subscription lasts 30 days."""
    invoice = _invoice(by, params)
    period = params.integer("subscription_period")
    if period and (period != _MONTH or invoice["currency"] != STARS):
        raise bad_request("SUBSCRIPTION_PERIOD_INVALID")
    number = by.world.sequences.next("slug")
    slug = hashlib.sha256(f"{by.bot.token}/{number}".encode()).hexdigest()[:22]
    by.world.payments.offer(slug, invoice)
    return f"https://t.me/${slug}"


def answer_shipping_query(by: Caller, params: Params) -> bool:
    """https://core.telegram.org/bots/api#answershippingquery"""
    payment = checkout.asked(by, "shipping", params.text("shipping_query_id"))
    if params.flag("ok"):
        checkout.offer_options(by, payment, _options(params))
    else:
        checkout.refuse(by, payment, _reason(params))
    return True


def answer_pre_checkout_query(by: Caller, params: Params) -> bool:
    """https://core.telegram.org/bots/api#answerprecheckoutquery"""
    is_agreed = params.flag("ok")
    reason = "" if is_agreed else _reason(params)
    payment = checkout.asked(by, "pre_checkout", params.text("pre_checkout_query_id"))
    if is_agreed:
        checkout.complete(by, payment)
    else:
        checkout.refuse(by, payment, reason)
    return True


def refund_star_payment(by: Caller, params: Params) -> bool:
    person_id = params.integer("user_id")
    if by.world.people.find(person_id) is None:
        raise bad_request("user not found")
    checkout.refund(by, person_id, params.text("telegram_payment_charge_id"))
    return True


def get_star_transactions(by: Caller, params: Params) -> dict[str, Any]:
    """In the order of time, https://core.telegram.org/bots/api#getstartransactions."""
    offset, limit = params.integer("offset"), params.integer("limit") or _MOST_TRANSACTIONS
    if offset < 0 or not 1 <= limit <= _MOST_TRANSACTIONS:
        raise bad_request("invalid offset or limit specified")
    moves = by.world.payments.star_moves(by.bot.id)[offset : offset + limit]
    return {"transactions": [_transaction(by, *move) for move in moves]}


def get_my_star_balance(by: Caller, _: Params) -> dict[str, int]:
    return {"amount": sum(stars for _, stars, _ in by.world.payments.star_moves(by.bot.id))}


def _transaction(by: Caller, at: int, stars: int, payment: dict[str, Any]) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#startransaction; a refund has the payment's id."""
    partner = {
        "type": "user",
        "transaction_type": "invoice_payment",
        "user": by.world.user(payment["person_id"]),
        "invoice_payload": payment["payload"],
    }
    side = "source" if stars > 0 else "receiver"
    return {"id": payment["charge_id"], "amount": abs(stars), "date": at, side: partner}


def _invoice(by: Caller, params: Params) -> Invoice:
    """Limits of https://core.telegram.org/bots/api#sendinvoice."""
    _check_length(params, "title", 32)
    _check_length(params, "description", 255)
    if not 1 <= len(params.text("payload").encode(errors="replace")) <= 128:
        raise bad_request("INVOICE_PAYLOAD_INVALID")
    currency = params.text("currency")
    if currency not in _CURRENCIES:
        raise bad_request("CURRENCY_INVALID")
    prices = _prices(params.array("prices"))
    _check_provider(params, len(prices))
    if sum(price["amount"] for price in prices) <= 0:
        raise bad_request("CURRENCY_TOTAL_AMOUNT_INVALID")
    needs = [name for name in _NEEDS if params.flag(f"need_{name}")]
    if params.flag("is_flexible") and "shipping_address" not in needs:
        needs.append("shipping_address")
    texts = {name: params.text(name) for name in ("title", "description", "payload", "currency")}
    flexible = {"is_flexible": params.flag("is_flexible"), "max_tip_amount": _tip(params)}
    return {"bot_id": by.bot.id, "prices": prices, "needs": needs, **texts, **flexible}


def _check_length(params: Params, name: str, most: int) -> None:
    if not 1 <= len(params.text(name)) <= most:
        raise bad_request(f"invoice {name} must have 1-{most} characters")


def _check_provider(params: Params, prices: int) -> None:
    """Stars have no provider, one price, and neither tips nor questions."""
    if params.text("currency") != STARS:
        if not params.text("provider_token"):
            raise bad_request("PAYMENT_PROVIDER_INVALID")
        return
    extra = any(params.text(name).lower() not in _NOTHING for name in _NOT_FOR_STARS)
    if params.text("provider_token") or prices != 1 or extra:
        raise bad_request("STARS_INVOICE_INVALID")


def _tip(params: Params) -> int:
    """At most four suggestions, growing, none above the maximum."""
    most = params.integer("max_tip_amount")
    tips = params.array("suggested_tip_amounts")
    is_growing = all(isinstance(tip, int) and tip > 0 for tip in tips)
    if most < 0 or not is_growing or tips != sorted(set(tips)) or len(tips) > _MOST_TIPS:
        raise bad_request("TIP_AMOUNTS_INVALID")
    if tips and tips[-1] > most:
        raise bad_request("TIP_AMOUNTS_INVALID")
    return most


def _prices(given: list[Any]) -> list[dict[str, Any]]:
    """https://core.telegram.org/bots/api#labeledprice: whole numbers of the smallest unit."""
    if not given:
        raise bad_request("there must be at least one price")
    return [_labeled(price) for price in given]


def _labeled(price: Any) -> dict[str, Any]:
    label = price.get("label") if isinstance(price, dict) else None
    if not isinstance(label, str) or not label:
        raise bad_request('can\'t parse labeled price: Field "label" must be of type String')
    amount = price.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise bad_request('can\'t parse labeled price: Field "amount" must be of type Number')
    return {"label": label, "amount": amount}


def _options(params: Params) -> list[dict[str, Any]]:
    """https://core.telegram.org/bots/api#shippingoption"""
    options = params.array("shipping_options")
    if not options:
        raise bad_request("there must be at least one shipping option")
    return [_option(one) for one in options]


def _option(one: Any) -> dict[str, Any]:
    texts = {name: one.get(name) for name in ("id", "title")} if isinstance(one, dict) else {}
    if not texts or not all(isinstance(text, str) and text for text in texts.values()):
        raise bad_request("can't parse shipping option: expected an id and a title")
    prices = one.get("prices")
    return texts | {"prices": _prices(prices if isinstance(prices, list) else [])}


def _reason(params: Params) -> str:
    """Required when `ok` is false; the payer reads it."""
    if not params.text("error_message"):
        raise bad_request("error_message is empty")
    return params.text("error_message")


def _price(units: int, currency: str) -> str:
    if currency == STARS:
        return f"⭐️{units}"
    whole, cents = divmod(units, 10**_DIGITS)
    return f"{whole}.{cents:0{_DIGITS}} {currency}"


METHODS: dict[str, Method] = {
    "sendInvoice": send_invoice,
    "createInvoiceLink": create_invoice_link,
    "answerShippingQuery": answer_shipping_query,
    "answerPreCheckoutQuery": answer_pre_checkout_query,
    "refundStarPayment": refund_star_payment,
    "getStarTransactions": get_star_transactions,
    "getMyStarBalance": get_my_star_balance,
}
