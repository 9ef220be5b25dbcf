"""A cart beside an order that is not paid yet: nothing is wanted twice, nothing is lost."""

import pytest

from models.errors import OnlyLeft
from models.product import ProductKind
from tests.services.conftest import ShopWorld

BOB = 100


async def ordered(world: ShopWorld, *, stock: int, quantity: int) -> tuple[int, int]:
    """(order, variant)"""
    await world.customer(BOB)
    variant = await world.variant(stock=stock, kind=ProductKind.DIGITAL)
    await world.carts.add(BOB, variant, quantity)
    return await world.till.place(BOB, "BTC", None), variant


async def paid(world: ShopWorld, order_id: int) -> None:
    await world.pay(order_id)
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")


async def shown(world: ShopWorld, variant: int) -> tuple[int, int, int, int] | None:
    """(held, wanted, quantity, available)"""
    line = (await world.carts.show(BOB)).line(variant)
    return (line.held, line.wanted, line.quantity, line.available) if line else None


async def test_what_is_ordered_is_neither_sold_out_nor_offered_again(world: ShopWorld) -> None:
    order_id, last = await ordered(world, stock=1, quantity=1)
    assert await shown(world, last) == (1, 0, 0, 0)
    bill = await world.carts.show(BOB)
    code = (await world.load(order_id)).code
    assert (bill.order, bill.lines, bill.changes, bill.total) == ((order_id, code), (), (), 0)
    await world.orders.cancel(order_id, actor="user:100", owner=BOB)
    assert await shown(world, last) == (0, 1, 1, 1)


async def test_payment_takes_out_what_was_bought_and_no_more(world: ShopWorld) -> None:
    order_id, variant = await ordered(world, stock=9, quantity=2)
    await world.carts.take(BOB, variant, 3)
    assert await shown(world, variant) == (2, 3, 3, 7)
    await paid(world, order_id)
    assert await shown(world, variant) == (0, 3, 3, 7)


async def test_what_was_short_when_it_was_ordered_is_still_wanted(world: ShopWorld) -> None:
    order_id, variant = await ordered(world, stock=2, quantity=5)
    assert await shown(world, variant) == (2, 3, 0, 0)
    await paid(world, order_id)
    assert await shown(world, variant) == (0, 3, 0, 0)


async def test_all_of_it_bought_leaves_no_line(world: ShopWorld) -> None:
    order_id, variant = await ordered(world, stock=2, quantity=2)
    await paid(world, order_id)
    assert await shown(world, variant) is None


async def test_more_is_counted_from_what_is_not_ordered(world: ShopWorld) -> None:
    order_id, variant = await ordered(world, stock=3, quantity=2)
    await world.carts.clear(BOB)
    await world.carts.take(BOB, variant, 5)
    assert await shown(world, variant) == (2, 1, 1, 1)
    with pytest.raises(OnlyLeft):
        await world.carts.take(BOB, variant, 1)
    with pytest.raises(OnlyLeft):
        await world.carts.change(BOB, variant, 2)
    await world.carts.change(BOB, variant, 0)
    assert await shown(world, variant) == (2, 0, 0, 1)
    await world.carts.change(BOB, variant, 1)
    await paid(world, order_id)
    assert await shown(world, variant) == (0, 1, 1, 1)
