"""A price that is not plainly right is no price; one coin's trouble is not the others'."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from aiohttp import web

from tests.scripted import START, ScriptedServer, SteppedClock, raw, scripted
from utils.http import PUBLIC
from utils.rates.base import Rate, RateError, RateSource
from utils.rates.binance import BinanceRates
from utils.rates.coinbase import CoinbaseRates
from utils.rates.kraken import KrakenRates
from utils.rates.mempool import MempoolRates
from utils.rates.ticker import Ticker, polite

TICKER = "/0/public/Ticker"
EXCHANGE_RATES = "/v2/exchange-rates"
BOOKS = "/api/v3/ticker/bookTicker"
PRICES = "/v1/prices"
COINS = ("BTC", "LTC", "ETH", "SOL")
KINDS: tuple[type[Ticker], ...] = (KrakenRates, CoinbaseRates, BinanceRates, MempoolRates)
BAD_PRICES = [
    "0", "0.00", "-1", "+1", "NaN", "Infinity", "inf", "1e5", "0x10", "1,5", "1_000", " 1", "",
    "１", "9" * 40, 64000, 64000.5, True, None, ["1"], {},
]  # fmt: skip


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted() as server:
        yield server


@pytest.fixture
async def sources(server: ScriptedServer) -> AsyncIterator[dict[str, RateSource]]:
    clock = SteppedClock()
    found: dict[str, RateSource] = {kind.name: kind(server.url, clock=clock) for kind in KINDS}
    yield found
    for source in found.values():
        await source.aclose()


@pytest.fixture
def kraken(sources: dict[str, RateSource]) -> RateSource:
    return sources["kraken"]


@pytest.fixture
def coinbase(sources: dict[str, RateSource]) -> RateSource:
    return sources["coinbase"]


@pytest.fixture
def binance(sources: dict[str, RateSource]) -> RateSource:
    return sources["binance"]


@pytest.fixture
def mempool(sources: dict[str, RateSource]) -> RateSource:
    return sources["mempool.space"]


def ticker(bid: object = "64000.10000", last: object = "64010.5", **result: object) -> object:
    values = {"a": ["64020.0", "1", "1.0"], "b": [bid, "1", "1.000"], "c": [last, "0.01"]}
    return {"error": [], "result": result or {"XXBTZUSD": values}}


def exchange_rates(usd: object, currency: str = "BTC") -> object:
    return {"data": {"currency": currency, "rates": {"USD": usd, "EUR": "59000.1"}}}


def book(bid: object, symbol: str = "BTCUSDT") -> dict[str, object]:
    return {"symbol": symbol, "bidPrice": bid, "bidQty": "1", "askPrice": "9", "askQty": "1"}


async def one(source: RateSource, asset: str = "BTC", currency: str = "USD") -> Rate:
    [rate] = await source.rates([asset], currency)
    return rate


async def nothing(source: RateSource, asset: str = "BTC", currency: str = "USD") -> str:
    """There is no price, and the source's health says why."""
    assert await source.rates([asset], currency) == []
    health = source.health()
    assert not health.ok
    return str(health.last_error)


async def refusal(source: RateSource) -> str:
    with pytest.raises(RateError) as caught:
        await source.rates(["BTC"], "USD")
    return str(caught.value)


async def test_kraken_tells_the_bid(server: ScriptedServer, kraken: RateSource) -> None:
    server.answers[TICKER] = ticker()
    assert await one(kraken) == Rate("kraken", "BTC", "USD", Decimal("64000.1"), START)
    assert server.asked == [f"{TICKER}?pair=XBTUSD"]


async def test_kraken_tells_the_last_trade_when_it_is_lower(
    server: ScriptedServer, kraken: RateSource
) -> None:
    server.answers[TICKER] = ticker(last="63999.9")
    assert (await one(kraken)).value == Decimal("63999.9")


async def test_coinbase_tells_its_rate(server: ScriptedServer, coinbase: RateSource) -> None:
    server.answers[EXCHANGE_RATES] = exchange_rates("64001.235")
    assert await one(coinbase) == Rate("coinbase", "BTC", "USD", Decimal("64001.235"), START)
    assert server.asked == [f"{EXCHANGE_RATES}?currency=BTC"]


async def test_binance_tells_the_bid(server: ScriptedServer, binance: RateSource) -> None:
    server.answers[BOOKS] = [book("63999.50000000")]
    assert await one(binance) == Rate("binance", "BTC", "USD", Decimal("63999.5"), START)
    query = server.requests[0].query
    assert dict(query) == {"symbols": '["BTCUSDT"]', "symbolStatus": "TRADING"}


async def test_tether_stands_for_the_dollar_alone(
    server: ScriptedServer, binance: RateSource
) -> None:
    server.answers[BOOKS] = [book("63999.5"), book("59000", "BTCEUR")]
    assert (await one(binance, currency="EUR")).value == 59000
    assert server.requests[0].query["symbols"] == '["BTCEUR"]'
    server.answers[BOOKS] = [book("63999.5")]
    assert "BTCEUR" in await nothing(binance, currency="EUR")


async def test_mempool_space_tells_its_own_time(
    server: ScriptedServer, mempool: RateSource
) -> None:
    """Case 39: a year-old price is a year old, whenever it is asked for."""
    then = START - timedelta(days=365)
    server.answers[PRICES] = {"time": int(then.timestamp()), "USD": 64000, "EUR": -1}
    assert await one(mempool) == Rate("mempool.space", "BTC", "USD", Decimal(64000), then)
    assert "EUR" in await nothing(mempool, currency="EUR")
    assert "CHF" in await nothing(mempool, currency="CHF")


async def test_mempool_space_knows_no_other_coin(
    server: ScriptedServer, mempool: RateSource
) -> None:
    assert await mempool.rates(["LTC", "ETH"], "USD") == []
    assert server.asked == []


@pytest.mark.parametrize("time", [None, "now", 0, -1, 2**60, 1.5, [], True])
async def test_a_price_without_its_time_is_none(
    server: ScriptedServer, mempool: RateSource, time: object
) -> None:
    server.answers[PRICES] = {"time": time, "USD": 64000}
    found = await mempool.rates(["BTC"], "USD")
    assert all(START - rate.at > timedelta(days=365) for rate in found)


@pytest.mark.parametrize("bad", BAD_PRICES, ids=repr)
async def test_what_is_no_price_is_refused(
    server: ScriptedServer, sources: dict[str, RateSource], bad: object
) -> None:
    """Case 39: zero, NaN, infinite, negative, or not the type that was promised."""
    server.answers = {
        TICKER: ticker(bid=bad),
        EXCHANGE_RATES: exchange_rates(bad),
        BOOKS: [book(bad)],
        PRICES: {"time": int(START.timestamp()), "USD": bad if bad != 64000 else -64000},
    }
    for source in sources.values():
        await nothing(source)
    server.answers[TICKER] = ticker(last=bad)
    await nothing(sources["kraken"])


async def test_coinbase_refuses_swapped_base_and_quote(
    server: ScriptedServer, coinbase: RateSource
) -> None:
    """Case 39: the rates of the dollar, in which a bitcoin is 0.00001."""
    server.answers[EXCHANGE_RATES] = exchange_rates("0.0000156", currency="USD")
    assert "BTC" in await nothing(coinbase)


async def test_kraken_refuses_the_ticker_of_another_pair(
    server: ScriptedServer, kraken: RateSource
) -> None:
    """Case 39: swapped, or simply something else, or one pair under two names."""
    values = {"b": ["0.0000156"], "c": ["0.0000156"]}
    server.answers[TICKER] = ticker(ZUSDXXBT=values)
    await nothing(kraken)
    server.answers[TICKER] = ticker(XETHZUSD={"b": ["3000"], "c": ["3000"]})
    await nothing(kraken)
    server.answers[TICKER] = ticker(XXBTZUSD=values, XBTUSD=values)
    await nothing(kraken)


async def test_binance_refuses_another_market_and_a_market_twice(
    server: ScriptedServer, binance: RateSource
) -> None:
    """Case 39."""
    for rows in ([book("1", "USDTBTC")], [book("64000"), book("1")], [], [["BTCUSDT"]]):
        server.answers[BOOKS] = rows
        assert "BTCUSDT" in await nothing(binance)


async def test_an_error_with_status_200_is_an_error(
    server: ScriptedServer, kraken: RateSource
) -> None:
    """Case 40, even when a ticker stands beside it."""
    error = "EGeneral:Internal error"
    server.answers[TICKER] = {"error": [error]}
    assert error in await refusal(kraken)
    good = ticker()
    assert isinstance(good, dict)
    server.answers[TICKER] = {**good, "error": [error]}
    assert error in await refusal(kraken)


def listing(*, without: str) -> Callable[[web.Request], object]:
    """Kraken and Binance both refuse a whole list for one pair they do not have."""

    async def answer(request: web.Request) -> web.Response:
        if request.path == TICKER:
            return web.json_response(kraken_answer(request.query["pair"].split(","), without))
        names = json.loads(request.query["symbols"])
        if f"{without}USDT" in names:
            return web.json_response({"code": -1121, "msg": "Invalid symbol."}, status=400)
        return web.json_response([book("100.5", name) for name in names])

    return answer


def kraken_answer(pairs: list[str], without: str) -> object:
    if f"{without}USD" in pairs:
        return {"error": ["EQuery:Unknown asset pair"]}
    return ticker(**{pair: {"b": ["100.5"], "c": ["100.5"]} for pair in pairs})


@pytest.mark.parametrize(("name", "path"), [("kraken", TICKER), ("binance", BOOKS)])
async def test_a_missing_pair_leaves_the_others_alone(
    server: ScriptedServer, sources: dict[str, RateSource], name: str, path: str
) -> None:
    """Case 40: the list is refused, so each coin is asked for on its own."""
    server.answers[path] = listing(without="LTC")
    found = await sources[name].rates(COINS, "USD")
    assert {rate.asset: rate.value for rate in found} == dict.fromkeys(
        ("BTC", "ETH", "SOL"), Decimal("100.5")
    )
    assert len(server.asked) == 1 + len(COINS)
    server.asked.clear()
    server.answers[path] = listing(without="DOGE")
    assert len(await sources[name].rates(COINS, "USD")) == len(COINS)
    assert len(server.asked) == 1


async def test_coinbase_lists_each_coin_on_its_own(
    server: ScriptedServer, coinbase: RateSource
) -> None:
    """Case 40: a refusal is that coin's, an outage the exchange's."""

    async def answer(request: web.Request) -> web.Response:
        asset = request.query["currency"]
        if asset == "LTC":
            return web.json_response({"errors": [{"id": "invalid_request"}]}, status=400)
        return web.json_response(exchange_rates("100.5", asset))

    server.answers[EXCHANGE_RATES] = answer
    found = await coinbase.rates(COINS, "USD")
    assert [rate.asset for rate in found] == ["BTC", "ETH", "SOL"]
    server.answers[EXCHANGE_RATES] = raw("", 503)
    server.asked.clear()
    with pytest.raises(RateError, match="503"):
        await coinbase.rates(COINS, "USD")
    assert len(server.asked) == 1


async def test_what_was_answered_before_an_outage_counts(
    server: ScriptedServer, coinbase: RateSource
) -> None:
    async def answer(request: web.Request) -> web.Response:
        asset = request.query["currency"]
        if asset == "ETH":
            return web.Response(status=503)
        return web.json_response(exchange_rates("100.5", asset))

    server.answers[EXCHANGE_RATES] = answer
    assert [rate.asset for rate in await coinbase.rates(COINS, "USD")] == ["BTC", "LTC"]
    assert len(server.asked) == 3


async def test_an_unknown_coin_does_not_open_the_circuit(
    server: ScriptedServer, kraken: RateSource
) -> None:
    """Case 40."""
    server.answers[TICKER] = {"error": ["EQuery:Unknown asset pair"]}
    for _ in range(6):
        assert "Unknown asset pair" in await nothing(kraken, "DOGE")
    server.answers[TICKER] = ticker()
    assert (await one(kraken)).value == Decimal("64000.1")


SHAPES: list[object] = [
    [], "text", 1, {"error": []}, {"result": {}}, {"error": [], "result": []}, {"data": None},
    {"error": [], "result": {}}, {"error": [], "result": {"XXBTZUSD": []}},
    {"error": [], "result": {"XXBTZUSD": {"b": [], "c": []}}}, {"data": {"currency": "BTC"}},
    {"data": {"currency": "BTC", "rates": []}}, [{"symbol": "BTCUSDT"}], {"bidPrice": "1"}, [1],
    {"time": 1}, {"USD": 64000},
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
async def test_other_shapes_are_refused(
    server: ScriptedServer, sources: dict[str, RateSource], shape: object
) -> None:
    """Case 39: nothing is guessed from half an answer."""
    server.answers = dict.fromkeys((TICKER, EXCHANGE_RATES, BOOKS, PRICES), shape)
    for source in sources.values():
        await nothing(source)


@pytest.mark.parametrize("status", [403, 418, 429, 500, 404])
async def test_http_errors_are_rate_errors(
    server: ScriptedServer, sources: dict[str, RateSource], status: int
) -> None:
    """Case 6. (A 404 on one coin of Coinbase is that coin's.)"""
    answer: Callable[..., object] = raw("<html>", status)
    server.answers = dict.fromkeys((TICKER, EXCHANGE_RATES, BOOKS, PRICES), answer)
    for name, source in sources.items():
        tell = nothing if (name, status) == ("coinbase", 404) else refusal
        assert str(status) in await tell(source)


def test_public_hosts_are_asked_slowly_and_our_own_at_once() -> None:
    assert polite("https://api.kraken.com", KrakenRates.spacing).spacing == 1.0
    assert polite("https://api.coinbase.com", CoinbaseRates.spacing) == PUBLIC
    assert polite("http://127.0.0.1:1", KrakenRates.spacing).spacing == 0
