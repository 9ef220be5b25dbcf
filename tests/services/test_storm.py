"""The storm: forty customers and two admins at random, judged by what the coins were worth.

STORM_SEEDS (numbers, with commas) and STORM_STEPS make it longer:
`STORM_SEEDS=1,2,3 STORM_STEPS=600 pytest tests/services/test_storm.py`.
"""

import os
from collections import defaultdict

import pytest
from sqlalchemy import select, text

from models.credit import CreditEntry, CreditReason
from models.order import OrderStatus
from models.refund import RefundState
from services.running.notification import Event
from tests.services.conftest import ShopWorld
from tests.services.storm import ADDRESSES, SOLD, Storm
from utils.assets import ASSETS
from utils.money import value_of

SEEDS = [int(seed) for seed in os.environ.get("STORM_SEEDS", "1").split(",")]
STEPS = int(os.environ.get("STORM_STEPS", "80"))
RARE = {"honour", "open_refund", "send_refund", "cancel", "switch"}
FROM_COINS = (CreditReason.OVERPAID, CreditReason.LATE)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_storm(world: ShopWorld, seed: int) -> None:
    storm = Storm(world, seed)
    await storm.open()
    for number in range(STEPS):
        await storm.step()
        if number % 10 == 0:
            assert await world.violations() == [], (seed, number)
    await storm.calm()
    assert await world.violations() == []
    for order_id in storm.orders:
        await judge_order(world, order_id)
    await judge_refunds(storm)
    await judge_people(world)
    assert {"buy", "refill", "pay"} <= set(storm.said)
    assert len(RARE & set(storm.said)) >= 3  # no two runs are alike: everything is in some of them
    assert {"paid", "shipped", "expired"} & await states(world)


async def judge_order(world: ShopWorld, order_id: int) -> None:
    """Goods left for what they cost; of each coin no more was given than it was worth."""
    card = await world.orders.card(order_id)
    order, bill = card.order, card.invoice
    assert order.status is not OrderStatus.CREATED, order_id
    entries = [row for row in await ledger(world) if row.order_id == order_id]
    if bill is None:
        assert order.status in SOLD or order.status is OrderStatus.CANCELLED
        return
    if order.refill and order.status in SOLD:
        brought = [row.amount for row in entries if row.reason is CreditReason.REFILLED]
        assert brought == [order.refill], order_id
    given = sum((row.units or 0) for row in entries if row.reason in FROM_COINS)
    accounted = sum(row.accounted for row in card.transfers)
    assert bill.taken + given == accounted, order_id
    for row in entries:
        if row.reason in FROM_COINS:
            best = value_of(
                (row.units or 0), ASSETS[bill.asset].decimals, bill.rate, order.currency
            )
            assert row.amount <= best, order_id
    if order.status in SOLD and not await was_honoured(world, order_id):
        assert bill.taken >= bill.due - ASSETS[bill.asset].dust, order_id


async def was_honoured(world: ShopWorld, order_id: int) -> bool:
    """Late money bought it, or a person let it go for less: at the price of that day, which may be
    nothing beyond the credit that the order had used.
    """
    events = [row.event for row in await world.messages() if row.order_id == order_id]
    bought = [row for row in await ledger(world) if row.order_id == order_id]
    return Event.HONOURED in events or any(row.reason == "honoured" for row in bought)


async def judge_refunds(storm: Storm) -> None:
    """Each that is called sent was paid by coins that left, and no coin paid for two."""
    async with storm.world.uow.read() as uow:
        rows = (await uow.session.execute(text("SELECT * FROM refunds"))).all()
    paid: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        if row.state in (RefundState.SENT, RefundState.CONFIRMED):
            assert row.txid is not None
            paid[row.asset, row.txid.removeprefix("0x")] += int(row.units)
    for transaction, units in paid.items():
        assert units <= storm.sent[transaction], transaction
    assert set(ADDRESSES) >= {row.asset for row in rows}


async def judge_people(world: ShopWorld) -> None:
    """Nobody owes the shop, and what came in as credit is what was spent, kept or sent back."""
    sums: defaultdict[int, int] = defaultdict(int)
    for row in await ledger(world):
        sums[row.user_id] += row.amount
    assert all(amount >= 0 for amount in sums.values())


async def ledger(world: ShopWorld) -> list[CreditEntry]:
    async with world.uow.read() as uow:
        return list(await uow.session.scalars(select(CreditEntry)))


async def states(world: ShopWorld) -> set[str]:
    async with world.uow.read() as uow:
        return set(await uow.session.scalars(text("SELECT DISTINCT status FROM orders")))
