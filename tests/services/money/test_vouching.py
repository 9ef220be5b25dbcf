"""One source alone, and a threshold of nothing: what is vouched for is this payment, as it is."""

from datetime import timedelta
from decimal import Decimal

import pytest

from models.errors import OfferChanged
from models.order import OrderStatus
from services.money.observation import sights
from services.money.payment import PaymentService, WatchTerms
from services.money.policy import Policy
from tests.services.conftest import ShopWorld


@pytest.mark.parametrize("coin", ["BTC", "ETH"])
async def test_with_a_threshold_of_nothing_one_source_gives_nothing(
    world: ShopWorld, coin: str
) -> None:
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


@pytest.mark.parametrize("share", ["0.951", "0.97"])
async def test_tolerance_is_given_once(world: ShopWorld, share: str) -> None:
    world.policy = Policy(tolerance_percent=Decimal(5))
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


async def test_vouched_for_is_what_was_shown(world: ShopWorld) -> None:
    """Another transaction of the same sum, told between the look at the card and the press."""
    payments = PaymentService(
        world.uow, world.clock, world.chains, world.accounting(0), WatchTerms(timedelta(seconds=15))
    )
    order = await world.order()
    txid = await world.pay(order)
    world.chain.mine(2)
    await payments.scan("BTC")
    shown = sights(await world.transfers(order))
    world.chain.drop(txid)
    await world.pay(order)
    world.chain.mine(2)
    world.clock.advance(minutes=3)
    await payments.scan("BTC")
    units = (await world.invoice(order)).seen
    with pytest.raises(OfferChanged):
        await world.decisions.vouch(order, actor="admin:1", units=units, of=shown)
