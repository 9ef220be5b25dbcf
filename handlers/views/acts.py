"""What else can be done with an order now, and the questions before it."""

from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.callbacks import AdminOrder, AnswerPerson
from handlers.order_callbacks import (
    AdminCorrect,
    AskByHand,
    AskEnd,
    ByHandNow,
    EndNow,
    Extend,
    OrderActs,
    RefundOrder,
    TypeNumber,
)
from handlers.views.contents import worded
from handlers.views.moments import local
from handlers.views.screen import Screen, button, column, cut, dated, paragraphs
from models.base import EPOCH, MILLISECOND
from models.invoice import Invoice
from models.order import BOUGHT, Order, OrderStatus
from services.people.draft import mark_of
from services.sale.intervention import STEPS
from services.sale.order import OrderCard
from services.sale.parcel import may_correct, may_number
from utils.assets import ASSETS
from utils.l10n import Translator
from utils.money import format_money
from utils.uri import format_units

NAME = 64
"""UTF-16 units of a person's name."""


def more(t: Translator, placed: Order) -> list[InlineKeyboardButton]:
    return [button(t("button-acts"), OrderActs(order_id=placed.id))]


@dated
def acts(t: Translator, card: OrderCard, *, trusted: bool) -> Screen:
    """Only what is allowed now. `trusted`: they may take an order for paid."""
    placed = card.order
    say = button(
        t("button-write-to", name=cut(card.user.name, NAME)), AnswerPerson(user_id=placed.user_id)
    )
    parcel = [*_address(t, placed), *_number(t, placed)]
    rows = [
        *_open(t, card, trusted=trusted),
        *parcel,
        *_bought(t, placed),
        [say],
        [_back(t, placed.id)],
    ]
    return Screen(t("acts", code=placed.code), rows)


def _open(t: Translator, card: OrderCard, *, trusted: bool) -> list[list[InlineKeyboardButton]]:
    placed = card.order
    if placed.status is not OrderStatus.CREATED:
        return []
    until = to_number(placed.expires_at)
    steps = [
        button(t("button-extend", minutes=n), Extend(order_id=placed.id, minutes=n, until=until))
        for n in (step.seconds // 60 for step in STEPS)
    ]
    seen = card.invoice.seen if card.invoice else 0
    end = [] if seen else [button(t("button-end"), AskEnd(order_id=placed.id), style="danger")]
    may = trusted and not placed.refill
    hand = [button(t("button-by-hand"), AskByHand(order_id=placed.id))] if may else []
    return [steps, end, hand]


def _bought(t: Translator, placed: Order) -> list[list[InlineKeyboardButton]]:
    if placed.status not in BOUGHT or placed.refill:
        return []
    ask = RefundOrder(order_id=placed.id, back=int(placed.status is OrderStatus.PAID))
    return column([button(t("button-refund-order"), ask, style="danger")])


def _address(t: Translator, placed: Order) -> list[list[InlineKeyboardButton]]:
    if not may_correct(placed):
        return []
    return [[button(t("button-correct"), AdminCorrect(order_id=placed.id))]]


def _number(t: Translator, placed: Order) -> list[list[InlineKeyboardButton]]:
    if not may_number(placed):
        return []
    return [[button(t("button-number"), TypeNumber(order_id=placed.id))]]


@dated
def ask_end(t: Translator, placed: Order) -> Screen:
    confirm = EndNow(order_id=placed.id, until=to_number(placed.expires_at))
    text = t(worded(placed, "ask-end"), code=placed.code, at=local(placed.expires_at))
    return _question(t, text, t("button-end-now"), confirm, placed.id)


@dated
def ask_by_hand(t: Translator, card: OrderCard, bill: Invoice) -> Screen:
    text = paragraphs(t("ask-by-hand", code=card.order.code), _seen(t, card, bill))
    return Screen(text, [[_back(t, card.order.id)]])


@dated
def check_by_hand(t: Translator, card: OrderCard, bill: Invoice, reason: str) -> Screen:
    """With what the chain says, and the reason that will stand in the books."""
    asked = t("check-by-hand", code=card.order.code, reason=reason)
    confirm = ByHandNow(order_id=card.order.id, seen=bill.seen, said=mark_of(reason))
    text = paragraphs(asked, _seen(t, card, bill))
    return _question(t, text, t("button-by-hand-now"), confirm, card.order.id)


def _seen(t: Translator, card: OrderCard, bill: Invoice) -> str:
    decimals = ASSETS[bill.asset].decimals
    return t(
        "by-hand-seen",
        seen=format_units(bill.seen, decimals),
        due=format_units(bill.due, decimals),
        asset=bill.asset,
        price=format_money(card.order.to_pay, card.order.currency, t.language),
    )


def to_number(at: datetime) -> int:
    """Milliseconds since 1970, as they are stored."""
    return (at - EPOCH) // MILLISECOND


def from_number(number: int) -> datetime:
    return EPOCH + number * MILLISECOND


def _question(t: Translator, text: str, label: str, confirm: CallbackData, order_id: int) -> Screen:
    return Screen(text, [[button(label, confirm, style="danger")], [_back(t, order_id)]])


def _back(t: Translator, order_id: int) -> InlineKeyboardButton:
    return button(t("button-back"), AdminOrder(order_id=order_id))


def by_hand(t: Translator, card: OrderCard) -> str | None:
    """Taken for paid is not received: what of it came since is said beside it."""
    bill = card.invoice
    if card.order.by_hand_at is None or bill is None:
        return None
    decimals = ASSETS[bill.asset].decimals
    facts = {"asset": bill.asset, "due": format_units(bill.due, decimals)}
    facts["taken"] = format_units(bill.taken, decimals)
    return t("admin-card-by-hand", at=local(card.order.by_hand_at), **facts)
