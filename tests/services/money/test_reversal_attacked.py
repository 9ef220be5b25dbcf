"""What was tried against refunds and words of a person, and did not hold at first."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.errors import NothingToDecide, OfferChanged, ShopError, WrongOrderState
from models.order import OrderStatus
from models.product import ProductKind
from models.shipping_errors import TooManyCorrections
from services.running.notification import Event
from services.sale.parcel import MOST_CORRECTIONS
from tests.services.conftest import ShopWorld
from tests.services.money.test_reversal import ADMIN, THERE, acts, bought, look, to_credit, to_send

SHIPPED = OrderStatus.SHIPPED


async def handed(world: ShopWorld) -> int:
    """Two keys that were in doubt; a person has sent them, and said so."""
    variant = await world.variant(5)
    await world.customer()
    await world.carts.add(100, variant, 2)
    order_id = await world.till.place(100, "BTC")
    async with world.uow() as uow:
        await uow.products.doubt(world.clock(), [variant])
    await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    await world.orders.ship(order_id, actor=ADMIN, owed=2)
    return order_id


async def test_what_a_person_delivered_is_not_for_sale_again(world: ShopWorld) -> None:
    """Which good they took nobody knows: it is with the customer, as any that was handed out."""
    order_id = await handed(world)
    variant = await world.variant_of(order_id)
    offer = await world.reversals.offer(order_id)
    assert (offer.goods.kept, offer.goods.undelivered) == (2, 0)
    await to_credit(world, order_id, back=True)
    assert await world.stock(variant) == (3, 0)
    with pytest.raises(DBAPIError, match="only what was not handed out"):
        async with world.uow() as uow:
            await uow.session.execute(text("UPDATE reservations SET returned = 1"))


async def test_a_refund_is_of_what_was_shown(world: ShopWorld) -> None:
    """Its parcel left, and another address was confirmed, since the numbers were read."""
    order_id = await bought(world)
    shown = await world.reversals.offer(order_id)
    await world.orders.ship(order_id, actor="admin:2")
    with pytest.raises(OfferChanged):
        await world.reversals.to_credit(
            order_id, amount=shown.shares.amount, back=True, actor=ADMIN, seen=shown.mark
        )
    shown = await world.reversals.offer(order_id)
    await world.places.ask(order_id, actor=ADMIN)
    place = await world.places.give(order_id, THERE, owner=100)
    await world.places.confirm(order_id, version=place.version, owner=100)
    with pytest.raises(OfferChanged):
        await world.reversals.to_send(
            order_id, amount=shown.shares.amount, back=False, actor=ADMIN, seen=shown.mark
        )
    assert ((await world.load(order_id)).status, await world.credit()) == (SHIPPED, 0)
    shown = await world.reversals.offer(order_id)
    await world.reversals.to_send(
        order_id, amount=shown.shares.amount, back=False, actor=ADMIN, seen=shown.mark
    )


async def test_nobody_is_asked_where_to_when_nothing_goes_there(world: ShopWorld) -> None:
    """Asked while it was paid; by the time they answer, the credit is spent, or the coins left."""
    order_id = await bought(world, ProductKind.DIGITAL, pieces=1)
    await world.places.ask(order_id, actor=ADMIN)
    await to_credit(world, order_id)
    place = await world.places.give(order_id, THERE, owner=100)
    await world.carts.add(100, await world.variant(5), 1)
    await world.till.place(100, None)
    with pytest.raises(NothingToDecide):
        await world.places.confirm(order_id, version=place.version, owner=100)
    with pytest.raises(NothingToDecide):
        await world.places.give(order_id, THERE, owner=100)
    with pytest.raises(NothingToDecide):
        await world.places.ask(order_id, actor=ADMIN)


async def test_nobody_is_asked_for_money_that_never_came(world: ShopWorld) -> None:
    """A person took it for paid: a forged button asks its customer nothing."""
    order_id = await world.order()
    await world.hand.take_for_paid(order_id, "Cash", seen=0, actor=ADMIN)
    with pytest.raises(NothingToDecide):
        await world.places.ask(order_id, actor=ADMIN)
    assert Event.REFUND_ASK not in await world.events()


async def test_an_address_is_corrected_so_often_and_no_more(world: ShopWorld) -> None:
    """Each correction calls every admin; the same address again calls nobody."""
    order_id = await bought(world)

    async def correct(where: str) -> None:
        mark = (await world.load(order_id)).delivery_mark
        await world.parcels.correct(order_id, where, mark=mark, actor="user:100", owner=100)

    before = (await world.load(order_id)).delivery_mark
    await correct("1 Road, Town")
    assert (await world.load(order_id)).delivery_mark == before
    assert await acts(world, order_id, "order.readdressed") == 0
    for number in range(MOST_CORRECTIONS):
        await correct(f"{number} Lane, Village")
    with pytest.raises(TooManyCorrections):
        await correct("One more Street")
    mark = (await world.load(order_id)).delivery_mark
    await world.parcels.correct(order_id, "9 Square, City", mark=mark, actor=ADMIN)


async def test_every_way_back_at_once_pays_once(world: ShopWorld) -> None:
    """Credit, coins, surplus and shipping by four admins, and a customer who spends meanwhile."""
    order_id = await bought(world)
    await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    surplus = await world.credit()
    await world.carts.add(100, await world.variant(5), 1)
    outcomes = await asyncio.gather(
        world.reversals.to_credit(order_id, amount=2000, back=True, actor="admin:1"),
        to_send(world, order_id),
        world.refunds.open(order_id, amount=surplus, actor="admin:3", address=THERE),
        world.orders.ship(order_id, actor="admin:4"),
        world.till.place(100, None),
        return_exceptions=True,
    )
    failed = [o for o in outcomes if isinstance(o, BaseException)]
    assert all(isinstance(o, ShopError) for o in failed), outcomes
    await look(world)
    rows = await world.refunds.of(order_id)
    aside = sum(row.refund.amount for row in rows)
    spent = 0 if isinstance(outcomes[4], BaseException) else 1000
    assert await world.credit() + aside + spent <= surplus + 2000
    assert await world.credit() >= 0
    assert sum(row.refund.units for row in rows) <= 2 * (await world.invoice(order_id)).due


async def test_what_a_person_took_for_paid_is_not_shipped_twice(world: ShopWorld) -> None:
    """By hand, refused once refunded: no way from there to goods or money."""
    order_id = await bought(world)
    await to_credit(world, order_id)
    for work in (
        world.hand.take_for_paid(order_id, "Cash", seen=0, actor=ADMIN),
        world.hand.end_now(order_id, asked=world.clock(), actor=ADMIN),
        world.orders.ship(order_id, actor=ADMIN),
        world.decisions.offer(order_id),
        world.reversals.offer(order_id),
    ):
        with pytest.raises(WrongOrderState):
            await work
