"""What a day, a week, a month and a year came to. Days that are over stand counted; what is still
open is added up from its own orders, so that nothing costs more with every year.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from db import UnitOfWork, UnitOfWorkFactory
from models.base import MILLISECOND
from models.day import Best, Count, Day, Visit
from models.errors import NotFound
from repositories.numbers import Number, Numbers
from services.goods.footfall import Footfall
from services.sale.badges import Badges, Market, badges_of, buyer_of_month, first_customers
from services.sale.calendar import days_until, midnight_before
from utils.clock import Clock

MOST_OPEN = 3
"""Days that a screen adds up itself; more are being counted, and are said to be missing."""
SLICE = 60
"""Days that are read at a time: others have their turn between."""
LISTED = 5
"""Of the best."""


class Period(StrEnum):
    """The newest days, today among them; LAST: yesterday alone."""

    TODAY = "today"
    LAST = "last"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def days(self) -> int:
        """That a report looks at."""
        return DAYS[self]


DAYS = {Period.TODAY: 1, Period.LAST: 2, Period.WEEK: 7, Period.MONTH: 30, Period.YEAR: 365}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A thing or a person, how many and for how much."""

    subject_id: int
    name: str
    count: int
    amount: int
    badges: Badges = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A day in a picture or a table. `begun`: it is not over yet."""

    day: Day
    numbers: Numbers
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """`missing`: days of it that are still to be counted."""

    period: Period | None
    currency: str
    points: Sequence[Point]
    numbers: Numbers
    visits: Mapping[Visit, int]
    owed: int
    best: Sequence[Ranked] = ()
    buyers: Sequence[Ranked] = ()
    missing: int = 0
    elsewhere: frozenset[str] = frozenset()
    """Other currencies in which something was sold or refunded."""

    @property
    def first(self) -> str:
        return self.points[0].day.date

    @property
    def last(self) -> str:
        return self.points[-1].day.date

    def of(self, kind: Count) -> dict[str, Number]:
        """By what it is of, in the shop's currency."""
        found = ((key, number) for key, number in self.numbers.items() if key[0] is kind)
        return {what: number for (_, what, money), number in found if money == self.currency}

    def total(self, kind: Count) -> Number:
        return sum(self.of(kind).values(), Number())

    @property
    def net(self) -> int:
        """Minor units sold, less what was given back."""
        return self.total(Count.SALE).amount - self.total(Count.REFUND).amount

    @property
    def cost(self) -> int:
        """Of what was sold, less what came back."""
        return self.total(Count.SALE).cost - self.total(Count.REFUNDED).cost


@dataclass(slots=True)
class Span:
    """Some days in a row, as far as they are counted."""

    days: Sequence[Day]
    counted: Sequence[Day] = field(default_factory=list)
    open: Sequence[Day] = field(default_factory=list)
    missing: int = 0

    @classmethod
    def of(cls, days: Sequence[Day]) -> "Span":
        counted = [day for day in days if day.counted_at is not None]
        first = days.index(counted[0]) if counted else 0  # those before it are never counted
        rest = [day for day in days[first:] if day.counted_at is None]
        return cls(days, counted, rest[-MOST_OPEN:], first + max(0, len(rest) - MOST_OPEN))

    @property
    def written(self) -> tuple[int, int]:
        """Those that somebody has written down, counted or not."""
        ids = [day.id for day in self.days if day.id is not None]
        return (ids[0], ids[-1]) if ids else (0, -1)

    @property
    def ends(self) -> tuple[int, int]:
        return (self.counted[0].id, self.counted[-1].id) if self.counted else (0, -1)


class NumbersService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        footfall: Footfall,
        market: Market,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._footfall = footfall
        self._market = market
        self.currency, self._zone = market.currency, market.zone

    async def report(self, period: Period) -> Report:
        """Up to now, or of the day before today; a shop that began today has none."""
        now = self._clock()
        async with self._uow.read() as uow:
            days = await self._begun(uow, now, period.days)
            if period is Period.LAST:
                period, days = (period, days[:-1]) if len(days) > 1 else (Period.TODAY, days)
            return await self._report(uow, Span.of(days), now, period)

    async def of_day(self, day_id: int) -> Report:
        """Raises NotFound."""
        async with self._uow.read() as uow:
            days = await uow.numbers.days(day_id, day_id)
            if not days:
                raise NotFound
            return await self._report(uow, Span.of(days), self._clock(), None)

    async def _begun(self, uow: UnitOfWork, now: datetime, count: int) -> list[Day]:
        """The newest days, in their order; those that nobody has written down yet as well. A clock
        that was ahead has begun days that are to come, and may have begun the first too late.
        """
        rows = [*reversed(await uow.numbers.newest(count, before=now + MILLISECOND))]
        since = await next_start(uow, now, self._zone)
        rows += days_until(since, now, self._zone)
        if len(rows) < count:
            rows = [*await self._unwritten(uow, now, count, rows), *rows]
        return rows[-count:]

    async def _unwritten(
        self, uow: UnitOfWork, now: datetime, most: int, rows: Sequence[Day]
    ) -> list[Day]:
        """The days before `rows` from the first on which something happened; else today."""
        until = rows[0].starts_at if rows else now + MILLISECOND
        first, last = await uow.numbers.first_moment() or now, until - MILLISECOND
        if rows and first > last:
            return []
        start = midnight_before(max(min(first, last), last - timedelta(days=most)), self._zone)
        days = [*days_until(start, last, self._zone)]
        if rows:
            days[-1].ends_at = until  # also where TIMEZONE was another one
        return days

    async def _report(
        self, uow: UnitOfWork, span: Span, now: datetime, period: Period | None
    ) -> Report:
        points = await self._points(uow, span, now)
        numbers = added(point.numbers for point in points)
        return Report(
            period,
            self.currency,
            points,
            numbers,
            await self._visits(uow, span, now),
            await self._owed(uow, span.days[-1]),
            await self._best(uow, span),
            await self._buyers(uow, span),
            span.missing,
            frozenset(key[2] for key in numbers if key[0] in EARNED) - {self.currency},
        )

    async def _points(self, uow: UnitOfWork, span: Span, now: datetime) -> list[Point]:
        by_day: dict[int, Numbers] = {day.id: {} for day in span.counted}
        first, last = span.ends
        for start in range(first, last + 1, SLICE):
            for row in await uow.numbers.by_day(start, min(last, start + SLICE - 1)):
                _, kind, what, currency, *worth = row
                by_day[row.day_id][kind, what, currency] = Number(*worth)
        points = [Point(day, by_day[day.id]) for day in span.counted]
        for day in span.open:
            live = await uow.numbers.counted(day.starts_at, day.ends_at)
            points.append(Point(day, live, begun=day.ends_at > now))
        return points

    async def _visits(self, uow: UnitOfWork, span: Span, now: datetime) -> dict[Visit, int]:
        """Of today, those as well that are not written yet."""
        found = Counter(await uow.numbers.visits(*span.written))
        if span.days[-1].ends_at > now:
            found.update(self._footfall.waiting())
        return dict(found)

    async def _owed(self, uow: UnitOfWork, last: Day) -> int:
        """At the end of that day, or so far."""
        if last.counted_at is not None:
            return (await uow.numbers.owed(last.id)).get(self.currency, 0)
        return await owed_at(uow, self.currency, last.ends_at)

    async def _best(self, uow: UnitOfWork, span: Span) -> list[Ranked]:
        rows = (await self._ranked(uow, Best.VARIANT, span))[:LISTED]
        names = await uow.numbers.titles([subject for subject, _, _ in rows])
        return [Ranked(row[0], names.get(row[0], ""), *row[1:]) for row in rows]

    async def _buyers(self, uow: UnitOfWork, span: Span) -> list[Ranked]:
        """Customers alone: who works for the shop, is banned or erased is not among them."""
        rows = {row[0]: row[1:] for row in await self._ranked(uow, Best.USER, span)}
        ids = await first_customers(uow, [*rows], LISTED, self._market)
        month = await buyer_of_month(uow, self._clock(), self._market)
        names, badges = await uow.numbers.names(ids), await badges_of(uow, ids, month)
        return [Ranked(each, names.get(each, ""), *rows[each], badges[each]) for each in ids]

    async def _ranked(self, uow: UnitOfWork, which: Best, span: Span) -> list[tuple[int, int, int]]:
        found = dict(await uow.numbers.best(which, *span.ends, self.currency))
        for day in span.open:
            live = await uow.numbers.best_counted(which, day.starts_at, day.ends_at)
            for (subject, currency), (count, amount) in live.items():
                if currency == self.currency:
                    before = found.get(subject, (0, 0))
                    found[subject] = (before[0] + count, before[1] + amount)
        rows = [(subject, *worth) for subject, worth in found.items() if worth[1] > 0]
        return sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))


async def next_start(uow: UnitOfWork, now: datetime, zone: ZoneInfo) -> datetime:
    """Where the day begins that nobody has written down yet: the first one with the first order."""
    last = await uow.numbers.newest(1)
    if last:
        return last[0].ends_at
    first = await uow.numbers.first_moment()
    return midnight_before(min(first, now) if first else now, zone)


EARNED = (Count.SALE, Count.REFUND)


def added(parts: Iterable[Numbers]) -> Numbers:
    total: Numbers = {}
    for part in parts:
        for key, number in part.items():
            total[key] = total.get(key, Number()) + number
    return total


async def owed_at(uow: UnitOfWork, currency: str, moment: datetime) -> int:
    """All the store credit there was then: that of the last day that was over and is counted, and
    what moved since.
    """
    last = await uow.numbers.counted_before(moment)
    before = (await uow.numbers.owed(last.id)).get(currency, 0) if last else 0
    return before + await uow.numbers.moved(currency, last.ends_at if last else None, moment)
