"""The admins' screens: what is asked, what is refused, and who was first."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiogram.methods import DeleteMessage, EditMessageText, SendMessage, SendPhoto
from sqlalchemy import text

from db import Database
from handlers.admin_callbacks import ShipHanded, ShipNow
from handlers.callbacks import ShipOrder
from models.order import OrderStatus
from models.outbox import OutboxStatus
from models.product import ProductKind
from models.refund import RefundState
from services.people.note import Note
from services.running.notification import Event
from tests.handlers.office import ANN, BOB, OLIVER, Office
from tests.handlers.telegram import NOW

STREET = "Bob Doe, Hafenstr. 12, 20457 Hamburg"
THERE = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"


@pytest.fixture
async def office(sqlite_database: Database) -> AsyncIterator[Office]:
    office = Office(sqlite_database)
    await office.open()
    yield office
    assert await office.world.violations() == []


async def parcel(office: Office) -> int:
    """A paid order that is to be shipped."""
    world = office.world
    variant = await world.variant(stock=9, kind=ProductKind.PHYSICAL)
    await world.carts.add(BOB, variant, 2)
    order_id = await world.till.place(BOB, "BTC", STREET)
    await world.pay(order_id)
    await settle(office)
    return order_id


async def settle(office: Office) -> None:
    world = office.world
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")


async def test_who_ships_the_parcel_is_told_of_goods_that_are_owed(office: Office) -> None:
    """It was not said, and the key that lay in doubt was never delivered, nor asked about."""
    world = office.world
    mug, key = await world.variant(9, ProductKind.PHYSICAL), await world.variant(9)
    for variant in (mug, key):
        await world.carts.add(BOB, variant, 1)
    order_id = await world.till.place(BOB, "BTC", STREET)
    async with world.uow() as uow:
        await uow.products.doubt(world.clock(), [key])
    await world.pay(order_id)
    await settle(office)
    await office.send(ShipOrder(order_id=order_id).pack(), OLIVER)
    assert "One of its goods has" in office.screen
    mark = (await world.load(order_id)).delivery_mark
    await office.send(
        ShipNow(order_id=order_id, mark=mark).pack(), OLIVER
    )  # an old question said nothing
    assert "One of its goods has" in office.screen
    assert (await world.load(order_id)).status is OrderStatus.PAID
    handed = ShipHanded(order_id=order_id, owed=1, unpaid=0, mark=mark).pack()
    assert office.button("shipped").callback_data == handed
    await world.doubts.release(key, "admin:1")
    await office.send(ShipOrder(order_id=order_id).pack(), OLIVER)
    assert "of its goods" not in office.screen


async def late(office: Office, share: str = "0.5") -> int:
    """An expired order, and then money for a part of it."""
    world = office.world
    order_id = await world.order(BOB)
    world.clock.advance(minutes=31)
    await world.payments.scan("BTC")
    await world.payments.expire("BTC")
    await world.rates.refresh()
    await world.pay(order_id, share)
    await settle(office)
    assert (await world.load(order_id)).status is OrderStatus.EXPIRED
    return order_id


async def test_a_card_is_in_the_order_of_work(office: Office) -> None:
    """Where to first, then what; the payment is on a screen of its own."""
    order_id = await parcel(office)
    await office.send(f"a-order:{order_id}")
    code = await office.code(order_id)
    assert office.screen.startswith(f"<b>{code}</b> · paid <tg-time")
    assert "$20.00</b> BTC ✅ final" in office.screen
    assert office.screen.index(STREET) < office.screen.index("2 × thing")
    assert "confirmations" not in office.screen
    assert "bcrt1" not in office.screen
    copied = office.button("Copy the address").copy_text
    assert copied is not None
    assert copied.text == STREET
    await office.press("Payment")
    assert "at $49,500.00 (" in office.screen
    assert "bcrt1" in office.screen
    assert "m/84" in office.screen


async def test_a_card_shows_received_against_due(office: Office) -> None:
    order_id = await late(office)
    await office.send(f"a-order:{order_id}")
    assert "· 49 %" in office.screen
    assert "$4.99 of $10.00" in office.screen
    assert "confirmations" not in office.screen


async def test_shipping_is_asked_and_done_once(office: Office) -> None:
    order_id = await parcel(office)
    code = await office.code(order_id)
    await office.send(f"a-ship:{order_id}")
    assert f"Mark <b>{code}</b> as shipped?" in office.screen
    assert (await office.world.load(order_id)).status is OrderStatus.PAID
    assert await office.press("Yes") == f"{code} is shipped."
    told = await office.send(f"a-ship-yes:{order_id}:", OLIVER)
    assert told == f"Ann was faster. {code}: it is done."
    assert await office.send(f"a-ship:{order_id}", OLIVER) == told
    assert (await office.send(f"a-ship-yes:{order_id}:")).startswith("You did that already.")
    events = await office.world.events(BOB)
    assert events.count(Event.SHIPPED) == 1


async def test_cancelling_takes_a_reason_which_is_shown_first(office: Office) -> None:
    order_id = await office.world.order(BOB)
    await office.send(f"a-cancel:{order_id}")
    await office.type("we broke <b>the last one</b>")
    assert "&lt;b&gt;the last one&lt;/b&gt;" in office.screen
    assert (await office.world.load(order_id)).status is OrderStatus.CREATED
    await office.type("the last one broke")
    assert "is cancelled" in await office.press("Yes, cancel")
    card = await office.world.orders.card(order_id, owner=BOB)
    assert card.cancelled_by_shop
    assert card.reason == "the last one broke"
    assert "the last one broke" in office.screen
    for row in await office.world.messages():
        assert "broke" not in str(row.args)
    told = await office.send(f"a-cy:{order_id}:0:0", OLIVER)
    assert told.startswith("Ann was faster")


async def test_cancelling_without_a_reason(office: Office) -> None:
    order_id = await office.world.order(BOB)
    await office.send(f"a-cancel:{order_id}")
    await office.press("without a reason")
    card = await office.world.orders.card(order_id)
    assert card.cancelled_by_shop
    assert card.reason is None


async def test_what_was_typed_for_another_purpose_is_no_reason(office: Office) -> None:
    """An old button asks again instead of sending an address of the admin's own."""
    order_id = await office.world.order(BOB)
    await office.reception._fallback._drafts.keep(ANN, STREET, None)  # type: ignore[attr-defined]
    await office.send(f"a-cy:{order_id}:0:1")
    assert "Send me the reason" in office.screen
    assert (await office.world.load(order_id)).status is OrderStatus.CREATED


@pytest.mark.parametrize("text", ["x" * 301, " "])
async def test_a_reason_is_bounded(office: Office, text: str) -> None:
    order_id = await office.world.order(BOB)
    await office.send(f"a-cancel:{order_id}")
    await office.type(text)
    assert "at most 300 characters" in office.screen


async def test_money_that_comes_while_one_is_asked_is_asked_about_again(office: Office) -> None:
    order_id = await office.world.order(BOB)
    await office.send(f"a-cancel:{order_id}")
    bare = office.button("without a reason").callback_data or ""
    await office.world.pay(order_id)
    office.world.clock.advance(seconds=20)
    await office.world.payments.scan("BTC")
    await office.send(bare)
    assert "were seen for it" in office.screen
    assert (await office.world.load(order_id)).status is OrderStatus.CREATED
    await office.press("without a reason")
    assert (await office.world.load(order_id)).status is OrderStatus.CANCELLED


async def test_a_decision_shows_the_numbers_and_asks(office: Office) -> None:
    order_id = await late(office)
    code = await office.code(order_id)
    await office.send(f"a-decide:{order_id}")
    assert "received <b>$4.99</b> of <b>$10.00</b> (49 %)" in office.screen
    assert "Stock: 5" in office.screen
    await office.press("Deliver anyway, −$5.01")
    assert "You give away <b>$5.01</b>" in office.screen
    yes = office.button("Yes, deliver").callback_data or ""
    assert await office.send(yes) == f"{code} is delivered after all."
    assert (await office.send(yes, OLIVER)).startswith("Ann was faster")
    assert (await office.send(f"a-decide:{order_id}", OLIVER)).startswith("Ann was faster")
    [told] = [m.args for m in await office.world.messages() if m.event == Event.HONOURED]
    assert (told["charged"], told["price"]) == ("499", "1000")


async def test_numbers_that_changed_are_shown_anew(office: Office) -> None:
    order_id = await late(office)
    await office.send(f"a-honour:{order_id}")
    yes = office.button("Yes, deliver").callback_data or ""
    await office.world.pay(order_id, "0.25")
    await settle(office)
    assert "numbers have changed" in await office.send(yes)
    assert "(74 %)" in office.screen
    assert (await office.world.load(order_id)).status is OrderStatus.EXPIRED


async def test_what_is_sold_out_is_not_offered(office: Office) -> None:
    order_id = await late(office)
    variant = await office.world.variant_of(order_id)
    await office.world.customer(200)
    await office.world.carts.add(200, variant, 5)
    await office.world.till.place(200, "BTC")
    await office.send(f"a-decide:{order_id}")
    assert "Stock: 0" in office.screen
    assert not [one for one in office.buttons if "Deliver" in one.text]


async def test_leaving_it_is_said(office: Office) -> None:
    order_id = await late(office)
    await office.send(f"a-decide:{order_id}")
    assert "stays store credit" in await office.press("Leave as credit")
    assert (await office.world.load(order_id)).needs_review is None


async def confirmed(office: Office) -> int:
    order_id = await late(office)
    await office.world.places.ask(order_id, actor="admin:1")
    place = await office.world.places.give(order_id, THERE, owner=BOB)
    await office.world.places.confirm(order_id, version=place.version, owner=BOB)
    return order_id


async def test_of_two_admins_one_refunds_and_the_other_reads_who(office: Office) -> None:
    order_id = await confirmed(office)
    await office.send(f"a-refund:{order_id}")
    go = office.button("Set $4.99 aside").callback_data or ""
    await office.send(go)
    assert "set aside, by Ann" in office.screen
    await office.type("/admin")
    assert "Refunds under way: <b>1</b>" in office.screen
    await office.press("↩️ Refunds")
    assert await office.code(order_id) in office.telegram.labels()
    assert (await office.send(go, OLIVER)).startswith("Ann was faster")
    assert "set aside, by Ann" in office.screen
    await office.send(f"a-order:{order_id}")
    assert "set aside, not sent yet" in office.screen
    await office.press("Refund …")
    back = office.button("give the credit back").callback_data or ""
    await office.send(back)
    assert "withdrawn" in office.screen
    assert (await office.send(back, OLIVER)).startswith("Ann was faster")
    assert await office.world.credit(BOB) == 499


def gone(office: Office) -> set[int]:
    return {one.message_id for one in office.telegram.of(DeleteMessage)}


async def test_a_refund_as_a_picture_goes_once_its_transaction_is_known(office: Office) -> None:
    order_id = await confirmed(office)
    await office.send(f"a-refund:{order_id}")
    await office.press("aside")
    await office.press("QR code")
    [photo] = office.telegram.of(SendPhoto)
    assert THERE in photo.caption
    assert "was not" not in await office.type("f" * 64)
    assert "does not know this transaction" in office.screen
    [card] = await office.world.refunds.of(order_id)
    assert card.refund.state is RefundState.OPEN
    short = office.world.chain.pay(THERE, card.refund.units - 1)
    assert "This transaction pays" in await office.type(short)
    sent = [
        m for m in office.telegram.asked if isinstance(m, SendMessage | EditMessageText | SendPhoto)
    ]
    picture = 1000 + sent.index(photo)
    assert picture not in gone(office)  # the refusals before the last one are
    txid = office.world.chain.pay(THERE, card.refund.units)
    assert "on its way" in await office.type(txid)
    assert picture in gone(office)
    assert "sent or withdrawn" in await office.send(f"a-refund-qr:{order_id}:{card.refund.id}")


async def test_what_was_paid_twice_is_looked_into_and_settled(office: Office) -> None:
    """It came back after the credit had been given back: the admin reads it, and puts it aside."""
    order_id = await confirmed(office)
    await office.send(f"a-refund:{order_id}")
    await office.press("aside")
    [card] = await office.world.refunds.of(order_id)
    txid = office.world.chain.pay(THERE, card.refund.units)
    await office.world.refunds.sent(card.refund.id, txid, actor="admin:1")
    kept = list(office.world.chain.transfers[THERE])
    office.world.chain.drop(txid)
    for minutes in (1, 11):
        office.world.clock.advance(minutes=minutes)
        await office.world.refunds.follow()
    await office.send(f"a-refund:{order_id}")
    assert txid in office.screen
    await office.send(office.button("give the credit back").callback_data or "")
    office.world.chain.transfers[THERE] += kept
    office.world.clock.advance(minutes=11)
    await office.world.refunds.follow()
    await office.send(f"a-order:{order_id}")
    assert "has paid on top of what the customer has already" in office.screen
    await office.press("Settled")
    assert (await office.world.load(order_id)).needs_review is None
    assert "on top" not in office.screen


async def test_orders_are_found_again(office: Office) -> None:
    order_id = await parcel(office)
    code = await office.code(order_id)
    await office.send(f"a-ship-yes:{order_id}:")
    await office.send("a-list:ended:0")
    assert code in office.telegram.labels()
    await office.send("a-list:open:0")
    assert code not in office.telegram.labels()
    assert f"<b>{code}</b> · done" in await office.type(f"/admin {code.lower()}")
    await office.send("a-find")
    await office.type("nothing like it")
    assert "No order fits" in office.screen
    assert f"<b>{code}</b> · done" in await office.type("@bob")


async def test_somebody_who_ordered_nothing_is_found(office: Office) -> None:
    await office.world.users.register(4000, "Kai", "kai", "en")
    for word in ("@kai", "4000"):
        assert "but this customer does" in await office.type(f"/admin {word}")
        assert "[👤 Kai]" in office.telegram.labels()
    await office.send("a-person:4000:0")
    assert "Orders: <b>0</b>" in office.screen


async def test_home_counts_what_is_to_do(office: Office) -> None:
    await parcel(office)
    await office.world.customer(200)
    await office.type("/admin")
    assert "To ship: <b>1</b>" in office.screen
    assert "[🔎 Find]" in office.telegram.labels()


async def test_a_customer_s_card_and_forgiving(office: Office) -> None:
    for _ in range(3):
        await office.world.rates.refresh()
        await office.world.order(BOB)
        office.world.clock.advance(minutes=31)
        await office.world.payments.scan("BTC")
        await office.world.payments.expire("BTC")
    await office.send(f"a-person:{BOB}:0")
    assert "Orders: <b>3</b>" in office.screen
    assert "count now: <b>3</b> of 3" in office.screen
    await office.press("Forgive")
    assert "count now: <b>0</b> of 3" in office.screen
    assert not [one for one in office.buttons if "Forgive" in one.text]
    await office.press("Orders")
    assert len([one for one in office.buttons if "expired" in one.text]) == 3
    await office.send(f"a-person:{BOB}:0")
    await office.press("Message")
    await office.type("hello Bob")
    assert Event.ANSWER in await office.world.events(BOB)


async def answered(office: Office, name: str) -> None:
    """From the list of who waits, and back to it."""
    await office.press(name)
    await office.press("💬 Answer")
    await office.type("here I am")
    await office.send("a-unanswered")


async def test_the_state_of_the_shop(office: Office) -> None:
    await office.send("a-sources")
    for source in office.world.sources:
        assert source.source in office.screen
    await office.world.order(BOB)
    [invoice] = [m for m in await office.world.messages() if m.event == Event.INVOICE]
    [leased] = await office.world.outbox.claim(1)
    while leased.id != invoice.id:
        [leased] = await office.world.outbox.claim(1)
    await office.world.outbox.refused(leased, "chat is haunted")
    note = Note(BOB, 7, NOW, None)
    await office.world.users.register(BOB, "Bob", None, "en")
    await office.reception._fallback._talk.ask(note)  # type: ignore[attr-defined]
    await office.send("a-sources")
    assert "[📭 Not delivered: 1] [💬 Waiting for an answer: 1]" in office.telegram.labels()
    await office.press("Not delivered")
    assert "chat is haunted" in office.screen
    again = office.button("Send").callback_data or ""
    assert "sent again" in await office.send(again)
    [row] = [m for m in await office.world.messages() if m.id == invoice.id]
    assert row.status is OutboxStatus.PENDING
    assert "not set aside any more" in await office.send(again, OLIVER)
    await office.send("a-unanswered")
    await answered(office, "Bob")
    assert "Nobody waits" in office.screen


async def test_a_key_is_asked_for_twice(office: Office) -> None:
    order_id = await parcel(office)
    await office.send(f"a-key:{order_id}")
    assert "Whoever reads it can take the coins" in office.screen
    assert "tg-spoiler" not in str(office.telegram.said)
    await office.press("Yes, show it")
    assert "tg-spoiler" in str(office.telegram.said)
    assert timedelta(seconds=50) < (await erased(office)) - office.world.clock()


async def erased(office: Office):  # type: ignore[no-untyped-def]
    [row] = [m for m in await office.world.messages() if m.event == Event.ERASE]
    return row.due_at


async def test_a_dismissed_admin_s_second_step_does_nothing(office: Office) -> None:
    """The question was asked while they were one."""
    order_id = await parcel(office)
    await office.send(f"a-ship:{order_id}")
    yes = office.button("Yes").callback_data or ""
    office.owners.discard(ANN)
    assert "you have no role here" in await office.send(yes)
    assert (await office.world.load(order_id)).status is OrderStatus.PAID


async def doubted(office: Office) -> int:
    """An order that was paid while everything is in doubt."""
    world = office.world
    order_id = await world.order(BOB)
    await world.variant(stock=3)
    async with world.uow() as uow:
        await uow.products.doubt(world.clock())
    await world.pay(order_id)
    await settle(office)
    assert (await world.load(order_id)).status is OrderStatus.PAID
    assert await world.orders.goods(order_id, owner=BOB) == []
    return order_id


async def test_stock_in_doubt_is_released_in_the_chat(office: Office) -> None:
    """One of them, then everything; what was paid meanwhile is delivered by that."""
    world, order_id = office.world, await doubted(office)
    await office.type("/admin")
    assert "Stock is in doubt" in office.screen
    await office.press("State")
    await office.press("Stock in doubt")
    await office.press("thing 0")
    assert "may reach a second customer" in office.screen
    assert await office.press("it is there") == "It is on sale again."
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    assert len(await world.orders.goods(order_id, owner=BOB)) == 1
    assert len((await world.doubts.standing()).variants) == 1
    await office.press("Release everything")
    await office.press("it is there")
    assert "No stock is in doubt" in office.screen
    assert await office.send("a-trust-yes:1") == "It is not in doubt any more."
    async with world.uow.read() as uow:
        query = "SELECT actor, count(*) FROM audit WHERE action = 'stock.released' GROUP BY actor"
        assert (await uow.session.execute(text(query))).all() == [(f"admin:{ANN}", 2)]


async def test_only_who_may_releases_stock(office: Office) -> None:
    world = office.world
    await world.variant(stock=1)
    async with world.uow() as uow:
        await uow.products.doubt(world.clock())
    await office.send("a-trust-yes:0", BOB)
    assert (await world.doubts.standing()).waits
