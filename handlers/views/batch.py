"""How goods came and went: batches, undoing one, and movements."""

from collections.abc import Sequence

from handlers import goods_callbacks as on
from handlers.views.keeping import NAME
from handlers.views.moments import local
from handlers.views.order import pages
from handlers.views.screen import Screen, button, column, cut, dated, lines, paragraphs
from handlers.views.stock import NOTE, TITLE, delivered
from models.product import Variant
from models.stock import MovementKind, StockMovement
from services.goods import batch as batches_of
from services.goods import removal
from services.goods.batch import BatchCard
from services.goods.intake import Delivery
from utils.l10n import Translator


@dated
def batches(t: Translator, variant: Variant, page: int, rows: Sequence[BatchCard]) -> Screen:
    buttons = [
        button(
            t(
                "batch-button",
                number=str(row.batch.id),
                count=row.batch.quantity,
                left=row.left,
                state="undone" if row.batch.undone_at else "in",
            ),
            on.OpenBatch(batch_id=row.batch.id),
        )
        for row in rows[: batches_of.PAGE]
    ]
    more = len(rows) > batches_of.PAGE
    turns = pages(t, page, more, lambda n: on.Batches(variant_id=variant.id, page=n))
    text = paragraphs(
        t("batches", title=cut(variant.title, TITLE)), None if rows else t("batches-none")
    )
    back = [button(t("button-back"), on.OpenStock(variant_id=variant.id))]
    return Screen(text, [*column(buttons), turns, back])


@dated
def batch(t: Translator, found: BatchCard, name: str) -> Screen:
    """`name`: of who brought it in."""
    row = found.batch
    text = paragraphs(
        t("batch-card", number=str(row.id), at=local(row.created_at), name=cut(name, NAME)),
        t("batch-counts", count=row.quantity, left=found.left, sold=found.sold, gone=found.removed),
        delivered(t, Delivery(row.note, row.supplier, row.cost), row.currency or ""),
        _undoing(t, found),
    )
    undo = button(t("button-undo-batch", count=found.left), on.UndoBatch(batch_id=row.id), "danger")
    back = button(t("button-back"), on.Batches(variant_id=row.variant_id, page=0))
    return Screen(text, [[undo] if found.can_be_undone else [], [back]])


def _undoing(t: Translator, found: BatchCard) -> str:
    if found.batch.undone_at:
        return t("batch-undone", at=local(found.batch.undone_at))
    if found.sold:
        return t("batch-sold")
    return t("batch-can-be-undone") if found.can_be_undone else t("batch-held")


@dated
def movements(t: Translator, variant: Variant, page: int, rows: Sequence[StockMovement]) -> Screen:
    told = [_movement(t, row) for row in rows[: removal.PAGE]]
    more = len(rows) > removal.PAGE
    turns = pages(t, page, more, lambda n: on.Movements(variant_id=variant.id, page=n))
    text = paragraphs(
        t("movements", title=cut(variant.title, TITLE)), lines(*told) or t("movements-none")
    )
    return Screen(text, [turns, [button(t("button-back"), on.OpenStock(variant_id=variant.id))]])


def _movement(t: Translator, row: StockMovement) -> str:
    """Its size is no number where stock without limit begins or ends."""
    sign = "+" if row.kind is MovementKind.RECEIVED else "−"
    return t(
        "movement-line",
        at=local(row.created_at),
        pieces=sign + ("∞" if row.quantity > removal.MOST else str(row.quantity)),
        reason=cut(row.reason or "-", NOTE),
    )
