"""Two fresh, agreeing sources, or no price at all."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from models.errors import CoinUnavailable, OrderAlreadyOpen
from models.invoice import InvoiceState
from services.money.rate import NoPrice, RateService, agree
from services.running.health import HealthService
from services.running.notification import Event
from tests.fakes import FakeClock, FakeRates
from tests.services.conftest import ADMINS, ShopWorld
from utils.money import due_units
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
        pytest.param([rate("50000"), rate("50000", age=-601)], id="from-the-future"),
        pytest.param([rate("50000"), rate("50000", age=31_536_000)], id="case-39-a-year-old"),
        pytest.param([rate("50000"), rate("51501")], id="disagree"),
        pytest.param([rate("50000"), rate("57500")], id="case-41-by-15-percent"),
        pytest.param([rate("50000"), rate("50100"), rate("57500")], id="case-41-one-of-three"),
        pytest.param([rate("0.00002"), rate("50000")], id="case-39-swapped"),
        pytest.param([rate("1"), rate("1")], id="case-39-jump"),
        pytest.param([rate("500000"), rate("500000")], id="case-39-tenfold"),
    ],
)
def test_no_price_is_guessed(rates: list[Rate]) -> None:
    """Cases 39 and 41."""
    with pytest.raises(NoPrice):
        agree(rates, rate("50000", age=60), NOW)


def test_what_is_not_fresh_has_no_say() -> None:
    """Case 39: neither a stale outlier nor a source that answers nonsense hides the coin."""
    found = [rate("50000"), rate("50500", source="y"), rate("9", age=601), rate("NaN")]
    assert agree(found, None, NOW).source == "x+y"


def test_one_old_source_does_not_age_what_two_young_ones_say() -> None:
    """Else a coin would flicker: off sale between the tenth minute of one and the next round."""
    found = [rate("49900", age=595), rate("50000", age=5), rate("50100", age=2)]
    price = agree(found, None, NOW)
    assert (price.value, NOW - price.at) == (Decimal(49900), timedelta(seconds=5))


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
    """Never per tap: reading a price asks nobody."""
    clock = FakeClock()
    sources = FakeRates(clock, "a"), FakeRates(clock, "b")
    rates = service(clock, *sources)
    for _ in range(30):
        await rates.keep_fresh()
        rates.quote("BTC")
        clock.advance(seconds=2)
    assert [len(source.asked) for source in sources] == [1, 1]
    await rates.keep_fresh()
    assert [len(source.asked) for source in sources] == [2, 2]


COINS = ["BTC", "LTC", "ETH", "SOL"]
MARKET = {"BTC": Decimal(64_250), "LTC": Decimal(86), "ETH": Decimal(3_120), "SOL": Decimal(148)}


def market(clock: FakeClock) -> tuple[RateService, list[FakeRates]]:
    """Four coins and three exchanges."""
    sources = [FakeRates(clock, name) for name in ("a", "b", "c")]
    for source in sources:
        source.values = dict(MARKET)
    spread = Decimal("1.5")
    return RateService(sources, clock, COINS, currency="USD", spread_percent=spread), sources


async def test_each_source_is_asked_once_for_all_coins() -> None:
    clock = FakeClock()
    rates, sources = market(clock)
    await rates.refresh()
    assert rates.available() == COINS
    assert [source.asked for source in sources] == [[tuple(COINS)]] * 3


async def test_a_coin_without_a_price_is_missing_alone() -> None:
    """Case 40: one exchange does not list it, another is down: the others go on being sold."""
    clock = FakeClock()
    rates, (one, two, three) = market(clock)
    del one.values["LTC"], two.values["LTC"]
    await rates.refresh()
    assert (rates.available(), rates.missing()) == (["BTC", "ETH", "SOL"], ["LTC"])
    assert rates.problems == {"LTC": "two fresh sources are needed, there are: c"}
    three.value = None
    await rates.refresh()
    assert rates.missing() == ["LTC"]
    assert rates.problems["LTC"].endswith("there are: none (c: down)")
    with pytest.raises(CoinUnavailable):
        rates.quote("LTC")


async def test_a_disagreement_hides_the_coin_it_is_about() -> None:
    """Case 41: two against one is not proof of who is right."""
    clock = FakeClock()
    rates, (_, _, three) = market(clock)
    three.values["ETH"] = MARKET["ETH"] * Decimal("1.15")
    await rates.refresh()
    assert rates.missing() == ["ETH"]
    assert rates.problems == {"ETH": "the sources disagree: a 3120, c 3588.00"}


async def test_the_lowest_less_the_spread_to_the_last_digit() -> None:
    clock = FakeClock()
    rates, (one, two, _) = market(clock)
    one.values["SOL"], two.values["SOL"] = Decimal("147.12345678"), Decimal("148.5")
    await rates.refresh()
    price = rates.quote("SOL")
    assert (price.market, price.rate) == (Decimal("147.12345678"), Decimal("144.9166049283"))
    assert price.sources == "a+c+b"


async def test_a_jump_is_held_until_it_has_lasted_an_hour() -> None:
    """Case 39: ten times the price, from every source at once."""
    clock = FakeClock()
    rates, sources = market(clock)
    await rates.refresh()
    for source in sources:
        source.values["BTC"] *= 10
    clock.advance(minutes=9)
    await rates.refresh()
    assert rates.quote("BTC").market == MARKET["BTC"]
    clock.advance(minutes=2)
    await rates.refresh()
    assert rates.missing() == ["BTC"]
    assert rates.problems["BTC"] == "the price jumped from 64250 to 642500"
    clock.advance(minutes=50)
    await rates.refresh()
    assert rates.quote("BTC").market == MARKET["BTC"] * 10


async def test_the_admin_hears_once_of_each_coin(world: ShopWorld) -> None:
    """Once when it disappears, however often it is found missing; once when it is back."""
    rates, (one, two, _) = market(world.clock)
    health = HealthService(world.uow, world.notifications, rates, world.payments, world.chains)
    await health.report()
    world.clock.advance(minutes=2)  # right after a start nothing is known to work again
    del one.values["SOL"], two.values["SOL"]
    for _ in range(3):
        await rates.refresh()
        await health.report()
    outage = await health.outage()
    assert outage is not None
    assert (list(outage.problems), outage.ended_at) == (["coin:SOL"], None)
    assert await told(world) == 1
    one.values["SOL"] = MARKET["SOL"]
    for _ in range(3):
        world.clock.advance(seconds=1)
        await rates.refresh()
        await health.report()
    outage = await health.outage()
    assert outage is not None
    assert outage.ended_at is not None
    assert await told(world) == 2


async def told(world: ShopWorld) -> int:
    """How often the first admin was told."""
    found = [row for row in await world.messages() if row.event == Event.ADMIN_OUTAGE]
    return len([row for row in found if row.chat_id == ADMINS[0]])


async def test_a_tick_between_choosing_and_confirming_makes_one_order_at_one_price(
    world: ShopWorld,
) -> None:
    """Case 42: two taps at once while the price moves: one order, one quote."""
    variant = await world.variant(stock=5)
    await world.customer()
    await world.carts.add(100, variant, 2)
    assert world.rates.available() == ["BTC", "ETH"]
    for source in world.sources:
        source.value = Decimal(55_000)
    await world.rates.refresh()
    taps = [world.till.place(100, "BTC") for _ in range(2)]
    outcomes = await asyncio.gather(*taps, return_exceptions=True)
    [order_id] = [outcome for outcome in outcomes if isinstance(outcome, int)]
    [refused] = [outcome for outcome in outcomes if isinstance(outcome, OrderAlreadyOpen)]
    assert refused.order_id == order_id
    invoice = await world.invoice(order_id)
    assert invoice.rate == Decimal(54_450)
    assert invoice.due == due_units(2000, "USD", Decimal(54_450), 8)


@pytest.mark.parametrize("tick", ["0.85", "1.15"])
async def test_a_tick_between_quote_and_payment_changes_nothing(
    world: ShopWorld, tick: str
) -> None:
    """Case 45: what is due was locked with the order."""
    order_id = await world.order()
    due = (await world.invoice(order_id)).due
    for source in world.sources:
        source.value = Decimal(50_000) * Decimal(tick)
    await world.rates.refresh()
    assert world.rates.quote("BTC").market == Decimal(50_000) * Decimal(tick)
    await world.pay(order_id)
    world.chain.mine(1)
    await world.payments.scan("BTC")
    invoice = await world.invoice(order_id)
    assert (invoice.due, invoice.seen, invoice.state) == (due, due, InvoiceState.SETTLED)
    assert await world.credit() == 0
