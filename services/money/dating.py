"""When a payment was first seen, also if nobody knew what time it was then."""

from collections.abc import Sequence
from datetime import timedelta

from models.invoice import Transfer
from services.money.lasting import Lasting
from utils.clock import SteadyClock

FORGOTTEN = timedelta(days=1)
Key = tuple[str, int]


class Dating:
    """A first sight while the clock is in doubt is dated when the time is known, by the seconds
    that have passed since; after a restart it counts as of the first look that knows the time.
    """

    def __init__(self, clock: SteadyClock) -> None:
        self._clock = clock
        self._sights: Lasting[Key] = Lasting(clock.seconds)

    def date(self, rows: Sequence[Transfer], known: int) -> None:
        """`rows` as they were just read, of which the first `known` had been seen before."""
        if self._clock.in_doubt:
            for row in rows[known:]:
                row.undated = True
                self._sights.seconds(_key(row))
            return
        for row in rows:
            if row.undated:
                row.first_seen_at = self._clock() - self._ago(_key(row))
                row.undated = False
        self._sights.over(self._sights.longer_than(FORGOTTEN.total_seconds()))

    def _ago(self, key: Key) -> timedelta:
        seen_here = key in self._sights
        return timedelta(seconds=self._sights.seconds(key) if seen_here else 0)


def _key(row: Transfer) -> Key:
    return row.txid, row.output_index
