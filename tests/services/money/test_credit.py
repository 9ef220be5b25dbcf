"""Store credit: spent at checkout, returned when the order ends, decided on by admins."""

import asyncio

import pytest

from models.credit import CreditEntry, CreditReason
from models.errors import (
    CoinUnavailable,
    CreditGone,
    NothingToDecide,
    OrderAlreadyOpen,
    StockGone,
    TotalTooSmall,
    WrongOrderState,
)
from models.order import OrderStatus
from models.refund_errors import RefundUnderWay
from services.running.notification import Event
from tests.services.conftest import ShopWorld

ADDRESS = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"


async def give(world: ShopWorld, amount: int, user_id: int = 100) -> None:
    """Credit from somewhere, as an order that was returned leaves it."""
    await world.customer(user_id)
    async with world.uow() as uow:
        await uow.credit.add(
            CreditEntry(
                user_id=user_id,
                amount=amount,
                currency="USD",
                reason=CreditReason.RETURNED,
                dedup_key=f"given:{user_id}:{amount}",
                created_at=world.clock(),
            )
        )


async def fill_cart(world: ShopWorld, user_id: int = 100, price: int = 1000) -> int:
    variant = await world.variant(5, price=price)
    await world.customer(user_id)
    await world.carts.add(user_id, variant, 1)
    return variant


async def look_again(world: ShopWorld) -> None:
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")


async def test_credit_takes_its_part_off_the_invoice(world: ShopWorld) -> None:
    await fill_cart(world)
    whole = world.rates.quote("BTC")
    await give(world, 400)
    order_id = await world.till.place(100, "BTC", use_credit=True)
    order, invoice = await world.load(order_id), await world.invoice(order_id)
    assert (order.total, order.credit_used, order.to_pay) == (1000, 400, 600)
    assert invoice.due * whole.rate >= 600 * 10**6 > (invoice.due - 1) * whole.rate
    assert await world.credit() == 0
    await world.pay(order_id)
    world.chain.mine()
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


async def test_credit_alone_buys_at_once(world: ShopWorld) -> None:
    await fill_cart(world)
    await give(world, 1500)
    order_id = await world.till.place(100, None)
    card = await world.orders.card(order_id)
    assert (card.order.status, card.invoice) == (OrderStatus.SHIPPED, None)
    assert await world.credit() == 500
    assert Event.GOODS in await world.events(100)
    assert Event.ADMIN_PAID in await world.events(1)


async def test_credit_that_is_too_little_alone_buys_nothing(world: ShopWorld) -> None:
    await fill_cart(world)
    await give(world, 999)
    with pytest.raises(CoinUnavailable):
        await world.till.place(100, None)
    assert await world.credit() == 999


async def test_a_rest_too_small_for_the_coin_is_refused(world: ShopWorld) -> None:
    await fill_cart(world)
    await give(world, 999)
    with pytest.raises(TotalTooSmall):
        await world.till.place(100, "BTC", use_credit=True)
    assert await world.credit() == 999


@pytest.mark.parametrize("ending", ["cancel", "expire"])
async def test_an_order_that_ends_unpaid_gives_its_credit_back(
    world: ShopWorld, ending: str
) -> None:
    await fill_cart(world)
    await give(world, 400)
    order_id = await world.till.place(100, "BTC", use_credit=True)
    if ending == "cancel":
        await world.orders.cancel(order_id, actor="user:100", owner=100)
    else:
        world.clock.advance(minutes=31)
        await world.payments.expire_overdue()
    assert await world.credit() == 400


async def test_two_checkouts_spend_the_credit_once(world: ShopWorld) -> None:
    await fill_cart(world)
    await give(world, 1000)
    outcomes = await asyncio.gather(
        *(world.till.place(100, None) for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1
    refused = [o for o in outcomes if isinstance(o, BaseException)]
    assert all(isinstance(o, OrderAlreadyOpen | CoinUnavailable) or o.args for o in refused)
    assert await world.credit() == 0


async def test_late_money_for_an_order_with_credit_takes_the_credit_again(
    world: ShopWorld,
) -> None:
    await fill_cart(world)
    await give(world, 400)
    order_id = await world.till.place(100, "BTC", use_credit=True)
    world.clock.advance(minutes=31)
    await world.payments.expire_overdue()
    await world.pay(order_id)
    world.chain.mine()
    await world.rates.refresh()
    await look_again(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert await world.credit() == 0


async def late_order(world: ShopWorld, share: str = "0.5") -> int:
    """An expired order with too little money, which became store credit."""
    order_id = await world.order()
    world.clock.advance(minutes=31)
    await world.payments.expire_overdue()
    await world.pay(order_id, share)
    world.chain.mine()
    await world.rates.refresh()
    await look_again(world)
    return order_id


async def honour(world: ShopWorld, order_id: int) -> None:
    """What the admin is shown is what is done."""
    offer = await world.decisions.offer(order_id)
    shown = {"received": offer.received, "price": offer.price}
    await world.decisions.honour(order_id, actor="admin:1", **shown)


async def refund(world: ShopWorld, order_id: int) -> int:
    """Everything there is, to an address that the admin types."""
    amount = (await world.refunds.offer(order_id)).amount
    return await world.refunds.open(order_id, amount=amount, actor="admin:2", address=ADDRESS)


async def test_an_admin_honours_late_money(world: ShopWorld) -> None:
    order_id = await late_order(world)
    card = await world.orders.card(order_id)
    assert card.order.needs_review == "late-money"
    assert card.credited == await world.credit() > 0
    await honour(world, order_id)
    card = await world.orders.card(order_id)
    assert (card.order.status, card.order.needs_review) == (OrderStatus.SHIPPED, None)
    assert (card.credited, await world.credit()) == (0, 0)
    with pytest.raises(WrongOrderState):
        await world.decisions.honour(order_id, actor="admin:1", received=1, price=1)


async def test_an_admin_leaves_it_as_credit(world: ShopWorld) -> None:
    order_id = await late_order(world)
    await world.decisions.keep(order_id, actor="admin:1")
    card = await world.orders.card(order_id)
    assert card.order.needs_review is None
    assert await world.credit() == card.credited


async def test_two_admins_decide_once(world: ShopWorld) -> None:
    order_id = await late_order(world)
    outcomes = await asyncio.gather(
        honour(world, order_id),
        refund(world, order_id),
        return_exceptions=True,
    )
    refused = (NothingToDecide, WrongOrderState, CreditGone, RefundUnderWay)
    assert sum(isinstance(outcome, refused) for outcome in outcomes) == 1


async def test_credit_that_is_spent_cannot_be_decided_on(world: ShopWorld) -> None:
    order_id = await late_order(world)
    await fill_cart(world)
    await world.till.place(100, "BTC", use_credit=True)
    with pytest.raises(CreditGone):
        await refund(world, order_id)
    with pytest.raises(CreditGone):
        await honour(world, order_id)


async def test_honouring_needs_the_stock(world: ShopWorld) -> None:
    order_id = await world.order(stock=1)
    variant = await world.variant_of(order_id)
    world.clock.advance(minutes=31)
    await world.payments.expire_overdue()
    await world.customer(101)
    await world.carts.add(101, variant, 1)
    await world.rates.refresh()
    await world.till.place(101, "BTC")
    await world.pay(order_id)
    world.chain.mine()
    await look_again(world)
    with pytest.raises(StockGone):
        await honour(world, order_id)
    assert await world.credit() > 0


async def test_a_surplus_can_be_refunded_but_not_honoured(world: ShopWorld) -> None:
    order_id = await world.order()
    await world.pay(order_id, "2")
    world.chain.mine()
    await world.payments.scan("BTC")
    with pytest.raises(WrongOrderState):
        await honour(world, order_id)
    await refund(world, order_id)
    assert await world.credit() == 0


async def test_late_payments_may_become_final_in_any_order(world: ShopWorld) -> None:
    """The one that was seen first is in a block last: each is credited, once."""
    order_id = await world.order()
    await world.pay(order_id, "0.25")
    world.clock.advance(minutes=31)
    await world.payments.expire_overdue()
    await world.rates.refresh()
    first = await world.pay(order_id, "0.5")
    await world.payments.check(order_id)
    held = [rows.pop() for rows in world.chain.transfers.values() if rows[-1].txid == first]
    await world.pay(order_id, "0.125")
    world.chain.mine(10)
    address = (await world.invoice(order_id)).address.address
    for _ in range(2):
        await world.payments.check(order_id)
        world.chain.transfers[address] += held
        held.clear()
        world.chain.mine(10)
    rows = await world.transfers(order_id)
    assert len(rows) == 3
    assert all(row.accounted_at for row in rows)
