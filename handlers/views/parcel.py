"""What whoever ships an order needs to know: where to, how, and what its customer answered."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers.views.order import COPY_LIMIT
from handlers.views.screen import copy_button, cut, pieces
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
