"""Coinbase's public exchange rates, one coin a request.

https://docs.cdp.coinbase.com/coinbase-app/track-apis/exchange-rates
"""

from collections.abc import Sequence
from decimal import Decimal

from utils.rates.ticker import Answers, BadTicker, Ticker, price


class CoinbaseRates(Ticker):
    name = "coinbase"

    async def _ask(self, assets: Sequence[str], currency: str) -> Answers:
        return await self._each(assets, self._coin)

    async def _coin(self, asset: str) -> object:
        return await self._http.get_json("/v2/exchange-rates", {"currency": asset})

    def _price(self, answer: object, asset: str, currency: str) -> Decimal:
        """The asset is named in the answer: without that check a swapped one would pass."""
        match answer:
            case {"data": {"currency": named, "rates": {**rates}}} if named == asset:
                if currency not in rates:
                    raise BadTicker(f"no {asset} price in {currency}")
                return price(rates[currency])
        raise BadTicker(f"not the exchange rates of {asset}")
