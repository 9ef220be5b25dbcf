"""Kraken's public ticker: what buyers bid and last paid, whichever is less.

https://docs.kraken.com/api/docs/rest-api/get-ticker-information
"""

from decimal import Decimal

from utils.clock import Clock
from utils.health import Health
from utils.http import Fetcher
from utils.rates.base import Rate
from utils.rates.ticker import BadTicker, price, rate_errors

NAMES = {"BTC": "XBT"}


class KrakenRates:
    def __init__(self, base_url: str, *, clock: Clock) -> None:
        self._http = Fetcher(base_url, clock=clock, source="kraken")
        self._clock = clock

    @property
    def source(self) -> str:
        return self._http.source

    def health(self) -> Health:
        return self._http.health()

    async def rate(self, asset: str, currency: str) -> Rate:
        """One pair a request: a delisted one among several would take the others with it."""
        base = NAMES.get(asset, asset)
        with rate_errors(self._http):
            pair = {"pair": f"{base}{currency}"}
            answer = await self._http.get_json("/0/public/Ticker", pair)
            value = lower_price(answer, base, currency)
        return Rate(self.source, asset, currency, value, self._clock())

    async def aclose(self) -> None:
        await self._http.aclose()


def lower_price(answer: object, base: str, quote: str) -> Decimal:
    """Errors come with status 200, and the pair under its old name: XXBTZUSD for XBTUSD."""
    names = {f"{x}{base}{z}{quote}" for x in ("", "X") for z in ("", "Z")}
    match answer:
        case {"error": [str(first), *_]}:
            raise BadTicker(first[:100])
        case {"error": [], "result": {**result}} if len(result) == 1 and names & set(result):
            ticker = next(iter(result.values()))
        case _:
            raise BadTicker(f"not the one pair {base}{quote}")
    match ticker:
        case {"b": [bid, *_], "c": [last, *_]}:
            return min(price(bid), price(last))
    raise BadTicker("the ticker has no bid or no last price")
