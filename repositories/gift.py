"""Questions about credit that is on its way through a link."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from models.gift import OPEN, Gift
from repositories.base import Repository


class GiftRepository(Repository):
    async def add(self, gift: Gift) -> None:
        self._session.add(gift)
        await self._session.flush()

    async def get(self, gift_id: int) -> Gift | None:
        return await self._session.get(Gift, gift_id)

    async def lock(self, gift_id: int) -> Gift:
        """Only one of those who want to end it is first."""
        query = select(Gift).where(Gift.id == gift_id).with_for_update()
        return (await self._session.scalars(query.execution_options(populate_existing=True))).one()

    async def of_digest(self, digest: str) -> Gift | None:
        return await self._session.scalar(select(Gift).where(Gift.digest == digest))

    async def newest(self, giver_id: int, most: int) -> Sequence[Gift]:
        """The last ones that somebody made, whatever became of them."""
        query = select(Gift).where(Gift.giver_id == giver_id).order_by(Gift.number.desc())
        return (await self._session.scalars(query.limit(most))).all()

    async def open_of(self, giver_id: int, most: int) -> Sequence[Gift]:
        query = select(Gift).where(Gift.giver_id == giver_id, OPEN).limit(most)
        return sorted(await self._session.scalars(query), key=lambda gift: gift.number)

    async def has_open(self, giver_id: int) -> bool:
        query = select(Gift.id).where(Gift.giver_id == giver_id, OPEN).limit(1)
        return await self._session.scalar(query) is not None

    async def overdue(self, now: datetime, most: int) -> Sequence[Gift]:
        query = select(Gift).where(Gift.expires_at <= now, OPEN).order_by(Gift.expires_at)
        return (await self._session.scalars(query.limit(most))).all()

    async def waiting(self) -> int:
        """How many nobody has opened."""
        query = select(func.count()).select_from(Gift).where(OPEN)
        return int(await self._session.scalar(query) or 0)
