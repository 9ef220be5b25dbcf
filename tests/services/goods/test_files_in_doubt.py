"""Files are goods: what may have been sold in a time that is lost is in doubt, a file as well."""

from services.goods.filing import Incoming
from services.goods.intake import Delivery
from tests.services.conftest import ShopWorld


async def test_files_that_come_in_after_a_restore_are_in_doubt(world: ShopWorld) -> None:
    variant = await world.variant(0)
    async with world.uow() as uow:
        await uow.tallies.begin("a" * 32, "missing")
    file = Incoming("key.txt", "text/plain", b"sold before")
    await world.filing.add(variant, [file], Delivery(), actor="admin:1")
    async with world.uow.read() as uow:
        assert [row.id for row in await uow.products.doubted()] == [variant]
