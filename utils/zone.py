"""Time zones by their IANA names."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONGEST = 64


def zone_of(name: str) -> ZoneInfo:
    """Raises ValueError for a name that nobody knows."""
    try:
        if len(name) <= LONGEST and name.isascii() and name.isprintable():
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise ValueError("a name of the IANA time zones, such as Europe/Berlin or UTC")
