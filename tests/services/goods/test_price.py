"""What a customer pays while discounts begin, hold together and end."""

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from models.demand import Wish, WishKind
from models.discount import DiscountKind
from models.errors import QuoteChanged
from models.goods_errors import BadDiscount, BadPeriod
from models.product import Category, Product, ProductKind, Variant
from models.stock_errors import ChangedMeanwhile
from repositories.discount import Off
from services.goods.discount import DiscountService, NewDiscount, Owner, seal_of
from services.goods.price import Prices, prices_of
from services.goods.product import ProductService
from services.money.currency import CurrencyService
from services.sale.quote import agreed
from tests.services.conftest import ShopWorld

NOW = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
PERCENT, FIXED = DiscountKind.PERCENT, DiscountKind.FIXED
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("full", "offs", "now"),
    [
        (1000, [], 1000),
        (1000, [(PERCENT, 10)], 900),
        (999, [(PERCENT, 10)], 900),  # what is taken off is rounded down
        (1, [(PERCENT, 95)], 1),
        (1000, [(FIXED, 300)], 700),
        (300, [(FIXED, 300)], 300),  # it would be free
        (200, [(FIXED, 300)], 200),
        (1000, [(FIXED, 300), (PERCENT, 40)], 600),  # the best one, not both
        (500, [(FIXED, 300), (PERCENT, 40)], 200),
    ],
)
def test_the_best_discount_counts(
    full: int, offs: list[tuple[DiscountKind, int]], now: int
) -> None:
    live = [Off(kind, amount, NOW, None) for kind, amount in offs]
    price = Prices(NOW, {1: live}).reduce(1, 1, full)
    assert (price.now, price.full, price.is_reduced) == (now, full, now < full)


def test_a_discount_holds_from_its_first_moment_and_not_before() -> None:
    off = Off(PERCENT, 50, NOW, NOW + HOUR)
    before = Prices(NOW - timedelta(milliseconds=1), {1: [off]})
    assert before.reduce(1, 1, 1000).now == 1000
    assert before.next_change(1) == NOW
    within = Prices(NOW, {1: [off]})
    assert within.reduce(1, 1, 1000).now == 500
    assert within.next_change(1) == NOW + HOUR
    assert Prices(NOW, {}).next_change(1) is None


def discounts(world: ShopWorld) -> DiscountService:
    return DiscountService(world.uow, world.clock)


async def nested(world: ShopWorld) -> tuple[int, int, int]:
    """(outer category, inner category, a variant of 1000 within the inner one)."""
    async with world.uow() as uow:
        outer = Category(name="outer")
        await uow.products.add(outer)
        inner = Category(name="inner", parent_id=outer.id)
        await uow.products.add(inner)
        product = Product(category_id=inner.id, name="lamp", kind=ProductKind.PHYSICAL)
        await uow.products.add(product)
        variant = Variant(product_id=product.id, name="", price=1000)
        await uow.products.add(variant)
        await uow.stock.receive(variant.id, 5, world.clock())
    return outer.id, inner.id, variant.id


async def test_a_category_s_discount_reaches_what_is_within_it(world: ShopWorld) -> None:
    outer, _, variant = await nested(world)
    new = NewDiscount(PERCENT, 20, category_id=outer, ends_at=world.clock() + HOUR)
    await discounts(world).begin(new, "admin:1")
    card, choice = await ProductService(world.uow, world.clock).of_variant(variant)
    assert (card.price(choice).now, card.price(choice).full) == (800, 1000)
    world.clock.advance(hours=1)
    card, choice = await ProductService(world.uow, world.clock).of_variant(variant)
    assert not card.price(choice).is_reduced


async def test_what_was_shown_is_what_is_charged(world: ShopWorld) -> None:
    """Case 79: the cart, the order's line and its total; and when it ends in between, nobody pays
    more without having seen it.
    """
    _, inner, variant = await nested(world)
    ends = world.clock() + HOUR
    await discounts(world).begin(
        NewDiscount(FIXED, 250, category_id=inner, ends_at=ends), "admin:1"
    )
    await world.customer()
    await world.carts.take(100, variant, 2)
    shown = await world.till.preview(100)
    assert (shown.total, shown.lines[0].full) == (1500, 1000)
    seal = agreed(shown, 0, "Harbour Street 1")
    world.clock.advance(hours=1)
    await world.rates.refresh()
    with pytest.raises(QuoteChanged):
        await world.till.place(100, "BTC", "Harbour Street 1", seal=seal)
    [line] = (await world.carts.show(100)).lines
    assert (line.price, line.moved_from) == (1000, 750)
    await discounts(world).begin(NewDiscount(FIXED, 250, category_id=inner), "admin:1")
    order = await world.load(await world.till.place(100, "BTC", "Harbour Street 1", seal=seal))
    assert (order.total, order.lines[0].unit_price) == (1500, 750)


async def test_a_price_that_moved_is_told_until_the_line_is_touched(world: ShopWorld) -> None:
    variant = await world.variant(5)
    await world.customer()
    await world.carts.take(100, variant, 1)
    async with world.uow() as uow:
        await uow.products.reprice(variant, 1200)
    assert (await world.carts.show(100)).lines[0].moved_from == 1000
    await world.carts.change(100, variant, 2)
    assert (await world.carts.show(100)).lines[0].moved_from is None


async def test_late_money_buys_at_the_price_of_the_day(world: ShopWorld) -> None:
    order_id = await world.order()
    variant = await world.variant_of(order_id)
    async with world.uow.read() as uow:
        found = await uow.products.find_variant(variant)
    assert found is not None
    await discounts(world).begin(NewDiscount(PERCENT, 30, product_id=found.product_id), "admin:1")
    async with world.uow() as uow:
        order = await uow.orders.get(order_id)
        assert await world.lifecycle.price_today(uow, order) == 700


@pytest.mark.parametrize(
    "new",
    [
        NewDiscount(PERCENT, 0, product_id=1),
        NewDiscount(PERCENT, 96, product_id=1),
        NewDiscount(FIXED, -5, product_id=1),
        NewDiscount(FIXED, 5, product_id=1, ends_at=NOW - 9 * HOUR),
    ],
)
async def test_impossible_discounts_are_refused(world: ShopWorld, new: NewDiscount) -> None:
    with pytest.raises((BadDiscount, BadPeriod)):
        await discounts(world).begin(new, "admin:1")


async def test_a_discount_is_ended_once(world: ShopWorld) -> None:
    _, inner, variant = await nested(world)
    service = discounts(world)
    number = await service.begin(NewDiscount(PERCENT, 20, category_id=inner), "admin:1")
    assert [row.id for row in await service.listed()] == [number]
    world.clock.advance(hours=1)
    of = Owner(of_category=True, row_id=inner)
    [off] = (await service.of(of)).rows
    seen = seal_of(off)
    with pytest.raises(ChangedMeanwhile):
        await service.end(
            Owner(of_category=False, row_id=inner), number, seen=seen, actor="admin:1"
        )
    await service.end(of, number, seen=seen, actor="admin:1")
    assert await service.listed() == []
    with pytest.raises(ChangedMeanwhile) as late:
        await service.end(of, number, seen=seen, actor="admin:2")
    assert late.value.by == "admin:1"
    async with world.uow.read() as uow:
        last = await uow.audit.last_about(of.subject)
    assert last is not None
    begun = off.starts_at.isoformat()
    assert last.details["before"] == {"starts": begun, "ends": None}
    assert last.details["after"] == {"starts": begun, "ends": world.clock().isoformat()}
    async with world.uow.read() as uow:
        row = await uow.products.find_variant(variant)
        assert row is not None
        assert not (await prices_of(uow, [row.product_id], world.clock())).of(row).is_reduced


async def test_another_currency_exchanges_what_discounts_and_wishes_say(world: ShopWorld) -> None:
    """And carts do not compare prices of two currencies."""
    _, _, variant = await nested(world)
    await world.customer()
    async with world.uow() as uow:
        await uow.vault.state("currency", "USD")
    await discounts(world).begin(NewDiscount(FIXED, 200, product_id=1), "admin:1")
    await discounts(world).begin(NewDiscount(PERCENT, 5, product_id=1), "admin:1")
    await world.carts.take(100, variant, 1)
    wish = Wish(user_id=100, variant_id=variant, kind=WishKind.CHEAPER, price=800)
    wish.created_at = world.clock()
    async with world.uow() as uow:
        await uow.demand.wish(wish)
    await CurrencyService(world.uow, world.clock).change("EUR", Decimal("0.5"))
    assert [row.amount for row in await discounts(world).listed()] == [5, 100]
    [line] = (await world.carts.show(100)).lines
    assert (line.price, line.full, line.moved_from) == (400, 500, None)
    async with world.uow() as uow:
        assert [one.price for one in await uow.demand.dearer(variant, 399, 5)] == [400]


async def test_a_discount_that_has_not_begun_does_not_begin(world: ShopWorld) -> None:
    _, inner, _ = await nested(world)
    service, of = discounts(world), Owner(of_category=True, row_id=inner)
    new = NewDiscount(FIXED, 20, category_id=inner, starts_at=world.clock() + HOUR)
    number = await service.begin(new, "admin:1")
    [row] = (await service.of(of)).rows
    await service.end(of, number, seen=seal_of(row), actor="admin:1")
    world.clock.advance(hours=2)
    assert (await service.of(of)).rows == []
    with pytest.raises(ChangedMeanwhile):
        await service.end(of, number, seen=seal_of(row), actor="admin:2")


async def test_two_end_a_discount_at_once(world: ShopWorld) -> None:
    _, inner, _ = await nested(world)
    service, of = discounts(world), Owner(of_category=True, row_id=inner)
    number = await service.begin(NewDiscount(PERCENT, 20, category_id=inner), "admin:1")
    [row] = (await service.of(of)).rows
    world.clock.advance(hours=1)
    ends = [service.end(of, number, seen=seal_of(row), actor=f"admin:{n}") for n in (1, 2)]
    ended = await asyncio.gather(*ends, return_exceptions=True)
    assert sorted(type(each).__name__ for each in ended) == ["ChangedMeanwhile", "NoneType"]
