"""How often cards are looked at and carts filled: two numbers in memory, and nobody's name."""

from collections import Counter
from collections.abc import Mapping

from models.day import Visit

MOST = 1_000_000
"""Of each that wait to be written: more within a minute are no people."""


class Footfall:
    def __init__(self) -> None:
        self._seen: Counter[Visit] = Counter()

    def note(self, what: Visit) -> None:
        self._seen[what] = min(MOST, self._seen[what] + 1)

    def waiting(self) -> Mapping[Visit, int]:
        """What is not written yet."""
        return dict(self._seen)

    def take(self) -> Mapping[Visit, int]:
        """What nobody has taken yet."""
        seen, self._seen = self._seen, Counter()
        return {what: count for what, count in seen.items() if count}

    def put_back(self, seen: Mapping[Visit, int]) -> None:
        """It could not be written."""
        self._seen.update(seen)
