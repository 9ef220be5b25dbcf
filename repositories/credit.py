"""Questions about store credit."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from models.credit import CreditEntry, CreditReason
from models.invoice import Invoice
from models.order import Order
from repositories.base import Repository

UNDECIDED = (
    CreditReason.OVERPAID,
    CreditReason.LATE,
    CreditReason.HONOURED,
    CreditReason.REFUNDED,
    CreditReason.WITHDRAWN,
)
FOR_COINS = (CreditReason.OVERPAID, CreditReason.LATE)


class CreditRepository(Repository):
    async def add(self, entry: CreditEntry) -> None:
        self._session.add(entry)
        await self._session.flush()

    async def balance(self, user_id: int, currency: str) -> int:
        """Minor units of `currency`."""
        query = select(func.coalesce(func.sum(CreditEntry.amount), 0)).where(
            CreditEntry.user_id == user_id, CreditEntry.currency == currency
        )
        return int(await self._session.scalar(query) or 0)

    async def given_for_coins(self, user_ids: Collection[int], since: datetime) -> dict[int, int]:
        """Minor units of goods and credit that coins brought each of these people since then."""
        credit = (
            select(CreditEntry.user_id, func.sum(CreditEntry.amount))
            .where(CreditEntry.user_id.in_(user_ids), CreditEntry.reason.in_(FOR_COINS))
            .where(CreditEntry.created_at >= since)
            .group_by(CreditEntry.user_id)
        )
        goods = (
            select(Order.user_id, func.sum(Order.total - Order.credit_used))
            .join(Invoice, Invoice.order_id == Order.id)
            .where(Order.user_id.in_(user_ids), Order.paid_at >= since, Invoice.taken != 0)
            .group_by(Order.user_id)
        )
        sums: Counter[int] = Counter()
        for query in (credit, goods):
            sums.update({user: int(amount) for user, amount in await self._session.execute(query)})
        return sums

    async def from_order(self, order_id: int) -> int:
        """Minor units that too much or too late money for an order brought, less what was decided
        on since.
        """
        query = select(func.coalesce(func.sum(CreditEntry.amount), 0)).where(
            CreditEntry.order_id == order_id, CreditEntry.reason.in_(UNDECIDED)
        )
        return int(await self._session.scalar(query) or 0)

    async def given_by_order(self, order_id: int) -> int:
        """Minor units that its coins brought as credit, whatever became of it."""
        query = select(func.coalesce(func.sum(CreditEntry.amount), 0)).where(
            CreditEntry.order_id == order_id, CreditEntry.reason.in_(FOR_COINS)
        )
        return int(await self._session.scalar(query) or 0)
