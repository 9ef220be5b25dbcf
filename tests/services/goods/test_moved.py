"""A version goes to stand with another product: its stock, its orders and its sales go with it."""

import asyncio

import pytest

from models.product import Product, ProductKind
from models.stock_errors import ChangedMeanwhile, NameTaken, NoSuchNumber, OtherKind
from services.goods.demand import DemandService
from services.goods.keeping import Field, seal
from services.goods.sketch import Sketch
from tests.services.conftest import ShopWorld

ANN = "admin:1"


async def move(world: ShopWorld, variant: int, product: int, seen: str | None = None) -> None:
    shown = seen or seal(await world.keeping.value(Field.VARIANT_HOME, variant))
    await world.keeping.change(Field.VARIANT_HOME, variant, product, seen=shown, actor=ANN)


async def product(world: ShopWorld, name: str, kind: ProductKind = ProductKind.DIGITAL) -> int:
    async with world.uow.read() as uow:
        home = (await uow.products.all_products())[0].category_id
    made = await world.keeping.add_product(home, Sketch(name, 900, ""), kind, actor=ANN)
    return made.id


async def rows(world: ShopWorld) -> dict[str, Product]:
    async with world.uow.read() as uow:
        return {row.name: row for row in await uow.products.all_products()}


async def count_sales(world: ShopWorld) -> None:
    demand = DemandService(world.uow, world.clock, world.notifications)
    while await demand.round() is not None:
        pass


async def test_what_is_held_and_sold_goes_with_it(world: ShopWorld) -> None:
    first = await world.order()
    await world.pay(first)
    world.chain.mine()
    await world.payments.scan("BTC")
    variant = await world.variant_of(first)
    await count_sales(world)
    there = await product(world, "All keys")
    old = (await world.shelves.figures(variant)).variant.product
    assert (old.sold_lately, old.choices) == (1, 1)
    await move(world, variant, there)
    after = await rows(world)
    assert (after["All keys"].sold_lately, after["All keys"].choices) == (1, 2)
    assert (after[old.name].sold_lately, after[old.name].choices) == (0, 0)
    moved = (await world.shelves.figures(variant)).variant
    assert (moved.name, moved.product_id, moved.position) == (old.name, there, 1)
    assert await world.violations() == []


async def test_it_stands_only_where_it_fits(world: ShopWorld) -> None:
    variant = await world.variant(2)
    mugs = await product(world, "Mugs", ProductKind.PHYSICAL)
    keys = await product(world, "Keys")
    called = (await world.shelves.figures(variant)).variant.product.name
    with pytest.raises(OtherKind):
        await move(world, variant, mugs)
    with pytest.raises(NoSuchNumber):
        await move(world, variant, 10**17)
    await world.keeping.add_variant(keys, called, 700, actor=ANN)
    with pytest.raises(NameTaken):
        await move(world, variant, keys)
    with pytest.raises(ChangedMeanwhile):
        await move(world, variant, keys, seal(keys))
    assert (await rows(world))["Keys"].choices == 2
    assert await world.violations() == []


async def test_sales_are_counted_while_it_moves(world: ShopWorld) -> None:
    """Whoever is first, every product counts what its own versions sold."""
    for _ in range(3):
        order_id = await world.order()
        await world.pay(order_id)
        world.chain.mine()
        await world.payments.scan("BTC")
        variant, there = await world.variant_of(order_id), await product(world, f"to {order_id}")
        await asyncio.gather(move(world, variant, there), count_sales(world))
        await count_sales(world)
        assert (await rows(world))[f"to {order_id}"].sold_lately == 1
        assert await world.violations() == []
