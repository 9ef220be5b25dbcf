"""Batches of goods as they came, and undoing one that was a mistake."""

from collections.abc import Sequence
from dataclasses import dataclass

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import ProductNotFound
from models.product import Variant
from models.stock import GONE_OUT, Batch, UnitStatus
from models.stock_errors import BatchNotFound, BatchTouched, StockHeld
from services.goods.low import tell_low
from services.running.notification import Notifications
from utils.clock import Clock

PAGE = 8


@dataclass(frozen=True, slots=True)
class BatchCard:
    """A batch and what became of its units. `sold`: also what is gone since a restore; `free`: of
    the whole shelf, what no order holds.
    """

    batch: Batch
    left: int
    sold: int
    removed: int
    free: int = 0

    @property
    def can_be_undone(self) -> bool:
        return self.batch.undone_at is None and not self.sold and self.left <= self.free


class BatchService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications) -> None:
        self._uow = uow
        self._clock = clock
        self._notify = notifications

    async def of(self, variant_id: int, page: int) -> Sequence[BatchCard]:
        """One page, the newest first, and one more if there is a next page."""
        async with self._uow.read() as uow:
            variant = await uow.batches.variant(variant_id)
            rows = await uow.batches.of(variant_id, PAGE + 1, max(0, page) * PAGE)
            return await _cards(uow, rows, variant)

    async def card(self, batch_id: int) -> BatchCard:
        """Raises BatchNotFound."""
        async with self._uow.read() as uow:
            batch = await uow.batches.find(batch_id)
            if batch is None:
                raise BatchNotFound
            variant = await uow.batches.variant(batch.variant_id)
            return (await _cards(uow, [batch], variant))[0]

    async def undo(self, batch_id: int, *, actor: str) -> int:
        """As if it had never come; how many units went. What stands in it may be added again.

        Raises BatchNotFound, BatchTouched once something of it is sold, StockHeld while orders hold
        more than is left without it.
        """
        now = self._clock()
        async with self._uow() as uow:
            batch = await uow.batches.find(batch_id)
            if batch is None:
                raise BatchNotFound
            variant = await uow.batches.variant(batch.variant_id, lock=True)
            if variant is None:
                raise ProductNotFound
            await uow.batches.refresh(batch)
            [card] = await _cards(uow, [batch], variant)
            if card.sold or batch.undone_at is not None:
                raise BatchTouched(card.sold)
            if card.left > variant.spare:
                raise StockHeld(variant.reserved_quantity, variant.spare)
            undone = await uow.batches.undo(batch, now, actor)
            await tell_low(uow, self._notify, [variant.id])
            before = variant.stock_quantity
            details = {"batch": batch.id, "before": before, "after": before - undone}
            uow.audit.add(
                AuditEntry(
                    at=now,
                    actor=actor,
                    action="batch.undone",
                    subject=f"variant:{variant.id}",
                    details=details,
                )
            )
        return undone


async def _cards(
    uow: UnitOfWork, rows: Sequence[Batch], variant: Variant | None
) -> list[BatchCard]:
    counts = await uow.batches.counts([row.id for row in rows])
    free = variant.spare if variant else 0
    return [
        BatchCard(
            row,
            counts[row.id].get(UnitStatus.AVAILABLE, 0),
            sum(counts[row.id].get(status, 0) for status in (*GONE_OUT, UnitStatus.GONE)),
            sum(counts[row.id].get(s, 0) for s in (UnitStatus.REMOVED, UnitStatus.UNDONE)),
            free,
        )
        for row in rows
    ]
