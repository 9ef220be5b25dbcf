"""Per coin, why its chain cannot be read right now: in a sentence for the admins."""

from collections import defaultdict
from datetime import timedelta

from services.money.lasting import Lasting
from utils.chains.base import Observation
from utils.clock import Seconds

PATIENCE_WITH_DOUBT = timedelta(minutes=10)
"""How long two sources may disagree about an address before the admins hear of it."""
REMEMBERED = timedelta(hours=2)
"""After that long without being looked at, an address that could not be read says nothing more."""


class Troubles:
    """What one look says about some addresses unsays nothing about the others."""

    def __init__(self, seconds: Seconds) -> None:
        self._seconds = seconds
        self._silent: dict[str, str] = {}
        self._unread: dict[str, dict[str, tuple[str, float]]] = defaultdict(dict)
        self._odd: dict[str, str] = {}
        self._doubts: dict[str, dict[str, str]] = defaultdict(dict)
        self._doubted: Lasting[tuple[str, str]] = Lasting(seconds)

    def silent(self, asset: str, reason: str) -> None:
        """Nothing at all could be read."""
        self._silent[asset] = reason

    def odd(self, asset: str, reason: str) -> None:
        """An answer was not believed; what a source said once is told until the shop restarts."""
        self._odd[asset] = reason

    def heard(self, asset: str, seen: Observation) -> None:
        now, unread, doubts = self._seconds(), self._unread[asset], self._doubts[asset]
        self._silent.pop(asset, None)
        for address in seen.transfers:
            unread.pop(address, None)
            if address not in seen.doubts:
                doubts.pop(address, None)
                self._doubted.over([(asset, address)])
        for address, doubt in seen.doubts.items():
            doubts[address] = doubt
            self._doubted.seconds((asset, address))
        for address, failure in seen.failures.items():
            unread[address] = (str(failure), now)
        for address, (_, at) in list(unread.items()):
            if now - at > REMEMBERED.total_seconds():
                del unread[address]

    def words(self) -> dict[str, str]:
        """Per asset, the worst of it."""
        found = {asset: word for asset in self._doubts if (word := self._doubtful(asset))}
        unread = {a: next(iter(rows.values()))[0] for a, rows in self._unread.items() if rows}
        return self._odd | found | unread | self._silent

    def _doubtful(self, asset: str) -> str | None:
        """A disagreement that has lasted."""
        old = self._doubted.longer_than(PATIENCE_WITH_DOUBT.total_seconds())
        doubts = self._doubts[asset]
        return next((doubts[address] for coin, address in old if coin == asset), None)
