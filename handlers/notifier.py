"""Delivers the outbox: at least once, in order per chat, within Telegram's limits.

Every chat is served on its own lane, one message at a time: a chat that is slow, limited or
refuses delays no other. A round only looks what is due and starts lanes; it takes milliseconds,
so a long queue never looks like a loop that hangs.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiogram.exceptions import TelegramRetryAfter
from aiolimiter import AsyncLimiter

from handlers import letters
from handlers.answers import Verdict, reason, verdict
from handlers.letters.base import Desk, NoLongerTrue, Unwritable
from models.outbox import OutboxMessage
from services.running.outbox import LEASE, Delivered, OutboxService
from utils.pace import Pace
from utils.progress import progress

logger = logging.getLogger(__name__)
OVERALL = (25, 1.0)
"""Telegram: about 30 messages a second overall, one a second per chat, 20 a minute per group;
short bursts are fine.
https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""
BURST = 3
LANES = 30
"""Messages under way at once; what is next is decided about once a second."""
LONGEST_SEND = 120.0
"""Seconds for one message, a file of 45 MB included."""
LAST_WORDS = 4.0
"""Seconds a message under way may take to arrive when the shop stops."""
RENEW_EVERY = LEASE.total_seconds() / 3
MARGIN = 5.0
"""Seconds of a lease that must be left when something is sent."""
RECENT = 60.0
"""Seconds: Telegram answered somebody else, so it is not an outage."""

MOST = {Verdict.UNREAD: 2, Verdict.DEFECT: 5, Verdict.PASSING: 20}
"""Tries of one message before it is set aside: two of what may have arrived, five of what nobody
knows, over four minutes; twenty of what should pass and does pass for others, over an hour. In an
outage nothing is counted."""


def interval(chat_id: int) -> float:
    """Seconds between two messages to a chat; a group's id is negative."""
    return 3.5 if chat_id < 0 else 1.0


@dataclass(slots=True)
class Lane:
    """A message under way. `held_until`: by the monotonic clock, which runs on while we stand."""

    message: OutboxMessage
    held_until: float
    task: asyncio.Task[None] | None = None


class Notifier:
    def __init__(self, outbox: OutboxService, desk: Desk, pace: Pace | None = None) -> None:
        """`pace`: how fast one chat is written to."""
        self._outbox = outbox
        self._desk = desk
        self._overall = AsyncLimiter(*OVERALL)
        self._chats = pace or Pace(interval, BURST)
        self._lanes: dict[int, Lane] = {}
        self._tasks: asyncio.TaskGroup | None = None
        self._wake: Callable[[], None] = lambda: None
        self._arrived_at = -RECENT
        self._closing = False

    @asynccontextmanager
    async def open(self, wake: Callable[[], None]) -> AsyncIterator[None]:
        """Lanes live in here; on leaving, what is under way may arrive, the rest is given back.

        `wake`: has `round` run again.
        """
        self._wake, self._closing = wake, False
        async with asyncio.TaskGroup() as self._tasks:
            try:
                yield
            finally:
                self._closing = True
                await self._close()

    async def _close(self) -> None:
        under_way = {lane.task: lane.message for lane in self._lanes.values() if lane.task}
        if not under_way:
            return
        _, late = await asyncio.wait(under_way, timeout=LAST_WORDS)
        for task in late:
            task.cancel()
        await self._outbox.free([under_way[task] for task in late])

    async def round(self) -> float | None:
        """Start a lane for everything that can be sent now; seconds until there is more."""
        await self._keep_leases()
        resting = self._chats.resting()
        free = LANES - len(self._lanes)
        if free and not self._closing and self._tasks is not None:
            began = time.monotonic()
            for message in await self._outbox.claim(free, self._lanes, resting):
                self._lanes[message.id] = lane = Lane(message, began + LEASE.total_seconds())
                lane.task = self._tasks.create_task(self._serve(lane), name=str(message.id))
        waits = [*resting.values(), *([RENEW_EVERY] if self._lanes else [])]
        pause = await self._outbox.pause()
        return min([*waits, *([] if pause is None else [pause])], default=None)

    async def _keep_leases(self) -> None:
        soon = time.monotonic() + LEASE.total_seconds() - RENEW_EVERY
        old = [lane for lane in self._lanes.values() if lane.held_until < soon]
        await self._outbox.renew([lane.message for lane in old])
        for lane in old:
            lane.held_until = time.monotonic() + LEASE.total_seconds()

    async def _serve(self, lane: Lane) -> None:
        """One message to its end; never raises. Its lease ends by itself if nothing was noted."""
        message = lane.message
        try:
            await self._overall.acquire()
            if lane.held_until - time.monotonic() > MARGIN:
                await self._send(message)
            # else this process stood still, and the message is somebody else's by now
        except Exception as error:
            await self._defect(message, error)
        finally:
            del self._lanes[message.id]
            self._wake()

    async def _send(self, message: OutboxMessage) -> None:
        self._chats.take(message.chat_id)
        try:
            async with asyncio.timeout(LONGEST_SEND):
                delivered = await letters.send(self._desk, message)
        except NoLongerTrue:
            await self._outbox.skipped(message)
        except Unwritable as error:
            await self._outbox.refused(message, str(error))
        except Exception as error:
            await self._failed(message, error)
        else:
            self._arrived_at = time.monotonic()
            for _ in range(delivered.extra):
                self._chats.take(message.chat_id)
            await self._outbox.sent(message, delivered)
        progress()

    async def _defect(self, message: OutboxMessage, error: Exception) -> None:
        """Nothing was noted, and that is a fault of ours: it counts, or the chat waits for ever."""
        kind = type(error).__name__
        logger.error("message %s: %s", message.id, kind, exc_info=error)
        try:
            await self._outbox.doubted(message, kind, MOST[Verdict.DEFECT])
        except Exception:  # its lease runs out, and it is tried again
            logger.exception("message %s: the failure could not be noted", message.id)

    async def _failed(self, message: OutboxMessage, error: Exception) -> None:
        meaning, why = verdict(error), reason(error)
        logger.warning("message %s: %s", message.id, why, exc_info=_surprise(meaning, error))
        match meaning:
            case Verdict.LIMITED if isinstance(error, TelegramRetryAfter):
                await self._outbox.limited(message, error.retry_after)
            case Verdict.PERSON_GONE:
                await self._outbox.undeliverable(message, why)
            case Verdict.CONTENT | Verdict.MESSAGE_GONE:
                await self._outbox.refused(message, why)
            case Verdict.UNCHANGED:
                await self._outbox.sent(message, Delivered(None))
            case Verdict.PASSING:
                others_arrive = time.monotonic() - self._arrived_at < RECENT
                await self._outbox.retry(message, why, MOST[meaning] if others_arrive else None)
            case _:
                await self._outbox.doubted(message, why, MOST[meaning])


def _surprise(meaning: Verdict, error: Exception) -> Exception | None:
    """Telegram's refusals explain themselves; anything else deserves its traceback."""
    return error if meaning is Verdict.DEFECT else None
