"""One lane per person: their updates one after another, everybody's side by side.

Nobody can take the turns of others: a lane holds a few presses and one album or a dozen messages,
and one of them is under way.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterator
from typing import Any

from aiogram.types import Message, Update

from utils.tasks import Tasks

logger = logging.getLogger(__name__)
DEPTH = 3
"""Presses of one person that are under way or wait."""
MESSAGES = 12
"""Messages and changes of one person that are under way or wait; an album is one of them, and so
is all that is forwarded with a file."""
ALBUMS = 100
"""The same, each picture counted: what Telegram forwards at once."""
TOGETHER = 100
"""Persons who are served at the same time."""
AT_THE_TILL = 32
"""Persons of those who place an order: as many as two commits take. Who leaves through the
catalogue does not stand in their queue.
"""
PATIENCE = 3.0
"""Seconds after which who waits for a turn hears that it takes longer."""
PERSONS = 1000
"""Persons with something under way or waiting, beyond which no more is fetched."""
HELD = 10_000
"""The same of everything that waits."""
FORWARDED = "forwarded"

Serve = Callable[[Update], Awaitable[None]]
Tell = Callable[[Update], Coroutine[Any, Any, None]]


async def say_nothing(_update: Update) -> None:
    return


def buys_nothing(_update: Update) -> bool:
    return False


class Lanes:
    def __init__(
        self,
        serve: Serve,
        *,
        depth: int = DEPTH,
        messages: int = MESSAGES,
        waits: Tell = say_nothing,
        buys: Callable[[Update], bool] = buys_nothing,
    ) -> None:
        """`waits` is told of what waits for long, `buys` says what places an order."""
        self._serve = serve
        self._depth = depth
        self._messages = messages
        self._waits = waits
        self._buys = buys
        self._turns = asyncio.Semaphore(TOGETHER)  # first come, first served
        self._till = asyncio.Semaphore(AT_THE_TILL)
        self._lanes: dict[int, deque[Update]] = {}
        self._tasks = Tasks()
        self._left = asyncio.Event()
        self._held = 0

    def enter(self, person: int, update: Update) -> bool:
        """Queue it behind what the person sent before; False when their lane is full."""
        lane = self._lanes.get(person)
        if lane is None:
            self._lanes[person] = deque([update])
            self._tasks.start(self._walk(person), f"lane {person}")
        elif self._replaces(lane, update):
            return True
        elif self._fits(lane, update):
            lane.append(update)
        else:
            return False
        self._held += 1
        return True

    @staticmethod
    def _replaces(lane: deque[Update], update: Update) -> bool:
        """Of what somebody types behind our name only the newest is still to be seen: it takes the
        place of one that waits. The first of the lane is under way.
        """
        if update.inline_query is None:
            return False
        for place in range(1, len(lane)):
            if lane[place].inline_query:
                lane[place] = update
                return True
        return False

    def _fits(self, lane: Collection[Update], update: Update) -> bool:
        """What somebody wrote cannot be pressed again: it has more room than their presses."""
        if update.inline_query:
            return True
        said = message_of(update)
        here = [one for other in lane if (one := message_of(other))]
        if said is None:
            asked = sum(other.inline_query is not None for other in lane)
            return len(lane) - len(here) - asked < self._depth
        together = {_together(one) for one in here}
        follows = _together(said) in together
        return len(here) < ALBUMS and (follows or len(together) < self._messages)

    async def _walk(self, person: int) -> None:
        lane = self._lanes[person]
        while lane:
            turns = self._till if self._buys(lane[0]) else self._turns
            await self._turn(turns, lane[0])
            try:
                await self._serve(lane[0])
            except Exception:
                logger.exception("update %s was not served", lane[0].update_id)
            finally:
                turns.release()
            lane.popleft()
            self._held -= 1
            self._left.set()
        del self._lanes[person]
        self._left.set()

    async def _turn(self, turns: asyncio.Semaphore, update: Update) -> None:
        if not turns.locked():
            await turns.acquire()
            return
        taking = asyncio.ensure_future(turns.acquire())
        try:
            await asyncio.wait({taking}, timeout=PATIENCE)
            if not taking.done():
                self._tasks.start(self._waits(update), "waits")
            await taking
        finally:
            taking.cancel()

    async def room(self) -> None:
        """Wait while too many have something here: the rest is better kept by Telegram."""
        while len(self._lanes) >= PERSONS or self._held >= HELD:
            self._left.clear()
            await self._left.wait()

    async def drain(self, seconds: float) -> Iterator[tuple[int, Update]]:
        """Serve what is here; what is not done after `seconds` is cancelled and handed back."""
        await self._tasks.drain(seconds)
        left, self._lanes, self._held = self._lanes, {}, 0
        return ((person, update) for person, lane in left.items() for update in lane)


def message_of(update: Update) -> Message | None:
    """What somebody wrote or changed; None for a press."""
    return update.message or update.edited_message


def _together(said: Message) -> str:
    """What was sent in one go is told by this."""
    has_file = said.photo or said.document or said.video or said.audio or said.voice
    if said.media_group_id:
        return said.media_group_id
    if said.forward_origin and has_file:
        return FORWARDED
    return f"{said.message_id}.{said.edit_date}"
