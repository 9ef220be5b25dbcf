"""Goods come and go by every way at once, while customers buy: whoever holds goods gets them."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace

import pytest

from models.errors import CartEmpty, NothingLeft
from models.product import ProductKind
from models.stock_errors import BatchTouched, ChangedMeanwhile, StockHeld
from services.goods.catalogue import BadCatalogue, CatalogueSpec
from services.goods.demand import DemandService
from services.goods.loader import Loader
from services.goods.transfer import TransferService
from services.goods.unit import digest
from tests.services.conftest import ShopWorld
from tests.services.goods.test_intake import ADMIN, add
from utils.refusal import CommandRefused

BUYERS = range(100, 106)
WAITED = 0.3
"""Seconds: until the other one waits for what we hold."""
REFUSED = (
    *(NothingLeft, CartEmpty, StockHeld, ChangedMeanwhile, BatchTouched),
    *(CommandRefused, BadCatalogue),
)


async def ready(world: ShopWorld, variant: int) -> None:
    for buyer in BUYERS:
        await world.customer(buyer)
        await world.carts.add(buyer, variant, 1)
    await world.wallets.prepare("BTC", len(BUYERS))


async def together(world: ShopWorld, *others: Awaitable[object]) -> list[int]:
    """What was ordered meanwhile; whoever was refused was told why."""
    placing = [world.till.place(buyer, "BTC", "Elm Street 13") for buyer in BUYERS]
    first, last = placing[:3], placing[3:]
    done = await asyncio.gather(*first, *others, *last, return_exceptions=True)
    wrong = [one for one in done if isinstance(one, BaseException) and not isinstance(one, REFUSED)]
    assert wrong == []
    return [one for one in (*done[:3], *done[-3:]) if isinstance(one, int)]


async def paid(world: ShopWorld, orders: list[int]) -> None:
    for order in orders:
        await world.pay(order)
    world.chain.mine(3)
    await world.payments.scan("BTC")


async def test_buying_while_pieces_are_counted(world: ShopWorld) -> None:
    """A file each of both kinds, and a person, say how many there are."""
    mugs = await world.variant(4, ProductKind.PHYSICAL)
    await ready(world, mugs)
    transfer = TransferService(world.uow, world.clock, "USD")
    loader = Loader(world.uow, world.clock, world.sealer, "USD")
    wanted = await transfer.export()
    fewer = replace(wanted, variants=(replace(wanted.variants[0], stock=2),))
    agreed = await transfer.plan(fewer)
    counted = {"name": "thing 0", "kind": "physical", "variant": [{"price": "10", "stock": 3}]}
    spec = CatalogueSpec.model_validate({"category": [{"name": "things", "product": [counted]}]})
    orders = await together(
        world,
        transfer.take_in(fewer, agreed),
        loader.apply(spec),
        world.removal.move(mugs, -1, "broken", seen=4, actor=ADMIN),
    )
    await paid(world, orders)
    variant = (await world.shelves.figures(mugs)).variant
    assert (variant.reserved_quantity, variant.sold_quantity) == (0, len(orders))
    assert {str((await world.load(order)).status) for order in orders} <= {"paid"}


async def test_buying_while_keys_come_go_and_are_found_gone(world: ShopWorld) -> None:
    """A batch is undone, keys are taken, a file brings others, and a lost time is made up for."""
    keys = await world.variant(3)
    batch = await add(world, keys, "x", "y")
    await ready(world, keys)
    loader = Loader(world.uow, world.clock, world.sealer, "USD")
    game = {"name": "thing 0", "kind": "digital", "variant": [{"price": "10", "units": ["z", "w"]}]}
    spec = CatalogueSpec.model_validate({"category": [{"name": "things", "product": [game]}]})
    orders = await together(
        world,
        world.batches.undo(batch.id, actor=ADMIN),
        world.removal.take(keys, 1, "x", seen=5, actor=ADMIN),
        loader.apply(spec),
        caught_up(world, keys),
    )
    await paid(world, orders)
    got = []
    for order in orders:
        row = await world.load(order)
        got += [text for _, text in await world.orders.goods(order, owner=row.user_id)]
        assert row.needs_review in (None, "units-missing")
    assert len(set(got)) == len(got)


async def caught_up(world: ShopWorld, variant: int) -> None:
    async with world.uow() as uow:
        await uow.stock.mark_gone(digest(world.sealer, f"KEY-{variant}-0"), None)


@pytest.mark.parametrize("act", ["doubt", "release", "warn"])
async def test_whoever_takes_many_takes_them_in_the_order_of_a_checkout(
    world: ShopWorld, act: str
) -> None:
    """Two that wait for each other would end one of them, with money or not."""
    variants = [await world.variant(3, ProductKind.PHYSICAL) for _ in range(4)]
    async with world.uow() as uow:
        for variant in reversed(variants):  # in the table they lie the other way round
            await uow.keeping.set_variant(variant, low_at=5)
        if act == "release":
            await uow.products.doubt(world.clock())
    async with world.uow() as uow:
        await uow.batches.variant(variants[0], lock=True)
        acting = asyncio.ensure_future(at_once(world, act))
        await asyncio.sleep(WAITED)
        await uow.batches.variant(variants[-1], lock=True)
    await acting
    while await DemandService(world.uow, world.clock, world.notifications).round() == 0:
        pass
    rows = [(await world.shelves.figures(variant)).variant for variant in variants]
    assert [row.doubted_at is not None for row in rows] == [act == "doubt"] * 4
    assert not any(row.low_armed for row in rows)


async def at_once(world: ShopWorld, act: str) -> None:
    async with world.uow() as uow:
        if act == "doubt":
            await uow.products.doubt(world.clock())
        elif act == "release":
            await uow.products.trust(None)
        else:
            await uow.batches.newly_low(await uow.batches.untold(500))
