"""What an earlier release closed with a parcel is searched for once, and told to the admins."""

import pytest

from models.order import OrderStatus
from models.product import ProductKind
from services.running.notification import Event
from services.sale import beside
from services.sale.beside import FACT, BesideService
from tests.services.conftest import ShopWorld

STREET = "1 Storm Street, Hamburg"


async def _shipped(world: ShopWorld, user: int, *, by_hand: bool = False) -> int:
    """A parcel that went out while the key beside it was in doubt."""
    mug, key = await world.variant(9, ProductKind.PHYSICAL), await world.variant(9)
    await world.customer(user)
    for variant in (mug, key):
        await world.carts.add(user, variant, 1)
    order_id = await world.till.place(user, "BTC", STREET)
    async with world.uow() as uow:
        await uow.products.doubt(world.clock(), [key])
    await world.pay(order_id)
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.rates.refresh()
    await world.payments.scan("BTC")
    if by_hand:
        await world.orders.ship(order_id, actor="admin:1", owed=1)
    else:
        async with world.uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            await world.lifecycle.shipped(uow, order, world.clock(), "admin:1")
    await world.doubts.release(None, "admin:1")
    return order_id


async def _told(world: ShopWorld) -> list[str]:
    rows = [row for row in await world.messages() if row.event == Event.ADMIN_ALERT]
    return [r.args["reason"] for r in rows if r.chat_id == 1 and r.args["topic"] == "beside"]


def service(world: ShopWorld) -> BesideService:
    return BesideService(world.uow, world.notifications)


async def test_a_key_that_stayed_behind_is_told_of_once(world: ShopWorld) -> None:
    first, second = await _shipped(world, 100), await _shipped(world, 101)
    await _shipped(world, 102, by_hand=True)
    done = await world.order(103)
    await world.pay(done)
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    assert (await world.load(done)).status is OrderStatus.SHIPPED
    codes = [(await world.load(order)).code for order in (first, second)]
    for _ in range(2):
        search = service(world)  # a start
        for _ in range(3):
            await search.round()
            world.clock.advance(seconds=10)
    assert await _told(world) == [", ".join(codes)]


async def test_the_search_is_cut_off_and_goes_on(
    world: ShopWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after each round; nothing is told twice, and nothing is left out."""
    monkeypatch.setattr(beside, "WINDOW", 2)
    monkeypatch.setattr(beside, "NAMED", 1)
    orders = [await _shipped(world, 100 + number) for number in range(4)]
    for _ in range(8):
        await service(world).round()
        world.clock.advance(seconds=10)
    assert await _told(world) == [(await world.load(order)).code for order in orders]


async def test_what_is_shipped_after_the_search_began_is_not_its_business(
    world: ShopWorld,
) -> None:
    search = service(world)
    await search.round()
    await _shipped(world, 100)
    await search.round()
    await service(world).round()
    async with world.uow.read() as uow:
        assert await uow.vault.fact(FACT) == "0/0"
    assert await _told(world) == []
