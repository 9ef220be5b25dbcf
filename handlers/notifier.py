"""Delivers the outbox: at least once, in order per chat, within Telegram's limits."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiolimiter import AsyncLimiter

from handlers import letters
from handlers.letters.base import Desk, NoLongerTrue
from models.outbox import OutboxMessage
from services.running.outbox import OutboxService
from utils.progress import progress

logger = logging.getLogger(__name__)
OVERALL = (25, 1.0)
PER_CHAT = (3, 3.0)
"""Telegram: about 30 messages a second overall, one a second per chat; short bursts are fine.
https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""
MAX_CHATS = 10_000


class Notifier:
    def __init__(self, outbox: OutboxService, desk: Desk) -> None:
        self._outbox = outbox
        self._desk = desk
        self._overall = AsyncLimiter(*OVERALL)
        self._chats: dict[int, AsyncLimiter] = {}

    async def recover(self) -> None:
        await self._outbox.recover()

    async def round(self) -> datetime | None:
        """Send everything that is due; when the next message falls due."""
        while claimed := await self._outbox.claim():
            await self._send_all(claimed)
        return await self._outbox.next_due()

    async def _send_all(self, claimed: Sequence[OutboxMessage]) -> None:
        by_chat: dict[int, list[OutboxMessage]] = defaultdict(list)
        for message in claimed:
            by_chat[message.chat_id].append(message)
        await asyncio.gather(*(self._send_chat(queue) for queue in by_chat.values()))

    async def _send_chat(self, queue: list[OutboxMessage]) -> None:
        """One chat's messages in order; what follows a failure waits for it."""
        for position, message in enumerate(queue):
            sent = await self._send(message)
            progress()
            if not sent:
                await self._outbox.free(queue[position + 1 :])
                return

    async def _send(self, message: OutboxMessage) -> bool:
        try:
            await self._deliver(message)
        except TelegramRetryAfter as error:
            await self._outbox.limited(message, error.retry_after)
            return False
        except TelegramForbiddenError as error:
            await self._outbox.undeliverable(message, error.message)
        except Exception as error:
            logger.warning("outbox %s: %s", message.id, error, exc_info=_surprise(error))
            await self._outbox.failed(message, type(error).__name__)
            return False
        return True

    async def _deliver(self, message: OutboxMessage) -> None:
        await self._limit(message.chat_id)
        try:
            sent = await letters.send(self._desk, message)
        except NoLongerTrue:
            await self._outbox.skipped(message)
        else:
            await self._outbox.sent(message, sent.message_id, is_invoice=sent.is_invoice)

    async def _limit(self, chat_id: int) -> None:
        if len(self._chats) > MAX_CHATS:
            self._chats.clear()
        limiter = self._chats.setdefault(chat_id, AsyncLimiter(*PER_CHAT))
        await limiter.acquire()
        await self._overall.acquire()


def _surprise(error: Exception) -> Exception | None:
    """Telegram's refusals explain themselves; anything else deserves its traceback."""
    return None if isinstance(error, TelegramAPIError | TelegramBadRequest) else error
