"""Photos in their places: in order, replaced, taken down; two admins at once, and the audit."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.errors import ProductNotFound
from models.goods_errors import BadPhoto
from models.media import MOST_PICTURES
from models.product import ProductKind
from models.stock_errors import ChangedMeanwhile
from services.goods.gallery import Gallery
from services.goods.keeping import Moved
from services.goods.sketch import Sketch
from services.goods.wall import Place, WallService
from tests.services.conftest import ShopWorld

ANN, BEN = "admin:1", "admin:2"


def jpeg(number: int) -> bytes:
    return b"\xff\xd8\xff" + bytes([number]) * 50


@dataclass
class Rooms:
    world: ShopWorld
    walls: WallService
    product: Place
    category: Place

    async def ids(self, place: Place | None = None) -> list[int]:
        return (await self.walls.at(place or self.product)).ids

    async def seen(self, place: Place | None = None) -> str:
        return (await self.walls.at(place or self.product)).seen

    async def hang(self, *numbers: int, place: Place | None = None) -> list[int]:
        place = place or self.product
        for number in numbers:
            await self.walls.add(place, jpeg(number), seen=await self.seen(place), actor=ANN)
        return await self.ids(place)


@pytest.fixture
async def rooms(world: ShopWorld, tmp_path: Path) -> Rooms:
    home = await world.keeping.add_category("Cups", None, actor=ANN)
    sketch = Sketch("Mug", 1250, "")
    made = await world.keeping.add_product(home.id, sketch, ProductKind.PHYSICAL, actor=ANN)
    walls = WallService(world.uow, world.clock, Gallery(world.uow, world.clock, tmp_path, 1))
    return Rooms(world, walls, Place(Moved.PRODUCT, made.id), Place(Moved.CATEGORY, home.id))


async def test_photos_are_put_in_order_replaced_and_taken_down(rooms: Rooms) -> None:
    one, two, three = await rooms.hang(1, 2, 3)
    walls, place = rooms.walls, rooms.product
    await walls.move(place, three, -1, seen=await rooms.seen(), actor=ANN)
    assert await rooms.ids() == [one, three, two]
    await walls.move(place, one, 1, seen=await rooms.seen(), actor=ANN)
    assert await rooms.ids() == [three, one, two]
    await walls.move(place, three, -1, seen=await rooms.seen(), actor=ANN)
    assert await rooms.ids() == [three, one, two]
    await walls.replace(place, one, jpeg(4), seen=await rooms.seen(), actor=ANN)
    [first, new, last] = await rooms.ids()
    assert (first, last) == (three, two)
    assert new not in (one, two, three)
    await walls.remove(place, three, seen=await rooms.seen(), actor=ANN)
    assert await rooms.ids() == [new, two]
    assert await rooms.hang(5) == [new, two, (await rooms.ids())[-1]]


async def test_a_category_has_one(rooms: Rooms) -> None:
    [one] = await rooms.hang(1, place=rooms.category)
    with pytest.raises(BadPhoto) as full:
        await rooms.hang(2, place=rooms.category)
    assert full.value.fields == {"why": "many", "maximum": 1}
    seen = await rooms.seen(rooms.category)
    await rooms.walls.replace(rooms.category, one, jpeg(2), seen=seen, actor=ANN)
    [two] = await rooms.ids(rooms.category)
    seen = await rooms.seen(rooms.category)
    await rooms.walls.remove(rooms.category, two, seen=seen, actor=ANN)
    assert await rooms.ids(rooms.category) == []


async def test_what_cannot_hang_is_refused_and_changes_nothing(rooms: Rooms) -> None:
    ids = await rooms.hang(*range(MOST_PICTURES))
    for content, why in ((jpeg(99), "many"), (jpeg(1), "there"), (b"GIF89a", "kind")):
        with pytest.raises(BadPhoto) as refusal:
            await rooms.walls.add(rooms.product, content, seen=await rooms.seen(), actor=ANN)
        assert refusal.value.fields["why"] == why
    seen = await rooms.seen()
    with pytest.raises(BadPhoto):
        await rooms.walls.replace(rooms.product, ids[0], jpeg(1), seen=seen, actor=ANN)
    with pytest.raises(ProductNotFound):
        await rooms.walls.remove(rooms.product, 10**9, seen=await rooms.seen(), actor=ANN)
    with pytest.raises(ProductNotFound):
        await rooms.walls.at(Place(Moved.PRODUCT, 10**9))
    assert await rooms.ids() == ids


async def test_the_second_of_two_admins_changes_nothing_and_hears_of_the_first(
    rooms: Rooms,
) -> None:
    one, two = await rooms.hang(1, 2)
    walls, place, seen = rooms.walls, rooms.product, await rooms.seen()
    await walls.move(place, two, -1, seen=seen, actor=BEN)
    acts: list[Callable[[], Awaitable[None]]] = [
        lambda: walls.move(place, two, 1, seen=seen, actor=ANN),
        lambda: walls.remove(place, one, seen=seen, actor=ANN),
        lambda: walls.replace(place, one, jpeg(3), seen=seen, actor=ANN),
        lambda: walls.add(place, jpeg(3), seen=seen, actor=ANN),
    ]
    for act in acts:
        with pytest.raises(ChangedMeanwhile) as late:
            await act()
        assert (late.value.field, late.value.by) == ("photos", BEN)
    assert await rooms.ids() == [two, one]


async def test_two_at_once_are_one_after_the_other(rooms: Rooms) -> None:
    one, two = await rooms.hang(1, 2)
    seen, place = await rooms.seen(), rooms.product
    both = [
        rooms.walls.remove(place, each, seen=seen, actor=who)
        for each, who in ((one, ANN), (two, BEN))
    ]
    came = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(each).__name__ for each in came) == ["ChangedMeanwhile", "NoneType"]
    assert len(await rooms.ids()) == 1


async def test_the_audit_has_before_and_after(rooms: Rooms) -> None:
    one, two = await rooms.hang(1, 2)
    await rooms.walls.move(rooms.product, two, -1, seen=await rooms.seen(), actor=BEN)
    async with rooms.world.uow.read() as uow:
        last = await uow.audit.last_about(rooms.product.subject)
    assert last is not None
    assert (last.actor, last.action) == (BEN, "photo.moved")
    assert last.details == {"before": [one, two], "after": [two, one]}
