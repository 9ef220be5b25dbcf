"""What is unconfirmed, late or worth less by now holds no goods for long, and buys none cheaper."""

from decimal import Decimal
from typing import NoReturn

from models.order import OrderStatus
from tests.services.conftest import ShopWorld
from tests.services.money.test_two_sources import Pair
from utils.chains.base import ChainUnavailable


async def _rate(world: ShopWorld, value: int) -> None:
    for source in world.sources:
        source.value = Decimal(value)
    await world.rates.refresh()


async def test_a_restart_makes_money_three_days_late_in_time(world: ShopWorld) -> None:
    """The shop was down for three days; the price halved; the customer pays then."""
    order = await world.order()
    await world.payments.scan("BTC")
    world.clock.advance(days=3)
    await world.pay(order)
    world.chain.mine(6)
    world.restart()
    await _rate(world, 25_000)
    world.clock.in_doubt = True  # as at every start
    await world.payments.scan("BTC")
    assert (await world.load(order)).status is OrderStatus.CREATED  # 5.05 for goods of 10.00


async def test_the_same_with_a_clock_that_is_known_holds(world: ShopWorld) -> None:
    order = await world.order()
    await world.payments.scan("BTC")
    world.clock.advance(days=3)
    await world.pay(order)
    world.chain.mine(6)
    world.restart()
    await _rate(world, 25_000)
    await world.payments.scan("BTC")
    await world.payments.expire_overdue()
    assert (await world.load(order)).status is OrderStatus.EXPIRED


async def test_a_crash_all_sources_agree_on_is_ignored_for_ten_minutes(world: ShopWorld) -> None:
    order = await world.order()
    await world.pay(order, "101")
    world.chain.mine(6)
    await _rate(world, 30_000)  # both sources, fresh: 40 % less
    await world.payments.scan("BTC")
    surplus = (await world.invoice(order)).due * 100
    worth = surplus * 30_000 * 100 // 10**8
    assert await world.credit() <= worth


async def test_a_crash_and_a_new_invoice(world: ShopWorld) -> None:
    await _rate(world, 30_000)
    order = await world.order()
    due = (await world.invoice(order)).due
    assert due * 30_000 // 10**6 >= 1_000


async def _down(*_: object, **__: object) -> NoReturn:
    raise ChainUnavailable("second", "down")


def _silence(pair: Pair) -> None:
    setattr(pair.second, "observe", _down)  # noqa: B010 - a method of one instance
    setattr(pair.second, "tip", _down)  # noqa: B010


async def test_unconfirmed_money_holds_while_a_second_source_is_down(world: ShopWorld) -> None:
    """In no block, three days past the deadline."""
    pair = Pair(world, agree_from=500)
    order = await world.order()
    await world.pay(order)
    await pair.look()

    _silence(pair)
    for _ in range(20):
        await pair.look(hours=4)
        await pair.payments.expire_overdue()
    assert (await world.load(order)).status is OrderStatus.EXPIRED


async def test_unconfirmed_money_of_two_that_differ_is_bounded(world: ShopWorld) -> None:
    pair = Pair(world, agree_from=None)
    order = await world.order()
    txid = await world.pay(order)
    pair.second.omits.add(txid)
    for _ in range(20):
        await pair.look(hours=1)
        await pair.payments.expire_overdue()
    assert (await world.load(order)).status is OrderStatus.EXPIRED


async def test_an_unconfirmed_payment_and_a_disputed_tip(world: ShopWorld) -> None:
    """One source shows another height for days."""
    pair = Pair(world, agree_from=None)
    order = await world.order()
    await world.pay(order)
    pair.second.height = 120
    for _ in range(20):
        await pair.look(hours=4)
        await pair.payments.expire_overdue()
    assert (await world.load(order)).status is OrderStatus.EXPIRED


async def test_held_money_that_confirms_when_the_price_has_halved(world: ShopWorld) -> None:
    """The end of the two above: three days later the sender raises the fee of a child."""
    pair = Pair(world, agree_from=500)
    order = await world.order()
    await world.pay(order)
    await pair.look()

    _silence(pair)
    for _ in range(20):
        await pair.look(hours=4)
        await pair.payments.expire_overdue()
    await _rate(world, 25_000)
    for name in ("observe", "tip"):
        delattr(pair.second, name)
    world.chain.mine(3)
    await pair.look(hours=1)
    await _rate(world, 25_000)
    await pair.look(minutes=1)
    found = await world.load(order)
    assert found.status is not OrderStatus.SHIPPED, (await world.invoice(order)).taken


async def test_without_a_price_stock_is_not_held_for_days(world: ShopWorld) -> None:
    order = await world.order()
    await world.payments.scan("BTC")
    world.clock.advance(hours=2)  # the machine was off
    await world.pay(order)
    world.chain.mine(6)
    world.restart()
    for source in world.sources:
        source.value = None
    for _ in range(30):
        world.clock.advance(hours=4)
        await world.rates.refresh()
        await world.payments.scan("BTC")
        await world.payments.expire_overdue()
    found = await world.load(order)
    assert found.status is OrderStatus.EXPIRED, found.needs_review
