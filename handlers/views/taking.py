"""Who sees to an order, or who has: on its card, and on what admins have of it."""

from aiogram.types import InlineKeyboardButton

from handlers.order_callbacks import LetGoOrder, TakeOrder
from handlers.views.moments import local
from handlers.views.screen import button, cut, lines
from services.sale.taking import Hands
from utils.l10n import Translator

NAME = 64
"""UTF-16 units of a name."""


def said(t: Translator, of: Hands | None) -> str | None:
    """Who sees to it, and what a person of the shop did with it last."""
    if of is None:
        return None
    taken = t("taken-by", name=cut(of.taker, NAME)) if of.taker else None
    return lines(taken, _handled(t, of)) or None


def _handled(t: Translator, of: Hands) -> str | None:
    if of.act is None or of.at is None:
        return None
    act = of.act.replace(".", "-")
    return t("handled", act=act, name=cut(of.by, NAME), at=local(of.at))


def ways(t: Translator, of: Hands | None, *, here: bool) -> list[InlineKeyboardButton]:
    """`here`: on its card, else below a message that a letter draws."""
    if of is None or not of.needed:
        return []
    if of.taker_id == of.me:
        return [button(t("button-let-go"), LetGoOrder(order_id=of.order_id, here=int(here)))]
    label = t("button-take-over" if of.taker_id else "button-take")
    take = TakeOrder(order_id=of.order_id, seen=of.taker_id or 0, here=int(here))
    return [button(label, take)]
