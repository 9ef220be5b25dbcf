"""Screens between the cart and the invoice: how to pay, where to ship, what is agreed to."""

from dataclasses import dataclass, field

from aiogram.types import InlineKeyboardButton

from handlers.account_callbacks import ShowTerms
from handlers.callbacks import (
    AskAddress,
    AskAnswers,
    Checkout,
    HandOnDraft,
    Home,
    LastAddress,
    OpenCart,
    OpenOrder,
    PayWith,
    PlaceOrder,
)
from handlers.coins import CREDIT
from handlers.views.cart import TITLE, lines_of, shipping_line
from handlers.views.paying import coin_label, fee_line, fees_note, missing_note, pay_rest, rest_in
from handlers.views.reading import beside
from handlers.views.screen import Screen, button, column, cut, dated, lines, paragraphs
from handlers.views.voucher import voucher_button, voucher_line
from models.order import Order
from services.sale.form import Form
from services.sale.offer import Offer
from services.sale.quote import Asked, Change, Quote
from services.sale.reading import Said
from utils.assets import ASSETS
from utils.l10n import Translator
from utils.money import format_money

SHOWN_CHANGES = 5
STREET = 30
SHORT_TITLE = 40
"""UTF-16 units, so that the longest address fits below the longest cart."""


@dataclass(frozen=True, slots=True)
class Bill:
    """What is agreed to. `balance`: store credit, `used`: what of it this order would take.

    `changes`: what is different since it was shown before; `changed` when that is not known.
    """

    currency: str
    quote: Quote
    balance: int = 0
    used: int = 0
    seal: str = ""
    changes: list[Change] = field(default_factory=list)
    changed: bool = False
    terms: bool = False
    """The shop has terms of its own."""
    fee: int | None = 0
    """Minor units on top of `to_pay`, for the way to pay that was chosen; None: it is not open."""

    @property
    def to_pay(self) -> int:
        return self.quote.total - self.used


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody wants to pay."""

    asset: str
    use_credit: bool
    ship: int = 0
    """The way to ship that was chosen, or 0."""

    @property
    def coin(self) -> str | None:
        return None if self.asset == CREDIT else self.asset


@dated
def choose_shipping(t: Translator, bill: Bill) -> Screen:
    """Only ways that carry the weight of it, each with its price."""
    credit = int(bool(bill.used))
    rows = column(
        button(
            t("button-ship-by", name=cut(way.name, SHORT_TITLE), price=_money(t, way.price, bill)),
            Checkout(credit=credit, ship=way.id),
        )
        for way in bill.quote.postage.fitting
    )
    text = paragraphs(note_of(t, bill), t("choose-shipping"), *summary(t, bill))
    return Screen(text, [*rows, [_to_cart(t)]])


@dated
def choose_coin(t: Translator, bill: Bill, offers: list[Offer], missing: list[str]) -> Screen:
    """The lines again, what store credit takes off, and the coins for the rest."""
    text = paragraphs(
        note_of(t, bill),
        t("choose-coin"),
        *summary(t, bill),
        _how(t, bill, offers, missing),
        fees_note(t, bill.currency, offers),
        missing_note(t, offers, missing),
        _agreed(t, bill),
    )
    rows = [
        *_ways(t, bill, offers),
        _credit_switch(t, bill),
        voucher_button(t, bill.quote),
        _other_shipping(t, bill),
        _terms(t, bill),
    ]
    return Screen(text, [*rows, [_to_cart(t)]])


def _agreed(t: Translator, bill: Bill) -> str | None:
    return t("checkout-terms") if bill.terms else None


def _terms(t: Translator, bill: Bill) -> list[InlineKeyboardButton]:
    """As they are when it is pressed."""
    return [button(t("button-terms"), ShowTerms())] if bill.terms else []


def _other_shipping(t: Translator, bill: Bill) -> list[InlineKeyboardButton]:
    if len(bill.quote.postage.fitting) < 2:
        return []
    return [button(t("button-other-shipping"), Checkout(credit=int(bool(bill.used))))]


def summary(t: Translator, bill: Bill) -> list[str]:
    chosen, key = bill.quote.postage.chosen, "cart-total"
    if bill.quote.postage.is_open:
        key = "cart-total-unshipped"
    shipping = shipping_line(t, bill.currency, chosen) if chosen else None
    total = t(key, total=_money(t, bill.quote.total, bill))
    used = t("choose-coin-credit", used=_money(t, bill.used, bill)) if bill.used else None
    rest = t("choose-coin-rest", rest=_money(t, bill.to_pay, bill)) if bill.used else None
    if bill.quote.refill:
        return [t("refill-line", amount=_money(t, bill.quote.refill, bill))]
    shown = lines_of(t, bill.currency, bill.quote, SHORT_TITLE)
    off = voucher_line(t, bill.currency, bill.quote)
    return [shown, lines(off, shipping, total, used, rest)]


def note_of(t: Translator, bill: Bill) -> str | None:
    """What is different now, said before it is asked again."""
    if not bill.changed:
        return None
    shown = [_change(t, bill, change) for change in bill.changes[:SHOWN_CHANGES]]
    return lines(t("error-quote-changed"), *shown)


def _change(t: Translator, bill: Bill, change: Change) -> str:
    name, before, now = cut(change.title, TITLE), change.before, change.now
    if now is None:
        return t("changed-gone", name=name)
    if before is None:
        return t("changed-new", name=name, quantity=now[0])
    if before[1] != now[1]:
        old, new = _money(t, before[1], bill), _money(t, now[1], bill)
        return t("changed-price", name=name, before=old, now=new)
    return t("changed-quantity", name=name, before=before[0], now=now[0])


def _how(t: Translator, bill: Bill, offers: list[Offer], missing: list[str]) -> str:
    if not bill.to_pay:
        return t("choose-credit-only" if bill.used else "choose-voucher-only")
    if not offers:
        return t("choose-coin-none" if missing else "choose-coin-off")
    if (first := rest_in(offers)) is None:
        return t("choose-coin-unfit")
    return lines(_short(t, bill, first) if bill.used else None, t("choose-coin-how"))


def _short(t: Translator, bill: Bill, first: Offer) -> str:
    fee = "yes" if first.fee else "no"
    return t("choose-coin-short", rest=_money(t, bill.to_pay, bill), fee=fee)


def _ways(t: Translator, bill: Bill, offers: list[Offer]) -> list[list[InlineKeyboardButton]]:
    if not bill.to_pay:
        pay = PayWith(asset=CREDIT, credit=1, seal=bill.seal, ship=_ship(bill))
        label = t("button-pay-credit" if bill.used else "button-order-free")
        return [[button(label, pay, style="success")]]
    how = {"credit": int(bool(bill.used)), "seal": bill.seal, "ship": _ship(bill)}
    first = rest_in(offers) if bill.used else None
    rows = column(
        button(coin_label(t, offer, bill.currency), PayWith(asset=offer.asset, **how))
        for offer in offers
        if offer is not first
    )
    if first is None:
        return rows
    missing = _money(t, bill.to_pay + first.fee, bill)
    return [[pay_rest(t, missing, first, PayWith(asset=first.asset, **how))], *rows]


def _ship(bill: Bill) -> int:
    """The way to ship that was chosen, or 0."""
    return bill.quote.postage.chosen.id if bill.quote.postage.chosen else 0


def _credit_switch(t: Translator, bill: Bill) -> list[InlineKeyboardButton]:
    """Ticked: this order takes it; one tap changes that."""
    if not bill.balance or not bill.quote.total:
        return []
    usable = _money(t, min(bill.balance, bill.quote.total), bill)
    key = "button-credit-on" if bill.used else "button-credit-off"
    again = Checkout(credit=int(not bill.used), ship=_ship(bill))
    return [button(t(key, credit=usable), again)]


def type_delivery(t: Translator, way: Way, last: str | None) -> Screen:
    """`last`: where the last parcel went."""
    again = LastAddress(asset=way.asset, credit=int(way.use_credit), ship=way.ship)
    label = t("button-last-address", street=cut(" ".join((last or "").split()), STREET))
    rows = [[button(label, again)]] if last else []
    return Screen(
        t("type-delivery"),
        [*rows, [_to_coins(t, way)]],
    )


def _to_coins(t: Translator, way: Way) -> InlineKeyboardButton:
    return button(t("button-back"), Checkout(credit=int(way.use_credit), ship=way.ship))


def ask(t: Translator, bill: Bill, way: Way, asked: Asked, number: int) -> Screen:
    """`number`: of this question among all of them."""
    facts = {"title": cut(asked.title, TITLE), "number": number, "of": len(bill.quote.asked)}
    return Screen(t("ask-buyer", question=asked.text, **facts), [[_to_coins(t, way)]])


@dated
def confirm(t: Translator, bill: Bill, way: Way, form: Form) -> Screen:
    """Everything that is agreed to with one press; nothing is held before it."""
    coin = lines(_with_fee(t, bill, way), _in_coin(t, way)) if way.coin else None
    where = form.address if bill.quote.needs_delivery else None
    said = [Said(each.title, each.text, form.said.get(each.key)) for each in bill.quote.asked]

    def whole(answers: str | None) -> str:
        return paragraphs(
            note_of(t, bill),
            t("confirm-address", delivery=where) if where else None,
            answers,
            *summary(t, bill),
            coin,
            _agreed(t, bill),
        )

    return Screen(beside(t, said, whole), _confirming(t, bill, way, form))


def _in_coin(t: Translator, way: Way) -> str:
    return t("confirm-coin", coin=ASSETS[way.asset].name)


def _with_fee(t: Translator, bill: Bill, way: Way) -> str | None:
    """As a line of its own, and what is paid with it."""
    if not bill.fee:
        return None
    fee = fee_line(t, way.asset, _money(t, bill.fee, bill))
    return lines(fee, t("confirm-with-fee", rest=_money(t, bill.to_pay + bill.fee, bill)))


def _confirming(
    t: Translator, bill: Bill, way: Way, form: Form
) -> list[list[InlineKeyboardButton]]:
    how = {"asset": way.asset, "credit": int(way.use_credit), "ship": way.ship}
    place = button(t("button-place"), PlaceOrder(**how, seal=bill.seal), style="success")
    address = button(t("button-change-address"), AskAddress(**how))
    answers = button(t("button-change-answers"), AskAnswers(**how))
    no_answer = "button-not-an-answer" if bill.quote.asked else "button-not-an-address"
    return [
        [place],
        [*([address] if bill.quote.needs_delivery else []), _to_cart(t)],
        [answers] if bill.quote.asked else [],
        _terms(t, bill),
        [button(t(no_answer), HandOnDraft())] if form.is_message else [],
    ]


def placed(t: Translator, order: Order) -> Screen:
    """True whatever becomes of it: what is paid with credit has no invoice."""
    paid = not order.to_pay
    key = ("placed-paid" if order.total else "placed-free") if paid else "placed"
    text = t(key, code=order.code)
    look = button(t("button-my-order", code=order.code), OpenOrder(order_id=order.id))
    return Screen(text, [[look] if paid else [], [button(t("button-home"), Home())]])


def _to_cart(t: Translator) -> InlineKeyboardButton:
    return button(t("button-back-to-cart"), OpenCart())


def _money(t: Translator, minor: int, bill: Bill) -> str:
    return format_money(minor, bill.currency, t.language)
