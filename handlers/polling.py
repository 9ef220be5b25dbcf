"""Long polling: fetches updates for ever, puts each into its person's lane, and stops in time."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramRetryAfter,
)
from aiogram.methods import GetUpdates
from aiogram.types import Message, Update

from handlers.callbacks import PayWith, PlaceOrder
from handlers.lanes import Lanes, message_of
from handlers.reception import Reception
from handlers.said import bounded, speaker
from handlers.unheard import Unheard
from utils.tasks import Tasks

logger = logging.getLogger(__name__)
BUYING = tuple(f"{one.__prefix__}:" for one in (PayWith, PlaceOrder))
ALLOWED = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]
LONG_POLL = 20
"""Seconds Telegram may hold a request until there is something."""
ANSWER = 15
"""Seconds its answer may take beyond that."""
RETRIES = (0.5, 1, 2, 5, 10)
"""Seconds between attempts while Telegram cannot be reached."""
LONGEST_WAIT = 3600.0
"""Seconds of a rate limit that are waited before Telegram is asked whether it still holds."""
SLICE = 10.0
"""Seconds of waiting between two signs of life: a pause is no standstill."""
AT_ONCE = 0.5
"""Seconds between two requests when the first brought nothing new: Telegram holds it for longer."""
SERVED = 1000
"""Numbers of updates that are remembered: one that is handed over again is not served again."""
LAST = 2**31 - 1
"""No update has a higher number: to confirm one would confirm all that ever come."""
REFUSALS = 300
"""Presses of one person beyond their lane that are still answered, one after another."""
DRAIN = 5.0
"""Seconds that what was fetched has to be served in when the shop stops."""
FAREWELL = 2.0
"""Seconds to tell the others that they have to press again, and Telegram what was fetched."""


class Polling:
    """`beat` is told after each request, answered or not, and while it waits: polling is alive."""

    def __init__(self, bot: Bot, reception: Reception, beat: Callable[[], None]) -> None:
        self._bot = bot
        self._reception = reception
        self._beat = beat
        self._offset: int | None = None
        self._served: deque[int] = deque(maxlen=SERVED)
        self._failures = 0
        self._tasks = Tasks()
        self._lanes = Lanes(
            lambda update: reception.receive(update, bot), waits=reception.reassure, buys=buys
        )
        self._refusals = Lanes(self._refuse, depth=REFUSALS)
        self._unheard = Unheard(self._name)
        self._closing = False

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            fetching = self._tasks.start(self._fetch(), "getUpdates")
            stopping = self._tasks.start(stop.wait(), "stop")
            await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            fetching.cancel()
            with suppress(asyncio.CancelledError):
                for update in await fetching:
                    self._take(update)
            self._beat()
        await self._close()

    async def _fetch(self) -> list[Update]:
        """What is new; nothing, after a pause, when Telegram cannot be asked."""
        await self._lanes.room()
        began = time.monotonic()
        try:
            updates = self._new(await self._get(LONG_POLL, ANSWER))
        except Exception as error:  # whatever it is, the next try may do
            await self._failed(error)
            return []
        self._failures = 0
        if not updates:  # who answers at once with nothing would be asked without end
            await self._pause(AT_ONCE - (time.monotonic() - began))
        return updates

    def _new(self, updates: Sequence[Update]) -> list[Update]:
        """In their order, each once: what stands in front of Telegram may answer out of a cache."""
        known = set(self._served)
        fresh = {update.update_id: update for update in updates if update.update_id not in known}
        return [bounded(fresh[number]) for number in sorted(fresh) if number <= LAST]

    async def _get(self, hold: int, answer: float, limit: int | None = None) -> list[Update]:
        ask = GetUpdates(offset=self._offset, limit=limit, timeout=hold, allowed_updates=ALLOWED)
        return await self._bot(ask, request_timeout=int(hold + answer))

    async def _failed(self, error: Exception) -> None:
        pause: float = RETRIES[min(self._failures, len(RETRIES) - 1)]
        if isinstance(error, TelegramRetryAfter):
            pause = max(pause, min(error.retry_after, LONGEST_WAIT))
        self._failures += 1
        logger.warning("no updates from Telegram, next try in %.1f s: %s", pause, _reason(error))
        if isinstance(error, TelegramConflictError):
            await self._unhook()
        await self._pause(pause)

    async def _pause(self, seconds: float) -> None:
        while seconds > 0:
            self._beat()
            await asyncio.sleep(min(seconds, SLICE))
            seconds -= SLICE

    async def _unhook(self) -> None:
        """A webhook of an earlier installation keeps every update from us."""
        with suppress(AiogramError, TimeoutError):
            if (await self._bot.get_webhook_info()).url:
                logger.warning("this bot had a webhook: it is removed, this shop polls")
                await self._bot.delete_webhook()
            else:
                logger.error("another process reads this bot's updates: end it or change the token")

    def _take(self, update: Update) -> None:
        self._offset = update.update_id + 1
        self._served.append(update.update_id)
        person = speaker(update)
        if person is not None and not self._lanes.enter(person, update):
            self._turn_away(person, update)

    def _turn_away(self, person: int, update: Update) -> None:
        """A press is answered; what was written is named as not read, also beyond its number."""
        if said := message_of(update):
            self._unheard.note(person, said)
        elif not self._refusals.enter(person, update):
            logger.debug("update %s is one of too many and is dropped", update.update_id)

    async def _refuse(self, update: Update) -> None:
        if query := update.callback_query:
            await self._reception.brush_off(query, closing=self._closing)

    async def _name(self, messages: Sequence[Message], more: int) -> None:
        await self._reception.unread(messages, more, self._bot, closing=self._closing)

    async def _close(self) -> None:
        """Nothing that was fetched is lost without a word."""
        self._closing = True
        for person, update in await self._lanes.drain(DRAIN):
            self._turn_away(person, update)
        farewells = (self._refusals.drain(FAREWELL), self._unheard.drain(FAREWELL))
        await asyncio.gather(self._confirm(), *farewells)
        await self._tasks.drain(0)

    async def _confirm(self) -> None:
        """Telegram holds the last batch as not received until it is asked for the next."""
        with suppress(AiogramError, TimeoutError):
            async with asyncio.timeout(FAREWELL):
                await self._get(0, FAREWELL, limit=1)


def buys(update: Update) -> bool:
    """Whether it places an order, as it seems."""
    return bool((query := update.callback_query) and (query.data or "").startswith(BUYING))


def _reason(error: Exception) -> str:
    """Telegram's words; of anything else its kind alone, for it may quote what people wrote."""
    return str(error) if isinstance(error, TelegramAPIError) else type(error).__name__
