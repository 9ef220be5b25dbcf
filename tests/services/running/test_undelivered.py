"""Goods that Telegram refused are asked about until somebody saw to it, whatever came between."""

import pytest

from models.outbox import OutboxStatus
from services.money.accounting import UNCHECKED
from services.money.concern import STUCK
from services.money.settlement import VANISHED
from services.running.notification import DELIVERY_FAILED, Event
from services.running.reasons import (
    LATE_MONEY,
    REFUND_UNDONE,
    UNITS_MISSING,
    arrived,
    over,
)
from services.running.reasons import REFUND_TWICE as TWICE
from services.running.setting_aside import set_aside
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
        await arrived(uow, world.notifications, order)
    async with world.uow() as uow:
        (await uow.orders.get(order, lock=True)).needs_review = TWICE
    await world.refunds.seen_to(order, actor="admin:1")
    assert (await world.load(order)).needs_review is None


async def _late(world: ShopWorld) -> int:
    """Money came when the order had been given up, and nobody has decided about it."""
    order = await world.order()
    await world.orders.cancel(order, actor="admin:1")
    await world.pay(order)
    world.chain.mine(6)
    await _look(world)
    assert (await world.load(order)).needs_review == LATE_MONEY
    return order


async def _is(world: ShopWorld, order_id: int, *reasons: str | None) -> list[str | None]:
    """What one admin was asked to look at for each reason that takes the place of another."""
    asked = []
    for reason in reasons:
        async with world.uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            await over(uow, world.notifications, order, reason)
        asked.append((await world.load(order_id)).needs_review)
    return asked


async def test_money_that_came_too_late_is_asked_about_again_after_what_hid_it(
    world: ShopWorld,
) -> None:
    """A refund paid twice took its place; that settled, nobody was asked about the money."""
    order = await _late(world)
    async with world.uow() as uow:
        row = await uow.orders.get(order, lock=True)
        row.needs_review = TWICE
        world.lifecycle.audit(uow, world.clock(), "system", "refund.twice", row)
    before = len(await _asked(world))
    await world.refunds.seen_to(order, actor="admin:1")
    assert (await world.load(order)).needs_review == LATE_MONEY
    assert (await _asked(world))[before:] == [LATE_MONEY]
    await world.decisions.keep(order, actor="admin:1")
    assert (await world.load(order)).needs_review is None


@pytest.mark.parametrize("reason", [UNCHECKED, DELIVERY_FAILED])
async def test_late_money_stands_behind_whatever_was_asked_first(
    world: ShopWorld, reason: str
) -> None:
    order = await _late(world)
    async with world.uow() as uow:
        (await uow.orders.get(order, lock=True)).needs_review = reason
    assert await _is(world, order, reason) == [LATE_MONEY]


async def test_what_was_decided_is_not_asked_again(world: ShopWorld) -> None:
    order = await _late(world)
    await world.decisions.keep(order, actor="admin:1")
    async with world.uow() as uow:
        (await uow.orders.get(order, lock=True)).needs_review = TWICE
    assert await _is(world, order, TWICE) == [None]


async def test_a_refund_paid_twice_stands_behind_goods_that_did_not_arrive(
    world: ShopWorld,
) -> None:
    """It does not take their place, so it comes when they have arrived, and ends alone."""
    order = await _late(world)
    async with world.uow() as uow:
        row = await uow.orders.get(order, lock=True)
        row.needs_review = DELIVERY_FAILED
        world.lifecycle.audit(uow, world.clock(), "system", "refund.twice", row)
        world.lifecycle.audit(uow, world.clock(), "system", "refund.undone", row)
    async with world.uow() as uow:
        await arrived(uow, world.notifications, order)
    assert (await world.load(order)).needs_review == TWICE
    await world.refunds.seen_to(order, actor="admin:1")
    assert (await world.load(order)).needs_review == REFUND_UNDONE
    async with world.uow() as uow:
        row = await uow.orders.get(order, lock=True)
        world.lifecycle.audit(uow, world.clock(), "admin:1", "refund.sent", row)
    assert await _is(world, order, REFUND_UNDONE) == [LATE_MONEY]


async def test_what_arrived_hides_nothing(world: ShopWorld) -> None:
    """The letter that is sent at last ends its own reason alone."""
    order = await _late(world)
    async with world.uow() as uow:
        (await uow.orders.get(order, lock=True)).needs_review = DELIVERY_FAILED
        await arrived(uow, world.notifications, order)
        await uow.flush()
        await arrived(uow, world.notifications, order)
    assert (await world.load(order)).needs_review == LATE_MONEY


async def _asked(world: ShopWorld) -> list[str]:
    rows = [row for row in await world.messages() if row.event == Event.ADMIN_REVIEW]
    return [row.args["reason"] for row in rows if row.chat_id == 1]


async def _end(world: ShopWorld, order_id: int, reason: str) -> None:
    if reason == TWICE:
        await world.refunds.seen_to(order_id, actor="admin:1")
    elif reason == STUCK:
        await _look(world, minutes=5)
    else:
        async with world.uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            await world.lifecycle.over(uow, order, UNITS_MISSING)
