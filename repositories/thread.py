"""Questions about what customers wait for, and who sees to it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased

from models.support import WAITING, Thread, ThreadState
from models.talk import Direction, Talk
from models.user import User
from repositories.base import Repository

Waits = tuple[int, str, str | None, datetime]
"""(id, name, who took it, since when) of somebody who waits."""


class ThreadRepository(Repository):
    async def find(self, user_id: int) -> Thread | None:
        return await self._session.get(Thread, user_id)

    async def lock(self, user_id: int, now: datetime) -> Thread:
        """Somebody's, begun as one where nobody waits; one at a time changes it."""
        begun = {"user_id": user_id, "state": ThreadState.ANSWERED, "since": now}
        await self._session.execute(
            self._insert(Thread).values(begun).on_conflict_do_nothing(index_elements=["user_id"])
        )
        query = select(Thread).where(Thread.user_id == user_id).with_for_update()
        return (await self._session.scalars(query.execution_options(populate_existing=True))).one()

    async def hold(self, user_id: int, seen: int | None, by: int | None, now: datetime) -> bool:
        """Hand an open one from `seen` to `by`, None for nobody; False: it is otherwise by now."""
        taken = Thread.taken_by.is_(None) if seen is None else Thread.taken_by == seen
        done = await self._session.execute(
            update(Thread)
            .where(Thread.user_id == user_id, Thread.state == ThreadState.OPEN, taken)
            .values(taken_by=by, taken_at=None if by is None else now)
            .returning(Thread.user_id)
        )
        return bool(done.all())

    async def holder(self, user_id: int) -> int | None:
        """Who sees to it."""
        query = select(Thread.taken_by).where(Thread.user_id == user_id)
        return await self._session.scalar(query)

    async def drop_of(self, taker: int) -> Sequence[int]:
        """They see to nothing any more; whose questions they did see to."""
        let_go = update(Thread).where(Thread.taken_by == taker)
        gone = let_go.values(taken_by=None, taken_at=None).returning(Thread.user_id)
        return (await self._session.scalars(gone)).all()

    async def takers(self) -> Sequence[int]:
        """Whoever sees to anything: people of the shop, who are few."""
        query = select(Thread.taken_by).where(Thread.taken_by.is_not(None)).distinct()
        return [taker for taker in await self._session.scalars(query) if taker]

    async def waiting(self, limit: int) -> Sequence[Waits]:
        """The longest waiting first."""
        taker = aliased(User)
        query = (
            select(Thread.user_id, User.name, taker.name, Thread.since)
            .join(User, User.id == Thread.user_id)
            .outerjoin(taker, taker.id == Thread.taken_by)
            .where(WAITING)
            .order_by(Thread.since, Thread.user_id)
        )
        rows = await self._session.execute(query.limit(limit))
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    async def count(self, most: int) -> int:
        """How many wait; of more than `most` so many."""
        first = select(Thread.user_id).where(WAITING).limit(most).subquery()
        return await self._session.scalar(select(func.count()).select_from(first)) or 0

    async def said(self, user_id: int, offset: int, limit: int) -> Sequence[Talk]:
        """What was written, the newest first."""
        query = select(Talk).where(Talk.user_id == user_id).order_by(Talk.at.desc(), Talk.id.desc())
        return (await self._session.scalars(query.offset(offset).limit(limit))).all()

    async def one(self, talk_id: int) -> Talk | None:
        return await self._session.get(Talk, talk_id)

    async def newest(self, user_id: int) -> int:
        """The number of the newest question, by whatever clock; 0 when nobody remembers one."""
        query = select(func.max(Talk.id)).where(
            Talk.user_id == user_id, Talk.direction == Direction.QUESTION
        )
        return await self._session.scalar(query) or 0

    async def settle(self, user_id: int, upto: int, now: datetime) -> None:
        """Their questions up to that one need no answer."""
        which = (
            Talk.user_id == user_id,
            Talk.direction == Direction.QUESTION,
            Talk.settled_at.is_(None),
            Talk.id <= upto,
        )
        await self._session.execute(update(Talk).where(*which).values(settled_at=now))
