"""The order of lists by price follows whatever moves a price."""

from models.discount import DiscountKind
from models.product import Category, Variant
from services.goods.demand import DemandService
from services.goods.discount import DiscountService, NewDiscount
from tests.services.conftest import ShopWorld


async def _lowest(world: ShopWorld, variant_id: int) -> int:
    demand = DemandService(world.uow, world.clock, world.notifications)
    while await demand.round() is not None:
        pass
    async with world.uow.read() as uow:
        variant = await uow.batches.variant(variant_id)
        assert variant is not None
        product = await uow.keeping.product(variant.product_id)
    assert product is not None
    return product.lowest


async def _two_at(world: ShopWorld) -> tuple[int, int, int]:
    """A variant of two, the shelf that it stands on, and another that is reduced by half."""
    lamp = await world.variant(3, price=1_000)
    async with world.uow() as uow:
        variant = await uow.batches.variant(lamp)
        assert variant is not None
        sale = Category(name="sale", position=5)
        await uow.products.add(sale)
        await uow.products.add(Variant(product_id=variant.product_id, name="big", price=3_000))
    new = NewDiscount(DiscountKind.PERCENT, 50, category_id=sale.id)
    await DiscountService(world.uow, world.clock).begin(new, "admin:1")
    return lamp, variant.product.category_id, sale.id


async def test_lists_follow_a_shelf_that_is_moved_into_a_reduced_one(world: ShopWorld) -> None:
    lamp, home, sale = await _two_at(world)
    for parent, lowest in ((None, 1_000), (sale, 500), (None, 1_000)):
        async with world.uow() as uow:
            await uow.keeping.set_category(home, parent_id=parent)
        assert await _lowest(world, lamp) == lowest


async def test_lists_follow_what_is_taken_off_doubted_and_released(world: ShopWorld) -> None:
    lamp, _, _ = await _two_at(world)
    for active, lowest in ((False, 3_000), (True, 1_000)):
        async with world.uow() as uow:
            await uow.keeping.set_variant(lamp, active=active)
        assert await _lowest(world, lamp) == lowest
    async with world.uow() as uow:
        await uow.products.doubt(world.clock(), [lamp])
    assert await _lowest(world, lamp) == 3_000
    await world.doubts.release(lamp, "admin:1")
    assert await _lowest(world, lamp) == 1_000
