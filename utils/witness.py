"""What time an HTTP answer says it is: its `Date` and `Age` (RFC 9110, 6.6.1; RFC 9111, 5.1)."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from utils.clock import Clock, HearsTime

OLDEST = 24 * 60 * 60
"""Seconds in a cache after which nobody knows what the age itself is worth."""


def expect(clock: Clock, witness: str) -> None:
    """Tell a clock that listens who is going to be asked."""
    if isinstance(clock, HearsTime):
        clock.expect(witness)


def listen(clock: Clock, witness: str, headers: Mapping[str, str]) -> None:
    """Tell a clock that listens what time `witness` says it is, if it does."""
    if isinstance(clock, HearsTime) and (at := said(headers)):
        clock.hear(witness, at)


def said(headers: Mapping[str, str]) -> datetime | None:
    """None when there is no date, or one that cannot be read."""
    age = headers.get("Age", "0")
    if not (age.isascii() and age.isdecimal() and int(age[:9]) <= OLDEST):
        return None
    with suppress(ValueError, OverflowError):
        date = parsedate_to_datetime(headers.get("Date", ""))
        return (date if date.tzinfo else date.replace(tzinfo=UTC)) + timedelta(seconds=int(age))
    return None
