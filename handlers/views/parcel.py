"""What whoever ships an order needs to know: where to, how, and what its customer answered."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.views.order import COPY_LIMIT
from handlers.views.screen import Screen, button, copy_button, cut, pieces
from handlers.views.standing import ENDED
from models.order import Order
from services.sale.order import OrderCard
from services.sale.reading import Said
from utils.l10n import Translator
from utils.money import format_money

NAME = 64
"""UTF-16 units of what a way of shipping is called."""


def answered(card: OrderCard) -> Sequence[Said]:
    """What its customer answered, while it may still be shipped: as the address."""
    return () if card.order.status in ENDED else card.answers


def shipping(t: Translator, placed: Order) -> str | None:
    if placed.shipping_name is None:
        return None
    price = format_money(placed.shipping, placed.currency, t.language)
    return t("shipping-line", name=cut(placed.shipping_name, NAME), price=price)


def delivery(t: Translator, card: OrderCard) -> str | None:
    if card.order.status in ENDED:
        return None
    if card.delivery_damaged:
        return t("admin-card-delivery-damaged")
    return t("admin-card-delivery", delivery=card.delivery) if card.delivery else None


def copies(t: Translator, card: OrderCard) -> list[list[InlineKeyboardButton]]:
    """The address, if something goes there, in as many buttons as hold it."""
    where = "" if card.order.status in ENDED else card.delivery or ""
    parts = pieces(where, COPY_LIMIT)
    if len(parts) == 1:
        return [[copy_button(t("button-copy"), parts[0])]]
    return [
        [copy_button(t("button-copy-part", part=str(number), of=str(len(parts))), part)]
        for number, part in enumerate(parts, 1)
    ]


def type_address(t: Translator, placed: Order, back: CallbackData) -> Screen:
    return Screen(t("correct-type", code=placed.code), [[button(t("button-back"), back)]])


def check_address(
    t: Translator,
    placed: Order,
    where: str,
    confirm: CallbackData,
    again: type[CallbackData],
) -> Screen:
    """As it was typed; only this one is taken."""
    yes = button(t("button-correct-yes"), confirm, style="success")
    other = button(t("button-correct-again"), again(order_id=placed.id))
    return Screen(t("correct-check", code=placed.code, delivery=where), [[yes], [other]])


def corrected(t: Translator, placed: Order, back: CallbackData) -> Screen:
    return Screen(t("corrected", code=placed.code), [[button(t("button-back"), back)]])


def tracking(t: Translator, placed: Order) -> str | None:
    return t("admin-card-tracking", number=placed.tracking) if placed.tracking else None
