"""A customer's orders, and the messages about them."""

import html
import json
import re
from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers.callbacks import Home, MyOrders, OpenOrder
from handlers.views.moments import day
from handlers.views.screen import Screen, button, column, copy_button, dated
from handlers.views.screen import units as measured
from handlers.views.standing import Standing, label
from services.sale.order import PAGE
from utils.l10n import Html, Translator

LINK = re.compile(r"https?://[^\s<>\"']{1,2000}")
COPY_LIMIT = 256
"""UTF-16 units: https://core.telegram.org/bots/api#copytextbutton"""
MOST_COPIES = 40
MARKUP_BYTES = 8_000
LABEL_BYTES = 120
"""What a button takes besides its payload. Telegram refuses keyboards of about 10 kB."""
Units = Sequence[tuple[str, str]]
"""(name, payload)"""


@dated
def orders(t: Translator, page: int, rows: Sequence[Standing]) -> Screen:
    """One page of My orders; `rows` holds one more than a page when there is a next one."""
    buttons = column(button(_label(t, of), OpenOrder(order_id=of.order.id)) for of in rows[:PAGE])
    text = t("orders") if rows else t("orders-none")
    turns = pages(t, page, len(rows) > PAGE, lambda n: MyOrders(page=n))
    return Screen(text, [*buttons, turns, [button(t("button-home"), Home())]])


def _label(t: Translator, of: Standing) -> str:
    order = of.order
    date = day(t.language, order.created_at)
    return t("order-button", code=order.code, date=date, status=label(t, of))


def pages(
    t: Translator, page: int, more: bool, turn: Callable[[int], CallbackData]
) -> list[InlineKeyboardButton]:
    """Buttons to the previous and the next page, as far as they exist."""
    back = [button(t("button-less"), turn(max(0, page - 1)))] if page > 0 else []
    onward = [button(t("button-more"), turn(page + 1))] if more else []
    return [*back, *onward]


def goods(t: Translator, code: str, units: Units) -> str:
    """Every unit with its name; may be longer than one message."""
    items = [t("goods-item", name=name, payload=_payload(payload)) for name, payload in units]
    return "\n\n".join([t("goods", code=code), *items])


def _payload(payload: str) -> Html:
    """Links can be followed; everything else is copied by a tap, all of it at once."""
    rows = payload.splitlines()
    if not any(LINK.fullmatch(row) for row in rows):
        return Html(f"<code>{html.escape(payload)}</code>")
    return Html("\n".join(map(_line, rows)))


def _line(row: str) -> str:
    shown = html.escape(row)
    if LINK.fullmatch(row):
        return f'<a href="{shown}">{shown}</a>'
    return f"<code>{shown}</code>" if row.strip() else ""


def copies(t: Translator, units: Units) -> list[list[InlineKeyboardButton]]:
    """A copy button for each unit that fits into one, as far as a keyboard goes."""
    rows, room = [], MARKUP_BYTES
    for number, (_, payload) in enumerate(units[:MOST_COPIES], 1):
        room -= len(json.dumps(payload)) + LABEL_BYTES
        if room < 0:
            break
        if 1 <= measured(payload) <= COPY_LIMIT:
            rows.append([copy_button(t("button-copy-good", number=str(number)), payload)])
    return rows


def goods_file(code: str, units: Units) -> bytes:
    """The same as a text file, for what does not fit into a message."""
    parts = [f"{name}\n{payload}" for name, payload in units]
    return "\n\n".join([code, *parts, ""]).encode()
