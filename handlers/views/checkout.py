"""Screens between the cart and the invoice: how to pay, where to ship, what is agreed to."""

from dataclasses import dataclass, field

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import (
    AskAddress,
    Checkout,
    HandOnDraft,
    Home,
    LastAddress,
    OpenCart,
    OpenOrder,
    PayWith,
    PlaceOrder,
)
from handlers.views.cart import TITLE, lines_of
from handlers.views.screen import Screen, button, column, cut, lines, paragraphs
from models.order import Order
from services.sale.offer import Offer
from services.sale.quote import Change, Quote
from utils.assets import ASSETS
from utils.l10n import Translator
from utils.money import format_money
from utils.uri import format_units

CREDIT = "CREDIT"
"""What stands for a coin when store credit pays for everything."""
SIGNS = {"BTC": "₿", "LTC": "Ł", "ETH": "Ξ", "SOL": "◎"}
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

    @property
    def to_pay(self) -> int:
        return self.quote.total - self.used


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody wants to pay."""

    asset: str
    use_credit: bool

    @property
    def coin(self) -> str | None:
        return None if self.asset == CREDIT else self.asset


def choose_coin(t: Translator, bill: Bill, offers: list[Offer], missing: list[str]) -> Screen:
    """The lines again, what store credit takes off, and the coins for the rest."""
    text = paragraphs(
        note_of(t, bill),
        t("choose-coin"),
        *summary(t, bill),
        _how(t, bill, offers),
        missing_note(t, offers, missing),
    )
    return Screen(text, [*_ways(t, bill, offers), _credit_switch(t, bill), [_to_cart(t)]])


def summary(t: Translator, bill: Bill) -> list[str]:
    total = t("cart-total", total=_money(t, bill.quote.total, bill))
    used = t("choose-coin-credit", used=_money(t, bill.used, bill)) if bill.used else None
    rest = t("choose-coin-rest", rest=_money(t, bill.to_pay, bill)) if bill.used else None
    return [lines_of(t, bill.currency, bill.quote, SHORT_TITLE), lines(total, used, rest)]


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


def _how(t: Translator, bill: Bill, offers: list[Offer]) -> str:
    if not bill.to_pay:
        return t("choose-credit-only")
    return t("choose-coin-how") if offers else t("choose-coin-none")


def missing_note(t: Translator, offers: list[Offer], missing: list[str]) -> str | None:
    """Said so that nobody looks for them."""
    names = ", ".join(ASSETS[asset].name for asset in missing)
    return t("choose-coin-missing", coins=names) if names and offers else None


def _ways(t: Translator, bill: Bill, offers: list[Offer]) -> list[list[InlineKeyboardButton]]:
    if not bill.to_pay:
        pay = PayWith(asset=CREDIT, credit=1, seal=bill.seal)
        return [[button(t("button-pay-credit"), pay, style="success")]]
    credit = int(bool(bill.used))
    return column(
        button(coin_label(t, offer), PayWith(asset=offer.asset, credit=credit, seal=bill.seal))
        for offer in offers
    )


def coin_label(t: Translator, offer: Offer) -> str:
    asset, sign = ASSETS[offer.asset], SIGNS.get(offer.asset, "🪙")
    if offer.units is None:
        return t("button-coin-too-small", sign=sign, asset=asset.symbol)
    amount = format_units(offer.units, asset.decimals)
    wait = t("wait", minutes=offer.minutes)
    return t("button-coin", sign=sign, asset=asset.symbol, amount=amount, wait=wait)


def _credit_switch(t: Translator, bill: Bill) -> list[InlineKeyboardButton]:
    """Ticked: this order takes it; one tap changes that."""
    if not bill.balance:
        return []
    usable = _money(t, min(bill.balance, bill.quote.total), bill)
    key = "button-credit-on" if bill.used else "button-credit-off"
    return [button(t(key, credit=usable), Checkout(credit=int(not bill.used)))]


def type_delivery(t: Translator, way: Way, last: str | None) -> Screen:
    """`last`: where the last parcel went."""
    again = LastAddress(asset=way.asset, credit=int(way.use_credit))
    label = t("button-last-address", street=cut(" ".join((last or "").split()), STREET))
    rows = [[button(label, again)]] if last else []
    return Screen(
        t("type-delivery"),
        [*rows, [button(t("button-back"), Checkout(credit=int(way.use_credit)))]],
    )


def confirm(t: Translator, bill: Bill, way: Way, delivery: str, note: str | None = None) -> Screen:
    """Everything that is agreed to with one press; nothing is held before it."""
    place = PlaceOrder(asset=way.asset, credit=int(way.use_credit), seal=bill.seal)
    change = AskAddress(asset=way.asset, credit=int(way.use_credit))
    coin = t("confirm-coin", coin=ASSETS[way.asset].name) if way.coin else None
    return Screen(
        paragraphs(
            note,
            note_of(t, bill),
            t("confirm-address", delivery=delivery),
            *summary(t, bill),
            coin,
        ),
        [
            [button(t("button-place"), place, style="success")],
            [
                button(t("button-change-address"), change),
                button(t("button-back-to-cart"), OpenCart()),
            ],
            [button(t("button-not-an-address"), HandOnDraft())],
        ],
    )


def placed(t: Translator, order: Order) -> Screen:
    """True whatever becomes of it: what is paid with credit has no invoice."""
    paid = not order.to_pay
    text = t("placed-paid" if paid else "placed", code=order.code)
    look = button(t("button-my-order", code=order.code), OpenOrder(order_id=order.id))
    return Screen(text, [[look] if paid else [], [button(t("button-home"), Home())]])


def _to_cart(t: Translator) -> InlineKeyboardButton:
    return button(t("button-back-to-cart"), OpenCart())


def _money(t: Translator, minor: int, bill: Bill) -> str:
    return format_money(minor, bill.currency, t.language)
