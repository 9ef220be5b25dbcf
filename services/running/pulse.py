"""Whether each loop and job of this process still comes to its end."""

from utils.clock import Seconds, seconds

PATIENCE = 300.0
"""Seconds beyond its time after which something is silent: what is asked outside may take long."""


class Pulse:
    def __init__(self, passed: Seconds = seconds) -> None:
        self._passed = passed
        self._every: dict[str, float] = {}
        self._beats: dict[str, float] = {}

    def expect(self, name: str, every: float) -> None:
        """From now on, at least every so many seconds."""
        self._every[name], self._beats[name] = every, self._passed()

    def beat(self, name: str) -> None:
        self._beats[name] = self._passed()

    @property
    def count(self) -> int:
        return len(self._every)

    def silent(self) -> dict[str, float]:
        """For how many seconds, of what should have come to its end since."""
        now = self._passed()
        found = {name: now - at for name, at in self._beats.items()}
        return {
            name: since
            for name, since in found.items()
            if since > self._every.get(name, 0.0) + PATIENCE
        }
