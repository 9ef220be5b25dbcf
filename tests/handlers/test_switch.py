"""Another coin by pressing: the choice, the exchange, and what becomes of the old invoice."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal

import pytest
from aiogram.methods import DeleteMessage

from db import Database
from handlers.callbacks import KeepCoin, OtherCoin, SwitchCoin
from handlers.views import invoice as invoice_views
from handlers.views import order as order_views
from handlers.views.standing import standing
from models.order import OrderStatus
from models.outbox import OutboxStatus
from services.money.look import Looks
from services.running.notification import Event
from services.sale.offer import OfferService
from services.sale.quote import agreed
from tests.handlers.conftest import ALICE, TEXTS, Hall
from tests.handlers.mail import Mail
from tests.services.conftest import ShopWorld

BOB, ANN, OLIVER = 100, 1, 2
T = TEXTS("en")


class Counter(Hall):
    """A hall with everything that a change of coin needs; Alice has an invoice in BTC."""

    world: ShopWorld
    order_id: int

    async def prepare(self, world: ShopWorld) -> None:
        self.world, self.clock, self.sealer = world, world.clock, world.sealer
        self.tools = replace(
            self.tools,
            till=world.till,
            switches=world.switches,
            offers=OfferService(world.uow, world.rates, world.sealer, world.terms),
            orders=world.orders,
            looks=Looks(world.payments.check, time.monotonic),
            clock=world.clock,
        )
        self.open_all()
        await world.rates.refresh()
        self.order_id = await world.order(ALICE)

    async def asks(self, credit: int = 0) -> None:
        await self.press(OtherCoin(order_id=self.order_id, credit=credit).pack())

    async def chooses(self, asset: str = "ETH", credit: int = 0, seal: str | None = None) -> None:
        now = await self.world.switches.preview(self.order_id, owner=ALICE)
        true = agreed(now.quote, now.credit(use=bool(credit)))
        press = SwitchCoin(order_id=self.order_id, asset=asset, credit=credit, seal=seal or true)
        await self.press(press.pack())

    @property
    def said(self) -> str:
        return self.telegram.said[-1]


@pytest.fixture
async def counter(sqlite_database: Database) -> AsyncIterator[Counter]:
    hall = Counter(sqlite_database)
    await hall.prepare(ShopWorld(sqlite_database))
    yield hall
    assert await hall.world.violations() == []


async def test_the_other_coins_with_amounts_and_times(counter: Counter) -> None:
    await counter.asks()
    code = (await counter.world.load(counter.order_id)).code
    assert f"Another coin for order {code}" in counter.said
    assert "1 × thing 0" in counter.said
    labels = counter.telegram.labels()
    assert "[Ξ ETH 0.0002" in labels
    assert "~15 min]" in labels
    assert "[₿ BTC" not in labels
    assert "[↩️ Keep Bitcoin]" in labels


async def test_a_press_changes_the_coin(counter: Counter) -> None:
    await counter.chooses()
    old = await counter.world.load(counter.order_id)
    assert f"Order <b>{old.replaced_by}</b> takes the place of <b>{old.code}</b>" in counter.said
    assert "Send nothing to the old address" in counter.said


async def test_the_chain_is_looked_at_first(counter: Counter) -> None:
    """Money that no scan has seen yet."""
    await counter.world.pay(counter.order_id, "0.5")
    await counter.chooses()
    assert "A payment for this order was seen" in (counter.telegram.answers[-1].text or "")
    assert (await counter.world.load(counter.order_id)).status is OrderStatus.CREATED


async def test_a_second_press_is_told_what_became_of_it(counter: Counter) -> None:
    now = await counter.world.switches.preview(counter.order_id, owner=ALICE)
    press = SwitchCoin(
        order_id=counter.order_id, asset="ETH", credit=0, seal=agreed(now.quote, 0)
    ).pack()
    await counter.press(press)
    await counter.press(press)
    code = (await counter.world.load(counter.order_id)).replaced_by
    assert f"{code} took its place" in (counter.telegram.answers[-1].text or "")


async def test_credit_is_a_switch_and_what_changed_is_asked_again(counter: Counter) -> None:
    await counter.world.pay(await counter.world.order(BOB), "1")  # somebody else's is no credit
    await counter.asks()
    assert "store credit]" not in counter.telegram.labels()
    await counter.chooses(seal="0123456789ab")
    assert "Nothing was ordered yet" not in counter.said
    assert "Your store credit, or what a way to pay costs, is not what it was" in counter.said
    assert "Another coin for order" in counter.said
    assert (await counter.world.load(counter.order_id)).status is OrderStatus.CREATED


async def test_somebody_else_s_order_is_none(counter: Counter) -> None:
    await counter.press(OtherCoin(order_id=counter.order_id, credit=0).pack(), 7002)
    assert "There is no such order" in (counter.telegram.answers[-1].text or "")
    press = SwitchCoin(order_id=counter.order_id, asset="ETH", credit=0, seal="x").pack()
    await counter.press(press, 7002)
    assert "There is no such order" in (counter.telegram.answers[-1].text or "")
    assert (await counter.world.load(counter.order_id)).status is OrderStatus.CREATED


async def test_no_other_coin_has_a_price(counter: Counter) -> None:
    for source in counter.world.sources:
        source.values = {"BTC": Decimal(50_000)}
    counter.world.clock.advance(minutes=11)
    await counter.world.rates.refresh()
    await counter.asks()
    assert "No other coin can be priced safely" in counter.said
    assert "cart" not in counter.said
    assert "[↩️ Keep Bitcoin]" in counter.telegram.labels()


async def test_the_question_goes_when_the_coin_stays(counter: Counter) -> None:
    await counter.asks()
    await counter.press(KeepCoin().pack(), number=77)
    assert [m.message_id for m in counter.telegram.of(DeleteMessage)] == [77]
    assert (await counter.world.load(counter.order_id)).status is OrderStatus.CREATED


async def test_the_button_stands_while_nothing_was_seen(counter: Counter) -> None:
    order_id = counter.order_id
    for asset in ("ETH", "BTC", "ETH"):
        assert "🪙 Other coin" in await labels(counter, order_id)
        order_id = await counter.world.switches.switch(order_id, asset, owner=ALICE)
    assert "🪙 Other coin" not in await labels(counter, order_id)


async def labels(counter: Counter, order_id: int) -> list[str]:
    card = await counter.world.orders.card(order_id, owner=ALICE)
    screen = invoice_views.invoice(T, standing(card, counter.clock()))
    return [button.text for row in screen.rows for button in row]


async def test_the_old_one_is_called_replaced(counter: Counter) -> None:
    new_id = await counter.world.switches.switch(counter.order_id, "ETH", owner=ALICE)
    old = await counter.world.orders.card(counter.order_id, owner=ALICE)
    new = await counter.world.load(new_id)
    of = standing(old, counter.clock())
    shown = invoice_views.invoice(T, of)
    assert f"Another coin was chosen: order <b>{new.code}</b>" in shown.text
    assert "Order again" not in str(shown.rows)
    assert "cancelled" not in shown.text.lower()
    rows = order_views.orders(T, 0, [of]).rows
    assert f"now {new.code}" in rows[0][0].text


@pytest.fixture
async def mail(sqlite_database: Database) -> AsyncIterator[Mail]:
    mail = Mail(sqlite_database)
    await mail.world.rates.refresh()
    for admin in (ANN, OLIVER):
        await mail.world.customer(admin)
    yield mail
    assert await mail.world.violations() == []


async def switched(mail: Mail, order_id: int, asset: str | None) -> int:
    """While messages are delivered the clock runs: prices are asked for as in a shop."""
    await mail.world.rates.refresh()
    return await mail.world.switches.switch(order_id, asset, owner=BOB)


async def test_the_old_qr_code_goes_and_the_new_one_comes(mail: Mail) -> None:
    old_id = await mail.world.order(BOB)
    await mail.delivered()
    [before] = mail.chats.shown[BOB]
    new_id = await switched(mail, old_id, "ETH")
    await mail.delivered()
    [after] = [message for message in mail.chats.shown[BOB] if message.kind == "photo"]
    assert after.id != before.id
    address = (await mail.world.invoice(new_id)).address.address
    assert address in after.text
    assert not any("cancelled" in said.lower() for said in mail.chats.texts(BOB))
    code = (await mail.world.load(new_id)).code
    assert any(f"<b>{code}</b> took its place" in said for said in mail.chats.texts(ANN))


async def test_what_happens_to_the_old_one_touches_no_invoice(mail: Mail) -> None:
    """Money at its address is told of in words; the one invoice is the new one."""
    old_id = await mail.world.order(BOB)
    await mail.delivered()
    await switched(mail, old_id, "ETH")
    await mail.delivered()
    await mail.world.pay(old_id)
    mail.world.chain.mine()
    mail.world.clock.advance(seconds=15)
    await mail.world.payments.scan("BTC")
    await mail.delivered()
    photos = [message for message in mail.chats.shown[BOB] if message.kind == "photo"]
    assert len(photos) == 1
    assert "arrived at the old address" in mail.chats.texts(BOB)[-1]
    assert "became your store credit" in mail.chats.texts(BOB)[-1]


async def test_a_switch_before_the_first_invoice_was_sent(mail: Mail) -> None:
    old_id = await mail.world.order(BOB)
    new_id = await switched(mail, old_id, "ETH")
    await mail.delivered()
    [shown] = mail.chats.shown[BOB]
    assert (await mail.world.invoice(new_id)).address.address in shown.text
    assert await mail.statuses(Event.REPLACED) == {OutboxStatus.SKIPPED}


async def test_an_invoice_that_cannot_be_deleted_any_more_asks_for_nothing(mail: Mail) -> None:
    old_id = await mail.world.order(BOB)
    await mail.delivered()
    [before] = mail.chats.shown[BOB]
    address = (await mail.world.invoice(old_id)).address.address
    new_id = await switched(mail, old_id, "ETH")
    mail.chats.undeletable = True
    await mail.delivered()
    [same] = [message for message in mail.chats.shown[BOB] if message.id == before.id]
    assert (await mail.world.load(new_id)).code in same.text
    assert address not in same.text
    assert same.keyboard is None


async def test_credit_that_pays_leaves_no_invoice(mail: Mail) -> None:
    await mail.paid(BOB)
    await mail.world.pay(1, "2")
    mail.world.chain.mine()
    mail.world.clock.advance(seconds=15)
    await mail.world.payments.scan("BTC")
    await mail.delivered()
    await mail.world.rates.refresh()
    old_id = await mail.world.order(BOB)
    await mail.delivered()
    address = (await mail.world.invoice(old_id)).address.address
    await switched(mail, old_id, None)
    await mail.delivered()
    assert not any(address in said for said in mail.chats.texts(BOB))
    assert "🎁" in mail.chats.texts(BOB)[-1]
    assert Decimal(await mail.world.credit(BOB)) >= 0
