"""Keeping the shelves: two admins at once, names, places, and what is typed in one go."""

import json

import pytest
from sqlalchemy import text

from models.errors import ProductNotFound
from models.product import ProductKind
from models.stock_errors import (
    BadCaption,
    BadField,
    BadNumber,
    BadPrice,
    ChangedMeanwhile,
    InsideItself,
    NameTaken,
)
from services.goods.keeping import Field, Moved, seal
from services.goods.sketch import LONGEST_NAME, LONGEST_TEXT, Sketch, sketched
from tests.services.conftest import ShopWorld

ANN, BEN = "admin:1", "admin:2"


async def shelf(world: ShopWorld) -> tuple[int, int, int]:
    """A category, a product in it, and its variant."""
    home = await world.keeping.add_category("Cups", None, actor=ANN)
    mug = Sketch("Mug", 1250, "Holds 0.3 l")
    product = await world.keeping.add_product(home.id, mug, ProductKind.PHYSICAL, actor=ANN)
    [variant] = (await world.shelves.product(product.id)).variants
    return home.id, product.id, variant.id


async def changed(
    world: ShopWorld, field: Field, row: int, value: object, actor: str = ANN
) -> None:
    shown = seal(await world.keeping.value(field, row))
    await world.keeping.change(field, row, value, seen=shown, actor=actor)


async def audited(world: ShopWorld, action: str) -> list[tuple[str, str, dict[str, object]]]:
    query = text("SELECT subject, actor, details FROM audit WHERE action = :action ORDER BY id")
    async with world.uow.read() as uow:
        rows = await uow.session.execute(query, {"action": action})
        return [(subject, actor, json.loads(details)) for subject, actor, details in rows]


async def test_a_product_begins_with_what_was_typed(world: ShopWorld) -> None:
    home, product, variant = await shelf(world)
    sheet = await world.shelves.product(product)
    assert (sheet.product.name, sheet.product.description) == ("Mug", "Holds 0.3 l")
    assert (sheet.product.category_id, sheet.variants[0].price) == (home, 1250)
    other = await world.keeping.add_variant(product, "blue", 1400, actor=ANN)
    assert [row.id for row in (await world.shelves.product(product)).variants] == [
        variant,
        other.id,
    ]
    [(subject, actor, details)] = await audited(world, "product.created")
    assert (subject, actor) == (f"product:{product}", ANN)
    assert details == {"name": "Mug", "price": 1250, "kind": "physical"}


async def test_the_second_of_two_admins_overwrites_nothing(world: ShopWorld) -> None:
    _, product, variant = await shelf(world)
    shown = seal(1250)
    await world.keeping.change(Field.PRICE, variant, 1300, seen=shown, actor=ANN)
    with pytest.raises(ChangedMeanwhile) as refusal:
        await world.keeping.change(Field.PRICE, variant, 900, seen=shown, actor=BEN)
    assert (refusal.value.now, refusal.value.by) == (1300, ANN)
    assert await world.keeping.value(Field.PRICE, variant) == 1300
    assert await audited(world, "variant.changed") == [
        (f"variant:{variant}", ANN, {"field": "v-price", "before": 1250, "after": 1300})
    ]
    await changed(world, Field.TEXT, product, "Holds 0.4 l", BEN)
    with pytest.raises(ChangedMeanwhile):
        await world.keeping.change(Field.TEXT, product, "x", seen=seal("Holds 0.3 l"), actor=ANN)


@pytest.mark.parametrize(
    ("field", "value", "refusal"),
    [
        (Field.NAME, " \n ", BadField),
        (Field.NAME, "n" * (LONGEST_NAME + 1), BadField),
        (Field.NAME, "🚀" * 300, BadField),
        (Field.TEXT, "t" * (LONGEST_TEXT + 1), BadField),
        (Field.LOW, -1, BadNumber),
        (Field.LOW, 1_000_001, BadNumber),
        (Field.HOME, 999, ProductNotFound),
    ],
)
async def test_what_cannot_be_is_refused(
    world: ShopWorld, field: Field, value: object, refusal: type[Exception]
) -> None:
    _, product, variant = await shelf(world)
    with pytest.raises(refusal):
        await changed(world, field, variant if field.of == "variant" else product, value)
    assert await audited(world, f"{field.of}.changed") == []


async def test_names_are_kept_as_they_are_typed(world: ShopWorld) -> None:
    """Emoji, right to left, and what looks like markup; what is invisible goes."""
    _, product, _ = await shelf(world)
    for name in ("🚀 Ä <b>bold</b>", "كوب الميناء", "Cup & “Saucer”"):
        await changed(world, Field.NAME, product, name)
        assert await world.keeping.value(Field.NAME, product) == name
    await changed(world, Field.NAME, product, "a\n b\t\u200ec")
    assert await world.keeping.value(Field.NAME, product) == "a b c"


async def test_two_of_one_name_stand_on_different_shelves(world: ShopWorld) -> None:
    home, product, _ = await shelf(world)
    with pytest.raises(NameTaken):
        await world.keeping.add_product(home, Sketch("Mug", 1), ProductKind.DIGITAL, actor=ANN)
    with pytest.raises(NameTaken):
        await world.keeping.add_category("Cups", None, actor=ANN)
    inner = await world.keeping.add_category("Cups", home, actor=ANN)
    await world.keeping.add_product(inner.id, Sketch("Mug", 1), ProductKind.DIGITAL, actor=ANN)
    with pytest.raises(NameTaken):
        await changed(world, Field.HOME, product, inner.id)
    await changed(world, Field.NAME, product, "Beaker")
    await changed(world, Field.HOME, product, inner.id)
    assert len((await world.shelves.category(inner.id, 0)).products) == 2


async def test_a_category_is_not_put_into_itself(world: ShopWorld) -> None:
    home, *_ = await shelf(world)
    inner = await world.keeping.add_category("Inner", home, actor=ANN)
    innermost = await world.keeping.add_category("Innermost", inner.id, actor=ANN)
    for into in (home, inner.id, innermost.id):
        with pytest.raises(InsideItself):
            await changed(world, Field.CATEGORY_HOME, home, into)
    await changed(world, Field.CATEGORY_HOME, innermost.id, None)
    assert {row.id for row in await world.shelves.entrance(0)} == {home, innermost.id}


async def test_archiving_hides_and_restoring_shows(world: ShopWorld) -> None:
    home, product, _ = await shelf(world)
    for field, row in ((Field.SHOWN, product), (Field.CATEGORY_SHOWN, home)):
        await changed(world, field, row, False)
        assert await world.keeping.value(field, row) is False
        await changed(world, field, row, True)
    assert len(await audited(world, "product.changed")) == 2


async def test_things_change_places(world: ShopWorld) -> None:
    ids = [(await world.keeping.add_category(n, None, actor=ANN)).id for n in "abc"]
    await world.keeping.reorder(Moved.CATEGORY, ids[2], -2, seen=seal(ids), actor=ANN)
    assert [row.name for row in await world.shelves.entrance(0)] == ["c", "a", "b"]
    with pytest.raises(ChangedMeanwhile):
        await world.keeping.reorder(Moved.CATEGORY, ids[0], 1, seen=seal(ids), actor=BEN)
    with pytest.raises(ProductNotFound):
        await world.keeping.reorder(Moved.CATEGORY, 999, 1, seen=seal(ids), actor=BEN)
    goods = [
        (await world.keeping.add_product(ids[0], Sketch(n, 1), ProductKind.DIGITAL, actor=ANN)).id
        for n in "xy"
    ]
    await world.keeping.reorder(Moved.PRODUCT, goods[0], 1, seen=seal(goods), actor=ANN)
    assert [p.name for p in (await world.shelves.category(ids[0], 0)).products] == ["y", "x"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Mug / 12,50 / Holds / much", Sketch("Mug", 1250, "Holds / much")),
        ("Mug/12.50", Sketch("Mug", 1250)),
        ("Mug\n12.50\nHolds\nmuch", Sketch("Mug", 1250, "Holds\nmuch")),
        ("Mug / 12.50\nHolds much", Sketch("Mug", 1250, "Holds much")),
        ("A/B test / 5 / x", Sketch("A/B test", 500, "x")),
    ],
)
def test_a_product_is_typed_in_one_go(typed: str, found: Sketch) -> None:
    assert sketched(typed, "USD") == found


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        *[("Mug", BadCaption), ("", BadCaption), (" / 5", BadCaption), ("Mug / ", BadCaption)],
        *[("Mug / dear", BadPrice), ("n" * 300 + " / 5", BadField), ("Mug / -1", BadPrice)],
        ("Mug / 5 / " + "t" * 1_501, BadField),
    ],
)
def test_a_product_that_is_typed_otherwise_is_refused(typed: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        sketched(typed, "USD")
