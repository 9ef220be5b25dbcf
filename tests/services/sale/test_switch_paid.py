"""Every address that an order ever had is paid."""

import pytest

from models.order import OrderStatus
from tests.services.conftest import ShopWorld


async def test_switched_coins_paid_everywhere(world: ShopWorld) -> None:
    """All three addresses of a chain are paid in the same minute: goods once, the rest credit."""
    order = await world.order()
    second = await world.switches.switch(order, "ETH", owner=100)
    third = await world.switches.switch(second, "BTC", owner=100)
    for each in (order, second, third):
        await world.pay(each)
    world.chain.mine(6)
    world.ether.mine(60)
    world.clock.advance(seconds=20)
    for coin in ("BTC", "ETH", "BTC", "ETH"):
        await world.payments.scan(coin)
        world.clock.advance(seconds=20)
    states = [(await world.load(each)).status for each in (order, second, third)]
    assert states.count(OrderStatus.SHIPPED) == 1
    assert await world.credit() <= 2_040


@pytest.mark.parametrize("again", ["cancel", "expire"])
async def test_a_switched_order_ends_and_all_are_paid_late(world: ShopWorld, again: str) -> None:
    order = await world.order()
    second = await world.switches.switch(order, "ETH", owner=100)
    if again == "cancel":
        await world.orders.cancel(second, actor="user:100", owner=100)
    world.clock.advance(hours=3)
    await world.rates.refresh()
    await world.payments.expire_overdue()
    for each in (order, second):
        await world.pay(each)
    world.chain.mine(6)
    world.ether.mine(60)
    for _ in range(3):
        world.clock.advance(seconds=20)
        for coin in ("BTC", "ETH"):
            await world.payments.scan(coin)
    states = [(await world.load(each)).status for each in (order, second)]
    assert states[0] is OrderStatus.CANCELLED
    assert await world.stock(await world.variant_of(second)) == (4, 0)
