"""Orders watched by two sources of which one is wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models.order import OrderStatus
from services.money.payment import PaymentService, WatchTerms
from tests.fakes import FakeChain
from tests.services.conftest import ShopWorld
from utils.chains.base import SeenTransfer
from utils.chains.failover import FailoverClient


@pytest.fixture
def second(world: ShopWorld) -> FakeChain:
    """Asked when `world.chain` is down, and when two are needed: here always from 1 cent on."""
    second = FakeChain(world.clock)
    watch(world, second, agree_from=1)
    return second


def watch(world: ShopWorld, second: FakeChain, agree_from: int | None) -> None:
    client = FailoverClient([world.chain, second])
    world.payments = PaymentService(
        world.uow,
        world.clock,
        {"BTC": client},
        world.accounting(agree_from),
        WatchTerms(timedelta(seconds=15)),
    )


async def told(world: ShopWorld, order_id: int, share: int) -> tuple[str, SeenTransfer]:
    """The order's address, and a payment of that many per cent of what is due."""
    invoice = await world.invoice(order_id)
    units = invoice.due * share // 100
    return invoice.address.address, SeenTransfer("ab" * 32, 0, units, None, None)


async def test_a_scan_after_the_deadline_asks_both(world: ShopWorld, second: FakeChain) -> None:
    """Failure case 3: whichever job looks first, nothing expires that any source has seen."""
    watch(world, second, agree_from=None)
    order_id = await world.order()
    address, payment = await told(world, order_id, 100)
    second.transfers[address].append(payment)
    world.clock.advance(minutes=31)
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.CREATED


async def test_an_amount_told_by_one_source_is_not_kept(
    world: ShopWorld, second: FakeChain
) -> None:
    """Failure case 4: the first word about a payment was wrong; what both say later counts."""
    order_id = await world.order()
    address, half = await told(world, order_id, 50)
    second.down = True
    world.chain.transfers[address].append(replace(half, amount=half.amount * 2))
    await world.payments.check(order_id)
    second.down = False
    for chain in (world.chain, second):
        chain.transfers[address] = [half]
        chain.mine(10)
    await world.payments.check(order_id)
    assert [row.amount for row in await world.transfers(order_id)] == [half.amount]
    assert (await world.load(order_id)).status is OrderStatus.CREATED


async def test_a_payment_told_of_two_addresses_stops_nobody(
    world: ShopWorld, second: FakeChain
) -> None:
    """Failure case 11: one's payment is told of another's address; a third is served."""
    orders = [await world.order(user_id=100 + number) for number in range(3)]
    told_of = [await told(world, order_id, 100) for order_id in orders]
    second.transfers[told_of[0][0]].append(told_of[0][1])
    await world.payments.scan("BTC")
    for chain in (world.chain, second):
        chain.transfers[told_of[1][0]].append(told_of[1][1])
        chain.transfers[told_of[2][0]].append(replace(told_of[2][1], txid="cd" * 32))
        chain.mine(10)
    world.clock.advance(minutes=1)
    await world.payments.scan("BTC")
    assert (await world.load(orders[2])).status is OrderStatus.SHIPPED
    assert (await world.load(orders[0])).status is OrderStatus.CREATED
    assert "two addresses" in world.payments.problems["BTC"]
