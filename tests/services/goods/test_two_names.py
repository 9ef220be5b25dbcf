"""Two admins give one name at the same time: one has it, the other is told, on every database."""

import asyncio
from collections.abc import Awaitable

from models.product import ProductKind
from models.stock_errors import NameTaken
from services.goods.keeping import Field, seal
from services.goods.sketch import Sketch
from tests.services.conftest import ShopWorld

ONE, TWO = "admin:1", "admin:2"


async def _one_of(*acts: Awaitable[object]) -> None:
    done = await asyncio.gather(*acts, return_exceptions=True)
    refused = [each for each in done if isinstance(each, BaseException)]
    assert [type(each) for each in refused] == [NameTaken], done


async def test_one_of_two_new_ones_has_the_name(world: ShopWorld) -> None:
    keep = world.keeping
    for turn in range(4):
        name = f"Shelf {turn}"
        await _one_of(*(keep.add_category(name, None, actor=who) for who in (ONE, TWO)))
    home = (await keep.add_category("Home", None, actor=ONE)).id
    sketch, kind = Sketch("Lamp", 100), ProductKind.PHYSICAL
    await _one_of(*(keep.add_product(home, sketch, kind, actor=who) for who in (ONE, TWO)))


async def test_one_of_two_renamed_ones_has_the_name(world: ShopWorld) -> None:
    keep = world.keeping
    for turn in range(4):
        rows = [await keep.add_category(f"{turn} {n}", None, actor=ONE) for n in (1, 2)]
        name, field = f"Same {turn}", Field.CATEGORY_NAME
        acts = [keep.change(field, r.id, name, seen=seal(r.name), actor=ONE) for r in rows]
        await _one_of(*acts)
