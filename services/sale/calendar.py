"""The shop's days: from midnight to midnight where TIMEZONE says, however long that is."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.base import EPOCH, MILLISECOND
from models.day import Day

DAY = timedelta(days=1)


def midnight_after(moment: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the date that follows: where the clocks jump over midnight, that at
    which they jump.
    """
    tomorrow = moment.astimezone(zone).date() + DAY
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)


def midnight_before(moment: datetime, zone: ZoneInfo) -> datetime:
    today = moment.astimezone(zone).date()
    return datetime.combine(today, time(), zone).astimezone(UTC)


def day_from(start: datetime, zone: ZoneInfo) -> Day:
    """The day that begins then. After a change of TIMEZONE the first one is shorter or longer."""
    date = start.astimezone(zone).date()
    return Day(date=date.isoformat(), starts_at=start, ends_at=midnight_after(start, zone))


def days_until(start: datetime, now: datetime, zone: ZoneInfo) -> Iterator[Day]:
    """Every day from `start` on that has begun by now."""
    while start <= now:
        day = day_from(_whole(start), zone)
        yield day
        start = day.ends_at


def year_of(year: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first, last = (datetime(each, 1, 1, tzinfo=zone) for each in (year, year + 1))
    return first.astimezone(UTC), last.astimezone(UTC)


def _whole(moment: datetime) -> datetime:
    """As the database keeps it."""
    return EPOCH + (moment - EPOCH) // MILLISECOND * MILLISECOND
