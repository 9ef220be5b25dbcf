"""Kind 1: money that the shop KNOWS to be gone goes on being given away."""

from dataclasses import replace

import pytest

from models.errors import ShopError
from models.order import OrderStatus
from tests.services.conftest import ShopWorld

ADDRESS = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"


async def _late_and_gone(world: ShopWorld) -> int:
    """An order expires, its late money becomes credit, then the block is reorganised away."""
    order = await world.order(stock=5)
    world.clock.advance(hours=2)
    await world.rates.refresh()
    await world.payments.expire_overdue()
    async with world.uow() as uow:  # so that it is not bought by itself
        await uow.products.reprice(await world.variant_of(order), 1_100)
    txid = await world.pay(order)
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    assert await world.credit() > 900
    world.chain.drop(txid)
    world.chain.mine(10)
    for _ in range(4):
        world.clock.advance(minutes=5)
        await world.rates.refresh()
        await world.payments.scan("BTC")
    assert (await world.load(order)).needs_review == "payment-vanished"
    return order


async def test_vanished_money_buys_goods_as_credit(world: ShopWorld) -> None:
    await _late_and_gone(world)
    variant = await world.variant(5, price=900)
    await world.carts.clear(100)
    await world.carts.add(100, variant, 1)
    try:
        second = await world.till.place(100, None)
    except ShopError:
        return
    assert (await world.load(second)).status is not OrderStatus.SHIPPED


async def test_vanished_money_is_refunded(world: ShopWorld) -> None:
    order = await _late_and_gone(world)
    with pytest.raises(ShopError):
        offer = await world.refunds.offer(order)
        await world.refunds.open(order, amount=offer.amount, actor="admin:2", address=ADDRESS)


async def test_vanished_money_delivers_its_order(world: ShopWorld) -> None:
    order = await _late_and_gone(world)
    with pytest.raises(ShopError):
        offer = await world.decisions.offer(order)
        await world.decisions.honour(
            order, actor="admin:2", received=offer.received, price=offer.price
        )


async def test_a_settled_payment_replaced_after_a_reorganisation_is_credited_again(
    world: ShopWorld,
) -> None:
    """A is settled, reorganised back into the mempool, replaced by B: one payment, two gifts."""
    order = await world.order()
    await world.pay(order)
    world.chain.mine()
    await world.payments.scan("BTC")
    assert (await world.load(order)).status is OrderStatus.SHIPPED
    address = (await world.invoice(order)).address.address
    rows = world.chain.transfers[address]
    rows[:] = [replace(row, block_height=None, block_hash=None) for row in rows]
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    due = rows[0].amount
    rows.clear()
    world.chain.pay(address, due)  # the same coins, a higher fee
    world.chain.mine(2)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    assert await world.credit() == 0  # the chain holds one payment, and it bought the goods


async def test_the_same_without_a_look_in_between_holds(world: ShopWorld) -> None:
    order = await world.order()
    await world.pay(order)
    world.chain.mine()
    await world.payments.scan("BTC")
    address = (await world.invoice(order)).address.address
    rows = world.chain.transfers[address]
    due = rows[0].amount
    rows.clear()
    world.chain.pay(address, due)
    world.chain.mine(2)
    for _ in range(5):
        world.clock.advance(seconds=60)
        await world.payments.scan("BTC")
    assert await world.credit() == 0
