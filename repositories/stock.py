"""Questions about stock: reservations and units. Counters move by trigger, never from here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from models.order import Order, OrderLine
from models.product import Category, Product, Variant
from models.reservation import Reservation, ReservationStatus
from models.stock import (
    ONCE_ALIVE,
    GoneGood,
    MovementKind,
    StockMovement,
    StockUnit,
    UnitStatus,
)
from repositories.base import Repository
from utils.sealing import HEADER_BYTES as KEY
from utils.tally import Sold

PIECE = 500
UNIT_COLUMNS = (*("variant_id", "sealed", "digest", "status", "created_at", "batch_id", "file_id"),)


class StockRepository(Repository):
    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session)
        self.sold: list[Sold] = []
        """What is sold in this unit of work."""

    async def reserve(self, rows: Sequence[Reservation]) -> None:
        self._session.add_all(rows)
        await self._session.flush()

    async def release(self, order_id: int, now: datetime) -> int:
        """Give held stock back; the number of reservations released (0: somebody was first)."""
        return await self._move(
            order_id, ReservationStatus.HELD, ReservationStatus.RELEASED, released_at=now
        )

    async def fulfil(self, order_id: int, now: datetime) -> int:
        """Turn held stock into sold stock; the number of reservations fulfilled."""
        return await self._move(
            order_id, ReservationStatus.HELD, ReservationStatus.FULFILLED, fulfilled_at=now
        )

    async def fulfil_released(self, order_id: int, now: datetime) -> int:
        """Sell after all what was given back, for late money; needs the stock to be free."""
        return await self._move(
            order_id, ReservationStatus.RELEASED, ReservationStatus.FULFILLED, fulfilled_at=now
        )

    async def lock_goods_of(self, order_ids: Sequence[int]) -> None:
        """The variants of these orders, in the order of their ids."""
        theirs = select(Reservation.variant_id).where(Reservation.order_id.in_(order_ids))
        query = select(Variant.id).where(Variant.id.in_(theirs)).order_by(Variant.id)
        await self._session.execute(query.with_for_update())

    async def can_serve(self, order_id: int) -> bool:
        """Lock the variants of an order, in id order, and say whether all of it is free."""
        query = (
            select(Variant, Reservation.quantity)
            .join(Reservation, Reservation.variant_id == Variant.id)
            .where(Reservation.order_id == order_id)
            .order_by(Variant.id)
            .with_for_update(of=Variant)
        )
        rows = (await self._session.execute(query)).all()
        served = [await self._serves(order_id, *row) for row in rows]
        return all(served)

    async def _serves(self, order_id: int, variant: Variant, quantity: int) -> bool:
        """What went to this order once before is there for it alone."""
        if not variant.gone_quantity:
            return variant.available >= quantity
        kept = _kept(order_id, variant.id)
        own = await self._session.scalar(select(func.count()).select_from(kept.subquery())) or 0
        if variant.doubted_at and own < quantity:
            return False
        return variant.free + own >= quantity

    async def left_for(self, order_id: int) -> Sequence[tuple[str, int, int | None]]:
        """(title, ordered, free now) of each line; None: it never runs out."""
        query = (
            select(OrderLine.title, OrderLine.quantity, Variant)
            .join(Variant, Variant.id == OrderLine.variant_id)
            .where(OrderLine.order_id == order_id)
            .order_by(OrderLine.id)
        )
        rows = await self._session.execute(query)
        return [
            (title, quantity, None if row.endless and row.available else row.available)
            for title, quantity, row in rows
        ]

    async def wanted_by(self, order_id: int) -> Sequence[tuple[int, Variant, bool]]:
        """(quantity, variant as it is now, whether it is on sale) of each line. What is in doubt is
        on sale: whether it is there is asked elsewhere.
        """
        query = (
            select(OrderLine.quantity, Variant, Category.shown)
            .join(Variant, Variant.id == OrderLine.variant_id)
            .join(Variant.product)
            .join(Category, Category.id == Product.category_id)
            .options(contains_eager(Variant.product))
            .where(OrderLine.order_id == order_id)
        )
        rows = (await self._session.execute(query)).all()
        return [
            (quantity, variant, variant.active and variant.product.active and shown)
            for quantity, variant, shown in rows
        ]

    async def _move(
        self, order_id: int, before: ReservationStatus, after: ReservationStatus, **when: datetime
    ) -> int:
        change = (
            update(Reservation)
            .where(Reservation.order_id == order_id, Reservation.status == before)
            .values(status=after, **when)
            .returning(Reservation.id)
        )
        return len((await self._session.scalars(change)).all())

    def note_unit(self, order: Order, unit: StockUnit) -> None:
        """It left in the place of another."""
        key = unit.sealed[:KEY]
        self.sold.append(Sold(order.id, order.code, unit.variant_id, 1, unit.digest, key))

    def note_counted(self, order: Order, line: OrderLine) -> None:
        """Pieces of a physical product are sold in this unit of work."""
        self.sold.append(Sold(order.id, order.code, line.variant_id, line.quantity))

    async def assign_units(self, order: Order, line: OrderLine) -> int:
        """Sell units to the free places of an order line; how many of them are filled then.

        First those that went to this order once before, then the oldest; none that is in doubt.
        """
        taken = await self._session.scalars(
            select(StockUnit.slot).where(StockUnit.order_line_id == line.id)
        )
        filled = set(taken)
        places = [slot for slot in range(line.quantity) if slot not in filled]
        units = await self._units_for(order, line, len(places))
        rows = [
            {"id": unit.id, "status": UnitStatus.SOLD, "order_line_id": line.id, "slot": slot}
            for slot, unit in zip(places, units, strict=False)
        ]
        if rows:
            await self._session.execute(update(StockUnit), rows)
        self.sold += [
            Sold(order.id, order.code, line.variant_id, 1, unit.digest, unit.sealed[:KEY])
            for unit in units
        ]
        return len(filled) + len(rows)

    async def _units_for(self, order: Order, line: OrderLine, most: int) -> Sequence[Row[Any]]:
        found = select(StockUnit.id, StockUnit.digest, StockUnit.sealed)
        found = found.where(StockUnit.variant_id == line.variant_id)
        kept = found.where(StockUnit.status == UnitStatus.GONE, StockUnit.kept_for == order.id)
        certain = exists().where(Variant.id == line.variant_id, Variant.doubted_at.is_(None))
        free = found.where(StockUnit.status == UnitStatus.AVAILABLE, certain)
        units: list[Any] = []
        for query in (kept, free):
            first = query.order_by(StockUnit.id).limit(most - len(units))
            if len(units) < most:
                units += (
                    await self._session.execute(first.with_for_update(skip_locked=True))
                ).all()
        return units

    async def is_doubted(self, order_id: int) -> bool:
        """Whether something of the order waits for a person to say that it is there."""
        return await self._is(order_id, Variant.doubted_at.is_not(None))

    async def is_short(self, order_id: int) -> bool:
        """Whether something that the order holds is in doubt, or orders hold what is gone."""
        there = Variant.stock_quantity - Variant.reserved_quantity
        gone = there < Variant.gone_quantity
        return await self._is(order_id, Variant.doubted_at.is_not(None) | gone)

    async def _is(self, order_id: int, condition: ColumnElement[bool]) -> bool:
        lines = (OrderLine.order_id == order_id, Variant.id == OrderLine.variant_id)
        return bool(await self._session.scalar(select(exists().where(*lines, condition))))

    async def mark_gone(self, digest: bytes, order_id: int | None) -> bool:
        """It was delivered in a time that is lost: to this order, or to one that nobody knows now.
        Whether it lay on the shelves.
        """
        change = update(StockUnit).where(
            StockUnit.digest == digest, StockUnit.status == UnitStatus.AVAILABLE
        )
        gone = change.values(status=UnitStatus.GONE, kept_for=order_id).returning(StockUnit.id)
        if await self._session.scalar(gone) is not None:
            return True
        if not await self.known([digest]):
            await self._session.execute(insert(GoneGood).values(digest=digest))
        return False

    async def knows_gone(self) -> bool:
        """Whether there are goods that must not be stocked again."""
        return bool(await self._session.scalar(select(exists().where(GoneGood.digest != b""))))

    async def key_in_use(self) -> bytes | None:
        """What marks the secret that the goods are sealed with; None when there are none."""
        sealed = await self._session.scalar(select(StockUnit.sealed).limit(1))
        return sealed[:KEY] if sealed else None

    async def units_of(self, order_id: int) -> Sequence[tuple[OrderLine, StockUnit]]:
        """What an order's customer has now; those that were replaced are left out."""
        query = (
            select(OrderLine, StockUnit)
            .join(StockUnit, StockUnit.order_line_id == OrderLine.id)
            .where(OrderLine.order_id == order_id, StockUnit.status == UnitStatus.SOLD)
            .order_by(OrderLine.id, StockUnit.slot)
        )
        return [(row[0], row[1]) for row in await self._session.execute(query)]

    async def known(self, digests: Sequence[bytes]) -> set[bytes]:
        """Which of these goods the shop has, or had; what was undone does not count."""
        found: set[bytes] = set()
        for start in range(0, len(digests), PIECE):
            piece = digests[start : start + PIECE]
            alive = select(StockUnit.digest).where(StockUnit.digest.in_(piece), ONCE_ALIVE)
            gone = select(GoneGood.digest).where(GoneGood.digest.in_(piece))
            for query in (alive, gone):
                found.update(await self._session.scalars(query))
        return found

    async def take_off(self, unit_ids: Sequence[int]) -> int:
        """No longer for sale, if they still were; how many must stay, since orders hold them."""
        return sum([await self._held_after(unit) for unit in unit_ids])

    async def _held_after(self, unit_id: int) -> bool:
        free = exists().where(
            Variant.id == StockUnit.variant_id,
            Variant.stock_quantity - Variant.gone_quantity > Variant.reserved_quantity,
        )
        shelved = StockUnit.id == unit_id, StockUnit.status == UnitStatus.AVAILABLE
        change = update(StockUnit).where(*shelved, free).values(status=UnitStatus.REMOVED)
        await self._session.execute(change)
        return await self._session.scalar(select(StockUnit.id).where(*shelved)) is not None

    async def add_units(self, units: Sequence[StockUnit]) -> None:
        """Put all of them on the shelf; one that the shop had before makes it an IntegrityError.

        A piece at a time, so that nobody waits long for the loop that prepares the statement.
        """
        for start in range(0, len(units), PIECE):
            rows = [
                {name: getattr(unit, name) for name in UNIT_COLUMNS}
                for unit in units[start : start + PIECE]
            ]
            await self._session.execute(insert(StockUnit).returning(StockUnit.id), rows)

    async def add_unit(self, unit: StockUnit) -> bool:
        """Put a unit on the shelf; False when the shop had the same payload before."""
        values = {name: getattr(unit, name) for name in UNIT_COLUMNS}
        row = (
            self._insert(StockUnit)
            .values(values | {"status": UnitStatus.AVAILABLE})
            .on_conflict_do_nothing(index_elements=["digest"], index_where=ONCE_ALIVE)
        )
        return await self._session.scalar(row.returning(StockUnit.id)) is not None

    async def receive(self, variant_id: int, quantity: int, now: datetime) -> None:
        await self.move(variant_id, quantity, now)

    async def move(
        self,
        variant_id: int,
        quantity: int,
        now: datetime,
        reason: str | None = None,
        actor: str = "operator",
    ) -> None:
        """That many came in, or (negative) were taken out."""
        await self._session.execute(
            insert(StockMovement).values(
                variant_id=variant_id,
                kind=MovementKind.RECEIVED if quantity > 0 else MovementKind.REMOVED,
                quantity=abs(quantity),
                reason=reason,
                actor=actor,
                created_at=now,
            )
        )


def _kept(order_id: int, variant_id: int) -> Select[Any]:
    return select(StockUnit.id).where(
        StockUnit.variant_id == variant_id,
        StockUnit.status == UnitStatus.GONE,
        StockUnit.kept_for == order_id,
    )
