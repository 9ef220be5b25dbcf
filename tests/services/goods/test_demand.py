"""Who waits is told once, in the order of asking; prices and best sellers follow by themselves."""

from datetime import timedelta

import pytest

from models.base import EPOCH
from models.demand import DAYS, WishKind
from models.discount import DiscountKind
from models.goods_errors import TooManyWishes
from models.product import ProductKind
from models.shelf import Sort
from services.goods.demand import MOST_WISHES, PER_UNIT, PIECE, DemandService
from services.goods.discount import DiscountService, NewDiscount
from services.goods.product import ProductService
from tests.services.conftest import ShopWorld

BACK, CHEAPER = WishKind.BACK, WishKind.CHEAPER
PHYSICAL = ProductKind.PHYSICAL


def demand(world: ShopWorld) -> DemandService:
    return DemandService(world.uow, world.clock, world.notifications)


async def settle(world: ShopWorld) -> int:
    """Rounds until there is nothing more to do; how many."""
    for number in range(1, 50):
        if await demand(world).round() is None:
            return number
    raise AssertionError("it never ends")


async def wish(world: ShopWorld, user_id: int, variant_id: int, kind: WishKind) -> None:
    card, choice = await ProductService(world.uow, world.clock).of_variant(variant_id)
    await demand(world).wish(user_id, choice, kind, card.price(choice))


async def stock(world: ShopWorld, variant_id: int, pieces: int) -> None:
    async with world.uow() as uow:
        await uow.stock.move(variant_id, pieces, world.clock())


async def sold_out(world: ShopWorld) -> int:
    variant = await world.variant(1, PHYSICAL)
    await stock(world, variant, -1)
    return variant


async def told(world: ShopWorld, event: str) -> list[int]:
    return [row.chat_id for row in await world.messages() if row.event == event]


async def test_who_asked_first_hears_first_and_once(world: ShopWorld) -> None:
    lamp = await sold_out(world)
    people = [await world.customer(user) for user in (105, 101, 104, 102, 103)]
    for user in people:
        await wish(world, user, lamp, BACK)
        await wish(world, user, lamp, BACK)  # once more: they stay where they are
    await settle(world)
    assert await told(world, "back") == []
    await stock(world, lamp, 1)
    await settle(world)
    assert await told(world, "back") == people[:PER_UNIT]
    await settle(world)
    assert await told(world, "back") == people[:PER_UNIT]
    await stock(world, lamp, 1)
    await settle(world)
    assert await told(world, "back") == people[: 2 * PER_UNIT]
    await stock(world, lamp, 50)
    await settle(world)
    assert await told(world, "back") == people


async def test_what_an_order_gives_back_has_come_too(world: ShopWorld) -> None:
    order_id = await world.order(quantity=1, stock=1)
    variant = await world.variant_of(order_id)
    await world.customer(200)
    await wish(world, 200, variant, BACK)
    await world.orders.cancel(order_id, actor="user:100", owner=100)
    await settle(world)
    assert await told(world, "back") == [200]


async def test_nobody_is_told_of_what_is_gone_again(world: ShopWorld) -> None:
    lamp = await sold_out(world)
    await world.customer(200)
    await wish(world, 200, lamp, BACK)
    await stock(world, lamp, 3)
    await stock(world, lamp, -3)
    await settle(world)
    assert await told(world, "back") == []
    async with world.uow.read() as uow:
        assert await uow.demand.wishes_of(200, lamp) == {BACK}
    await stock(world, lamp, 1)
    await settle(world)
    assert await told(world, "back") == [200]


async def test_a_long_queue_is_served_piece_by_piece(world: ShopWorld) -> None:
    lamp = await sold_out(world)
    people = [await world.customer(1000 + n) for n in range(PIECE + 20)]
    for user in people:
        await wish(world, user, lamp, BACK)
    await stock(world, lamp, PIECE)
    await settle(world)
    assert await told(world, "back") == people


async def test_a_wish_can_be_taken_back(world: ShopWorld) -> None:
    lamp = await sold_out(world)
    await world.customer(200)
    await wish(world, 200, lamp, BACK)
    await demand(world).unwish(200, lamp, BACK)
    await stock(world, lamp, 1)
    await settle(world)
    assert await told(world, "back") == []


async def test_wishes_are_bounded(world: ShopWorld) -> None:
    await world.customer(200)
    for _ in range(MOST_WISHES):
        await wish(world, 200, await sold_out(world), BACK)
    with pytest.raises(TooManyWishes):
        await wish(world, 200, await sold_out(world), BACK)


async def test_who_saw_it_dearer_hears_when_a_discount_begins(world: ShopWorld) -> None:
    lamp = await world.variant(3, PHYSICAL, 1000)
    for user in (201, 202):
        await world.customer(user)
        await wish(world, user, lamp, CHEAPER)
    await settle(world)
    starts = world.clock() + timedelta(hours=1)
    new = NewDiscount(DiscountKind.PERCENT, 10, product_id=1, starts_at=starts)
    await DiscountService(world.uow, world.clock).begin(new, "admin:1")
    await settle(world)
    assert await told(world, "cheaper") == []
    world.clock.advance(hours=1)
    await settle(world)
    assert await told(world, "cheaper") == [201, 202]
    await settle(world)
    assert len(await told(world, "cheaper")) == 2


async def test_a_price_that_rises_or_stays_tells_nobody(world: ShopWorld) -> None:
    lamp = await world.variant(3, PHYSICAL, 1000)
    await world.customer(201)
    await wish(world, 201, lamp, CHEAPER)
    for price in (1500, 1000):
        async with world.uow() as uow:
            await uow.products.reprice(lamp, price)
        await settle(world)
    assert await told(world, "cheaper") == []
    async with world.uow() as uow:
        await uow.products.reprice(lamp, 999)
    await settle(world)
    assert await told(world, "cheaper") == [201]


async def test_lists_by_price_follow_discounts(world: ShopWorld) -> None:
    dear, _cheap = await world.variant(1, PHYSICAL, 1000), await world.variant(1, PHYSICAL, 900)
    looking = ProductService(world.uow, world.clock)
    await settle(world)
    assert [row.id for row in (await looking.everything(Sort.PRICE)).rows] == [2, 1]
    ends = world.clock() + timedelta(hours=1)
    new = NewDiscount(DiscountKind.FIXED, 200, product_id=1, ends_at=ends)
    await DiscountService(world.uow, world.clock).begin(new, "admin:1")
    await settle(world)
    assert [row.id for row in (await looking.everything(Sort.PRICE)).rows] == [1, 2]
    world.clock.advance(hours=1)
    await settle(world)
    assert [row.id for row in (await looking.everything(Sort.PRICE)).rows] == [2, 1]
    assert dear == 1


async def test_best_sellers_are_what_was_paid_for_in_thirty_days(world: ShopWorld) -> None:
    looking = ProductService(world.uow, world.clock)
    order_id = await world.order(quantity=2)
    await settle(world)
    assert (await looking.everything(Sort.BEST)).rows == ()
    await world.pay(order_id)
    world.chain.mine()
    await world.payments.scan("BTC")
    await settle(world)
    [row] = (await looking.everything(Sort.BEST)).rows
    async with world.uow.read() as uow:
        assert (await uow.products.all_products())[0].sold_lately == 2
        assert await uow.shelves.has_best()
    assert row.name == "thing 0"
    world.clock.advance(days=DAYS + 2)
    await settle(world)
    assert (await looking.everything(Sort.BEST)).rows == ()
    async with world.uow() as uow:
        assert await uow.demand.before((world.clock() - EPOCH).days, PIECE) == []


async def test_a_price_that_falls_while_it_is_archived_is_told_when_it_is_back(
    world: ShopWorld,
) -> None:
    """Taken off, put right, put back: who waits for a lower price hears it once it can be had."""
    lamp = await world.variant(3, PHYSICAL, 1_000)
    await world.customer(200)
    await wish(world, 200, lamp, CHEAPER)
    async with world.uow() as uow:
        variant = await uow.batches.variant(lamp)
        assert variant is not None
        await uow.keeping.set_product(variant.product_id, active=False)
        await uow.products.reprice(lamp, 800)
    await settle(world)
    assert await told(world, "cheaper") == []
    async with world.uow() as uow:
        await uow.keeping.set_product(variant.product_id, active=True)
    await settle(world)
    assert await told(world, "cheaper") == [200]


async def test_a_price_that_falls_while_it_is_in_doubt_is_told_after_the_release(
    world: ShopWorld,
) -> None:
    lamp = await world.variant(3, PHYSICAL, 1_000)
    await world.customer(200)
    await wish(world, 200, lamp, CHEAPER)
    async with world.uow() as uow:
        await uow.products.doubt(world.clock(), [lamp])
        await uow.products.reprice(lamp, 800)
    await settle(world)
    await world.doubts.release(lamp, "admin:1")
    await settle(world)
    assert await told(world, "cheaper") == [200]


async def test_what_is_released_has_come_for_who_waits(world: ShopWorld) -> None:
    lamp = await sold_out(world)
    await world.customer(200)
    await wish(world, 200, lamp, BACK)
    async with world.uow() as uow:
        await uow.products.doubt(world.clock(), [lamp])
    await stock(world, lamp, 3)
    await settle(world)
    assert await told(world, "back") == []
    await world.doubts.release(lamp, "admin:1")
    await settle(world)
    assert await told(world, "back") == [200]


async def test_a_clock_that_ran_ahead_leaves_no_wrong_price_in_lists(world: ShopWorld) -> None:
    """It says that the discount is over, and is put right."""
    lamp = await world.variant(3, PHYSICAL, 1_000)
    async with world.uow.read() as uow:
        variant = await uow.batches.variant(lamp)
    assert variant is not None
    ends = world.clock() + timedelta(days=7)
    new = NewDiscount(DiscountKind.PERCENT, 50, product_id=variant.product_id, ends_at=ends)
    await DiscountService(world.uow, world.clock).begin(new, "admin:1")
    world.clock.advance(days=30)
    await settle(world)
    world.clock.advance(days=-29)
    await settle(world)
    async with world.uow.read() as uow:
        product = await uow.keeping.product(variant.product_id)
    assert product is not None
    assert product.lowest == 500
