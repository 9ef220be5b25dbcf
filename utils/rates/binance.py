"""Binance's best bids. Its dollar markets are in tether, which stands for USD and nothing else.

https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
"""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal

from utils.http import HttpRefused
from utils.rates.ticker import Answers, BadTicker, Ticker, price

QUOTES = {"USD": "USDT"}
UNKNOWN_SYMBOL = '"code":-1121'


class BinanceRates(Ticker):
    name = "binance"

    async def _ask(self, assets: Sequence[str], currency: str) -> Answers:
        """All markets at once; one that is not listed takes the others with it, so then singly."""
        try:
            answer = await self._tickers(assets, currency)
        except HttpRefused as refusal:
            if UNKNOWN_SYMBOL not in refusal.text.replace(" ", ""):
                raise
            return await self._each(assets, lambda asset: self._tickers([asset], currency))
        return [(asset, answer) for asset in assets]

    async def _tickers(self, assets: Iterable[str], currency: str) -> object:
        """Halted markets are left out of the answer."""
        symbols = json.dumps([symbol(asset, currency) for asset in assets], separators=(",", ":"))
        wanted = {"symbols": symbols, "symbolStatus": "TRADING"}
        return await self._http.get_json("/api/v3/ticker/bookTicker", wanted)

    def _price(self, answer: object, asset: str, currency: str) -> Decimal:
        market = symbol(asset, currency)
        rows = answer if isinstance(answer, list) else []
        match [row for row in rows if isinstance(row, dict) and row.get("symbol") == market]:
            case [{"bidPrice": bid}]:
                return price(bid)
        raise BadTicker(f"not exactly one bid for {market}: not listed, or halted")


def symbol(asset: str, currency: str) -> str:
    return f"{asset}{QUOTES.get(currency, currency)}"
