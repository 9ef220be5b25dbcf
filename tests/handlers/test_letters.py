"""What letters say and to whom: rights and settings as they are when a letter is sent."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from aiogram.methods import DeleteMessage, EditMessageText, TelegramMethod

from db import Database
from handlers.deliver import PART_BYTES, send_goods
from handlers.sending import Chat
from handlers.views.screen import units
from models.outbox import OutboxStatus
from models.product import ProductKind
from services.keys.wallet import KeyDelivery
from services.running.notification import Event
from services.running.outbox import Delivered
from tests.handlers.chats import Chats, Shown, bad_request
from tests.handlers.conftest import TEXTS
from tests.handlers.mail import Mail

ANN, OLIVER, BOB = 1, 2, 100
T = TEXTS("en")
KEY_LIFETIME = timedelta(seconds=60)


@pytest.fixture
async def mail(sqlite_database: Database) -> AsyncIterator[Mail]:
    mail = Mail(sqlite_database)
    await mail.world.rates.refresh()
    for admin in (ANN, OLIVER):
        await mail.world.customer(admin)
    yield mail
    assert await mail.world.violations() == []


async def key_letter(mail: Mail) -> int:
    order_id = await mail.paid()
    async with mail.world.uow() as uow:
        order = await uow.orders.get(order_id)
        mail.world.notifications.admins(uow, Event.ADMIN_KEY, order)
    return order_id


def shown_to(mail: Mail, chat: int) -> str:
    return "\n".join(mail.chats.texts(chat))


async def test_a_dismissed_admin_receives_nothing_that_was_queued(mail: Mail) -> None:
    await key_letter(mail)
    mail.world.key_delivery = "inline"
    mail.start(mail.bot)
    mail.admins = {OLIVER}
    await mail.delivered()
    assert mail.chats.texts(ANN) == []
    assert "tg-spoiler" in shown_to(mail, OLIVER)
    to_ann = [m for m in await mail.world.messages() if m.chat_id == ANN]
    assert to_ann
    assert {m.status for m in to_ann} == {OutboxStatus.SKIPPED}


@pytest.mark.parametrize("delivery", ["reveal", "never"])
async def test_a_queued_key_is_not_sent_once_the_shop_is_set_otherwise(
    mail: Mail, delivery: KeyDelivery
) -> None:
    await key_letter(mail)
    mail.world.key_delivery = delivery
    mail.start(mail.bot)
    await mail.delivered()
    assert await mail.statuses(Event.ADMIN_KEY) == {OutboxStatus.SKIPPED}
    assert "tg-spoiler" not in shown_to(mail, ANN)
    labels = [b.text for row in rows(mail.chats.shown[ANN][-1]) for b in row]
    assert any("Reveal" in label for label in labels) == (delivery == "reveal")


def rows(message: Shown) -> list[list[Any]]:
    return message.keyboard.inline_keyboard if message.keyboard else []


async def revealed(mail: Mail) -> int:
    """A key stands in Ann's chat; its erasure is queued."""
    order_id = await mail.world.order()
    placeholder = await mail.bot.send_message(ANN, "the key appears here")
    number = placeholder.message_id
    await mail.world.wallets.reveal(order_id, admin=ANN, message_id=number, lifetime=KEY_LIFETIME)
    await mail.bot.edit_message_text("a key", chat_id=ANN, message_id=number)
    return number


async def test_a_revealed_key_disappears(mail: Mail) -> None:
    await revealed(mail)
    mail.world.clock.advance(seconds=61)
    await mail.delivered()
    assert "a key" not in shown_to(mail, ANN)


async def test_a_key_is_edited_away_when_it_cannot_be_deleted_any_more(mail: Mail) -> None:
    """Two days of downtime: Telegram deletes for 48 hours, and lets a bot edit for ever."""
    number = await revealed(mail)
    mail.chats.undeletable = True
    mail.world.clock.advance(hours=50)
    await mail.delivered()
    [message] = [m for m in mail.chats.shown[ANN] if m.id == number]
    assert message.text == T("key-gone")
    assert message.keyboard is None
    assert await mail.statuses(Event.ERASE) == {OutboxStatus.SENT}


@pytest.mark.parametrize("reason", ["message to delete not found", "MESSAGE_ID_INVALID"])
async def test_a_key_that_is_gone_already_is_gone(mail: Mail, reason: str) -> None:
    await revealed(mail)

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        return bad_request(method, reason) if isinstance(method, DeleteMessage) else None

    mail.chats.refusal = refuse
    mail.world.clock.advance(seconds=61)
    await mail.delivered()
    assert await mail.statuses(Event.ERASE) == {OutboxStatus.SENT}
    assert not await mail.world.set_aside.failed()


async def test_a_key_that_stays_is_told(mail: Mail) -> None:
    """Neither deleted nor edited: a person must do it."""
    await revealed(mail)

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        mine = isinstance(method, DeleteMessage | EditMessageText)
        return bad_request(method, "message can't be edited") if mine else None

    mail.chats.refusal = refuse
    mail.world.clock.advance(seconds=61)
    await mail.delivered()
    mail.world.clock.advance(seconds=11)
    await mail.delivered()
    assert "a revealed key was not erased" in shown_to(mail, OLIVER)


async def test_a_key_shown_by_another_bot_is_told(mail: Mail) -> None:
    """The token was changed within the minute: the number means another message."""
    mail.world.bot_id = 1
    mail.start(mail.bot)
    await mail.world.rates.refresh()
    number = await revealed(mail)
    mail.start(mail.chats.bot(2))
    mail.world.clock.advance(seconds=61)
    await mail.delivered()
    mail.world.clock.advance(seconds=11)
    await mail.delivered()
    assert number in {m.id for m in mail.chats.shown[ANN]}
    assert "delete that message by hand" in shown_to(mail, ANN)


async def test_an_order_has_one_notice_that_grows_and_rings_only_for_work(mail: Mail) -> None:
    physical = await mail.world.variant(3, ProductKind.PHYSICAL)
    await mail.world.customer(BOB)
    await mail.world.carts.add(BOB, physical, 1)
    order_id = await mail.world.till.place(BOB, "BTC", "1 Harbour Street, Hamburg")
    await mail.delivered()
    [placed] = mail.chats.shown[ANN]
    assert placed.silent
    await mail.world.pay(order_id)
    mail.world.chain.mine(6)
    mail.world.clock.advance(seconds=20)
    await mail.world.payments.scan("BTC")
    await mail.delivered()
    [paid] = mail.chats.shown[ANN]
    assert not paid.silent
    assert heads(paid) == ["💵", "🆕"]
    await mail.world.orders.ship(order_id, actor="admin:1")
    await mail.delivered()
    [shipped] = mail.chats.shown[ANN]
    assert shipped.id == paid.id
    assert heads(shipped) == ["🚚", "💵", "🆕"]


def heads(notice: Shown) -> list[str]:
    """How each line begins, above when it was read."""
    return [line[0] for line in notice.text.partition("\n\n")[0].splitlines()]


async def deliver(chats: Chats, *payloads: str, protect: bool = False) -> Delivered:
    goods = [(f"item {number}", payload) for number, payload in enumerate(payloads)]
    return await send_goods(Chat(chats.bot(), BOB), T, "K7Q2M", goods, protect=protect)


def copied(message: Shown) -> list[str]:
    return [b.copy_text.text for row in rows(message) for b in row if b.copy_text]


async def test_goods_can_be_copied_and_links_followed() -> None:
    chats = Chats()
    await deliver(
        chats, "STAR-1", "https://example.org/a?b=1&c=<2>", "https://x.example/1\nPIN <7>"
    )
    [message] = chats.shown[BOB]
    assert not message.protected
    assert copied(message) == [
        "STAR-1",
        "https://example.org/a?b=1&c=<2>",
        "https://x.example/1\nPIN <7>",
    ]
    assert "<code>STAR-1</code>" in message.text
    assert '<a href="https://x.example/1">https://x.example/1</a>' in message.text
    assert "<code>PIN &lt;7&gt;</code>" in message.text


async def test_an_owner_may_protect_goods() -> None:
    chats = Chats()
    await deliver(chats, "STAR-1", protect=True)
    assert chats.shown[BOB][0].protected


@pytest.mark.parametrize("payload", ["x" * 257, "🚀" * 129, "", "x" * 3000])
async def test_what_no_button_holds_is_in_the_words(payload: str) -> None:
    chats = Chats()
    await deliver(chats, "STAR-1", payload)
    [message] = chats.shown[BOB]
    assert copied(message) == ["STAR-1"]
    assert payload in message.text


async def test_the_longest_button_counts_as_telegram_counts() -> None:
    chats = Chats()
    await deliver(chats, "🚀" * 128)
    assert units(copied(chats.shown[BOB][0])[0]) == 256


async def test_many_units_come_as_a_file_with_as_many_buttons_as_fit() -> None:
    chats = Chats()
    payloads = [f"{number:03}-" + "🚀" * 120 for number in range(500)]
    await deliver(chats, *payloads)
    [message] = chats.shown[BOB]
    assert message.kind == "document"
    assert all(payload in message.file.decode() for payload in payloads)
    assert 0 < len(copied(message)) <= 40
    assert message.keyboard is not None
    assert len(message.keyboard.model_dump_json(exclude_none=True).encode()) < 10_000


async def test_what_is_too_large_for_a_file_comes_in_parts() -> None:
    chats = Chats()
    payload = "x" * (PART_BYTES + 10)
    await deliver(chats, payload, "y")
    first, second = chats.shown[BOB]
    assert len(first.file) == PART_BYTES
    assert (first.file + second.file).decode().count("x") == len(payload)


async def test_one_outage_is_one_message_that_turns_green(mail: Mail) -> None:
    """And it survives a restart: neither told again nor forgotten."""
    for source in mail.world.sources:
        source.value = None
    mail.world.clock.advance(minutes=30)
    await mail.world.rates.refresh()
    await mail.health.report()
    await mail.delivered()
    [message] = mail.chats.shown[ANN]
    assert message.text.startswith("🔴")
    assert "BTC, ETH" in message.text
    mail.start(mail.bot)
    await mail.world.rates.refresh()
    await mail.health.report()
    assert not await mail.waiting()
    for source in mail.world.sources:
        source.value = Decimal(50_000)
    await mail.world.rates.refresh()
    await mail.health.report()
    assert not await mail.waiting(), "nothing is known right after a start"
    mail.world.clock.advance(seconds=61)
    await mail.world.rates.refresh()
    await mail.health.report()
    await mail.delivered()
    [message] = mail.chats.shown[ANN]
    assert message.text.startswith("🟢")


async def test_what_flickers_is_one_outage(mail: Mail) -> None:
    problems = mail.troubles.problems
    mail.start(mail.bot)
    await mail.health.report()
    mail.world.clock.advance(minutes=2)
    for _ in range(5):
        problems["BTC"] = "down"
        await mail.health.report()
        await mail.delivered()
        mail.world.clock.advance(minutes=1)
        del problems["BTC"]
        await mail.health.report()
        await mail.delivered()
        mail.world.clock.advance(minutes=1)
    assert len(mail.chats.shown[ANN]) == 1
    mail.world.clock.advance(minutes=11)
    problems["BTC"] = "down"
    await mail.health.report()
    await mail.delivered()
    assert [m.text[0] for m in mail.chats.shown[ANN]] == ["🟢", "🔴"]


async def test_a_thousand_alarms_of_one_cause_stay_short(mail: Mail) -> None:
    """The list is cut, and says how many more."""
    for number in range(20):
        await mail.world.order(300 + number)
    for message in await mail.world.outbox.claim(100):
        if message.chat_id >= 300:
            await mail.world.outbox.refused(message, "refused " * 30)
        else:
            await mail.world.outbox.free([message])
    mail.world.clock.advance(seconds=11)
    await mail.delivered()
    [alarm] = [t for t in mail.chats.texts(ANN) if "Not delivered" in t]
    assert "and 10 more" in alarm
