"""Orders picked to be marked as shipped, and what became of each."""

from collections.abc import Collection, Sequence

from handlers.callbacks import AdminOrders
from handlers.order_callbacks import AskBulk, Bulk, BulkNow, Pick
from handlers.views.order import pages
from handlers.views.screen import Screen, bounded, button, column, dated, lines, paragraphs
from handlers.views.worklist import label
from models.order import Order
from services.sale.order import PAGE
from services.sale.parcel import Verdict
from utils.l10n import Translator

SHOWN = 30
"""Verdicts and codes that are named one by one."""


@dated
def listed(t: Translator, rows: Sequence[Order], picked: Collection[int], page: int) -> Screen:
    marks = {True: "☑️", False: "▫️"}
    orders = column(
        button(
            f"{marks[row.id in picked]} {label(t, row)}",
            Pick(order_id=row.id, page=page),
        )
        for row in rows[:PAGE]
    )
    go = button(t("button-bulk", count=len(picked)), AskBulk(), style="success")
    turns = pages(t, page, len(rows) > PAGE, lambda n: Bulk(page=n))
    back = button(t("button-back"), AdminOrders(page=0))
    text = t("bulk") if rows else t("list-none")
    return Screen(text, [*orders, turns, [go] if picked else [], [back]])


@dated
def ask(t: Translator, codes: Sequence[str], mark: str) -> Screen:
    named = bounded(t, list(codes), SHOWN)
    text = paragraphs(t("ask-bulk", count=len(codes)), ", ".join(named))
    yes = button(t("button-bulk-now"), BulkNow(mark=mark), style="success")
    return Screen(text, [[yes], [button(t("button-back"), Bulk(page=0))]])


def verdicts(t: Translator, rows: Sequence[Verdict]) -> Screen:
    """The refused ones first: they want a look."""
    refused = [row for row in rows if row.refusal]
    told = [
        t("bulk-refused", code=row.code, why=t(row.refusal.key, **row.refusal.fields))
        for row in refused
        if row.refusal
    ]
    done = [t("bulk-shipped", code=row.code) for row in rows if not row.refusal]
    head = t("bulk-done", count=len(done), refused=len(refused))
    text = paragraphs(head, lines(*bounded(t, [*told, *done], SHOWN)))
    return Screen(text, [[button(t("button-back"), AdminOrders(page=0))]])
