"""Pressing the buttons of an order: nothing makes a second message, nothing happens unasked."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from aiogram.methods import DeleteMessage, SendMessage, SendPhoto

from db import Database
from handlers import callbacks as on
from models.order import OrderStatus
from services.money.look import Looks
from services.running.notification import Event
from tests.handlers.conftest import ALICE, Hall
from tests.services.conftest import ShopWorld

OWN_ADDRESS = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080"


@dataclass
class Counter(Hall):
    """The desks over a whole shop; letters are queued and not sent."""

    world: ShopWorld = None  # type: ignore[assignment]
    order_id: int = 0

    async def prepare(self, world: ShopWorld) -> None:
        self.world, self.clock = world, world.clock
        self.tools = replace(
            self.tools,
            carts=world.carts,
            till=world.till,
            orders=world.orders,
            acts=replace(self.tools.acts, destinations=world.places),
            looks=Looks(world.payments.check, time.monotonic),
            clock=world.clock,
        )
        self.open_all()
        await world.rates.refresh()
        await self.user()
        self.order_id = await world.order(ALICE, quantity=2)

    async def queued(self) -> list[tuple[str, dict[str, str]]]:
        rows = await self.world.messages()
        return [(row.event, row.args) for row in rows if row.chat_id == ALICE]

    async def status(self) -> OrderStatus:
        return (await self.world.load(self.order_id)).status

    @property
    def alert(self) -> str:
        return self.telegram.answers[-1].text or ""


@pytest.fixture
async def counter(sqlite_database: Database) -> AsyncIterator[Counter]:
    hall = Counter(sqlite_database)
    await hall.prepare(ShopWorld(sqlite_database))
    yield hall
    assert await hall.world.violations() == []


async def test_opening_sends_nothing_itself(counter: Counter) -> None:
    await counter.press(on.OpenOrder(order_id=counter.order_id).pack())
    assert counter.telegram.of(SendMessage) == counter.telegram.of(SendPhoto) == []
    assert (await counter.queued())[-1] == (Event.INVOICE_BELOW, {"words": "1"})


async def test_a_hundred_presses_in_a_second_are_one_message(counter: Counter) -> None:
    before = len(await counter.queued())
    for _ in range(100):
        await counter.press(on.OpenOrder(order_id=counter.order_id).pack())
    assert len(await counter.queued()) == before + 1


async def test_somebody_else_s_order_is_not_opened(counter: Counter) -> None:
    await counter.users.register(7009, "Eve", None, "en")
    before = await counter.queued()
    for button in (on.OpenOrder, on.CheckPayment, on.CancelOrder, on.CancelNow, on.OrderAgain):
        await counter.press(button(order_id=counter.order_id).pack(), 7009)
        assert "no such order" in counter.alert
    assert await counter.queued() == before
    assert await counter.status() is OrderStatus.CREATED


async def test_check_answers_by_what_was_seen_and_redraws_what_was_pressed(
    counter: Counter,
) -> None:
    counter.clock.advance(seconds=1)
    await counter.press(on.CheckPayment(order_id=counter.order_id).pack(), number=55)
    assert "No payment seen yet" in counter.alert
    assert (await counter.queued())[-1] == (Event.INVOICE, {"on": "55"})
    await counter.world.pay(counter.order_id, "0.5")
    counter.clock.advance(minutes=1)
    await counter.world.payments.scan("BTC")
    await counter.press(on.CheckPayment(order_id=counter.order_id).pack(), number=55)
    assert "Still missing" in counter.alert


async def test_cancelling_asks_first(counter: Counter) -> None:
    await counter.press(on.CancelOrder(order_id=counter.order_id).pack())
    code = (await counter.world.load(counter.order_id)).code
    assert f"Cancel order <b>{code}</b>?" in counter.telegram.said[-1]
    assert "[✖️ Yes, cancel] [‹ Keep it]" in counter.telegram.labels()
    await counter.press(on.KeepOrder().pack(), number=77)
    assert await counter.status() is OrderStatus.CREATED
    await counter.press(on.CancelNow(order_id=counter.order_id).pack(), number=78)
    assert await counter.status() is OrderStatus.CANCELLED
    assert code in counter.alert
    assert [m.message_id for m in counter.telegram.of(DeleteMessage)] == [77, 78]


async def test_what_is_paid_meanwhile_is_not_cancelled(counter: Counter) -> None:
    await counter.press(on.CancelOrder(order_id=counter.order_id).pack())
    await counter.world.pay(counter.order_id)
    await counter.press(on.CancelNow(order_id=counter.order_id).pack())
    assert "was detected" in counter.alert
    assert await counter.status() is OrderStatus.CREATED


async def test_the_cart_is_kept_when_an_order_expires_and_filled_again(counter: Counter) -> None:
    counter.clock.advance(minutes=31)
    await counter.world.rates.refresh()
    await counter.world.payments.scan("BTC")
    await counter.world.payments.scan("BTC")
    assert await counter.status() is OrderStatus.EXPIRED
    again = on.OrderAgain(order_id=counter.order_id).pack()
    for start in ("kept", "doubled", "emptied"):
        if start == "emptied":
            await counter.world.carts.clear(ALICE)
        await counter.press(again)
        assert (await counter.world.carts.show(ALICE)).pieces == 2
    assert "Your cart" in counter.telegram.said[-1]


async def test_a_refund_address_is_one_answer(counter: Counter) -> None:
    """What is typed after it is for the shop, and not another address."""
    await late_money(counter)
    await counter.world.places.ask(counter.order_id, actor="admin:1")
    await counter.press(on.GiveRefundAddress(order_id=counter.order_id).pack())
    assert "[✖️ Cancel]" in counter.telegram.labels()
    await counter.type("hello")
    assert "no BTC address" in counter.telegram.said[-1]
    await counter.type(OWN_ADDRESS)
    assert OWN_ADDRESS in counter.telegram.said[-1]
    assert (await counter.user()).expecting is None
    await counter.type("I would like to know when it comes.")
    assert "Sent to the shop" in counter.telegram.said[-1]
    place = await counter.world.places.of(counter.order_id)
    assert place is not None
    assert place.address == OWN_ADDRESS


async def late_money(counter: Counter) -> None:
    counter.clock.advance(minutes=31)
    for share in (None, "0.5"):
        if share:
            await counter.world.pay(counter.order_id, share)
            counter.world.chain.mine(6)
        counter.clock.advance(minutes=10)
        await counter.world.rates.refresh()
        await counter.world.payments.scan("BTC")
    assert await counter.world.credit() or await counter.world.users.credit(ALICE, "USD")


@pytest.mark.parametrize(
    ("paid", "said"),
    [(None, "pay or cancel it first"), ("0.5", "pay the rest"), ("1", "has been seen")],
)
async def test_what_stands_in_the_way_says_what_can_be_done(
    counter: Counter, paid: str | None, said: str
) -> None:
    if paid:
        await counter.world.pay(counter.order_id, paid)
        counter.clock.advance(minutes=1)
        await counter.world.payments.scan("BTC")
    await counter.press(on.Checkout(credit=0).pack())
    assert said in counter.alert
    assert counter.telegram.of(SendPhoto) == []
    assert (await counter.queued())[-1][0] == Event.INVOICE_BELOW
