"""Time zones by their IANA names."""

from contextlib import suppress
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONGEST = 64


def zone_of(name: str) -> ZoneInfo:
    """Raises ValueError for a name that nobody knows."""
    with suppress(ZoneInfoNotFoundError, ValueError, OSError):
        if len(name) <= LONGEST and name.isascii() and name.isprintable():
            return ZoneInfo(name)
    raise ValueError("a name of the IANA time zones, such as Europe/Berlin or UTC")
