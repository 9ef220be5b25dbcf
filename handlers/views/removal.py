"""Questions before goods come, go, are shared or replaced: what is held, and what will be so."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers import goods_callbacks as on
from handlers.callbacks import AdminOrder
from handlers.views.moments import local
from handlers.views.screen import (
    Screen,
    bounded,
    button,
    column,
    cut,
    dated,
    lines,
    named,
    paragraphs,
)
from handlers.views.stock import NOTE, TITLE, asked
from models.order import BOUGHT, Order
from models.product import ProductKind, Variant
from models.stock import SharedGood
from services.goods.dashboard import HOLDS
from services.goods.removal import Shelf
from services.sale.replacement import SoldUnit
from utils.l10n import Translator

SHOWN_UNITS = 20


@dated
def ask_count(t: Translator, shelf: Shelf) -> Screen:
    row = shelf.variant
    facts = {"stock": row.stock_quantity, "held": row.reserved_quantity}
    return asked(t("ask-count", title=cut(row.title, TITLE), **facts), t, row.id)


@dated
def check_count(t: Translator, shelf: Shelf, pieces: int, reason: str, sealed: str) -> Screen:
    row = shelf.variant
    facts = {"before": row.stock_quantity, "after": row.stock_quantity + pieces}
    yes = on.CountNow(variant_id=row.id, seen=row.stock_quantity, seal=sealed)
    text = t("check-count", title=cut(row.title, TITLE), reason=cut(reason, NOTE), **facts)
    return _sure(t, text, button(t("button-count-now"), yes, "success"), row.id)


def _sure(t: Translator, text: str, yes: InlineKeyboardButton, variant_id: int) -> Screen:
    return Screen(text, [[yes], [button(t("button-back"), on.OpenStock(variant_id=variant_id))]])


@dated
def ask_take(t: Translator, shelf: Shelf) -> Screen:
    """With what orders hold: that stays."""
    row = shelf.variant
    told = [
        t("stock-hold", code=hold.code, quantity=hold.quantity, until=local(hold.until))
        for hold in shelf.holds
    ]
    facts = {"free": row.spare, "held": row.reserved_quantity}
    text = paragraphs(
        t("ask-take", title=cut(row.title, TITLE), **facts),
        lines(*bounded(t, told, HOLDS)) or None,
    )
    return asked(text, t, row.id)


@dated
def check_take(t: Translator, shelf: Shelf, pieces: int, reason: str, sealed: str) -> Screen:
    row = shelf.variant
    facts = {"count": pieces, "left": row.shelved - pieces, "held": row.reserved_quantity}
    yes = on.TakeNow(variant_id=row.id, seen=row.stock_quantity, seal=sealed)
    text = t("check-take", title=cut(row.title, TITLE), reason=cut(reason, NOTE), **facts)
    return _sure(t, text, button(t("button-take-now", count=pieces), yes, "danger"), row.id)


@dated
def ask_share(t: Translator, variant: Variant, shared: SharedGood | None) -> Screen:
    state = "set" if shared else "none"
    return asked(t("ask-share", title=cut(variant.title, TITLE), state=state), t, variant.id)


@dated
def check_share(t: Translator, variant: Variant, what: str, seen: int, sealed: str) -> Screen:
    """`what`: the text, or the name of the file."""
    yes = on.ShareNow(variant_id=variant.id, seen=seen, seal=sealed)
    text = paragraphs(
        t("check-share", title=cut(variant.title, TITLE), state="set" if seen else "none"),
        t("quoted", text=cut(what, 6 * NOTE)),
    )
    return _sure(t, text, button(t("button-share-now"), yes, "success"), variant.id)


@dated
def ask_cap(t: Translator, variant: Variant) -> Screen:
    title = cut(variant.title, TITLE)
    return asked(t("ask-cap", title=title, held=variant.reserved_quantity), t, variant.id)


def replacing(t: Translator, placed: Order) -> list[InlineKeyboardButton]:
    """Of units that were handed over; which one, and whether at all, is asked there."""
    digital = any(line.kind is ProductKind.DIGITAL for line in placed.lines)
    if not digital or placed.status not in BOUGHT:
        return []
    return [button(t("button-replace-unit"), on.SoldUnits(order_id=placed.id))]


@dated
def sold(t: Translator, code: str, order_id: int, rows: Sequence[SoldUnit]) -> Screen:
    """The goods of an order by their place; what they say is shown to nobody here."""
    buttons = [
        button(
            named(
                t,
                "sold-button",
                row.line.title,
                "title",
                place=str((row.unit.slot or 0) + 1),
                spare=row.spare,
            ),
            on.ReplaceUnit(order_id=order_id, unit_id=row.unit.id),
        )
        for row in rows[:SHOWN_UNITS]
    ]
    back = [button(t("button-admin-order"), AdminOrder(order_id=order_id))]
    return Screen(t("sold", code=code, count=len(rows)), [*column(buttons), back])


@dated
def ask_replace(t: Translator, row: SoldUnit, order_id: int) -> Screen:
    facts = {"spare": row.spare, "before": row.before}
    text = t("ask-replace", title=cut(row.line.title, TITLE), **facts)
    return Screen(text, [[button(t("button-back"), on.SoldUnits(order_id=order_id))]])


def check_replace(t: Translator, unit_id: int, order_id: int, reason: str, sealed: str) -> Screen:
    yes = on.ReplaceNow(unit_id=unit_id, seal=sealed)
    text = t("check-replace", reason=cut(reason, NOTE))
    back = button(t("button-back"), on.SoldUnits(order_id=order_id))
    return Screen(text, [[button(t("button-replace-now"), yes, "danger")], [back]])
