"""Badges are facts: counted from what the days came to, net of what was refunded."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from db import UnitOfWork
from models.day import Day


class Badge(StrEnum):
    FIRST = "first"
    TEN = "ten"
    FIFTY = "fifty"
    MONTH = "month"
    """Of the calendar month before this one: nobody bought for more."""


NEEDED = {Badge.FIRST: 1, Badge.TEN: 10, Badge.FIFTY: 50}
"""Purchases that were not refunded."""
LOOKED_BACK = 62
"""Days: two months."""
PIECE = 50
"""People that are looked at in one go."""
Badges = Sequence[Badge]


@dataclass(frozen=True, slots=True)
class Market:
    """What purchases are counted in, where days begin, and who owns the shop by its settings."""

    currency: str
    zone: ZoneInfo
    owners: Callable[[], Set[int]] = field(default=frozenset)


def earned(purchases: int, *, month: bool) -> list[Badge]:
    """The least first."""
    found = [badge for badge, needed in NEEDED.items() if purchases >= needed]
    return [*found, Badge.MONTH] if month else found


def worn(badges: Badges) -> list[Badge]:
    """Beside a name in a list: of purchases the highest alone."""
    counted = [badge for badge in badges if badge in NEEDED]
    return [*counted[-1:], *(badge for badge in badges if badge not in NEEDED)]


def month_before(days: Sequence[Day], now: datetime, zone: ZoneInfo) -> tuple[int, int] | None:
    """The first and last of its days; None: it was not, or is not counted to its end yet."""
    first = now.astimezone(zone).date().replace(day=1)
    last = (first - timedelta(days=1)).isoformat()
    found = [day for day in days if day.date[:7] == last[:7]]
    if not found or any(day.counted_at is None for day in found) or found[-1].date != last:
        return None
    return found[0].id, found[-1].id


async def buyer_of_month(uow: UnitOfWork, now: datetime, market: Market) -> int | None:
    days = [*reversed(await uow.numbers.newest(LOOKED_BACK, before=now))]
    if (month := month_before(days, now, market.zone)) is None:
        return None
    owners = market.owners()
    found = await uow.ranking.leaders(month, market.currency, owners, 1, shown=False)
    return found[0] if found else None


async def badges_of(
    uow: UnitOfWork, user_ids: Sequence[int], best: int | None
) -> dict[int, list[Badge]]:
    """`best`: the buyer of the month."""
    count = await uow.ranking.purchases(user_ids)
    return {each: earned(count.get(each, 0), month=each == best) for each in user_ids}


async def first_customers(
    uow: UnitOfWork, user_ids: Sequence[int], limit: int, market: Market
) -> list[int]:
    """In their order, without staff, and without who is banned or erased."""
    found: list[int] = []
    for start in range(0, len(user_ids), PIECE):
        piece = user_ids[start : start + PIECE]
        known = await uow.ranking.customers(piece, market.owners())
        found += [each for each in piece if each in known]
        if len(found) >= limit:
            break
    return found[:limit]
