"""The shop's time while it runs; the admins hear of what is wrong with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from db import UnitOfWorkFactory
from services.running.notification import Event, Notifications
from utils.clock import SteadyClock
from utils.trusted import News, Turn


class ReviewedClock(SteadyClock, Protocol):
    """A clock that can be wrong, and find out."""

    def remember(self, last_known: datetime) -> None: ...

    def review(self) -> list[News]: ...


class ClockService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: ReviewedClock,
        notifications: Notifications,
        jumped: Callable[[], None] = lambda: None,
    ) -> None:
        """`jumped`: called when the machine's clock, or the shop's time, has made a step."""
        self._uow = uow
        self._clock = clock
        self._notify = notifications
        self._jumped = jumped
        self._untold: list[News] = []
        self._heals = True  # what the last process wrote, too

    async def start(self) -> None:
        """Compare the machine's clock with when the shop was last alive."""
        async with self._uow.read() as uow:
            last_known = await uow.hours.last_known()
        if last_known:
            self._clock.remember(last_known)
        await self.review()

    async def review(self) -> None:
        """Look at the clocks, tell the admins, and mend what was written while one was wrong."""
        news = self._clock.review()
        self._untold += news
        if any(item.turn is not Turn.RIGHT for item in news):
            self._jumped()
        self._heals |= any(item.turn is Turn.MOVED and item.by < 0 for item in news)
        if self._untold:
            await self._tell(tuple(self._untold))
        if self._heals and not self._clock.in_doubt:
            await self._heal()

    async def _tell(self, news: tuple[News, ...]) -> None:
        async with self._uow() as uow:
            for item in news:
                alert = {"topic": item.turn, "asset": "", "reason": span(item.by)}
                self._notify.admins(uow, Event.ADMIN_ALERT, args=alert)
        del self._untold[: len(news)]

    async def _heal(self) -> None:
        """Messages that were written in the future are not kept until then."""
        async with self._uow() as uow:
            await uow.hours.heal_outbox(self._clock())
        self._heals = False


def span(seconds: float) -> str:
    """As hours, minutes and seconds with a sign: in every language the same."""
    minutes, rest = divmod(round(abs(seconds)), 60)
    return f"{'-' if seconds < 0 else '+'}{minutes // 60}:{minutes % 60:02}:{rest:02}"
