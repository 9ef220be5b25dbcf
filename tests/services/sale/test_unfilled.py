"""A paid order whose goods are not there gets them when they are, whatever came in between."""

import pytest
from sqlalchemy import text

from models.errors import GoodsOwed
from models.order import OrderStatus
from services.money.settlement import VANISHED
from services.running.notification import Event
from services.running.reasons import STOCK_DOUBTED
from services.sale import doubt
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
    assert (await world.orders.card(order)).owed
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
    orders = [await world.order(user) for user in (100, 101, 102)]
    for order in orders:
        await world.pay(order)
    await _in_doubt(world, *[await world.variant_of(order) for order in orders])
    world.chain.mine(6)
    await _look(world)
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
    """Case 77: held when it was gone already: paid, and no unit left. Then more are loaded."""
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


async def test_late_money_closes_an_order_that_ended_unchecked(world: ShopWorld) -> None:
    """Nobody could be asked when it ended; its money bought it after all: nothing is left to do."""
    order = await world.order()
    world.chain.down = True
    world.clock.advance(hours=1)
    await world.rates.refresh()
    for _ in range(3):
        await world.payments.expire_overdue()
        world.clock.advance(minutes=11)
        await world.rates.refresh()
    await world.payments.expire_overdue()
    assert (await world.load(order)).needs_review == "expired-unchecked"
    world.chain.down = False
    await world.pay(order)
    world.chain.mine(6)
    await _look(world, minutes=1)
    await _look(world, minutes=1)
    found = await world.load(order)
    assert await _goods(world, order) == 1
    assert (found.status, found.needs_review) == (SHIPPED, None)


async def test_what_ended_unchecked_is_asked_about_until_somebody_could_look(
    world: ShopWorld,
) -> None:
    """The source is back and shows nothing: no person has anything to do."""
    order = await world.order()
    world.chain.down = True
    world.clock.advance(hours=1)
    await world.rates.refresh()
    for _ in range(3):
        await world.payments.expire_overdue()
        world.clock.advance(minutes=11)
        await world.rates.refresh()
    assert (await world.load(order)).needs_review == "expired-unchecked"
    world.chain.down = False
    await _look(world, minutes=5)
    await _look(world, hours=1)
    assert (await world.load(order)).needs_review is None


async def test_what_was_missing_is_handed_over_by_hand(world: ShopWorld) -> None:
    order, variant, _ = await _waiting(world)
    await world.orders.ship(order, actor="admin:1", owed=1)
    found = await world.load(order)
    assert (found.status, found.needs_review) == (SHIPPED, None)
    async with world.uow.read() as uow:
        act = await uow.audit.last(order, ["order.shipped"])
    assert act is not None
    assert act.details == {"by_hand": "1"}
    await world.doubts.release(variant, "admin:1")
    assert await _goods(world, order) == 0


async def test_nobody_ships_away_goods_that_they_were_not_told_of(world: ShopWorld) -> None:
    """Two admins, or a database put back while the question stood in the chat."""
    order, variant, _ = await _waiting(world)
    with pytest.raises(GoodsOwed):
        await world.orders.ship(order, actor="admin:1")
    found = await world.load(order)
    assert (found.status, found.needs_review) == (OrderStatus.PAID, STOCK_DOUBTED)
    await world.doubts.release(variant, "admin:1")
    assert await _goods(world, order) == 1


async def test_credit_that_a_person_keeps_asks_no_more(world: ShopWorld) -> None:
    """Its own coins became credit, as those behind the credit it used were gone."""
    first = await world.order()
    txid = await world.pay(first, "1.5")
    world.chain.mine(6)
    await _look(world)
    variant = await world.variant(5, price=2_000)
    await world.carts.clear(100)
    await world.carts.add(100, variant, 1)
    order = await world.till.place(100, "BTC", use_credit=True)
    world.chain.drop(txid)
    await _look(world, minutes=5)
    await world.pay(order)
    world.chain.mine(6)
    await _look(world)
    assert (await world.load(order)).needs_review == "credit-vanished"
    await world.decisions.keep(order, actor="admin:1")
    assert (await world.load(order)).needs_review is None
