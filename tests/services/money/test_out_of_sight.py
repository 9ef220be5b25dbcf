"""Long outages, wrong clocks and restarts: what is paid is seen."""

import pytest

from models.order import OrderStatus
from tests.services.conftest import ShopWorld


async def _looks(world: ShopWorld, count: int, **every: float) -> None:
    for _ in range(count):
        world.clock.advance(**every)
        await world.rates.refresh()
        for coin in ("BTC", "ETH"):
            await world.payments.scan(coin)
        await world.payments.expire_overdue()


@pytest.mark.parametrize("coin", ["BTC", "ETH"])
async def test_paid_on_day_89_while_the_source_is_down_until_day_95(
    world: ShopWorld, coin: str
) -> None:
    order = await world.order(asset=coin)
    await _looks(world, 88, days=1)
    chain = world.ether if coin == "ETH" else world.chain
    chain.down = True
    world.clock.advance(days=1)
    await world.pay(order)
    await _looks(world, 6, days=1)
    world.restart()
    await _looks(world, 2, days=1)
    chain.down = False
    chain.mine(80)
    await _looks(world, 3, minutes=20)
    assert await world.credit() > 900


@pytest.mark.parametrize("coin", ["BTC", "ETH"])
async def test_a_clock_a_year_back_and_forth_with_restarts(world: ShopWorld, coin: str) -> None:
    order = await world.order(asset=coin)
    chain = world.ether if coin == "ETH" else world.chain
    await _looks(world, 2, seconds=20)
    for days in (-365, 365, 400, -400):
        world.clock.step(days=days)
        world.restart()
        await world.rates.refresh()
    await world.pay(order)
    chain.mine(80)
    await _looks(world, 4, seconds=30)
    assert (await world.load(order)).status is OrderStatus.SHIPPED


async def test_a_year_ahead_while_running_then_paid(world: ShopWorld) -> None:
    order = await world.order()
    await _looks(world, 2, seconds=20)
    world.clock.step(days=365)
    await _looks(world, 3, seconds=20)  # expired by an undoubted clock
    world.clock.step(days=-365)
    world.restart()
    await _looks(world, 1, seconds=20)
    await world.pay(order)
    world.chain.mine(6)
    await _looks(world, 4, minutes=2)
    assert (await world.load(order)).status is OrderStatus.SHIPPED or await world.credit() > 900


async def test_paid_again_after_it_was_swept_and_restarted_at_each_step(world: ShopWorld) -> None:
    order = await world.order(asset="ETH")
    for _ in range(4):
        await world.pay(order, "0.5")
        world.restart()
        await world.rates.refresh()
        world.ether.mine(20)
        await _looks(world, 1, seconds=20)
        world.restart()
        await world.rates.refresh()
    await _looks(world, 2, seconds=20)
    assert (await world.load(order)).status is OrderStatus.SHIPPED
    assert await world.credit() in range(1000, 1025)
