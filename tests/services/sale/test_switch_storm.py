"""Changed coins in a storm: payments, deadlines, cancels and second presses come in between."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random

import pytest

from models.errors import ShopError
from models.order import MOST_SWITCHES, Order, OrderStatus
from tests.services.conftest import ShopWorld

CUSTOMERS = range(100, 108)
ROUNDS = 16
ON_OFFER, PRICE = 12, 5_000
"""Pieces: some customers find nothing left in the end."""
Step = Callable[[], Awaitable[object]]


class Storm:
    """Everybody wants the same thing, and nobody knows which coin to pay in."""

    def __init__(self, world: ShopWorld, seed: int) -> None:
        self.world = world
        self.random = Random(seed)
        self.sent: dict[int, int] = {}
        """Order id: how often its due was sent."""

    async def prepare(self) -> None:
        self.variant = await self.world.variant(ON_OFFER, price=PRICE)
        for user in CUSTOMERS:
            await self.world.customer(user)
        for asset in ("BTC", "ETH"):
            await self.world.wallets.prepare(asset, 40)

    async def blow(self) -> None:
        for _ in range(ROUNDS):
            await asyncio.gather(*(self._quietly(step) for step in await self._steps()))
            await self._is_held_fast()
            self.world.chain.mine()
            self.world.ether.mine(9)
            self.world.clock.advance(minutes=self.random.choice((0, 1, 2, 9)), seconds=15)
            await self.world.rates.refresh()

    async def _quietly(self, step: Step) -> None:
        """A refusal is an answer; anything else fails the test."""
        with suppress(ShopError):
            await step()

    async def _steps(self) -> list[Step]:
        steps: list[Step] = [self._scan, self.world.payments.expire_overdue]
        for user in CUSTOMERS:
            steps += await self._of(user)
        self.random.shuffle(steps)
        return steps

    async def _of(self, user: int) -> list[Step]:
        """One customer, sometimes with two devices."""
        orders = await self._orders(user)
        unpaid = next((order for order in orders if order.status is OrderStatus.CREATED), None)
        if unpaid is None:
            return [lambda: self._order(user)]
        old = self.random.choice(orders)
        chances: list[Step] = [
            lambda: self._switch(unpaid, "ETH"),
            lambda: self._switch(unpaid, "BTC"),
            lambda: self._switch(unpaid, None),
            lambda: self._cancel(unpaid),
            lambda: self._pay(unpaid),
            lambda: self._pay(old),
        ]
        return self.random.choices(chances, (6, 6, 1, 1, 1, 1), k=self.random.randint(1, 3))

    async def _orders(self, user: int) -> list[Order]:
        async with self.world.uow.read() as uow:
            return list(await uow.orders.of(user, limit=99, offset=0))

    async def _order(self, user: int) -> None:
        await self.world.carts.add(user, self.variant, 1)
        await self.world.till.place(user, self.random.choice(("BTC", "ETH")))

    async def _switch(self, order: Order, asset: str | None) -> None:
        credit = self.random.random() < 0.3
        await self.world.switches.switch(order.id, asset, owner=order.user_id, use_credit=credit)

    async def _cancel(self, order: Order) -> None:
        actor = f"user:{order.user_id}"
        await self.world.orders.cancel(order.id, actor=actor, owner=order.user_id)

    async def _pay(self, order: Order) -> None:
        with suppress(AssertionError):  # store credit paid for it: it has no address
            await self.world.pay(order.id)
            self.sent[order.id] = self.sent.get(order.id, 0) + 1

    async def _scan(self) -> None:
        for asset in ("BTC", "ETH"):
            await self.world.payments.scan(asset)

    async def _is_held_fast(self) -> None:
        assert await self.world.violations() == []

    async def settle(self) -> None:
        """Everything is confirmed, and what was not paid runs out."""
        for _ in range(6):
            self.world.chain.mine(3)
            self.world.ether.mine(20)
            self.world.clock.advance(minutes=20)
            await self.world.rates.refresh()
            await self._scan()
            await self.world.payments.expire_overdue()

    async def everything(self) -> dict[int, Order]:
        found = [order for user in CUSTOMERS for order in await self._orders(user)]
        return {order.id: order for order in found}


@pytest.mark.parametrize("seed", range(2))
async def test_nothing_is_lost_sold_twice_or_counted_twice(world: ShopWorld, seed: int) -> None:
    storm = Storm(world, seed)
    await storm.prepare()
    await storm.blow()
    await storm.settle()
    orders = await storm.everything()
    chained = [order for order in orders.values() if order.replaces_id]
    assert len(chained) > 10
    for order in chained:
        before = orders[order.replaces_id or 0]
        assert (before.status, before.replaced_by) == (OrderStatus.CANCELLED, order.code)
        assert before.timed_out_at is before.given_up_at is None
        assert order.expires_at == before.expires_at
        assert order.switches <= MOST_SWITCHES
    sold = [order for order in orders.values() if order.status is OrderStatus.SHIPPED]
    pieces = sum(order.total // PRICE for order in sold)
    assert await world.stock(storm.variant) == (ON_OFFER - pieces, 0)
    assert all(o.status is not OrderStatus.CREATED for o in orders.values())
    await nobody_is_poorer(storm, orders)


async def nobody_is_poorer(storm: Storm, orders: dict[int, Order]) -> None:
    """What was sent is goods or credit, to a cent per payment; goods were paid, and once."""
    for user in CUSTOMERS:
        mine = [order for order in orders.values() if order.user_id == user]
        sent = sum(order.to_pay * storm.sent.get(order.id, 0) for order in mine)
        got = sum(order.total for order in mine if order.status is OrderStatus.SHIPPED)
        payments = sum(storm.sent.get(order.id, 0) for order in mine)
        have = got + await storm.world.credit(user)
        assert abs(have - sent) <= 12 * payments, (user, sent, have)
