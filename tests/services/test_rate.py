"""Two fresh, agreeing sources, or no price at all."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from models.errors import CoinUnavailable
from services.rate import NoPrice, RateService, agree
from tests.fakes import FakeClock, FakeRates
from utils.rates.base import Rate

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def rate(value: str, age: int = 0, source: str = "x") -> Rate:
    return Rate(source, "BTC", "USD", Decimal(value), NOW - timedelta(seconds=age))


def test_the_lower_one_wins() -> None:
    assert agree([rate("50000"), rate("49900")], None, NOW).value == 49900


@pytest.mark.parametrize(
    "rates",
    [
        pytest.param([], id="none"),
        pytest.param([rate("50000")], id="one"),
        pytest.param([rate("50000"), rate("50000", age=601)], id="stale"),
        pytest.param([rate("50000"), rate("0")], id="zero"),
        pytest.param([rate("50000"), rate("-1")], id="negative"),
        pytest.param([rate("50000"), rate("NaN")], id="nan"),
        pytest.param([rate("50000"), rate("Infinity")], id="infinite"),
        pytest.param([rate("50000"), rate("51501")], id="case-41-disagree"),
        pytest.param([rate("1"), rate("1")], id="case-39-jump"),
        pytest.param([rate("500000"), rate("500000")], id="case-39-tenfold"),
    ],
)
def test_no_price_is_guessed(rates: list[Rate]) -> None:
    """Cases 39 and 41."""
    with pytest.raises(NoPrice):
        agree(rates, rate("50000", age=60), NOW)


def test_an_old_price_is_no_measure_of_a_jump() -> None:
    assert agree([rate("70000"), rate("70000")], rate("50000", age=3601), NOW).value == 70000


def service(clock: FakeClock, *sources: FakeRates) -> RateService:
    return RateService(sources, clock, ["BTC"], currency="USD", spread_percent=Decimal(1))


async def test_a_price_ages_and_disappears() -> None:
    clock = FakeClock()
    rates = service(clock, FakeRates(clock, "a"), FakeRates(clock, "b"))
    await rates.refresh()
    assert rates.quote("BTC").rate == Decimal(49500)
    clock.advance(minutes=10, seconds=1)
    assert rates.available() == []
    with pytest.raises(CoinUnavailable):
        rates.quote("BTC")


async def test_one_dead_source_keeps_the_last_price_for_a_while() -> None:
    clock = FakeClock()
    sources = FakeRates(clock, "a"), FakeRates(clock, "b")
    rates = service(clock, *sources)
    await rates.refresh()
    sources[0].value = None
    clock.advance(minutes=5)
    await rates.refresh()
    assert rates.available() == ["BTC"]
    assert "two fresh sources" in rates.problems["BTC"]


async def test_sources_are_not_asked_more_than_once_a_minute() -> None:
    clock = FakeClock()
    asked = 0

    class Counting(FakeRates):
        async def rate(self, asset: str, currency: str) -> Rate:
            nonlocal asked
            asked += 1
            return await super().rate(asset, currency)

    rates = service(clock, Counting(clock, "a"), FakeRates(clock, "b"))
    for _ in range(30):
        await rates.keep_fresh()
        clock.advance(seconds=2)
    assert asked == 1
    await rates.keep_fresh()
    assert asked == 2
