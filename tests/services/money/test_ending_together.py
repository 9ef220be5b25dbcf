"""Many orders that nobody paid end in few transactions, and each as if it were alone."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db import UnitOfWork
from models.errors import ShopError
from models.invoice import Invoice
from models.order import Order, OrderStatus
from services.money import payment
from services.money.accounting import Accounting
from services.money.payment import PaymentService, WatchTerms
from services.money.policy import Policy
from tests.services.conftest import ShopWorld

FEW, MANY = 4, 9
FIRST = 300


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payment, "TOGETHER", FEW)


async def open_orders(world: ShopWorld) -> list[int]:
    """Of two things that all of them want, in both orders."""
    one, other = [await world.variant(2 * MANY) for _ in range(2)]
    for number in range(MANY):
        await world.customer(FIRST + number)
        for variant in (one, other)[:: 1 if number % 2 else -1]:
            await world.carts.add(FIRST + number, variant, 1)
        await world.till.place(FIRST + number, "BTC")
    async with world.uow.read() as uow:
        return list(await uow.session.scalars(select(Order.id).order_by(Order.id)))


async def statuses(world: ShopWorld, orders: list[int]) -> list[OrderStatus]:
    return [(await world.load(order)).status for order in orders]


async def test_what_is_paid_in_the_last_minute_is_not_among_them(world: ShopWorld) -> None:
    orders = await open_orders(world)
    await world.pay(orders[3])
    world.clock.advance(minutes=31)
    await world.payments.expire("BTC")
    expected = [OrderStatus.EXPIRED] * MANY
    expected[3] = OrderStatus.CREATED
    assert await statuses(world, orders) == expected
    told = [m for m in await world.messages() if m.event == "expired"]
    assert sorted(m.order_id for m in told if m.order_id) == [*orders[:3], *orders[4:]]


class Broken(Accounting):
    """Cannot bring one order up to date."""

    async def apply(self, uow: UnitOfWork, invoice: Invoice, *rest: Any) -> None:
        if invoice.order.user_id == FIRST + 5:
            raise ArithmeticError
        await super().apply(uow, invoice, *rest)


async def test_a_defect_in_one_keeps_no_other_from_ending(world: ShopWorld) -> None:
    orders = await open_orders(world)
    broken = Broken(world.clock, world.rates, world.lifecycle, Policy())
    terms = WatchTerms(timedelta(seconds=15))
    payments = PaymentService(world.uow, world.clock, world.chains, broken, terms)
    world.clock.advance(minutes=31)
    await payments.expire("BTC")
    expected = [OrderStatus.EXPIRED] * MANY
    expected[5] = OrderStatus.CREATED
    assert await statuses(world, orders) == expected


async def test_others_who_want_the_same_rows_meanwhile_lose_nothing(world: ShopWorld) -> None:
    """Customers who cancel, two sweeps at once, and people who buy the same things the other way
    round: whoever is second hears so in a sentence, and no two wait for each other.
    """
    orders = await open_orders(world)
    async with world.uow.read() as uow:
        query = select(Order.user_id).order_by(Order.id)
        people = dict(zip(orders, await uow.session.scalars(query), strict=True))
    buyers = range(FIRST + MANY, FIRST + MANY + 8)
    for number, buyer in enumerate(buyers):
        await world.customer(buyer)
        for variant in ((1, 2), (2, 1))[number % 2]:
            await world.carts.add(buyer, variant, 1)
    world.clock.advance(minutes=31)
    await world.rates.refresh()
    acts = [
        *(world.payments.expire("BTC") for _ in range(2)),
        *(world.till.place(buyer, "BTC") for buyer in buyers),
        *(
            world.orders.cancel(order, actor=f"user:{people[order]}", owner=people[order])
            for order in reversed(orders[::3])
        ),
    ]
    done = await asyncio.gather(*acts, return_exceptions=True)
    assert [e for e in done if isinstance(e, Exception) and not isinstance(e, ShopError)] == []
    await world.payments.expire("BTC")
    assert OrderStatus.CREATED not in await statuses(world, orders)
    assert await world.violations() == []
