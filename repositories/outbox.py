"""Questions about messages that wait to be delivered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, bindparam, delete, exists, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models.audit import AuditEntry
from models.base import UtcDateTime
from models.notice import Told
from models.opened import REDRAW
from models.order import Order, OrderStatus
from models.outbox import CLOSED, PENDING, UNDELIVERABLE, OutboxMessage, OutboxStatus
from repositories.base import Repository
from repositories.notice_group import NoticeGroupRepository
from repositories.noticed import Circular, NoticeRepository, Row, addressees, split
from repositories.role import RoleRepository

__all__ = ["Circular", "OutboxRepository", "Row"]

HEADS = text("""
WITH RECURSIVE lane(chat_id) AS (
  SELECT min(chat_id) FROM outbox WHERE status = 'pending'
  UNION ALL
  SELECT (SELECT min(o.chat_id) FROM outbox o
          WHERE o.status = 'pending' AND o.chat_id > lane.chat_id)
  FROM lane WHERE lane.chat_id IS NOT NULL
), first AS (
  SELECT (SELECT o.id FROM outbox o
          WHERE o.status = 'pending' AND o.chat_id = lane.chat_id AND o.event <> 'erase'
            AND (o.due_at <= :now OR o.error IS NOT NULL)
          ORDER BY o.id LIMIT 1) AS id,
         (SELECT o.id FROM outbox o
          WHERE o.status = 'pending' AND o.importance < 5 AND o.chat_id = lane.chat_id
            AND o.event <> 'erase' AND (o.due_at <= :now OR o.error IS NOT NULL)
          ORDER BY o.id LIMIT 1) AS notice
  FROM lane WHERE lane.chat_id IS NOT NULL
), head AS (
  SELECT CASE WHEN notice IS NULL
                OR coalesce((SELECT o.leased_until FROM outbox o WHERE o.id = first.id), 0) > :now
              THEN first.id ELSE notice END AS id
  FROM first
)
SELECT o.id, o.chat_id FROM head JOIN outbox o ON o.id = head.id
WHERE o.status = 'pending' AND o.due_at <= :now AND coalesce(o.leased_until, 0) <= :now
ORDER BY o.importance, o.id LIMIT :most
""").bindparams(bindparam("now", type_=UtcDateTime()))
"""Of each chat the first message that is due or waits for another try, unless somebody has it;
what customers write (importance 5) only when no notice waits, and what is under way first.

Two index looks per chat: the cost follows the number of chats, not of messages. A chat's second
message is no head until its first is marked, so a chat is served in the order of writing.
"""

ERASURES = text("""
SELECT id, chat_id FROM outbox
WHERE status = 'pending' AND event = 'erase' AND due_at <= :now
  AND coalesce(leased_until, 0) <= :now
ORDER BY due_at LIMIT :most
""").bindparams(bindparam("now", type_=UtcDateTime()))
"""A key must go whatever else its chat waits for: erasures stand in no queue."""

NEXT = (
    text("""
SELECT min(at) AS at FROM (
  SELECT min(due_at) AS at FROM outbox WHERE status = 'pending' AND due_at > :now
  UNION ALL
  SELECT min(leased_until) FROM outbox WHERE status = 'pending' AND leased_until > :now
) AS moments
""")
    .bindparams(bindparam("now", type_=UtcDateTime()))
    .columns(at=UtcDateTime())
)

ONCE: dict[bool, Any] = {
    on_postgresql: dialect.insert(OutboxMessage.__table__).on_conflict_do_nothing(
        index_elements=["dedup_key"]
    )
    for on_postgresql, dialect in ((True, postgresql), (False, sqlite))
}
"""By whether it is for PostgreSQL."""
REFUSED = "delivery.failed"
"""What the audit calls goods that Telegram refused for good."""
PRUNABLE = (OutboxStatus.SENT, OutboxStatus.SKIPPED)
LIVING = Order.status.in_((OrderStatus.CREATED, OrderStatus.PAID)) | Order.needs_review.is_not(None)


class OutboxRepository(Repository):
    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session)
        self._queued: list[Row | Circular] = []

    def add(self, rows: Sequence[Row | Circular]) -> None:
        """Queue messages; they are written together when the work is done.

        One whose dedup key was queued before is left out.
        """
        self._queued += rows

    @property
    def about_orders(self) -> dict[int, datetime]:
        """Of what is queued, which orders it is about, and when that was."""
        about = [_about(queued) for queued in self._queued]
        return {order_id: at for order_id, at in about if order_id is not None}

    async def depth(self, now: datetime, most: int) -> tuple[int, int]:
        """How many wait to be sent, and how many were set aside; each up to `most`. What is meant
        for later waits for its day, and not for its turn; what was refused waits to be tried again.
        """
        late = or_(OutboxMessage.due_at <= now, OutboxMessage.error.is_not(None))
        counts = []
        for conditions in ((PENDING, late), (OutboxMessage.status == OutboxStatus.FAILED, CLOSED)):
            some = select(OutboxMessage.id).where(*conditions).limit(most).subquery()
            counts.append(await self._session.scalar(select(func.count()).select_from(some)) or 0)
        return counts[0], counts[1]

    async def write(self) -> None:
        """Insert what was queued: one statement, compiled once."""
        if self._queued:
            if rows := await self._addressed():
                await self._session.execute(ONCE[self._on_postgresql], rows)
            self._queued = []

    async def _addressed(self) -> list[Row]:
        """In the order in which they were queued; who works for the shop is asked once."""
        rows, held = list[Row](), list[Row]()
        if not any(isinstance(queued, Circular) for queued in self._queued):
            return [queued for queued in self._queued if not isinstance(queued, Circular)]
        notices = NoticeRepository(self._session)
        grants, manner = await RoleRepository(self._session).all(), await notices.manner()
        groups = await NoticeGroupRepository(self._session).hearing(manner)
        for queued in self._queued:
            if isinstance(queued, Circular):
                found = split(queued, grants, manner, groups)
                rows += found.rows
                held += found.held
            else:
                rows.append(queued)
        if held:
            await notices.hold(held)
        return rows

    async def hearers(self, circular: Circular) -> list[int]:
        """Who is told of it at once."""
        grants = await RoleRepository(self._session).all()
        manner = await NoticeRepository(self._session).manner()
        return [chat for chat, told in addressees(circular, grants, manner) if told is Told.NOW]

    async def ready(self, now: datetime, most: int) -> list[tuple[int, int]]:
        """(message, chat) that can be sent now: due erasures, then one per chat by importance."""
        found: list[tuple[int, int]] = []
        for query in (ERASURES, HEADS):
            rows = await self._session.execute(query, {"now": now, "most": most})
            found += [(row.id, row.chat_id) for row in rows]
        return found

    async def lease(
        self, ids: Sequence[int], now: datetime, until: datetime
    ) -> Sequence[OutboxMessage]:
        """Take what nobody else holds. The token is new: an earlier holder marks nothing more."""
        free = OutboxMessage.leased_until.is_(None) | (OutboxMessage.leased_until <= now)
        claim = (
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(ids), PENDING, OutboxMessage.due_at <= now, free)
            .values(leased_until=until, token=OutboxMessage.token + 1)
            .returning(OutboxMessage)
        )
        found = (await self._session.scalars(claim)).all()
        return sorted(found, key=lambda message: (message.importance, message.id))

    async def renew(self, held: OutboxMessage, until: datetime) -> bool:
        """False: the lease has passed to somebody else."""
        return await self._change(held, leased_until=until)

    async def mark(self, held: OutboxMessage, status: OutboxStatus, **values: object) -> bool:
        """False, and nothing happens, when the lease has passed to somebody else."""
        return await self._change(held, status=status, leased_until=None, **values)

    async def retry(self, held: OutboxMessage, at: datetime, error: str, **values: object) -> bool:
        return await self._change(held, due_at=at, leased_until=None, error=error, **values)

    async def go_on(self, held: OutboxMessage, now: datetime, args: dict[str, str]) -> bool:
        """One of its messages is there: the next one is due, and begins its own count of tries."""
        fresh = {"attempts": 0, "defects": 0, "error": None}
        return await self._change(held, due_at=now, leased_until=None, args=args, **fresh)

    async def free(self, held: OutboxMessage) -> bool:
        """Give the lease back untried."""
        return await self._change(held, leased_until=None)

    async def _change(self, held: OutboxMessage, **values: object) -> bool:
        mine = (OutboxMessage.id == held.id, OutboxMessage.token == held.token, PENDING)
        return await self._count(update(OutboxMessage).where(*mine).values(**values)) == 1

    async def _count(self, statement: Any) -> int:
        result = cast(CursorResult[Any], await self._session.execute(statement))
        return result.rowcount

    async def revive(self, chat_id: int, now: datetime) -> None:
        """Send again what could not be delivered to somebody who is back."""
        await self._reopen((OutboxMessage.chat_id == chat_id, UNDELIVERABLE), now)

    async def reopen(self, outbox_id: int, now: datetime) -> bool:
        """Send again what was set aside."""
        failed = (OutboxMessage.id == outbox_id, OutboxMessage.status == OutboxStatus.FAILED)
        return await self._reopen(failed, now) == 1

    async def _reopen(self, which: tuple[Any, ...], now: datetime) -> int:
        fresh = {"due_at": now, "attempts": 0, "defects": 0, "error": None, "closed_at": None}
        again = update(OutboxMessage).where(*which).values(status=OutboxStatus.PENDING, **fresh)
        return await self._count(again)

    async def settle(self, outbox_id: int, now: datetime) -> bool:
        """A person saw to what was set aside."""
        failed = (OutboxMessage.id == outbox_id, OutboxMessage.status == OutboxStatus.FAILED)
        values = {"status": OutboxStatus.SKIPPED, "closed_at": now}
        return await self._count(update(OutboxMessage).where(*failed).values(**values)) == 1

    async def was_refused(self, order_id: int, event: str) -> bool:
        """Whether Telegram refused a message of this order, nobody saw to it, and neither it nor a
        later one of its kind has arrived.
        """
        refusal = select(func.max(AuditEntry.at)).where(
            AuditEntry.order_id == order_id, AuditEntry.action == REFUSED
        )
        if (at := await self._session.scalar(refusal)) is None:
            return False
        query = select(OutboxMessage.status).where(
            OutboxMessage.order_id == order_id,
            OutboxMessage.event == event,
            OutboxMessage.status != OutboxStatus.SKIPPED,
            (OutboxMessage.status == OutboxStatus.SENT) | (OutboxMessage.created_at <= at),
        )
        newest = await self._session.scalar(query.order_by(OutboxMessage.id.desc()).limit(1))
        return newest not in (None, OutboxStatus.SENT)

    async def was_queued(self, dedup_key: str) -> bool:
        query = select(OutboxMessage.id).where(OutboxMessage.dedup_key == dedup_key)
        return await self._session.scalar(query) is not None

    async def find(self, outbox_id: int) -> OutboxMessage | None:
        return await self._session.get(OutboxMessage, outbox_id)

    async def failed(
        self, most: int, since: datetime | None = None, until: datetime | None = None
    ) -> Sequence[OutboxMessage]:
        """What was set aside, in the order in which it happened."""
        failed = OutboxMessage.status == OutboxStatus.FAILED
        query = select(OutboxMessage).where(failed, CLOSED)
        if since is not None:
            query = query.where(OutboxMessage.closed_at >= since)
        if until is not None:
            query = query.where(OutboxMessage.closed_at < until)
        ordered = query.order_by(OutboxMessage.closed_at, OutboxMessage.id)
        return (await self._session.scalars(ordered.limit(most))).all()

    async def about(
        self, order_id: int, chat_id: int, up_to: int, most: int
    ) -> Sequence[OutboxMessage]:
        """The newest messages to a chat about an order, up to this one, in the order of writing."""
        theirs = (OutboxMessage.order_id == order_id, OutboxMessage.chat_id == chat_id)
        news = (OutboxMessage.id <= up_to, OutboxMessage.event != REDRAW)
        query = select(OutboxMessage).where(*theirs, *news)
        newest = await self._session.scalars(query.order_by(OutboxMessage.id.desc()).limit(most))
        return newest.all()[::-1]

    async def waiting(self, chat_id: int, most: int) -> int:
        """How many messages wait for a chat, counted up to `most`."""
        some = select(OutboxMessage.id).where(PENDING, OutboxMessage.chat_id == chat_id)
        counted = select(func.count()).select_from(some.limit(most).subquery())
        return await self._session.scalar(counted) or 0

    async def prune(self, before: datetime, most: int) -> int:
        """Delete what left the queue long ago; what is about a living order stays."""
        living = exists().where(Order.id == OutboxMessage.order_id, LIVING)
        old = (
            select(OutboxMessage.id)
            .where(OutboxMessage.status.in_(PRUNABLE), OutboxMessage.closed_at < before, ~living)
            .limit(most)
        )
        return await self._count(delete(OutboxMessage).where(OutboxMessage.id.in_(old)))

    async def all(self) -> Sequence[OutboxMessage]:
        return (await self._session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))).all()

    async def next_due(self, now: datetime) -> datetime | None:
        """When something can be claimed that cannot be now: it falls due, or a lease ends."""
        found: datetime | None = await self._session.scalar(NEXT, {"now": now})
        return found


def _about(queued: Row | Circular) -> tuple[int | None, datetime]:
    """Which order, and when."""
    if isinstance(queued, Circular):
        return queued.order_id, queued.at
    return queued["order_id"], queued["created_at"]
