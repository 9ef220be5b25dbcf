"""A sale on every database: hold, pay, deliver, expire, cancel; and money that misbehaves."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from db import UnitOfWork
from models.errors import (
    CartEmpty,
    CoinUnavailable,
    NothingLeft,
    OrderAlreadyOpen,
    OrderNotFound,
    PaymentDetected,
    TooManyTimeouts,
    WrongOrderState,
)
from models.invoice import Invoice, InvoiceState
from models.order import OrderStatus
from models.product import ProductKind
from services.money.accounting import Accounting
from services.money.payment import PaymentService, WatchTerms
from services.money.policy import Policy
from services.running.notification import Event
from tests.services.conftest import ADMINS, ShopWorld
from utils.chains.base import SeenTransfer


async def test_paid_goods_are_delivered_once(world: ShopWorld) -> None:
    order_id = await world.order(quantity=2, stock=5)
    variant = await world.variant_of(order_id)
    assert await world.stock(variant) == (5, 2)
    await world.pay(order_id)
    await world.payments.scan("BTC")
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING
    world.chain.mine()
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert await world.stock(variant) == (3, 0)
    goods = await world.orders.goods(order_id, owner=100)
    assert [payload for _title, payload in goods] == [f"KEY-{variant}-0", f"KEY-{variant}-1"]
    assert (await world.events(100)).count(Event.GOODS) == 1
    assert [(await world.events(a)).count(Event.ADMIN_PAID) for a in ADMINS] == [1, 1]


async def test_a_scan_that_sees_nothing_new_changes_nothing(world: ShopWorld) -> None:
    """Case 16: polled four times, one row."""
    order_id = await world.order()
    await world.pay(order_id)
    await world.payments.scan("BTC")
    before = await world.events()
    for _ in range(3):
        world.clock.advance(seconds=15)
        await world.payments.scan("BTC")
    assert await world.events() == before
    assert len(await world.transfers(order_id)) == 1


async def test_expiry_gives_everything_back(world: ShopWorld) -> None:
    order_id = await world.order(quantity=2)
    variant = await world.variant_of(order_id)
    world.clock.advance(minutes=29, seconds=59)
    await world.payments.expire_overdue()
    assert (await world.load(order_id)).status is OrderStatus.CREATED
    world.clock.advance(seconds=1)
    await world.payments.expire_overdue()
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    assert await world.stock(variant) == (5, 0)
    order = await world.load(order_id)
    assert order.timed_out_at == order.closed_at == world.clock()
    assert (await world.carts.show(100)).pieces == 2  # the cart is kept, as when it is cancelled
    assert Event.EXPIRED in await world.events(100)


async def test_a_payment_that_is_seen_stops_the_clock(world: ShopWorld) -> None:
    """Cases 19 and 71: sent in the last second, seen after it: confirming, then settled."""
    order_id = await world.order()
    for share in ("0.3", "0.3"):
        await world.pay(order_id, share)
    world.clock.advance(minutes=29, seconds=59)
    invoice = await world.invoice(order_id)
    world.chain.pay(invoice.address.address, invoice.due)
    await look_again(world, minutes=1)
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING
    world.clock.advance(minutes=59)
    await world.payments.expire_overdue()
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING
    world.chain.mine()
    await world.rates.refresh()
    await look_again(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert await world.credit() > 0


async def test_part_payments_add_up(world: ShopWorld) -> None:
    """Case 75."""
    order_id = await world.order()
    await world.pay(order_id, "0.4")
    await world.payments.scan("BTC")
    assert (await world.invoice(order_id)).state is InvoiceState.PARTIAL
    assert Event.PARTIAL in await world.events(100)
    invoice = await world.invoice(order_id)
    world.chain.pay(invoice.address.address, invoice.due - invoice.seen)
    world.chain.mine()
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert await world.credit() == 0


async def test_surplus_becomes_store_credit_once(world: ShopWorld) -> None:
    """Case 44: twice the price buys once and leaves the rest as credit."""
    order_id = await world.order()
    await world.pay(order_id, "2")
    world.chain.mine()
    for _ in range(3):
        await world.payments.scan("BTC")
        world.clock.advance(seconds=15)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert 990 <= await world.credit() <= 1000
    await world.pay(order_id, "1")
    world.chain.mine()
    await world.payments.scan("BTC")
    assert 1980 <= await world.credit() <= 2000
    assert (await world.events(100)).count(Event.GOODS) == 1


async def test_late_money_is_honoured_while_the_stock_is_free(world: ShopWorld) -> None:
    """Case 20: one second after it expired."""
    order_id = await world.order(quantity=2)
    world.clock.advance(minutes=30)
    await world.rates.refresh()
    await world.payments.expire_overdue()
    world.clock.advance(seconds=1)
    await world.pay(order_id)
    world.chain.mine()
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert (await world.load(order_id)).timed_out_at is None
    assert Event.HONOURED in await world.events(100)
    assert len(await world.orders.goods(order_id, owner=100)) == 2


async def test_late_money_without_stock_becomes_credit(world: ShopWorld) -> None:
    """Case 20: one second after it expired, and sold to somebody else."""
    order_id = await world.order(quantity=1, stock=1)
    variant = await world.variant_of(order_id)
    world.clock.advance(minutes=30)
    await world.rates.refresh()
    await world.payments.expire_overdue()
    await buys(world, 101, variant)
    world.clock.advance(seconds=1)
    await world.pay(order_id)
    world.chain.mine()
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.EXPIRED, "late-money")
    assert 1000 <= await world.credit() <= 1011
    assert Event.ADMIN_CREDITED in await world.events(1)


async def test_late_money_waits_for_a_price(world: ShopWorld) -> None:
    order_id = await world.order()
    world.clock.advance(minutes=31)
    await world.payments.expire_overdue()
    await world.pay(order_id)
    world.chain.mine()
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    assert await world.credit() == 0
    await world.rates.refresh()
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


async def test_late_money_that_lost_its_value_is_credited(world: ShopWorld) -> None:
    order_id = await world.order()
    world.clock.advance(minutes=31)
    for source in world.sources:
        source.value = Decimal(45_000)
    await world.rates.refresh()
    await world.payments.expire_overdue()
    await world.pay(order_id)
    world.chain.mine()
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    assert 900 <= await world.credit() <= 910


async def test_money_for_a_cancelled_order_is_honoured(world: ShopWorld) -> None:
    order_id = await world.order()
    await world.orders.cancel(order_id, actor="user:100", owner=100)
    assert (await world.load(order_id)).status is OrderStatus.CANCELLED
    await world.pay(order_id)
    world.chain.mine()
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


async def test_a_detected_payment_cannot_be_cancelled(world: ShopWorld) -> None:
    """Case 49."""
    order_id = await world.order()
    await world.pay(order_id, "0.1")
    await world.payments.check(order_id, owner=100)
    with pytest.raises(PaymentDetected):
        await world.orders.cancel(order_id, actor="user:100", owner=100)


async def test_a_dead_provider_delays_expiry_a_bounded_time(world: ShopWorld) -> None:
    """Cases 1 and 74: no answer is not "unpaid"; after the grace a person decides."""
    order_id = await world.order()
    world.chain.down = True
    world.clock.advance(minutes=31)
    await world.payments.expire_overdue()
    for _ in range(3):
        world.clock.advance(seconds=5)
        await world.payments.expire_overdue()
        await world.payments.scan("BTC")
        assert (await world.invoice(order_id)).state is InvoiceState.CHECKING
        assert (await world.load(order_id)).status is OrderStatus.CREATED
    world.clock.advance(minutes=10)
    await world.payments.expire_overdue()
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.EXPIRED, "expired-unchecked")
    assert Event.ADMIN_REVIEW in await world.events(1)


async def test_a_payment_made_during_an_outage_is_on_time(world: ShopWorld) -> None:
    """Case 21."""
    order_id = await world.order()
    world.chain.down = True
    await world.pay(order_id)
    world.clock.advance(minutes=33)
    await world.payments.expire_overdue()
    world.chain.down = False
    await world.payments.expire_overdue()
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING


async def test_a_replaced_payment_counts_no_more(world: ShopWorld) -> None:
    """Case 22: out of the mempool for longer than the grace."""
    order_id = await world.order()
    txid = await world.pay(order_id)
    await world.payments.scan("BTC")
    world.chain.drop(txid)
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING
    world.clock.advance(minutes=3)
    await world.payments.scan("BTC")
    assert (await world.invoice(order_id)).state is InvoiceState.WAITING
    assert Event.ADMIN_VANISHED in await world.events(1)


async def test_a_payment_replaced_by_another_sum_counts_as_that(world: ShopWorld) -> None:
    """Case 22: to the same address; the old row stays, unaccounted for, and counts no more."""
    order_id = await world.order()
    invoice = await world.invoice(order_id)
    world.chain.drop(await world.pay(order_id))
    await world.payments.scan("BTC")
    txid = await world.pay(order_id)
    await look_again(world)
    world.chain.drop(txid)
    await world.pay(order_id, "0.25")
    await look_again(world)
    world.chain.mine(10)
    await look_again(world, minutes=3)
    left = await world.invoice(order_id)
    assert (left.state, left.seen) == (InvoiceState.PARTIAL, invoice.due // 4)
    old, new = await world.transfers(order_id)
    assert (old.txid, old.accounted_at, old.missing_since is None) == (txid, None, False)
    assert (new.amount, new.missing_since) == (invoice.due // 4, None)


async def test_an_order_whose_payment_was_replaced_expires(world: ShopWorld) -> None:
    """Case 22: to another address, and nothing else came."""
    order_id = await world.order()
    txid = await world.pay(order_id)
    await world.payments.scan("BTC")
    world.chain.drop(txid)
    await look_again(world)
    await look_again(world, minutes=31)
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    assert [row.accounted_at for row in await world.transfers(order_id)] == [None]


async def test_a_payment_that_no_block_takes_is_waited_for_an_hour(world: ShopWorld) -> None:
    """Case 23: no longer is stock held for what may be replaced; and it is nobody's timeout."""
    order_id = await world.order(stock=1)
    await world.pay(order_id)
    await look_again(world)
    await look_again(world, minutes=89)
    await world.payments.expire_overdue()
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING
    assert await world.stock(await world.variant_of(order_id)) == (1, 1)
    await look_again(world, minutes=1)
    invoice = await world.invoice(order_id)
    assert (invoice.order.status, invoice.seen) == (OrderStatus.EXPIRED, invoice.due)
    assert await world.stock(await world.variant_of(order_id)) == (1, 0)
    assert (await world.load(order_id)).timed_out_at is None
    [told] = [row for row in await world.messages() if row.event == Event.EXPIRED]
    assert told.args["seen"] == str(invoice.due)


async def test_a_block_stops_the_clock_for_days(world: ShopWorld) -> None:
    order_id = await world.order(quantity=51, stock=51)  # takes three confirmations
    await world.pay(order_id)
    await look_again(world)
    world.chain.mine()
    for _ in range(3):
        await look_again(world, days=1)
        await world.payments.expire_overdue()
        assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING
    world.chain.mine(2)
    await look_again(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


async def test_a_dropped_payment_returns_after_two_weeks(world: ShopWorld) -> None:
    """Cases 23 and 24: by then the address is looked at once a day, and a person decides."""
    order_id = await world.order(stock=1)
    address = (await world.invoice(order_id)).address.address
    txid = await world.pay(order_id)
    await look_again(world)
    [sent] = world.chain.transfers[address]
    world.chain.drop(txid)
    await look_again(world)
    await look_again(world, minutes=31)
    await look_again(world, days=14)
    scanned = (await world.invoice(order_id)).scanned_at
    await look_again(world, hours=23)
    assert (await world.invoice(order_id)).scanned_at == scanned
    world.clock.advance(hours=1)
    await world.rates.refresh()
    world.chain.transfers[address].append(sent)
    world.chain.mine()
    await world.payments.scan("BTC")
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.EXPIRED, "late-money")
    assert Event.ADMIN_CREDITED in await world.events(1)


async def buys(world: ShopWorld, user_id: int, variant: int) -> None:
    await world.customer(user_id)
    await world.carts.add(user_id, variant, 1)
    await world.till.place(user_id, "BTC")


async def test_two_outputs_of_one_transaction_count_both(world: ShopWorld) -> None:
    """Case 17: the first and the fourth."""
    order_id = await world.order()
    invoice = await world.invoice(order_id)
    pay_together(world, [(invoice, 0, invoice.due - 600), (invoice, 3, 600)])
    await look_again(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert [row.output_index for row in await world.transfers(order_id)] == [0, 3]
    assert await world.credit() == 0


async def test_one_transaction_pays_two_orders(world: ShopWorld) -> None:
    """Case 18: each gets its own output only."""
    one = await world.invoice(await world.order(user_id=100))
    other = await world.invoice(await world.order(user_id=101, quantity=2))
    pay_together(world, [(one, 0, one.due), (other, 1, other.due)])
    await look_again(world)
    for invoice in (one, other):
        assert (await world.load(invoice.order_id)).status is OrderStatus.SHIPPED
        assert [row.amount for row in await world.transfers(invoice.order_id)] == [invoice.due]
    assert (await world.credit(100), await world.credit(101)) == (0, 0)


def pay_together(world: ShopWorld, outputs: Sequence[tuple[Invoice, int, int]]) -> None:
    """One transaction in a block: invoice, index and base units of each output."""
    for invoice, index, units in outputs:
        row = SeenTransfer("cd" * 32, index, units, 100, "block-100")
        world.chain.transfers[invoice.address.address].append(row)


@pytest.mark.parametrize(
    ("extra", "factor", "state", "credit"),
    [
        (-294, 1, InvoiceState.PARTIAL, (0, 0)),
        (-293, 1, InvoiceState.SETTLED, (0, 0)),
        (0, 1, InvoiceState.SETTLED, (0, 0)),
        (1, 1, InvoiceState.SETTLED, (0, 0)),
        (0, 2, InvoiceState.SETTLED, (1000, 1001)),
        (0, 10, InvoiceState.SETTLED, (9000, 9001)),
    ],
)
async def test_too_little_and_too_much(
    world: ShopWorld, extra: int, factor: int, state: InvoiceState, credit: tuple[int, int]
) -> None:
    """Case 44: to the unit, but for a rest that no network carries; what is less than a cent too
    much is not worth a message.
    """
    order_id = await world.order()
    invoice = await world.invoice(order_id)
    world.chain.pay(invoice.address.address, invoice.due * factor + extra)
    world.chain.mine()
    await look_again(world)
    assert (await world.invoice(order_id)).state is state
    least, most = credit
    assert least <= await world.credit() <= most
    assert (Event.CREDITED in await world.events(100)) is bool(most)


async def test_the_price_twice_in_one_transaction(world: ShopWorld) -> None:
    """Case 44: two outputs, each enough."""
    order_id = await world.order()
    invoice = await world.invoice(order_id)
    pay_together(world, [(invoice, 0, invoice.due), (invoice, 1, invoice.due)])
    await look_again(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert 1000 <= await world.credit() <= 1001


async def look_again(world: ShopWorld, **later: float) -> None:
    world.clock.advance(**(later or {"seconds": 15}))
    await world.payments.scan("BTC")


async def test_a_settled_payment_that_vanishes_needs_a_person(world: ShopWorld) -> None:
    order_id = await world.order()
    txid = await world.pay(order_id)
    world.chain.mine()
    await world.payments.scan("BTC")
    world.chain.drop(txid)
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.SHIPPED, "payment-vanished")


async def test_partial_stock_reduces_and_drops_lines(world: ShopWorld) -> None:
    """Cases 55 and 78."""
    some, none = await world.variant(2), await world.variant(0)
    await world.customer()
    await world.carts.add(100, some, 5)
    await world.carts.add(100, none, 1)
    order = await world.load(await world.till.place(100, "BTC"))
    assert [(line.variant_id, line.quantity) for line in order.lines] == [(some, 2)]
    assert order.total == 2000
    assert [row[1:] for row in order.changes["lines"]] == [[5, 2], [1, 0]]


async def test_refusals_change_nothing(world: ShopWorld) -> None:
    user = await world.customer()
    with pytest.raises(CartEmpty):
        await world.till.place(user, "BTC")
    gone = await world.variant(0)
    await world.carts.add(user, gone, 1)
    with pytest.raises(NothingLeft):
        await world.till.place(user, "BTC")
    world.clock.advance(minutes=11)
    with pytest.raises(CoinUnavailable):
        await world.till.place(user, "BTC")
    assert await world.messages() == []


async def test_physical_goods_wait_for_the_admin(world: ShopWorld) -> None:
    mug = await world.variant(3, ProductKind.PHYSICAL)
    user = await world.customer()
    await world.carts.add(user, mug, 2)
    order_id = await world.till.place(user, "BTC", "1 Harbour Street, Hamburg")
    card = await world.orders.card(order_id)
    assert card.delivery == "1 Harbour Street, Hamburg"
    assert card.order.delivery is not None
    assert b"Harbour" not in card.order.delivery
    await world.pay(order_id)
    world.chain.mine()
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.PAID
    await world.orders.ship(order_id, actor="admin:1")
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    with pytest.raises(WrongOrderState):
        await world.orders.ship(order_id, actor="admin:1")


async def test_strangers_see_nothing(world: ShopWorld) -> None:
    """Cases 56 and 80."""
    order_id = await world.order()
    await world.customer(101)
    with pytest.raises(OrderNotFound):
        await world.orders.card(order_id, owner=101)
    with pytest.raises(OrderNotFound):
        await world.orders.goods(order_id, owner=101)
    with pytest.raises(OrderNotFound):
        await world.orders.cancel(order_id, actor="user:101", owner=101)
    with pytest.raises(OrderNotFound):
        await world.payments.check(order_id, owner=101)


async def test_too_many_timeouts_block(world: ShopWorld) -> None:
    """Case 57: who lets goods wait in vain again and again holds none."""
    variant = await world.variant(5)
    await world.customer()
    for _ in range(3):
        await world.carts.add(100, variant, 1)
        await world.till.place(100, "BTC")
        world.clock.advance(minutes=31)
        await world.rates.refresh()
        await world.payments.expire_overdue()
    await world.carts.add(100, variant, 1)
    with pytest.raises(TooManyTimeouts):
        await world.till.place(100, "BTC")


async def test_forty_buyers_five_goods(world: ShopWorld) -> None:
    variant = await world.variant(5)
    for user in range(200, 240):
        await world.customer(user)
        await world.carts.add(user, variant, 1)
    await world.wallets.prepare("BTC", 40)
    results = await asyncio.gather(
        *(world.till.place(user, "BTC") for user in range(200, 240)), return_exceptions=True
    )
    sold = [r for r in results if isinstance(r, int)]
    refused = [r for r in results if isinstance(r, NothingLeft)]
    assert (len(sold), len(refused)) == (5, 35), {repr(r) for r in results}
    assert await world.stock(variant) == (5, 5)


async def test_a_double_press_makes_one_order(world: ShopWorld) -> None:
    """Case 42."""
    variant = await world.variant(5)
    await world.customer()
    await world.carts.add(100, variant, 1)
    results = await asyncio.gather(
        *(world.till.place(100, "BTC") for _ in range(10)), return_exceptions=True
    )
    assert sum(isinstance(r, OrderAlreadyOpen) for r in results) == 9, results


async def test_expiry_and_payment_race_with_one_winner(world: ShopWorld) -> None:
    """Cases 48 and 72."""
    order_id = await world.order()
    variant = await world.variant_of(order_id)
    await world.pay(order_id)
    world.chain.mine()
    world.clock.advance(minutes=31)
    await asyncio.gather(
        *(world.payments.expire_overdue() for _ in range(3)),
        *(world.payments.check(order_id) for _ in range(3)),
        world.payments.scan("BTC"),
    )
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert await world.stock(variant) == (4, 0)
    assert (await world.events(100)).count(Event.GOODS) == 1


async def test_an_older_transfer_that_is_final_later_is_credited_too(world: ShopWorld) -> None:
    """What was seen first need not be mined first."""
    order_id = await world.order()
    slow = await world.pay(order_id, "0.5")
    await world.payments.scan("BTC")
    waiting = next(row for rows in world.chain.transfers.values() for row in rows)
    address = (await world.invoice(order_id)).address.address
    await world.pay(order_id, "1.2")
    world.chain.drop(slow)
    world.chain.mine()
    world.chain.transfers[address].append(waiting)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    first = await world.credit()
    world.chain.mine()
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    assert await world.credit() > first > 0


class Broken(Accounting):
    """Has a defect that shows with one customer."""

    async def apply(self, uow: UnitOfWork, invoice: Invoice, *rest: Any) -> None:
        if invoice.order.user_id == 100:
            raise ArithmeticError
        await super().apply(uow, invoice, *rest)


async def test_a_defect_in_one_order_holds_up_no_other(world: ShopWorld) -> None:
    broken, sound = await world.order(100), await world.order(101)
    await world.pay(broken)
    await world.pay(sound)
    world.chain.mine()
    payments = PaymentService(
        world.uow,
        world.clock,
        world.chains,
        Broken(world.clock, world.rates, world.lifecycle, Policy()),
        WatchTerms(timedelta(seconds=15)),
    )
    await payments.scan("BTC")
    assert (await world.load(broken)).status is OrderStatus.CREATED
    assert payments.aside == {}
    await payments.scan("BTC")
    assert payments.aside == {broken: "ArithmeticError"}
    assert payments.problems == {}
    assert (await world.load(sound)).status is OrderStatus.SHIPPED
