"""A price that is not plainly right is no price."""

from collections.abc import AsyncIterator, Callable
from decimal import Decimal

import pytest

from tests.scripted import START, ScriptedServer, SteppedClock, raw, scripted
from utils.rates.base import Rate, RateError, RateSource
from utils.rates.coinbase import CoinbaseRates
from utils.rates.kraken import KrakenRates

TICKER = "/0/public/Ticker"
EXCHANGE_RATES = "/v2/exchange-rates"
BAD_PRICES = [
    "0", "0.00", "-1", "+1", "NaN", "Infinity", "inf", "1e5", "0x10", "1,5", "1_000", " 1", "",
    "１", "9" * 40, 64000, 64000.5, True, None, ["1"], {},
]  # fmt: skip


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted() as server:
        yield server


@pytest.fixture
async def kraken(server: ScriptedServer) -> AsyncIterator[RateSource]:
    source = KrakenRates(server.url, clock=SteppedClock())
    yield source
    await source.aclose()


@pytest.fixture
async def coinbase(server: ScriptedServer) -> AsyncIterator[RateSource]:
    source = CoinbaseRates(server.url, clock=SteppedClock())
    yield source
    await source.aclose()


def ticker(bid: object = "64000.10000", last: object = "64010.5", **result: object) -> object:
    values = {"a": ["64020.0", "1", "1.0"], "b": [bid, "1", "1.000"], "c": [last, "0.01"]}
    return {"error": [], "result": result or {"XXBTZUSD": values}}


def exchange_rates(usd: object, currency: str = "BTC") -> object:
    return {"data": {"currency": currency, "rates": {"USD": usd, "EUR": "59000.1"}}}


async def refusal(source: RateSource, asset: str = "BTC", currency: str = "USD") -> str:
    with pytest.raises(RateError) as caught:
        await source.rate(asset, currency)
    return str(caught.value)


async def test_kraken_tells_the_bid(server: ScriptedServer, kraken: RateSource) -> None:
    server.answers[TICKER] = ticker()
    expected = Rate("kraken", "BTC", "USD", Decimal("64000.1"), START)
    assert await kraken.rate("BTC", "USD") == expected
    assert server.asked == [f"{TICKER}?pair=XBTUSD"]


async def test_kraken_tells_the_last_trade_when_it_is_lower(
    server: ScriptedServer, kraken: RateSource
) -> None:
    server.answers[TICKER] = ticker(last="63999.9")
    assert (await kraken.rate("BTC", "USD")).value == Decimal("63999.9")


async def test_coinbase_tells_its_rate(server: ScriptedServer, coinbase: RateSource) -> None:
    server.answers[EXCHANGE_RATES] = exchange_rates("64001.235")
    expected = Rate("coinbase", "BTC", "USD", Decimal("64001.235"), START)
    assert await coinbase.rate("BTC", "USD") == expected
    assert server.asked == [f"{EXCHANGE_RATES}?currency=BTC"]


@pytest.mark.parametrize("bad", BAD_PRICES, ids=repr)
async def test_kraken_refuses_what_is_no_price(
    server: ScriptedServer, kraken: RateSource, bad: object
) -> None:
    """Case 39: in either of the two prices."""
    server.answers[TICKER] = ticker(bid=bad)
    assert "kraken" in await refusal(kraken)
    server.answers[TICKER] = ticker(last=bad)
    assert "kraken" in await refusal(kraken)


@pytest.mark.parametrize("bad", BAD_PRICES, ids=repr)
async def test_coinbase_refuses_what_is_no_price(
    server: ScriptedServer, coinbase: RateSource, bad: object
) -> None:
    """Case 39."""
    server.answers[EXCHANGE_RATES] = exchange_rates(bad)
    assert "coinbase" in await refusal(coinbase)


async def test_coinbase_refuses_swapped_base_and_quote(
    server: ScriptedServer, coinbase: RateSource
) -> None:
    """Case 39: the rates of the dollar, in which a bitcoin is 0.00001."""
    server.answers[EXCHANGE_RATES] = exchange_rates("0.0000156", currency="USD")
    assert "BTC" in await refusal(coinbase)


async def test_kraken_refuses_the_ticker_of_another_pair(
    server: ScriptedServer, kraken: RateSource
) -> None:
    """Case 39: swapped, or simply something else."""
    values = {"b": ["0.0000156"], "c": ["0.0000156"]}
    server.answers[TICKER] = ticker(ZUSDXXBT=values)
    await refusal(kraken)
    server.answers[TICKER] = ticker(XETHZUSD={"b": ["3000"], "c": ["3000"]})
    await refusal(kraken)


async def test_an_error_with_status_200_is_an_error(
    server: ScriptedServer, kraken: RateSource
) -> None:
    """Case 40, even when a ticker stands beside it."""
    error = "EQuery:Unknown asset pair"
    server.answers[TICKER] = {"error": [error]}
    assert error in await refusal(kraken)
    good = ticker()
    assert isinstance(good, dict)
    server.answers[TICKER] = {**good, "error": [error]}
    assert error in await refusal(kraken)


async def test_a_missing_pair_leaves_the_others_alone(
    server: ScriptedServer, kraken: RateSource, coinbase: RateSource
) -> None:
    """Case 40: each pair is asked for on its own; an unknown one does not open the circuit."""
    server.answers[TICKER] = {"error": ["EQuery:Unknown asset pair"]}
    for _ in range(6):
        await refusal(kraken, "DOGE")
    server.answers[TICKER] = ticker()
    assert (await kraken.rate("BTC", "USD")).value == Decimal("64000.1")
    server.answers[EXCHANGE_RATES] = exchange_rates("64000")
    assert "CHF" in await refusal(coinbase, currency="CHF")
    assert (await coinbase.rate("BTC", "EUR")).value == Decimal("59000.1")


SHAPES: list[object] = [
    [], "text", 1, {"error": []}, {"result": {}}, {"error": [], "result": []}, {"data": None},
    {"error": [], "result": {}}, {"error": [], "result": {"XXBTZUSD": []}},
    {"error": [], "result": {"XXBTZUSD": {"b": [], "c": []}}}, {"data": {"currency": "BTC"}},
    {"data": {"currency": "BTC", "rates": []}},
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
async def test_other_shapes_are_refused(
    server: ScriptedServer, kraken: RateSource, coinbase: RateSource, shape: object
) -> None:
    """Case 39: nothing is guessed from half an answer."""
    server.answers = {TICKER: shape, EXCHANGE_RATES: shape}
    await refusal(kraken)
    await refusal(coinbase)


@pytest.mark.parametrize("status", [403, 429, 500, 404])
async def test_http_errors_are_rate_errors(
    server: ScriptedServer, kraken: RateSource, coinbase: RateSource, status: int
) -> None:
    """Case 6."""
    answer: Callable[..., object] = raw("<html>", status)
    server.answers = {TICKER: answer, EXCHANGE_RATES: answer}
    assert str(status) in await refusal(kraken)
    assert str(status) in await refusal(coinbase)
