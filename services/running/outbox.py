"""The queue of messages: leasing, marking, retrying. Sending is the notifier's business."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from db import UnitOfWorkFactory
from models.outbox import OutboxMessage, OutboxStatus
from utils.clock import Clock

LEASE = timedelta(seconds=60)
BATCH = 60
BACKOFF = (1, 2, 5, 10, 30, 60, 120, 300)


class OutboxService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    async def recover(self) -> None:
        """At the start of the only process: what a dead one had claimed is sent again at once."""
        async with self._uow() as uow:
            await uow.outbox.free_all()

    async def claim(self) -> Sequence[OutboxMessage]:
        """Lease what is due; a process that dies loses the lease, not the message."""
        now = self._clock()
        async with self._uow.read() as uow:
            due = await uow.outbox.next_due(now)
        if due is None or due > now:
            return []
        async with self._uow() as uow:
            return await uow.outbox.claim(now, now + LEASE, BATCH)

    async def next_due(self) -> datetime | None:
        async with self._uow.read() as uow:
            return await uow.outbox.next_due(self._clock())

    async def sent(
        self, message: OutboxMessage, message_id: int | None, *, is_invoice: bool = False
    ) -> None:
        """`is_invoice`: remember the message so that later states can edit it."""
        async with self._uow() as uow:
            await uow.outbox.mark(
                message.id, OutboxStatus.SENT, sent_at=self._clock(), message_id=message_id
            )
            if is_invoice and message.order_id is not None:
                await uow.invoices.remember_message(message.order_id, message_id)

    async def skipped(self, message: OutboxMessage) -> None:
        await self._mark(message, OutboxStatus.SKIPPED, "")

    async def undeliverable(self, message: OutboxMessage, error: str) -> None:
        """They blocked the bot: kept, and sent when they are back."""
        async with self._uow() as uow:
            await uow.outbox.mark(message.id, OutboxStatus.UNDELIVERABLE, error=error)
            await uow.users.mark_unreachable(message.chat_id, self._clock())

    async def _mark(self, message: OutboxMessage, status: OutboxStatus, error: str) -> None:
        async with self._uow() as uow:
            await uow.outbox.mark(message.id, status, error=error)

    async def limited(self, message: OutboxMessage, seconds: int) -> None:
        """Telegram said when to come back; that is not an attempt."""
        at = self._clock() + timedelta(seconds=seconds)
        await self._retry(message, at, f"rate limit, {seconds} s", counts=False)

    async def failed(self, message: OutboxMessage, error: str) -> None:
        """Try again, later and later, for ever: a message is never dropped."""
        wait = BACKOFF[min(message.attempts, len(BACKOFF) - 1)]
        await self._retry(message, self._clock() + timedelta(seconds=wait), error, counts=True)

    async def _retry(
        self, message: OutboxMessage, at: datetime, error: str, *, counts: bool
    ) -> None:
        async with self._uow() as uow:
            await uow.outbox.retry(message.id, at, error, counts=counts)

    async def free(self, messages: Sequence[OutboxMessage]) -> None:
        async with self._uow() as uow:
            await uow.outbox.free([message.id for message in messages])
