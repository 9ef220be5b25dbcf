"""Background loops that never die: a round, a pause until the next is due, again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

from utils.clock import Clock
from utils.progress import heard_by

FIRST_RETRY = 1.0
SLOWEST_RETRY = 60.0
DRAIN = 20.0
"""Seconds a round under way may take to finish once the loop is to stop."""
SHORTEST_PAUSE = 0.05
"""Seconds; a round that always says "at once" must not starve everything else."""

Due = datetime | float | None
Heartbeat = Callable[[], Awaitable[None]]

logger = logging.getLogger(__name__)


async def _no_heartbeat() -> None:
    pass


class Supervised:
    """Runs `work` again and again; `run` is for a TaskGroup.

    `work` returns when it wants to run next: a time, seconds from now, or None for `every`
    seconds, which is also the longest pause. A round that makes no progress for `limit` seconds
    is cancelled. `heartbeat` is told after each round that ended well; its failure is the
    round's.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], Awaitable[Due]],
        clock: Clock,
        *,
        every: float,
        limit: float,
        heartbeat: Heartbeat = _no_heartbeat,
    ) -> None:
        self.name = name
        self._work = work
        self._clock = clock
        self._every = every
        self._limit = limit
        self._heartbeat = heartbeat
        self._failures = 0
        self._round_ends: asyncio.Timeout | None = None
        self._woken = asyncio.Event()
        self._stopped = asyncio.Event()

    def wake(self) -> None:
        """Run again now, or right after the round that is under way."""
        self._woken.set()

    def stop(self) -> None:
        """Let the round under way finish, if that is soon, and `run` return."""
        self._stopped.set()
        self._woken.set()
        if ends := self._round_ends:
            now = asyncio.get_running_loop().time()
            ends.reschedule(min(ends.when() or now, now + DRAIN))

    async def run(self) -> None:
        while not self._stopped.is_set():
            self._woken.clear()
            pause = await self._round()
            # What failed is not hurried: only stopping cuts the wait for another try short.
            await _wait(self._stopped if self._failures else self._woken, pause)

    async def _round(self) -> float:
        """Seconds until the next one."""
        try:
            async with asyncio.timeout(self._limit) as patience:
                self._round_ends = patience
                with heard_by(partial(self._progressed, patience)):
                    due = await self._work()
                await self._heartbeat()
        except Exception as error:
            return 0.0 if self._is_cut_short(error) else self._failed(error)
        finally:
            self._round_ends = None
        self._failures = 0
        return min(self._every, max(SHORTEST_PAUSE, self._seconds_until(due)))

    def _progressed(self, patience: asyncio.Timeout) -> None:
        if self._stopped.is_set():
            return
        with suppress(RuntimeError):  # it has just run out, or the round is over
            patience.reschedule(asyncio.get_running_loop().time() + self._limit)

    def _is_cut_short(self, error: Exception) -> bool:
        return self._stopped.is_set() and isinstance(error, TimeoutError)

    def _seconds_until(self, due: Due) -> float:
        if isinstance(due, datetime):
            return (due - self._clock()).total_seconds()
        return self._every if due is None else due

    def _failed(self, error: Exception) -> float:
        pause = min(SLOWEST_RETRY, FIRST_RETRY * 2.0 ** min(self._failures, 16))
        self._failures += 1
        logger.error("loop %s failed, next try in %.0f s", self.name, pause, exc_info=error)
        return pause


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
