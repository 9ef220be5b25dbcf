"""Beside the small shop, refills: Fay's is open, one was paid, and one was cancelled."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from models.credit import CreditEntry, CreditReason
from models.order import Order, OrderStatus
from models.user import User
from tests.db.shop import NOW, _add, _audit, _pay

FAY = 30


async def add(session: AsyncSession) -> None:
    await _add(session, User(id=FAY, name="Fay", language="en", created_at=NOW))
    given_up, paid, open_ = (_refill(number) for number in (3, 2, 1))
    await _add(session, given_up)
    given_up.status, given_up.closed_at = OrderStatus.CANCELLED, NOW
    await _audit(session, given_up.id, "order.created", "order.cancelled")
    await _add(session, paid)
    await _audit(session, paid.id, "order.created")
    await _pay(session, paid.id)
    paid.status = OrderStatus.PAID
    await session.flush()
    entry = CreditEntry(user_id=FAY, order_id=paid.id, amount=500, currency="USD")
    entry.reason, entry.dedup_key = CreditReason.REFILLED, f"refilled:{paid.id}:"
    entry.created_at = NOW
    await _add(session, entry)
    paid.status, paid.closed_at = OrderStatus.SHIPPED, NOW
    await _audit(session, paid.id, "order.shipped")
    await _add(session, open_)
    await _audit(session, open_.id, "order.created")


def _refill(number: int) -> Order:
    order = Order(code=f"FILL{number}", user_id=FAY, total=500, refill=500, currency="USD")
    order.created_at, order.expires_at = NOW, NOW + timedelta(minutes=30)
    return order
