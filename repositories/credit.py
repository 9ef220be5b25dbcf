"""Questions about store credit."""

from sqlalchemy import func, select

from models.credit import CreditEntry, CreditReason
from repositories.base import Repository

UNDECIDED = (
    CreditReason.OVERPAID,
    CreditReason.LATE,
    CreditReason.HONOURED,
    CreditReason.REFUNDED,
)


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

    async def from_order(self, order_id: int) -> int:
        """Minor units that too much or too late money for an order brought, less what was decided
        on since.
        """
        query = select(func.coalesce(func.sum(CreditEntry.amount), 0)).where(
            CreditEntry.order_id == order_id, CreditEntry.reason.in_(UNDECIDED)
        )
        return int(await self._session.scalar(query) or 0)
