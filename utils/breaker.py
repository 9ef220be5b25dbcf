"""A circuit breaker: a source that fails is left alone, longer each time, then tried once."""

import time
from collections.abc import Callable


class Breaker:
    """Opens after `threshold` failures in a row, for `first` seconds, doubling up to `longest`.

    When that time is over one trial is admitted; its success closes the breaker. Every admission
    is followed by exactly one of `succeeded`, `failed` and `abandoned`.
    """

    def __init__(
        self,
        *,
        threshold: int,
        first: float,
        longest: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._threshold = threshold
        self._first = first
        self._longest = longest
        self._monotonic = monotonic
        self._failures = 0
        self._trips = 0
        self._open_until = 0.0
        self._trying = False

    def seconds_left(self) -> float:
        return max(0.0, self._open_until - self._monotonic())

    def admit(self) -> bool:
        """Whether a request may go out now."""
        if not self._trips:
            return True
        if self._trying or self.seconds_left():
            return False
        self._trying = True
        return True

    def succeeded(self) -> None:
        # A request that was already under way when the breaker opened proves nothing.
        if self._trying or not self._trips:
            self._failures = self._trips = 0
            self._trying = False

    def failed(self, *, at_once: bool = False, retry_after: float = 0.0) -> None:
        """`at_once`: the source asked to be left alone, for `retry_after` seconds at least."""
        self._failures += 1
        self._trying = False
        pause = retry_after
        if not self.seconds_left() and (at_once or self._failures >= self._threshold):
            pause = max(pause, min(self._longest, self._first * 2.0 ** min(self._trips, 16)))
            self._trips += 1
        if pause:
            self._open_until = max(self._open_until, self._monotonic() + pause)

    def abandoned(self) -> None:
        """The request was cancelled: nothing was learnt."""
        self._trying = False
