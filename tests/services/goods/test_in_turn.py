"""Whoever changes what is on sale takes turns: no two of them wait for each other."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from services.goods.fields import Field
from services.goods.keeping import seal
from tests.services.conftest import ShopWorld

ADMIN = "admin:1"
Work = Callable[[ShopWorld, int], Awaitable[object]]
A_WHILE = 0.3
"""Seconds in which a transaction comes to the row that it waits for."""


async def release(world: ShopWorld, variant_id: int) -> None:
    await world.doubts.release(variant_id, ADMIN)


async def doubt(world: ShopWorld, variant_id: int) -> None:
    """As a start does that finds the database restored."""
    async with world.uow() as uow:
        await uow.products.shelves_in_turn()
        await uow.products.doubt(world.clock(), [variant_id])


async def hide(world: ShopWorld, variant_id: int) -> None:
    field = Field.VARIANT_SHOWN
    await world.keeping.change(field, variant_id, bool(0), seen=seal(True), actor=ADMIN)


@pytest.mark.parametrize("work", [release, doubt, hide])
async def test_archiving_a_category_waits_for_who_changes_what_is_in_it(
    world: ShopWorld, work: Work
) -> None:
    """The one goes from the variant to its category, the other from the category down."""
    variant = await world.variant(2)
    async with world.uow.read() as uow:
        row = await uow.batches.variant(variant)
        assert row is not None
        product, category = row.product_id, row.product.category_id
    if work is release:
        await doubt(world, variant)
    async with world.uow() as uow:
        await uow.keeping.product(product, lock=True)
        first = asyncio.ensure_future(work(world, variant))
        await asyncio.sleep(A_WHILE)
        second = asyncio.ensure_future(
            world.keeping.change(
                Field.CATEGORY_SHOWN, category, bool(0), seen=seal(True), actor=ADMIN
            )
        )
        await asyncio.sleep(A_WHILE)
    await asyncio.gather(first, second)
    async with world.uow.read() as uow:
        after = await uow.batches.variant(variant)
        assert after is not None
        assert after.product.choices == 0
