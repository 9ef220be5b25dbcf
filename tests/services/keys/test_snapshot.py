"""A machine put back from a running snapshot: nothing restarted, and the marker is back as well."""

import pytest

from models.order import OrderStatus
from tests.services.conftest import ShopWorld


async def _paid_by_others(world: ShopWorld) -> None:
    """Customers of the lost hours had these addresses, and pay."""
    await world.wallets.prepare("BTC")
    async with world.uow.read() as uow:
        free = await uow.addresses.free("BTC")
    for each in free:
        world.chain.pay(each.address, 25_000)
    world.chain.mine(6)


@pytest.mark.parametrize("jumps", [False, True])
async def test_an_address_paid_before_it_was_given_buys_nothing(
    world: ShopWorld, *, jumps: bool
) -> None:
    """Either hours pass unnoticed, or the clock is set right and makes a step."""
    await _paid_by_others(world)
    if jumps:
        world.wallets.doubt()
    else:
        world.clock.advance(hours=3)
        await world.rates.refresh()
    order = await world.order(user_id=555)
    await world.payments.scan("BTC")
    found = await world.load(order)
    assert (found.status, (await world.invoice(order)).seen) == (OrderStatus.CREATED, 0)


async def test_the_stock_of_addresses_is_compared_with_the_chain_again(world: ShopWorld) -> None:
    await _paid_by_others(world)
    world.clock.advance(minutes=31)
    await world.rates.refresh()
    await world.wallets.prepare("BTC")
    order = await world.order(user_id=555)
    await world.payments.scan("BTC")
    assert (await world.invoice(order)).seen == 0


async def test_an_outage_of_an_hour_hides_no_coin(world: ShopWorld) -> None:
    await world.wallets.prepare("BTC")
    world.clock.advance(minutes=65)
    await world.rates.refresh()
    world.chain.down = True
    await world.wallets.prepare("BTC")
    assert await world.order()
