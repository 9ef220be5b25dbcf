"""How fast somebody may be written to: short bursts, then one after another."""

import time
from collections.abc import Callable


class Pace:
    """GCRA (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm) for many keys at once.

    `interval` seconds each, of which `burst` may come together. Keys that have rested are
    forgotten, so that memory follows what was sent in the last seconds.
    """

    def __init__(
        self,
        interval: Callable[[int], float],
        burst: int,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._interval = interval
        self._burst = burst
        self._now = now
        self._full_at: dict[int, float] = {}

    def take(self, key: int) -> None:
        now = self._now()
        self._full_at[key] = max(self._full_at.get(key, now), now) + self._interval(key)

    def resting(self) -> dict[int, float]:
        """Who has to wait, and for how many seconds."""
        now = self._now()
        self._full_at = {key: at for key, at in self._full_at.items() if at > now}
        waits = {
            key: at - now - self._interval(key) * (self._burst - 1)
            for key, at in self._full_at.items()
        }
        return {key: wait for key, wait in waits.items() if wait > 0}
