"""An order's deadline and its payment in the same moment, pair after pair: one of them wins.

`PAIRS` says how many; `make prove` tries five thousand.
"""

import asyncio
import os
import random
from collections.abc import Coroutine, Sequence
from typing import Any

from models.order import OrderStatus
from tests.services.conftest import ShopWorld

PAIRS = int(os.environ.get("PAIRS", "20"))
AT_ONCE = 20
DEADLINE = 30 * 60
"""Seconds."""


async def test_a_deadline_and_a_payment_have_one_winner(world: ShopWorld) -> None:
    """Paid a moment before or after, and looked at from both sides in any order."""
    dice = random.Random(PAIRS)
    variant = await world.variant(AT_ONCE)
    for first in range(0, PAIRS, AT_ONCE):
        async with world.uow() as uow:
            for number in range(AT_ONCE):
                await uow.stock.add_unit(world._unit(variant, 1_000 + first + number))
        await world.wallets.prepare("BTC", AT_ONCE)
        await world.rates.refresh()
        orders = [await world.place(1_000 + first + n, variant) for n in range(AT_ONCE)]
        world.clock.advance(seconds=DEADLINE - 1)
        in_time = await pay(world, orders, dice)
        world.clock.advance(seconds=dice.choice([0, 1, 2]))
        late = await pay(world, [each for each in orders if each not in in_time], dice)
        await meet(world, orders, dice)
        world.chain.mine(6)
        world.clock.advance(minutes=2)
        await meet(world, orders, dice)
        await settled(world, orders, in_time, late)


async def pay(world: ShopWorld, orders: Sequence[int], dice: random.Random) -> list[int]:
    """Each with one chance in three."""
    chosen = [order for order in orders if dice.random() < 1 / 3]
    for order in chosen:
        await world.pay(order)
    return chosen


async def meet(world: ShopWorld, orders: Sequence[int], dice: random.Random) -> None:
    """The sweep of what is due, the scan, and somebody who presses "I have paid", all at once."""
    acts: list[Coroutine[Any, Any, Any]] = [
        world.payments.expire("BTC"),
        world.payments.scan("BTC"),
    ]
    acts += [world.payments.check(order) for order in dice.sample(orders, len(orders) // 4)]
    dice.shuffle(acts)
    await asyncio.gather(*acts)


async def settled(
    world: ShopWorld, orders: Sequence[int], in_time: Sequence[int], late: Sequence[int]
) -> None:
    """Paid in time: delivered. Never paid: ended. Late: delivered, or store credit."""
    for number in orders:
        order = await world.load(number)
        is_sold, credit = order.status is OrderStatus.SHIPPED, await world.credit(order.user_id)
        if number in late:
            assert is_sold != bool(credit), (order.status, credit)
        else:
            assert (is_sold, credit) == (number in in_time, 0), order.status
        assert is_sold or order.status is OrderStatus.EXPIRED
