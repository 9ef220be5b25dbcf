"""Questions about people."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from models.user import User
from repositories.base import Repository


class UserRepository(Repository):
    async def find(self, user_id: int) -> User | None:
        return await self._session.get(User, user_id)

    async def get(self, user_id: int) -> User:
        return await self._session.get_one(User, user_id)

    async def lock(self, user_id: int) -> User:
        """Load the user and make other transactions that lock the same user wait."""
        query = select(User).where(User.id == user_id).with_for_update()
        return (await self._session.scalars(query)).one()

    async def add(self, user: User) -> None:
        self._session.add(user)
        await self._session.flush()

    async def forgive(self, user_id: int, at: datetime) -> None:
        """What ended unpaid until now does not count any more."""
        await self._change(user_id, forgiven_at=at)

    async def expect(self, user_id: int, topic: str | None) -> None:
        await self._change(user_id, expecting=topic)

    async def speak(self, user_id: int, language: str) -> None:
        await self._change(user_id, language=language)

    async def mark_unreachable(self, user_id: int, since: datetime | None) -> None:
        await self._change(user_id, unreachable_at=since)

    async def known(self, user_ids: Sequence[int]) -> set[int]:
        """Which of these have ever talked to the bot and can be written to."""
        query = select(User.id).where(User.id.in_(user_ids), User.unreachable_at.is_(None))
        return set((await self._session.scalars(query)).all())

    async def _change(self, user_id: int, **values: object) -> None:
        await self._session.execute(update(User).where(User.id == user_id).values(**values))
