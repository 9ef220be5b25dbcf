"""What does not work right now; the admins hear of each change once."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from db import UnitOfWork, UnitOfWorkFactory
from services.running.notification import Event, Notifications
from utils.chains.base import ChainClient
from utils.health import Health

MOST_ORDERS = 20
"""Orders told of at a time: more have one cause, and it is not theirs."""


class Watched(Protocol):
    """Something that asks the outside world, and says per asset why it cannot right now."""

    @property
    def problems(self) -> Mapping[str, str]: ...


class Watching(Watched, Protocol):
    @property
    def aside(self) -> Mapping[int, str]:
        """Per order that cannot be looked after, why."""


class Priced(Watched, Protocol):
    def available(self) -> Sequence[str]:
        """The assets that can be sold now, whatever a source says."""


class HealthService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        notifications: Notifications,
        rates: Priced,
        payments: Watching,
        chains: Mapping[str, ChainClient],
    ) -> None:
        self._uow = uow
        self._notify = notifications
        self._rates = rates
        self._payments = payments
        self._chains = chains
        self._told: dict[str, set[str]] = {
            "coin": set(),
            "chain": set(),
            "order": set(),
            "source": set(),
        }

    def problems(self) -> dict[str, str]:
        """Per asset, what is wrong with its chain or its rate."""
        return {**self._rates.problems, **self._payments.problems}

    def sources(self) -> dict[str, Sequence[Health]]:
        """Per asset, how each provider of its chain is doing."""
        return {asset: client.health() for asset, client in self._chains.items()}

    async def report(self) -> None:
        """Alert the admins of what broke and what works again since the last time."""
        for_sale = self._rates.available()
        unpriced = {a: why for a, why in self._rates.problems.items() if a not in for_sale}
        await self._report("coin", unpriced)
        await self._report("chain", self._payments.problems)
        aside = {str(order_id): why for order_id, why in self._payments.aside.items()}
        await self._report("order", dict(list(aside.items())[:MOST_ORDERS]))
        await self._report("source", self._aside())

    def _aside(self) -> dict[str, str]:
        """Per asset, the sources that answer and are not believed."""
        found = {
            asset: [f"{each.source}: {each.aside}" for each in sources if each.aside]
            for asset, sources in self.sources().items()
        }
        return {asset: "; ".join(words) for asset, words in found.items() if words}

    async def _report(self, kind: str, problems: Mapping[str, str]) -> None:
        problems = dict(problems)  # as they are now: scans go on while this is written
        told, broken = self._told[kind], set(problems)
        if told == broken:
            return
        async with self._uow() as uow:
            for asset in broken - told:
                await self._alert(uow, f"{kind}-down", asset, problems[asset])
            for asset in told - broken:
                await self._alert(uow, f"{kind}-up", asset, "")
        self._told[kind] = broken

    async def _alert(self, uow: UnitOfWork, topic: str, asset: str, reason: str) -> None:
        """`asset`: or the number of the order."""
        alert = {"topic": topic, "asset": asset, "reason": reason}
        self._notify.admins(uow, Event.ADMIN_ALERT, args=alert)
