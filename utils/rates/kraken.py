"""Kraken's public ticker: what buyers bid and last paid, whichever is less.

https://docs.kraken.com/api/docs/rest-api/get-ticker-information
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from utils.rates.ticker import Answers, BadTicker, Ticker, price

NAMES = {"BTC": "XBT"}
UNKNOWN_PAIR = "EQuery:"


class KrakenRates(Ticker):
    name = "kraken"
    spacing = 1.0  # the documented limit of the public endpoints

    async def _ask(self, assets: Sequence[str], currency: str) -> Answers:
        """All pairs at once; one that is not listed takes the others with it, so then singly."""
        answer = await self._ticker(assets, currency)
        match answer:
            case {"error": [str(first), *_]} if not first.startswith(UNKNOWN_PAIR):
                raise BadTicker(first[:100])
            case {"error": [_, *_]} if len(assets) > 1:
                return await self._each(assets, lambda asset: self._ticker([asset], currency))
        return [(asset, answer) for asset in assets]

    async def _ticker(self, assets: Iterable[str], currency: str) -> object:
        pairs = ",".join(f"{NAMES.get(asset, asset)}{currency}" for asset in assets)
        return await self._http.get_json("/0/public/Ticker", {"pair": pairs})

    def _price(self, answer: object, asset: str, currency: str) -> Decimal:
        return lower_price(answer, NAMES.get(asset, asset), currency)


def lower_price(answer: object, base: str, quote: str) -> Decimal:
    """Errors come with status 200, and the pair under its old name: XXBTZUSD for XBTUSD."""
    names = {f"{x}{base}{z}{quote}" for x in ("", "X") for z in ("", "Z")}
    match answer:
        case {"error": [str(first), *_]}:
            raise BadTicker(first[:100])
        case {"error": [], "result": {**result}} if len(names & set(result)) == 1:
            ticker = result[(names & set(result)).pop()]
        case _:
            raise BadTicker(f"not exactly one pair {base}{quote}")
    match ticker:
        case {"b": [bid, *_], "c": [last, *_]}:
            return min(price(bid), price(last))
    raise BadTicker(f"{base}{quote} has no bid or no last price")
