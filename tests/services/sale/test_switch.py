"""Another coin for an unpaid order, on every database: what moves over, what is refused."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from models.errors import (
    AddressUnavailable,
    CoinUnavailable,
    OrderNotFound,
    PaymentDetected,
    QuoteChanged,
    TotalTooSmall,
    WrongOrderState,
)
from models.invoice import InvoiceState
from models.order import MOST_SWITCHES, OrderStatus
from models.product import ProductKind, Variant
from models.switch_errors import (
    OrderReplaced,
    PaymentSeen,
    PricesRose,
    SameCoin,
    SwitchTooLate,
    TooManySwitches,
)
from services.running.notification import Event
from services.sale.quote import agreed
from services.sale.switch import LEAST_LEFT
from tests.services.conftest import ADMINS, ShopWorld
from utils.chains.base import ChainError

ANN, BOB = 100, 101
STREET = "Alice Doe, Hafenstr. 12, 20457 Hamburg"


async def switch(
    world: ShopWorld,
    order_id: int,
    asset: str | None = "ETH",
    *,
    owner: int = ANN,
    credit: bool = False,
) -> int:
    return await world.switches.switch(order_id, asset, owner=owner, use_credit=credit)


async def give_credit(world: ShopWorld, share: str = "1.5", user_id: int = ANN) -> int:
    """A past order that was paid with more than it cost."""
    order_id = await world.order(user_id=user_id)
    await world.pay(order_id, share)
    world.chain.mine()
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    return await world.credit(user_id)


async def is_untouched(world: ShopWorld, order_id: int, reserved: int = 1) -> None:
    """Payable as it was: nothing was given back, counted or said."""
    order, invoice = await world.load(order_id), await world.invoice(order_id)
    assert (order.status, order.replaced_by) == (OrderStatus.CREATED, None)
    assert invoice.state is InvoiceState.WAITING
    assert await held(world, order_id) == reserved
    assert Event.REPLACED not in await world.events()


async def held(world: ShopWorld, order_id: int) -> int:
    """Pieces reserved of what is in its first line, also when that is off sale."""
    query = text("SELECT reserved_quantity FROM variants WHERE id = :id")
    async with world.uow.read() as uow:
        found = await uow.session.execute(query, {"id": await world.variant_of(order_id)})
        return int(found.scalar_one())


async def test_everything_moves_over(world: ShopWorld) -> None:
    """Lines, prices, deadline, stock and the sealed address; today's rate, a fresh address."""
    mug = await world.variant(stock=2, kind=ProductKind.PHYSICAL)
    await world.customer()
    await world.carts.add(ANN, mug, 2)
    old_id = await world.till.place(ANN, "BTC", STREET)
    before = await world.load(old_id)
    world.clock.advance(minutes=10)
    new_id = await switch(world, old_id)
    old, new = await world.load(old_id), await world.load(new_id)
    assert (old.status, old.replaced_by) == (OrderStatus.CANCELLED, new.code)
    assert old.given_up_at is None
    assert old.timed_out_at is None
    assert (new.replaces_id, new.switches) == (old_id, 1)
    assert (new.status, new.total, new.expires_at) == (
        OrderStatus.CREATED,
        before.total,
        before.expires_at,
    )
    lines = [[(x.variant_id, x.unit_price, x.quantity) for x in o.lines] for o in (old, new)]
    assert lines[0] == lines[1]
    assert (await world.orders.card(new_id)).delivery == STREET
    assert await world.stock(mug) == (2, 2)
    invoice = await world.invoice(new_id)
    assert (invoice.asset, invoice.address.chain) == ("ETH", "ETH")
    assert (await world.invoice(old_id)).state is InvoiceState.CANCELLED
    told = await world.events(ANN)
    assert told[-3:-1] == [Event.REPLACED, Event.INVOICE]  # and the reminder of the new one
    assert Event.CANCELLED not in told
    assert [(await world.events(a)).count(Event.ADMIN_REPLACED) for a in ADMINS] == [1, 1]


async def test_the_new_invoice_pays(world: ShopWorld) -> None:
    new_id = await switch(world, await world.order(quantity=2))
    await world.pay(new_id)
    world.ether.mine(20)
    world.clock.advance(seconds=15)
    await world.payments.scan("ETH")
    assert (await world.load(new_id)).status is OrderStatus.SHIPPED
    assert len(await world.orders.goods(new_id, owner=ANN)) == 2


async def test_money_at_the_old_address_becomes_credit(world: ShopWorld) -> None:
    """Before the new one is paid, and after it: the goods are sold once."""
    old_id = await world.order(stock=5)
    variant = await world.variant_of(old_id)
    new_id = await switch(world, old_id)
    await world.pay(old_id, "0.5")
    world.chain.mine()
    await world.payments.scan("BTC")
    assert 490 <= await world.credit() <= 505
    await world.pay(new_id)
    world.ether.mine(20)
    world.clock.advance(seconds=15)
    await world.payments.scan("ETH")
    assert (await world.load(new_id)).status is OrderStatus.SHIPPED
    await world.pay(old_id, "1")
    world.chain.mine()
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    old = await world.load(old_id)
    assert (old.status, old.needs_review) == (OrderStatus.CANCELLED, "late-money")
    assert 1480 <= await world.credit() <= 1515
    assert await world.stock(variant) == (4, 0)
    with pytest.raises(OrderReplaced) as refused:
        await world.decisions.offer(old_id)
    assert refused.value.code == (await world.load(new_id)).code


async def test_it_is_held_no_longer_and_runs_out_once(world: ShopWorld) -> None:
    order_id = await world.order()
    variant = await world.variant_of(order_id)
    placed = world.clock()
    for asset in ("ETH", "BTC", "ETH"):
        world.clock.advance(minutes=9)
        await world.rates.refresh()
        order_id = await switch(world, order_id, asset)
    assert (await world.load(order_id)).expires_at == placed + timedelta(minutes=30)
    world.clock.advance(minutes=3)
    await world.payments.expire_overdue()
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    assert await world.stock(variant) == (5, 0)
    async with world.uow.read() as uow:
        ends = await uow.orders.let_go(ANN, placed - timedelta(days=1), 99)
    assert [(late, own) for _, late, own in ends] == [(True, False)]


async def test_a_chain_ends(world: ShopWorld) -> None:
    order_id = await world.order()
    for number in range(MOST_SWITCHES):
        order_id = await switch(world, order_id, ("ETH", "BTC")[number % 2])
    with pytest.raises(TooManySwitches):
        await switch(world, order_id, "BTC")
    assert (await world.load(order_id)).status is OrderStatus.CREATED
    assert await held(world, order_id) == 1


async def test_cancelling_after_a_switch_counts_the_whole_time(world: ShopWorld) -> None:
    """Else a change of coin just before the end would make a late cancel an early one."""
    order_id = await world.order()
    world.clock.advance(minutes=20)
    await world.rates.refresh()
    new_id = await switch(world, order_id)
    await world.orders.cancel(new_id, actor=f"user:{ANN}", owner=ANN)
    new = await world.load(new_id)
    assert new.timed_out_at == new.given_up_at == world.clock()


async def test_credit_moves_over_and_is_taken_once(world: ShopWorld) -> None:
    balance = await give_credit(world)
    variant = await world.variant(3, price=2000)
    await world.carts.add(ANN, variant, 1)
    old_id = await world.till.place(ANN, "BTC", use_credit=True)
    assert await world.credit() == 0
    now = await world.switches.preview(old_id, owner=ANN)
    assert now.balance == now.credit(use=True) == balance
    new_id = await switch(world, old_id, credit=True)
    assert (await world.load(new_id)).credit_used == balance
    assert await world.credit() == 0
    last = await switch(world, new_id, "BTC")
    assert (await world.load(last)).credit_used == 0
    assert await world.credit() == balance


async def test_credit_alone_may_pay(world: ShopWorld) -> None:
    await give_credit(world, "3")
    variant = await world.variant(3)
    await world.carts.add(ANN, variant, 1)
    old_id = await world.till.place(ANN, "BTC")
    new_id = await switch(world, old_id, None)
    assert (await world.load(new_id)).status is OrderStatus.SHIPPED
    assert (await world.load(old_id)).status is OrderStatus.CANCELLED
    assert await world.stock(variant) == (2, 0)
    told = await world.events(ANN)
    assert told.index(Event.REPLACED) < len(told) - 1 - told[::-1].index(Event.GOODS)


async def test_credit_that_does_not_cover_it_pays_nothing_alone(world: ShopWorld) -> None:
    order_id = await world.order()
    with pytest.raises(CoinUnavailable):
        await switch(world, order_id, None)
    await is_untouched(world, order_id)


async def test_once_something_was_seen_the_coin_stays(world: ShopWorld) -> None:
    """Also when it has disappeared again."""
    order_id = await world.order()
    txid = await world.pay(order_id, "0.1")
    await world.payments.scan("BTC")
    with pytest.raises(PaymentSeen):
        await switch(world, order_id)
    world.chain.drop(txid)
    for _ in range(3):
        world.clock.advance(minutes=1)
        await world.payments.scan("BTC")
    with pytest.raises(PaymentDetected):
        await switch(world, order_id)
    assert (await world.load(order_id)).status is OrderStatus.CREATED


async def test_no_better_price_than_today(world: ShopWorld) -> None:
    """A mistyped price that was put right, or goods off sale, are promised to nobody again."""
    order_id = await world.order()
    variant_id = await world.variant_of(order_id)
    for change in ({"price": 100_000}, {"price": 1000, "active": False}):
        await change_variant(world, variant_id, **change)
        with pytest.raises(PricesRose):
            await switch(world, order_id)
        await is_untouched(world, order_id)
    await change_variant(world, variant_id, price=1, active=True)
    new_id = await switch(world, order_id)
    assert (await world.load(new_id)).total == 1000  # nor a better one than before


async def change_variant(world: ShopWorld, variant_id: int, **values: object) -> None:
    async with world.uow() as uow:
        variant = await uow.session.get_one(Variant, variant_id)
        for name, value in values.items():
            setattr(variant, name, value)


async def test_today_s_rate_counts(world: ShopWorld) -> None:
    order_id = await world.order(asset="ETH")
    locked = await world.invoice(order_id)
    for source in world.sources:
        source.value = Decimal(45_000)
    await world.rates.refresh()
    again = await switch(world, await switch(world, order_id, "BTC"), "ETH")
    assert (await world.invoice(again)).due > locked.due


async def test_refusals_leave_the_order_as_it_is(world: ShopWorld) -> None:
    order_id = await world.order()
    with pytest.raises(SameCoin):
        await switch(world, order_id, "BTC")
    with pytest.raises(OrderNotFound):
        await switch(world, order_id, owner=BOB)
    with pytest.raises(OrderNotFound):
        await world.switches.preview(order_id, owner=BOB)
    with pytest.raises(QuoteChanged):
        await world.switches.switch(order_id, "ETH", owner=ANN, seal="another")
    with pytest.raises(CoinUnavailable, match="other-coin"):
        await switch(world, order_id, "DOGE")
    world.clock.advance(seconds=30 * 60 - LEAST_LEFT.total_seconds() + 1)
    await world.rates.refresh()
    with pytest.raises(SwitchTooLate):
        await switch(world, order_id)
    await is_untouched(world, order_id)


async def test_what_was_shown_is_what_is_agreed_to(world: ShopWorld) -> None:
    order_id = await world.order()
    now = await world.switches.preview(order_id, owner=ANN)
    seal = agreed(now.quote, now.credit(use=False))
    new_id = await world.switches.switch(order_id, "ETH", owner=ANN, seal=seal)
    assert (await world.invoice(new_id)).asset == "ETH"


async def test_no_price_no_switch(world: ShopWorld) -> None:
    order_id = await world.order()
    world.clock.advance(minutes=11)
    with pytest.raises(CoinUnavailable, match="other-coin"):
        await switch(world, order_id)
    await is_untouched(world, order_id)


@pytest.mark.parametrize("prepared", [True, False])
async def test_the_other_coin_s_provider_is_down(
    world: ShopWorld, monkeypatch: pytest.MonkeyPatch, *, prepared: bool
) -> None:
    """An address that is ready serves; with none, the order stays as it is."""
    order_id = await world.order()
    if prepared:
        await world.wallets.prepare("ETH")

    async def down(_address: str) -> bool:
        raise ChainError("fake", "down")

    monkeypatch.setattr(world.ether, "has_history", down)
    if prepared:
        await switch(world, order_id)
        return
    with pytest.raises(AddressUnavailable, match="other-address"):
        await switch(world, order_id)
    await is_untouched(world, order_id)


async def test_a_total_too_small_for_the_other_coin(world: ShopWorld) -> None:
    cheap = await world.variant(100, price=5)
    await world.customer()
    await world.carts.add(ANN, cheap, 100)
    order_id = await world.till.place(ANN, "BTC")
    with pytest.raises(TotalTooSmall):
        await switch(world, order_id)
    await is_untouched(world, order_id, reserved=100)


async def test_two_devices_switch_once(world: ShopWorld) -> None:
    order_id = await world.order()
    variant = await world.variant_of(order_id)
    await world.wallets.prepare("ETH")
    ends = await asyncio.gather(
        *(switch(world, order_id) for _ in range(4)), return_exceptions=True
    )
    assert len([end for end in ends if isinstance(end, int)]) == 1
    assert [type(end) for end in ends if not isinstance(end, int)] == [OrderReplaced] * 3
    assert await world.stock(variant) == (5, 1)


async def test_a_cancel_and_a_switch_do_one_of_both(world: ShopWorld) -> None:
    order_id = await world.order()
    variant = await world.variant_of(order_id)
    await world.wallets.prepare("ETH")
    cancel = world.orders.cancel(order_id, actor="user:100", owner=ANN)
    ends = await asyncio.gather(switch(world, order_id), cancel, return_exceptions=True)
    refused = [end for end in ends if isinstance(end, WrongOrderState)]
    assert len(refused) == 1
    assert (await world.stock(variant))[1] == int(isinstance(ends[0], int))


async def test_the_last_one_goes_to_nobody_else_meanwhile(world: ShopWorld) -> None:
    """While the coin is changed, another customer tries to buy the same thing all the time."""
    order_id = await world.order(quantity=2, stock=2)
    variant = await world.variant_of(order_id)
    await world.wallets.prepare("ETH")
    await world.wallets.prepare("BTC")
    await world.customer(BOB)
    await world.carts.add(BOB, variant, 1)

    async def buys() -> None:
        for _ in range(20):
            with pytest.raises(Exception, match="nothing-left"):
                await world.till.place(BOB, "BTC")
            await asyncio.sleep(0)

    async def changes() -> int:
        current = order_id
        for asset in ("ETH", "BTC", "ETH"):
            current = await switch(world, current, asset)
        return current

    _, last = await asyncio.gather(buys(), changes())
    assert await world.stock(variant) == (2, 2)
    assert (await world.load(last)).switches == MOST_SWITCHES
