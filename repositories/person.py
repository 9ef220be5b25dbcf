"""Questions about one person: whether they are banned, what is noted of them, what ran out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from models.order import LET_GO, Order
from models.person import MOST_NOTES, MOST_TAGS, PersonNote, PersonTag, Tag
from models.user import User
from repositories.base import Repository


class PersonRepository(Repository):
    async def timeouts(self, user_id: int, limit: int) -> list[tuple[str, datetime]]:
        """(code, when) of somebody's orders whose time ran out, the newest first."""
        query = select(Order.code, Order.timed_out_at).where(Order.user_id == user_id, LET_GO)
        query = query.where(Order.timed_out_at.is_not(None)).order_by(Order.closed_at.desc())
        rows = await self._session.execute(query.limit(limit))
        return [(code, at) for code, at in rows if at is not None]

    async def last_order(self, user_id: int) -> datetime | None:
        """When somebody placed their newest."""
        query = select(Order.created_at).where(Order.user_id == user_id)
        return await self._session.scalar(query.order_by(Order.id.desc()).limit(1))

    async def put_ban(self, user_id: int, at: datetime | None) -> None:
        """The audit hears of it first."""
        await self._session.flush()
        values: dict[str, Any] = {"banned_at": at, "ban_told_at": None}
        await self._session.execute(update(User).where(User.id == user_id).values(**values))

    async def told_of_ban(self, user_id: int, at: datetime) -> bool:
        """False: they heard of it before, or are not banned any more."""
        of = (User.id == user_id, User.banned_at.is_not(None), User.ban_told_at.is_(None))
        change = update(User).where(*of).values(ban_told_at=at).returning(User.id)
        return bool((await self._session.execute(change)).all())

    async def notes(self, user_id: int) -> Sequence[PersonNote]:
        """The newest first."""
        query = select(PersonNote).where(PersonNote.user_id == user_id)
        return (
            await self._session.scalars(query.order_by(PersonNote.id.desc()).limit(MOST_NOTES))
        ).all()

    async def add_note(self, note: PersonNote) -> None:
        """The audit hears of it first."""
        await self._session.flush()
        self._session.add(note)
        await self._session.flush()

    async def drop_note(self, note: PersonNote) -> None:
        """The audit hears of it first."""
        await self._session.flush()
        await self._session.delete(note)
        await self._session.flush()

    async def tags_in_turn(self) -> None:
        """For who makes a tag, or takes away the last of one."""
        await self.in_turn("tags")

    async def tags(self) -> Sequence[Tag]:
        """All there are, by name."""
        return (await self._session.scalars(select(Tag).order_by(Tag.name).limit(MOST_TAGS))).all()

    async def tags_of(self, user_id: int) -> Sequence[Tag]:
        query = select(Tag).join(PersonTag, PersonTag.tag_id == Tag.id)
        query = query.where(PersonTag.user_id == user_id).order_by(Tag.name)
        return (await self._session.scalars(query)).all()

    async def put_tag(self, name: str) -> Tag:
        """The one of this name, made if there is none."""
        made = self._insert(Tag).values(name=name).on_conflict_do_nothing(index_elements=["name"])
        await self._session.execute(made)
        return (await self._session.scalars(select(Tag).where(Tag.name == name))).one()

    async def tag(self, user_id: int, tag_id: int) -> None:
        row = self._insert(PersonTag).values(user_id=user_id, tag_id=tag_id)
        await self._session.execute(row.on_conflict_do_nothing())

    async def untag(self, user_id: int, tag_id: int) -> None:
        """A tag that nobody has any more is gone."""
        of = (PersonTag.user_id == user_id, PersonTag.tag_id == tag_id)
        await self._session.execute(delete(PersonTag).where(*of))
        used = select(func.count()).select_from(
            select(PersonTag.user_id).where(PersonTag.tag_id == tag_id).limit(1).subquery()
        )
        if not await self._session.scalar(used):
            await self._session.execute(delete(Tag).where(Tag.id == tag_id))
