"""What an operator looks for: stock that is held for long, and money that nobody has settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.invoice import Invoice, Transfer
from models.order import Order, OrderLine, OrderStatus
from models.reservation import Reservation, ReservationStatus
from repositories.base import Repository


@dataclass(frozen=True, slots=True)
class HeldStock:
    """What an order holds. `seen`: base units of money for it that were seen so far."""

    order_id: int
    code: str
    status: OrderStatus
    variant_id: int
    title: str
    quantity: int
    since: datetime
    until: datetime
    seen: int


@dataclass(frozen=True, slots=True)
class OpenMoney:
    """A payment that nobody has accounted for, or an order that a person must look at."""

    code: str
    status: OrderStatus
    why: str
    asset: str
    since: datetime


class UpkeepRepository(Repository):
    async def held(self, before: datetime | None, limit: int) -> Sequence[HeldStock]:
        """The oldest first; `before`: of orders that were placed earlier than that."""
        query = (
            select(
                *(Order.id, Order.code, Order.status, Reservation.variant_id, OrderLine.title),
                *(Reservation.quantity, Order.created_at, Reservation.expires_at, Invoice.seen),
            )
            .join(Order, Order.id == Reservation.order_id)
            .join(
                OrderLine,
                (OrderLine.order_id == Order.id) & (OrderLine.variant_id == Reservation.variant_id),
            )
            .outerjoin(Invoice, Invoice.order_id == Order.id)
            .where(Reservation.status == ReservationStatus.HELD)
            .order_by(Order.id, Reservation.id)
            .limit(limit)
        )
        if before is not None:
            query = query.where(Order.created_at < before)
        rows = await self._session.execute(query)
        return [HeldStock(*row[:-1], row[-1] or 0) for row in rows]

    async def unsettled(self, before: datetime, limit: int) -> Sequence[OpenMoney]:
        """Payments first seen earlier than that, and still not accounted for."""
        query = (
            select(Order.code, Order.status, Transfer.asset, Transfer.first_seen_at)
            .join(Invoice, Invoice.id == Transfer.invoice_id)
            .join(Order, Order.id == Invoice.order_id)
            .where(
                Transfer.accounted_at.is_(None),
                Transfer.missing_since.is_(None),
                Transfer.first_seen_at < before,
            )
            .order_by(Transfer.id)
            .limit(limit)
        )
        rows = await self._session.execute(query)
        return [OpenMoney(code, status, "unsettled", asset, at) for code, status, asset, at in rows]

    async def to_review(self, before: datetime, limit: int) -> Sequence[OpenMoney]:
        """Orders that a person must look at, placed earlier than that."""
        query = (
            select(Order.code, Order.status, Order.needs_review, Order.created_at)
            .where(Order.needs_review.is_not(None), Order.created_at < before)
            .order_by(Order.id)
            .limit(limit)
        )
        rows = await self._session.execute(query)
        return [OpenMoney(code, status, why or "", "", at) for code, status, why, at in rows]
