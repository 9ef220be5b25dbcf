"""Questions about stock: reservations and units. Counters move by trigger, never from here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, insert, select, update
from sqlalchemy.orm import contains_eager

from models.order import OrderLine
from models.product import Variant
from models.reservation import Reservation, ReservationStatus
from models.stock import ONCE_ALIVE, MovementKind, StockMovement, StockUnit, UnitStatus
from repositories.base import Repository

PIECE = 500
UNIT_COLUMNS = (*("variant_id", "sealed", "digest", "status", "created_at", "batch_id", "file_id"),)


class StockRepository(Repository):
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
        return all(variant.available >= quantity for variant, quantity in rows)

    async def left_for(self, order_id: int) -> Sequence[tuple[str, int, int]]:
        """(title, ordered, free now) of each line."""
        query = (
            select(OrderLine.title, OrderLine.quantity, Variant)
            .join(Variant, Variant.id == OrderLine.variant_id)
            .where(OrderLine.order_id == order_id)
            .order_by(OrderLine.id)
        )
        rows = await self._session.execute(query)
        return [(title, quantity, variant.available) for title, quantity, variant in rows]

    async def wanted_by(self, order_id: int) -> Sequence[tuple[int, Variant]]:
        """(quantity, variant with its product as they are now) of each line."""
        query = (
            select(OrderLine.quantity, Variant)
            .join(Variant, Variant.id == OrderLine.variant_id)
            .join(Variant.product)
            .options(contains_eager(Variant.product))
            .where(OrderLine.order_id == order_id)
        )
        return [(row[0], row[1]) for row in await self._session.execute(query)]

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

    async def assign_units(self, line: OrderLine) -> int:
        """Sell units to an order line, oldest first; the number found."""
        free = (
            select(StockUnit.id)
            .where(
                StockUnit.variant_id == line.variant_id, StockUnit.status == UnitStatus.AVAILABLE
            )
            .order_by(StockUnit.id)
            .limit(line.quantity)
            .with_for_update(skip_locked=True)
        )
        units = (await self._session.scalars(free)).all()
        rows = [
            {"id": unit, "status": UnitStatus.SOLD, "order_line_id": line.id, "slot": slot}
            for slot, unit in enumerate(units)
        ]
        if rows:
            await self._session.execute(update(StockUnit), rows)
        return len(rows)

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
            query = select(StockUnit.digest).where(StockUnit.digest.in_(piece), ONCE_ALIVE)
            found.update(await self._session.scalars(query))
        return found

    async def take_off(self, unit_ids: Sequence[int]) -> int:
        """No longer for sale, if they still were; how many must stay, since orders hold them."""
        return sum([await self._held_after(unit) for unit in unit_ids])

    async def _held_after(self, unit_id: int) -> bool:
        free = exists().where(
            Variant.id == StockUnit.variant_id,
            Variant.stock_quantity > Variant.reserved_quantity,
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
