"""Counting goods, and taking them off the shelf: never what an order holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import ProductNotFound
from models.product import ProductKind, Variant
from models.stock import StockMovement
from models.stock_errors import BadNumber, BadTake, ChangedMeanwhile, StockHeld, WrongKind
from repositories.batch import Hold
from services.goods.intake import stocked_by_units
from services.goods.lines import MOST_AT_ONCE, Line
from services.goods.low import tell_low
from services.goods.sketch import one_line
from services.goods.unit import digest, digest_before
from services.running.notification import Notifications
from utils.clock import Clock
from utils.sealing import Sealer

MOST = 1_000_000
"""Pieces that are moved at once."""
LONGEST_REASON = 200
"""Characters."""
HOLDS = 20
"""Orders that are named."""
PAGE = 10
ENDLESS = 1_000_000_000
"""Pieces that something endless has: more than are ever sold."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A variant, and which orders hold how much of it until when."""

    variant: Variant
    holds: Sequence[Hold] = ()


class RemovalService:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications, sealer: Sealer
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._notify = notifications
        self._sealer = sealer

    async def shelf(self, variant_id: int) -> Shelf:
        """Raises ProductNotFound."""
        async with self._uow.read() as uow:
            variant = await uow.batches.variant(variant_id)
            if variant is None:
                raise ProductNotFound
            return Shelf(variant, await uow.batches.holds(variant_id, HOLDS))

    async def movements(self, variant_id: int, page: int) -> Sequence[StockMovement]:
        async with self._uow.read() as uow:
            return await uow.batches.movements(variant_id, PAGE + 1, max(0, page) * PAGE)

    async def move(
        self, variant_id: int, pieces: int, reason: str, *, seen: int, actor: str
    ) -> Variant:
        """So many more, or (negative) fewer. `seen`: the stock that was shown.

        Raises ProductNotFound, WrongKind, BadNumber, BadField, StockHeld, ChangedMeanwhile.
        """
        if not 0 < abs(pieces) <= MOST:
            raise BadNumber(1, MOST)
        said = valid_reason(reason)
        async with self._uow() as uow:
            variant = await self._counted(uow, variant_id)
            self._refuse_other(variant, seen)
            if variant.spare + pieces < 0:
                raise StockHeld(variant.reserved_quantity, variant.spare)
            now = self._clock()
            await uow.stock.move(variant_id, pieces, now, said, actor)
            return await self._done(uow, variant, "stock.moved", actor, said)

    async def _counted(self, uow: UnitOfWork, variant_id: int) -> Variant:
        variant = await uow.batches.variant(variant_id, lock=True)
        if variant is None:
            raise ProductNotFound
        if not variant.product.kind.is_counted or variant.endless:
            raise WrongKind("endless" if variant.endless else variant.product.kind)
        if variant.product.kind is ProductKind.SHARED and not await uow.batches.shared(variant_id):
            raise WrongKind("nothing-shared")
        return variant

    async def take(
        self, variant_id: int, pieces: int, reason: str, *, seen: int, actor: str
    ) -> Variant:
        """The newest units, which would have been sold last. `seen`: the stock that was shown.

        Raises ProductNotFound, WrongKind, BadNumber, BadField, StockHeld, ChangedMeanwhile.
        """
        if not 0 < pieces <= MOST_AT_ONCE:
            raise BadNumber(1, MOST_AT_ONCE)
        said = valid_reason(reason)
        async with self._uow() as uow:
            variant = await stocked_by_units(uow, variant_id)
            self._refuse_other(variant, seen)
            if pieces > variant.spare:
                raise StockHeld(variant.reserved_quantity, variant.spare)
            await uow.batches.remove(await uow.batches.newest_available(variant_id, pieces))
            return await self._done(uow, variant, "stock.removed", actor, said)

    async def found(self, variant_id: int, lines: Sequence[Line]) -> int:
        """How many of these goods are on the shelf."""
        async with self._uow.read() as uow:
            return len(await uow.batches.available_like(variant_id, self._marks(lines)))

    async def take_these(
        self, variant_id: int, lines: Sequence[Line], reason: str, *, seen: int, actor: str
    ) -> Variant:
        """Exactly these goods; those that are not there (any more) are left out. As `take`."""
        said = valid_reason(reason)
        async with self._uow() as uow:
            variant = await stocked_by_units(uow, variant_id)
            self._refuse_other(variant, seen)
            these = await uow.batches.available_like(variant_id, self._marks(lines))
            if not these:
                raise BadTake("absent", variant.spare)
            if len(these) > variant.spare:
                raise StockHeld(variant.reserved_quantity, variant.spare)
            await uow.batches.remove(these)
            return await self._done(uow, variant, "stock.removed", actor, said)

    def _marks(self, lines: Sequence[Line]) -> list[bytes]:
        texts = [line.text for line in lines if not line.fault]
        before = [digest_before(self._sealer, text) for text in texts]
        return [digest(self._sealer, text) for text in texts] + [mark for mark in before if mark]

    def _refuse_other(self, variant: Variant, seen: int) -> None:
        if variant.stock_quantity != seen:
            raise ChangedMeanwhile("stock", variant.stock_quantity)

    async def _done(
        self, uow: UnitOfWork, variant: Variant, action: str, actor: str, reason: str
    ) -> Variant:
        before = variant.stock_quantity
        await tell_low(uow, self._notify, [variant.id])
        now = await uow.batches.variant(variant.id)
        if now is None:
            raise ProductNotFound
        details = {"before": before, "after": now.stock_quantity, "reason": reason}
        uow.audit.add(
            AuditEntry(
                at=self._clock(),
                actor=actor,
                action=action,
                subject=f"variant:{variant.id}",
                details=details,
            )
        )
        return now


def valid_reason(text: str) -> str:
    """Why goods came or went, as it stays on record; raises BadField."""
    return one_line(text, "reason", LONGEST_REASON)
