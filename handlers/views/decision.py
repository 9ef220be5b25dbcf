"""What an admin is shown before something is done that cannot be taken back."""

from collections.abc import Callable

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.admin_callbacks import (
    BARE,
    AdminPayment,
    CancelNow,
    RevealNow,
    ShipHanded,
    ShipNow,
    ShipUnpaid,
    WriteOff,
    WriteOffNow,
)
from handlers.callbacks import AdminOrder, Honour, HonourNow, KeepCredit, TypeRefund, Vouch
from handlers.order_callbacks import ShipTracked
from handlers.views.contents import ships
from handlers.views.screen import Follows, Screen, button, cut, dated, lines, paragraphs
from models.errors import WrongOrderState
from models.invoice import Invoice
from models.opened import Face
from models.order import Order
from services.money.decision import Choice, Offer
from services.money.observation import sights
from services.money.settlement import SINGLE_SOURCE
from services.people.draft import mark_of
from services.sale.order import OrderCard
from utils.assets import ASSETS
from utils.l10n import Html, Translator
from utils.money import format_money
from utils.uri import format_units

SHOWN_LINES = 6
TITLE = 48
"""UTF-16 units of a title."""


@dated
def decide(t: Translator, choice: Choice, *, kept: bool = False) -> Screen:
    """Received against the price, the stock, and what can become of the money. `kept`: somebody has
    left it as it is already.
    """
    placed, said = choice.order, _money_in(t, choice.order.currency)
    order_id = placed.id
    return Screen(
        paragraphs(
            _came(t, choice), _used(t, choice.offer), _stock(t, choice), _why_not(t, choice)
        ),
        [
            [] if kept else [button(t("button-keep-credit"), KeepCredit(order_id=order_id))],
            [button(t("button-refund"), TypeRefund(order_id=order_id))],
            _deliver(t, choice, said),
            [_back(t, order_id)],
        ],
        follows=Follows(order_id, Face.DECISION),
    )


def _money_in(t: Translator, currency: str) -> Callable[[int], str]:
    return lambda amount: format_money(amount, currency, t.language)


def _came(t: Translator, choice: Choice) -> str:
    said, code = _money_in(t, choice.order.currency), choice.order.code
    if choice.offer is None:
        return t("decide-credit", code=code, credit=said(choice.credit))
    numbers = _numbers(t, choice.offer)
    return t("decide", code=code, **{k: v for k, v in numbers.items() if k != "given"})


def _used(t: Translator, offer: Offer | None) -> str | None:
    """What of the money that is named is not for the shop to take or leave."""
    if offer is None or not offer.used:
        return None
    return t("decide-used", used=format_money(offer.used, offer.currency, t.language))


def _stock(t: Translator, choice: Choice) -> str | None:
    """What of it is free now, as long as it could be delivered."""
    if choice.offer is None:
        return None
    if len(choice.stock) == 1:
        return t("decide-stock", left=_left(choice.stock[0][2]))
    told = [
        t("decide-stock-line", title=cut(title, TITLE), wanted=wanted, left=_left(left))
        for title, wanted, left in choice.stock[:SHOWN_LINES]
    ]
    more = len(choice.stock) - SHOWN_LINES
    return lines(*told, t("invoice-lines-more", count=more) if more > 0 else None)


def _left(pieces: int | None) -> int | str:
    return "∞" if pieces is None else pieces


def _why_not(t: Translator, choice: Choice) -> str | None:
    """Why it cannot be delivered; nothing to say of what is delivered already."""
    if choice.offer is not None:
        return None if choice.enough else t("decide-too-few")
    refusal = choice.refusal
    if refusal is None or isinstance(refusal, WrongOrderState):
        return None
    return t(refusal.key, **refusal.fields)


def _deliver(
    t: Translator, choice: Choice, said: Callable[[int], str]
) -> list[InlineKeyboardButton]:
    offer = choice.offer
    if offer is None or not choice.enough:
        return []
    given = offer.given_away
    parcel = _parcel(choice.order)
    short = t("button-honour-short", given=said(given), ships=parcel)
    text = short if given else t("button-honour", ships=parcel)
    return [button(text, Honour(order_id=choice.order.id), style="success")]


def _parcel(placed: Order) -> str:
    return "yes" if ships(placed) else "no"


def _numbers(t: Translator, offer: Offer) -> dict[str, str | int]:
    said = _money_in(t, offer.currency)
    return {
        "received": said(offer.received + offer.used),
        "price": said(offer.cost),
        "percent": offer.percent,
        "given": said(offer.given_away),
    }


@dated
def ask_honour(t: Translator, placed: Order, offer: Offer) -> Screen:
    """Received against the price, before anything is given away."""
    numbers = _numbers(t, offer)
    confirm = HonourNow(order_id=placed.id, received=offer.received, price=offer.price)
    parcel = _parcel(placed)
    told = t("ask-honour", code=placed.code, ships=parcel, **numbers)
    text = paragraphs(told, _used(t, offer))
    label = t("button-honour-now", given=numbers["given"], ships=parcel)
    return _question(t, text, label, confirm, placed.id)


@dated
def ask_ship(t: Translator, card: OrderCard, owed: int = 0) -> Screen:
    """`owed`: goods that the order would wait for no more."""
    placed, key = card.order, "-lost" if card.lost else ""
    missing = t("ask-ship-owed", count=owed) if owed else None
    asked = t(f"ask-ship{key}", code=placed.code)
    number = t("ask-ship-number") if ships(placed) and not card.lost else None
    told = paragraphs(asked, where(t, card), missing, number)
    label = t("button-ship-lost" if card.lost else "button-ship-now")
    style = "danger" if card.lost or owed else "success"
    return _question(t, told, label, _shipping(card, owed), placed.id, style=style)


def _shipping(card: OrderCard, owed: int) -> ShipNow | ShipUnpaid | ShipHanded:
    """With what is said beside it."""
    placed, mark = card.order.id, card.order.delivery_mark
    if owed:
        return ShipHanded(order_id=placed, owed=owed, unpaid=card.lost, mark=mark)
    return (
        ShipUnpaid(order_id=placed, mark=mark) if card.lost else ShipNow(order_id=placed, mark=mark)
    )


def where(t: Translator, card: OrderCard) -> Html | None:
    """To where it goes, as it is now."""
    return t("admin-card-delivery", delivery=card.delivery) if card.delivery else None


@dated
def check_number(t: Translator, card: OrderCard, number: str, owed: int = 0) -> Screen:
    """The parcel's number, as the customer will read it. `owed`: as when it was asked."""
    placed = card.order
    confirm = ShipTracked(
        order_id=placed.id, owed=owed, mark=placed.delivery_mark, said=mark_of(number)
    )
    asked = t("ask-ship-tracked", code=placed.code, number=number)
    missing = t("ask-ship-owed", count=owed) if owed else None
    text, style = paragraphs(asked, where(t, card), missing), "danger" if owed else "success"
    return _question(t, text, t("button-ship-now"), confirm, placed.id, style=style)


def ask_number(t: Translator, placed: Order) -> Screen:
    return Screen(t("ask-number", code=placed.code), [[_back(t, placed.id)]])


@dated
def ask_write_off(t: Translator, placed: Order, bill: Invoice) -> Screen:
    confirm = WriteOffNow(order_id=placed.id, units=bill.open_loss)
    asset = ASSETS[bill.asset]
    amount = format_units(bill.open_loss, asset.decimals)
    text = t("ask-write-off", code=placed.code, amount=amount, asset=asset.symbol)
    return _question(t, text, t("button-write-off-now"), confirm, placed.id, style="danger")


def writing_off(t: Translator, card: OrderCard) -> list[InlineKeyboardButton]:
    """For coins that left the chain; a parcel that waits for them is shipped or not."""
    if card.invoice is None or not card.invoice.open_loss:
        return []
    return [button(t("button-write-off"), WriteOff(order_id=card.order.id))]


def ask_reveal(t: Translator, order_id: int) -> Screen:
    go = button(t("button-reveal-now"), RevealNow(order_id=order_id), style="danger")
    back = button(t("button-back"), AdminPayment(order_id=order_id))
    return Screen(t("ask-reveal"), [[go], [back]])


@dated
def ask_cancel(t: Translator, card: OrderCard) -> Screen:
    """The reason is typed or left out; money that is in no block is named."""
    confirm = CancelNow(order_id=card.order.id, seen=_seen(card), said=BARE)
    text = paragraphs(t("ask-cancel", code=card.order.code), _unconfirmed(t, card))
    label = t("button-cancel-bare")
    return _question(t, text, label, confirm, card.order.id, style="danger")


@dated
def check_reason(t: Translator, card: OrderCard, reason: str) -> Screen:
    """As the customer will read it."""
    confirm = CancelNow(order_id=card.order.id, seen=_seen(card), said=mark_of(reason))
    asked = t("ask-cancel-reason", code=card.order.code, reason=reason)
    label = t("button-cancel-now")
    text = paragraphs(asked, _unconfirmed(t, card))
    return _question(t, text, label, confirm, card.order.id, style="danger")


def _seen(card: OrderCard) -> int:
    return card.invoice.seen if card.invoice else 0


def _unconfirmed(t: Translator, card: OrderCard) -> Html | None:
    bill = card.invoice
    if bill is None or not bill.seen:
        return None
    asset = ASSETS[bill.asset]
    seen = format_units(bill.seen, asset.decimals)
    return t("ask-cancel-unconfirmed", seen=seen, asset=asset.symbol)


def _question(
    t: Translator,
    text: str,
    label: str,
    confirm: CallbackData,
    order_id: int,
    style: str = "success",
) -> Screen:
    return Screen(text, [[button(label, confirm, style=style)], [_back(t, order_id)]])


def _back(t: Translator, order_id: int) -> InlineKeyboardButton:
    return button(t("button-back"), AdminOrder(order_id=order_id))


def vouching(t: Translator, card: OrderCard) -> list[InlineKeyboardButton]:
    """For what one source alone tells: believe in just the sum that stands on the card."""
    if card.order.needs_review != SINGLE_SOURCE or card.money is None or card.invoice is None:
        return []
    asset, units = ASSETS[card.invoice.asset], card.money.seen
    amount = format_units(units, asset.decimals)
    text = t("button-vouch", amount=amount, asset=asset.symbol)
    vouch = Vouch(order_id=card.order.id, of=sights(card.transfers))
    return [button(text, vouch)]
