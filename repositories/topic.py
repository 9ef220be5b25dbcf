"""Questions about the admins' group and its topics."""

from sqlalchemy import delete, select, update

from models.support import AdminGroup, Lost, Topic
from repositories.base import Repository

ONE = 1


class TopicRepository(Repository):
    async def group(self, *, lock: bool = False) -> AdminGroup | None:
        query = select(AdminGroup).where(AdminGroup.id == ONE)
        if lock:
            query = query.with_for_update().execution_options(populate_existing=True)
        return await self._session.scalar(query)

    async def connected(self) -> int | None:
        """Its chat, while the shop can write there."""
        query = select(AdminGroup.chat_id).where(AdminGroup.id == ONE, AdminGroup.why.is_(None))
        return await self._session.scalar(query)

    async def connect(self, chat_id: int, language: str) -> None:
        """Instead of whatever group it was before; topics of another one are forgotten."""
        await self._session.execute(delete(Topic).where(Topic.chat_id != chat_id))
        values = {"chat_id": chat_id, "language": language, "why": None}
        insert = self._insert(AdminGroup).values({"id": ONE} | values)
        await self._session.execute(
            insert.on_conflict_do_update(index_elements=["id"], set_=values)
        )

    async def disconnect(self, chat_id: int) -> bool:
        """False: it is another one by now, or none."""
        gone = await self._session.execute(
            delete(AdminGroup).where(AdminGroup.chat_id == chat_id).returning(AdminGroup.id)
        )
        if not gone.all():
            return False
        await self._session.execute(delete(Topic))
        return True

    async def lose(self, chat_id: int, why: Lost) -> bool:
        """False: that was known, or it is not the group any more."""
        done = await self._session.execute(
            update(AdminGroup)
            .where(AdminGroup.chat_id == chat_id, AdminGroup.why.is_(None))
            .values(why=why)
            .returning(AdminGroup.id)
        )
        return bool(done.all())

    async def regain(self, chat_id: int) -> bool:
        done = await self._session.execute(
            update(AdminGroup)
            .where(AdminGroup.chat_id == chat_id, AdminGroup.why.is_not(None))
            .values(why=None)
            .returning(AdminGroup.id)
        )
        return bool(done.all())

    async def follow(self, old: int, new: int) -> bool:
        """The group has another number; its topics begin anew."""
        done = await self._session.execute(
            update(AdminGroup)
            .where(AdminGroup.chat_id == old)
            .values(chat_id=new)
            .returning(AdminGroup.id)
        )
        if not done.all():
            return False
        await self._session.execute(delete(Topic).where(Topic.chat_id == old))
        return True

    async def of(self, user_id: int, chat_id: int) -> Topic | None:
        query = select(Topic).where(Topic.user_id == user_id, Topic.chat_id == chat_id)
        return await self._session.scalar(query)

    async def at(self, chat_id: int, thread_id: int) -> Topic | None:
        query = select(Topic).where(Topic.chat_id == chat_id, Topic.thread_id == thread_id)
        return await self._session.scalar(query)

    async def put(self, topic: Topic) -> None:
        """Instead of the one they had: it was deleted."""
        await self._session.execute(delete(Topic).where(Topic.user_id == topic.user_id))
        self._session.add(topic)
        await self._session.flush()

    async def panel(self, user_id: int, thread_id: int, panel_id: int) -> None:
        await self._session.execute(
            update(Topic)
            .where(Topic.user_id == user_id, Topic.thread_id == thread_id)
            .values(panel_id=panel_id)
        )

    async def forget(self, user_id: int, thread_id: int) -> None:
        await self._session.execute(
            delete(Topic).where(Topic.user_id == user_id, Topic.thread_id == thread_id)
        )
