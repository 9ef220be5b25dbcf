"""Stock as who keeps the shelves sees it: figures, batches, movements, and what came of a list."""

from collections import Counter
from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers import goods_callbacks as on
from handlers import wall_callbacks as walls
from handlers.numbered import version_no
from handlers.views.keeping import sort_row
from handlers.views.moments import local
from handlers.views.screen import Screen, bounded, button, cut, dated, lines, paragraphs
from models.product import ProductKind, Variant
from models.stock import Batch, SharedGood
from services.goods.dashboard import HOLDS, Figures
from services.goods.files import seal_of_limit
from services.goods.intake import Delivery, Judged, Says
from services.goods.keeping import Field, Moved, seal
from utils.l10n import Translator
from utils.money import format_money

TITLE = 128
"""UTF-16 units of what a variant is called."""
SHOWN_VERDICTS = 12
NOTE = 100
"""UTF-16 units of a note, a supplier, a reason, the name of a file."""
TOLD = (Says.TWICE, Says.KNOWN, Says.TOO_LONG, Says.FORMULA)
"""Verdicts that are named line by line."""


def low(t: Translator, variant: Variant) -> Screen:
    facts = {"stock": variant.shelved, "threshold": variant.low_at or 0}
    text = t("admin-low-stock", title=cut(variant.title, TITLE), **facts)
    return Screen(text, [[button(t("button-open-stock"), on.OpenStock(variant_id=variant.id))]])


@dated
def card(
    t: Translator,
    figures: Figures,
    currency: str,
    shared: SharedGood | None = None,
    *,
    posts: bool = False,
) -> Screen:
    """One variant in numbers, and what can be done about it. `posts`: there is a channel."""
    row = figures.variant
    head = t(
        "stock-card",
        title=cut(row.title, TITLE),
        number=version_no(row.id),
        price=format_money(row.price, currency, t.language),
        state="on" if row.active and row.product.active else "off",
    )
    is_shared = row.product.kind is ProductKind.SHARED
    text = paragraphs(
        head,
        _counts(t, row),
        _money(t, figures, currency),
        t("stock-weight", grams=row.weight or 0) if row.product.kind.is_shipped else None,
        (t("shared-set") if shared else t("shared-missing")) if is_shared else None,
        lines(*_holds(t, figures)) or None,
    )
    post = [button(t("button-post-stock"), walls.PostStock(variant_id=row.id))]
    offered = posts and row.available > 0 and row.active and row.product.active
    rows = [*_acts(t, row, shared), post if offered else [], *_settings(t, row)]
    rows.insert(-1, sort_row(t, Moved.VARIANT, row.id, figures.beside))
    return Screen(text, rows)


def _counts(t: Translator, row: Variant) -> str:
    if row.endless:
        return t("stock-endless", sold=row.sold_quantity, held=row.reserved_quantity)
    counts = t(
        "stock-counts",
        available=row.available,
        held=row.reserved_quantity,
        received=row.received_quantity,
        sold=row.sold_quantity,
        removed=row.removed_quantity,
    )
    gone = t("stock-gone", count=row.gone_quantity) if row.gone_quantity else None
    return lines(counts, gone, t("stock-card-doubted") if row.doubted_at else None)


def _money(t: Translator, figures: Figures, currency: str) -> str:
    low_at = figures.variant.low_at
    warned = t("stock-warned", count=low_at) if low_at is not None else t("stock-unwarned")
    if figures.cost is None or figures.margin is None:
        return lines(t("stock-cost-unknown"), warned)
    cost, margin = (
        format_money(each, currency, t.language) for each in (figures.cost, figures.margin)
    )
    percent = str(figures.margin * 100 // figures.variant.price)
    return lines(t("stock-cost", cost=cost, margin=margin, percent=percent), warned)


def _holds(t: Translator, figures: Figures) -> list[str]:
    told = [
        t("stock-hold", code=hold.code, quantity=hold.quantity, until=local(hold.until))
        for hold in figures.holds
    ]
    return bounded(t, told, HOLDS)


def _acts(
    t: Translator, row: Variant, shared: SharedGood | None
) -> list[list[InlineKeyboardButton]]:
    of = {"variant_id": row.id}
    if row.product.kind is ProductKind.DIGITAL:
        return [
            [button(t("button-add-stock"), on.AddStock(**of))],
            [
                button(t("button-take-stock"), on.TakeStock(**of)),
                button(t("button-batches"), on.Batches(**of, page=0)),
            ],
        ]
    moves = button(t("button-movements"), on.Movements(**of, page=0))
    if row.product.kind is ProductKind.PHYSICAL:
        return [[button(t("button-count"), on.CountStock(**of)), moves]]
    share = button(t("button-share", state="set" if shared else "none"), on.ShareGoods(**of))
    seen = seal_of_limit(row)
    cap = [button(t("button-cap"), on.CapGoods(**of, seen=seen))] if shared else []
    endless = [button(t("button-endless"), on.MakeEndless(**of, seen=seen))]
    return [[share], [*cap, *(endless if shared and not row.endless else [])], [moves]]


def _settings(t: Translator, row: Variant) -> list[list[InlineKeyboardButton]]:
    fields = {"price": Field.PRICE, "cost": Field.COST, "low": Field.LOW}
    fields["variant"] = Field.VARIANT_NAME
    if row.product.kind.is_shipped:
        fields["weight"] = Field.WEIGHT
    edits = [
        button(t("button-edit", what=what), on.EditField(field=field, row_id=row.id))
        for what, field in fields.items()
    ]
    key = "button-archive" if row.active else "button-restore"
    toggle = on.Toggle(
        field=Field.VARIANT_SHOWN, row_id=row.id, on=int(not row.active), seen=seal(row.active)
    )
    back = on.OpenGoods(product_id=row.product_id)
    move = on.EditField(field=Field.VARIANT_HOME, row_id=row.id)
    rest = [button(t("button-move"), move), button(t(key), toggle), button(t("button-back"), back)]
    return [edits, rest]


def ask_goods(t: Translator, variant: Variant) -> Screen:
    return asked(t("ask-goods", title=cut(variant.title, TITLE)), t, variant.id)


def asked(text: str, t: Translator, variant_id: int) -> Screen:
    return Screen(text, [[button(t("button-back"), on.OpenStock(variant_id=variant_id))]])


@dated
def verdict(
    t: Translator, variant: Variant, judged: Judged, delivery: Delivery, currency: str
) -> Screen:
    """What becomes of every line, before anything is written."""
    counts, fresh = judged.counts, len(judged.fresh)
    summary = [
        t("verdict-count", says=says.value, count=counts[says]) for says in Says if counts[says]
    ]
    told = [
        t("verdict-line", number=str(one.number), says=one.says.value, like=str(one.like))
        for one in judged.verdicts
        if one.says in TOLD
    ]
    text = paragraphs(
        t("verdict", title=cut(variant.title, TITLE)),
        lines(*summary),
        lines(*bounded(t, told, SHOWN_VERDICTS)) or None,
        delivered(t, delivery, currency),
        t("verdict-then") if fresh else t("verdict-none"),
    )
    yes = on.AddNow(variant_id=variant.id, seal=judged.seal(variant.id))
    return Screen(
        text,
        [
            [button(t("button-add-now", count=fresh), yes, "success")] if fresh else [],
            [button(t("button-stock-note"), on.StockNote(variant_id=variant.id))] if fresh else [],
            [button(t("button-back"), on.OpenStock(variant_id=variant.id))],
        ],
    )


def delivered(t: Translator, delivery: Delivery, currency: str) -> str | None:
    cost = format_money(delivery.cost, currency, t.language) if delivery.cost is not None else ""
    return (
        lines(
            t("batch-note", note=cut(delivery.note, NOTE)) if delivery.note else None,
            t("batch-supplier", name=cut(delivery.supplier, NOTE)) if delivery.supplier else None,
            t("batch-cost", cost=cost) if cost else None,
        )
        or None
    )


@dated
def files(
    t: Translator,
    variant: Variant,
    rows: Sequence[tuple[str, Says]],
    sealed: str,
    delivery: Delivery,
    currency: str,
) -> Screen:
    """`rows`: of each file its name, and what becomes of it; those that are left out first."""
    counts = Counter(says for _, says in rows)
    fresh = counts[Says.NEW]
    bad = sorted(rows, key=lambda row: row[1] is Says.NEW)
    told = [t("file-line", name=cut(name, NOTE), says=says.value) for name, says in bad]
    summary = [
        t("verdict-count", says=says.value, count=counts[says]) for says in Says if counts[says]
    ]
    text = paragraphs(
        t("files", title=cut(variant.title, TITLE)),
        lines(*summary),
        lines(*bounded(t, told, SHOWN_VERDICTS)),
        delivered(t, delivery, currency),
        t("files-more") if fresh else t("verdict-none"),
    )
    yes = on.AddNow(variant_id=variant.id, seal=sealed)
    return Screen(
        text,
        [
            [button(t("button-add-files", count=fresh), yes, "success")] if fresh else [],
            [button(t("button-stock-note"), on.StockNote(variant_id=variant.id))] if fresh else [],
            [button(t("button-back"), on.OpenStock(variant_id=variant.id))],
        ],
    )


def ask_post(t: Translator, variant: Variant, once: str) -> Screen:
    """`once`: what tells this question from every other."""
    yes = walls.PostNow(variant_id=variant.id, once=once)
    back = on.OpenStock(variant_id=variant.id)
    return Screen(
        t("ask-post", title=cut(variant.title, TITLE)),
        [[button(t("button-post-now"), yes, "success")], [button(t("button-back"), back)]],
    )


def ask_note(t: Translator, variant_id: int) -> Screen:
    return asked(t("ask-batch-note"), t, variant_id)


def adding(t: Translator, count: int) -> Screen:
    return Screen(t("adding", count=count))


def added(t: Translator, batch: Batch) -> Screen:
    return Screen(
        t("added", count=batch.quantity, number=str(batch.id)),
        [
            [button(t("button-open-batch"), on.OpenBatch(batch_id=batch.id))],
            [button(t("button-open-stock"), on.OpenStock(variant_id=batch.variant_id))],
        ],
    )
