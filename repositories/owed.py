"""Questions about goods that were paid for and are not with their customers yet."""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    cast,
    exists,
    func,
    or_,
    select,
    text,
    update,
)

from models.audit import AuditEntry
from models.order import OPEN, Order, OrderLine, OrderStatus
from models.product import ProductKind, Variant
from models.reservation import Reservation, ReservationStatus
from models.stock import StockUnit, UnitStatus
from repositories.base import Repository

LYING = text("stock_units.status = 'available'")
KEPT = text("stock_units.status = 'gone'")
"""In these words, so that the indexes of what lies and what is kept are used."""


class OwedRepository(Repository):
    async def orders(self, after: int, limit: int) -> Sequence[int]:
        """Paid orders that lack a good which is there now, by number."""
        line = and_(OrderLine.order_id == Order.id, _lacks(), _is_there())
        query = select(Order.id).where(OPEN, Order.status == OrderStatus.PAID, Order.id > after)
        query = query.where(exists().where(line)).order_by(Order.id).limit(limit)
        return (await self._session.scalars(query)).all()

    async def shipped_short(self, after: int, until: int) -> Sequence[tuple[int, str]]:
        """(id, code) of orders between these numbers that count as shipped although goods were
        never sold to a place of theirs, and whoever shipped them did not say that they knew.
        """
        line = and_(OrderLine.order_id == Order.id, _lacks())
        known = exists().where(
            AuditEntry.order_id == Order.id,
            AuditEntry.action == "order.shipped",
            cast(AuditEntry.details, Text).contains('"by_hand"'),
        )
        query = select(Order.id, Order.code).where(Order.id > after, Order.id <= until)
        query = query.where(Order.status == OrderStatus.SHIPPED, exists().where(line), ~known)
        rows = await self._session.execute(query.order_by(Order.id))
        return [(row.id, row.code) for row in rows]

    async def newest(self) -> int:
        """The number of the newest order; 0 when there is none."""
        return int(await self._session.scalar(select(func.max(Order.id))) or 0)

    async def places(self, order_id: int) -> int:
        """Goods that an order's lines name and that were not sold to it yet."""
        free = select(func.sum(OrderLine.quantity - _filled()))
        free = free.where(OrderLine.order_id == order_id, OrderLine.kind == ProductKind.DIGITAL)
        return int(await self._session.scalar(free) or 0)

    async def goods_of(self, order_id: int) -> Sequence[tuple[OrderLine, int]]:
        """Its lines, and how many units of each are with the customer."""
        query = select(OrderLine, _filled())
        query = query.where(OrderLine.order_id == order_id).order_by(OrderLine.id)
        return [(row[0], int(row[1])) for row in await self._session.execute(query)]

    async def take_back(self, order_id: int, variant_id: int, pieces: int) -> int:
        """What a refunded order does not keep is for sale again; 0: somebody was first."""
        change = (
            update(Reservation)
            .where(Reservation.order_id == order_id, Reservation.variant_id == variant_id)
            .where(Reservation.status == ReservationStatus.FULFILLED, Reservation.returned == 0)
            .values(returned=pieces)
            .returning(Reservation.id)
        )
        return len((await self._session.scalars(change)).all())


def _filled() -> ColumnElement[int]:
    unit = StockUnit
    count = select(func.count()).where(
        unit.order_line_id == OrderLine.id, unit.status == UnitStatus.SOLD
    )
    return count.correlate(OrderLine).scalar_subquery()


def _lacks() -> ColumnElement[bool]:
    return and_(OrderLine.kind == ProductKind.DIGITAL, OrderLine.quantity > _filled())


def _is_there() -> ColumnElement[bool]:
    """On the shelf for certain, or kept for just this order."""
    same = StockUnit.variant_id == OrderLine.variant_id
    certain = exists().where(Variant.id == OrderLine.variant_id, Variant.doubted_at.is_(None))
    lies = exists().where(same, LYING).correlate(OrderLine)
    kept = exists().where(same, KEPT, StockUnit.kept_for == Order.id).correlate(OrderLine, Order)
    return or_(and_(certain, lies), kept)
