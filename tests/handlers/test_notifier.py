"""Messages that Telegram refuses, loses, limits or delays: each stops at most itself."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import (
    EditMessageCaption,
    EditMessageMedia,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from sqlalchemy import text

from db import Database
from handlers import notifier
from handlers.answers import Unread
from models.order import OrderStatus
from models.outbox import OutboxStatus
from services.running.notification import DELIVERY_FAILED, Event
from tests.handlers.chats import Refusal, bad_request
from tests.handlers.mail import Mail, until
from utils.pace import Pace

ANN, OLIVER = 1, 2
BOB, CARL = 100, 101
METHOD = SendMessage(chat_id=1, text="x")


@pytest.fixture
async def mail(sqlite_database: Database) -> AsyncIterator[Mail]:
    """On one flavour: what differs between databases is tested with the queue."""
    mail = Mail(sqlite_database)
    await mail.world.rates.refresh()
    for admin in (ANN, OLIVER):
        await mail.world.customer(admin)
    yield mail
    assert await mail.world.violations() == []


def refusing(reason: str, *kinds: type[TelegramMethod[Any]], chat: int | None = None) -> Refusal:
    """These methods, in this chat, are refused with these words."""

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        its_chat = int(str(getattr(method, "chat_id", 0)))
        if isinstance(method, kinds) and chat in (None, its_chat):
            return bad_request(method, reason)
        return None

    return refuse


async def test_a_sale_arrives_in_order_with_one_notice_per_admin(mail: Mail) -> None:
    order_id = await mail.paid()
    await mail.delivered()
    said = mail.chats.texts(BOB)
    assert [line[0] for line in said] == ["🧾", "✅", "🎁"]
    assert f"KEY-{await mail.world.variant_of(order_id)}-0" in said[2]
    [notice] = mail.chats.shown[ANN]
    assert notice.text.splitlines()[0].startswith("💵")
    assert notice.text.splitlines()[1].startswith("🆕")
    assert notice.silent


REFUSED: dict[str, tuple[str, tuple[type[TelegramMethod[Any]], ...]]] = {
    "a photo that is none": ("PHOTO_INVALID_DIMENSIONS", (SendPhoto,)),
    "a text that is too long": ("message is too long", (SendMessage,)),
    "markup it cannot parse": ("can't parse entities: Unsupported start tag", (SendMessage,)),
    "a file of another type": ("can't use file of type Photo as Document", (SendPhoto,)),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_is_refused_comes_once_more_in_another_form(mail: Mail, case: str) -> None:
    """A picture as its words, a text as a file; nothing is set aside."""
    reason, kinds = REFUSED[case]
    mail.chats.refusal = refusing(reason, *kinds, chat=BOB)
    await mail.paid(shown=True)
    await mail.delivered()
    kinds_shown = {message.kind for message in mail.chats.shown[BOB]}
    assert kinds_shown == ({"text"} if SendPhoto in kinds else {"photo", "document"})
    assert await mail.outcomes() == {OutboxStatus.SENT}


async def test_a_refused_button_costs_the_buttons_and_not_the_words(mail: Mail) -> None:
    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        if getattr(method, "reply_markup", None) and getattr(method, "chat_id", 0) == BOB:
            return bad_request(method, "BUTTON_COPY_TEXT_INVALID")
        return None

    mail.chats.refusal = refuse
    await mail.paid(shown=True)
    await mail.delivered()
    assert [m.kind for m in mail.chats.shown[BOB]] == ["photo", "text", "text"]
    assert all(m.keyboard is None for m in mail.chats.shown[BOB])


async def test_goods_that_are_refused_for_good_stop_only_themselves(mail: Mail) -> None:
    """The order needs a look, the admins read why, and the next message arrives."""

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        words = str(getattr(method, "text", None) or getattr(method, "caption", None))
        return bad_request(method, "chat is haunted") if "🎁" in words else None

    mail.chats.refusal = refuse
    order_id = await mail.paid()
    await mail.world.order(CARL)
    await mail.delivered()
    assert await mail.statuses(Event.GOODS) == {OutboxStatus.FAILED}
    order = await mail.world.load(order_id)
    assert (order.status, order.needs_review) == (OrderStatus.SHIPPED, DELIVERY_FAILED)
    for admin in (ANN, OLIVER):
        [alarm] = [t for t in mail.chats.texts(admin) if f"{order.code}</b> needs a look" in t]
        assert "chat is haunted" in alarm
    assert mail.chats.texts(CARL)
    [goods] = await mail.world.set_aside.failed()
    mail.chats.refusal = lambda _method: None
    assert await mail.world.set_aside.resend(goods.id)
    await mail.delivered()
    assert "🎁" in mail.chats.texts(BOB)[-1]
    assert (await mail.world.load(order_id)).needs_review is None
    assert not await mail.world.set_aside.resend(goods.id)


async def test_any_other_refusal_is_named_to_the_admins(mail: Mail) -> None:
    mail.chats.refusal = refusing("chat is haunted", SendPhoto, SendMessage, SendDocument, chat=BOB)
    order_id = await mail.world.order()
    await mail.delivered()
    mail.world.clock.advance(seconds=10)
    await mail.delivered()
    [alarm] = [t for t in mail.chats.texts(ANN) if "Not delivered" in t]
    assert f"invoice, {(await mail.world.load(order_id)).code}" in alarm
    assert "chat is haunted" in alarm


async def test_many_refusals_are_one_alarm_and_an_alarm_breeds_none(mail: Mail) -> None:
    mail.chats.refusal = refusing("chat is haunted", SendPhoto, SendMessage, SendDocument)
    for customer in range(200, 205):
        await mail.world.order(customer)
    await mail.delivered()
    mail.world.clock.advance(seconds=10)
    await mail.delivered()
    alarms = [m for m in await mail.world.messages() if m.event == Event.ADMIN_UNDELIVERED]
    assert {m.status for m in alarms} == {OutboxStatus.FAILED}
    others = [m for m in await mail.world.messages() if m.status is OutboxStatus.FAILED]
    assert len(alarms) < len(others) - len(alarms)


async def test_after_a_new_token_the_invoice_comes_anew(mail: Mail) -> None:
    """Case 93: the number belongs to another bot, whatever stands under it in ours."""
    order_id = await mail.world.order()
    await mail.delivered()
    mail.start(mail.chats.bot(2))
    await mail.world.pay(order_id)
    mail.world.clock.advance(seconds=20)
    await mail.world.payments.scan("BTC")
    await mail.delivered()
    old, new = (m for m in mail.chats.shown[BOB] if m.kind == "photo")
    assert (old.bot, old.edits) == (1, 0)
    assert new.bot == 2
    assert "Payment seen" in new.text


EDITS = (
    "message to edit not found",
    "message can't be edited",
    "there is no caption in the message",
)


@pytest.mark.parametrize("reason", EDITS)
async def test_an_invoice_that_cannot_be_edited_comes_anew(mail: Mail, reason: str) -> None:
    order_id = await mail.world.order()
    await mail.delivered()
    mail.chats.refusal = refusing(reason, EditMessageCaption, EditMessageMedia)
    await mail.world.pay(order_id, "0.5")
    mail.world.clock.advance(seconds=20)
    await mail.world.payments.scan("BTC")
    await mail.delivered()
    assert [m.kind for m in mail.chats.shown[BOB]] == ["photo", "photo", "text"]
    post = await mail.world.outbox.post(BOB, f"invoice:{order_id}")
    assert post is not None
    assert post.message_id == mail.chats.shown[BOB][1].id


async def test_a_blocked_chat_waits_and_its_goods_need_a_look(mail: Mail) -> None:
    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        blocked = getattr(method, "chat_id", 0) == BOB
        return TelegramForbiddenError(method, "Forbidden: bot was blocked") if blocked else None

    mail.chats.refusal = refuse
    order_id = await mail.paid()
    await mail.delivered()
    assert (await mail.world.load(order_id)).needs_review == DELIVERY_FAILED
    mail.chats.refusal = lambda _method: None
    await mail.world.users.register(BOB, "Bob", None, "en")
    await mail.delivered()
    assert "🎁" in mail.chats.texts(BOB)[-1]
    assert (await mail.world.load(order_id)).needs_review is None


async def damage_args(mail: Mail, _order_id: int) -> None:
    await write(mail, "UPDATE outbox SET args = '{' WHERE event = 'paid'")


async def unknown_event(mail: Mail, _order_id: int) -> None:
    await write(mail, "UPDATE outbox SET event = 'dance' WHERE event = 'paid'")


async def missing_args(mail: Mail, _order_id: int) -> None:
    await write(mail, "UPDATE outbox SET event = 'credited' WHERE event = 'paid'")


async def write(mail: Mail, statement: str) -> None:
    async with mail.world.uow() as uow:
        await uow.session.execute(text(statement))


@pytest.mark.parametrize("damage", [damage_args, unknown_event, missing_args])
async def test_one_damaged_row_stops_only_itself(mail: Mail, damage: Any) -> None:
    order_id = await mail.paid()
    await damage(mail, order_id)
    await mail.delivered()
    mail.world.clock.advance(minutes=1)
    await mail.delivered()
    failed = await mail.world.set_aside.failed()
    assert [m.order_id for m in failed] == [order_id]
    assert "🎁" in mail.chats.texts(BOB)[-1]
    assert any("Not delivered" in t for t in mail.chats.texts(ANN))


async def test_a_damaged_good_is_set_aside_and_says_so(mail: Mail) -> None:
    order_id = await mail.paid()
    async with mail.world.database.unguarded() as uow:
        await uow.session.execute(text("UPDATE stock_units SET sealed = x'00' WHERE status='sold'"))
    await mail.delivered()
    assert (await mail.world.load(order_id)).needs_review == DELIVERY_FAILED
    assert any("does not open" in t for t in mail.chats.texts(ANN))


async def test_a_damaged_address_silences_no_notice(mail: Mail) -> None:
    order_id = await mail.paid()
    async with mail.world.database.unguarded() as uow:
        await uow.session.execute(text("UPDATE orders SET delivery = x'00'"))
    await mail.delivered()
    assert await mail.outcomes() == {OutboxStatus.SENT}
    card = await mail.world.orders.card(order_id)
    assert (card.delivery, card.delivery_damaged) == (None, True)


async def test_a_chat_that_hangs_delays_nobody(mail: Mail) -> None:
    """Bob's chat takes ten seconds for each message; Carl's goods are there in one."""
    mail.chats.slow[BOB] = 10
    await mail.world.order(BOB)
    await mail.paid(CARL)
    began = time.monotonic()
    async with mail.delivering():
        while not any("🎁" in t for t in mail.chats.texts(CARL)):
            assert time.monotonic() - began < 5
            await asyncio.sleep(0.02)
    assert mail.chats.texts(BOB) == []


async def test_a_hundred_notices_do_not_delay_goods(mail: Mail) -> None:
    """At one a second to that admin, as in the shop."""
    mail.pace = Pace(lambda _chat: 1.0, 3)
    mail.start(mail.bot)
    await mail.world.rates.refresh()
    for number in range(50):
        mail.world.clock.advance(milliseconds=1)
        async with mail.world.uow() as uow:
            facts = {"topic": "address-used", "asset": "BTC", "reason": str(number)}
            mail.world.notifications.admins(uow, Event.ADMIN_ALERT, args=facts)
    await mail.paid(BOB)
    began = time.monotonic()
    async with mail.delivering():
        while not any("🎁" in t for t in mail.chats.texts(BOB)):
            assert time.monotonic() - began < 5
            await asyncio.sleep(0.02)
    assert 0 < len(mail.chats.texts(ANN)) < 20


async def test_thirty_per_cent_of_429_lose_and_repeat_nothing(mail: Mail) -> None:
    """Case 62, and one server error in ten."""
    hits = 0

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        nonlocal hits
        hits += 1
        if hits % 10 in (1, 4, 7):
            return TelegramRetryAfter(method, "Too Many Requests", 6)
        return TelegramServerError(method, "Bad Gateway") if hits % 10 == 9 else None

    mail.chats.refusal = refuse
    for customer in range(300, 308):
        await mail.paid(customer)
    await mail.delivered()
    for customer in range(300, 308):
        assert [t[0] for t in mail.chats.texts(customer)] == ["🧾", "✅", "🎁"]
    assert await mail.outcomes() == {OutboxStatus.SENT}


async def test_an_answer_that_cannot_be_read_repeats_goods_once(mail: Mail) -> None:
    """Then a person is asked: they may have arrived."""
    tries = 0

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        nonlocal tries
        if "🎁" not in str(getattr(method, "text", "")):
            return None
        tries += 1
        return Unread(method, "an answer that is not JSON")

    mail.chats.refusal = refuse
    order_id = await mail.paid()
    await mail.delivered()
    assert tries == 2
    assert (await mail.world.load(order_id)).needs_review == DELIVERY_FAILED


async def tried(mail: Mail, times: int) -> bool:
    return max(m.attempts for m in await mail.waiting() if m.event == "invoice") >= times


PASSING = [
    TelegramNetworkError(METHOD, "Request timeout error"),
    TelegramServerError(METHOD, "Internal Server Error"),
    TimeoutError(),
]


@pytest.mark.parametrize("error", PASSING, ids=lambda error: type(error).__name__)
async def test_an_outage_sets_nothing_aside(mail: Mail, error: Exception) -> None:
    mail.chats.refusal = lambda _method: error
    await mail.paid()
    async with mail.delivering():
        await until(lambda: tried(mail, 25))
    mail.chats.refusal = lambda _method: None
    await mail.delivered()
    assert await mail.outcomes() == {OutboxStatus.SENT}


async def test_what_never_passes_for_one_chat_is_set_aside_in_the_end(mail: Mail) -> None:
    """A server error for one content for ever: the others go through meanwhile."""

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        if isinstance(method, SendMessage) and "is paid" in method.text and method.chat_id == BOB:
            return TelegramServerError(method, "Internal Server Error")
        return None

    mail.chats.refusal = refuse
    await mail.paid()
    await mail.delivered()
    assert await mail.statuses(Event.PAID) == {OutboxStatus.FAILED}
    assert "🎁" in mail.chats.texts(BOB)[-1]


async def test_a_body_that_is_too_large_is_refused_for_good(mail: Mail) -> None:
    mail.chats.refusal = lambda method: (
        TelegramEntityTooLarge(method, "Request Entity Too Large")
        if isinstance(method, SendPhoto)
        else None
    )
    await mail.world.order()
    await mail.delivered()
    assert [m.kind for m in mail.chats.shown[BOB]] == ["text"]


async def test_a_kill_between_sending_and_marking_repeats_one_message(mail: Mail) -> None:
    """Cases 50 and 93: at least once, in order; nothing is lost."""
    await mail.paid()
    [first] = [m for m in await mail.world.outbox.claim(30) if m.chat_id == BOB]
    assert first.event == Event.INVOICE  # sent by a process that died before it could note it
    mail.start(mail.bot)
    await mail.delivered()
    mail.world.clock.advance(seconds=30)
    await mail.delivered()
    assert [t[0] for t in mail.chats.texts(BOB)] == ["🧾", "✅", "🎁"]


async def asked(mail: Mail) -> bool:
    return mail.chats.calls > 0


async def test_a_stop_gives_back_what_hangs(mail: Mail) -> None:
    mail.chats.slow[BOB] = 60
    await mail.world.order(BOB)
    began = time.monotonic()
    async with mail.delivering():
        await until(lambda: asked(mail))
    assert time.monotonic() - began < 6
    assert BOB in {m.chat_id for m in await mail.world.outbox.claim(30)}


async def test_the_log_says_why_and_never_what(
    mail: Mail, caplog: pytest.LogCaptureFixture
) -> None:
    """Telegram quotes what it cannot parse: goods."""
    goods = "KEY-"

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        words = str(getattr(method, "text", None) or getattr(method, "caption", None))
        quoted = f'can\'t parse entities: Unsupported start tag "{words}" at byte 5'
        return bad_request(method, quoted) if "🎁" in words else None

    mail.chats.refusal = refuse
    with caplog.at_level(logging.DEBUG):
        await mail.paid()
        await mail.delivered()
    assert "can't parse entities" in caplog.text
    assert goods not in caplog.text
    assert all(goods not in str(m.error) for m in await mail.world.messages())


def test_there_is_a_method_error_without_words() -> None:
    from handlers.answers import reason

    assert reason(TelegramBadRequest(METHOD, "")) == "TelegramBadRequest"


async def none_waits_for_bob(mail: Mail) -> bool:
    rows = await mail.world.messages()
    mine = [row for row in rows if row.chat_id == BOB and row.event != Event.REMINDER]
    return bool(mine) and all(row.status is not OutboxStatus.PENDING for row in mine)


async def test_a_refusal_without_a_word_stops_only_its_message(mail: Mail) -> None:
    """The Bot API's `description` is optional."""

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        wordless: Any = None
        return (
            TelegramBadRequest(method, wordless) if getattr(method, "chat_id", 0) == BOB else None
        )

    mail.chats.refusal = refuse
    await mail.paid()
    await mail.delivered()
    assert await none_waits_for_bob(mail)


async def test_a_defect_in_noting_a_failure_counts_as_an_attempt(
    mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unable(_error: BaseException) -> str:
        raise AttributeError("a wordless one")

    monkeypatch.setattr(notifier, "reason", unable)
    mail.chats.refusal = refusing("Bad Request: whatever", SendMessage, SendDocument, chat=BOB)
    await mail.paid()
    await mail.delivered()
    assert await none_waits_for_bob(mail)
