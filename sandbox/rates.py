"""Two exchanges whose prices wander slowly with the sandbox's clock, and ways to spoil them.

mempool.space's prices, which are bitcoin's alone, wander along and are never spoiled.
mempool.space: https://mempool.space/docs/api/rest#get-price
Kraken: https://docs.kraken.com/api/docs/rest-api/get-ticker-information
Coinbase: https://docs.cdp.coinbase.com/coinbase-app/docs/api-exchange-rates
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any

from aiohttp import web

from sandbox.store import Store

Clock = Callable[[], datetime]
Body = dict[str, Any]

KRAKEN, COINBASE = "kraken", "coinbase"
SOURCES = (KRAKEN, COINBASE)
PRICES = {"BTC": 64_250, "ETH": 3_120, "LTC": 86, "SOL": 148}
"""The US dollars around which the prices wander."""
CURRENCIES = {"USD": Decimal(1), "EUR": Decimal("0.92")}
_MORE_CURRENCIES = {
    "GBP": Decimal("0.79"), "CAD": Decimal("1.39"), "CHF": Decimal("0.88"),
    "AUD": Decimal("1.53"), "JPY": Decimal("151.2"),
}  # fmt: skip
FAULTS = ("down", "garbage", "stale")
_KRAKEN_PAIRS = {
    "XBTUSD": ("XXBTZUSD", "BTC", "USD"),
    "XBTEUR": ("XXBTZEUR", "BTC", "EUR"),
    "ETHUSD": ("XETHZUSD", "ETH", "USD"),
    "ETHEUR": ("XETHZEUR", "ETH", "EUR"),
    "LTCUSD": ("XLTCZUSD", "LTC", "USD"),
    "LTCEUR": ("XLTCZEUR", "LTC", "EUR"),
    "SOLUSD": ("SOLUSD", "SOL", "USD"),
    "SOLEUR": ("SOLEUR", "SOL", "EUR"),
}
_PAIR_OF = {name: pair for alias, pair in _KRAKEN_PAIRS.items() for name in (alias, pair[0])}
_MILLION = 1_000_000
_SWINGS = ((86_400, 12_000), (7_200, 3_000))
"""Seconds of a swing, and how far it goes, in millionths of the price."""
_OFFSETS = {KRAKEN: 0, COINBASE: 900}
_APART = (1_800, 300)
_SPREAD = Decimal("0.0001")
_CENT, _FIVE_PLACES = Decimal("0.01"), Decimal("0.00001")


@dataclass(frozen=True, slots=True)
class Spoiled:
    """What a person set for one asset at one exchange."""

    price: Decimal | None = None
    fault: str | None = None
    since: int = 0


class _Down(Exception):
    """The exchange does not answer now."""


class _Refused(ValueError):
    """A sentence for the person at the panel."""


def routes(clock: Clock, store: Store | None = None) -> list[web.RouteDef]:
    """Kraken and Coinbase below `/rates`, and `/control/rates` to list (GET) and spoil (POST) them.

    What a person spoiled outlives a restart when there is a store.
    """
    rates = _Rates(clock, store or Store(None))
    return [
        web.get("/esplora/btc/v1/prices", rates.mempool_space),
        web.get("/rates/kraken/0/public/Ticker", rates.kraken),
        web.get("/rates/coinbase/v2/exchange-rates", rates.coinbase),
        web.get("/control/rates", rates.listed),
        web.post("/control/rates", rates.control),
    ]


def price(source: str, asset: str, at: int) -> Decimal:
    """US dollars at a moment in Unix seconds; the exchanges are never 0.3 % apart."""
    phase = 1_009 * sum(map(ord, asset))
    millionths = sum(_wave(at + phase, *swing) for swing in _SWINGS) + _OFFSETS[source]
    millionths += _wave(at + phase * len(source), *_APART)
    return (Decimal(PRICES[asset]) * (_MILLION + millionths) / _MILLION).quantize(_CENT)


def _wave(at: int, period: int, height: int) -> int:
    """A triangle between -height and height."""
    place = at % period
    return abs(4 * height * place // period - 2 * height) - height


class _Rates:
    def __init__(self, clock: Clock, store: Store) -> None:
        self._clock = clock
        self._store = store
        rows = store.all("rate")
        self._spoiled = {_pair(key): _restored(row) for key, row in rows.items()}

    async def mempool_space(self, _: web.Request) -> web.Response:
        """Whole numbers, and the moment they are of."""
        dollars = price(KRAKEN, "BTC", self._now())
        rates = CURRENCIES | _MORE_CURRENCIES
        shown = {name: int(dollars * rate) for name, rate in rates.items()}
        return web.json_response({"time": self._now(), **shown})

    async def kraken(self, request: web.Request) -> web.Response:
        """Errors have status 200 here, and one unknown pair spoils the whole answer."""
        asked = request.query.get("pair")
        names = asked.split(",") if asked else list(_KRAKEN_PAIRS)
        if any(name not in _PAIR_OF for name in names):
            return web.json_response({"error": ["EQuery:Unknown asset pair"]})
        pairs = [_PAIR_OF[name] for name in names]
        try:
            result = {key: self._ticker(asset, currency) for key, asset, currency in pairs}
        except _Down:
            return _unavailable()
        return web.json_response({"error": [], "result": result})

    async def coinbase(self, request: web.Request) -> web.Response:
        asset = request.query.get("currency", "USD")
        if asset not in PRICES:
            error = {"id": "invalid_request", "message": f"Invalid currency ({asset})"}
            return web.json_response({"errors": [error]}, status=400)
        try:
            shown = {name: self._shown(COINBASE, asset, name) for name in CURRENCIES}
        except _Down:
            return _unavailable()
        return web.json_response({"data": {"currency": asset, "rates": shown}})

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
        return await self.listed(request)

    async def listed(self, _: web.Request) -> web.Response:
        """What is spoiled now."""
        return web.json_response({"spoiled": self._listed()})

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
            {
                "source": source,
                "asset": asset,
                "price": _text(spoiled.price),
                "fault": spoiled.fault,
            }
            for (source, asset), spoiled in self._spoiled.items()
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
        """The price as the exchange writes it; raises _Down."""
        spoiled = self._spoiled.get((source, asset), Spoiled())
        if spoiled.fault == "down":
            raise _Down
        if spoiled.fault == "garbage":
            return "NaN"
        moment = spoiled.since if spoiled.fault == "stale" else self._now()
        dollars = spoiled.price or price(source, asset, moment)
        return format((dollars * CURRENCIES[currency]).normalize(), "f")

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
