"""Which addresses a second source is asked about although one has answered.

* those of which the one denies what is recorded: it may be blind
* those about which two differed the last time, until they agree
* every other one now and then, so that a blind source hides no payment for longer
"""

from collections.abc import Callable, Iterable, Sequence

from utils.chains.base import Known, Observation

EVERY = 5 * 60.0
"""Seconds after which what one source says of an address is compared with another's word."""
SHARE, LEAST_SHARE = 10, 20
"""Of one scan a tenth, but always twenty: after a start nothing has been compared yet."""
REMEMBERED = 50_000


class SecondLooks:
    """What it remembers only saves questions: without it each address is asked about twice."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._looked_at: dict[str, float] = {}

    def chosen(self, addresses: Sequence[str], seen: Observation, known: Known) -> set[str]:
        """Every one of which `seen` denies something, and of the others a share, the longest
        not compared first.
        """
        denied = {each for each in addresses if _is_denied(each, seen, known)}
        now, share = self._monotonic(), max(LEAST_SHARE, len(addresses) // SHARE)
        never = float("-inf")
        ages = {each: now - self._looked_at.get(each, never) for each in addresses}
        due = sorted((each for each in addresses if ages[each] >= EVERY), key=lambda a: -ages[a])
        return denied.union(due[:share])

    def note(self, asked: Iterable[str], second: Observation | None, seen: Observation) -> None:
        """Two that differ are both asked again at the next look; nobody to ask is no reason to."""
        for address in asked:
            self._looked_at.pop(address, None)
            if second is None or address not in seen.doubts:
                self._looked_at[address] = self._monotonic()
        while len(self._looked_at) > REMEMBERED:
            del self._looked_at[next(iter(self._looked_at))]


def _is_denied(address: str, seen: Observation, known: Known) -> bool:
    """Whether something is missing that was recorded, and was not missing before."""
    believed = [row.transfer for row in known.get(address, ()) if not row.gone]
    shown = {(row.txid, row.output_index) for row in seen.transfers[address]} if believed else ()
    return any((row.txid, row.output_index) not in shown for row in believed)
