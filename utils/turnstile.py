"""How often somebody may pass: so many at once, then evenly, for as many as are remembered."""

from collections.abc import Hashable

from utils.clock import Seconds, seconds

ROUNDING = 1e-6
"""Seconds: what adding up loses."""


class Turnstile:
    """`most` at once and within every `within` seconds, for each of them.

    `places` of them are remembered, those that came last: whoever is forgotten begins anew, so
    memory is bounded, and a bound for all together is a turnstile of its own.
    """

    def __init__(
        self, most: int, within: float, places: int = 1, passed: Seconds = seconds
    ) -> None:
        self._pause = within / most
        self._within = within + ROUNDING
        self._places = places
        self._passed = passed
        self._used: dict[Hashable, float] = {}
        """Until when each has used up what comes evenly; who came last stands last."""

    def __len__(self) -> int:
        return len(self._used)

    def lets(self, who: Hashable = None) -> bool:
        """Whether they pass now; who is refused has used nothing up."""
        now = self._passed()
        used = max(self._used.pop(who, now), now)
        passes = used + self._pause <= now + self._within
        self._used[who] = used + self._pause if passes else used
        if len(self._used) > self._places:
            del self._used[next(iter(self._used))]
        return passes
