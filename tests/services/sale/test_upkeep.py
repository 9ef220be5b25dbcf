"""Stock that unpaid orders hold for long is let go; what money was seen for is not."""

from datetime import timedelta

import pytest

from models.order import OrderStatus
from services.running.notification import Event
from services.sale.upkeep import UpkeepService
from tests.services.conftest import ShopWorld

HOUR = timedelta(hours=1)


@pytest.fixture
def upkeep(world: ShopWorld) -> UpkeepService:
    return UpkeepService(world.uow, world.clock, world.lifecycle)


async def test_only_what_is_old_and_unpaid_is_let_go(
    world: ShopWorld, upkeep: UpkeepService
) -> None:
    old, seen = await world.order(100), await world.order(101)
    await world.pay(seen)
    await world.payments.scan("BTC")
    world.clock.advance(minutes=20)
    await world.rates.refresh()
    young = await world.order(102)
    age = timedelta(minutes=15)
    assert [row.order_id for row in await upkeep.held()] == [old, seen, young]
    assert [row.order_id for row in await upkeep.held(age)] == [old, seen]
    code = (await world.load(old)).code
    assert await upkeep.abandoned(age) == [code]
    assert (await world.load(old)).status is OrderStatus.CREATED
    assert await upkeep.cleanup(age) == [code]
    assert await upkeep.cleanup(age) == []
    assert (await world.load(old)).status is OrderStatus.CANCELLED
    assert (await world.load(seen)).status is OrderStatus.CREATED
    assert await world.stock(await world.variant_of(old)) == (5, 0)
    assert Event.CANCELLED in await world.events(100)


async def test_money_that_nobody_settled_is_named(world: ShopWorld, upkeep: UpkeepService) -> None:
    order = await world.order()
    await world.pay(order, "0.5")
    await world.payments.scan("BTC")
    assert await upkeep.open_money(HOUR) == []
    world.clock.advance(hours=2)
    [row] = await upkeep.open_money(HOUR)
    assert (row.code, row.why, row.asset) == ((await world.load(order)).code, "unsettled", "BTC")
