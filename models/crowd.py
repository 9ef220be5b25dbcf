"""Lists of people, and where a page of one begins."""

from dataclasses import dataclass
from enum import StrEnum

from models.user import User


class People(StrEnum):
    """Lists of people."""

    NEWEST = "newest"
    TIMEOUTS = "timeouts"
    """By timeouts that count now."""
    TURNOVER = "turnover"
    BANNED = "banned"
    NOTED = "noted"
    TAGGED = "tagged"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after this key of its order, or `back` before it."""

    key: int
    user_id: int
    back: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on a list. `key`: of its order: a time, a count, minor units, or their number."""

    user: User
    key: int
