"""What is told of a refund, of time and of parcels: once, and as it is when it is read."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from db import Database
from models.product import ProductKind
from services.running.notification import Event
from services.sale.intervention import STEPS
from tests.handlers.mail import Mail

ANN, OLIVER, BOB = 1, 2, 100
THERE = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"


@pytest.fixture
async def mail(sqlite_database: Database) -> AsyncIterator[Mail]:
    mail = Mail(sqlite_database)
    await mail.world.rates.refresh()
    for admin, name in ((ANN, "Ann"), (OLIVER, "Oliver")):
        await mail.world.users.register(admin, name, None, "en")
    yield mail
    assert await mail.world.violations() == []


async def parcel(mail: Mail) -> int:
    world = mail.world
    variant = await world.variant(stock=3, kind=ProductKind.PHYSICAL)
    await world.customer(BOB)
    await world.carts.add(BOB, variant, 1)
    order_id = await world.till.place(BOB, "BTC", "1 Street, Town")
    await world.pay(order_id)
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    return order_id


async def test_a_refund_is_told_as_what_it_is(mail: Mail) -> None:
    order_id = await parcel(mail)
    await mail.delivered()
    await mail.world.reversals.to_credit(order_id, amount=1000, back=True, actor="admin:1")
    await mail.delivered()
    told = " ".join(mail.chats.texts(BOB))
    assert "was refunded. <b>$10.00</b> became your store credit" in told
    assert "Refunded by the shop" in told
    assert any("refunded by Ann: $10.00" in text for text in mail.chats.texts(OLIVER))


async def test_coins_that_go_back_are_told_of_as_set_aside(mail: Mail) -> None:
    order_id = await parcel(mail)
    await mail.world.reversals.to_send(
        order_id, amount=1000, back=True, actor="admin:1", address=THERE
    )
    await mail.delivered()
    told = " ".join(mail.chats.texts(BOB))
    assert "<b>$10.00</b> are set aside, to go back to you as coins" in told
    assert "became your store credit" not in told
    assert THERE not in told
    assert await mail.statuses(Event.PAID) == {"skipped"}


async def test_time_and_its_rate_are_told(mail: Mail) -> None:
    order_id = await mail.world.order(BOB)
    order = await mail.world.load(order_id)
    mail.world.clock.advance(seconds=5)
    await mail.world.hand.extend(order_id, STEPS[1], until=order.expires_at, actor="admin:1")
    mail.world.clock.advance(minutes=26)
    await mail.delivered()
    told = " ".join(mail.chats.texts(BOB))
    assert "has more time" in told
    assert "may be asked for" in told
    assert "skipped" in await mail.statuses(Event.REMINDER)
    until = (await mail.world.load(order_id)).expires_at
    left = until - mail.world.clock() - timedelta(minutes=4)
    mail.world.clock.advance(seconds=left.total_seconds())
    await mail.delivered()
    assert "sent" in await mail.statuses(Event.REMINDER)


async def test_what_the_shop_ended_did_not_run_out(mail: Mail) -> None:
    order_id = await mail.world.order(BOB)
    mail.world.clock.advance(minutes=1)
    asked = mail.world.clock() - timedelta(seconds=1)
    await mail.world.payments.check(order_id)
    await mail.world.hand.end_now(order_id, asked=asked, actor="admin:1")
    await mail.delivered()
    assert "Ended by the shop" in " ".join(mail.chats.texts(BOB))
    assert any("ended early by Ann" in text for text in mail.chats.texts(OLIVER))


async def test_case_60_a_parcels_number_is_escaped(mail: Mail) -> None:
    """Failure case 60: whatever a carrier calls a parcel."""
    order_id = await parcel(mail)
    await mail.world.orders.ship(order_id, actor="admin:1", tracking="<b>R&R</b> 1")
    await mail.delivered()
    assert "&lt;b&gt;R&amp;R&lt;/b&gt; 1" in " ".join(mail.chats.texts(BOB))
    await mail.world.parcels.number(order_id, "<i>2", actor="admin:1")
    await mail.delivered()
    assert "&lt;i&gt;2" in mail.chats.texts(BOB)[-1]


async def test_another_address_calls_who_has_to_ship(mail: Mail) -> None:
    order_id = await parcel(mail)
    await mail.delivered()
    mark = (await mail.world.load(order_id)).delivery_mark
    await mail.world.parcels.correct(
        order_id, "2 Street, Town", mark=mark, actor=f"user:{BOB}", owner=BOB
    )
    await mail.delivered()
    notice = mail.chats.texts(ANN)[-1]
    assert "goes to another address, by the customer" in notice
    assert "2 Street" not in notice


async def test_taken_for_paid_is_told_to_the_others(mail: Mail) -> None:
    order_id = await mail.world.order(BOB)
    await mail.delivered()
    await mail.world.hand.take_for_paid(order_id, "Cash", seen=0, actor="admin:1")
    await mail.delivered()
    assert any("was taken for paid by Ann" in text for text in mail.chats.texts(OLIVER))


async def test_what_arrives_for_a_persons_word_is_not_promised_as_credit(mail: Mail) -> None:
    """It pays for the order first; only the rest is the customer's."""
    order_id = await mail.world.order(BOB)
    await mail.world.hand.take_for_paid(order_id, "Cash", seen=0, actor="admin:1")
    await mail.delivered()
    await mail.world.pay(order_id)
    mail.world.clock.advance(seconds=20)
    await mail.world.payments.scan("BTC")
    await mail.delivered()
    told = " ".join(mail.chats.texts(BOB))
    assert "pays for the order first" in told
    assert "it becomes your store credit" not in told


async def test_nothing_is_promised_of_what_was_refunded_by_then(mail: Mail) -> None:
    """Sold after all and refunded before the letter went: nobody packs it."""
    world = mail.world
    order_id = await world.order(BOB)
    world.clock.advance(minutes=45)
    await world.payments.expire_overdue()
    await world.pay(order_id)
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.rates.refresh()
    await world.payments.scan("BTC")
    amount = (await world.reversals.offer(order_id)).shares.amount
    await world.places.ask(order_id, actor="admin:1")
    await world.reversals.to_send(
        order_id, amount=amount, back=False, actor="admin:1", address=THERE
    )
    await world.refunds.withdraw((await world.refunds.of(order_id))[0].refund.id, actor="admin:1")
    left = (await world.refunds.offer(order_id)).amount
    await world.refunds.open(order_id, amount=left, actor="admin:1", address=THERE)
    await mail.delivered()
    assert await mail.statuses(Event.HONOURED) == {"skipped"}
    assert await mail.statuses(Event.REFUND_ASK) == {"skipped"}
