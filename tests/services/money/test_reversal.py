"""A paid order is refunded: what came for it goes back once, and what was handed out stays."""

import asyncio
from decimal import Decimal

import pytest
from sqlalchemy import text

from models.errors import (
    CoinUnavailable,
    CreditGone,
    NothingToDecide,
    OfferChanged,
    OrderNotFound,
    PaymentLost,
    ShopError,
    WrongOrderState,
)
from models.order import OrderStatus
from models.product import ProductKind
from models.refund import RefundState
from models.refund_errors import (
    BadRefundAddress,
    OtherCurrency,
    RefundTooOld,
    RefundUnderWay,
)
from services.running.notification import Event
from services.running.reasons import STOCK_DOUBTED
from tests.services.conftest import ShopWorld

THERE = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"
ADMIN = "admin:1"
PAID, SHIPPED, REFUNDED = OrderStatus.PAID, OrderStatus.SHIPPED, OrderStatus.REFUNDED


async def look(world: ShopWorld, **later: float) -> None:
    world.clock.advance(**(later or {"seconds": 20}))
    await world.rates.refresh()
    await world.payments.scan("BTC")


def price(world: ShopWorld, value: str) -> None:
    for source in world.sources:
        source.value = Decimal(value)


async def bought(
    world: ShopWorld, kind: ProductKind = ProductKind.PHYSICAL, user: int = 100, pieces: int = 2
) -> int:
    """Paid in coins; what is physical waits to be shipped."""
    variant = await world.variant(5, kind)
    await world.customer(user)
    await world.carts.add(user, variant, pieces)
    where = "1 Road, Town" if kind.is_shipped else None
    order_id = await world.till.place(user, "BTC", delivery=where)
    await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    return order_id


async def to_credit(world: ShopWorld, order_id: int, *, back: bool = False) -> int:
    offer = await world.reversals.offer(order_id)
    amount = offer.shares.amount
    await world.reversals.to_credit(order_id, amount=amount, back=back, actor=ADMIN)
    return amount


async def to_send(world: ShopWorld, order_id: int, address: str | None = THERE) -> int:
    amount = (await world.reversals.offer(order_id)).shares.amount
    return await world.reversals.to_send(
        order_id, amount=amount, back=False, actor=ADMIN, address=address
    )


async def acts(world: ShopWorld, order_id: int, action: str) -> int:
    async with world.uow.read() as uow:
        return sum(row.action == action for row in await uow.audit.of_order(order_id))


async def test_what_was_paid_is_credit_and_nothing_is_to_be_shipped(world: ShopWorld) -> None:
    order_id = await bought(world)
    variant = await world.variant_of(order_id)
    assert await to_credit(world, order_id, back=True) == 2000
    order = await world.load(order_id)
    assert (order.status, await world.credit()) == (REFUNDED, 2000)
    assert await world.stock(variant) == (5, 0)
    assert await acts(world, order_id, "order.refunded") == 1
    [told] = [m.args for m in await world.messages() if m.event == Event.ORDER_REFUNDED]
    assert told == {"amount": "2000", "sent": "0", "owed": "0"}
    assert len([e for e in await world.events() if e == Event.ADMIN_REFUNDED]) == 2
    with pytest.raises(WrongOrderState):
        await world.orders.ship(order_id, actor="admin:2")
    assert await world.orders.tasks() == (0, 0)
    await world.carts.add(100, variant, 1)
    await world.till.place(100, None, delivery="1 Road, Town")  # nothing stands in the way


async def test_case_86_87_a_refund_brings_no_digital_good_back(world: ShopWorld) -> None:
    """Failure cases 86 and 87: what was handed out is sold, and stays the customer's."""
    order_id = await bought(world, ProductKind.DIGITAL)
    assert (await world.load(order_id)).status is SHIPPED
    variant = await world.variant_of(order_id)
    offer = await world.reversals.offer(order_id)
    assert (offer.goods.kept, offer.goods.undelivered, offer.goods.pieces) == (2, 0, 0)
    await to_credit(world, order_id, back=True)
    assert await world.stock(variant) == (3, 0)
    assert len(await world.orders.goods(order_id, owner=100)) == 2
    assert (await world.load(order_id)).status is REFUNDED


async def test_what_never_left_is_for_sale_again(world: ShopWorld) -> None:
    """Half of it was in doubt at the payment: those that were not delivered go back."""
    variant = await world.variant(5)
    await world.customer()
    await world.carts.add(100, variant, 2)
    order_id = await world.till.place(100, "BTC")
    async with world.uow() as uow:
        await uow.products.doubt(world.clock(), [variant])
    await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    assert (await world.load(order_id)).needs_review == STOCK_DOUBTED
    await to_credit(world, order_id)
    order = await world.load(order_id)
    assert (order.needs_review, await world.stock(variant)) == (None, (5, 0))
    await world.doubts.release(variant, ADMIN)
    assert await world.orders.goods(order_id, owner=100) == []


async def test_pieces_stay_away_unless_they_are_back(world: ShopWorld) -> None:
    order_id = await bought(world)
    await world.orders.ship(order_id, actor=ADMIN)
    await to_credit(world, order_id, back=False)
    assert await world.stock(await world.variant_of(order_id)) == (3, 0)


async def test_coins_are_worth_the_lower_rate(world: ShopWorld) -> None:
    order_id = await bought(world)
    full = (await world.reversals.offer(order_id)).shares.amount
    price(world, "40000")
    await look(world)
    offer = await world.reversals.offer(order_id)
    assert offer.shares.amount < full == 2000
    with pytest.raises(OfferChanged):
        await world.reversals.to_credit(order_id, amount=full, back=False, actor=ADMIN)
    await to_credit(world, order_id)
    assert await world.credit() == offer.shares.amount
    price(world, "150000")
    assert (await world.load(order_id)).status is REFUNDED


async def test_no_price_no_refund_of_coins(world: ShopWorld) -> None:
    order_id = await bought(world)
    world.clock.advance(hours=2)
    with pytest.raises(CoinUnavailable):
        await world.reversals.offer(order_id)


async def test_what_was_paid_in_another_currency_is_settled_by_hand(world: ShopWorld) -> None:
    order_id = await bought(world)
    async with world.uow() as uow:
        await uow.vault.state("currency", "USD")
    assert (await world.reversals.offer(order_id)).shares.amount == 2000
    async with world.uow() as uow:
        await uow.session.execute(text("UPDATE facts SET value = 'EUR' WHERE name = 'currency'"))
    with pytest.raises(OtherCurrency):
        await world.reversals.offer(order_id)


async def test_store_credit_goes_back_as_it_was(world: ShopWorld) -> None:
    """Credit of another order's surplus paid for all of it."""
    first = await bought(world, ProductKind.DIGITAL)
    await world.pay(first)
    world.chain.mine(6)
    await look(world)
    variant = await world.variant(5)
    await world.carts.add(100, variant, 1)
    before = await world.credit()
    second = await world.till.place(100, None)
    assert await world.credit() == before - 1000
    assert await to_credit(world, second) == 1000
    assert await world.credit() == before
    with pytest.raises(NothingToDecide):
        await world.decisions.choice(second)


async def test_late_money_that_paid_for_it_goes_back(world: ShopWorld) -> None:
    order_id = await world.order()
    world.clock.advance(minutes=45)
    await world.payments.expire_overdue()
    await world.pay(order_id, "1.2")
    world.chain.mine(6)
    await look(world)
    assert (await world.load(order_id)).status is SHIPPED
    left = await world.credit()
    assert await to_credit(world, order_id) == 1000
    assert await world.credit() == left + 1000
    refund = await world.refunds.offer(order_id)
    assert refund.amount == left + 1000
    assert refund.units <= (await world.transfers(order_id))[0].amount


async def test_money_that_comes_after_the_refund_is_credit(world: ShopWorld) -> None:
    order_id = await bought(world)
    await to_credit(world, order_id)
    before = await world.credit()
    await world.pay(order_id, "0.5")
    world.chain.mine(6)
    await look(world)
    assert (await world.load(order_id)).status is REFUNDED
    assert await world.credit() > before


async def test_coins_that_leave_after_the_refund_take_the_credit_with_them(
    world: ShopWorld,
) -> None:
    order_id = await world.order()
    txid = await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    await to_credit(world, order_id)
    address = (await world.invoice(order_id)).address.address
    kept = list(world.chain.transfers[address])
    world.chain.drop(txid)
    await look(world, minutes=5)
    assert await world.credit() == 0
    world.chain.transfers[address] += kept
    await look(world)
    assert await world.credit() == 1000


async def test_coins_that_are_lost_are_not_given_back(world: ShopWorld) -> None:
    order_id = await world.order()
    txid = await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    amount = (await world.reversals.offer(order_id)).shares.amount
    world.chain.drop(txid)
    await look(world, minutes=5)
    with pytest.raises(PaymentLost):
        await world.reversals.to_credit(order_id, amount=amount, back=False, actor=ADMIN)
    units = (await world.invoice(order_id)).open_loss
    await world.decisions.write_off(order_id, actor=ADMIN, units=units)
    with pytest.raises(PaymentLost):
        await world.reversals.offer(order_id)


async def test_coins_are_set_aside_looked_up_and_told_after(world: ShopWorld) -> None:
    order_id = await bought(world)
    taken = (await world.invoice(order_id)).taken
    old = world.chain.pay(THERE, 10 * taken)
    world.chain.mine(1)
    world.clock.advance(hours=3)
    await world.rates.refresh()
    refund_id = await to_send(world, order_id)
    assert await world.credit() == 0
    async with world.uow.read() as uow:
        refund = await uow.refunds.get(refund_id)
    assert (refund.state, refund.amount) == (RefundState.OPEN, 2000)
    assert 0 < refund.units <= taken
    with pytest.raises(RefundTooOld):
        await world.refunds.sent(refund_id, old, actor=ADMIN)
    assert Event.REFUNDED not in await world.events()
    txid = world.chain.pay(THERE, refund.units)
    await world.refunds.sent(refund_id, txid, actor=ADMIN)
    assert Event.REFUNDED in await world.events()
    assert (await world.load(order_id)).status is REFUNDED
    with pytest.raises(NothingToDecide):
        await world.refunds.offer(order_id)


async def test_nothing_sent_leaves_it_as_credit(world: ShopWorld) -> None:
    order_id = await bought(world)
    refund_id = await to_send(world, order_id)
    await world.refunds.withdraw(refund_id, actor=ADMIN)
    assert (await world.credit(), (await world.load(order_id)).status) == (2000, REFUNDED)


async def test_a_refusal_of_the_address_changes_nothing(world: ShopWorld) -> None:
    order_id = await bought(world)
    with pytest.raises(BadRefundAddress):
        await to_send(world, order_id, "not an address")
    assert ((await world.load(order_id)).status, await world.credit()) == (PAID, 0)


async def test_where_to_is_asked_before(world: ShopWorld) -> None:
    """Failure case 64: to where the customer confirmed in their own chat."""
    order_id = await bought(world)
    await world.places.ask(order_id, actor=ADMIN)
    place = await world.places.give(order_id, THERE, owner=100)
    await world.places.confirm(order_id, version=place.version, owner=100)
    assert (await world.reversals.offer(order_id)).address == THERE
    refund_id = await to_send(world, order_id, None)
    [card] = await world.refunds.of(order_id)
    assert (card.refund.id, card.address) == (refund_id, THERE)


async def test_surplus_that_is_under_way_comes_first(world: ShopWorld) -> None:
    order_id = await bought(world)
    await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    surplus = (await world.refunds.offer(order_id)).amount
    await world.refunds.open(order_id, amount=surplus, actor=ADMIN, address=THERE)
    with pytest.raises(RefundUnderWay):
        await to_send(world, order_id)
    assert (await world.load(order_id)).status is PAID
    await to_credit(world, order_id)


async def test_case_56_nobody_refunds_what_is_not_paid(world: ShopWorld) -> None:
    """Failure case 56: forged buttons, for every state but paid and shipped."""
    order_id = await world.order()
    for amount in (1000, 1, 0, -5):
        with pytest.raises(ShopError):
            await world.reversals.to_credit(order_id, amount=amount, back=True, actor=ADMIN)
    with pytest.raises(OrderNotFound):
        await world.reversals.to_credit(999, amount=1000, back=True, actor=ADMIN)
    await world.orders.cancel(order_id, actor=ADMIN)
    with pytest.raises(WrongOrderState):
        await world.reversals.offer(order_id)
    assert await world.credit() == 0


async def test_case_48_ten_admins_refund_once(world: ShopWorld) -> None:
    """Failure case 48: the same moment, one winner, one answer for the others."""
    order_id = await bought(world)
    outcomes = await asyncio.gather(
        *(
            world.reversals.to_credit(order_id, amount=2000, back=True, actor=f"admin:{n}")
            for n in range(10)
        ),
        return_exceptions=True,
    )
    assert sum(outcome is None for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, WrongOrderState) for outcome in outcomes) == 9, outcomes
    assert (await world.credit(), await acts(world, order_id, "order.refunded")) == (2000, 1)


@pytest.mark.parametrize("first", range(2))
async def test_a_refund_meets_a_shipping(world: ShopWorld, first: int) -> None:
    """Shipped first, it is refunded as shipped; refunded first, nothing is shipped."""
    order_id = await bought(world)
    works = [
        world.orders.ship(order_id, actor="admin:2"),
        world.reversals.to_credit(order_id, amount=2000, back=False, actor=ADMIN),
    ]
    outcomes = await asyncio.gather(*works[first:], *works[:first], return_exceptions=True)
    assert all(o is None or isinstance(o, WrongOrderState) for o in outcomes), outcomes
    assert (await world.load(order_id)).status is REFUNDED
    shipped = await acts(world, order_id, "order.shipped")
    assert sum(o is None for o in outcomes) == 1 + shipped


async def test_a_refund_meets_a_replacement(world: ShopWorld) -> None:
    """One good is with the customer, whoever was first; refunded, there is no other."""
    order_id = await bought(world, ProductKind.DIGITAL, pieces=1)
    [sold] = await world.replacing.sold(order_id)
    outcomes = await asyncio.gather(
        world.replacing.replace(sold.unit.id, "broken", actor="admin:2"),
        world.reversals.to_credit(order_id, amount=1000, back=True, actor=ADMIN),
        return_exceptions=True,
    )
    assert outcomes[1] is None
    replaced = await acts(world, order_id, "unit.replaced")
    assert replaced or isinstance(outcomes[0], WrongOrderState), outcomes
    assert len(await world.orders.goods(order_id, owner=100)) == 1
    [now] = await world.replacing.sold(order_id)
    with pytest.raises(WrongOrderState):
        await world.replacing.replace(now.unit.id, "again", actor="admin:2")


async def test_a_refund_meets_the_customers_spending(world: ShopWorld) -> None:
    """What is set aside is not spent, and what is spent is not set aside."""
    order_id = await bought(world)
    variant = await world.variant(5, price=2000)
    await to_credit(world, order_id)
    await world.carts.add(100, variant, 1)
    outcomes = await asyncio.gather(
        world.till.place(100, None),
        world.refunds.open(order_id, amount=2000, actor=ADMIN, address=THERE),
        return_exceptions=True,
    )
    assert sum(isinstance(o, int) for o in outcomes) == 1, outcomes
    assert any(isinstance(o, CreditGone | CoinUnavailable) for o in outcomes), outcomes
    assert await world.credit() == 0


async def test_a_refund_meets_a_reorganisation(world: ShopWorld) -> None:
    """Either it is refused, or the credit is suspended: nothing is given for coins that left."""
    order_id = await world.order()
    txid = await world.pay(order_id)
    world.chain.mine(6)
    await look(world)
    world.chain.drop(txid)
    world.clock.advance(minutes=5)
    await world.rates.refresh()
    outcomes = await asyncio.gather(
        world.payments.scan("BTC"),
        world.reversals.to_credit(order_id, amount=1000, back=False, actor=ADMIN),
        return_exceptions=True,
    )
    assert outcomes[1] is None or isinstance(outcomes[1], PaymentLost), outcomes
    await look(world, minutes=5)
    assert await world.credit() == 0


async def test_what_waited_for_the_goods_is_over(world: ShopWorld) -> None:
    """A process that was killed right after finds a refunded order and nothing to deliver."""
    order_id = await bought(world)
    await to_credit(world, order_id)
    world.restart()
    await look(world)
    await world.doubts.deliver()
    assert (await world.load(order_id)).needs_review is None
    assert (await world.orders.underway(100)).packing == []
