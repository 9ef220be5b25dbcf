"""Kinds 2 and 5: sold twice; an address paid before it was given; restored shops."""

from pathlib import Path

import pytest

from models.order import OrderStatus
from services.goods.catalogue import CatalogueSpec
from services.goods.loader import Loader
from tests.databases import Target
from tests.services.conftest import ShopWorld
from tests.services.keys.test_restored import put_back, running


def spec(name: str, units: list[str]) -> CatalogueSpec:
    game = {"price": "10", "units": units}
    product = {"name": name, "kind": "digital", "variant": [game]}
    return CatalogueSpec.model_validate({"category": [{"name": "All", "product": [product]}]})


def loader(world: ShopWorld) -> Loader:
    return Loader(world.uow, world.clock, world.sealer, "USD")


async def fresh(world: ShopWorld, first: str, again: str) -> int:
    await loader(world).apply(spec("Star", [first]))
    plan = await loader(world).apply(spec("Star", [first, again]))
    return plan.rows[0].fresh


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("AAAA-BBBB", "AAAA-BBBB "),
        ("AAAA-BBBB", "AAAA-BBBB\n"),
        ("user:a\npass:b", "user:a\r\npass:b"),
        ("caf\u00e9", "cafe\u0301"),
        ("AAAA-BBBB", "\ufeffAAAA-BBBB"),
    ],
    ids=["space", "newline", "crlf", "unicode", "bom"],
)
async def test_the_same_key_in_another_spelling(world: ShopWorld, first: str, again: str) -> None:
    assert await fresh(world, first, again) == 0


async def test_a_renamed_physical_product_doubles_its_stock(world: ShopWorld) -> None:
    def mugs(name: str) -> CatalogueSpec:
        product = {"name": name, "kind": "physical", "variant": [{"price": "5", "stock": 3}]}
        return CatalogueSpec.model_validate({"category": [{"name": "All", "product": [product]}]})

    await loader(world).apply(mugs("Mgu"))
    await loader(world).apply(mugs("Mug"))
    async with world.uow.read() as uow:
        rows = await uow.products.all_variants()
        on_sale = sum(row.stock_quantity for row in rows if row.active)
    assert on_sale == 3


async def test_an_address_paid_before_it_was_given_buys_nothing(world: ShopWorld) -> None:
    """A machine put back from a running snapshot: nothing restarted, the marker is back as well."""
    await world.wallets.prepare("BTC")
    async with world.uow.read() as uow:
        free = await uow.addresses.free("BTC")
    for each in free:  # customers of the lost hours had these, and pay
        world.chain.pay(each.address, 25_000)
    world.chain.mine(6)
    world.clock.advance(hours=3)
    await world.rates.refresh()
    order = await world.order(user_id=555)
    await world.payments.scan("BTC")
    assert (await world.load(order)).status is OrderStatus.CREATED


async def sold(world: ShopWorld, user: int, variant: int) -> str:
    """Buy one unit; what was delivered."""
    await world.customer(user)
    await world.carts.add(user, variant, 1)
    order = await world.till.place(user, "BTC")
    await world.pay(order)
    world.chain.mine(3)
    await world.payments.scan("BTC")
    assert (await world.load(order)).status is OrderStatus.SHIPPED
    return str(await world.orders.goods(order, owner=user))


async def test_a_restored_backup_sells_no_key_twice(sqlite_target: Target, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        variant = await world.variant(1)
        await world.database.backend.copy(backup)
        first = await sold(world, 100, variant)
    put_back(backup, sqlite_target)
    async with running(sqlite_target) as world:
        await world.wallets.prepare("BTC")
        await world.customer(200)
        await world.carts.add(200, variant, 1)
        order = await world.till.place(200, "BTC")
        await world.pay(order)
        world.chain.mine(3)
        await world.payments.scan("BTC")
        again = (await world.load(order)).status is OrderStatus.SHIPPED
        assert not again, (first, str(await world.orders.goods(order, owner=200)))
