"""What is agreed to is what is ordered: seals, steps that stop at the stock, the last address."""

import pytest

from models.errors import OnlyLeft, QuoteChanged, TotalTooSmall
from models.order import OrderStatus
from models.product import ProductKind
from services.sale.offer import OfferService
from services.sale.quote import agreed
from tests.services.conftest import ShopWorld

STREET = "1 Harbour Street, Hamburg"


def offers_of(world: ShopWorld) -> OfferService:
    return OfferService(world.uow, world.rates, world.sealer, world.terms)


async def seal(world: ShopWorld, credit: int = 0, delivery: str | None = None) -> str:
    return agreed(await world.carts.show(100), credit, delivery)


async def test_what_is_as_it_was_shown_is_ordered(world: ShopWorld) -> None:
    variant = await world.variant(5)
    await world.customer()
    await world.carts.add(100, variant, 2)
    order_id = await world.till.place(100, "BTC", seal=await seal(world))
    assert (await world.load(order_id)).total == 2000


@pytest.mark.parametrize("change", ["stock", "price", "cart", "credit", "address"])
async def test_what_changed_is_not_ordered(world: ShopWorld, change: str) -> None:
    mug = await world.variant(5, ProductKind.PHYSICAL)
    await world.customer()
    await world.carts.add(100, mug, 4)
    sealed = await seal(world, 500 if change == "credit" else 0, STREET)
    delivery = STREET
    if change == "stock":
        await world.customer(200)
        await world.carts.add(200, mug, 3)
        await world.till.place(200, "BTC", STREET)
    elif change == "price":
        async with world.uow() as uow:
            variant = await uow.products.find_variant(mug)
            assert variant is not None
            variant.price += 1
    elif change == "cart":
        await world.carts.add(100, mug, 1)
    elif change == "address":
        delivery = "2 Other Street, Bremen"
    before = await world.stock(mug)
    with pytest.raises(QuoteChanged):
        await world.till.place(100, "BTC", delivery, use_credit=True, seal=sealed)
    assert await world.stock(mug) == before
    assert (await world.orders.underway(100)).unpaid is None
    now = await seal(world, 0, delivery)
    await world.till.place(100, "BTC", delivery, use_credit=True, seal=now)


async def test_taking_stops_at_the_stock(world: ShopWorld) -> None:
    variant = await world.variant(3)
    await world.customer()
    await world.carts.take(100, variant, 2)
    await world.carts.take(100, variant, 2)
    assert (await world.carts.show(100)).pieces == 3
    for step in (world.carts.take(100, variant, 1), world.carts.change(100, variant, 4)):
        with pytest.raises(OnlyLeft) as refused:
            await step
        assert refused.value.fields["left"] == 3


async def test_what_cannot_be_had_is_stepped_from_what_can(world: ShopWorld) -> None:
    variant = await world.variant(3)
    await world.customer()
    await world.carts.add(100, variant, 9)
    line = (await world.carts.show(100)).all_lines[0]
    assert (line.wanted, line.quantity, line.available) == (9, 3, 3)
    await world.carts.change(100, variant, 2)
    await world.carts.take(100, variant, 1)
    assert (await world.carts.show(100)).all_lines[0].wanted == 3


async def test_offers_name_amounts_and_times(world: ShopWorld) -> None:
    variant = await world.variant(5, price=50_000)
    await world.customer()
    await world.carts.add(100, variant, 1)
    bill, offers = await world.carts.show(100), offers_of(world)
    order = await world.invoice(await world.till.place(100, "BTC"))
    [btc, ether] = offers.of(bill, 0)
    assert (btc.asset, btc.units, btc.minutes) == ("BTC", order.due, 30)
    assert (ether.asset, ether.minutes) == ("ETH", 15)
    assert offers.of(bill, bill.total) == []


async def test_too_small_a_rest_is_named_before_it_is_asked_for(world: ShopWorld) -> None:
    variant = await world.variant(5, price=1000)
    await world.customer()
    await world.carts.add(100, variant, 1)
    bill, offers = await world.carts.show(100), offers_of(world)
    assert [offer.units for offer in offers.of(bill, 999)] == [None, None]
    with pytest.raises(TotalTooSmall):
        offers.require("BTC", bill, 999)


async def test_the_last_address_is_one_s_own(world: ShopWorld) -> None:
    mug = await world.variant(5, ProductKind.PHYSICAL)
    for user in (100, 200):
        await world.customer(user)
    await world.carts.add(100, mug, 1)
    await world.till.place(100, "BTC", STREET)
    assert await offers_of(world).last_delivery(100) == STREET
    assert await offers_of(world).last_delivery(200) is None


async def test_what_is_under_way(world: ShopWorld) -> None:
    mug = await world.variant(5, ProductKind.PHYSICAL)
    await world.customer()
    await world.carts.add(100, mug, 1)
    order_id = await world.till.place(100, "BTC", STREET)
    waiting = await world.orders.underway(100)
    assert waiting.unpaid is not None
    assert (waiting.unpaid.id, list(waiting.packing)) == (order_id, [])
    assert waiting.money is not None
    assert waiting.money.seen == 0
    await world.pay(order_id)
    await world.payments.scan("BTC")
    paying = await world.orders.underway(100)
    assert paying.money is not None
    assert paying.money.seen == paying.money.due
    world.chain.mine()
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    packed = await world.orders.underway(100)
    assert packed.unpaid is None
    assert [order.status for order in packed.packing] == [OrderStatus.PAID]
    assert await world.orders.tasks() == (1, 0)
