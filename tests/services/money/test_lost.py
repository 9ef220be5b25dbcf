"""Coins that were settled and left the chain: nothing more is given for them, and nothing twice."""

from dataclasses import replace
from decimal import Decimal

import pytest

from models.errors import NothingToDecide, OfferChanged, PaymentLost, ShopError
from models.order import OrderStatus
from models.product import ProductKind
from services.money.currency import CurrencyService
from services.running.notification import Event
from tests.services.conftest import ShopWorld
from tests.services.money.test_two_sources import Pair
from utils.refusal import CommandRefused

ADDRESS = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"


async def _late_and_gone(world: ShopWorld) -> int:
    """An order expires, its late money becomes credit, then the block is reorganised away."""
    order = await world.order(stock=5)
    world.clock.advance(hours=2)
    await world.rates.refresh()
    await world.payments.expire_overdue()
    async with world.uow() as uow:  # so that it is not bought by itself
        await uow.products.reprice(await world.variant_of(order), 1_100)
    txid = await world.pay(order)
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    assert await world.credit() > 900
    world.chain.drop(txid)
    world.chain.mine(10)
    for _ in range(4):
        world.clock.advance(minutes=5)
        await world.rates.refresh()
        await world.payments.scan("BTC")
    assert (await world.load(order)).needs_review == "payment-vanished"
    return order


async def test_vanished_money_buys_goods_as_credit(world: ShopWorld) -> None:
    await _late_and_gone(world)
    variant = await world.variant(5, price=900)
    await world.carts.clear(100)
    await world.carts.add(100, variant, 1)
    with pytest.raises(ShopError):
        await world.till.place(100, None)


async def test_vanished_money_is_refunded(world: ShopWorld) -> None:
    order = await _late_and_gone(world)
    with pytest.raises(NothingToDecide):
        await world.refunds.offer(order)
    with pytest.raises(ShopError):
        await world.refunds.open(order, amount=900, actor="admin:2", address=ADDRESS)


async def test_vanished_money_delivers_its_order(world: ShopWorld) -> None:
    order = await _late_and_gone(world)
    with pytest.raises(NothingToDecide):
        await world.decisions.offer(order)
    with pytest.raises(NothingToDecide):
        await world.decisions.honour(order, actor="admin:2", received=990, price=1_100)


async def test_a_settled_payment_that_is_replaced_after_a_reorganisation_is_given_for_once(
    world: ShopWorld,
) -> None:
    """A is settled, reorganised back into the mempool, replaced by B: one payment, two gifts."""
    order = await world.order()
    await world.pay(order)
    world.chain.mine()
    await world.payments.scan("BTC")
    assert (await world.load(order)).status is OrderStatus.SHIPPED
    address = (await world.invoice(order)).address.address
    rows = world.chain.transfers[address]
    rows[:] = [replace(row, block_height=None, block_hash=None) for row in rows]
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    due = rows[0].amount
    rows.clear()
    world.chain.pay(address, due)  # the same coins, a higher fee
    world.chain.mine(2)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    assert await world.credit() == 0  # the chain holds one payment, and it bought the goods


async def test_the_same_without_a_look_in_between(world: ShopWorld) -> None:
    order = await world.order()
    await world.pay(order)
    world.chain.mine()
    await world.payments.scan("BTC")
    address = (await world.invoice(order)).address.address
    rows = world.chain.transfers[address]
    due = rows[0].amount
    rows.clear()
    world.chain.pay(address, due)
    world.chain.mine(2)
    for _ in range(5):
        world.clock.advance(seconds=60)
        await world.payments.scan("BTC")
    assert await world.credit() == 0


async def _look(world: ShopWorld, **later: float) -> None:
    world.clock.advance(**(later or {"seconds": 20}))
    await world.rates.refresh()
    await world.payments.scan("BTC")


async def _surplus(world: ShopWorld, share: str = "11") -> tuple[int, str]:
    """An order paid so many times over: the rest is credit."""
    order = await world.order()
    txid = await world.pay(order, share)
    world.chain.mine(6)
    await _look(world)
    assert (await world.load(order)).status is OrderStatus.SHIPPED
    return order, txid


def _unmine(world: ShopWorld, address: str) -> None:
    rows = world.chain.transfers[address]
    rows[:] = [replace(row, block_height=None, block_hash=None) for row in rows]


async def _balance(world: ShopWorld) -> int:
    async with world.uow.read() as uow:
        return await uow.credit.balance(100, "USD")


async def test_credit_is_suspended_while_its_coins_are_out_of_the_chain(world: ShopWorld) -> None:
    """Back among what waits, gone, and there again: each time just what they brought."""
    order, txid = await _surplus(world)
    before = await world.credit()
    address = (await world.invoice(order)).address.address
    kept = list(world.chain.transfers[address])
    _unmine(world, address)
    await _look(world)
    assert await world.credit() == 0
    assert (await world.load(order)).needs_review is None
    world.chain.drop(txid)
    await _look(world)
    assert (await world.load(order)).needs_review == "payment-vanished"
    world.chain.transfers[address] += kept
    await _look(world)
    assert (await world.load(order)).needs_review is None
    assert await world.credit() == before
    told = [row.args for row in await world.messages() if row.event == Event.CREDITED]
    assert [each["reason"] for each in told] == ["overpaid", "suspended", "restored"]


async def test_spent_credit_is_owed_and_the_next_that_comes_fills_the_hole(
    world: ShopWorld,
) -> None:
    _, txid = await _surplus(world)
    variant = await world.variant(5, price=9_000)
    await world.carts.clear(100)
    await world.carts.add(100, variant, 1)
    await world.till.place(100, None)
    world.chain.drop(txid)
    await _look(world, minutes=5)
    assert (await world.credit(), await _balance(world)) == (0, -9_000)
    order = await world.order()
    await world.pay(order, "6")
    world.chain.mine(6)
    await _look(world)
    assert (await world.load(order)).status is OrderStatus.SHIPPED
    assert (await world.credit(), await _balance(world)) == (0, -9_000 + 5_000)


async def test_an_open_order_with_lost_credit_in_it_is_not_delivered(world: ShopWorld) -> None:
    """Its own coins are credit in the end, and that fills the hole first."""
    _, txid = await _surplus(world, "1.5")
    variant = await world.variant(5, price=2_000)
    await world.carts.clear(100)
    await world.carts.add(100, variant, 1)
    second = await world.till.place(100, "BTC", use_credit=True)
    world.chain.drop(txid)
    await _look(world, minutes=5)
    await world.pay(second)
    world.chain.mine(6)
    await _look(world)
    order = await world.load(second)
    assert (order.status, order.needs_review) == (OrderStatus.EXPIRED, "credit-vanished")
    assert await world.stock(variant) == (5, 0)
    assert await world.credit() > 1_400  # its coins, and nothing of the lost ones


async def _parcel(world: ShopWorld, asset: str | None = "BTC") -> int:
    variant = await world.variant(5, ProductKind.PHYSICAL)
    await world.customer(100)
    await world.carts.clear(100)
    await world.carts.add(100, variant, 1)
    return await world.till.place(100, asset, "1 Storm Street, Hamburg")


async def test_a_parcel_is_not_shipped_unasked_while_its_coins_are_lost(world: ShopWorld) -> None:
    order = await _parcel(world)
    txid = await world.pay(order)
    world.chain.mine()
    await _look(world)
    world.chain.drop(txid)
    await _look(world, minutes=5)
    with pytest.raises(PaymentLost):
        await world.orders.ship(order, actor="admin:2")
    assert (await world.orders.card(order)).lost
    await world.orders.ship(order, actor="admin:2", unpaid=True)
    await _look(world, hours=1)
    found = await world.load(order)
    assert (found.status, found.needs_review) == (OrderStatus.SHIPPED, None)


async def test_a_parcel_bought_with_lost_credit_is_not_shipped_unasked(world: ShopWorld) -> None:
    _, txid = await _surplus(world)
    order = await _parcel(world, asset=None)
    world.chain.drop(txid)
    await _look(world, minutes=5)
    with pytest.raises(PaymentLost):
        await world.orders.ship(order, actor="admin:2")
    await world.orders.ship(order, actor="admin:2", unpaid=True)


async def test_what_is_written_off_is_asked_about_no_more(world: ShopWorld) -> None:
    order, txid = await _surplus(world, "1")
    world.chain.drop(txid)
    await _look(world, minutes=5)
    lost = (await world.invoice(order)).open_loss
    with pytest.raises(OfferChanged):
        await world.decisions.write_off(order, actor="admin:2", units=lost - 1)
    await world.decisions.write_off(order, actor="admin:2", units=lost)
    with pytest.raises(NothingToDecide):
        await world.decisions.write_off(order, actor="admin:1", units=lost)
    await _look(world, hours=1)
    assert (await world.load(order)).needs_review is None
    await world.pay(order)  # the customer's own, as the loss is the shop's by now
    world.chain.mine(6)
    await _look(world, hours=1)
    assert await world.credit() > 900


async def test_another_payment_takes_the_place_of_a_lost_one_and_is_given_back(
    world: ShopWorld,
) -> None:
    order, txid = await _surplus(world)
    before = await world.credit()
    address = (await world.invoice(order)).address.address
    kept = list(world.chain.transfers[address])
    world.chain.drop(txid)
    await _look(world, minutes=5)
    await world.pay(order, "11")
    world.chain.mine(6)
    await _look(world)
    assert (await world.credit(), (await world.load(order)).needs_review) == (before, None)
    world.chain.transfers[address] += kept  # both were meant after all
    await _look(world, hours=2)
    assert await world.credit() > 2 * before


async def test_half_of_two_lost_payments_suspends_half(world: ShopWorld) -> None:
    order, _ = await _surplus(world, "1")
    first = await world.pay(order, "10")
    await world.pay(order, "30")
    world.chain.mine(6)
    await _look(world, minutes=1)
    whole = await world.credit()
    world.chain.drop(first)
    await _look(world, minutes=5)
    assert await world.credit() == pytest.approx(whole * 3 / 4, abs=2)


async def test_silence_and_contradiction_suspend_nothing(world: ShopWorld) -> None:
    pair = Pair(world, agree_from=500)
    order = await world.order()
    txid = await world.pay(order, "11")
    world.chain.mine(6)
    await pair.look()
    before = await world.credit()
    assert before > 9_000
    pair.second.omits.add(txid)
    await world.pay(order, "1")  # of which one source tells, so that both are asked about all
    world.chain.mine(6)
    for _ in range(3):
        await pair.look(minutes=1)
    assert await world.credit() >= before
    assert (await world.load(order)).needs_review != "payment-vanished"


async def test_the_currency_stays_while_credit_is_suspended(world: ShopWorld) -> None:
    order, txid = await _surplus(world)
    async with world.uow() as uow:
        await uow.vault.state("currency", "USD")
    world.chain.drop(txid)
    await _look(world, minutes=5)
    with pytest.raises(CommandRefused, match=f"number {order}"):
        await CurrencyService(world.uow, world.clock).change("EUR", Decimal("0.9"))


async def test_lost_coins_are_looked_for_for_ninety_days(world: ShopWorld) -> None:
    order, txid = await _surplus(world)
    world.clock.advance(days=89)
    await _look(world)
    address = (await world.invoice(order)).address.address
    kept = list(world.chain.transfers[address])
    world.chain.drop(txid)
    await _look(world, days=1)
    await _look(world, days=30)
    assert await world.credit() == 0
    world.chain.transfers[address] += kept
    await _look(world, days=1)
    assert await world.credit() > 9_000


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
