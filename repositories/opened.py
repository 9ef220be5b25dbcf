"""Questions about cards and lists that admins have open, and what is queued when orders change."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.opened import (
    FOLLOWED,
    LIST_PACE,
    LIST_PLACE,
    LISTS_FOLLOWED,
    MOST_OPENED,
    REDRAW,
    Opened,
)
from models.order import Order
from models.outbox import Importance
from repositories.base import Repository
from repositories.outbox import Row


class OpenedRepository(Repository):
    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session)
        self.touched: dict[int, datetime] = {}

    def touch(self, order_id: int, now: datetime) -> None:
        """Something that its card shows may be different now."""
        self.touched[order_id] = now

    async def find(self, chat_id: int, message_id: int) -> Opened | None:
        return await self._session.scalar(select(Opened).where(*_at(chat_id, message_id)))

    async def put(self, row: Opened) -> None:
        """In the place of what the message showed, of an earlier card of the order or list of the
        chat, or of the card that was shown first.
        """
        query = select(Opened).where(Opened.chat_id == row.chat_id).order_by(Opened.id)
        held = (await self._session.scalars(query.with_for_update())).all()
        gone = [o for o in held if row.order_id == o.order_id or row.message_id == o.message_id]
        places = {LIST_PLACE} if row.order_id is None else set(range(MOST_OPENED))
        free = places - {o.place for o in held if o not in gone}
        if not free:
            cards = [o for o in held if o.place in places]
            gone = [*gone, oldest := min(cards, key=lambda o: (o.shown_at, o.id))]
            free = {oldest.place}
        await self._session.execute(delete(Opened).where(Opened.id.in_([o.id for o in gone])))
        row.place = min(free)
        self._session.add(row)
        await self._session.flush()

    async def begin(self, chat_id: int, message_id: int) -> Opened | None:
        """From here on another change queues another message."""
        begun = update(Opened).where(*_at(chat_id, message_id)).values(waits=False)
        return await self._session.scalar(begun.returning(Opened))

    async def drawn(self, chat_id: int, message_id: int, drawn: str) -> None:
        done = update(Opened).where(*_at(chat_id, message_id)).values(drawn=drawn)
        await self._session.execute(done)

    async def forget(self, chat_id: int, message_id: int) -> None:
        await self._session.execute(delete(Opened).where(*_at(chat_id, message_id)))

    async def prune(self, before: datetime) -> None:
        """At most a few per admin, whatever the shop has sold."""
        await self._session.execute(delete(Opened).where(Opened.shown_at < before))

    async def follow(self, orders: Sequence[int], now: datetime) -> list[Row]:
        """A message for each card of these orders' customers and each list, unless one waits for it
        already. Who does not see this change yet waits with drawing until it is committed.
        """
        theirs = Opened.customer_id.in_(select(Order.user_id).where(Order.id.in_(orders)))
        lists = (Opened.place == LIST_PLACE) & (Opened.shown_at > now - LISTS_FOLLOWED)
        open_ = (theirs & (Opened.shown_at > now - FOLLOWED)) | lists
        in_turn = select(Opened.id).where(open_).order_by(Opened.id).with_for_update()
        queued = (
            update(Opened)
            .where(Opened.id.in_(in_turn), Opened.waits.in_([False]))
            .values(waits=True)
        )
        columns = (Opened.chat_id, Opened.order_id, Opened.message_id)
        rows = await self._session.execute(
            queued.returning(*columns), execution_options={"synchronize_session": False}
        )
        return [_letter(*row, now) for row in rows]


def _at(chat_id: int, message_id: int) -> tuple[ColumnElement[bool], ...]:
    return Opened.chat_id == chat_id, Opened.message_id == message_id


def _letter(chat_id: int, order_id: int | None, message_id: int, now: datetime) -> Row:
    """Behind everything that is news; a list's takes what follows within moments along."""
    of = order_id or "list"
    return {
        "dedup_key": f"{REDRAW}:{of}:{message_id}:{chat_id}:{secrets.token_hex(8)}",
        "event": REDRAW,
        "chat_id": chat_id,
        "order_id": order_id,
        "args": {"message_id": str(message_id)},
        "importance": Importance.BACKGROUND,
        "due_at": now if order_id else now + LIST_PACE,
        "created_at": now,
    }
