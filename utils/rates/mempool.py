"""mempool.space's prices: bitcoin's alone, in whole units, with the moment they are of.

https://mempool.space/docs/api/rest#get-price
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from utils.rates.ticker import Answers, BadTicker, Ticker

COIN = "BTC"
LATEST = 2**37
"""Seconds after 1970 that `datetime` still knows."""


class MempoolRates(Ticker):
    name = "mempool.space"

    async def _ask(self, assets: Sequence[str], currency: str) -> Answers:
        if COIN not in assets:
            return []
        return [(COIN, await self._http.get_json("/v1/prices"))]

    def _price(self, answer: object, asset: str, currency: str) -> Decimal:
        """-1 and 0 stand for a price it does not have."""
        match answer:
            case {**prices} if type(value := prices.get(currency)) is int and value > 0:
                return Decimal(value)
        raise BadTicker(f"no {asset} price in {currency}")

    def _moment(self, answer: object) -> datetime:
        match answer:
            case {"time": int(seconds)} if 0 < seconds < LATEST:
                return datetime.fromtimestamp(seconds, UTC)
        raise BadTicker("the price has no time")
