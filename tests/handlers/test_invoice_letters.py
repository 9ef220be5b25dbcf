"""One message per order: edited, moved, never a second one that goes on asking for money."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiogram.methods import EditMessageMedia, SendPhoto, TelegramMethod
from aiogram.types import BufferedInputFile

from db import Database
from handlers.letters.invoice import picture
from models.outbox import OutboxStatus
from models.product import ProductKind
from services.running.notification import Event
from tests.handlers.chats import Shown, bad_request
from tests.handlers.mail import Mail
from utils.qr import png
from utils.uri import payment_uri

BOB = 100
ASKS = ("Send exactly", "Still missing")


@pytest.fixture
async def mail(sqlite_database: Database) -> AsyncIterator[Mail]:
    mail = Mail(sqlite_database)
    await mail.world.rates.refresh()
    yield mail
    assert await mail.world.violations() == []


async def look(mail: Mail, blocks: int = 0) -> None:
    mail.world.chain.mine(blocks)
    mail.world.clock.advance(seconds=20)
    await mail.world.rates.refresh()
    await mail.world.payments.scan("BTC")


async def scan(mail: Mail, blocks: int = 0) -> None:
    """And what follows is sent, for which the clock may jump ahead."""
    await look(mail, blocks)
    await mail.delivered()


async def shown_order(mail: Mail) -> int:
    order_id = await mail.world.order(BOB)
    await mail.delivered()
    return order_id


def asking(mail: Mail) -> list[Shown]:
    """What asks for money: in words, or by buttons that copy."""
    return [
        message
        for message in mail.chats.shown[BOB]
        if any(word in message.text for word in ASKS) or copies(message)
    ]


def copies(message: Shown) -> list[str]:
    rows: list[list[Any]] = message.keyboard.inline_keyboard if message.keyboard else []
    return [b.copy_text.text for row in rows for b in row if b.copy_text and len(row) == 1]


def labels(message: Shown) -> str:
    rows: list[list[Any]] = message.keyboard.inline_keyboard if message.keyboard else []
    return " ".join(b.text for row in rows for b in row)


async def test_opening_an_order_moves_its_message_and_makes_no_second_one(mail: Mail) -> None:
    order_id = await shown_order(mail)
    [first] = mail.chats.shown[BOB]
    for _ in range(3):
        mail.world.clock.advance(seconds=1)
        await mail.world.orders.redraw(order_id, owner=BOB, below=True)
        await mail.delivered()
    [now] = asking(mail)
    assert now.id > first.id
    assert now.kind == "photo"
    await mail.world.pay(order_id)
    await scan(mail)
    assert asking(mail) == []


async def test_half_is_paid_and_a_copy_is_opened(mail: Mail) -> None:
    """What paid 38 dollars twice: the notice's copy went on asking after the rest was paid."""
    order_id = await shown_order(mail)
    await mail.world.pay(order_id, "0.5")
    await scan(mail)
    assert len(asking(mail)) == 2  # the invoice, and the notice without anything to copy
    await mail.world.orders.redraw(order_id, owner=BOB, below=True)
    await mail.delivered()
    await mail.world.pay(order_id, "0.5")
    await scan(mail)
    assert asking(mail) == []
    await scan(mail, 6)
    assert any("Delivered" in message.text for message in mail.chats.shown[BOB])


async def test_a_copy_of_an_older_version_goes_when_its_check_is_pressed(mail: Mail) -> None:
    order_id = await shown_order(mail)
    [invoice] = mail.chats.shown[BOB]
    old = await mail.bot.send_message(BOB, "Send exactly 1 BTC")
    await mail.world.orders.redraw(order_id, owner=BOB, on=old.message_id)
    await mail.delivered()
    assert mail.chats.shown[BOB] == [invoice]
    await mail.world.orders.redraw(order_id, owner=BOB, on=invoice.id)
    await mail.delivered()
    assert mail.chats.shown[BOB] == [invoice]


async def test_a_message_too_old_to_delete_asks_for_nothing_any_more(mail: Mail) -> None:
    order_id = await shown_order(mail)
    mail.chats.undeletable = True
    await mail.world.orders.redraw(order_id, owner=BOB, below=True)
    await mail.delivered()
    old, new = mail.chats.shown[BOB]
    assert "further down" in old.text
    assert old.keyboard is None
    assert asking(mail) == [new]


class Pictures:
    """Every photo that was sent or put in the place of another, in order."""

    def __init__(self, mail: Mail) -> None:
        self.shown: list[bytes] = []
        mail.chats.refusal = self.note

    def note(self, method: TelegramMethod[Any]) -> None:
        content = getattr(method, "photo", None)
        if isinstance(method, EditMessageMedia):
            content = method.media.media
        if isinstance(content, BufferedInputFile):
            self.shown.append(content.data)


async def test_the_qr_code_goes_when_nobody_must_pay_it(mail: Mail) -> None:
    pictures = Pictures(mail)
    order_id = await shown_order(mail)
    bill = await mail.world.invoice(order_id)
    await mail.world.pay(order_id, "0.5")
    await scan(mail)
    await mail.world.pay(order_id, "0.5")
    await scan(mail)
    await scan(mail, 6)
    order = await mail.world.load(order_id)
    where, half = bill.address.address, bill.due - int(bill.due * 0.5)
    label = f"Shop {order.code}"
    asked = [payment_uri("BTC", where, n, label, network="regtest") for n in (bill.due, half)]
    assert pictures.shown[:2] == [png(uri) for uri in asked]
    assert pictures.shown[2:] == [picture("seen"), picture("paid")]


@pytest.mark.parametrize("end", ["expired", "cancelled"])
async def test_a_dead_invoice_loses_its_qr_code(mail: Mail, end: str) -> None:
    pictures = Pictures(mail)
    order_id = await shown_order(mail)
    if end == "expired":
        mail.world.clock.advance(minutes=31)
    else:
        await mail.world.orders.cancel(order_id, actor="user:100", owner=BOB)
        await mail.delivered()
    await scan(mail)
    assert set(pictures.shown[1:]) == {picture(end)}
    [card] = [m for m in mail.chats.shown[BOB] if m.kind == "photo"]
    assert "Order again" in labels(card)
    await mail.world.orders.redraw(order_id, owner=BOB, below=True)
    await mail.delivered()
    assert {m.kind for m in mail.chats.shown[BOB]} == {"text"}


async def test_what_vanishes_is_asked_for_again_with_its_qr_code(mail: Mail) -> None:
    order_id = await shown_order(mail)
    txid = await mail.world.pay(order_id)
    await scan(mail)
    await mail.world.orders.redraw(order_id, owner=BOB, below=True)
    await mail.delivered()
    assert asking(mail) == []
    mail.world.chain.drop(txid)
    for _ in range(20):
        await look(mail)
    await mail.delivered()
    [invoice] = asking(mail)
    assert invoice.kind == "photo"
    assert "disappeared" in invoice.text


async def test_payment_seen_is_said_once_and_taken_back(mail: Mail) -> None:
    order_id = await shown_order(mail)
    await mail.world.pay(order_id)
    await scan(mail)
    assert [m.kind for m in mail.chats.shown[BOB]] == ["photo", "text"]
    assert "Payment seen" in mail.chats.texts(BOB)[1]
    await scan(mail, 6)
    assert not any("Payment seen" in text for text in mail.chats.texts(BOB))


@pytest.mark.parametrize("share", ["0.5", "1"])
async def test_what_a_block_takes_is_not_called_in_no_block(mail: Mail, share: str) -> None:
    """Neither on the card nor in the notice, although nothing but the block is new."""
    order_id = await mail.world.order(BOB, quantity=60, stock=60)  # three confirmations
    await mail.delivered()
    await mail.world.pay(order_id, share)
    await scan(mail)
    assert sum("in no block yet" in text for text in mail.chats.texts(BOB)) == 2
    await scan(mail, 1)
    assert not any("in no block yet" in text for text in mail.chats.texts(BOB))
    assert len(mail.chats.shown[BOB]) == 2


async def test_a_reminder_that_is_not_true_any_more_is_gone(mail: Mail) -> None:
    order_id = await shown_order(mail)
    until = (await mail.world.load(order_id)).expires_at - timedelta(minutes=4)
    mail.world.clock.advance(seconds=(until - mail.world.clock()).total_seconds())
    await mail.delivered()
    assert "is held for you until" in mail.chats.texts(BOB)[1]
    await mail.world.pay(order_id)
    await scan(mail)
    assert not any("is held for you" in text for text in mail.chats.texts(BOB))


@pytest.mark.parametrize("share", ["0.3", "1.1"])
async def test_money_after_the_end_is_told_of_at_once(mail: Mail, share: str) -> None:
    order_id = await shown_order(mail)
    mail.world.clock.advance(minutes=31)
    await scan(mail)
    assert "No payment was seen" in mail.chats.texts(BOB)[-1]
    await mail.world.pay(order_id, share)
    await scan(mail)
    assert "in no block yet" in mail.chats.texts(BOB)[-1]
    assert not any("No payment" in text for text in mail.chats.texts(BOB))
    mail.world.clock.advance(minutes=10)
    await scan(mail, 6)
    texts = mail.chats.texts(BOB)
    assert not any("in no block yet" in text for text in texts)
    assert any(("became your" if share == "0.3" else "after all") in text for text in texts)


async def test_who_cancels_is_not_told_of_it_and_who_is_cancelled_is(mail: Mail) -> None:
    own = await shown_order(mail)
    await mail.world.orders.cancel(own, actor="user:100", owner=BOB)
    await mail.delivered()
    assert [m.kind for m in mail.chats.shown[BOB]] == ["photo"]
    other = await mail.world.order(200)
    await mail.delivered()
    await mail.world.orders.cancel(other, actor="admin:1")
    await mail.delivered()
    assert "Cancelled by the shop" in mail.chats.texts(200)[-1]


async def test_a_shipped_order_s_card_says_so(mail: Mail) -> None:
    variant = await mail.world.variant(5, ProductKind.PHYSICAL)
    await mail.world.customer(BOB)
    await mail.world.carts.add(BOB, variant, 1)
    order_id = await mail.world.till.place(BOB, "BTC", "A street")
    await mail.delivered()
    await mail.world.pay(order_id)
    await scan(mail, 6)
    [card] = [m for m in mail.chats.shown[BOB] if m.kind == "photo"]
    assert "A street" in card.text
    assert "We pack your order" in card.text
    await mail.world.orders.ship(order_id, actor="admin:1")
    await mail.delivered()
    assert "Shipped." in card.text
    assert not any("elivered" in text for text in mail.chats.texts(BOB))


async def test_a_refused_picture_is_tried_again_with_the_next_move(mail: Mail) -> None:
    order_id = await shown_order(mail)

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        return bad_request(method, "chat is haunted") if isinstance(method, SendPhoto) else None

    mail.chats.refusal = refuse
    await mail.world.orders.redraw(order_id, owner=BOB, below=True)
    await mail.delivered()
    assert [m.kind for m in mail.chats.shown[BOB]] == ["text"]
    mail.chats.refusal = lambda _method: None
    mail.world.clock.advance(seconds=1)
    await mail.world.orders.redraw(order_id, owner=BOB, below=True)
    await mail.delivered()
    assert [m.kind for m in mail.chats.shown[BOB]] == ["photo"]
    assert await mail.statuses(Event.INVOICE_BELOW) == {OutboxStatus.SENT}
