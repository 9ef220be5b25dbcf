"""The two exchanges: their shapes, their agreement, and ways to spoil them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.client import SandboxClient
from sandbox.clock import SandboxClock
from sandbox.prices import CURRENCIES, MORE_CURRENCIES, PRICES, SOURCES, price
from sandbox.rates import routes
from sandbox.store import Store

KRAKEN_KEYS = {
    "XBTUSD": "XXBTZUSD",
    "XBTEUR": "XXBTZEUR",
    "ETHUSD": "XETHZUSD",
    "ETHEUR": "XETHZEUR",
    "LTCUSD": "XLTCZUSD",
    "LTCEUR": "XLTCZEUR",
    "SOLUSD": "SOLUSD",
    "SOLEUR": "SOLEUR",
}
DAY = 86_400


@asynccontextmanager
async def restarted(path: Path, http: aiohttp.ClientSession) -> AsyncIterator["Rates"]:
    store = Store(path / "rates.db")
    app = web.Application()
    app.add_routes(routes(SandboxClock(store), store))
    async with TestServer(app) as server:
        yield Rates(str(server.make_url("")).rstrip("/"), http)
    store.close()


class Rates:
    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.http = http

    async def kraken(self, pair: str) -> dict[str, Any]:
        return await self._get(f"/rates/kraken/0/public/Ticker?pair={pair}")

    async def coinbase(self, asset: str) -> dict[str, Any]:
        return await self._get(f"/rates/coinbase/v2/exchange-rates?currency={asset}")

    async def last(self, pair: str) -> str:
        result = (await self.kraken(pair))["result"]
        return str(result[KRAKEN_KEYS[pair]]["c"][0])

    async def shown(self, asset: str, currency: str = "USD") -> str:
        return str((await self.coinbase(asset))["data"]["rates"][currency])

    async def spoil(self, **body: Any) -> tuple[int, dict[str, Any]]:
        async with self.http.post(f"{self.url}/control/rates", json=body) as response:
            return response.status, await response.json()

    async def spoiled(self) -> dict[str, Any]:
        return await self._get("/control/rates")

    async def _get(self, path: str) -> dict[str, Any]:
        async with self.http.get(self.url + path) as response:
            response.raise_for_status()
            answer: dict[str, Any] = await response.json()
            return answer


@pytest.fixture
def rates(url: str, http: aiohttp.ClientSession) -> Rates:
    return Rates(url, http)


@pytest.mark.parametrize("pair", KRAKEN_KEYS)
async def test_both_exchanges_agree_within_three_thousandths(rates: Rates, pair: str) -> None:
    asset = pair[:3].replace("XBT", "BTC")
    one = Decimal(await rates.last(pair))
    other = Decimal(await rates.shown(asset, pair[3:]))
    assert 0 < abs(one - other) / one < Decimal("0.003")


async def test_kraken_in_kraken_shape(rates: Rates) -> None:
    answer = await rates.kraken("XBTUSD,ETHEUR")
    assert answer["error"] == []
    assert set(answer["result"]) == {"XXBTZUSD", "XETHZEUR"}
    ticker = answer["result"]["XXBTZUSD"]
    assert set(ticker) == set("abcvptlho")
    bid, last, ask = (Decimal(ticker[key][0]) for key in "bca")
    assert bid < last < ask
    assert all(isinstance(text, str) for key in "abcvplh" for text in ticker[key])


@pytest.mark.parametrize("pair", ["BTCXYZ", "XBTUSD,NOSUCH"])
async def test_kraken_says_errors_with_status_200(rates: Rates, pair: str) -> None:
    assert await rates.kraken(pair) == {"error": ["EQuery:Unknown asset pair"]}


async def test_coinbase_in_coinbase_shape(rates: Rates) -> None:
    answer = await rates.coinbase("BTC")
    assert answer["data"]["currency"] == "BTC"
    assert set(answer["data"]["rates"]) == set(CURRENCIES | MORE_CURRENCIES)
    assert all(isinstance(text, str) for text in answer["data"]["rates"].values())
    async with rates.http.get(f"{rates.url}/rates/coinbase/v2/exchange-rates?currency=XYZ") as none:
        assert none.status == 400
        error = {"id": "invalid_request", "message": "Invalid currency (XYZ)"}
        assert await none.json() == {"errors": [error]}


async def binance(rates: Rates, symbols: str) -> tuple[int, Any]:
    url = f"{rates.url}/rates/binance/api/v3/ticker/bookTicker"
    query = {"symbols": symbols, "symbolStatus": "TRADING"}
    async with rates.http.get(url, params=query) as response:
        return response.status, await response.json()


async def test_binance_in_binance_shape(rates: Rates) -> None:
    status, rows = await binance(rates, '["BTCUSDT","SOLEUR"]')
    assert status == 200
    assert [row["symbol"] for row in rows] == ["BTCUSDT", "SOLEUR"]
    assert set(rows[0]) == {"symbol", "bidPrice", "bidQty", "askPrice", "askQty"}
    assert all(isinstance(text, str) for text in rows[0].values())
    kraken = Decimal(await rates.last("XBTUSD"))
    assert abs(Decimal(rows[0]["bidPrice"]) - kraken) < kraken * Decimal("0.003")


@pytest.mark.parametrize(
    ("symbols", "code"), [('["BTCUSDT","BTCUSD"]', -1121), ("", -1100), ("5", -1100)]
)
async def test_binance_refuses_as_binance_does(rates: Rates, symbols: str, code: int) -> None:
    status, problem = await binance(rates, symbols)
    assert (status, problem["code"]) == (400, code)


async def test_what_an_exchange_no_longer_lists(rates: Rates) -> None:
    await rates.spoil(asset="LTC", fault="unlisted")
    assert await rates.kraken("XBTUSD,LTCUSD") == {"error": ["EQuery:Unknown asset pair"]}
    assert Decimal(await rates.last("XBTUSD")) > 0
    assert (await binance(rates, '["BTCUSDT","LTCUSDT"]'))[0] == 400
    assert (await binance(rates, '["BTCUSDT"]'))[0] == 200
    with pytest.raises(aiohttp.ClientResponseError, match="400"):
        await rates.coinbase("LTC")


async def test_mempool_space_spoiled(rates: Rates, person: SandboxClient) -> None:
    async def prices() -> Any:
        async with rates.http.get(f"{rates.url}/esplora/btc/v1/prices") as response:
            return await response.json() if response.status == 200 else response.status

    await rates.spoil(source="mempool.space", fault="stale")
    before = await prices()
    await person.skip(5_000)
    assert await prices() == before
    await rates.spoil(source="mempool.space", fault="garbage")
    assert (await prices())["USD"] == -1
    await rates.spoil(source="mempool.space", fault="down")
    assert await prices() == 503


async def test_mempool_space_in_its_shape(rates: Rates) -> None:
    async with rates.http.get(f"{rates.url}/esplora/btc/v1/prices") as response:
        shown = await response.json()
    assert set(shown) == {"time", "USD", "EUR", "GBP", "CAD", "CHF", "AUD", "JPY"}
    assert all(type(value) is int for value in shown.values())
    assert abs(shown["USD"] - Decimal(await rates.last("XBTUSD"))) < shown["USD"] * Decimal("0.003")


@pytest.mark.parametrize("asset", PRICES)
def test_prices_wander_slowly_near_their_start_and_together(asset: str) -> None:
    for at in range(1_795_000_000, 1_795_000_000 + 3 * DAY, 571):
        kraken, *others = (price(source, asset, at) for source in SOURCES)
        assert all(abs(kraken - other) < kraken * Decimal("0.003") for other in others)
        assert abs(kraken - PRICES[asset]) < PRICES[asset] * Decimal("0.03")
        later = price("kraken", asset, at + 60)
        assert abs(later - kraken) < kraken * Decimal("0.001")
    assert price("kraken", asset, 1_795_000_000) == price("kraken", asset, 1_795_000_000)


async def test_prices_move_with_the_clock(rates: Rates, person: SandboxClient) -> None:
    before = await rates.last("XBTUSD")
    await person.skip(5_000)
    assert await rates.last("XBTUSD") != before


async def test_a_person_sets_a_price_and_clears_it(rates: Rates) -> None:
    status, answer = await rates.spoil(source="kraken", asset="BTC", price="50000.5")
    assert status == 200
    listed = {"source": "kraken", "asset": "BTC", "price": "50000.5", "fault": None}
    assert answer == {"spoiled": [listed]}
    names = {"sources": list(SOURCES), "assets": list(PRICES)}
    assert await rates.spoiled() == answer | names
    assert Decimal(await rates.last("XBTUSD")) == Decimal("50000.5")
    assert Decimal(await rates.last("XBTEUR")) == Decimal("50000.5") * CURRENCIES["EUR"]
    assert Decimal(await rates.shown("BTC")) > 60_000
    await rates.spoil(source="kraken", asset="BTC", clear=True)
    assert Decimal(await rates.last("XBTUSD")) > 60_000


async def test_what_is_spoiled_outlives_a_restart(
    tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    async with restarted(tmp_path, http) as rates:
        await rates.spoil(fault="garbage")
        await rates.spoil(source="kraken", asset="BTC", price="50000.5")
        await rates.spoil(source="coinbase", asset="SOL", clear=True)
    async with restarted(tmp_path, http) as rates:
        assert Decimal(await rates.last("XBTUSD")) == Decimal("50000.5")
        assert await rates.shown("BTC") == "NaN"
        assert Decimal(await rates.shown("SOL")) > 0


async def test_an_exchange_that_is_down(rates: Rates) -> None:
    await rates.spoil(source="kraken", asset="ETH", fault="down")
    with pytest.raises(aiohttp.ClientResponseError, match="503"):
        await rates.kraken("ETHUSD")
    assert Decimal(await rates.last("XBTUSD")) > 0
    await rates.spoil(fault="down")
    with pytest.raises(aiohttp.ClientResponseError, match="503"):
        await rates.coinbase("SOL")
    assert (await rates.spoil(clear=True))[1] == {"spoiled": []}
    assert Decimal(await rates.shown("SOL")) > 0


async def test_garbage_is_no_number(rates: Rates) -> None:
    await rates.spoil(fault="garbage")
    assert await rates.last("XBTUSD") == "NaN" == await rates.shown("BTC")


async def test_a_stale_price_stands_still(rates: Rates, person: SandboxClient) -> None:
    await rates.spoil(source="coinbase", asset="BTC", fault="stale")
    before = await rates.shown("BTC")
    await person.skip(5_000)
    assert await rates.shown("BTC") == before
    await rates.spoil(source="coinbase", asset="BTC", clear=True)
    assert await rates.shown("BTC") != before


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"source": "mtgox", "fault": "down"}, "source must be one of"),
        ({"asset": "DOGE", "fault": "down"}, "asset must be one of"),
        ({"asset": ["BTC"], "fault": "down"}, "asset must be one of"),
        ({"fault": "sleepy"}, "fault must be one of"),
        ({"fault": ["down"]}, "fault must be one of"),
        ({}, "either a price or a fault"),
        ({"price": 1, "fault": "down"}, "either a price or a fault"),
        ({"price": 0}, "above 0"),
        ({"price": "-1"}, "above 0"),
        ({"price": "NaN"}, "above 0"),
        ({"price": [1]}, "above 0"),
        ({"price": True}, "above 0"),
    ],
)
async def test_a_wrong_wish_is_refused(rates: Rates, body: dict[str, Any], words: str) -> None:
    status, answer = await rates.spoil(**body)
    assert status == 400
    assert words in answer["error"]
