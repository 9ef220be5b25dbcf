"""Four price sources in their own shapes, and ways to spoil them.
Kraken: https://docs.kraken.com/api/docs/rest-api/get-ticker-information
Coinbase: https://docs.cdp.coinbase.com/coinbase-app/docs/api-exchange-rates
Binance: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
mempool.space (bitcoin alone): https://mempool.space/docs/api/rest#get-price
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any

from aiohttp import web

from sandbox.prices import (
    BINANCE,
    COINBASE,
    CURRENCIES,
    KRAKEN,
    MEMPOOL,
    MORE_CURRENCIES,
    PRICES,
    SOURCES,
    price,
)
from sandbox.store import Store

Clock = Callable[[], datetime]
Body = dict[str, Any]

LISTED = CURRENCIES | MORE_CURRENCIES
FAULTS = ("down", "garbage", "stale", "unlisted")
_KRAKEN_PAIRS = {
    f"{base}{money}": (f"X{base}Z{money}" if asset != "SOL" else f"{base}{money}", asset, money)
    for asset, base in (("BTC", "XBT"), ("ETH", "ETH"), ("LTC", "LTC"), ("SOL", "SOL"))
    for money in LISTED
}
_PAIR_OF = {name: pair for alias, pair in _KRAKEN_PAIRS.items() for name in (alias, pair[0])}
_BINANCE_SYMBOLS = {
    f"{asset}{quote}": (asset, currency)
    for asset in PRICES
    for quote, currency in (("USDT", "USD"), ("EUR", "EUR"))
}
_UNKNOWN_SYMBOL = {"code": -1121, "msg": "Invalid symbol."}
_SPREAD = Decimal("0.0001")
_FIVE_PLACES, _EIGHT_PLACES = Decimal("0.00001"), Decimal("1E-8")


@dataclass(frozen=True, slots=True)
class Spoiled:
    """What a person set for one asset at one exchange."""

    price: Decimal | None = None
    fault: str | None = None
    since: int = 0


class _Down(Exception):
    """The exchange does not answer now."""


class _Unlisted(Exception):
    """The exchange does not know this coin."""


class _Refused(ValueError):
    """A sentence for the person at the panel."""


def routes(clock: Clock, store: Store | None = None) -> list[web.RouteDef]:
    """The exchanges below `/rates`, mempool.space's prices, `/control/rates` to list and spoil.

    What a person spoiled outlives a restart when there is a store.
    """
    rates = _Rates(clock, store or Store(None))
    return [
        web.get("/esplora/btc/v1/prices", rates.mempool_space),
        web.get("/rates/kraken/0/public/Ticker", rates.kraken),
        web.get("/rates/coinbase/v2/exchange-rates", rates.coinbase),
        web.get("/rates/binance/api/v3/ticker/bookTicker", rates.binance),
        web.get("/control/rates", rates.listed),
        web.post("/control/rates", rates.control),
    ]


class _Rates:
    def __init__(self, clock: Clock, store: Store) -> None:
        self._clock = clock
        self._store = store
        self._spoiled = {_pair(key): _restored(row) for key, row in store.all("rate").items()}

    async def mempool_space(self, _: web.Request) -> web.Response:
        """Whole numbers, -1 for what it has no price of, and the moment they are of."""
        spoiled = self._spoiled.get((MEMPOOL, "BTC"), Spoiled())
        try:
            shown = self._shown(MEMPOOL, "BTC", "USD")
        except _Down:
            return _unavailable()
        except _Unlisted:
            shown = "NaN"
        dollars = Decimal(shown)
        prices = {
            name: int(dollars * rate) if dollars.is_finite() else -1
            for name, rate in LISTED.items()
        }
        return web.json_response({"time": self._moment(spoiled), **prices})

    async def kraken(self, request: web.Request) -> web.Response:
        """Errors have status 200 here, and one unknown pair spoils the whole answer."""
        asked = request.query.get("pair")
        names = asked.split(",") if asked else list(_KRAKEN_PAIRS)
        try:
            if any(name not in _PAIR_OF for name in names):
                raise _Unlisted
            pairs = [_PAIR_OF[name] for name in names]
            result = {key: self._ticker(asset, currency) for key, asset, currency in pairs}
        except _Down:
            return _unavailable()
        except _Unlisted:
            return web.json_response({"error": ["EQuery:Unknown asset pair"]})
        return web.json_response({"error": [], "result": result})

    async def coinbase(self, request: web.Request) -> web.Response:
        asset = request.query.get("currency", "USD")
        try:
            if asset not in PRICES:
                raise _Unlisted
            shown = {name: self._shown(COINBASE, asset, name) for name in LISTED}
        except _Down:
            return _unavailable()
        except _Unlisted:
            error = {"id": "invalid_request", "message": f"Invalid currency ({asset})"}
            return web.json_response({"errors": [error]}, status=400)
        return web.json_response({"data": {"currency": asset, "rates": shown}})

    async def binance(self, request: web.Request) -> web.Response:
        """`symbols` is a JSON list; one unknown symbol spoils the whole answer."""
        try:
            names = json.loads(request.query.get("symbols", ""))
            rows = [self._book(str(name)) for name in names]
        except _Down:
            return _unavailable()
        except _Unlisted:
            return web.json_response(_UNKNOWN_SYMBOL, status=400)
        except (ValueError, TypeError):
            problem = {"code": -1100, "msg": "Illegal characters found in parameter 'symbols'."}
            return web.json_response(problem, status=400)
        return web.json_response(rows)

    def _book(self, name: str) -> Body:
        if name not in _BINANCE_SYMBOLS:
            raise _Unlisted
        bid = self._shown(BINANCE, *_BINANCE_SYMBOLS[name])
        if _is_number(bid):
            bid = str(Decimal(bid).quantize(_EIGHT_PLACES))
        return {
            "symbol": name,
            "bidPrice": bid,
            "bidQty": "0.35100000",
            "askPrice": bid,
            "askQty": "1.20400000",
        }

    async def control(self, request: web.Request) -> web.Response:
        """{source?, asset?, price? | fault? | clear?}: without source or asset, all of them."""
        try:
            body = await _body(request)
            sources = _chosen(body, "source", SOURCES)
            assets = _chosen(body, "asset", tuple(PRICES))
            spoiled = None if body.get("clear") else self._wanted(body)
        except _Refused as refused:
            return web.json_response({"error": str(refused)}, status=400)
        with self._store.together():
            for source, asset in product(sources, assets):
                self._spoil(source, asset, spoiled)
        return web.json_response({"spoiled": self._listed()})

    async def listed(self, _: web.Request) -> web.Response:
        """What is spoiled now, and what could be."""
        known = {"sources": SOURCES, "assets": [*PRICES]}
        return web.json_response(known | {"spoiled": self._listed()})

    def _spoil(self, source: str, asset: str, spoiled: Spoiled | None) -> None:
        key = f"{source} {asset}"
        self._store.delete("rate", key)
        self._spoiled.pop((source, asset), None)
        if spoiled:
            self._store.put("rate", key, asdict(spoiled) | {"price": _text(spoiled.price)})
            self._spoiled[source, asset] = spoiled

    def _wanted(self, body: Body) -> Spoiled:
        given, fault = body.get("price"), body.get("fault")
        if (given is None) == (fault is None):
            raise _Refused("Give either a price or a fault, or clear.")
        if fault is None:
            return Spoiled(price=_positive(given))
        if fault not in FAULTS:
            raise _Refused(f"The fault must be one of {', '.join(FAULTS)}.")
        return Spoiled(fault=fault, since=self._now())

    def _listed(self) -> list[Body]:
        return [
            {"source": source, "asset": asset, "price": _text(each.price), "fault": each.fault}
            for (source, asset), each in self._spoiled.items()
        ]

    def _ticker(self, asset: str, currency: str) -> Body:
        last = self._shown(KRAKEN, asset, currency)
        if not _is_number(last):
            return {"a": [last, "1", "1.000"], "b": [last, "1", "1.000"], "c": [last, "0.1"]}
        value = Decimal(last)
        ask, bid = (_five(value * (1 + sign * _SPREAD)) for sign in (1, -1))
        return {
            "a": [ask, "1", "1.000"],
            "b": [bid, "1", "1.000"],
            "c": [_five(value), "0.01000000"],
            "v": ["812.40312345", "2048.19273645"],
            "p": [_five(value)] * 2,
            "t": [18_223, 46_291],
            "l": [bid] * 2,
            "h": [ask] * 2,
            "o": _five(value),
        }

    def _shown(self, source: str, asset: str, currency: str) -> str:
        """The price as the exchange writes it; raises _Down and _Unlisted."""
        spoiled = self._spoiled.get((source, asset), Spoiled())
        if spoiled.fault == "down":
            raise _Down
        if spoiled.fault == "unlisted":
            raise _Unlisted
        if spoiled.fault == "garbage":
            return "NaN"
        dollars = spoiled.price or price(source, asset, self._moment(spoiled))
        return format((dollars * LISTED[currency]).normalize(), "f")

    def _moment(self, spoiled: Spoiled) -> int:
        return spoiled.since if spoiled.fault == "stale" else self._now()

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _pair(key: str) -> tuple[str, str]:
    source, _, asset = key.partition(" ")
    return source, asset


def _restored(row: Body) -> Spoiled:
    return Spoiled(**row | {"price": row["price"] and Decimal(row["price"])})


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _unavailable() -> web.Response:
    return web.Response(
        status=503, text="<html>Service Unavailable</html>", content_type="text/html"
    )


def _five(value: Decimal) -> str:
    return str(value.quantize(_FIVE_PLACES))


def _is_number(text: str) -> bool:
    return Decimal(text).is_finite()


def _chosen(body: Body, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    given = body.get(name)
    if given is None:
        return known
    if given not in known:
        raise _Refused(f"The {name} must be one of {', '.join(known)}.")
    return (given,)


def _positive(given: Any) -> Decimal:
    try:
        value = Decimal(given if isinstance(given, str) else repr(given))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value <= 0:
        raise _Refused("The price must be a number above 0.")
    return value


async def _body(request: web.Request) -> Body:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise _Refused("The body must be a JSON object.")
    return body
