"""Goods that Telegram refused are asked about until somebody saw to it, whatever came between."""

import pytest

from models.outbox import OutboxStatus
from services.money.concern import STUCK
from services.money.refund_course import TWICE
from services.money.settlement import VANISHED
from services.running.notification import DELIVERY_FAILED, Event
from services.running.setting_aside import set_aside
from services.sale.filling import UNITS_MISSING
from tests.services.conftest import ShopWorld


async def _look(world: ShopWorld, **later: float) -> None:
    world.clock.advance(**(later or {"seconds": 20}))
    await world.rates.refresh()
    await world.payments.scan("BTC")


async def test_vanished_coins_that_are_back_hide_no_goods_that_did_not_arrive(
    world: ShopWorld,
) -> None:
    order = await world.order()
    txid = await world.pay(order)
    world.chain.mine(6)
    await _look(world)
    [goods] = [row for row in await world.messages() if row.event == Event.GOODS]
    async with world.uow() as uow:
        await set_aside(uow, world.notifications, goods, "refused", world.clock())
    assert (await world.load(order)).needs_review == DELIVERY_FAILED
    address = (await world.invoice(order)).address.address
    kept = list(world.chain.transfers[address])
    world.chain.drop(txid)
    await _look(world, minutes=5)
    assert (await world.load(order)).needs_review == VANISHED
    world.chain.transfers[address] += kept
    await _look(world)
    assert (await world.load(order)).needs_review == DELIVERY_FAILED


@pytest.mark.parametrize("reason", [STUCK, TWICE, UNITS_MISSING])
async def test_no_other_reason_for_a_look_hides_them_for_ever(
    world: ShopWorld, reason: str
) -> None:
    """Whatever was shown when Telegram refused them, and however it ends."""
    order = await world.order()
    await world.pay(order)
    world.chain.mine(6)
    await _look(world)
    [goods] = [row for row in await world.messages() if row.event == Event.GOODS]
    async with world.uow() as uow:
        (await uow.orders.get(order, lock=True)).needs_review = reason
        await set_aside(uow, world.notifications, goods, "refused", world.clock())
        await uow.outbox.mark(goods, OutboxStatus.FAILED, error="refused", closed_at=world.clock())
    assert (await world.load(order)).needs_review == reason
    await _end(world, order, reason)
    assert (await world.load(order)).needs_review == DELIVERY_FAILED
    async with world.uow() as uow:
        assert await uow.outbox.settle(goods.id, world.clock())
        await uow.orders.drop_review(order, DELIVERY_FAILED)
    async with world.uow() as uow:
        (await uow.orders.get(order, lock=True)).needs_review = TWICE
    await world.refunds.seen_to(order, actor="admin:1")
    assert (await world.load(order)).needs_review is None


async def _end(world: ShopWorld, order_id: int, reason: str) -> None:
    if reason == TWICE:
        await world.refunds.seen_to(order_id, actor="admin:1")
    elif reason == STUCK:
        await _look(world, minutes=5)
    else:
        async with world.uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            await world.lifecycle.over(uow, order, UNITS_MISSING)
