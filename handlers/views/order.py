"""A customer's orders, and the messages about them."""

from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.callbacks import Home, MyOrders, OpenOrder
from handlers.views.screen import Screen, button, column
from models.order import Order
from services.sale.order import PAGE
from utils.l10n import Translator
from utils.money import format_money


def orders(t: Translator, page: int, rows: Sequence[Order]) -> Screen:
    """One page of My orders; `rows` holds one more than a page when there is a next one."""
    buttons = column(
        button(_label(t, order), OpenOrder(order_id=order.id)) for order in rows[:PAGE]
    )
    text = t("orders") if rows else t("orders-none")
    turns = pages(t, page, len(rows) > PAGE, lambda n: MyOrders(page=n))
    return Screen(text, [*buttons, turns, [button(t("button-home"), Home())]])


def _label(t: Translator, order: Order) -> str:
    total = format_money(order.total, order.currency, t.language)
    status = t(f"status-{order.status}")
    return t("order-button", order=str(order.id), total=total, status=status)


def pages(
    t: Translator, page: int, more: bool, turn: Callable[[int], CallbackData]
) -> list[InlineKeyboardButton]:
    """Buttons to the previous and the next page, as far as they exist."""
    back = [button(t("button-less"), turn(max(0, page - 1)))] if page > 0 else []
    onward = [button(t("button-more"), turn(page + 1))] if more else []
    return [*back, *onward]


def goods(t: Translator, order_id: int, units: Sequence[tuple[str, str]]) -> str:
    """Every unit with its name; may be longer than one message."""
    items = [t("goods-item", name=name, payload=payload) for name, payload in units]
    return "\n\n".join([t("goods", order=str(order_id)), *items])


def goods_file(order_id: int, units: Sequence[tuple[str, str]]) -> bytes:
    """The same as a text file, for what does not fit into a message."""
    parts = [f"{name}\n{payload}" for name, payload in units]
    return "\n\n".join([f"#{order_id}", *parts, ""]).encode()
