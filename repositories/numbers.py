"""Days, what they came to, and what can be added up from them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, text, update

from models.base import UtcDateTime
from models.credit import CreditEntry
from models.day import Best, Count, Daily, DailyBest, Day, Visit, Visits
from models.order import Order
from models.product import Product, Variant
from models.user import User
from repositories.base import Repository
from repositories.counted import BEST, CAME_BACK, NUMBERS, WENT

Key = tuple[Count, str, str]
"""(kind, what, currency)"""


@dataclass(frozen=True, slots=True)
class Number:
    """As of `Daily`."""

    count: int = 0
    amount: int = 0
    cost: int = 0
    uncosted: int = 0

    def __add__(self, other: "Number") -> "Number":
        return Number(
            self.count + other.count,
            self.amount + other.amount,
            self.cost + other.cost,
            self.uncosted + other.uncosted,
        )


Numbers = dict[Key, Number]
NUMBER = (
    *(Daily.day_id, Daily.kind, Daily.what, Daily.currency),
    *(Daily.count, Daily.amount, Daily.cost, Daily.uncosted),
)


class NumbersRepository(Repository):
    async def newest(self, limit: int, before: datetime | None = None) -> Sequence[Day]:
        """The newest first; `before`: of those that begin earlier than that."""
        query = select(Day).order_by(Day.starts_at.desc()).limit(limit)
        if before is not None:
            query = query.where(Day.starts_at < before)
        return (await self._session.scalars(query)).all()

    async def uncounted(self, until: datetime, limit: int) -> Sequence[Day]:
        """The oldest first, of those that were over by then."""
        last = await self._last_counted()
        query = select(Day).where(Day.ends_at <= until, Day.counted_at.is_(None))
        if last is not None:  # they are counted one after the other
            query = query.where(Day.starts_at >= last.ends_at)
        return (await self._session.scalars(query.order_by(Day.starts_at).limit(limit))).all()

    async def _last_counted(self) -> Day | None:
        query = select(Day).where(Day.counted_at.is_not(None))
        return await self._session.scalar(query.order_by(Day.starts_at.desc()).limit(1))

    async def locked(self, day_id: int) -> Day:
        """As it is now, until the commit."""
        query = select(Day).where(Day.id == day_id).with_for_update()
        return (await self._session.scalars(query)).one()

    async def counted_before(self, moment: datetime) -> Day | None:
        """The newest that was over by then and is counted."""
        query = select(Day).where(Day.ends_at <= moment, Day.counted_at.is_not(None))
        return await self._session.scalar(query.order_by(Day.ends_at.desc()).limit(1))

    async def moved(self, currency: str, since: datetime | None, until: datetime) -> int:
        """Minor units that came into the ledger, less what went."""
        query = select(func.coalesce(func.sum(CreditEntry.amount), 0)).where(
            CreditEntry.created_at < until, CreditEntry.currency == currency
        )
        if since is not None:
            query = query.where(CreditEntry.created_at >= since)
        return int(await self._session.scalar(query) or 0)

    async def currencies(self, since: datetime | None, until: datetime) -> set[str]:
        """In which something moved in the ledger."""
        query = select(CreditEntry.currency).where(CreditEntry.created_at < until).distinct()
        if since is not None:
            query = query.where(CreditEntry.created_at >= since)
        return set(await self._session.scalars(query))

    async def before(self, moment: datetime) -> Day | None:
        """The newest that was over by then."""
        query = select(Day).where(Day.ends_at <= moment)
        return await self._session.scalar(query.order_by(Day.ends_at.desc()).limit(1))

    async def first_moment(self) -> datetime | None:
        """When the first order or the first entry of the ledger was made."""
        first = [
            await self._session.scalar(select(func.min(moment)))
            for moment in (Order.created_at, CreditEntry.created_at)
        ]
        return min((moment for moment in first if moment is not None), default=None)

    async def add_day(self, day: Day) -> None:
        self._session.add(day)
        await self._session.flush()

    async def told(self, day_id: int, now: datetime) -> bool:
        """Whether the digest of it is ours to queue."""
        change = update(Day).where(Day.id == day_id, Day.told_at.is_(None)).values(told_at=now)
        return bool((await self._session.execute(change.returning(Day.id))).all())

    async def counted(self, since: datetime, until: datetime) -> Numbers:
        """Added up from orders and the ledger."""
        found: Numbers = {}
        for query in NUMBERS:
            for row in await self._session.execute(_between(query), _ends(since, until)):
                key = (Count(row.kind), row.what, row.currency)
                worth = (row.times, row.amount, row.cost, row.uncosted)
                found[key] = Number(*(int(one or 0) for one in worth))
        return found

    async def best_counted(
        self, which: Best, since: datetime, until: datetime
    ) -> dict[tuple[int, str], tuple[int, int]]:
        """By variant or person and currency: how many and for how much, less what was refunded."""
        count: Counter[tuple[int, str]] = Counter()
        amount: Counter[tuple[int, str]] = Counter()
        for sign, (moment, more) in ((1, WENT), (-1, CAME_BACK)):
            query = _between(BEST[which].format(moment=moment, more=more))
            for row in await self._session.execute(query, _ends(since, until)):
                key = (row.subject_id, row.currency)
                count[key] += sign * int(row.times)
                amount[key] += sign * int(row.amount)
        return {key: (count[key], amount[key]) for key in count}

    async def clear(self, day_id: int) -> None:
        """Before it is counted anew."""
        for table in (Daily, DailyBest):
            await self._session.execute(delete(table).where(table.day_id == day_id))

    async def put(self, rows: Sequence[Daily | DailyBest]) -> None:
        self._session.add_all(rows)
        await self._session.flush()

    async def by_day(self, first: int, last: int) -> Sequence[Any]:
        """All but what is owed at the end of each: columns, for there may be thousands."""
        query = select(*NUMBER).where(Daily.day_id.between(first, last), Daily.kind != Count.OWED)
        return (await self._session.execute(query.order_by(Daily.day_id))).all()

    async def days(self, first: int, last: int) -> Sequence[Day]:
        query = select(Day).where(Day.id.between(first, last)).order_by(Day.id)
        return (await self._session.scalars(query)).all()

    async def owed(self, day_id: int) -> dict[str, int]:
        """By currency, all the store credit at the end of a day."""
        query = select(Daily.currency, Daily.amount).where(
            Daily.day_id == day_id, Daily.kind == Count.OWED
        )
        rows = await self._session.execute(query)
        return {row.currency: row.amount for row in rows}

    async def best(
        self, which: Best, first: int, last: int, currency: str
    ) -> dict[int, tuple[int, int]]:
        """By variant or person: how many and for how much, on the days with these numbers."""
        query = (
            select(DailyBest.subject_id, func.sum(DailyBest.count), func.sum(DailyBest.amount))
            .where(
                DailyBest.day_id.between(first, last),
                DailyBest.kind == which,
                DailyBest.currency == currency,
            )
            .group_by(DailyBest.subject_id)
        )
        rows = await self._session.execute(query)
        return {subject: (int(count), int(amount)) for subject, count, amount in rows}

    async def visit(self, day_id: int, what: Visit, count: int) -> None:
        row = self._insert(Visits).values(day_id=day_id, what=what, count=count)
        more = {"count": Visits.count + row.excluded.count}
        await self._session.execute(
            row.on_conflict_do_update(index_elements=["day_id", "what"], set_=more)
        )

    async def visits(self, first: int, last: int) -> dict[Visit, int]:
        query = (
            select(Visits.what, func.sum(Visits.count))
            .where(Visits.day_id.between(first, last))
            .group_by(Visits.what)
        )
        return {what: int(count) for what, count in await self._session.execute(query)}

    async def titles(self, variant_ids: Sequence[int]) -> dict[int, str]:
        query = (
            select(Variant.id, Product.name, Variant.name)
            .join(Product, Product.id == Variant.product_id)
            .where(Variant.id.in_(variant_ids))
        )
        rows = await self._session.execute(query)
        return {each: f"{product}, {name}" if name else product for each, product, name in rows}

    async def names(self, user_ids: Sequence[int]) -> dict[int, str]:
        query = select(User.id, User.name).where(User.id.in_(user_ids))
        rows = await self._session.execute(query)
        return {row.id: row.name for row in rows}


def _between(query: str) -> Any:
    return text(query)


def _ends(since: datetime, until: datetime) -> dict[str, Any]:
    kind = UtcDateTime()
    return {
        name: kind.process_bind_param(moment, None)
        for name, moment in (("since", since), ("until", until))
    }
