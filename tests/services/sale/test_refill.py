"""Store credit that is bought: an order without goods, and all rules of an order's money."""

import asyncio

import pytest

from models.base import EPOCH
from models.credit import CreditReason
from models.day import Count
from models.errors import ShopError, WrongOrderState
from models.invoice import InvoiceState
from models.order import OrderStatus
from models.refill_errors import RefillAlreadyOpen, RefillOutOfRange
from models.stock_errors import BadPrice
from services.sale.bookings import Kind
from services.sale.refill import RefillTerms
from tests.services.conftest import ShopWorld


async def _settled(world: ShopWorld, *order_ids: int) -> None:
    await world.rates.refresh()
    world.chain.mine(3)
    for order_id in order_ids:
        await world.payments.check(order_id)
    await world.payments.scan("BTC")


async def _reasons(world: ShopWorld, order_id: int) -> list[tuple[str, int]]:
    async with world.uow.read() as uow:
        entries = await uow.credit.entries(100, 50)
    return [(row.reason.value, row.amount) for row in entries if row.order_id == order_id]


async def test_what_is_paid_is_credit_once_and_it_is_over(world: ShopWorld) -> None:
    order_id = await world.refill()
    await world.pay(order_id)
    for _ in range(2):
        await _settled(world)
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.SHIPPED, None)
    assert await world.credit() == 2_500
    assert await _reasons(world, order_id) == [("refilled", 2_500)]
    async with world.uow.read() as uow:
        assert await uow.groups.turnover(100, order.created_at, "USD") == 0
    assert (await world.user()).bought_at is None


async def test_too_little_at_the_end_and_late_money_are_credit_and_need_nobody(
    world: ShopWorld,
) -> None:
    short = await world.refill()
    await world.pay(short, "0.4")
    await _settled(world)
    world.clock.advance(minutes=31)
    await world.payments.scan("BTC")
    await world.payments.expire_overdue()
    await _settled(world, short)
    assert 980 <= await world.credit() <= 1_000
    late = await world.refill()
    world.clock.advance(minutes=31)
    await world.payments.scan("BTC")
    await world.payments.expire_overdue()
    await world.pay(late)
    await _settled(world, late)
    for order_id in (short, late):
        order = await world.load(order_id)
        assert (order.status, order.needs_review) == (OrderStatus.EXPIRED, None)
    assert [reason for reason, _ in await _reasons(world, late)] == ["late"]  # bought nothing
    assert 3_450 <= await world.credit() <= 3_500


async def test_too_much_is_credit_beside_it(world: ShopWorld) -> None:
    order_id = await world.refill()
    await world.pay(order_id, "1.5")
    await _settled(world)
    found = dict(await _reasons(world, order_id))
    assert found["refilled"] == 2_500
    assert 1_200 <= found["overpaid"] <= 1_250


async def test_a_sale_and_a_refill_stand_in_nobodys_way(world: ShopWorld) -> None:
    """Both open, both paid in the same block; a second of each is refused."""
    sale, refill = await world.order(), await world.refill()
    with pytest.raises(RefillAlreadyOpen):
        await world.refill()
    await world.pay(sale)
    await world.pay(refill)
    await _settled(world)
    assert {(await world.load(each)).status for each in (sale, refill)} == {OrderStatus.SHIPPED}
    assert await world.credit() == 2_500


async def test_both_run_out_in_the_same_minute_and_both_count(world: ShopWorld) -> None:
    await world.order()
    await world.refill()
    world.clock.advance(minutes=31)
    await world.payments.scan("BTC")
    await world.payments.expire_overdue()
    async with world.uow.read() as uow:
        rows = await uow.orders.let_go(100, world.clock() - world.terms.patience.fade, 9)
    assert [late for _, late, _ in rows] == [True, True]


async def test_two_presses_make_one_invoice(world: ShopWorld) -> None:
    user = await world.customer()
    acts = [world.refills.place(user, "BTC", 2_500) for _ in range(4)]
    done = await asyncio.gather(*acts, return_exceptions=True)
    refused = [each for each in done if isinstance(each, BaseException)]
    assert len(refused) == 3
    assert all(isinstance(each, ShopError) for each in refused), refused


@pytest.mark.parametrize("paid", [True, False])
async def test_pay_against_cancel(world: ShopWorld, *, paid: bool) -> None:
    """Whoever is first: the coins are credit, once."""
    order_id = await world.refill()
    await world.pay(order_id)
    world.chain.mine(3)
    acts = [
        world.payments.scan("BTC"),
        world.orders.cancel(order_id, actor="user:100", owner=100),
    ]
    await asyncio.gather(*(acts if paid else acts[::-1]), return_exceptions=True)
    await _settled(world)
    assert 2_450 <= await world.credit() <= 2_500
    assert len(await _reasons(world, order_id)) == 1


async def test_lost_coins_suspend_it_until_they_are_back(world: ShopWorld) -> None:
    order_id = await world.refill()
    txid = await world.pay(order_id)
    await _settled(world)
    world.chain.drop(txid)
    world.clock.advance(minutes=5)
    for _ in range(3):
        world.clock.advance(minutes=2)
        await world.payments.check(order_id)
    bill = await world.invoice(order_id)
    assert bill.lost == bill.due
    assert await world.credit() == 0
    found = dict(await _reasons(world, order_id))
    assert found["suspended"] == -2_500


async def test_no_person_ships_refunds_or_takes_it_for_paid(world: ShopWorld) -> None:
    order_id = await world.refill()
    with pytest.raises(WrongOrderState):
        await world.hand.take_for_paid(order_id, "he said so", seen=0, actor="admin:1")
    await world.pay(order_id)
    await _settled(world)
    with pytest.raises(WrongOrderState):
        await world.reversals.offer(order_id)
    with pytest.raises(WrongOrderState):
        await world.orders.ship(order_id, actor="admin:1")


async def test_another_coin_for_the_same_sum(world: ShopWorld) -> None:
    order_id = await world.refill()
    new = await world.switches.switch(order_id, "ETH", owner=100, use_credit=True)
    order = await world.load(new)
    assert (order.refill, order.total, order.credit_used) == (2_500, 2_500, 0)
    assert (await world.invoice(order_id)).state is InvoiceState.CANCELLED


@pytest.mark.parametrize("text", ["0", "-5", "1e9", "５0", "1" + "0" * 30, "<b>9</b>", "", "nan"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises((BadPrice, RefillOutOfRange)):
        RefillTerms("USD", 500, 100_000).parse(text)


def test_sums_within_the_limits() -> None:
    terms = RefillTerms("USD", 1_500, 6_000)
    assert terms.quick == [2_500, 5_000]
    assert terms.parse("20.50") == 2_050
    for text in ("14.99", "1,000.00"):
        with pytest.raises(RefillOutOfRange):
            terms.parse(text)
    assert CreditReason.REFILLED.value == "refilled"


async def test_the_books_and_the_numbers_know_it_as_no_sale(world: ShopWorld) -> None:
    order_id = await world.refill()
    await world.pay(order_id)
    await _settled(world)
    world.clock.advance(minutes=1)
    books = world.office.books.of(world.clock().year)
    rows = [row async for row in books.rows()]
    [row] = [row for row in rows if row.kind is Kind.REFILL]
    assert (row.value, row.credit, row.fee, row.coin) == (0, 2_500, 0, "BTC")
    assert books.adds_up
    assert Kind.SALE not in {row.kind for row in rows}
    async with world.uow.read() as uow:
        counted = await uow.numbers.counted(EPOCH, world.clock())
    assert {kind for kind, _, _ in counted} == {Count.CREDIT}
