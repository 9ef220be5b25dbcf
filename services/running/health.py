"""What does not work right now: one message per outage, which outlives a restart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from db import UnitOfWork, UnitOfWorkFactory
from models.outage import Outage
from services.running.notification import Event, Notifications
from utils.chains.base import ChainClient
from utils.health import Health

MOST_ORDERS = 20
"""Orders told of at a time: more have one cause, and it is not theirs."""
NAME = "shop"
STARTING = timedelta(seconds=60)
"""After a start nothing is known to work again: not every source has been asked yet."""
REOPENED = timedelta(minutes=10)
"""What fails again within this is the same outage: a source that flickers is told of once."""


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

    def health(self) -> Sequence[Health]:
        """How each exchange is doing."""


@dataclass(frozen=True, slots=True)
class OutageState:
    """`problems`: why, by what is affected (`coin:BTC`, `chain:ETH`)."""

    number: int
    began_at: datetime
    ended_at: datetime | None
    problems: Mapping[str, str]


class HealthService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        notifications: Notifications,
        rates: Priced,
        payments: Watching,
        chains: Mapping[str, ChainClient],
        second_name: Callable[[], str] = str,
    ) -> None:
        """`second_name`: of the database's file, while it can be had under another one."""
        self._uow = uow
        self._notify = notifications
        self._rates = rates
        self._payments = payments
        self._chains = chains
        self._second_name = second_name
        self._began_at: datetime | None = None

    def problems(self) -> dict[str, str]:
        """Per asset, why it cannot be sold, or its chain not be read."""
        return {**self._unsold(), **self._payments.problems}

    def _unsold(self) -> dict[str, str]:
        """A price that is still good sells on, whatever a source says."""
        for_sale = self._rates.available()
        return {a: why for a, why in self._rates.problems.items() if a not in for_sale}

    def sources(self) -> dict[str, Sequence[Health]]:
        """Per asset, how each provider of its chain is doing."""
        return {asset: client.health() for asset, client in self._chains.items()}

    def exchanges(self) -> Sequence[Health]:
        """How each source of prices is doing."""
        return self._rates.health()

    async def outage(self) -> OutageState | None:
        """The newest one, over or not."""
        async with self._uow.read() as uow:
            row = await uow.outages.find(NAME)
        return _state(row) if row else None

    async def report(self) -> None:
        """Tell the admins of what broke and what works again since the last time."""
        now = self._notify.now()
        self._began_at = self._began_at or now
        broken = self._broken()
        async with self._uow.read() as uow:
            told = _open_problems(await uow.outages.find(NAME))
        if now - self._began_at < STARTING:
            broken = {**told, **broken}
        if broken.keys() != told.keys():
            async with self._uow() as uow:
                await self._note(uow, broken, now)

    def _broken(self) -> dict[str, str]:
        aside = {str(order_id): why for order_id, why in self._payments.aside.items()}
        kinds = {
            "coin": self._unsold(),
            "chain": self._payments.problems,
            "order": dict(list(aside.items())[:MOST_ORDERS]),
            "source": self._aside(),
            "file": {name: "" for name in [self._second_name()] if name},
        }
        return {
            f"{kind}:{what}": why for kind, found in kinds.items() for what, why in found.items()
        }

    def _aside(self) -> dict[str, str]:
        """Per asset, the sources that answer and are not believed."""
        found = {
            asset: [f"{each.source}: {each.aside}" for each in sources if each.aside]
            for asset, sources in self.sources().items()
        }
        return {asset: "; ".join(words) for asset, words in found.items() if words}

    async def _note(self, uow: UnitOfWork, broken: dict[str, str], now: datetime) -> None:
        row = await uow.outages.find(NAME)
        if row is None:
            row = Outage(name=NAME, number=1, began_at=now, problems=broken)
            await uow.outages.add(row)
        elif broken:
            if row.ended_at is not None and now - row.ended_at > REOPENED:
                row.number, row.began_at = row.number + 1, now
            row.ended_at, row.problems = None, broken
        else:
            row.ended_at = now  # and its problems stay: the message says what is over
        args = {"topic": "outage", "number": str(row.number)}
        self._notify.admins(uow, Event.ADMIN_OUTAGE, args=args)


def _open_problems(row: Outage | None) -> dict[str, str]:
    return dict(row.problems) if row and row.ended_at is None else {}


def _state(row: Outage) -> OutageState:
    return OutageState(row.number, row.began_at, row.ended_at, row.problems)
