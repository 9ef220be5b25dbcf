"""A post in the channel: asked first, sent once by the queue, true when it is sent."""

import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNetworkError
from aiogram.methods import GetChat, GetChatMember, SendMessage, TelegramMethod
from aiogram.types import (
    Chat,
    ChatMemberAdministrator,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberOwner,
    ResultChatMemberUnion,
    User,
)

from db import Database
from handlers import channel
from handlers import wall_callbacks as walls
from handlers.app import prove_channel
from handlers.doctor import _channel
from models.errors import ProductNotFound
from models.outbox import OutboxStatus
from models.product import ProductKind
from models.stock_errors import NothingToPost
from services.goods.restock import Channel, RestockService
from services.running.notification import Event
from tests.handlers.chats import bad_request
from tests.handlers.mail import Mail
from tests.handlers.office import ANN, Office
from tests.handlers.telegram import FakeTelegram, bot_of
from tests.handlers.test_keeping_desks import APOLOGY, open_variant, shelf

CHANNEL = -1001234567890
METHOD = SendMessage(chat_id=1, text="x")
BOT = User(id=1, is_bot=True, first_name="Shop")


def admin(*, posts: bool | None) -> ChatMemberAdministrator:
    rights: Any = dict.fromkeys(
        (
            *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages"),
            *("can_manage_video_chats", "can_restrict_members", "can_promote_members"),
            *("can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
            *("can_delete_stories", "can_send_welcome_messages"),
        ),
        False,
    )
    return ChatMemberAdministrator(user=BOT, can_post_messages=posts, **rights)


@pytest.fixture
async def mail(sqlite_database: Database) -> AsyncIterator[Mail]:
    mail = Mail(sqlite_database)
    await mail.world.rates.refresh()
    for number in (1, 2):
        await mail.world.customer(number)
    yield mail
    assert await mail.world.violations() == []


def restock(mail: Mail) -> RestockService:
    world = mail.world
    return RestockService(world.uow, world.clock, world.notifications, Channel(CHANNEL, "de"))


async def test_a_post_says_what_is_in_stock_and_where_to_buy_it(mail: Mail) -> None:
    mugs = await mail.world.variant(2, ProductKind.PHYSICAL)
    await restock(mail).post(mugs, once="a", actor="admin:1")
    await mail.delivered()
    [post] = mail.chats.shown[CHANNEL]
    assert "ist vorrätig: <b>10,00\xa0$</b>" in post.text
    assert post.keyboard is not None
    [[buy]] = post.keyboard.inline_keyboard
    assert buy.url is not None
    assert buy.url.startswith("https://t.me/shop_bot?start=p_")


async def test_one_question_is_one_post(mail: Mail) -> None:
    mugs = await mail.world.variant(2, ProductKind.PHYSICAL)
    for once in ("a", "a", "b", "a"):
        await restock(mail).post(mugs, once=once, actor="admin:1")
    await mail.delivered()
    assert len(mail.chats.shown[CHANNEL]) == 2
    async with mail.world.uow.read() as uow:
        last = await uow.audit.last_about(f"variant:{mugs}")
    assert last is not None
    assert (last.action, last.details["once"]) == ("restock.posted", "b")


async def test_a_question_is_answered_once_however_late(mail: Mail) -> None:
    """The outbox forgets what it sent after a month; the question stands in the chat for ever."""
    mugs = await mail.world.variant(2, ProductKind.PHYSICAL)
    await restock(mail).post(mugs, once="1:a_", actor="admin:1")
    await mail.delivered()
    mail.world.clock.advance(days=31)
    await mail.world.outbox.prune()
    for once in ("1:a_", "1:ab", "1:%"):
        await restock(mail).post(mugs, once=once, actor="admin:1")
    await mail.delivered()
    assert len(mail.chats.shown[CHANNEL]) == 3


async def test_what_is_sold_out_before_it_is_sent_is_not_posted(mail: Mail) -> None:
    mugs = await mail.world.variant(2, ProductKind.PHYSICAL)
    await restock(mail).post(mugs, once="a", actor="admin:1")
    await mail.world.removal.move(mugs, -2, "broken", seen=2, actor="admin:1")
    await mail.delivered()
    assert mail.chats.shown[CHANNEL] == []
    assert await mail.statuses(Event.RESTOCK) == {OutboxStatus.SKIPPED}
    with pytest.raises(NothingToPost):
        await restock(mail).post(mugs, once="b", actor="admin:1")
    with pytest.raises(ProductNotFound):
        await restock(mail).offer(10**9)


@pytest.mark.parametrize(
    "refusal",
    [
        TelegramForbiddenError(METHOD, "Forbidden: bot is not a member of the channel chat"),
        TelegramBadRequest(METHOD, "Bad Request: need administrator rights in the channel chat"),
        TelegramBadRequest(METHOD, "Bad Request: chat not found"),
    ],
    ids=["not there", "no rights", "no channel"],
)
async def test_a_post_that_is_refused_is_told_to_the_admins(mail: Mail, refusal: Exception) -> None:
    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        return refusal if getattr(method, "chat_id", 0) == CHANNEL else None

    mail.chats.refusal = refuse
    mugs = await mail.world.variant(2, ProductKind.PHYSICAL)
    await restock(mail).post(mugs, once="a", actor="admin:1")
    await mail.delivered()
    mail.world.clock.advance(seconds=11)
    await mail.delivered()
    assert await mail.statuses(Event.RESTOCK) == {OutboxStatus.FAILED}
    assert "a post in the channel" in mail.chats.texts(1)[-1]


async def test_a_picture_that_telegram_does_not_take_costs_the_picture(mail: Mail) -> None:
    mail.chats.refusal = lambda method: (
        bad_request(method, "IMAGE_PROCESS_FAILED")
        if type(method).__name__ == "SendPhoto"
        else None
    )
    mugs = await mail.world.variant(2, ProductKind.PHYSICAL)
    await restock(mail).post(mugs, once="a", actor="admin:1")
    await mail.delivered()
    assert [m.kind for m in mail.chats.shown[CHANNEL]] == ["text"]


@pytest.fixture
async def office(sqlite_database: Database) -> AsyncIterator[Office]:
    desks = Office(sqlite_database, channel=Channel(CHANNEL, "en"))
    await desks.open()
    place(desks.telegram, "channel", admin(posts=True))
    yield desks
    assert not [said for said in desks.telegram.said if APOLOGY in said]
    assert await desks.world.violations() == []


def place(telegram: FakeTelegram, kind: str, me: ResultChatMemberUnion) -> None:
    telegram.given[GetChat] = Chat(id=CHANNEL, type=kind, title="News")
    telegram.given[GetChatMember] = me


async def stocked(office: Office) -> int:
    _, mugs, _ = await shelf(office)
    await office.world.removal.move(mugs, 3, "delivery", seen=0, actor="admin:1")
    await open_variant(office, mugs)
    return mugs


async def posts(office: Office) -> int:
    return (await office.world.events(CHANNEL)).count(Event.RESTOCK)


async def test_a_post_is_asked_first_and_sent_once(office: Office) -> None:
    await stocked(office)
    await office.press("📣 Post to the channel")
    assert "Post in the channel that <b>Mug</b> is in stock?" in office.screen
    assert await posts(office) == 0
    yes = office.button("📣 Yes").callback_data or ""
    assert await office.send(yes) == "It is on its way to the channel."
    await office.send(yes)
    assert await posts(office) == 1
    await office.press("📣 Post to the channel")
    await office.press("📣 Yes")
    assert await posts(office) == 2


async def test_a_bot_that_may_not_post_says_so_before_it_is_pressed(office: Office) -> None:
    await stocked(office)
    place(office.telegram, "channel", admin(posts=False))
    told = await office.press("📣 Post to the channel")
    assert "The bot may not post in the channel" in told + office.screen
    assert await posts(office) == 0


async def test_what_is_not_there_is_not_offered(office: Office) -> None:
    keys, mugs, _ = await shelf(office)
    await open_variant(office, keys)
    assert not [one for one in office.buttons if "📣" in one.text]
    told = await office.send(walls.PostNow(variant_id=mugs, once="forged").pack())
    assert "nothing to post" in told
    assert await posts(office) == 0


async def test_without_a_channel_there_is_no_button(sqlite_database: Database) -> None:
    desks = Office(sqlite_database)
    await desks.open()
    mugs = await stocked(desks)
    assert not [one for one in desks.buttons if "📣" in one.text]
    await desks.send(walls.PostNow(variant_id=mugs, once="forged").pack(), ANN)
    assert Event.RESTOCK not in await desks.world.events()


OBSTACLES = [
    ("channel", admin(posts=True), None),
    ("channel", ChatMemberOwner(user=BOT, is_anonymous=False), None),
    ("channel", admin(posts=False), channel.RIGHTS),
    ("channel", admin(posts=None), channel.RIGHTS),
    ("channel", ChatMemberMember(user=BOT), channel.RIGHTS),
    ("supergroup", ChatMemberMember(user=BOT), None),
    ("supergroup", admin(posts=None), None),
    ("supergroup", ChatMemberLeft(user=BOT), channel.RIGHTS),
    ("private", ChatMemberMember(user=BOT), channel.PERSON),
]


@pytest.mark.parametrize(("kind", "me", "why"), OBSTACLES)
async def test_the_right_to_post_is_proved(
    kind: str, me: ResultChatMemberUnion, why: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    """At the start by a warning that says what to do, and by doctor."""
    telegram = FakeTelegram()
    place(telegram, kind, me)
    assert await channel.obstacle(bot_of(telegram), CHANNEL) == why
    with caplog.at_level(logging.WARNING):
        await prove_channel(bot_of(telegram), CHANNEL)
    [found] = await _channel(bot_of(telegram), CHANNEL)
    assert found.ok is (why is None)
    words = channel.WORDS[why] if why else ""
    assert words in caplog.text
    assert bool(caplog.records) is bool(why)


async def test_a_channel_that_is_not_there_and_a_telegram_that_is_silent(
    caplog: pytest.LogCaptureFixture,
) -> None:
    telegram = FakeTelegram()
    telegram.failing[GetChat] = TelegramBadRequest(METHOD, "Bad Request: chat not found")
    assert await channel.obstacle(bot_of(telegram), CHANNEL) == channel.GONE
    telegram.failing[GetChat] = TelegramNetworkError(METHOD, "no route")
    with caplog.at_level(logging.WARNING):
        await prove_channel(bot_of(telegram), CHANNEL)
    assert "is not proved" in caplog.text
    assert not (await _channel(bot_of(telegram), CHANNEL))[0].ok
