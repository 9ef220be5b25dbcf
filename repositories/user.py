"""Questions about people."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, CursorResult, bindparam, select, update

from models.user import User
from repositories.base import Repository

USERS = User.__table__.c
USER_ID: Any = bindparam("user_id", type_=BigInteger)
LOCKED = select(User).where(User.id == USER_ID).with_for_update()
AFRESH = {"populate_existing": True}
PERSON = select(*USERS).where(USERS.id == USER_ID)


class UserRepository(Repository):
    async def seen(self, user_id: int) -> User | None:
        """As they are now, for who changes nothing: each tap asks this."""
        row = (await self._session.execute(PERSON, {"user_id": user_id})).one_or_none()
        return User(**row._asdict()) if row else None

    async def find(self, user_id: int) -> User | None:
        return await self._session.get(User, user_id)

    async def get(self, user_id: int) -> User:
        return await self._session.get_one(User, user_id)

    async def lock(self, user_id: int) -> User:
        """Make other transactions that lock the same user wait; the user as they are from now on,
        whatever was read of them before.
        """
        rows = await self._session.scalars(LOCKED, {"user_id": user_id}, execution_options=AFRESH)
        return rows.one()

    async def lock_all(self, user_ids: Iterable[int]) -> None:
        """In the order of their ids."""
        query = select(User.id).where(User.id.in_(set(user_ids))).order_by(User.id)
        await self._session.execute(query.with_for_update())

    async def add(self, user: User) -> None:
        self._session.add(user)
        await self._session.flush()

    async def meet(self, user: User) -> User:
        """Somebody at first sight; who is met twice at once is made known once."""
        named = ("id", "name", "username", "language", "created_at")
        row = self._insert(User).values({name: getattr(user, name) for name in named})
        await self._session.execute(row.on_conflict_do_nothing(index_elements=["id"]))
        return await self.get(user.id)

    async def forgive(self, user_id: int, at: datetime) -> None:
        """What ended unpaid until now does not count any more."""
        await self._change(user_id, forgiven_at=at)

    async def bought(self, user_id: int, at: datetime) -> None:
        """Something was paid for: what ended unpaid before does not count, and their group is
        looked at.
        """
        await self._change(user_id, forgiven_at=at, bought_at=at)

    async def expect(self, user_id: int, topic: str | None) -> None:
        """A question that is asked anew keeps its first message; another one begins now."""
        values: dict[str, object] = {"expecting": topic}
        user = await self.find(user_id)
        if user is not None and _subject(user.expecting) != _subject(topic):
            after = None if user.heard_id is None else user.heard_id + 1
            values |= {"asked_at": user.heard_at, "asked_id": after}
        await self._change(user_id, **values)

    async def hear(self, user_id: int, at: datetime, message_id: int) -> None:
        await self._change(user_id, heard_at=at, heard_id=message_id)

    async def answered(self, user_id: int, at: datetime, message_id: int) -> None:
        """Only this message, and later ones, answer what waits."""
        await self._change(user_id, asked_at=at, asked_id=message_id)

    async def named(self, username: str) -> User | None:
        """The newest of that name, as it is spelt or in small letters."""
        query = select(User).where(User.username.in_({username, username.lower()}))
        return await self._session.scalar(query.order_by(User.created_at.desc()).limit(1))

    async def speak(self, user_id: int, language: str) -> None:
        await self._change(user_id, language=language)

    async def mark_unreachable(self, user_id: int, since: datetime) -> bool:
        """False: they were so before, or nobody knows them."""
        reached = (User.id == user_id, User.unreachable_at.is_(None))
        change = update(User).where(*reached).values(unreachable_at=since)
        result = cast(CursorResult[Any], await self._session.execute(change))
        return result.rowcount == 1

    async def known(self, user_ids: Sequence[int]) -> set[int]:
        """Which of these have ever talked to the bot and can be written to."""
        query = select(User.id).where(User.id.in_(user_ids), User.unreachable_at.is_(None))
        return set((await self._session.scalars(query)).all())

    async def _change(self, user_id: int, **values: object) -> None:
        await self._session.execute(update(User).where(User.id == user_id).values(**values))


def _subject(topic: str | None) -> str | None:
    return topic.partition(":")[0] if topic else None
