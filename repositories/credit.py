"""Questions about store credit."""

from sqlalchemy import func, select

from models.credit import CreditEntry
from repositories.base import Repository


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
