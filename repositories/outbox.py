"""Questions about messages that wait to be delivered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.outbox import PENDING, OutboxMessage, OutboxStatus
from repositories.base import Repository

Row = dict[str, Any]
"""A message by column: every column that has no default."""


class OutboxRepository(Repository):
    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session)
        self._queued: list[Row] = []

    def add(self, rows: Sequence[Row]) -> None:
        """Queue messages; they are written together when the work is done.

        One whose dedup key was queued before is left out.
        """
        self._queued += rows

    async def write(self) -> None:
        """Insert what was queued: one statement, compiled once."""
        if self._queued:
            insert = self._insert(OutboxMessage.__table__)
            once = insert.on_conflict_do_nothing(index_elements=["dedup_key"])
            await self._session.execute(once, self._queued)
            self._queued = []

    async def claim(self, now: datetime, until: datetime, limit: int) -> Sequence[OutboxMessage]:
        """Lease due messages until `until`, the most important first.

        A message waits while an earlier one to the same chat is being retried or sent.
        """
        due = (
            select(OutboxMessage.id)
            .where(*_claimable(now), ~_blocked(now))
            .order_by(OutboxMessage.importance, OutboxMessage.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claim = (
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(due))
            .values(leased_until=until)
            .returning(OutboxMessage)
        )
        return sorted((await self._session.scalars(claim)).all(), key=lambda m: m.id)

    async def mark(self, outbox_id: int, status: OutboxStatus, **values: object) -> None:
        await self._session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == outbox_id)
            .values(status=status, leased_until=None, **values)
        )

    async def retry(self, outbox_id: int, at: datetime, error: str, *, counts: bool) -> None:
        """Try again at `at`; a rate limit is not an attempt (`counts=False`)."""
        await self._session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == outbox_id)
            .values(
                due_at=at,
                leased_until=None,
                error=error,
                attempts=OutboxMessage.attempts + int(counts),
            )
        )

    async def free_all(self) -> None:
        """End every lease: whoever held them is gone."""
        await self._session.execute(update(OutboxMessage).where(PENDING).values(leased_until=None))

    async def free(self, message_ids: Sequence[int]) -> None:
        """Give leases back untried."""
        await self._session.execute(
            update(OutboxMessage).where(OutboxMessage.id.in_(message_ids)).values(leased_until=None)
        )

    async def revive(self, chat_id: int, now: datetime) -> None:
        """Send again what could not be delivered to somebody who is back."""
        await self._session.execute(
            update(OutboxMessage)
            .where(
                OutboxMessage.chat_id == chat_id,
                OutboxMessage.status == OutboxStatus.UNDELIVERABLE,
            )
            .values(status=OutboxStatus.PENDING, due_at=now, attempts=0, error=None)
        )

    async def all(self) -> Sequence[OutboxMessage]:
        query = select(OutboxMessage).order_by(OutboxMessage.id)
        return (await self._session.scalars(query)).all()

    async def next_due(self, now: datetime) -> datetime | None:
        """When something can be claimed next: a message falls due, or a lease ends."""
        free_at = func.coalesce(OutboxMessage.leased_until, OutboxMessage.due_at)
        query = select(free_at).where(OutboxMessage.status == OutboxStatus.PENDING, ~_blocked(now))
        return await self._session.scalar(query.order_by(free_at).limit(1))


def _claimable(now: datetime) -> tuple[ColumnElement[bool], ...]:
    free = OutboxMessage.leased_until.is_(None) | (OutboxMessage.leased_until <= now)
    return (OutboxMessage.status == OutboxStatus.PENDING, OutboxMessage.due_at <= now, free)


def _blocked(now: datetime) -> ColumnElement[bool]:
    """An earlier message to the same chat is on its way or waits for its retry."""
    earlier = aliased(OutboxMessage)
    waits = earlier.error.is_not(None) & (earlier.due_at > now)
    return exists().where(
        earlier.chat_id == OutboxMessage.chat_id,
        earlier.id < OutboxMessage.id,
        earlier.status == OutboxStatus.PENDING,
        waits | (earlier.leased_until > now),
    )
