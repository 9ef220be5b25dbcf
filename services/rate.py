"""Prices of coins: fetched in the background, agreed on by two sources, cached, never guessed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from models.errors import CoinUnavailable
from utils.assets import ASSETS, Asset
from utils.clock import Clock
from utils.money import value_of
from utils.rates.base import Rate, RateError, RateSource

MAX_AGE = timedelta(minutes=10)
REFRESH_AFTER = timedelta(seconds=60)
MAX_DEVIATION = Decimal("0.03")
MAX_JUMP = Decimal("0.20")
JUMP_MEMORY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Price:
    """Shop currency per coin: `market` as the sources say, `rate` less the shop's spread."""

    asset: Asset
    market: Decimal
    rate: Decimal
    sources: str
    at: datetime
    spread_percent: Decimal


class NoPrice(Exception):
    """Why there is no trustworthy price; a sentence for the admin."""


def agree(rates: Sequence[Rate], last: Rate | None, now: datetime) -> Rate:
    """The lowest of at least two fresh, agreeing rates that do not jump; raises NoPrice."""
    fresh = [r for r in rates if r.value.is_finite() and r.value > 0 and now - r.at <= MAX_AGE]
    if len(fresh) < 2:
        names = ", ".join(r.source for r in fresh) or "none"
        raise NoPrice(f"two fresh sources are needed, there are: {names}")
    low, high = min(r.value for r in fresh), max(r.value for r in fresh)
    if (high - low) / low > MAX_DEVIATION:
        raise NoPrice(f"the sources disagree: {low} to {high}")
    if last and now - last.at <= JUMP_MEMORY and abs(low - last.value) / last.value > MAX_JUMP:
        raise NoPrice(f"the price jumped from {last.value} to {low}")
    at = min(r.at for r in fresh)
    return Rate("+".join(r.source for r in fresh), fresh[0].asset, fresh[0].currency, low, at)


class RateService:
    def __init__(
        self,
        sources: Sequence[RateSource],
        clock: Clock,
        assets: Sequence[str],
        *,
        currency: str,
        spread_percent: Decimal,
    ) -> None:
        self._sources = sources
        self._clock = clock
        self.assets = tuple(assets)
        self._currency = currency
        self._spread = spread_percent
        self._accepted: dict[str, Rate] = {}
        self._asked_at: datetime | None = None
        self.problems: dict[str, str] = {}
        """Per asset, why it cannot be sold right now."""

    async def keep_fresh(self) -> None:
        """Ask again once the last answers are a minute old; cheap to call often."""
        now = self._clock()
        if self._asked_at is None or now - self._asked_at >= REFRESH_AFTER:
            self._asked_at = now
            await self.refresh()

    async def refresh(self) -> None:
        """Ask every source for every asset; what cannot be agreed on ages and then disappears."""
        for asset in self.assets:
            try:
                rates = await self._ask(asset)
                last = self._accepted.get(asset)
                self._accepted[asset] = agree(rates, last, self._clock())
                self.problems.pop(asset, None)
            except NoPrice as problem:
                self.problems[asset] = str(problem)

    async def _ask(self, asset: str) -> list[Rate]:
        answers = await asyncio.gather(
            *(source.rate(asset, self._currency) for source in self._sources),
            return_exceptions=True,
        )
        unexpected = [a for a in answers if isinstance(a, BaseException)]
        for error in unexpected:
            if not isinstance(error, RateError):
                raise error
        return [answer for answer in answers if isinstance(answer, Rate)]

    def available(self) -> list[str]:
        now = self._clock()
        return [asset for asset in self.assets if self._fresh(asset, now)]

    def quote(self, asset: str) -> Price:
        """The price to sell at now; raises CoinUnavailable."""
        rate = self._fresh(asset, self._clock())
        if rate is None:
            raise CoinUnavailable(asset)
        less = rate.value * (100 - self._spread) / 100
        return Price(ASSETS[asset], rate.value, less, rate.source, rate.at, self._spread)

    def value(self, asset: str, units: int) -> int | None:
        """What `units` base units are worth now, in minor units; None without a good rate."""
        rate = self._fresh(asset, self._clock())
        if rate is None:
            return None
        return value_of(units, ASSETS[asset].decimals, rate.value, self._currency)

    def _fresh(self, asset: str, now: datetime) -> Rate | None:
        rate = self._accepted.get(asset)
        return rate if rate and now - rate.at <= MAX_AGE else None
