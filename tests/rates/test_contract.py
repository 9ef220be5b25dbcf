"""Every source over the sandbox's exchanges, sound and spoiled, and over documented answers."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.prices import MEMPOOL, PRICES, price
from sandbox.rates import routes
from tests.scripted import SteppedClock, scripted
from utils.rates.base import Rate, RateError, RateSource
from utils.rates.binance import BinanceRates
from utils.rates.coinbase import CoinbaseRates
from utils.rates.kraken import KrakenRates
from utils.rates.mempool import MempoolRates
from utils.rates.ticker import Ticker

COINS = ("BTC", "LTC", "ETH", "SOL")
PLACES: dict[type[Ticker], str] = {
    KrakenRates: "/rates/kraken",
    CoinbaseRates: "/rates/coinbase",
    BinanceRates: "/rates/binance",
    MempoolRates: "/esplora/btc",
}
RECORDED = json.loads(Path(__file__).with_name("recorded.json").read_text(encoding="utf-8"))


class Market:
    """The sandbox's exchanges, and one source that reads its own there."""

    def __init__(self, url: str, kind: type[Ticker], clock: SteppedClock) -> None:
        self.clock = clock
        self.url = url
        self.source: RateSource = kind(url + PLACES[kind], clock=clock)
        self.coins = ("BTC",) if kind is MempoolRates else COINS

    async def spoil(self, **body: Any) -> None:
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{self.url}/control/rates", json=body) as answer,
        ):
            assert answer.status == 200

    async def rates(self) -> dict[str, Rate]:
        found = await self.source.rates(COINS, "USD")
        assert all(isinstance(rate.value, Decimal) for rate in found)
        return {rate.asset: rate for rate in found}


@pytest.fixture(params=PLACES, ids=lambda kind: kind.name)
async def market(request: pytest.FixtureRequest) -> AsyncIterator[Market]:
    clock = SteppedClock()
    app = web.Application()
    app.add_routes(routes(clock))
    async with TestServer(app) as server:
        found = Market(str(server.make_url("")).rstrip("/"), request.param, clock)
        yield found
        await found.source.aclose()


async def test_it_tells_every_coin_it_knows(market: Market) -> None:
    found = await market.rates()
    assert set(found) == set(market.coins)
    at = int(market.clock().timestamp())
    for asset, rate in found.items():
        shown = price(market.source.source, asset, at)
        assert abs(rate.value - shown) <= max(shown / 5_000, Decimal(1))
        assert (rate.source, rate.currency, rate.at) == (
            market.source.source,
            "USD",
            market.clock(),
        )
    assert market.source.health().ok


async def test_it_counts_in_other_currencies(market: Market) -> None:
    [rate] = await market.source.rates(["BTC"], "EUR")
    assert Decimal(55_000) < rate.value < Decimal(62_000)
    assert await market.source.rates(COINS, "KWD") == []


async def test_one_spoiled_coin_is_missing_alone(market: Market) -> None:
    """Case 40: whichever way it is spoiled."""
    for fault in ("garbage", "unlisted"):
        await market.spoil(asset="BTC", fault=fault)
        assert set(await market.rates()) == set(market.coins) - {"BTC"}
        assert market.source.health().last_error
        await market.spoil(clear=True)
        assert set(await market.rates()) == set(market.coins)


async def test_an_outage_is_an_error(market: Market) -> None:
    await market.spoil(fault="down")
    with pytest.raises(RateError, match="503"):
        await market.rates()


async def test_a_stale_price_is_told_apart_where_it_has_a_time(market: Market) -> None:
    """Case 39."""
    await market.spoil(fault="stale")
    then = (await market.rates())["BTC"]
    market.clock.skip(3_600)
    now = (await market.rates())["BTC"]
    assert now.value == then.value
    moved = timedelta(0) if market.source.source == MEMPOOL else timedelta(hours=1)
    assert now.at - then.at == moved


@pytest.mark.parametrize("kind", PLACES, ids=lambda kind: kind.name)
async def test_the_documented_answer_is_understood(kind: type[Ticker]) -> None:
    """The examples of the exchanges' own documentation."""
    example = RECORDED[kind.name]
    async with scripted() as server:
        server.answers[example["path"]] = example["answer"]
        source = kind(server.url, clock=SteppedClock())
        found = await source.rates(example["assets"], example["currency"])
        await source.aclose()
    assert {rate.asset: str(rate.value) for rate in found} == example["rates"]
    if "at" in example:
        assert [rate.at for rate in found] == [datetime.fromtimestamp(example["at"], UTC)]


def test_the_sandbox_prices_every_coin_of_the_shop() -> None:
    assert set(PRICES) == set(COINS)
