"""When each loop and job of this process last came to its end."""

from datetime import datetime

from utils.clock import Clock

MOST = 200
"""Names: there are as many as loops and jobs."""


class Pulse:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._beats: dict[str, datetime] = {}

    def beat(self, name: str) -> None:
        if name in self._beats or len(self._beats) < MOST:
            self._beats[name] = self._clock()

    def all(self) -> dict[str, datetime]:
        return dict(self._beats)
