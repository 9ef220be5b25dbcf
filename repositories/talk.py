"""Questions about messages between customers and the shop."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, cast, delete, exists, func, or_, select, update

from models.talk import Direction, Talk
from repositories.base import Repository


class TalkRepository(Repository):
    async def find(self, chat_id: int, message_id: int, written_at: datetime) -> Talk | None:
        query = select(Talk).where(
            Talk.chat_id == chat_id,
            Talk.message_id == message_id,
            Talk.written_at == written_at,
        )
        return await self._session.scalar(query)

    async def add(self, talk: Talk) -> None:
        self._session.add(talk)
        await self._session.flush()

    async def asked_since(self, user_id: int, after: datetime) -> Sequence[datetime]:
        """When this person's questions came, the oldest first; an album is one."""
        name = func.coalesce(Talk.album, cast(Talk.id, Text))
        first = func.min(Talk.at)
        query = (
            select(first)
            .where(Talk.user_id == user_id, Talk.at > after, Talk.direction == Direction.QUESTION)
            .group_by(name)
            .order_by(first)
        )
        return (await self._session.scalars(query)).all()

    async def handed_since(self, user_id: int, after: datetime) -> list[datetime]:
        """When messages of this person, and changes of them, were handed on, the oldest first.

        All changes of a message count as made with the last one.
        """
        query = select(Talk.at, Talk.edited_at, Talk.edits).where(
            Talk.user_id == user_id,
            Talk.direction == Direction.QUESTION,
            or_(Talk.at > after, Talk.edited_at > after),
        )
        times: list[datetime] = []
        for at, edited_at, edits in await self._session.execute(query):
            times += [at] if at > after else []
            times += [edited_at] * edits if edited_at and edited_at > after else []
        return sorted(times)

    async def answered_album(self, chat_id: int, album: str) -> tuple[int, int] | None:
        """(customer, how many) of the pictures of an admin's album that were handed on."""
        query = select(Talk.user_id, func.count()).where(
            Talk.chat_id == chat_id, Talk.album == album, Talk.direction == Direction.ANSWER
        )
        row = (await self._session.execute(query.group_by(Talk.user_id).limit(1))).first()
        return (row[0], row[1]) if row else None

    async def waiting(self, user_id: int, most: int) -> list[int]:
        """The numbers of the newest messages of somebody that wait for an answer, in order."""
        answered = select(func.coalesce(func.max(Talk.id), 0)).where(
            Talk.user_id == user_id, Talk.direction == Direction.ANSWER
        )
        query = select(Talk.message_id).where(
            Talk.user_id == user_id,
            Talk.direction == Direction.QUESTION,
            Talk.settled_at.is_(None),
            Talk.id > answered.scalar_subquery(),
        )
        newest = await self._session.scalars(query.order_by(Talk.id.desc()).limit(most))
        return list(newest.all())[::-1]

    async def number(self, user_id: int, message_id: int) -> int:
        """Of the newest question of theirs with that number; 0: there is none."""
        query = select(func.max(Talk.id)).where(
            Talk.chat_id == user_id, Talk.message_id == message_id
        )
        return await self._session.scalar(query) or 0

    async def answered_since(self, user_id: int, after: datetime) -> bool:
        """Whether the shop wrote to this person."""
        where = (Talk.user_id == user_id, Talk.at > after, Talk.direction == Direction.ANSWER)
        return bool(await self._session.scalar(select(exists(select(Talk.id).where(*where)))))

    async def of_album(self, user_id: int, album: str) -> int:
        query = select(func.count()).select_from(Talk)
        return (
            await self._session.scalar(query.where(Talk.user_id == user_id, Talk.album == album))
            or 0
        )

    async def count_edit(self, talk_id: int, now: datetime) -> None:
        await self._session.execute(
            update(Talk).where(Talk.id == talk_id).values(edits=Talk.edits + 1, edited_at=now)
        )

    async def prune(self, before: datetime, limit: int) -> None:
        """Forget the oldest; Telegram keeps what was said."""
        old = select(Talk.id).where(Talk.at < before).order_by(Talk.at).limit(limit)
        await self._session.execute(delete(Talk).where(Talk.id.in_(old)))
