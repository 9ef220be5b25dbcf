"""Delivery notes and answers, in as many pages as they need."""

from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData

from handlers.views.order import pages
from handlers.views.screen import (
    TEXT_LIMIT,
    TEXT_ROOM,
    Screen,
    button,
    cut,
    dated,
    fits,
    paragraphs,
)
from models.order import Order
from services.sale.reading import DeliveryNote, Said
from utils.l10n import Translator

TITLE = 128
"""UTF-16 units of what something is called."""
HEAD = 200
"""UTF-16 units that are left for what stands above a page."""
SIZES = (1_000, 240, 60)
"""UTF-16 units of an answer where others are shown beside it: as many as fit."""
SHORT = 40


Page = tuple[str, ...]
"""What one message says, one thing below the other."""


def packed(items: Sequence[str], limit: int = TEXT_LIMIT) -> list[Page]:
    """One after the other, on as few pages as there can be; none is cut in two."""
    found: list[Page] = []
    for item in items:
        more = (*found[-1], item) if found else (item,)
        if found and fits(paragraphs(*more), limit):
            found[-1] = more
        else:
            found.append((item,))
    return found


def notes(t: Translator, rows: Sequence[DeliveryNote]) -> list[str]:
    return [t("delivery-note", name=cut(row.name, TITLE), text=row.text) for row in rows]


def answers(t: Translator, rows: Sequence[Said]) -> list[str]:
    """Each in full."""
    return [_answer(t, row, TITLE, SIZES[0]) for row in rows]


def _answer(t: Translator, row: Said, title: int, size: int) -> str:
    facts = {"title": cut(row.title, title), "question": row.question}
    if row.text is None:
        return t("answer-damaged", **facts)
    if size < SIZES[0]:
        facts["question"] = cut(row.question, size)
    return t("answer-line", text=cut(row.text, size), **facts)


def beside(t: Translator, rows: Sequence[Said], whole: Callable[[str | None], str]) -> str:
    """`whole` with the answers in it, as long as they may be; their number where nothing fits."""
    for size in SIZES if rows else ():
        text = whole(paragraphs(*(_answer(t, row, SHORT, size) for row in rows)))
        if fits(text, TEXT_ROOM):
            return text
    return whole(t("answers-many", count=len(rows)) if rows else None)


@dated
def page_of_order(
    t: Translator,
    order: Order,
    items: Sequence[str],
    page: int,
    ways: tuple[CallbackData, Callable[[int], CallbackData]],
) -> Screen:
    """A page of what is to be read about an order. `ways`: back, and to another page."""
    back, turn = ways
    found = packed(items, TEXT_ROOM - HEAD) or [(t("reading-none"),)]
    page = max(0, min(page, len(found) - 1))
    text = paragraphs(t("reading", code=order.code), *found[page])
    turns = pages(t, page, page < len(found) - 1, turn)
    return Screen(text, [turns, [button(t("button-back"), back)]])
