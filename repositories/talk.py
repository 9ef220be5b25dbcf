"""Questions about messages between customers and the shop."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, case, cast, delete, exists, func, select, update

from models.talk import Direction, Talk
from models.user import User
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

    async def answered_since(self, user_id: int, after: datetime) -> bool:
        """Whether the shop wrote to this person."""
        where = (Talk.user_id == user_id, Talk.at > after, Talk.direction == Direction.ANSWER)
        return bool(await self._session.scalar(select(exists(select(Talk.id).where(*where)))))

    async def unanswered(self, limit: int) -> Sequence[tuple[int, str]]:
        """(id, name) of who wrote to the shop and has no answer since, the longest waiting first;
        of what is remembered.
        """
        asked = func.max(case((Talk.direction == Direction.QUESTION, Talk.id)))
        answered = func.max(case((Talk.direction == Direction.ANSWER, Talk.id)))
        query = (
            select(Talk.user_id, User.name)
            .join(User, User.id == Talk.user_id)
            .group_by(Talk.user_id, User.name)
            .having(asked > func.coalesce(answered, 0))
            .order_by(asked)
        )
        rows = await self._session.execute(query.limit(limit))
        return [(row[0], row[1]) for row in rows]

    async def of_album(self, user_id: int, album: str) -> int:
        query = select(func.count()).select_from(Talk)
        return (
            await self._session.scalar(query.where(Talk.user_id == user_id, Talk.album == album))
            or 0
        )

    async def count_edit(self, talk_id: int) -> None:
        await self._session.execute(
            update(Talk).where(Talk.id == talk_id).values(edits=Talk.edits + 1)
        )

    async def prune(self, before: datetime, limit: int) -> None:
        """Forget the oldest; Telegram keeps what was said."""
        old = select(Talk.id).where(Talk.at < before).order_by(Talk.at).limit(limit)
        await self._session.execute(delete(Talk).where(Talk.id.in_(old)))
