"""Another good is asked for: in time, one at a time, once for each, and decided once."""

import asyncio

import pytest

from db import Database
from models.errors import OrderNotFound
from models.product import ProductKind
from models.support import ComplaintState
from models.support_errors import CannotComplain, ComplaintDecided
from services.people.note import Note
from services.running.notification import Event
from services.sale.complaint import MOST_UNITS
from tests.services.conftest import ShopWorld

ADMIN = "admin:1"


async def bought(
    world: ShopWorld, kind: ProductKind = ProductKind.DIGITAL
) -> tuple[int, list[int]]:
    """Two goods of an order that is paid, and their numbers."""
    variant = await world.variant(5, kind)
    await world.customer(100)
    await world.carts.add(100, variant, 2)
    where = "1 Road, Town" if kind.is_shipped else None
    order_id = await world.till.place(100, "BTC", delivery=where)
    await world.pay(order_id)
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    return order_id, [row.unit.id for row in await world.replacing.sold(order_id)]


def note(world: ShopWorld, number: int, chat: int = 100) -> Note:
    return Note(chat, number, world.clock(), None)


async def state(world: ShopWorld, unit_id: int) -> ComplaintState:
    async with world.uow.read() as uow:
        found = await uow.complaints.of_unit(unit_id)
    assert found is not None
    return found.state


async def test_one_good_of_an_order_is_asked_for_at_a_time(world: ShopWorld) -> None:
    """Two messages at once are one request; the same message again is the same one."""
    complaints = world.support.complaints
    order_id, (first, second) = await bought(world)
    pairs = ((5, first), (6, second))
    asked = [complaints.complain(note(world, n), order_id, unit) for n, unit in pairs]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == ["CannotComplain", "str"], outcomes
    number, unit = pairs[isinstance(outcomes[0], CannotComplain)]
    await complaints.complain(note(world, number), order_id, unit)
    [row], count = await complaints.asked()
    assert (count, row.complaint.unit_id, row.user_id) == (1, unit, 100)
    assert (await world.events()).count(Event.ADMIN_COMPLAINT) == len(world.notifications.admin_ids)
    card = await world.orders.card(order_id)
    assert card.complained is not None
    assert card.complained.complaint.unit_id == unit


async def test_it_is_decided_once_and_then_the_next_may_be_asked_for(world: ShopWorld) -> None:
    complaints = world.support.complaints
    order_id, (first, second) = await bought(world)
    await complaints.complain(note(world, 5), order_id, first)
    [row], _ = await complaints.asked()
    await world.replacing.replace(first, "used already", actor=ADMIN)
    assert await state(world, first) is ComplaintState.GRANTED
    with pytest.raises(ComplaintDecided):
        await complaints.refuse(row.complaint.id, note(world, 9, 1), actor=ADMIN)
    await complaints.complain(note(world, 7), order_id, second)
    with pytest.raises(CannotComplain):
        await complaints.goods(order_id, owner=100)
    [row], _ = await complaints.asked()
    both = [complaints.refuse(row.complaint.id, note(world, 9, 1), actor=ADMIN) for _ in range(2)]
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    assert [type(one) for one in outcomes if one is not None] == [ComplaintDecided]
    assert (await world.events(100)).count(Event.COMPLAINT_REFUSED) == 1
    with pytest.raises(CannotComplain):
        await complaints.complain(note(world, 8), order_id, second)
    assert (await world.orders.card(order_id)).complained is None


async def test_a_refund_ends_what_waits(world: ShopWorld) -> None:
    order_id, (unit, _) = await bought(world)
    await world.support.complaints.complain(note(world, 5), order_id, unit)
    amount = (await world.reversals.offer(order_id)).shares.amount
    refund = world.reversals.to_credit(order_id, amount=amount, back=False, actor=ADMIN)
    replace = world.replacing.replace(unit, "used already", actor="admin:2")
    await asyncio.gather(replace, refund, return_exceptions=True)
    assert await state(world, unit) in {ComplaintState.ENDED, ComplaintState.GRANTED}
    assert await world.support.complaints.asked() == ([], 0)
    with pytest.raises(CannotComplain):
        await world.support.complaints.goods(order_id, owner=100)


async def test_who_may_not_ask_hears_why(sqlite_database: Database) -> None:
    """Somebody else's, another order's good, a parcel that is not delivered, and too late."""
    world = ShopWorld(sqlite_database)
    await world.rates.refresh()
    complaints = world.support.complaints
    order_id, units = await bought(world)
    await world.customer(101)
    with pytest.raises(OrderNotFound):
        await complaints.complain(note(world, 5, 101), order_id, units[0])
    with pytest.raises(CannotComplain):
        await complaints.complain(note(world, 5), order_id, 999)
    parcel, _ = await bought(world, ProductKind.PHYSICAL)
    with pytest.raises(CannotComplain):
        await complaints.goods(parcel, owner=100)
    world.clock.advance(days=15)
    for ask in (
        complaints.goods(order_id, owner=100),
        complaints.complain(note(world, 5), order_id, units[0]),
    ):
        with pytest.raises(CannotComplain):
            await ask
    assert await complaints.asked() == ([], 0)


async def test_of_many_goods_those_that_can_be_asked_for_are_offered(
    sqlite_database: Database,
) -> None:
    """Not the first ones, of which another one was asked for already."""
    world = ShopWorld(sqlite_database)
    await world.rates.refresh()
    variant = await world.variant(MOST_UNITS + 2, ProductKind.DIGITAL)
    await world.customer(100)
    await world.carts.add(100, variant, MOST_UNITS + 2)
    order_id = await world.till.place(100, "BTC")
    await world.pay(order_id)
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    units = [row.unit.id for row in await world.replacing.sold(order_id)]
    complaints = world.support.complaints
    for number, unit in enumerate(units[:-1], 5):
        await complaints.complain(note(world, number), order_id, unit)
        [row], _ = await complaints.asked()
        await complaints.refuse(row.complaint.id, note(world, number, 1), actor=ADMIN)
    _, goods = await complaints.goods(order_id, owner=100)
    assert [one.unit_id for one in goods if not one.complained] == [units[-1]]
