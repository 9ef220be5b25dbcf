"""The sandbox's clock: real time plus an offset that a person may push forward."""

import time
from datetime import UTC, datetime, timedelta

from sandbox.store import Store


class SandboxClock:
    """Aware UTC time; the offset outlives a restart."""

    in_doubt = False
    """It is this world's own time: nobody can contradict it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.offset = timedelta(seconds=store.all("clock").get("offset", {}).get("seconds", 0))

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(time.time(), UTC) + self.offset

    def monotonic(self) -> float:
        """Seconds for measuring intervals: a skip counts, a step of the system clock does not."""
        return time.monotonic() + self.offset.total_seconds()

    seconds = monotonic
    """As a bot that measures its own intervals calls it."""

    def skip(self, delta: timedelta) -> None:
        """Move the clock forward; raises ValueError when asked to go back."""
        if delta <= timedelta(0):
            raise ValueError("the clock only goes forward")
        offset = self.offset + delta
        self._store.put("clock", "offset", {"seconds": offset.total_seconds()})
        self.offset = offset
