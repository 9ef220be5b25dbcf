"""The queue of messages: leasing, marking, retrying. Sending is the notifier's business."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.outbox import OutboxMessage, OutboxStatus
from models.post import Post, PostForm
from services.running.notification import Event, Notifications
from services.running.reasons import arrived
from services.running.setting_aside import look_at, set_aside
from utils.clock import Clock

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=20)
"""How long what a dead process was sending waits; who is alive renews it."""
BACKOFF = (1, 2, 5, 10, 30, 60, 120, 300)
DOUBT = (10, 30, 60, 120, 300)
"""Seconds until another try: of what passes, and of what probably does not."""
LONGEST_LIMIT = 24 * 3600
"""Seconds; more than a day of Telegram's patience is asked for again."""
PRUNE_AFTER = timedelta(days=30)
PRUNE_SLICE = 500
"""Rows in one transaction, so that others get the writer in between."""
STACK = 8
"""Events of one order that one notice tells of."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a message. `subject`: later messages about it edit this one."""

    message_id: int | None
    subject: str | None = None
    form: PostForm = PostForm.TEXT
    bot_id: int = 0
    more: Mapping[str, str] | None = None
    """The row is not done: another message follows, and this is how far it has come."""
    extra: int = 0
    """Messages that the chat got beside it."""
    left_out: str | None = None
    """Why a delivery note was refused, where what it belongs to went without it."""


class OutboxService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications) -> None:
        self._uow = uow
        self._clock = clock
        self._notify = notifications

    def now(self) -> datetime:
        return self._clock()

    async def claim(
        self, most: int, busy: Collection[int] = (), resting: Collection[int] = ()
    ) -> Sequence[OutboxMessage]:
        """Lease what is due, at most one message per chat, the most important first.

        `busy`: messages the caller is sending; `resting`: chats that it may not write to yet. A
        process that dies loses the lease, not the message.
        """
        now = self._clock()
        async with self._uow.read() as uow:
            ready = await uow.outbox.ready(now, most + len(busy) + len(resting))
        ids = [one for one, chat in ready if one not in busy and chat not in resting][:most]
        if not ids:
            return []
        async with self._uow() as uow:
            return await uow.outbox.lease(ids, now, now + LEASE)

    async def pause(self) -> float | None:
        """Seconds until something falls due that is not due now; None when nothing waits."""
        now = self._clock()
        async with self._uow.read() as uow:
            due = await uow.outbox.next_due(now)
        return None if due is None else (due - now).total_seconds()

    async def renew(self, held: Sequence[OutboxMessage]) -> None:
        """Who is still sending keeps the message."""
        if held:
            async with self._uow() as uow:
                for message in held:
                    await uow.outbox.renew(message, self._clock() + LEASE)

    async def sent(self, message: OutboxMessage, delivered: Delivered) -> bool:
        """False: somebody else has the message by now, and what they do counts."""
        now = self._clock()
        async with self._uow() as uow:
            if delivered.more is not None:
                args = {**message.args, **delivered.more}
                mine = await uow.outbox.go_on(message, now, args)
            else:
                mine = await self._done(uow, message, delivered, now)
            if mine and delivered.left_out is not None:
                await self._tell_left_out(uow, message, delivered.left_out)
            return mine

    async def _done(
        self, uow: UnitOfWork, message: OutboxMessage, delivered: Delivered, now: datetime
    ) -> bool:
        missed = await self._were_missed(uow, message)
        values = {"message_id": delivered.message_id, "error": None, "closed_at": now}
        if not await uow.outbox.mark(message, OutboxStatus.SENT, **values):
            return False
        await self._remember(uow, message, delivered, now)
        if missed and message.order_id is not None:
            self._notify.arrived(uow, await uow.orders.get(message.order_id))
        return True

    async def _were_missed(self, uow: UnitOfWork, message: OutboxMessage) -> bool:
        """Whether people were told that these goods did not reach their customer."""
        if message.event != Event.GOODS or message.order_id is None:
            return False
        return await uow.outbox.was_refused(message.order_id, Event.GOODS)

    async def _tell_left_out(self, uow: UnitOfWork, message: OutboxMessage, why: str) -> None:
        logger.warning("a note of order %s was refused: %s", message.order_id, why)
        if message.order_id is not None:
            order = await uow.orders.get(message.order_id)
            self._notify.admins(uow, Event.ADMIN_NOTE, order, {"detail": why})

    async def _remember(
        self, uow: UnitOfWork, message: OutboxMessage, delivered: Delivered, now: datetime
    ) -> None:
        if message.event == Event.GOODS and message.order_id is not None:
            await arrived(uow, self._notify, message.order_id)
        if delivered.subject is not None and delivered.message_id is not None:
            post = Post(
                chat_id=await self._where(uow, message),
                subject=delivered.subject,
                order_id=message.order_id,
                bot_id=delivered.bot_id,
                message_id=delivered.message_id,
                form=delivered.form,
                changed_at=now,
            )
            await uow.posts.put(post)

    async def _where(self, uow: UnitOfWork, message: OutboxMessage) -> int:
        """Which chat it went to: a group may have got another number while it was sent."""
        if message.chat_id > 0:
            return message.chat_id
        row = await uow.outbox.find(message.id)
        return row.chat_id if row else message.chat_id

    async def post(self, chat_id: int, subject: str) -> Post | None:
        """The message that is edited when something happens to `subject`."""
        async with self._uow.read() as uow:
            return await uow.posts.find(chat_id, subject)

    async def forget(self, chat_id: int, subject: str) -> None:
        """That message is not there any more."""
        async with self._uow() as uow:
            await uow.posts.forget(chat_id, subject)

    async def about(
        self, message: OutboxMessage, order_id: int | None = None
    ) -> Sequence[OutboxMessage]:
        """What the same chat was to hear of an order, its own or this one, up to this message."""
        about = order_id or message.order_id
        if about is None:
            return [message]
        async with self._uow.read() as uow:
            return await uow.outbox.about(about, message.chat_id, message.id, STACK)

    async def skipped(self, message: OutboxMessage) -> None:
        async with self._uow() as uow:
            await uow.outbox.mark(message, OutboxStatus.SKIPPED, closed_at=self._clock())

    async def undeliverable(self, message: OutboxMessage, reason: str) -> None:
        """They blocked the bot: kept, and sent when they are back."""
        if message.event == Event.RESTOCK:  # a channel does not come back by writing
            await self.refused(message, reason)
            return
        now = self._clock()
        values = {"error": reason, "closed_at": now}
        async with self._uow() as uow:
            if await uow.outbox.mark(message, OutboxStatus.UNDELIVERABLE, **values):
                await self._out_of_reach(uow, message.chat_id, now)
                if message.event == Event.ANSWER:
                    admin = int(message.args.get("author", message.args["from"]))
                    self._notify.unheard(uow, admin, message.chat_id, message.id)
                if message.event == Event.GOODS:
                    await look_at(uow, self._notify, message, reason)

    async def _out_of_reach(self, uow: UnitOfWork, user_id: int, now: datetime) -> None:
        """Who works for the shop and hears nothing any more is told to its owners, or at least to
        the log.
        """
        if not await uow.users.mark_unreachable(user_id, now):
            return
        staff = await self._notify.staff(uow)
        if user_id not in staff:
            return
        await self._notify.gone(uow, user_id)
        if not await uow.users.known(staff):
            logger.error("no admin can be written to: what they must hear waits until one is back")

    async def limited(self, message: OutboxMessage, seconds: int) -> None:
        """Telegram said when to come back; that is not an attempt."""
        at = self._clock() + timedelta(seconds=min(seconds, LONGEST_LIMIT))
        async with self._uow() as uow:
            await uow.outbox.retry(message, at, f"rate limit, {seconds} s")

    async def retry(self, message: OutboxMessage, reason: str, most: int | None = None) -> None:
        """Try again, later and later: it passes. Of `most` tries the last one is the end."""
        await self._again(message, reason, most, BACKOFF)

    async def doubted(self, message: OutboxMessage, reason: str, most: int) -> None:
        """Try again, but not soon and not for ever: after `most` of these it is set aside."""
        await self._again(message, reason, most, DOUBT)

    async def _again(
        self, message: OutboxMessage, reason: str, most: int | None, waits: tuple[int, ...]
    ) -> None:
        attempts = message.attempts + 1
        defects = message.defects + (most is not None)
        if most is not None and defects >= most:
            await self.refused(message, reason)
            return
        at = self._clock() + timedelta(seconds=waits[min(attempts, len(waits)) - 1])
        async with self._uow() as uow:
            await uow.outbox.retry(message, at, reason, attempts=attempts, defects=defects)

    async def refused(self, message: OutboxMessage, reason: str) -> None:
        """Set aside for good, told to the admins in the same transaction; the next one's turn."""
        now = self._clock()
        values = {"error": reason, "closed_at": now}
        async with self._uow() as uow:
            if await uow.outbox.renew(message, now + LEASE):  # it is still ours
                await set_aside(uow, self._notify, message, reason, now)
                await uow.flush()
                await uow.outbox.mark(message, OutboxStatus.FAILED, **values)

    async def free(self, messages: Sequence[OutboxMessage]) -> None:
        """Give leases back: whoever comes next need not wait for their end."""
        if messages:
            async with self._uow() as uow:
                for message in messages:
                    await uow.outbox.free(message)

    async def prune(self) -> None:
        """Forget what was sent or skipped long ago, slice by slice."""
        before = self._clock() - PRUNE_AFTER
        deleted = PRUNE_SLICE
        while deleted == PRUNE_SLICE:
            async with self._uow() as uow:
                deleted = await uow.outbox.prune(before, PRUNE_SLICE)
                await uow.notices.prune(before, PRUNE_SLICE)
