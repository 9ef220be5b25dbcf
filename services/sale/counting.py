"""Closes days: writes down what each came to once it is over, and tells of it once.

What happens with a moment of a day that was counted already has it counted again: the database
says so (`guard_orders_recount` and its like), and this finds it.
"""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from db import UnitOfWork, UnitOfWorkFactory
from models.base import MILLISECOND
from models.day import Best, Count, Daily, DailyBest, Day
from services.goods.footfall import Footfall
from services.running.notification import Event, Notifications
from services.sale.calendar import days_until
from services.sale.numbers import next_start
from utils.clock import Clock, steady

EVERY = 20.0
"""Seconds between two looks at whether a day is over."""
WRITTEN_EVERY = 60.0
"""Seconds for which what people looked at stays in memory alone; a crash forgets that much."""
GRACE = timedelta(minutes=10)
"""After its end, for what began within a day and is committed after it."""
PIECE = 20
"""Days that are begun or counted before others get their turn: an old shop has many."""


@dataclass(frozen=True, slots=True)
class OfficeTerms:
    """What the settings say. `digest_hour`: from which hour of the shop's day on the day before is
    told of; None: never. `owners`: those of the settings, now.
    """

    currency: str
    zone: ZoneInfo
    digest_hour: int | None = None
    owners: Callable[[], Set[int]] = frozenset


class CountingService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        notify: Notifications,
        footfall: Footfall,
        terms: OfficeTerms,
    ) -> None:
        self._uow = uow
        self._clock = steady(clock)
        self._notify = notify
        self._footfall = footfall
        self._zone = terms.zone
        self._digest_hour = terms.digest_hour
        self._looked = self._wrote = float("-inf")

    async def round(self) -> float | None:
        """0 when there may be more at once."""
        if self._clock.in_doubt or self._clock.seconds() - self._looked < EVERY:
            return None
        now = self._clock()
        more = await self.begin(now)
        more |= await self.count(now)
        await self._write(now)
        await self._tell(now)
        if not more:
            self._looked = self._clock.seconds()
        return 0 if more else None

    async def begin(self, now: datetime) -> bool:
        """Write down the days that have begun, from the first order on; whether there are more."""
        async with self._uow.read() as uow:
            start = await next_start(uow, now, self._zone)
        if start > now:
            return False
        made = 0
        async with self._uow() as uow:
            start = await next_start(uow, now, self._zone)
            for day in days_until(start, now, self._zone):
                await uow.numbers.add_day(day)
                if (made := made + 1) == PIECE:
                    break
        return made == PIECE

    async def count(self, now: datetime) -> bool:
        """The days that are over, one after the other; whether there may be more."""
        async with self._uow.read() as uow:
            waiting = await uow.numbers.uncounted(now - GRACE, PIECE)
        for day in waiting:
            async with self._uow() as uow:
                await self._count(uow, day, now)
        return len(waiting) == PIECE

    async def _count(self, uow: UnitOfWork, day: Day, now: datetime) -> None:
        day = await uow.numbers.locked(day.id)
        if day.counted_at is not None:
            return
        await uow.numbers.clear(day.id)
        numbers = await uow.numbers.counted(day.starts_at, day.ends_at)
        owed = await self._owed(uow, day)
        for (kind, _, currency), number in numbers.items():
            if kind is Count.CREDIT:
                owed[currency] = owed.get(currency, 0) + number.amount
        rows: list[Daily | DailyBest] = [
            Daily(
                day_id=day.id,
                kind=kind,
                what=what,
                currency=currency,
                count=number.count,
                amount=number.amount,
                cost=number.cost,
                uncosted=number.uncosted,
            )
            for (kind, what, currency), number in numbers.items()
        ]
        rows += [
            Daily(day_id=day.id, kind=Count.OWED, what="", currency=currency, amount=amount)
            for currency, amount in owed.items()
        ]
        await uow.numbers.put([*rows, *await self._best(uow, day)])
        day.counted_at = now

    async def _owed(self, uow: UnitOfWork, day: Day) -> dict[str, int]:
        """At its beginning."""
        if last := await uow.numbers.before(day.starts_at):
            return await uow.numbers.owed(last.id)
        known = await uow.numbers.currencies(None, day.starts_at)  # by a clock that was wrong
        return {each: await uow.numbers.moved(each, None, day.starts_at) for each in known}

    async def _best(self, uow: UnitOfWork, day: Day) -> list[DailyBest]:
        return [
            DailyBest(
                day_id=day.id,
                kind=which,
                subject_id=subject,
                currency=currency,
                count=count,
                amount=amount,
            )
            for which in Best
            for (subject, currency), (count, amount) in (
                await uow.numbers.best_counted(which, day.starts_at, day.ends_at)
            ).items()
        ]

    async def _write(self, now: datetime) -> None:
        """What people looked at belongs to the day on which it is written."""
        if self._clock.seconds() - self._wrote < WRITTEN_EVERY:
            return
        async with self._uow.read() as uow:
            today = await uow.numbers.newest(1, before=now + MILLISECOND)
        if not today or not (seen := self._footfall.take()):
            return
        self._wrote = self._clock.seconds()
        try:
            async with self._uow() as uow:
                for what, count in seen.items():
                    await uow.numbers.visit(today[0].id, what, count)
        except BaseException:
            self._footfall.put_back(seen)
            raise

    async def _tell(self, now: datetime) -> None:
        """Of the day before today, once it is counted and the hour has come."""
        if self._digest_hour is None or now.astimezone(self._zone).hour < self._digest_hour:
            return
        async with self._uow.read() as uow:
            last = [day for day in await uow.numbers.newest(2, before=now) if day.ends_at <= now]
        if not last or last[0].counted_at is None or last[0].told_at is not None:
            return
        async with self._uow() as uow:
            if await uow.numbers.told(last[0].id, now):
                args = {"topic": f"day:{last[0].id}", "day": str(last[0].id)}
                self._notify.admins(uow, Event.ADMIN_DIGEST, args=args)
