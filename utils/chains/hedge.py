"""Asking the next source when one is slow: the first good answer counts, within a set time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

from utils.chains.base import ChainError, ChainUnavailable

T = TypeVar("T")
Ask = Callable[[int], Awaitable[T]]


@asynccontextmanager
async def bounded(source: str, seconds: float) -> AsyncIterator[None]:
    """Raises ChainUnavailable when the time is over."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise ChainUnavailable(source, f"no answer within {seconds:g} s") from error


async def outcome(ask: Ask[T], place: int) -> T | ChainError:
    try:
        return await ask(place)
    except ChainError as error:
        return error


class Race(Generic[T]):
    """Questions under way; the first good answer, or everybody's errors."""

    def __init__(self, ask: Ask[T]) -> None:
        self._ask = ask
        self._running: dict[asyncio.Task[T | ChainError], int] = {}
        self.errors: list[ChainError] = []
        self.found: tuple[int, T] | None = None

    def enter(self, group: asyncio.TaskGroup, place: int) -> None:
        self._running[group.create_task(outcome(self._ask, place))] = place

    @property
    def is_running(self) -> bool:
        return bool(self._running)

    async def wait(self, seconds: float | None) -> None:
        done, _ = await asyncio.wait(
            self._running, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
        )
        for task in done:
            place, answer = self._running.pop(task), task.result()
            if isinstance(answer, ChainError):
                self.errors.append(answer)
            elif self.found is None:
                self.found = place, answer

    def cancel(self) -> None:
        for task in self._running:
            task.cancel()


async def first_good(
    places: Iterable[int], ask: Ask[T], *, patience: float
) -> tuple[int, T] | list[ChainError]:
    """The place that answered and its answer, or everybody's errors.

    Each has `patience` seconds before the next is asked as well; an error moves on at once.
    """
    waiting, race = iter(places), Race(ask)
    async with asyncio.TaskGroup() as group:
        while race.found is None:
            place = next(waiting, None)
            if place is not None:
                race.enter(group, place)
            if not race.is_running:
                break
            await race.wait(None if place is None else patience)
        race.cancel()
    return race.found or race.errors
