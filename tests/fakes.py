"""Small stand-ins for the outside world: a chain, a price, a clock. No patches."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from utils.chains.base import (
    NOTHING_KNOWN,
    UNKNOWN,
    ChainUnavailable,
    Known,
    Lookup,
    Observation,
    SeenTransfer,
    Tip,
)
from utils.health import Health
from utils.rates.base import Rate, RateError


class FakeClock:
    """A `SteadyClock`: `advance` lets time pass, `step` sets the clock while none does."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, 12, tzinfo=UTC)
        self.passed = 0.0
        self.in_doubt = False

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.passed

    def advance(self, **delta: float) -> None:
        self.step(**delta)
        self.passed += timedelta(**delta).total_seconds()

    def step(self, **delta: float) -> None:
        self.now += timedelta(**delta)


class WrongClock(FakeClock):
    """What a machine makes of the `true` time."""

    def __init__(self, true: FakeClock) -> None:
        super().__init__()
        self._true = true
        self.wrong_by = timedelta(0)

    def __call__(self) -> datetime:
        return self._true() + self.wrong_by

    def seconds(self) -> float:
        return self._true.seconds()


class FakeChain:
    """Blocks are numbers; a transfer sits in the mempool until `mine` buries it.

    `final_lag`: blocks behind the tip that are final; without it only depth counts.
    """

    source = "fake"

    def __init__(self, clock: FakeClock, final_lag: int | None = None) -> None:
        self._clock = clock
        self.final_lag = final_lag
        self.height = 100
        self.down = False
        self.used: set[str] = set()
        self.transfers: defaultdict[str, list[SeenTransfer]] = defaultdict(list)
        self.mined_at: dict[int, datetime | None] = {}
        """When each block was found; None: the source keeps no times."""
        self._numbers = iter(range(1, 10**9))

    def pay(self, address: str, units: int) -> str:
        txid = f"{next(self._numbers):064x}"
        self.transfers[address].append(SeenTransfer(txid, 0, units, None, None))
        return txid

    def mine(self, blocks: int = 1) -> None:
        for _ in range(blocks):
            self.height += 1
            self.mined_at[self.height] = self._clock()
            for rows in self.transfers.values():
                rows[:] = [self._bury(row) for row in rows]

    def _bury(self, row: SeenTransfer) -> SeenTransfer:
        if row.block_height is not None:
            return row
        return replace(row, block_height=self.height, block_hash=f"block-{self.height}")

    def drop(self, txid: str) -> None:
        for rows in self.transfers.values():
            rows[:] = [row for row in rows if row.txid != txid]

    async def tip(self) -> Tip:
        if self.down:
            raise ChainUnavailable(self.source, "down")
        final = None if self.final_lag is None else self.height - self.final_lag
        return Tip(self.height, f"block-{self.height}", self._clock(), final)

    def health(self) -> Health:
        return Health(self.source, not self.down, None, None, None)

    async def observe(
        self,
        addresses: Sequence[str],
        known: Known = NOTHING_KNOWN,
    ) -> Observation:
        tip = await self.tip()
        seen = {address: tuple(self.transfers.get(address, ())) for address in addresses}
        return Observation(self.source, tip, seen, {})

    async def has_history(self, address: str) -> bool:
        await self.tip()
        return address in self.used or bool(self.transfers.get(address))

    async def lookup(self, txid: str, address: str) -> Lookup:
        """A transaction is whatever `pay` has made, to a customer's own address as well."""
        tip, txid = await self.tip(), txid.removeprefix("0x")
        if not (rows := [r for rs in self.transfers.values() for r in rs if r.txid == txid]):
            return UNKNOWN
        amount = sum(row.amount for row in self.transfers.get(address, ()) if row.txid == txid)
        height = rows[0].block_height
        if height is None:
            return Lookup(True, amount)
        depth = tip.height - height + 1
        if tip.final_height is not None:
            depth = int(height <= tip.final_height)
        return Lookup(True, amount, depth, height, self.mined_at.get(height, self._clock()))

    async def find_transactions(
        self, address: str, from_height: int, to_height: int
    ) -> list[tuple[str, int]]:
        await self.tip()
        rows = self.transfers.get(address, ())
        return [(f"0x{r.txid}", r.amount) for r in rows if r.block_height is not None]

    async def aclose(self) -> None:
        pass


class FakeRates:
    """A price that says what it is told: of every coin, or of those in `values` alone."""

    def __init__(self, clock: FakeClock, source: str = "fake") -> None:
        self._clock = clock
        self.source = source
        self.value: Decimal | None = Decimal(50_000)
        self.values: dict[str, Decimal] = {}
        self.asked: list[tuple[str, ...]] = []

    def health(self) -> Health:
        return Health(self.source, self.value is not None, None, None, None)

    async def rates(self, assets: Sequence[str], currency: str) -> list[Rate]:
        self.asked.append(tuple(assets))
        if self.value is None:
            raise RateError(self.source, "down")
        values = self.values or dict.fromkeys(assets, self.value)
        now = self._clock()
        return [
            Rate(self.source, asset, currency, values[asset], now)
            for asset in assets
            if asset in values
        ]

    async def aclose(self) -> None:
        pass
