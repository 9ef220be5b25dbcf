"""Parcels: where they go, their numbers, many at once; and the lists that admins look through."""

import asyncio

import pytest

from models.errors import (
    BadDelivery,
    OfferChanged,
    OrderNotFound,
    PaymentLost,
    WrongOrderState,
)
from models.order import Listed, OrderStatus
from models.product import ProductKind
from models.shipping_errors import BadTracking, ShipAlone
from services.running.notification import Event
from services.sale.parcel import MOST_AT_ONCE
from tests.services.conftest import ShopWorld

ADMIN = "admin:1"
HOME, WORK = "1 Road, Town", "2 Street, <b>City</b>"


async def look(world: ShopWorld, **later: float) -> None:
    world.clock.advance(**(later or {"seconds": 20}))
    await world.rates.refresh()
    await world.payments.scan("BTC")


async def placed(world: ShopWorld, user: int = 100) -> int:
    variant = await world.variant(5, ProductKind.PHYSICAL)
    await world.customer(user)
    await world.carts.add(user, variant, 1)
    return await world.till.place(user, "BTC", delivery=HOME)


async def paid(world: ShopWorld, user: int = 100) -> int:
    order_id = await placed(world, user)
    await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    return order_id


async def correct(world: ShopWorld, order_id: int, text: str = WORK) -> None:
    mark = (await world.load(order_id)).delivery_mark
    await world.parcels.correct(order_id, text, mark=mark, actor="user:100", owner=100)


async def acts(world: ShopWorld, order_id: int, action: str) -> int:
    async with world.uow.read() as uow:
        return sum(row.action == action for row in await uow.audit.of_order(order_id))


async def test_an_address_is_corrected_until_it_is_shipped(world: ShopWorld) -> None:
    order_id = await paid(world)
    await correct(world, order_id)
    assert (await world.orders.card(order_id)).delivery == WORK
    async with world.uow.read() as uow:
        [entry] = [e for e in await uow.audit.of_order(order_id) if "readdressed" in e.action]
    assert entry.details == {}
    assert all("Street" not in str(row.args) for row in await world.messages())
    assert Event.ADMIN_READDRESSED in await world.events()
    await world.orders.ship(order_id, actor=ADMIN)
    with pytest.raises(WrongOrderState):
        await correct(world, order_id, HOME)


async def test_case_56_80_nobody_corrects_somebody_elses(world: ShopWorld) -> None:
    """Failure cases 56 and 80: ownership is in the query."""
    order_id = await paid(world)
    mark = (await world.load(order_id)).delivery_mark
    with pytest.raises(OrderNotFound):
        await world.parcels.correct(order_id, WORK, mark=mark, actor="user:101", owner=101)
    with pytest.raises(OrderNotFound):
        await world.parcels.correctable(order_id, owner=101)


@pytest.mark.parametrize("text", ["", "x", "y" * 5000])
async def test_no_address_is_no_correction(world: ShopWorld, text: str) -> None:
    order_id = await placed(world)
    with pytest.raises(BadDelivery):
        await correct(world, order_id, text)
    assert (await world.orders.card(order_id)).delivery == HOME


async def test_what_has_no_parcel_has_no_address(world: ShopWorld) -> None:
    order_id = await world.order()
    with pytest.raises(WrongOrderState):
        await correct(world, order_id)


async def test_two_who_correct_at_once(world: ShopWorld) -> None:
    """The customer and an admin: the second is told, and asked again."""
    order_id = await paid(world)
    mark = (await world.load(order_id)).delivery_mark
    outcomes = await asyncio.gather(
        world.parcels.correct(order_id, WORK, mark=mark, actor="user:100", owner=100),
        world.parcels.correct(order_id, "3 Lane, Village", mark=mark, actor=ADMIN),
        return_exceptions=True,
    )
    assert sum(o is None for o in outcomes) == 1, outcomes
    assert any(isinstance(o, OfferChanged) for o in outcomes)


async def test_nothing_is_shipped_to_an_address_that_was_corrected(world: ShopWorld) -> None:
    """Who ships saw the old one: they see the new one first."""
    order_id = await paid(world)
    seen = (await world.load(order_id)).delivery_mark
    outcomes = await asyncio.gather(
        world.orders.ship(order_id, actor=ADMIN, to=seen),
        world.parcels.correct(order_id, WORK, mark=seen, actor="user:100", owner=100),
        return_exceptions=True,
    )
    assert sum(o is None for o in outcomes) == 1, outcomes
    assert any(isinstance(o, OfferChanged | WrongOrderState) for o in outcomes), outcomes


async def test_a_number_goes_with_the_parcel_or_after_it(world: ShopWorld) -> None:
    order_id = await paid(world)
    await world.orders.ship(order_id, actor=ADMIN, tracking="  RR 123 <b>\n456 ")
    assert (await world.load(order_id)).tracking == "RR 123 <b> 456"
    await world.parcels.number(order_id, "NEW-1", actor=ADMIN)
    await world.parcels.number(order_id, "NEW-1", actor="admin:2")
    assert (await world.load(order_id)).tracking == "NEW-1"
    assert await acts(world, order_id, "order.tracked") == 1
    assert (await world.events()).count(Event.TRACKED) == 1


@pytest.mark.parametrize("number", ["", " \n ", "1" * 101, "a\u202eb", "x" * 5000])
async def test_no_number_is_refused(world: ShopWorld, number: str) -> None:
    order_id = await paid(world)
    with pytest.raises(BadTracking):
        await world.orders.ship(order_id, actor=ADMIN, tracking=number)
    assert (await world.load(order_id)).status is OrderStatus.PAID
    with pytest.raises(WrongOrderState):
        await world.parcels.number(order_id, "NEW-1", actor=ADMIN)


async def lost_one(world: ShopWorld) -> int:
    order_id = await placed(world, 102)
    txid = await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    world.chain.drop(txid)
    await look(world, minutes=5)
    return order_id


async def lacking_one(world: ShopWorld) -> int:
    """A key that it is owed is in doubt."""
    order_id = await world.order(103)
    async with world.uow() as uow:
        await uow.products.doubt(world.clock(), [(await world.variant_of(order_id))])
    await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    return order_id


async def test_many_at_once_have_a_verdict_each(world: ShopWorld) -> None:
    """Shipped, unpaid, lost, unknown, lacking goods: one that is refused holds up no other."""
    good, unpaid = await paid(world, 100), await placed(world, 101)
    lost, lacking = await lost_one(world), await lacking_one(world)
    picked = [unpaid, lost, lacking, 999, good]
    verdicts = await world.parcels.ship_many([(each, "") for each in picked], actor=ADMIN)
    kinds = [type(v.refusal) for v in verdicts]
    assert kinds == [WrongOrderState, PaymentLost, ShipAlone, OrderNotFound, type(None)]
    assert (await world.load(good)).status is OrderStatus.SHIPPED
    assert await acts(world, good, "order.shipped") == 1
    again = await world.parcels.ship_many([(good, "")] * (MOST_AT_ONCE + 9), actor=ADMIN)
    assert len(again) == MOST_AT_ONCE
    assert all(isinstance(v.refusal, WrongOrderState) for v in again)


async def test_two_admins_ship_the_same_ones(world: ShopWorld) -> None:
    orders = [await paid(world, 100 + n) for n in range(3)]
    both = await asyncio.gather(
        world.parcels.ship_many([(each, "") for each in orders], actor="admin:1"),
        world.parcels.ship_many([(each, "") for each in orders[::-1]], actor="admin:2"),
    )
    done = [v.code for verdicts in both for v in verdicts if v.refusal is None]
    assert sorted(done) == sorted((await world.orders.codes(orders)).values())


async def test_lists_hold_what_they_say(world: ShopWorld) -> None:
    ship, waiting = await paid(world, 100), await placed(world, 101)
    over = await paid(world, 102)
    await world.pay(over)
    world.chain.mine(6)
    await look(world)
    refunded = await paid(world, 103)
    amount = (await world.reversals.offer(refunded)).shares.amount
    await world.reversals.to_credit(refunded, amount=amount, back=True, actor=ADMIN)
    wanted = {
        Listed.SHIP: {ship, over},
        Listed.WAITING: {waiting},
        Listed.LATE: {over},
        Listed.REFUNDED: {refunded},
        Listed.OPEN: {ship, over, waiting},
        Listed.DECIDE: set[int](),
        Listed.ALL: {ship, over, waiting, refunded},
        Listed.ENDED: {refunded},
        Listed.REFUND: set[int](),
    }
    for which in Listed:
        found = {row.id for row in await world.orders.listed(which, 0)}
        assert found == wanted[which], which
        counted = await world.orders.counted(which)
        assert counted in (None, len(found)), which
