"""A paid order whose goods are not there gets them when they are, whatever came in between."""

import pytest
from sqlalchemy import text

from models.order import OrderStatus
from services.money.settlement import VANISHED
from services.running.notification import Event
from services.sale import doubt
from services.sale.lifecycle import STOCK_DOUBTED
from tests.services.conftest import ShopWorld
from tests.services.goods.test_intake import add

PAID, SHIPPED = OrderStatus.PAID, OrderStatus.SHIPPED


async def _look(world: ShopWorld, **later: float) -> None:
    world.clock.advance(**(later or {"seconds": 20}))
    await world.rates.refresh()
    await world.payments.scan("BTC")


async def _in_doubt(world: ShopWorld, *variants: int) -> None:
    async with world.uow() as uow:
        await uow.products.doubt(world.clock(), variants)


async def _waiting(world: ShopWorld, user: int = 100) -> tuple[int, int, str]:
    """A paid order whose digital good is in doubt; its variant; its transaction."""
    order = await world.order(user)
    variant = await world.variant_of(order)
    await _in_doubt(world, variant)
    txid = await world.pay(order)
    world.chain.mine(6)
    await _look(world)
    assert (await world.load(order)).needs_review == STOCK_DOUBTED
    return order, variant, txid


async def _goods(world: ShopWorld, order: int) -> int:
    owner = (await world.load(order)).user_id
    return len(await world.orders.goods(order, owner=owner))


async def test_killed_between_the_release_and_the_deliveries(world: ShopWorld) -> None:
    """The stock is certain again, and the process that was to deliver is gone."""
    order, variant, _ = await _waiting(world)
    async with world.uow() as uow:
        await uow.products.trust(variant)
    world.restart()
    await world.rates.refresh()
    await world.doubts.release(None, "admin:1")
    assert await _goods(world, order) == 1


async def test_another_reason_for_a_look_does_not_hide_what_is_owed(world: ShopWorld) -> None:
    """The coins leave the chain and are back while the goods are in doubt."""
    order, variant, txid = await _waiting(world)
    address = (await world.invoice(order)).address.address
    kept = list(world.chain.transfers[address])
    world.chain.drop(txid)
    await _look(world, minutes=5)
    assert (await world.load(order)).needs_review == VANISHED
    world.chain.transfers[address] += kept
    await _look(world)
    assert await world.doubts.release(variant, "admin:1")
    assert await _goods(world, order) == 1
    assert (await world.load(order)).status is SHIPPED


async def test_goods_of_an_order_whose_coins_are_gone_wait(world: ShopWorld) -> None:
    order, variant, txid = await _waiting(world)
    world.chain.drop(txid)
    await _look(world, minutes=5)
    await world.doubts.release(variant, "admin:1")
    assert await _goods(world, order) == 0


async def test_more_wait_than_are_delivered_at_once(
    world: ShopWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubt, "MOST_WAITING", 1)
    orders = [(await _waiting(world, user))[0] for user in (100, 101, 102)]
    await world.doubts.release(None, "admin:1")
    for _ in range(3):
        await world.doubts.release(None, "admin:1")
    assert [await _goods(world, order) for order in orders] == [1, 1, 1]


async def test_what_has_its_goods_is_not_told_again(world: ShopWorld) -> None:
    """Two kinds of goods; one is delivered, the other in doubt; a third is released."""
    first, second, third = [await world.variant(3) for _ in range(3)]
    await world.customer()
    for variant in (first, second):
        await world.carts.add(100, variant, 1)
    order = await world.till.place(100, "BTC")
    await _in_doubt(world, second, third)
    await world.pay(order)
    world.chain.mine(6)
    await _look(world)
    before = (await world.events(100)).count(Event.GOODS)
    assert await world.doubts.release(third, "admin:1")
    assert (await world.events(100)).count(Event.GOODS) == before


async def test_what_comes_in_fills_what_was_missing(world: ShopWorld) -> None:
    """Held when it was gone already: paid, and no unit left. Then more are loaded."""
    order = await world.order(stock=1)
    variant = await world.variant_of(order)
    async with world.uow() as uow:
        digest = await uow.session.scalar(text("SELECT digest FROM stock_units"))
        await uow.stock.mark_gone(digest, None)
    await world.pay(order)
    world.chain.mine(6)
    await _look(world)
    assert (await world.load(order)).needs_review == "units-missing"
    await add(world, variant, "NEW-1", "NEW-2")
    await world.doubts.deliver()
    assert await _goods(world, order) == 1
    assert (await world.load(order)).status is SHIPPED
