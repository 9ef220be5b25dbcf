"""A machine put back from a running snapshot: nothing restarted, and the marker is back as well."""

import pytest

from models.errors import NothingLeft
from models.order import OrderStatus
from tests.services.conftest import ShopWorld


async def _paid_by_others(world: ShopWorld) -> None:
    """Customers of the lost hours had these addresses, and pay."""
    await world.wallets.prepare("BTC")
    async with world.uow.read() as uow:
        free = await uow.addresses.free("BTC", 100)
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
    with pytest.raises(NothingLeft):  # what lies on the shelves may have been sold in these hours
        await world.order(user_id=555)
    await world.doubts.release(None, "admin:1")
    order = await world.till.place(555, "BTC")
    await world.payments.scan("BTC")
    found = await world.load(order)
    assert (found.status, (await world.invoice(order)).seen) == (OrderStatus.CREATED, 0)


async def test_the_stock_of_addresses_is_compared_with_the_chain_again(world: ShopWorld) -> None:
    await _paid_by_others(world)
    world.clock.advance(minutes=31)
    await world.rates.refresh()
    await world.wallets.prepare("BTC")
    await world.doubts.release(None, "admin:1")
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


async def test_one_source_that_makes_up_a_history_stops_no_sale(world: ShopWorld) -> None:
    """It costs addresses, of which there are plenty."""
    await world.wallets.prepare("BTC")
    async with world.uow.read() as uow:
        free = await uow.addresses.free("BTC", 100)
    world.chain.used |= {each.address for each in free}
    variant = await world.variant(5)
    world.clock.advance(minutes=31)
    await world.rates.refresh()
    await world.wallets.prepare("BTC")
    await world.customer(555)
    await world.carts.add(555, variant, 1)
    order = await world.till.place(555, "BTC")
    assert (await world.invoice(order)).address.address not in {each.address for each in free}
