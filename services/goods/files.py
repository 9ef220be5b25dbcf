"""Files put on a shelf, one a unit; and what is shared with every buyer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import ProductNotFound
from models.product import ProductKind, Variant
from models.stock import UNIT, Batch, SharedGood, StockUnit, shared_binding, unit_binding
from models.stock_errors import (
    BadField,
    BadNumber,
    ChangedMeanwhile,
    NothingNew,
    NothingShared,
    StockHeld,
    WrongKind,
)
from services.goods.filing import Incoming, proved, store
from services.goods.intake import Delivery, begin, silent, stocked_by_units
from services.goods.keeping import seal
from services.goods.lines import LONGEST
from services.goods.removal import ENDLESS, MOST
from utils.clock import Clock
from utils.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be given: a text, or a file."""

    text: str | None = field(default=None, repr=False)
    file: Incoming | None = None


class FileIntakeService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, sealer: Sealer, currency: str) -> None:
        self._uow = uow
        self._clock = clock
        self._sealer = sealer
        self._currency = currency

    async def known(self, hashes: Sequence[str]) -> set[str]:
        """Which files the shop has, or had, by their SHA-256."""
        marks = {self._mark(sha256): sha256 for sha256 in hashes}
        async with self._uow.read() as uow:
            return {marks[mark] for mark in await uow.stock.known(list(marks))}

    def _mark(self, sha256: str) -> bytes:
        """As models.stock.content_of says it."""
        return self._sealer.digest(b"file:" + sha256.encode(), bound_to=UNIT)

    async def add(
        self, variant_id: int, files: Sequence[Incoming], delivery: Delivery, *, actor: str
    ) -> Batch:
        """All of them, or none: raises NothingNew when one is known, and what `proved` raises."""
        checked = [proved(file) for file in files]
        now, said = self._clock(), delivery.proved()
        async with self._uow() as uow:
            await uow.batches.one_intake_at_a_time()
            await stocked_by_units(uow, variant_id)
            marks = [self._mark(file.sha256) for file in checked]
            if not marks or len(set(marks)) < len(marks) or await uow.stock.known(marks):
                raise NothingNew
            batch = Batch(variant_id=variant_id, quantity=len(checked), actor=actor)
            batch.note, batch.supplier, batch.cost = said.note, said.supplier, said.cost
            batch.currency = self._currency if said.cost is not None else None
            batch.created_at = now
            await begin(uow, batch)
            units = [await self._unit(uow, batch, file) for file in checked]
            await uow.stock.add_units(units)
            silent(len(units), len(units))
        return batch

    async def _unit(self, uow: UnitOfWork, batch: Batch, file: Incoming) -> StockUnit:
        row, head = await store(uow, file, batch.created_at)
        bound_to = unit_binding(batch.variant_id)
        return StockUnit(
            variant_id=batch.variant_id,
            sealed=self._sealer.seal(head.packed(), bound_to=bound_to),
            digest=self._mark(file.sha256),
            status="available",
            batch_id=batch.id,
            file_id=row.id,
            created_at=batch.created_at,
        )


async def share_endlessly(
    uow: UnitOfWork, sealer: Sealer, variant: Variant, text: str, now: datetime
) -> None:
    """The first that buyers of this variant get, by an operator's file."""
    sealed = sealer.seal(text.encode(), bound_to=shared_binding(variant.id))
    good = SharedGood(variant_id=variant.id, sealed=sealed, actor="operator", created_at=now)
    await uow.batches.add(good)
    await uow.stock.move(variant.id, ENDLESS, now, "endless", "operator")
    await uow.keeping.set_variant(variant.id, endless=True)


def seal_of_limit(variant: Variant) -> str:
    """Of what people set: a sale does not change it."""
    return seal("endless" if variant.endless else variant.stock_quantity + variant.sold_quantity)


class SharingService:
    """One text or file for every buyer: a new one is everybody's, who bought before included."""

    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, sealer: Sealer) -> None:
        self._uow = uow
        self._clock = clock
        self._sealer = sealer

    async def put(self, variant_id: int, content: Content, *, seen: int, actor: str) -> SharedGood:
        """`seen`: the id of what was shown, 0 for nothing. Raises ProductNotFound, WrongKind,
        ChangedMeanwhile, BadField and what a file may raise.
        """
        text = _valid(content)
        file = proved(content.file) if content.file else None
        async with self._uow() as uow:
            await self._shared(uow, variant_id)
            before = await uow.batches.shared(variant_id)
            if (before.id if before else 0) != seen:
                raise ChangedMeanwhile("shared", "", before.actor if before else "")
            now = self._clock()
            row, plain = None, text.encode()
            if file:
                row, head = await store(uow, file, now)
                plain = head.packed()
            good = SharedGood(
                variant_id=variant_id,
                sealed=self._sealer.seal(plain, bound_to=shared_binding(variant_id)),
                file_id=row.id if row else None,
                actor=actor,
                created_at=now,
            )
            await uow.batches.add(good)
            details = {"before": seen, "after": good.id, "file": row.id if row else None}
            self._note(uow, variant_id, "shared.replaced" if seen else "shared.set", actor, details)
        return good

    async def now(self, variant_id: int) -> SharedGood | None:
        async with self._uow.read() as uow:
            return await uow.batches.shared(variant_id)

    async def make_endless(self, variant_id: int, *, seen: str, actor: str) -> Variant:
        """From now on it never runs out. `seen`: the seal of the limit that was shown. Raises
        ProductNotFound, WrongKind, NothingShared, ChangedMeanwhile.
        """
        async with self._uow() as uow:
            await uow.keeping.shelves_in_turn()
            variant = await self._limited(uow, variant_id, seen)
            if not variant.endless:
                before, now = variant.stock_quantity, self._clock()
                await uow.stock.move(variant_id, ENDLESS - before, now, "endless", actor)
                await uow.keeping.set_variant(variant_id, endless=True, doubted_at=None)
                self._note(uow, variant_id, "shared.endless", actor, {"before": before})
            return await self._shared(uow, variant_id)

    async def cap(self, variant_id: int, pieces: int, *, seen: str, actor: str) -> Variant:
        """From now on so many are left. `seen`: the seal of the limit that was shown. Raises
        ProductNotFound, WrongKind, NothingShared, BadNumber, StockHeld, ChangedMeanwhile.
        """
        if not 0 <= pieces <= MOST:
            raise BadNumber(0, MOST)
        async with self._uow() as uow:
            await uow.keeping.shelves_in_turn()
            variant = await self._limited(uow, variant_id, seen)
            if pieces < variant.reserved_quantity:
                raise StockHeld(variant.reserved_quantity, 0)
            before, now = variant.stock_quantity, self._clock()
            if variant.endless:
                await uow.keeping.set_variant(variant_id, endless=False)
            if pieces != before:
                await uow.stock.move(variant_id, pieces - before, now, "capped", actor)
            shown = "endless" if variant.endless else before
            self._note(uow, variant_id, "shared.capped", actor, {"before": shown, "after": pieces})
            return await self._shared(uow, variant_id)

    async def _limited(self, uow: UnitOfWork, variant_id: int, seen: str) -> Variant:
        variant = await self._shared(uow, variant_id)
        if not await uow.batches.shared(variant_id):
            raise NothingShared
        if seal_of_limit(variant) != seen:
            by = await uow.audit.last_about(f"variant:{variant_id}")
            raise ChangedMeanwhile("limit", "", by.actor if by else "")
        return variant

    async def _shared(self, uow: UnitOfWork, variant_id: int) -> Variant:
        variant = await uow.batches.variant(variant_id, lock=True)
        if variant is None:
            raise ProductNotFound
        if variant.product.kind is not ProductKind.SHARED:
            raise WrongKind(variant.product.kind)
        return variant

    def _note(
        self,
        uow: UnitOfWork,
        variant_id: int,
        action: str,
        actor: str,
        details: Mapping[str, object],
    ) -> None:
        uow.audit.add(
            AuditEntry(
                at=self._clock(),
                actor=actor,
                action=action,
                subject=f"variant:{variant_id}",
                details=dict(details),
            )
        )


def _valid(content: Content) -> str:
    """Raises BadField."""
    text = (content.text or "").strip()
    if not text and content.file is None:
        raise BadField("shared", "empty", LONGEST)
    if len(text) > LONGEST:
        raise BadField("shared", "long", LONGEST)
    return text
