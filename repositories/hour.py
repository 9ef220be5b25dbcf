"""Stored times, and those among them that lie in the future because a clock was wrong."""

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, func, select, text

from models.base import EPOCH, MILLISECOND
from models.vault import Heartbeat
from repositories.base import Repository

SLACK = timedelta(seconds=1)
"""Readings that differ by less are of the same clock."""
LONGEST_PAUSE = timedelta(days=1)
"""Between two looks at an address."""
HELD_LONGER = timedelta(hours=1)
"""By how much a wrong clock may lengthen what a customer was promised."""
LONGEST_RETRY = timedelta(seconds=300)
"""Until a message that could not be sent is tried again."""
INVOICES = """
    UPDATE invoices SET scanned_at = NULL, next_scan_at = :now
    WHERE next_scan_at IS NOT NULL AND (scanned_at > :soon OR next_scan_at > :pause)"""
ALL_INVOICES = """
    UPDATE invoices SET next_scan_at = :now,
        scanned_at = CASE WHEN scanned_at > :soon THEN NULL ELSE scanned_at END
    WHERE next_scan_at > :soon"""
ORDERS = """
    UPDATE orders SET expires_at = expires_at - created_at + :now,
        rate_until = rate_until - created_at + :now, created_at = :now
    WHERE status = 'created' AND created_at > :soon"""
RESERVATIONS = """
    UPDATE reservations
    SET expires_at = (SELECT expires_at FROM orders WHERE orders.id = order_id)
    WHERE status = 'held' AND order_id IN (
        SELECT id FROM orders WHERE status = 'created' AND created_at = :now)"""
ENDED_TOO_EARLY = """
    UPDATE invoices SET next_scan_at = :now
    WHERE next_scan_at IS NULL
        AND order_id IN (SELECT id FROM orders WHERE expires_at > :watched)"""
WRITTEN_LATER = """
    UPDATE outbox SET due_at = due_at - created_at + :now, created_at = :now
    WHERE status = 'pending' AND created_at > :soon"""
RETRIED_LATER = """
    UPDATE outbox SET due_at = :now
    WHERE status = 'pending' AND error IS NOT NULL AND due_at > :retry"""
LONGEST_LEASE = timedelta(minutes=10)
LEASED_LONGER = """
    UPDATE outbox SET leased_until = NULL
    WHERE status = 'pending' AND leased_until > :lease"""


class HourRepository(Repository):
    async def last_known(self) -> datetime | None:
        """When the shop was last seen alive, by the clock it had then."""
        return await self._session.scalar(select(func.max(Heartbeat.at)))

    async def heal_invoices(self, now: datetime) -> int:
        """Addresses whose last look lies in the future are due now; how many."""
        return await self._heal(
            INVOICES, now=now, soon=now + SLACK, pause=now + LONGEST_PAUSE + SLACK
        )

    async def look_at_all(self, now: datetime) -> int:
        """Every watched address is due now: nobody knows which of them had to wait; how many."""
        return await self._heal(ALL_INVOICES, now=now, soon=now + SLACK)

    async def heal_orders(self, now: datetime) -> int:
        """Open orders that were placed far in the future end as long after now; how many."""
        healed = await self._heal(ORDERS, now=now, soon=now + HELD_LONGER)
        if healed:
            await self._heal(RESERVATIONS, now=now)
        return healed

    async def watch_again(self, now: datetime, watched: timedelta) -> int:
        """Addresses that a wrong clock took for old are watched again; how many."""
        return await self._heal(ENDED_TOO_EARLY, now=now, watched=now - watched)

    async def heal_outbox(self, now: datetime) -> int:
        """Messages keep their distance to the moment they were written; how many were too late."""
        healed = await self._heal(WRITTEN_LATER, now=now, soon=now + SLACK)
        healed += await self._heal(RETRIED_LATER, now=now, retry=now + LONGEST_RETRY + SLACK)
        return healed + await self._heal(LEASED_LONGER, lease=now + LONGEST_LEASE)

    async def _heal(self, statement: str, **times: datetime) -> int:
        values = {name: (time - EPOCH) // MILLISECOND for name, time in times.items()}
        result = await self._session.execute(text(statement), values)
        assert isinstance(result, CursorResult)  # noqa: S101 - an UPDATE has no rows
        return result.rowcount
