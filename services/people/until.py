"""Until when: a date as people type it."""

import re
from datetime import UTC, datetime, timedelta

from models.role_errors import BadEnd

LONGEST = 40
"""Characters."""
DAYS = re.compile(r"([1-9][0-9]{0,3})(?:\s*(?:d|days?|tage?n?))?")
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M")
"""By UTC; without a time it is the end of that day."""


def parse_end(text: str, now: datetime) -> datetime:
    """`30`, `30 days`, `2026-12-24`, `24.12.2026 18:00`; raises BadEnd, also for what is over."""
    words = " ".join(text.split()).casefold().removesuffix(" utc")
    if len(words) > LONGEST:
        raise BadEnd
    if found := DAYS.fullmatch(words):
        return now + timedelta(days=int(found[1]))
    ends = _date(words)
    if ends is None or ends <= now:
        raise BadEnd
    return ends


def _date(words: str) -> datetime | None:
    if not words.isascii():
        return None
    for shape in DATES:
        try:
            moment = datetime.strptime(words, shape).replace(tzinfo=UTC)
        except ValueError:
            continue
        return moment if "%H" in shape else moment + timedelta(days=1)
    return None
