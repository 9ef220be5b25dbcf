"""Coins that are lost, written off, replaced and back: what is given, and what people are told."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from models.order import OrderStatus
from models.product import ProductKind
from models.refund import RefundState
from services.keys.wallet import READY
from services.money.currency import CurrencyService
from services.money.suspension import share
from services.running.notification import Event
from tests.services.conftest import ShopWorld
from tests.services.money.test_two_sources import Pair
from utils.chains.base import ChainUnavailable

MANY = 10 * READY


async def _look(world: ShopWorld, **later: float) -> None:
    world.clock.advance(**(later or {"seconds": 20}))
    await world.rates.refresh()
    await world.payments.scan("BTC")


async def _paid(world: ShopWorld, share: str = "1") -> tuple[int, str]:
    order = await world.order()
    txid = await world.pay(order, share)
    world.chain.mine(6)
    await _look(world)
    assert (await world.load(order)).status is OrderStatus.SHIPPED
    return order, txid


async def _balance(world: ShopWorld, currency: str = "USD") -> int:
    async with world.uow.read() as uow:
        return await uow.credit.balance(100, currency)


async def _write_off(world: ShopWorld, order: int) -> None:
    lost = (await world.invoice(order)).open_loss
    await world.decisions.write_off(order, actor="admin:2", units=lost)


async def test_one_block_reorganised_after_a_write_off_takes_new_credit_for_good(
    world: ShopWorld,
) -> None:
    """The goods' coins are lost and written off; the next coins are the customer's own. They leave
    a block and are in the next: nothing is missing, and their credit is back.
    """
    order, txid = await _paid(world)
    world.chain.drop(txid)
    await _look(world, minutes=5)
    await _write_off(world, order)
    await world.pay(order)
    world.chain.mine(6)
    await _look(world)
    own = await world.credit()
    assert own > 900
    address = (await world.invoice(order)).address.address
    rows = world.chain.transfers[address]
    rows[:] = [replace(row, block_height=None, block_hash=None) for row in rows]
    await _look(world)
    assert await world.credit() == 0
    world.chain.mine(6)
    await _look(world)
    await _look(world, hours=3)
    assert await world.credit() == own


async def test_a_write_off_whose_coins_are_back_writes_off_nothing_else(world: ShopWorld) -> None:
    """0.6 and 0.4 bought the goods and are lost; 0.4 came instead, 0.6 are written off. The 0.6
    come back: the chain holds one price, and it bought the goods.
    """
    order = await world.order()
    six, _four = await world.pay(order, "0.6"), await world.pay(order, "0.41")
    world.chain.mine(6)
    await _look(world)
    address = (await world.invoice(order)).address.address
    [kept] = [row for row in world.chain.transfers[address] if row.txid == six]
    world.chain.transfers[address].clear()
    await _look(world, minutes=5)
    await world.pay(order, "0.4")
    world.chain.mine(6)
    await _look(world)
    await _write_off(world, order)
    before = await _balance(world)
    world.chain.transfers[address].append(kept)
    await _look(world)
    assert await _balance(world) <= max(before, 0) + 20


async def test_a_refund_after_a_loss_is_worth_the_credit_it_takes(world: ShopWorld) -> None:
    """Half of the credit's coins are lost: the other half goes back whole, not as a quarter."""
    order, _ = await _paid(world)
    first = await world.pay(order, "10")
    await world.pay(order, "10")
    world.chain.mine(6)
    await _look(world)
    before = await world.refunds.offer(order)
    world.chain.drop(first)
    await _look(world, minutes=5)
    after = await world.refunds.offer(order)
    assert abs(after.amount - before.amount // 2) <= 1
    assert after.units * before.amount >= before.units * after.amount * 99 // 100


async def test_one_source_alone_brings_no_large_credit_back(world: ShopWorld) -> None:
    """A settled surplus is double-spent: both sources agree that it is gone. Then one of them,
    asked first, invents it again, in the newest block.
    """
    pair = Pair(world, agree_from=500)
    order = await world.order()
    txid = await world.pay(order, "11")
    world.chain.mine(6)
    await pair.look()
    await pair.look()
    assert await world.credit() > 9_000
    address = (await world.invoice(order)).address.address
    [row] = world.chain.transfers[address]
    world.chain.drop(txid)
    for _ in range(3):
        await pair.look(minutes=2)
    assert await world.credit() == 0
    world.chain.mine(10)
    last = world.chain.height
    pair.first.invents[address].append(replace(row, block_height=last, block_hash=f"block-{last}"))
    await pair.look()
    assert await world.credit() == 0


async def test_coins_back_at_one_confirmation_free_no_credit_that_takes_three(
    world: ShopWorld,
) -> None:
    """600.00 takes three confirmations; what took the place of lost coins is freed at one."""
    order = await world.order()
    txid = await world.pay(order, "70")
    world.chain.mine(6)
    await _look(world)
    before = await world.credit()
    assert before > 60_000
    address = (await world.invoice(order)).address.address
    [row] = world.chain.transfers[address]
    world.chain.drop(txid)
    await _look(world, minutes=5)
    await world.pay(order, "70")
    world.chain.mine(6)
    await _look(world)
    assert await world.credit() == before
    world.chain.mine()
    last = world.chain.height
    world.chain.transfers[address].append(
        replace(row, block_height=last, block_hash=f"block-{last}")
    )
    await _look(world)
    assert await world.credit() == before


async def test_money_that_vanishes_and_comes_holds_stock_no_longer(world: ShopWorld) -> None:
    """Each time another transaction in no block: a minute without any begins the hour anew."""
    order = await world.order()
    variant = await world.variant_of(order)
    txid = await world.pay(order)
    await _look(world)
    for _ in range(6):
        await _look(world, minutes=45)
        world.chain.drop(txid)
        await _look(world, seconds=20)
        txid = await world.pay(order)
        await _look(world, seconds=20)
        await world.payments.expire_overdue()
    assert await world.stock(variant) == (5, 0)  # four and a half hours after the first sight


async def test_a_source_that_calls_all_addresses_used_ends_a_preparation(world: ShopWorld) -> None:
    """Some accounts are put aside, and the admins hear once."""
    await world.wallets.prepare("BTC", 1)

    asked: list[str] = []

    async def always(address: str) -> bool:
        asked.append(address)
        if len(asked) > MANY:  # else this test would not end
            raise ChainUnavailable("fake", "enough")
        return True

    setattr(world.chain, "has_history", always)  # noqa: B010 - a method of one instance
    await world.wallets.prepare("BTC", READY)
    alarms = [row for row in await world.messages() if row.event == Event.ADMIN_ALERT]
    assert len(asked) <= MANY
    assert len(alarms) <= 10


async def test_after_a_write_off_the_currency_can_be_changed_one_day(world: ShopWorld) -> None:
    """Nobody waits for the coins, and nothing can take their place any more."""
    order, txid = await _paid(world, "11")
    async with world.uow() as uow:
        await uow.vault.state("currency", "USD")
    world.chain.drop(txid)
    await _look(world, minutes=5)
    await _write_off(world, order)
    await _look(world, days=100)
    await CurrencyService(world.uow, world.clock).change("EUR", Decimal("0.9"))
    async with world.uow.read() as uow:
        assert await uow.vault.fact("currency") == "EUR"


async def test_coins_lost_after_a_change_of_currency_leave_no_credit(world: ShopWorld) -> None:
    _order, txid = await _paid(world, "11")
    async with world.uow() as uow:
        await uow.vault.state("currency", "USD")
    await CurrencyService(world.uow, world.clock).change("EUR", Decimal("0.9"))
    world.chain.drop(txid)
    await _look(world, minutes=5)
    async with world.uow.read() as uow:
        assert await uow.credit.spendable(100, "EUR") == 0


async def test_credit_that_fills_a_hole_is_offered_to_nobody(world: ShopWorld) -> None:
    """The next checkout does not offer what makes up for lost coins."""
    _, txid = await _paid(world, "11")
    variant = await world.variant(5, price=9_000)
    await world.carts.clear(100)
    await world.carts.add(100, variant, 1)
    await world.till.place(100, None)
    world.chain.drop(txid)
    await _look(world, minutes=5)
    order = await world.order()
    await world.pay(order, "6")
    world.chain.mine(6)
    await _look(world)
    told = [row for row in await world.messages() if row.event == Event.CREDITED]
    last = [row for row in told if row.order_id == order][-1]
    left = await world.credit()
    assert left >= int(last.args["amount"]) or "owed" in last.args


async def test_an_open_refund_of_lost_coins_is_not_sent_unasked(world: ShopWorld) -> None:
    """Set aside, then the coins leave the chain: the card says so to whoever sends."""
    order, txid = await _paid(world, "11")
    place = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"
    offer = await world.refunds.offer(order)
    await world.refunds.open(order, amount=offer.amount, actor="admin:2", address=place)
    world.chain.drop(txid)
    await _look(world, minutes=5)
    [card] = await world.refunds.of(order)
    assert card.refund.state is RefundState.OPEN
    assert card.lost


async def test_the_coins_of_a_parcel_are_back_in_a_block_before_it_is_shipped(
    world: ShopWorld,
) -> None:
    """Of 700.00 and three confirmations, one is enough once something was given."""
    variant = await world.variant(5, ProductKind.PHYSICAL, price=70_000)
    await world.customer(100)
    await world.carts.add(100, variant, 1)
    order = await world.till.place(100, "BTC", "1 Storm Street, Hamburg")
    await world.pay(order)
    world.chain.mine(3)
    await _look(world)
    address = (await world.invoice(order)).address.address
    rows = world.chain.transfers[address]
    rows[:] = [replace(row, block_height=None, block_hash=None) for row in rows]
    await _look(world)
    world.chain.mine(1)
    await _look(world)
    assert (await world.orders.card(order)).lost


async def _fallen(world: ShopWorld, value: int) -> None:
    for source in world.sources:
        source.value = Decimal(value)
    for _ in range(3):
        world.clock.advance(minutes=1)
        await world.rates.refresh()


async def test_new_money_at_another_price_moves_nothing_that_is_suspended(
    world: ShopWorld,
) -> None:
    """A surplus is lost and written off; what comes then is the customer's at its own price, and
    the coins that are gone bring nothing back.
    """
    order, _ = await _paid(world)
    txid = await world.pay(order, "10")
    world.chain.mine(6)
    await _look(world)
    before = await _balance(world)
    world.chain.drop(txid)
    await _look(world, minutes=5)
    assert await _balance(world) == 0
    await _write_off(world, order)
    await _fallen(world, 30_000)
    await world.pay(order, "10")
    world.chain.mine(6)
    await _look(world)
    assert abs(await _balance(world) - before * 30_000 // 49_500) <= 2


async def test_who_owes_in_a_currency_of_before_pays_no_other_coin_with_credit(
    world: ShopWorld,
) -> None:
    """Credit of before is exchanged, its coins vanish; an open order is to be paid with it."""
    order, _ = await _paid(world)
    txid = await world.pay(order, "10")
    world.chain.mine(6)
    await _look(world)
    async with world.uow() as uow:
        await uow.vault.state("currency", "USD")
    await CurrencyService(world.uow, world.clock).change("EUR", Decimal("0.9"))
    async with world.uow.read() as uow:
        assert await uow.credit.spendable(100, "EUR") > 8_000
    world.rates._currency = "EUR"
    world.terms = replace(world.terms, currency="EUR")
    world.till.terms = world.terms
    await world.rates.refresh()
    variant = await world.variant(5, price=900)
    await world.carts.clear(100)
    await world.carts.add(100, variant, 1)
    second = await world.till.place(100, "BTC")
    world.chain.drop(txid)
    await _look(world, minutes=5)
    async with world.uow.read() as uow:
        assert await uow.credit.spendable(100, "EUR") == 0
    preview = await world.switches.preview(second, owner=100)
    assert preview.credit(use=True) == 0


@given(
    units=st.integers(1, 10**12),
    amount=st.integers(0, 10**9),
    losses=st.lists(st.integers(0, 10**12), max_size=8),
)
def test_what_is_suspended_stays_within_what_came(
    units: int, amount: int, losses: list[int]
) -> None:
    """Nothing lost, nothing suspended; all lost, all of it; and no move where nothing moved."""
    held = before = 0
    for lost in [*(min(each, units) for each in losses), units, 0]:
        held = share(held, amount, units, before, lost)
        assert share(held, amount, units, lost, lost) == held
        assert 0 <= held <= amount
        assert held == amount or lost < units
        assert lost or held == 0
        before = lost
