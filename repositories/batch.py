"""Questions about deliveries of goods: batches, movements, files, and what is shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, insert, literal, select, update
from sqlalchemy.orm import aliased, contains_eager

from models.base import Flag
from models.order import Order, OrderLine
from models.product import UNTOLD, ProductKind, Variant
from models.reservation import Reservation, ReservationStatus
from models.stock import (
    Batch,
    FilePiece,
    GoodsFile,
    SharedGood,
    StockMovement,
    StockUnit,
    UnitStatus,
)
from repositories.base import Repository

PIECE = 500
INTAKE = 1802
"""The number of PostgreSQL's lock."""
ARMED = Variant.low_armed == literal(True, Flag())
SHELVED = Variant.stock_quantity - Variant.gone_quantity


@dataclass(frozen=True, slots=True)
class Hold:
    """What an open order holds of a variant, and until when."""

    order_id: int
    code: str
    quantity: int
    until: datetime


class BatchRepository(Repository):
    async def variant(self, variant_id: int, *, lock: bool = False) -> Variant | None:
        """On sale or not, with its product; as it is in the database now."""
        query = (
            select(Variant)
            .join(Variant.product)
            .options(contains_eager(Variant.product))
            .where(Variant.id == variant_id)
            .execution_options(populate_existing=True)
        )
        if lock:
            query = query.with_for_update(of=Variant)
        return await self._session.scalar(query)

    async def add(self, row: Batch | SharedGood | GoodsFile) -> None:
        self._session.add(row)
        await self._session.flush()

    async def find(self, batch_id: int) -> Batch | None:
        return await self._session.get(Batch, batch_id)

    async def one_intake_at_a_time(self) -> None:
        """Until the commit: two lists may hold the same good for two shelves."""
        if self._on_postgresql:
            await self._session.execute(select(func.pg_advisory_xact_lock(INTAKE)))
        await self.shelves_in_turn()  # what comes in while there is doubt is not on sale

    async def refresh(self, batch: Batch) -> None:
        """As it is now that its variant is locked."""
        await self._session.refresh(batch)

    async def of(self, variant_id: int, limit: int, offset: int) -> Sequence[Batch]:
        """The newest first."""
        query = select(Batch).where(Batch.variant_id == variant_id).order_by(Batch.id.desc())
        return (await self._session.scalars(query.limit(limit).offset(offset))).all()

    async def counts(self, batch_ids: Sequence[int]) -> dict[int, dict[UnitStatus, int]]:
        """How many of their units are available, sold and so on."""
        unit = StockUnit
        query = select(unit.batch_id, unit.status, func.count()).where(unit.batch_id.in_(batch_ids))
        found: dict[int, dict[UnitStatus, int]] = {batch: {} for batch in batch_ids}
        for batch, status, count in await self._session.execute(
            query.group_by(unit.batch_id, unit.status)
        ):
            found[int(batch or 0)][status] = count
        return found

    async def undo(self, batch: Batch, now: datetime, actor: str) -> int:
        """Take what is left of it off the shelf, as if it had never come; how many."""
        change = (
            update(StockUnit)
            .where(StockUnit.batch_id == batch.id, StockUnit.status == UnitStatus.AVAILABLE)
            .values(status=UnitStatus.UNDONE)
        )
        undone = await self._changed(change)
        batch.undone_at, batch.undone_by = now, actor
        await self._session.flush()
        return undone

    async def newest_available(self, variant_id: int, limit: int) -> Sequence[int]:
        """The last that would be sold come first."""
        query = (
            select(StockUnit.id)
            .where(StockUnit.variant_id == variant_id, StockUnit.status == UnitStatus.AVAILABLE)
            .order_by(StockUnit.id.desc())
            .limit(limit)
        )
        return (await self._session.scalars(query)).all()

    async def available_like(self, variant_id: int, digests: Sequence[bytes]) -> Sequence[int]:
        """Which units on this shelf are those."""
        found: list[int] = []
        for start in range(0, len(digests), PIECE):
            query = select(StockUnit.id).where(
                StockUnit.digest.in_(digests[start : start + PIECE]),
                StockUnit.variant_id == variant_id,
                StockUnit.status == UnitStatus.AVAILABLE,
            )
            found.extend(await self._session.scalars(query))
        return found

    async def remove(self, unit_ids: Sequence[int]) -> int:
        """Take units off the shelf for good; how many still were there."""
        removed = 0
        for start in range(0, len(unit_ids), PIECE):
            change = (
                update(StockUnit)
                .where(
                    StockUnit.id.in_(unit_ids[start : start + PIECE]),
                    StockUnit.status == UnitStatus.AVAILABLE,
                )
                .values(status=UnitStatus.REMOVED)
            )
            removed += await self._changed(change)
        return removed

    async def newly_low(self, variant_ids: Sequence[int]) -> Sequence[int]:
        """Of these, what has become low and was not told of yet; from now on it is."""
        change = (
            update(Variant)
            .where(
                Variant.id.in_(variant_ids),
                ARMED,
                Variant.low_at.is_not(None),
                Variant.low_at >= SHELVED,
            )
            .values(low_armed=False)
            .returning(Variant.id)
            .execution_options(synchronize_session=False)
        )
        return sorted(await self._session.scalars(change))

    async def untold(self, limit: int) -> Sequence[int]:
        """What runs low and nobody was told of, however that came; locked."""
        query = select(Variant.id).where(UNTOLD).order_by(Variant.id).limit(limit)
        return (await self._session.scalars(query.with_for_update(skip_locked=True))).all()

    async def holds(self, variant_id: int, limit: int) -> Sequence[Hold]:
        """Open orders that hold some of it, the first to end first."""
        query = (
            select(Order.id, Order.code, Reservation.quantity, Reservation.expires_at)
            .join(Order, Order.id == Reservation.order_id)
            .where(
                Reservation.variant_id == variant_id, Reservation.status == ReservationStatus.HELD
            )
            .order_by(Reservation.expires_at, Order.id)
            .limit(limit)
        )
        return [Hold(*row) for row in await self._session.execute(query)]

    async def movements(self, variant_id: int, limit: int, offset: int) -> Sequence[StockMovement]:
        """The newest first."""
        move = StockMovement
        query = select(move).where(move.variant_id == variant_id).order_by(move.id.desc())
        return (await self._session.scalars(query.limit(limit).offset(offset))).all()

    async def shared(self, variant_id: int) -> SharedGood | None:
        """What its buyers get now."""
        query = select(SharedGood).where(SharedGood.variant_id == variant_id)
        return await self._session.scalar(query.order_by(SharedGood.id.desc()).limit(1))

    async def shared_of(self, order_id: int) -> Sequence[tuple[OrderLine, SharedGood]]:
        """What is shared now of what an order paid for."""
        newer = aliased(SharedGood)
        replaced = exists().where(
            newer.variant_id == SharedGood.variant_id, newer.id > SharedGood.id
        )
        query = (
            select(OrderLine, SharedGood)
            .join(
                Reservation,
                (Reservation.order_id == OrderLine.order_id)
                & (Reservation.variant_id == OrderLine.variant_id),
            )
            .join(SharedGood, SharedGood.variant_id == OrderLine.variant_id)
            .where(
                OrderLine.order_id == order_id,
                OrderLine.kind == ProductKind.SHARED,
                Reservation.status == ReservationStatus.FULFILLED,
                ~replaced,
            )
            .order_by(OrderLine.id)
        )
        return [(row[0], row[1]) for row in await self._session.execute(query)]

    async def line_of(self, line_id: int) -> tuple[OrderLine, Order]:
        query = select(OrderLine, Order).join(Order, Order.id == OrderLine.order_id)
        line, order = (await self._session.execute(query.where(OrderLine.id == line_id))).one()
        return line, order

    async def place_of(self, unit_id: int) -> tuple[int, int] | None:
        """(line, order) that it was sold to."""
        query = select(OrderLine.id, OrderLine.order_id)
        query = query.join(StockUnit, StockUnit.order_line_id == OrderLine.id)
        row = (await self._session.execute(query.where(StockUnit.id == unit_id))).one_or_none()
        return (row[0], row[1]) if row else None

    async def replaced_in(self, line_id: int, slot: int) -> int:
        """How many units stood in a place of a line before."""
        unit = StockUnit
        query = select(func.count()).where(
            unit.order_line_id == line_id, unit.slot == slot, unit.status == UnitStatus.REPLACED
        )
        return await self._session.scalar(query) or 0

    async def add_pieces(self, file_id: int, pieces: Sequence[bytes]) -> None:
        for number, sealed in enumerate(pieces):
            row = {"file_id": file_id, "number": number, "sealed": sealed}
            await self._session.execute(insert(FilePiece), [row])

    async def pieces(self, file_id: int) -> Sequence[bytes]:
        """In order."""
        query = select(FilePiece.sealed).where(FilePiece.file_id == file_id)
        return (await self._session.scalars(query.order_by(FilePiece.number))).all()

    async def files_size(self) -> int:
        """Bytes of all files together."""
        size = await self._session.scalar(select(func.coalesce(func.sum(GoodsFile.size), 0)))
        return int(size or 0)

    async def unit(self, unit_id: int, *, lock: bool = False) -> StockUnit | None:
        query = select(StockUnit).where(StockUnit.id == unit_id)
        return await self._session.scalar(query.with_for_update() if lock else query)

    async def first_available(self, variant_id: int) -> StockUnit | None:
        free = StockUnit.status == UnitStatus.AVAILABLE
        return await self._first(StockUnit.variant_id == variant_id, free, lock=True)

    async def kept_for(
        self, order_id: int, variant_id: int, *, lock: bool = False
    ) -> StockUnit | None:
        """What went to this order in a time that this database lost."""
        gone = (StockUnit.status == UnitStatus.GONE, StockUnit.kept_for == order_id)
        return await self._first(StockUnit.variant_id == variant_id, *gone, lock=lock)

    async def _first(self, *conditions: Any, lock: bool) -> StockUnit | None:
        query = select(StockUnit).where(*conditions).order_by(StockUnit.id).limit(1)
        return await self._session.scalar(query.with_for_update() if lock else query)

    async def _changed(self, change: Any) -> int:
        result: Any = await self._session.execute(
            change.execution_options(synchronize_session=False)
        )
        return int(result.rowcount)
