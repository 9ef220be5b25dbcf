"""Looking around: counts, paths, pages, orders, and what an archived category takes with it."""

import random
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bench.catalogue import counted
from models.errors import ProductNotFound
from models.product import Category, Product, ProductKind, Variant
from models.shelf import Sort
from services.goods.product import PAGE, ProductService
from tests.services.conftest import ShopWorld


def looking(world: ShopWorld) -> ProductService:
    return ProductService(world.uow, world.clock)


async def category(world: ShopWorld, name: str, parent: int | None = None) -> int:
    async with world.uow() as uow:
        row = Category(name=name, parent_id=parent)
        await uow.products.add(row)
    return row.id


async def product(world: ShopWorld, home: int, name: str, price: int = 100) -> int:
    async with world.uow() as uow:
        row = Product(category_id=home, name=name, kind=ProductKind.PHYSICAL)
        row.created_at = world.clock()
        await uow.products.add(row)
        await uow.products.add(Variant(product_id=row.id, name="", price=price))
    return row.id


async def change(world: ShopWorld, statement: str) -> None:
    async with world.uow() as uow:
        await uow.session.execute(text(statement))


async def totals(world: ShopWorld) -> dict[str, int]:
    async with world.uow.read() as uow:
        return {row.name: row.total for row in await uow.products.all_categories()}


async def test_counts_follow_every_change(world: ShopWorld) -> None:
    a = await category(world, "a")
    b = await category(world, "b", a)
    c = await category(world, "c", b)
    d = await category(world, "d")
    one, two = await product(world, c, "one"), await product(world, b, "two")
    assert await totals(world) == {"a": 2, "b": 2, "c": 1, "d": 0}
    for statement, expected in (
        (f"UPDATE products SET active = 0 WHERE id = {one}", (1, 1, 0, 0)),
        (f"UPDATE products SET active = 1 WHERE id = {one}", (2, 2, 1, 0)),
        (f"UPDATE categories SET active = 0 WHERE id = {b}", (0, 0, 0, 0)),
        (f"UPDATE products SET category_id = {d} WHERE id = {two}", (0, 0, 0, 1)),
        (f"UPDATE categories SET active = 1 WHERE id = {b}", (1, 1, 1, 1)),
        (f"UPDATE categories SET parent_id = {d} WHERE id = {c}", (0, 0, 1, 2)),
        (f"UPDATE categories SET active = 0 WHERE id = {d}", (0, 0, 0, 0)),
        (f"UPDATE categories SET parent_id = NULL WHERE id = {c}", (1, 0, 1, 0)),
        (f"UPDATE categories SET parent_id = {a} WHERE id = {c}", (1, 0, 1, 0)),
        (f"UPDATE categories SET parent_id = {d} WHERE id = {c}", (0, 0, 0, 0)),
        (f"UPDATE variants SET active = 0 WHERE product_id = {one}", (0, 0, 0, 0)),
        (f"UPDATE categories SET active = 1 WHERE id = {d}", (0, 0, 0, 1)),
        (f"UPDATE variants SET active = 1 WHERE product_id = {one}", (0, 0, 1, 2)),
        (f"UPDATE products SET category_id = {a}", (2, 0, 0, 0)),
    ):
        if "parent_id = NULL" in statement:  # its name is free at the entrance
            await change(world, statement)
            assert (await totals(world))["c"] == 1
            continue
        await change(world, statement)
        found = await totals(world)
        assert tuple(found[name] for name in "abcd") == expected, statement
        assert await world.violations() == [], statement


async def test_nothing_in_an_archived_category_can_be_had(world: ShopWorld) -> None:
    outer = await category(world, "outer")
    inner = await category(world, "inner", outer)
    lamp = await product(world, inner, "lamp")
    [variant] = (await looking(world).get(lamp)).variants
    await world.customer()
    await world.carts.add(100, variant.id, 1)
    await change(world, f"UPDATE categories SET active = 0 WHERE id = {outer}")
    with pytest.raises(ProductNotFound):
        await looking(world).get(lamp)
    with pytest.raises(ProductNotFound):
        await looking(world).shelf(inner)
    with pytest.raises(ProductNotFound):
        await world.carts.add(100, variant.id, 1)
    assert (await world.carts.show(100)).lines == ()
    assert (await looking(world).entrance()).branches == ()
    assert (await looking(world).everything(Sort.NEW)).rows == ()


@pytest.mark.parametrize("inner", [PAGE, PAGE + 3])
async def test_a_shelf_has_categories_first_and_pages_through_all(
    world: ShopWorld, inner: int
) -> None:
    home = await category(world, "home")
    for n in range(inner):
        await product(world, await category(world, f"inner {n}", home), f"thing {n}")
    for n in range(PAGE + 5):
        await product(world, home, f"own {n}")
    names, page = [], 0
    while True:
        shown = await looking(world).shelf(home, page=page)
        assert len(shown.branches) + len(shown.rows) <= PAGE
        names += [one.name for one in shown.branches] + [row.name for row in shown.rows]
        if not shown.more:
            break
        page += 1
    assert names == [f"inner {n}" for n in range(inner)] + [f"own {n}" for n in range(PAGE + 5)]
    assert page == 2
    last = 10**7  # of callbacks.Page
    assert (await looking(world).shelf(home, page=last)).rows == ()
    assert (await looking(world).everything(Sort.PRICE, last)).rows == ()
    assert (await looking(world).entrance(last)).branches == ()
    assert (await looking(world).numbers(last)).rows == ()


async def test_orders_of_a_list(world: ShopWorld) -> None:
    home = await category(world, "home")
    ids = []
    for name, price in (("cheap", 100), ("dear", 900), ("middle", 500)):
        ids.append(await product(world, home, name, price))
        world.clock.advance(seconds=1)
    cheapest = "(SELECT price FROM variants v WHERE v.product_id = products.id)"
    await change(world, f"UPDATE products SET lowest = {cheapest}")
    shelves = {sort: await looking(world).shelf(home, sort) for sort in Sort}
    names = {sort: [row.name for row in shown.rows] for sort, shown in shelves.items()}
    assert names[Sort.OWN] == ["cheap", "dear", "middle"]
    assert names[Sort.PRICE] == ["cheap", "middle", "dear"]
    assert names[Sort.NEW] == ["middle", "dear", "cheap"]
    assert names[Sort.BEST] == []


async def test_a_price_is_a_lowest_one_only_beside_a_higher_one(world: ShopWorld) -> None:
    home = await category(world, "home")
    for name, prices in (("one", ()), ("even", (100,)), ("uneven", (100, 150))):
        made = await product(world, home, name, 100)
        async with world.uow() as uow:
            for price in prices:
                await uow.products.add(Variant(product_id=made, name=f"for {price}", price=price))
    rows = (await looking(world).shelf(home)).rows
    assert {row.name: row.several for row in rows} == {"one": False, "even": False, "uneven": True}


async def test_the_path_leads_back_to_the_entrance(world: ShopWorld) -> None:
    parent, ids = None, []
    for depth in range(12):
        parent = await category(world, f"depth {depth}", parent)
        ids.append(parent)
    await product(world, ids[-1], "deep")
    shown = await looking(world).shelf(ids[-1])
    assert [number for number, _ in shown.path] == ids
    assert shown.parent_id == ids[-2]
    assert (await looking(world).shelf(ids[0])).parent_id is None


async def test_a_ring_of_categories_is_refused(world: ShopWorld) -> None:
    a = await category(world, "a")
    b = await category(world, "b", a)
    c = await category(world, "c", b)
    with pytest.raises(IntegrityError, match="not inside itself"):
        await change(world, f"UPDATE categories SET parent_id = {c} WHERE id = {a}")


async def test_a_tap_asks_as_much_of_a_full_shelf_as_of_an_empty_one(world: ShopWorld) -> None:
    asked = list[int]()
    home = await category(world, "home")
    for wanted in (1, PAGE + 5):
        for n in range(wanted - len(asked)):
            inner = await category(world, f"inner {wanted} {n}", home)
            await product(world, inner, f"thing {wanted} {n}")
            await product(world, home, f"own {wanted} {n}")
        looking_around = looking(world)
        with counted() as sent:
            await looking_around.entrance()
            await looking_around.shelf(home, Sort.PRICE)
            await looking_around.everything(Sort.NEW, 1)
            await looking_around.numbers()
            await looking_around.get(1)
        asked.append(len(sent))
    few, many = asked
    # the second page of all has rows of its own, and a full page of categories no products
    assert many <= few
    assert many < 15


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_moved_or_archived_the_counts_hold(world: ShopWorld, seed: int) -> None:
    """At random, three levels deep and deeper: the triggers against a count of everything."""
    dice = random.Random(seed)
    homes = [await category(world, "first")]
    goods = [await product(world, homes[0], "first")]
    for step in range(60):
        home, flag = dice.choice(homes), dice.randrange(2)
        match dice.randrange(6):
            case 0:
                homes.append(await category(world, f"c{step}", dice.choice([None, home])))
            case 1:
                goods.append(await product(world, home, f"p{step}"))
            case 2:
                await moved(world, home, dice.choice([None, *homes]))
            case 3:
                await change(world, f"UPDATE categories SET active = {flag} WHERE id = {home}")
            case 4:
                here = f"category_id = {home}, active = {flag}"
                await change(world, f"UPDATE products SET {here} WHERE id = {dice.choice(goods)}")
            case _:
                of = f"WHERE product_id = {dice.choice(goods)}"
                await change(world, f"UPDATE variants SET active = {flag} {of}")
        assert await world.violations() == [], step


async def moved(world: ShopWorld, home: int, parent: int | None) -> None:
    """Or refused, where it would be inside itself."""
    with suppress(IntegrityError):
        into = "NULL" if parent is None else str(parent)
        await change(world, f"UPDATE categories SET parent_id = {into} WHERE id = {home}")
