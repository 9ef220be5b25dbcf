"""From when to when, as people type it: whole days of UTC, which is the zone of the shop."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from models.goods_errors import BadPeriod

FURTHEST = timedelta(days=5 * 366)
"""How far away a day may be: what is further is a slip of the finger."""
NAMED = 40
"""Characters of what is no day, where it is repeated."""
SINCE = frozenset({"from", "since", "von", "ab", "seit"})
UNTIL = frozenset({"to", "until", "till", "bis"})
OPEN = frozenset({"-", "\u2013", "\u2014", "…", ".."})
NOW = frozenset({"now", "today", "jetzt", "heute", "sofort"})
DAY = re.compile(
    r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})|(?P<D>\d{1,2})\.(?P<M>\d{1,2})\.(?P<Y>\d{4})",
    re.ASCII,
)
"""`2026-12-24`, or `24.12.2026`; where the month stands in `12/24/2026` nobody can know."""


@dataclass(frozen=True, slots=True)
class Period:
    """`starts_at` None: now; `ends_at` None: until somebody ends it."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None


def parse_period(text: str, now: datetime) -> Period:
    """`2026-12-01 2026-12-24`: from the start of the one to the end of the other day; a dash leaves
    an end open; nothing: from now on. Raises BadPeriod.
    """
    today = now.astimezone(UTC).date()
    words = text.replace("..", " - ").casefold().split()
    try:
        return _read(words, today) if words else Period()
    except _Unreadable as unreadable:
        raise bad_period(unreadable.why, now, unreadable.word) from None


def bad_period(why: str, now: datetime, word: str = "") -> BadPeriod:
    """With two days that can be typed as they stand."""
    first, last = (now.astimezone(UTC).date() + timedelta(days=days) for days in (1, 24))
    return BadPeriod(why, word[:NAMED], f"{first} {last}")


class _Unreadable(Exception):
    def __init__(self, why: str, word: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.word = word


def _read(words: Sequence[str], today: date) -> Period:
    first, last = (_day(word, today) for word in _pair(words))
    if first and first < today:
        raise _Unreadable("past", str(first))
    if last and last < today:
        raise _Unreadable("over", str(last))
    if first and last and last < first:
        raise _Unreadable("backwards")
    starts = _midnight(first) if first and first > today else None
    return Period(starts, _midnight(last + timedelta(days=1)) if last else None)


def _pair(words: Sequence[str]) -> tuple[str, str]:
    """The first day and the last."""
    between = OPEN | UNTIL
    match list(words):
        case [since, day] if since in SINCE:
            return day, "-"
        case [until, day] if until in UNTIL:
            return "-", day
        case [since, first, middle, last] if since in SINCE and middle in between:
            return first, last
        case [first, middle, last] if middle in between:
            return first, last
        case [first, last]:
            return first, last
        case [day]:
            raise _Unreadable("one" if _day(day, date.min) else "form", day)
    raise _Unreadable("form", " ".join(words))


def _day(word: str, today: date) -> date | None:
    """None: it is left open, or is now."""
    if word in OPEN | NOW:
        return None
    found = DAY.fullmatch(word.rstrip(",;"))
    if found is None:
        raise _Unreadable("form", word)
    part = found.groupdict()
    try:
        day = date(*(int(part[one] or part[other] or 0) for one, other in ("yY", "mM", "dD")))
    except ValueError:
        raise _Unreadable("day", word) from None
    if today > date.min and day > today + FURTHEST:
        raise _Unreadable("far", word)
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
