"""Coinbase's public exchange rates.

https://docs.cdp.coinbase.com/coinbase-app/track-apis/exchange-rates
"""

from decimal import Decimal

from utils.clock import Clock
from utils.health import Health
from utils.http import Fetcher
from utils.rates.base import Rate
from utils.rates.ticker import BadTicker, price, rate_errors


class CoinbaseRates:
    def __init__(self, base_url: str, *, clock: Clock) -> None:
        self._http = Fetcher(base_url, clock=clock, source="coinbase")
        self._clock = clock

    @property
    def source(self) -> str:
        return self._http.source

    def health(self) -> Health:
        return self._http.health()

    async def rate(self, asset: str, currency: str) -> Rate:
        with rate_errors(self._http):
            answer = await self._http.get_json("/v2/exchange-rates", {"currency": asset})
            value = exchange_rate(answer, asset, currency)
        return Rate(self.source, asset, currency, value, self._clock())

    async def aclose(self) -> None:
        await self._http.aclose()


def exchange_rate(answer: object, asset: str, currency: str) -> Decimal:
    """The asset is named in the answer: without that check a swapped one would pass."""
    match answer:
        case {"data": {"currency": named, "rates": {**rates}}} if named == asset:
            if currency not in rates:
                raise BadTicker(f"no {asset} price in {currency}")
            return price(rates[currency])
    raise BadTicker(f"not the exchange rates of {asset}")
