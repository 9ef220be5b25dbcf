"""Messages that found a full lane: each is named, as not read, to the person who sent it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from aiogram.types import Message

from utils.tasks import Tasks

SILENCE = 10.0
"""Seconds between two words to somebody who writes faster than they can be served."""
KEPT = 100
"""Messages of one person that are held to be named; those beyond are counted."""

Say = Callable[[Sequence[Message], int], Awaitable[None]]
"""Tell the person: these, and so many more."""


class Unheard:
    def __init__(self, say: Say) -> None:
        self._say = say
        self._lost: dict[int, list[Message]] = {}
        self._more: dict[int, int] = {}
        self._tasks = Tasks()
        self._closing = asyncio.Event()

    def note(self, person: int, message: Message) -> None:
        """What comes while one word is out is told of with the next."""
        lost = self._lost.get(person)
        if lost is None:
            self._lost[person] = [message]
            self._tasks.start(self._tell(person), f"unheard {person}")
        elif len(lost) < KEPT:
            lost.append(message)
        else:
            self._more[person] = self._more.get(person, 0) + 1

    async def _tell(self, person: int) -> None:
        try:
            while lost := self._lost[person]:
                self._lost[person] = []
                await self._say(lost, self._more.pop(person, 0))
                await self._silence()
        finally:
            del self._lost[person]
            self._more.pop(person, None)

    async def _silence(self) -> None:
        try:
            async with asyncio.timeout(SILENCE):
                await self._closing.wait()
        except TimeoutError:
            return

    async def drain(self, seconds: float) -> None:
        """Nobody is kept waiting: what is left is named at once."""
        self._closing.set()
        await self._tasks.drain(seconds)
