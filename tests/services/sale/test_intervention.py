"""More time, no more time, and paid by a person's word: each by one, once, and told as it is."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from models.errors import (
    BadReason,
    HeldLongEnough,
    OfferChanged,
    PaymentDetected,
    WrongOrderState,
)
from models.invoice import InvoiceState
from models.order import OrderStatus
from models.refund_errors import NothingReceived
from services.running.notification import Event
from services.sale.intervention import LONGEST_HELD, STEPS
from tests.services.conftest import ShopWorld

ADMIN = "admin:1"
QUARTER, HOUR = STEPS


async def look(world: ShopWorld, **later: float) -> None:
    world.clock.advance(**(later or {"seconds": 20}))
    await world.rates.refresh()
    await world.payments.scan("BTC")


async def extend(world: ShopWorld, order_id: int, step: timedelta = HOUR) -> None:
    until = (await world.load(order_id)).expires_at
    await world.hand.extend(order_id, step, until=until, actor=ADMIN)


async def end(world: ShopWorld, order_id: int) -> None:
    asked = world.clock()
    await world.payments.check(order_id)
    await world.hand.end_now(order_id, asked=asked, actor=ADMIN)


def price(world: ShopWorld, value: str) -> None:
    for source in world.sources:
        source.value = Decimal(value)


async def test_time_is_given(world: ShopWorld) -> None:
    order_id = await world.order()
    before = (await world.load(order_id)).expires_at
    await extend(world, order_id)
    order = await world.load(order_id)
    assert (order.expires_at, order.rate_until) == (before + HOUR, before)
    world.clock.advance(minutes=45)
    await world.payments.expire_overdue()
    assert (await world.load(order_id)).status is OrderStatus.CREATED
    await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert {Event.EXTENDED, Event.ADMIN_EXTENDED} <= set(await world.events())


async def test_more_time_is_no_option_on_the_price(world: ShopWorld) -> None:
    """Half the value for the same coins, within the time that was added: it takes twice as many."""
    order_id = await world.order()
    await extend(world, order_id)
    price(world, "25000")
    await look(world, minutes=40)
    await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    invoice = await world.invoice(order_id)
    assert invoice.state is InvoiceState.PARTIAL
    money = (await world.orders.card(order_id)).money
    assert money
    assert abs(money.missing - invoice.due) < invoice.due // 20
    world.chain.pay(invoice.address.address, money.missing)
    world.chain.mine(6)
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert await world.credit() < 20


async def test_a_rise_is_no_loss_to_the_customer(world: ShopWorld) -> None:
    order_id = await world.order()
    await extend(world, order_id)
    price(world, "60000")
    await look(world, minutes=40)
    money = (await world.orders.card(order_id)).money
    assert money
    assert money.missing == (await world.invoice(order_id)).due


async def test_another_coin_locks_its_rate_no_longer_than_any_order(world: ShopWorld) -> None:
    """Nor is changing the coin of an order that was given time an option on the price."""
    order_id = await world.order()
    await extend(world, order_id)
    await extend(world, order_id)
    price(world, "50000")
    await world.rates.refresh()
    new = await world.switches.switch(order_id, "ETH", owner=100)
    order = await world.load(new)
    assert order.rate_until == world.clock() + world.terms.timeout
    assert order.expires_at > order.rate_until


async def test_goods_are_not_held_for_ever(world: ShopWorld) -> None:
    order_id = await world.order()
    for _ in range(LONGEST_HELD // HOUR - 1):
        await extend(world, order_id)
    with pytest.raises(HeldLongEnough):
        await extend(world, order_id)
    order = await world.load(order_id)
    assert order.expires_at - order.created_at <= LONGEST_HELD


async def test_two_who_extend_at_once_give_it_once(world: ShopWorld) -> None:
    order_id = await world.order()
    until = (await world.load(order_id)).expires_at
    outcomes = await asyncio.gather(
        *(world.hand.extend(order_id, QUARTER, until=until, actor=f"admin:{n}") for n in range(5)),
        return_exceptions=True,
    )
    assert sum(o is None for o in outcomes) == 1, outcomes
    assert sum(isinstance(o, OfferChanged) for o in outcomes) == 4, outcomes
    assert (await world.load(order_id)).expires_at == until + QUARTER


async def test_a_forged_step_is_refused(world: ShopWorld) -> None:
    order_id = await world.order()
    for step in (timedelta(days=9), timedelta(0), -HOUR):
        with pytest.raises(OfferChanged):
            await extend(world, order_id, step)


async def test_case_72_time_that_is_up_at_once_gives_the_stock_back(world: ShopWorld) -> None:
    """Failure case 72; and it is nobody's timeout."""
    order_id = await world.order(quantity=2)
    variant = await world.variant_of(order_id)
    world.clock.advance(minutes=5)
    await end(world, order_id)
    order = await world.load(order_id)
    assert (order.status, order.timed_out_at, order.needs_review) == (
        *(OrderStatus.EXPIRED, None, None),
    )
    assert order.ended_early
    assert await world.stock(variant) == (5, 0)
    with pytest.raises(WrongOrderState):
        await extend(world, order_id)
    with pytest.raises(WrongOrderState):
        await end(world, order_id)


async def test_ended_unchecked_a_person_looks(world: ShopWorld) -> None:
    order_id = await world.order()
    world.chain.down = True
    world.clock.advance(minutes=1)
    await end(world, order_id)
    assert (await world.load(order_id)).needs_review == "expired-unchecked"
    world.chain.down = False
    await look(world, minutes=2)
    await world.payments.check(order_id)
    assert (await world.load(order_id)).needs_review is None


async def test_case_49_nothing_ends_while_money_is_seen(world: ShopWorld) -> None:
    """Failure case 49: as a cancelling, it is refused."""
    order_id = await world.order()
    await world.pay(order_id, "0.5")
    with pytest.raises(PaymentDetected):
        await end(world, order_id)
    assert (await world.load(order_id)).status is OrderStatus.CREATED


async def test_money_after_an_early_end_is_late(world: ShopWorld) -> None:
    order_id = await world.order()
    world.clock.advance(minutes=5)
    await end(world, order_id)
    await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED  # honoured: all is there


async def test_case_48_an_end_meets_a_payment(world: ShopWorld) -> None:
    """Failure case 48: ended, and the money is late; or seen, and it does not end."""
    order_id = await world.order()
    await world.payments.scan("BTC")
    await world.pay(order_id)
    outcomes = await asyncio.gather(
        world.payments.check(order_id),
        world.hand.end_now(order_id, asked=world.clock(), actor=ADMIN),
        world.orders.cancel(order_id, actor="user:100", owner=100),
        return_exceptions=True,
    )
    refused = (PaymentDetected, WrongOrderState)
    assert all(o is None or isinstance(o, refused) for o in outcomes), outcomes
    world.chain.mine(6)
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


async def by_hand(world: ShopWorld, order_id: int, reason: str = "Cash at the door") -> None:
    seen = (await world.invoice(order_id)).seen
    await world.hand.take_for_paid(order_id, reason, seen=seen, actor=ADMIN)


async def test_what_a_person_took_for_paid_is_delivered_and_not_received(world: ShopWorld) -> None:
    order_id = await world.order()
    await by_hand(world, order_id)
    order, invoice = await world.load(order_id), await world.invoice(order_id)
    assert (order.status, order.by_hand_at) == (OrderStatus.SHIPPED, world.clock())
    assert (invoice.taken, invoice.seen) == (0, 0)
    assert len(await world.orders.goods(order_id, owner=100)) == 1
    with pytest.raises(NothingReceived):
        await world.reversals.offer(order_id)
    async with world.uow.read() as uow:
        given = await uow.credit.given_for_coins([100], order.created_at)
    assert given == {}


async def test_what_arrives_after_it_pays_for_it_first(world: ShopWorld) -> None:
    """Not goods and store credit for the same coins."""
    order_id = await world.order()
    await by_hand(world, order_id)
    await world.pay(order_id, "1.5")
    world.chain.mine(6)
    await look(world)
    invoice = await world.invoice(order_id)
    assert invoice.taken == invoice.due
    assert 490 <= await world.credit() <= 500
    await world.reversals.to_credit(order_id, amount=1000, back=False, actor=ADMIN)
    assert 1490 <= await world.credit() <= 1500


async def test_half_that_came_is_half_that_goes_back(world: ShopWorld) -> None:
    order_id = await world.order()
    await world.pay(order_id, "0.5")
    world.chain.mine(6)
    await look(world)
    await by_hand(world, order_id)
    await look(world)
    offer = await world.reversals.offer(order_id)
    assert offer.shares.amount in (499, 500)


async def test_other_money_than_was_told_of_is_asked_about_again(world: ShopWorld) -> None:
    order_id = await world.order()
    await world.pay(order_id)
    await look(world)
    with pytest.raises(OfferChanged):
        await world.hand.take_for_paid(order_id, "He showed me", seen=0, actor=ADMIN)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 5000])
async def test_case_63_a_reason_is_required(world: ShopWorld, reason: str) -> None:
    """Failure case 63: a proof that a customer shows is no money; a person's word has a reason."""
    order_id = await world.order()
    with pytest.raises(BadReason):
        await by_hand(world, order_id, reason)
    assert (await world.load(order_id)).status is OrderStatus.CREATED


async def test_paid_by_hand_meets_an_end_a_cancelling_and_itself(world: ShopWorld) -> None:
    order_id = await world.order()
    outcomes = await asyncio.gather(
        world.hand.take_for_paid(order_id, "Cash", seen=0, actor="admin:1"),
        world.hand.take_for_paid(order_id, "Cash", seen=0, actor="admin:2"),
        world.hand.end_now(order_id, asked=world.clock(), actor="admin:1"),
        world.orders.cancel(order_id, actor="admin:2"),
        return_exceptions=True,
    )
    assert sum(o is None for o in outcomes) == 1, outcomes
    assert all(o is None or isinstance(o, WrongOrderState) for o in outcomes), outcomes
