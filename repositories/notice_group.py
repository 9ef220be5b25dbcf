"""Questions about the groups that hear of what happens in the shop."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from models.notice import Destination
from models.notice_group import MOST_GROUPS, Mute, NoticeGroup
from models.outbox import PENDING, OutboxMessage
from models.post import Post
from repositories.base import Repository
from repositories.noticed import Manner

PLACES = range(1, MOST_GROUPS + 1)


class NoticeGroupRepository(Repository):
    async def all(self) -> Sequence[NoticeGroup]:
        return (await self._session.scalars(select(NoticeGroup).order_by(NoticeGroup.id))).all()

    async def at(self, chat_id: int) -> NoticeGroup | None:
        query = select(NoticeGroup).where(NoticeGroup.chat_id == chat_id)
        return await self._session.scalar(query)

    async def hearing(self, manner: Manner) -> Sequence[int]:
        """The chats that can be written to; none where nobody chose what groups hear of."""
        if not any(to == Destination.GROUP for _, to in manner.told):
            return ()
        query = select(NoticeGroup.chat_id).where(NoticeGroup.why.is_(None))
        return (await self._session.scalars(query.order_by(NoticeGroup.id))).all()

    async def put(self, chat_id: int, thread_id: int | None, title: str, language: str) -> bool:
        """Instead of what was known of that chat; False: there is no place left."""
        await self.in_turn("notice groups")
        known = {row.chat_id: row.id for row in await self.all()}
        free = [place for place in PLACES if place not in known.values()]
        place = known.get(chat_id) or next(iter(free), None)
        if place is None:
            return False
        values = {"thread_id": thread_id, "title": title, "language": language, "why": None}
        insert = self._insert(NoticeGroup).values({"id": place, "chat_id": chat_id} | values)
        await self._session.execute(
            insert.on_conflict_do_update(index_elements=["id"], set_=values)
        )
        return True

    async def remove(self, chat_id: int) -> str | None:
        """What it was called; None: it was none."""
        gone = delete(NoticeGroup).where(NoticeGroup.chat_id == chat_id)
        return await self._session.scalar(gone.returning(NoticeGroup.title))

    async def mute(self, chat_id: int, why: Mute) -> str | None:
        """What it is called; None: that was known, or it is none any more."""
        silent = (
            update(NoticeGroup)
            .where(NoticeGroup.chat_id == chat_id, NoticeGroup.why.is_(None))
            .values(why=why)
        )
        return await self._session.scalar(silent.returning(NoticeGroup.title))

    async def unmute(self, chat_id: int, why: Mute) -> str | None:
        """Of who is silent for that reason."""
        again = (
            update(NoticeGroup)
            .where(NoticeGroup.chat_id == chat_id, NoticeGroup.why == why)
            .values(why=None)
        )
        return await self._session.scalar(again.returning(NoticeGroup.title))

    async def to_general(self, chat_id: int, thread_id: int) -> None:
        """That topic is not there any more."""
        there = (NoticeGroup.chat_id == chat_id, NoticeGroup.thread_id == thread_id)
        await self._session.execute(update(NoticeGroup).where(*there).values(thread_id=None))

    async def follow(self, old: int, new: int) -> bool:
        """The group has another number, and so has what waits for it, and what it was told of; it
        had no topics before. What was chosen for the new number meanwhile stays.
        """
        await self.in_turn("notice groups")
        if await self.at(old) is None:
            return False
        if await self.at(new):
            await self.remove(old)
        values = {"chat_id": new, "thread_id": None}
        await self._session.execute(
            update(NoticeGroup).where(NoticeGroup.chat_id == old).values(**values)
        )
        known = select(Post.subject).where(Post.chat_id == new)
        told = (Post.chat_id == old, Post.subject.not_in(known))
        await self._session.execute(update(Post).where(*told).values(chat_id=new))
        waits = (OutboxMessage.chat_id == old, PENDING)
        await self._session.execute(update(OutboxMessage).where(*waits).values(chat_id=new))
        return True
