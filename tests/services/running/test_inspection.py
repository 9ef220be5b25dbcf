"""The look at everything: in slices, over restarts; what it finds stops sales and nothing else."""

from datetime import datetime

import pytest
from sqlalchemy import text

from db import Database
from models.errors import SellingStopped
from models.order import OrderStatus
from repositories.slice import KINDS
from services.running.inspection import InspectionService
from services.running.integrity import IntegrityService
from tests.services.conftest import ADMINS, ShopWorld
from utils.waiting import Progress

WRONG = "I6 an order reserved what its lines say"
DOUBLED = "quantity = quantity * 2, unit_price = unit_price / 2"
HALVED = "quantity = quantity / 2, unit_price = unit_price * 2"
"""The total stays what its lines say."""


@pytest.fixture
async def shop(database: Database) -> ShopWorld:
    """With one order that ended and one that waits for its money."""
    world = ShopWorld(database)
    await world.rates.refresh()
    ended = await world.order(100)
    await world.orders.cancel(ended, actor="user:100")
    await world.order(101)
    return world


def inspection(shop: ShopWorld, seconds: float = 60) -> InspectionService:
    return InspectionService(shop.uow, shop.clock, shop.notifications, seconds=seconds)


async def orders(shop: ShopWorld) -> list[int]:
    """The one that ended, the one that waits, and what was bought since."""
    async with shop.uow.read() as uow:
        return list(await uow.session.scalars(text("SELECT id FROM orders ORDER BY id")))


async def break_order(shop: ShopWorld, order_id: int) -> None:
    await edit(shop, f"UPDATE order_lines SET {DOUBLED} WHERE order_id = {order_id}")


async def mend_order(shop: ShopWorld, order_id: int) -> None:
    await edit(shop, f"UPDATE order_lines SET {HALVED} WHERE order_id = {order_id}")


async def edit(shop: ShopWorld, statement: str) -> None:
    async with shop.database.unguarded() as uow:
        await uow.session.execute(text(statement))


async def look_once(service: InspectionService) -> None:
    """A whole look in the background."""
    while not isinstance(await service.round(), datetime):
        pass


async def alerts(shop: ShopWorld) -> list[str]:
    """What one admin was told."""
    rows = [row for row in await shop.messages() if row.chat_id == ADMINS[0]]
    return [row.args["topic"] for row in rows if row.event == "admin-alert"]


async def buy(shop: ShopWorld, user_id: int) -> int:
    await shop.rates.refresh()
    variant = await shop.variant(1)
    await shop.customer(user_id)
    await shop.carts.add(user_id, variant, 1)
    return await shop.till.place(user_id, "BTC")


async def test_a_sound_shop_is_looked_at_once_a_day(shop: ShopWorld) -> None:
    service = inspection(shop)
    assert await service.at_the_start() == []
    await look_once(service)
    begun = shop.clock()
    due = await service.round()
    assert isinstance(due, datetime)
    assert (due - begun).days == 1
    shop.clock.advance(hours=23)
    assert await service.round() == due
    shop.clock.advance(hours=2)
    assert not isinstance(await service.round(), datetime)
    assert await alerts(shop) == []


async def test_what_is_wrong_stops_sales_and_nothing_else(shop: ShopWorld) -> None:
    ended, waiting = await orders(shop)
    await break_order(shop, ended)
    service = inspection(shop)
    assert await service.at_the_start() == []  # it ended long ago: not what a start looks at
    await look_once(service)
    assert [word.partition(":")[0] for word in await service.findings()] == [WRONG]
    assert await alerts(shop) == ["books-wrong"]
    with pytest.raises(SellingStopped):
        await buy(shop, 102)
    with pytest.raises(SellingStopped):
        await shop.till.preview(102)
    with pytest.raises(SellingStopped):
        await shop.switches.switch(waiting, "ETH", owner=101)
    assert (await shop.orders.card(ended)).order.status is OrderStatus.CANCELLED
    await shop.pay(waiting)
    shop.chain.mine(3)
    await shop.payments.check(waiting)
    assert (await shop.load(waiting)).status is OrderStatus.SHIPPED


async def test_a_restart_knows_and_a_look_that_finds_nothing_ends_it(shop: ShopWorld) -> None:
    ended, _ = await orders(shop)
    await break_order(shop, ended)
    await look_once(inspection(shop))
    shop.restart()
    with pytest.raises(SellingStopped):
        await buy(shop, 102)
    again = inspection(shop)
    assert [word.partition(":")[0] for word in await again.at_the_start()] == [WRONG]
    await mend_order(shop, ended)
    await look_once(again)
    assert await alerts(shop) == ["books-wrong", "books-right"]
    assert await again.findings() == []
    assert await buy(shop, 103) in await orders(shop)


async def test_the_start_finds_what_can_still_change(shop: ShopWorld) -> None:
    _, waiting = await orders(shop)
    await break_order(shop, waiting)
    assert [word.partition(":")[0] for word in await inspection(shop).at_the_start()] == [WRONG]
    with pytest.raises(SellingStopped):
        await buy(shop, 102)


async def test_the_start_looks_at_what_no_finished_look_has_covered(shop: ShopWorld) -> None:
    """An order that came and ended between two looks."""
    await look_once(inspection(shop))
    order = await buy(shop, 102)
    await shop.orders.cancel(order, actor="user:102")
    await break_order(shop, order)
    assert [word.partition(":")[0] for word in await inspection(shop).at_the_start()] == [WRONG]


async def test_admins_hear_once_of_what_stays_wrong(shop: ShopWorld) -> None:
    ended, _ = await orders(shop)
    await break_order(shop, ended)
    service = inspection(shop)
    await look_once(service)
    shop.clock.advance(minutes=61)
    await look_once(service)
    assert await alerts(shop) == ["books-wrong"]
    with pytest.raises(SellingStopped):
        await buy(shop, 102)


async def test_a_clock_that_goes_back_ends_no_finding(shop: ShopWorld) -> None:
    ended, _ = await orders(shop)
    service = inspection(shop, seconds=0)
    await break_order(shop, ended)
    for _ in KINDS:
        await service.round()
    assert await service.findings() != []
    shop.clock.advance(days=-2)
    await look_once(service)
    await look_once(service)
    assert [word.partition(":")[0] for word in await service.findings()] == [WRONG]


async def test_a_restart_goes_on_where_the_look_was(shop: ShopWorld) -> None:
    first = inspection(shop, seconds=0)
    for _ in range(3):
        await first.round()
    async with shop.uow.read() as uow:
        look = await uow.inspections.find()
    assert look is not None
    assert (look.number, look.part, look.finished_at) == (1, 3, None)
    await look_once(inspection(shop))
    async with shop.uow.read() as uow:
        look = await uow.inspections.find()
    assert look is not None
    assert look.number == 1
    assert look.finished_at is not None


async def test_a_look_from_outside_tells_how_far_it_is_and_changes_nothing(shop: ShopWorld) -> None:
    ended, _ = await orders(shop)
    await break_order(shop, ended)
    told: list[Progress] = []
    wrong = await IntegrityService(shop.uow, shop.clock).problems(told.append)
    assert [word.partition(":")[0] for word in wrong] == [WRONG]
    assert [progress.part for progress in told] == list(range(told[0].parts))
    assert {"orders", "users", "variants"} <= {progress.what for progress in told}
    assert all(0 <= progress.share <= 1 for progress in told)
    assert await inspection(shop).findings() == []


async def test_a_look_from_outside_tells_what_the_shop_itself_found(shop: ShopWorld) -> None:
    """As long as the shop knows of something it sells nothing, whatever others find now."""
    ended, _ = await orders(shop)
    await break_order(shop, ended)
    await look_once(inspection(shop))
    await mend_order(shop, ended)
    [wrong] = await IntegrityService(shop.uow, shop.clock).problems()
    assert wrong.startswith(WRONG)
    assert "found by the shop earlier" in wrong


async def test_a_damaged_file_stops_sales(sqlite_database: Database) -> None:
    world = ShopWorld(sqlite_database)
    await world.rates.refresh()
    await world.order(100)
    raw = world.database.backend.connect("foreign_keys=OFF")  # type: ignore[union-attr]
    raw.execute("INSERT INTO cart_lines VALUES (555, 1, 1, NULL)")
    raw.close()
    service = inspection(world)
    await look_once(service)
    wrong = await service.findings()
    assert [word.partition(":")[0] for word in wrong] == ["file"]
    assert "foreign_key_check(cart_lines)" in wrong[0]
    with pytest.raises(SellingStopped):
        await buy(world, 102)


async def test_late_money_buys_nothing_while_sales_are_stopped(shop: ShopWorld) -> None:
    """It becomes credit; a person may let it pay once everything is in order."""
    ended, late = await orders(shop)
    shop.clock.advance(minutes=31)
    await shop.payments.expire_overdue()
    await break_order(shop, ended)
    service = inspection(shop)
    await look_once(service)
    await shop.pay(late)
    shop.chain.mine(3)
    await shop.rates.refresh()
    await shop.payments.check(late)
    assert (await shop.load(late)).status is OrderStatus.EXPIRED
    assert await shop.credit(101) > 0
    with pytest.raises(SellingStopped):
        await shop.decisions.offer(late)
    await mend_order(shop, ended)
    shop.clock.advance(hours=2)
    await look_once(service)
    assert (await shop.decisions.offer(late)).received > 0
