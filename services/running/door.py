"""Where the shop listens to others, and how often it was spoken to: places and counts alone."""

from collections import Counter
from dataclasses import dataclass

from utils.clock import Seconds, seconds

MINUTE = 60
HOUR = 60
"""Minutes that are counted."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """At `place`, within the last hour."""

    place: str
    heard: int
    refused: int


class Door:
    """`place`: where somebody listens right now; None: nowhere."""

    def __init__(self, passed: Seconds = seconds) -> None:
        self._passed = passed
        self._minutes: dict[int, Counter[bool]] = {}
        self.place: str | None = None

    def note(self, *, heard: bool) -> None:
        minute = self._minute()
        self._minutes.setdefault(minute, Counter())[heard] += 1
        for old in [each for each in self._minutes if each <= minute - HOUR]:
            del self._minutes[old]

    def spoken(self) -> Spoken | None:
        """None where nobody listens."""
        if self.place is None:
            return None
        since = self._minute() - HOUR
        last = [counts for minute, counts in self._minutes.items() if minute > since]
        return Spoken(self.place, *(sum(counts[one] for counts in last) for one in (True, False)))

    def _minute(self) -> int:
        return int(self._passed() // MINUTE)
