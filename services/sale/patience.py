"""How often one person may hold goods without paying. Pure: the ends of orders in, a time out.

Holding stock costs nothing, so it is bounded for each person: what ran out, or was cancelled in
the later half of its window, is a timeout; so many of them within a while, and no more orders until
the oldest fades. Cancelling early is free a few times a day, then each one costs a longer wait.
A paid order, or an admin, wipes the slate clean (`User.forgiven_at`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.errors import TooManyCancelled, TooManyTimeouts

DAY = timedelta(days=1)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720))
"""After the last order that may be cancelled freely in a day, after the next one, and so on."""
REMEMBERED = 200
"""Ends of one person's orders that are looked at: more than any limit lets happen in its time."""


@dataclass(frozen=True, slots=True)
class End:
    """An order that ended unpaid by its customer's doing."""

    at: datetime
    timed_out: bool
    given_up: bool


@dataclass(frozen=True, slots=True)
class Patience:
    """`limit`: timeouts within `fade`, and cancelled orders within a day."""

    limit: int = 3
    fade: timedelta = timedelta(days=30)

    def counts_as_timeout(self, placed: datetime, deadline: datetime, now: datetime) -> bool:
        """Whether cancelling `now` comes so late that the goods were held as good as in vain."""
        return now - placed > (deadline - placed) / 2

    def require(self, ends: Sequence[End], now: datetime) -> None:
        """Raises TooManyTimeouts or TooManyCancelled, with the time that is left to wait.

        `ends`: the newest first.
        """
        timeouts = [end.at for end in ends if end.timed_out and end.at > now - self.fade]
        if len(timeouts) >= self.limit:
            raise TooManyTimeouts(len(timeouts), timeouts[self.limit - 1] + self.fade - now)
        given_up = [end.at for end in ends if end.given_up and end.at > now - DAY]
        over = len(given_up) - self.limit
        if over >= 0:
            left = given_up[0] + WAITS[min(over, len(WAITS) - 1)] - now
            if left > timedelta(0):
                raise TooManyCancelled(len(given_up), left)
