"""Prices of coins: fetched in the background, agreed on by all sources, cached, never guessed.

A coin has a price when at least two sources have a fresh one and all fresh ones lie within 3 % of
the lowest, which is the price. One source that disagrees hides the coin although two others agree:
nobody here can tell which of them is wrong, and selling too cheap cannot be undone. An answer that
is lower than the price in use takes that out of use at once; otherwise it only grows old.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from models.errors import CoinUnavailable
from utils.assets import ASSETS, Asset
from utils.clock import Clock, steady
from utils.health import Health
from utils.rates.base import Rate, RateError, RateSource

MAX_AGE = timedelta(minutes=10)
REFRESH_AFTER = timedelta(seconds=60)
MAX_DEVIATION = Decimal("0.03")
MAX_RISE, MAX_FALL = Decimal("0.20"), Decimal("0.50")
"""Against the last price: a fall that two agree on sells nothing too cheap."""
JUMP_MEMORY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Accepted:
    """`since`: the seconds at which it was fresh; the clock may be set, they only pass.
    `contradicted`: somebody has said less since.
    """

    rate: Rate
    since: float
    contradicted: bool = False


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
    """The lowest of at least two fresh rates that all agree and do not jump; raises NoPrice."""
    fresh = sorted((r for r in rates if _sound(r, now)), key=lambda rate: rate.value)
    if len(fresh) < 2:
        names = ", ".join(r.source for r in fresh) or "none"
        raise NoPrice(f"two fresh sources are needed, there are: {names}")
    low, high = fresh[0], fresh[-1]
    if (high.value - low.value) / low.value > MAX_DEVIATION:
        raise NoPrice(f"the sources disagree: {_said(low)}, {_said(high)}")
    if last and now - last.at <= JUMP_MEMORY and _jumps(last.value, low.value):
        raise NoPrice(f"the price jumped from {last.value:f} to {low.value:f}")
    # As old as the second youngest: until that one is stale, two fresh sources vouch for it.
    vouched = sorted(r.at for r in fresh)[-2]
    return replace(low, source="+".join(r.source for r in fresh), at=vouched)


def _sound(rate: Rate, now: datetime) -> bool:
    """A number one can sell at, not too old; one from the future has a clock we cannot trust."""
    return rate.value.is_finite() and rate.value > 0 and abs(now - rate.at) <= MAX_AGE


def _jumps(before: Decimal, after: Decimal) -> bool:
    return not -MAX_FALL <= (after - before) / before <= MAX_RISE


def _said(rate: Rate) -> str:
    return f"{rate.source} {rate.value:f}"


class RateService:
    """`assets` are for sale. Of those in `watched` the value is known too: money still comes in."""

    def __init__(
        self,
        sources: Sequence[RateSource],
        clock: Clock,
        assets: Sequence[str],
        *,
        currency: str,
        spread_percent: Decimal,
        watched: Sequence[str] = (),
    ) -> None:
        self._sources = sources
        self._clock = steady(clock)
        self.assets = tuple(assets)
        self._known = tuple(dict.fromkeys((*assets, *watched)))
        self._currency = currency
        self._spread = spread_percent
        self._accepted: dict[str, _Accepted] = {}
        self._asked_at: float | None = None
        self.problems: dict[str, str] = {}
        """Per asset, why it cannot be sold right now."""

    def health(self) -> list[Health]:
        """How each exchange is doing."""
        return [source.health() for source in self._sources]

    async def keep_fresh(self) -> None:
        """Ask again once the last answers are a minute old; cheap to call often."""
        now = self._clock.seconds()
        if self._asked_at is None or now - self._asked_at >= REFRESH_AFTER.total_seconds():
            self._asked_at = now
            await self.refresh()

    async def refresh(self) -> None:
        """Ask every source once; what cannot be agreed on ages and then disappears."""
        answers = await asyncio.gather(*map(self._ask, self._sources))
        rates = [rate for answer, _ in answers for rate in answer]
        silent = "; ".join(why for _, why in answers if why)
        for asset in self._known:
            self._judge(asset, [rate for rate in rates if rate.asset == asset], silent)

    async def _ask(self, source: RateSource) -> tuple[Sequence[Rate], str]:
        """Its rates, or why there are none."""
        try:
            return await source.rates(self._known, self._currency), ""
        except RateError as error:
            return (), str(error)

    def _judge(self, asset: str, rates: Sequence[Rate], silent: str) -> None:
        now, passed = self._clock(), self._clock.seconds()
        try:
            rate = agree(rates, self._last(asset, now), now)
        except NoPrice as problem:
            if asset in self.assets:
                self.problems[asset] = f"{problem} ({silent})" if silent else str(problem)
            self._doubt(asset, [rate for rate in rates if _sound(rate, now)])
            return
        age = max(timedelta(0), now - rate.at)
        self._accepted[asset] = _Accepted(rate, passed - age.total_seconds())
        self.problems.pop(asset, None)

    def _doubt(self, asset: str, fresh: Sequence[Rate]) -> None:
        """Nothing is given at a price that somebody calls too high by now."""
        known = self._accepted.get(asset)
        lowest = min((rate.value for rate in fresh), default=None)
        if known and lowest and (known.rate.value - lowest) / lowest > MAX_DEVIATION:
            self._accepted[asset] = replace(known, contradicted=True)

    def _last(self, asset: str, now: datetime) -> Rate | None:
        """The last accepted rate, as old by this clock as it really is."""
        last = self._accepted.get(asset)
        return replace(last.rate, at=now - self._age(last)) if last else None

    def _age(self, accepted: _Accepted) -> timedelta:
        return timedelta(seconds=self._clock.seconds() - accepted.since)

    def available(self) -> list[str]:
        return [asset for asset in self.assets if self._fresh(asset)]

    def missing(self) -> list[str]:
        """The coins that this shop takes, and cannot price right now."""
        return [asset for asset in self.assets if asset not in self.available()]

    def quote(self, asset: str) -> Price:
        """The price to sell at now; raises CoinUnavailable."""
        if asset not in self.assets:
            raise CoinUnavailable(asset)
        return self.price(asset)

    def price(self, asset: str) -> Price:
        """As `quote`, of a coin that is not for sale any more as well: its money can go back."""
        rate = self._fresh(asset)
        if rate is None:
            raise CoinUnavailable(asset)
        less = rate.value * (100 - self._spread) / 100
        return Price(ASSETS[asset], rate.value, less, rate.source, rate.at, self._spread)

    def today(self, asset: str, currency: str) -> Decimal | None:
        """`currency` per coin now, no spread taken off; None without a good rate.

        An order of before the shop changed its currency has none: nothing is converted by guess.
        """
        rate = self._fresh(asset)
        return rate.value if rate and currency == self._currency else None

    def _fresh(self, asset: str) -> Rate | None:
        accepted = self._accepted.get(asset)
        if accepted is None or accepted.contradicted or self._age(accepted) > MAX_AGE:
            return None
        return accepted.rate
