"""Case 47: the clock jumps, by hours and in both directions, and no coin gets out of sight."""

from datetime import timedelta
from decimal import Decimal

import pytest

from models.invoice import InvoiceState
from models.order import OrderStatus
from services.running.notification import Event
from tests.services.conftest import ShopWorld


async def state(world: ShopWorld, order_id: int) -> tuple[OrderStatus, InvoiceState]:
    invoice = await world.invoice(order_id)
    return invoice.order.status, invoice.state


async def look(world: ShopWorld, **later: float) -> None:
    world.clock.advance(**(later or {"seconds": 15}))
    await world.payments.scan("BTC")
    await world.payments.expire_overdue()


@pytest.mark.parametrize("back", [{"minutes": -10}, {"hours": -5}, {"days": -40}])
async def test_a_clock_set_back_hides_no_payment(world: ShopWorld, back: dict[str, float]) -> None:
    """What was looked at "later" is looked at now."""
    order_id = await world.order()
    await look(world)
    world.clock.step(**back)
    await world.pay(order_id)
    world.chain.mine()
    await look(world)
    assert await state(world, order_id) == (OrderStatus.SHIPPED, InvoiceState.SETTLED)


async def test_check_now_sees_a_payment_although_the_last_look_lies_in_the_future(
    world: ShopWorld,
) -> None:
    order_id = await world.order()
    await look(world)
    world.clock.step(minutes=-10)
    world.restart()
    await world.pay(order_id)
    await world.payments.check(order_id)
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize("ahead", [{"hours": 2}, {"days": 8}, {"days": 100}])
async def test_one_wrong_reading_blinds_no_invoice(
    world: ShopWorld, ahead: dict[str, float], restarts: bool
) -> None:
    """The order is over, and its address is watched as if nothing had happened."""
    order_id = await world.order()
    world.clock.step(**ahead)
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    world.clock.step(**{unit: -number for unit, number in ahead.items()})
    if restarts:
        world.restart()
        await world.rates.refresh()
    await world.pay(order_id)
    world.chain.mine()
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


async def test_an_address_taken_for_old_for_days_is_watched_again(world: ShopWorld) -> None:
    order_id = await world.order()
    world.clock.step(days=100)
    for _ in range(4):
        await look(world, days=1)
    assert (await world.invoice(order_id)).next_scan_at is None
    world.clock.step(days=-100)
    await world.pay(order_id)
    world.chain.mine()
    await look(world)
    assert [row.amount for row in await world.transfers(order_id)]


async def test_the_last_look_comes_after_a_look_past_the_end(world: ShopWorld) -> None:
    order_id = await world.order()
    await look(world, days=91)
    assert (await world.invoice(order_id)).next_scan_at is not None
    await look(world, days=1)
    await look(world, days=1)
    assert (await world.invoice(order_id)).next_scan_at is None


@pytest.mark.parametrize("way", ["sweep", "scan", "check"])
async def test_nothing_expires_while_the_clock_is_in_doubt(world: ShopWorld, way: str) -> None:
    order_id = await world.order()
    world.clock.in_doubt = True
    world.clock.step(hours=2)
    for _ in range(3):
        world.clock.advance(minutes=5)
        if way == "sweep":
            await world.payments.expire_overdue()
        elif way == "scan":
            await world.payments.scan("BTC")
        else:
            await world.payments.check(order_id)
    assert await state(world, order_id) == (OrderStatus.CREATED, InvoiceState.WAITING)
    world.clock.in_doubt = False
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED


async def test_money_known_before_is_settled_while_the_clock_is_in_doubt(world: ShopWorld) -> None:
    """And what comes then is seen, and waits: nobody can tell yet whether it is late."""
    first, second = await world.order(), await world.order(user_id=101)
    await world.pay(first)
    await look(world)
    world.clock.in_doubt = True
    await world.pay(second)
    world.chain.mine()
    await look(world)
    assert (await world.load(first)).status is OrderStatus.SHIPPED
    assert await state(world, second) == (OrderStatus.CREATED, InvoiceState.CONFIRMING)
    world.clock.in_doubt = False
    await look(world)
    assert (await world.load(second)).status is OrderStatus.SHIPPED


async def test_late_money_waits_for_as_long_as_the_clock_is_in_doubt(world: ShopWorld) -> None:
    """How late it is decides what it buys: a wrong reading must not turn it down."""
    order_id = await world.order()
    await look(world, minutes=31)
    world.clock.in_doubt = True
    world.clock.step(days=100)
    await world.pay(order_id)
    world.chain.mine()
    await look(world)
    [row] = await world.transfers(order_id)
    assert row.accounted == 0
    world.clock.step(days=-100)
    world.clock.in_doubt = False
    await world.rates.refresh()
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


async def test_money_is_not_late_by_a_clock_in_doubt(world: ShopWorld) -> None:
    order_id = await world.order()
    world.clock.in_doubt = True
    world.clock.step(hours=2)
    await world.pay(order_id)
    world.chain.mine()
    await look(world)
    world.clock.step(hours=-2)
    world.clock.in_doubt = False
    await look(world)
    invoice = await world.invoice(order_id)
    assert (invoice.order.status, invoice.taken) == (OrderStatus.SHIPPED, invoice.due)


@pytest.mark.parametrize("restarts", [False, True])
async def test_a_sight_in_doubt_is_dated_by_what_has_passed_since(
    world: ShopWorld, *, restarts: bool
) -> None:
    """In time when it was seen, known to be so only after the deadline; a restart forgets it."""
    order_id = await world.order()
    world.clock.advance(minutes=28)
    world.clock.in_doubt = True
    world.clock.step(days=-3)  # by which everything would be in time
    await world.pay(order_id)
    world.chain.mine()
    await look(world, seconds=20)
    assert (await world.transfers(order_id))[0].undated
    if restarts:
        world.restart()
    world.clock.advance(minutes=8)
    world.clock.step(days=3)
    world.clock.in_doubt = False
    await world.rates.refresh()
    await look(world, seconds=5)
    [row] = await world.transfers(order_id)
    deadline = (await world.load(order_id)).expires_at
    assert not row.undated
    assert (row.first_seen_at > deadline) is restarts
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED  # for what it is worth


async def test_late_by_days_is_late_however_often_the_shop_restarts(world: ShopWorld) -> None:
    """Each start is in doubt for a while: that makes nothing come in time."""
    order_id = await world.order()
    await look(world)
    world.clock.advance(days=3)
    await world.pay(order_id)
    world.chain.mine(6)
    for source in world.sources:
        source.value = Decimal(25_000)
    for _ in range(3):
        world.restart()
        await world.rates.refresh()
        world.clock.in_doubt = True
        await look(world, seconds=30)
        assert (await world.load(order_id)).status is OrderStatus.CREATED
    world.clock.in_doubt = False
    await look(world, seconds=30)
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    assert await world.credit() < 600  # what half the price is worth


async def test_a_jump_is_no_outage_of_ten_minutes(world: ShopWorld) -> None:
    """A clock two hours ahead takes every best block for stale: nobody answers, nothing expires."""
    order_id = await world.order()
    world.chain.down = True
    world.clock.step(hours=2)
    for _ in range(3):
        await look(world, minutes=3)
        assert await state(world, order_id) == (OrderStatus.CREATED, InvoiceState.CHECKING)
    await look(world, minutes=10)
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.EXPIRED, "expired-unchecked")


async def test_a_look_from_the_future_proves_nothing(world: ShopWorld) -> None:
    order_id = await world.order()
    world.clock.in_doubt = True
    world.clock.step(hours=2)
    await world.payments.scan("BTC")
    world.clock.step(hours=-2)
    world.clock.in_doubt = False
    await world.pay(order_id)
    world.chain.down = True
    await look(world, minutes=31)
    assert await state(world, order_id) == (OrderStatus.CREATED, InvoiceState.CHECKING)
    world.chain.down = False
    await look(world)
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING


async def test_money_missing_since_the_future_is_disbelieved_in_time(world: ShopWorld) -> None:
    order_id = await world.order()
    txid = await world.pay(order_id)
    await look(world)
    world.chain.drop(txid)
    world.clock.in_doubt = True
    world.clock.step(hours=2)
    await world.payments.scan("BTC")
    world.clock.step(hours=-2)
    world.clock.in_doubt = False
    await look(world)
    await look(world, minutes=3)
    assert (await world.invoice(order_id)).state is InvoiceState.WAITING


async def test_old_prices_are_old_whatever_the_clock_says(world: ShopWorld) -> None:
    world.clock.step(hours=-3)
    assert "BTC" in world.rates.available()
    world.clock.advance(minutes=11)
    assert world.rates.available() == []
    assert world.rates.today("BTC", "USD") is None
    await world.rates.keep_fresh()
    assert "BTC" in world.rates.available()


@pytest.mark.parametrize("step", [{"hours": 2}, {"hours": -2}])
async def test_a_step_takes_no_coin_off_sale(world: ShopWorld, step: dict[str, float]) -> None:
    world.clock.step(**step)
    assert "BTC" in world.rates.available()
    world.clock.advance(minutes=2)
    asked = len(world.sources[0].asked)
    await world.rates.keep_fresh()
    assert len(world.sources[0].asked) == asked + 1


async def test_a_payment_that_does_not_come_further_is_told_once(world: ShopWorld) -> None:
    """One confirmation of three, and then none for hours."""
    order_id = await world.order(quantity=50, stock=50)
    await world.pay(order_id)
    world.chain.mine()
    await look(world)
    await look(world, hours=5)
    assert (await world.load(order_id)).needs_review is None
    world.restart()
    for _ in range(3):
        await look(world, hours=2)
    assert (await world.load(order_id)).needs_review == "stuck-confirming"
    assert (await world.events(1)).count(Event.ADMIN_REVIEW) == 1
    world.chain.mine(2)
    await look(world)
    order = await world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.SHIPPED, None)


async def test_money_that_is_unconfirmed_on_day_90_is_not_forgotten(world: ShopWorld) -> None:
    order_id = await world.order()
    await look(world, days=89)
    await world.pay(order_id)
    for _ in range(4):
        await look(world, days=1)
    invoice = await world.invoice(order_id)
    assert (invoice.order.status, invoice.seen) == (OrderStatus.EXPIRED, invoice.due)
    world.clock.advance(hours=1)
    await world.rates.refresh()
    world.chain.mine()
    await look(world)
    [row] = await world.transfers(order_id)
    assert row.accounted_at is not None


async def test_money_that_is_gone_for_good_is_given_up(world: ShopWorld) -> None:
    order_id = await world.order()
    txid = await world.pay(order_id)
    await look(world)
    world.chain.drop(txid)
    await look(world)
    for _ in range(89):
        await look(world, days=1)
    assert (await world.invoice(order_id)).next_scan_at is not None
    for _ in range(5):
        await look(world, days=1)
    assert (await world.invoice(order_id)).next_scan_at is None


@pytest.mark.parametrize("restarts", [False, True])
async def test_an_order_placed_in_the_future_ends_in_time(world: ShopWorld, restarts: bool) -> None:
    """The stock is not held for as long as the clock was wrong."""
    world.clock.step(days=100)
    order_id = await world.order()
    await look(world)
    world.clock.step(days=-100)
    if restarts:
        world.restart()
    await look(world)
    assert (await world.load(order_id)).expires_at == world.clock() + timedelta(minutes=30)
    await look(world, minutes=31)
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    assert await world.stock(await world.variant_of(order_id)) == (5, 0)


@pytest.mark.parametrize(("back", "in_doubt"), [({"minutes": -10}, False), ({"hours": -5}, True)])
async def test_a_clock_that_was_set_back_by_mistake_shortens_no_order(
    world: ShopWorld, back: dict[str, float], in_doubt: bool
) -> None:
    """What was placed before is not taken for placed in the future."""
    order_id = await world.order()
    await look(world)
    deadline = (await world.load(order_id)).expires_at
    world.clock.step(**back)
    world.clock.in_doubt = in_doubt
    await look(world)
    world.clock.step(**{unit: -number for unit, number in back.items()})
    world.clock.in_doubt = False
    await look(world)
    order = await world.load(order_id)
    assert (order.status, order.expires_at) == (OrderStatus.CREATED, deadline)


@pytest.mark.parametrize("in_doubt", [False, True])
async def test_a_silent_look_by_a_wrong_clock_puts_nothing_off(
    world: ShopWorld, in_doubt: bool
) -> None:
    """Nor across a restart, when the reading was in doubt and so left no sign of life."""
    order_id = await world.order()
    await look(world)
    world.chain.down = True
    world.clock.in_doubt = in_doubt
    world.clock.step(hours=20)
    await world.payments.scan("BTC")
    world.clock.step(hours=-20)
    world.clock.in_doubt = False
    world.chain.down = False
    if in_doubt:
        world.restart()
    await world.pay(order_id)
    await look(world)
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING


async def test_messages_written_in_the_future_are_not_kept_until_then(world: ShopWorld) -> None:
    """Reminders keep their distance; what was being sent, or retried, is free."""
    world.clock.step(hours=2)
    await world.order()
    [claimed, *_] = await world.outbox.claim(30)
    await world.outbox.retry(claimed, "boom")
    world.clock.step(hours=-2)
    async with world.uow() as uow:
        await uow.hours.heal_outbox(world.clock())
    rows = await world.messages()
    now, reminder = world.clock(), timedelta(minutes=25)
    due = {row.event: row.due_at for row in rows}
    assert due.pop(Event.REMINDER) == now + reminder
    assert all(at <= now + timedelta(seconds=1) for at in due.values())
    assert all(row.leased_until is None for row in rows)
