"""More of kinds 1 and 2: refunds, prices missing for days, JPY, tolerance, thresholds."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from models.errors import ShopError
from models.order import OrderStatus
from models.refund import RefundState
from services.money.rate import RateService
from services.money.settlement import Policy
from tests.services.conftest import ShopWorld
from tests.services.money.test_refund import ADMIN, THERE, load, opened, overpaid


async def test_an_old_transaction_is_no_refund(world: ShopWorld) -> None:
    """The customer's address got as much from somebody else, long before the refund was opened."""
    txid = world.chain.pay(THERE, 10**8)
    world.chain.mine(1_000)
    world.clock.advance(days=7)
    await world.rates.refresh()
    order = await overpaid(world)
    refund = await opened(world, order)
    with pytest.raises(ShopError):
        await world.refunds.sent(refund.id, txid, actor=ADMIN)


async def test_a_refund_that_left_and_came_back_is_not_credit_as_well(world: ShopWorld) -> None:
    """Seen, unseen for eleven minutes, withdrawn; the transaction was there again all the time."""
    order = await overpaid(world)
    refund = await opened(world, order)
    txid = world.chain.pay(THERE, refund.units)
    await world.refunds.sent(refund.id, txid, actor=ADMIN)
    kept = list(world.chain.transfers[THERE])
    world.chain.drop(txid)
    world.clock.advance(minutes=11)
    await world.refunds.follow()
    assert (await load(world, refund.id)).state is RefundState.OPEN
    world.chain.transfers[THERE] += kept  # in a block by now
    world.chain.mine(6)
    with pytest.raises(ShopError):
        await world.refunds.withdraw(refund.id, actor="admin:2")


async def test_two_refunds_of_one_order_may_not_name_one_lost_transaction(
    world: ShopWorld,
) -> None:
    """After the withdrawal the old transaction pays a second refund: only once out, fine."""
    order = await overpaid(world)
    refund = await opened(world, order)
    txid = world.chain.pay(THERE, refund.units)
    await world.refunds.sent(refund.id, txid, actor=ADMIN)
    world.chain.mine(6)
    await world.refunds.follow()
    assert (await load(world, refund.id)).state is RefundState.CONFIRMED
    world.chain.drop(txid)  # reorganised after it was final for us
    for _ in range(3):
        world.clock.advance(minutes=20)
        await world.refunds.follow()
    assert (await world.load(order)).needs_review is not None


async def test_a_coin_not_offered_any_more_can_be_refunded(world: ShopWorld) -> None:
    order = await overpaid(world)
    world.rates = RateService(
        world.sources,
        world.clock,
        ["ETH"],
        currency="USD",
        spread_percent=Decimal(1),
        watched=["BTC"],
    )
    await world.rates.refresh()
    world._open_refunds()
    assert (await world.refunds.offer(order)).units > 0


async def test_without_a_price_stock_is_not_held_for_days(world: ShopWorld) -> None:
    order = await world.order()
    await world.payments.scan("BTC")
    world.clock.advance(hours=2)  # the machine was off
    await world.pay(order)
    world.chain.mine(6)
    world.restart()
    for source in world.sources:
        source.value = None
    for _ in range(30):
        world.clock.advance(hours=4)
        await world.rates.refresh()
        await world.payments.scan("BTC")
        await world.payments.expire_overdue()
    found = await world.load(order)
    assert found.status is OrderStatus.EXPIRED, found.needs_review


async def test_a_vanished_payment_and_an_admin_who_ships(world: ShopWorld) -> None:
    from models.product import ProductKind

    variant = await world.variant(5, ProductKind.PHYSICAL)
    await world.customer(100)
    await world.carts.add(100, variant, 1)
    order = await world.till.place(100, "BTC", "1 Storm Street, Hamburg")
    txid = await world.pay(order)
    world.chain.mine()
    await world.payments.scan("BTC")
    world.chain.drop(txid)
    world.clock.advance(minutes=5)
    await world.payments.scan("BTC")
    assert (await world.load(order)).needs_review == "payment-vanished"
    with pytest.raises(ShopError):
        await world.orders.ship(order, actor="admin:2")


@pytest.mark.parametrize("share", ["0.951", "0.97"])
async def test_tolerance_is_given_once(world: ShopWorld, share: str) -> None:
    world.policy = Policy(tolerance_percent=Decimal(5))
    from services.money.payment import PaymentService, WatchTerms

    payments = PaymentService(
        world.uow, world.clock, world.chains, world.accounting(), WatchTerms(timedelta(seconds=15))
    )
    order = await world.order()
    await world.pay(order, share)
    world.chain.mine(3)
    await payments.scan("BTC")
    assert (await world.load(order)).status is OrderStatus.SHIPPED
    await world.pay(order, "1.0")
    world.chain.mine(3)
    world.clock.advance(seconds=20)
    await payments.scan("BTC")
    assert await world.credit() <= 1010
    await world.pay(order, "0.05")
    world.chain.mine(3)
    world.clock.advance(seconds=20)
    await payments.scan("BTC")
    assert await world.credit() <= 1010 * 1.05


@pytest.mark.parametrize("coin", ["BTC", "ETH"])
async def test_with_a_threshold_of_nothing_one_source_gives_nothing(
    world: ShopWorld, coin: str
) -> None:
    from services.money.payment import PaymentService, WatchTerms

    payments = PaymentService(
        world.uow, world.clock, world.chains, world.accounting(0), WatchTerms(timedelta(seconds=15))
    )
    order = await world.order(asset=coin)
    await world.pay(order, "5")
    world.chain.mine(60)
    world.ether.mine(60)
    for _ in range(5):
        world.clock.advance(seconds=20)
        await payments.scan(coin)
    found = await world.load(order)
    assert (found.status, found.needs_review) == (OrderStatus.CREATED, "single-source-large")
    invoice = await world.invoice(order)
    await world.decisions.vouch(order, actor="admin:1", units=invoice.seen)
    await world.pay(order, "50")
    world.chain.mine(60)
    world.ether.mine(60)
    world.clock.advance(seconds=20)
    await payments.scan(coin)
    assert (await world.load(order)).status is OrderStatus.CREATED
    assert await world.credit() == 0


async def test_vouched_for_one_payment_another_is_not_believed(world: ShopWorld) -> None:
    """The one that the admin looked up vanished; one of the same sum, told by the same source."""
    from services.money.payment import PaymentService, WatchTerms

    payments = PaymentService(
        world.uow, world.clock, world.chains, world.accounting(0), WatchTerms(timedelta(seconds=15))
    )
    order = await world.order()
    txid = await world.pay(order)
    world.chain.mine(2)
    world.clock.advance(seconds=20)
    await payments.scan("BTC")
    invoice = await world.invoice(order)
    await world.decisions.vouch(order, actor="admin:1", units=invoice.seen)
    world.chain.drop(txid)
    await world.pay(order)
    world.chain.mine(2)
    world.clock.advance(minutes=3)
    await payments.scan("BTC")
    assert (await world.load(order)).status is OrderStatus.CREATED


async def test_a_reorganised_surplus_given_as_credit_then_replaced(world: ShopWorld) -> None:
    """The same two-minute hole with a surplus: one payment of 50, credited twice."""
    order = await world.order()
    await world.pay(order)
    world.chain.mine()
    await world.payments.scan("BTC")
    await world.pay(order, "40")
    world.chain.mine(3)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    once = await world.credit()
    assert once > 39_000
    address = (await world.invoice(order)).address.address
    rows = world.chain.transfers[address]
    rows[1] = replace(rows[1], block_height=None, block_hash=None)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    units = rows.pop(1).amount
    world.chain.pay(address, units)
    world.chain.mine(4)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    assert await world.credit() == once


async def test_switched_coins_paid_everywhere(world: ShopWorld) -> None:
    """All three addresses of a chain are paid in the same minute: goods once, the rest credit."""
    order = await world.order()
    second = await world.switches.switch(order, "ETH", owner=100)
    third = await world.switches.switch(second, "BTC", owner=100)
    for each in (order, second, third):
        await world.pay(each)
    world.chain.mine(6)
    world.ether.mine(60)
    world.clock.advance(seconds=20)
    for coin in ("BTC", "ETH", "BTC", "ETH"):
        await world.payments.scan(coin)
        world.clock.advance(seconds=20)
    states = [(await world.load(each)).status for each in (order, second, third)]
    assert states.count(OrderStatus.SHIPPED) == 1
    assert await world.credit() <= 2_040


@pytest.mark.parametrize("again", ["cancel", "expire"])
async def test_a_switched_order_ends_and_all_are_paid_late(world: ShopWorld, again: str) -> None:
    order = await world.order()
    second = await world.switches.switch(order, "ETH", owner=100)
    if again == "cancel":
        await world.orders.cancel(second, actor="user:100", owner=100)
    world.clock.advance(hours=3)
    await world.rates.refresh()
    await world.payments.expire_overdue()
    for each in (order, second):
        await world.pay(each)
    world.chain.mine(6)
    world.ether.mine(60)
    for _ in range(3):
        world.clock.advance(seconds=20)
        for coin in ("BTC", "ETH"):
            await world.payments.scan(coin)
    states = [(await world.load(each)).status for each in (order, second)]
    assert states[0] is OrderStatus.CANCELLED
    assert await world.stock(await world.variant_of(second)) == (4, 0)
