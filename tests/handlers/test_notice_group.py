"""Groups that hear of the shop: chosen inside them by owners, told in words for everybody there,
followed, and taken off; nothing that happens to them keeps a message from a person.
"""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiogram.exceptions import TelegramForbiddenError, TelegramMigrateToChat
from aiogram.methods import GetChat, GetChatMember, GetMe, SendMessage, TelegramMethod
from aiogram.types import (
    ChatMemberLeft,
    ChatMemberMember,
    ChatPermissions,
    InlineKeyboardMarkup,
)

from db import Database
from handlers.board import Board
from handlers.callbacks import AdminOrder
from handlers.doctor import _heard
from handlers.group_board import GroupBoard
from handlers.group_rights import WRITE, silence
from handlers.notice_callbacks import ChooseGroups, ChooseNotice
from handlers.notice_door import COMMANDS, PRESSED
from handlers.notifier import BURST, interval
from handlers.views.notice_group import news
from models.notice import KIND_OF, PRIVATE, Destination, Kind, Told
from models.notice_group import Mute
from models.permission import Role
from services.running.notification import Event
from tests.handlers.chats import bad_request
from tests.handlers.conftest import ALICE, OLIVIA, OSCAR, TEXTS, Hall
from tests.handlers.mail import Mail
from tests.handlers.office import ANN, BOB, OLIVER, Office
from tests.handlers.test_group_door import FORUM, GROUP, ME, TOPIC, admin, become, look, say
from tests.handlers.test_matrix import become as one_who_is
from utils.pace import Pace

CHEF = "admin:1"
HEARD = [kind for kind in Kind if kind not in PRIVATE]
Refuse = Callable[[SendMessage], Exception | None]


@pytest.fixture
async def shop(hall: Hall) -> Hall:
    """Olivia and Oscar are owners, Alice is a customer, and nobody knows Eve."""
    hall.open_all()
    for who in (ALICE, OLIVIA, OSCAR):
        await hall.user(who)
    look(hall, ChatMemberMember(user=ME))
    return hall


def hush(shop: Hall) -> None:
    """Nobody but administrators writes there any more."""
    silent = {"permissions": ChatPermissions(can_send_messages=False)}
    shop.telegram.given[GetChat] = shop.telegram.given[GetChat].model_copy(update=silent)


async def chats(shop: Hall) -> list[tuple[int, int | None]]:
    return [(row.chat_id, row.thread_id) for row in await shop.tools.notices.groups.all()]


async def test_owners_alone_choose_the_group_and_its_topic(shop: Hall) -> None:
    manager = await one_who_is(shop, Role.MANAGER)
    for who in (ALICE, manager, 7200):
        for word in COMMANDS:
            await say(shop, f"/{word}", who)
    await say(shop, "/whitelist", 1087968824, sender_chat=FORUM)
    assert "under your own name" in shop.telegram.said[-1]
    assert await chats(shop) == []
    await say(shop, "/whitelist", thread=TOPIC)
    assert await chats(shop) == [(GROUP, TOPIC)]
    assert shop.telegram.of(SendMessage)[-1].message_thread_id == TOPIC
    await say(shop, "/whitelist", OSCAR)
    assert await chats(shop) == [(GROUP, None)]
    await say(shop, "/rm", ALICE)
    assert await chats(shop) == [(GROUP, None)]
    await say(shop, "/rm", thread=TOPIC)
    await say(shop, "/rm")
    assert "came here" in shop.telegram.said[-1]
    assert await chats(shop) == []


async def test_what_keeps_the_bot_from_writing_is_said_in_private(shop: Hall) -> None:
    look(shop, ChatMemberMember(user=ME))
    hush(shop)
    assert await silence(shop.bot, GROUP) == WRITE
    await say(shop, "/whitelist")
    told = shop.telegram.of(SendMessage)[-1]
    assert told.chat_id == OLIVIA
    assert "I may not write in that group" in told.text
    look(shop, admin(topics=False))
    assert await silence(shop.bot, GROUP) is None
    assert await chats(shop) == []


async def test_the_doctor_names_a_group_that_cannot_be_written_to(shop: Hall) -> None:
    await say(shop, "/whitelist")
    [group] = await shop.tools.notices.groups.all()
    assert [one.ok for one in await _heard(shop.bot, group)] == [True]
    hush(shop)
    [found] = await _heard(shop.bot, group)
    assert not found.ok
    assert found.what == f"group Team ({GROUP})"
    assert "may not write there" in found.word
    look(shop, ChatMemberLeft(user=ME))
    [found] = await _heard(shop.bot, group)
    assert "the bot is not in it" in found.word


async def test_it_is_followed_lost_found_and_taken_off(shop: Hall) -> None:
    await say(shop, "/whitelist")
    hush(shop)
    await become(shop, ChatMemberMember(user=ME))
    [group] = await shop.tools.notices.groups.all()
    assert group.why is Mute.RIGHTS
    look(shop, admin(topics=False))
    await become(shop, admin(topics=False))
    await say(shop, "", migrate_to_chat_id=GROUP - 5)
    assert await chats(shop) == [(GROUP - 5, None)]
    await say(shop, "/whitelist")
    shop.telegram.failing[GetChat] = TelegramMigrateToChat(GetMe(), "upgraded", GROUP - 5)
    await become(shop, ChatMemberLeft(user=ME))  # that is how becoming a supergroup may look
    assert await chats(shop) == [(GROUP - 5, None)]
    await shop.tools.notices.groups.moved(GROUP - 5, GROUP)
    del shop.telegram.failing[GetChat]
    shop.telegram.given[GetChatMember] = ChatMemberLeft(user=ME)
    await become(shop, ChatMemberLeft(user=ME))
    assert await chats(shop) == []


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    office = Office(sqlite_database)
    await office.open()
    await office.world.notices.groups.add(GROUP, TOPIC, "Team", "en", by=ANN)
    return office


async def test_what_a_button_in_the_group_opens_is_shown_in_private(office: Office) -> None:
    order = await office.world.order()
    where = {"chat": FORUM}
    data = AdminOrder(order_id=order).pack()
    assert "you have no role" in await office.send(data, BOB, **where)
    before = len(office.telegram.of(SendMessage))
    await office.send("a-sources", ANN, **where)  # no button of a group's
    assert len(office.telegram.of(SendMessage)) == before
    await office.send(data, ANN, **where)
    told = office.telegram.of(SendMessage)[-1]
    assert told.chat_id == ANN
    assert await office.code(order) in told.text
    await office.send("nt", ANN)
    await office.press("Groups that hear")
    assert "<b>Team</b>, in a topic" in office.screen
    await office.press("✖️ Team")
    assert "None so far" in office.screen
    assert "not the group" in await office.send(data, ANN, **where)


async def test_what_was_opened_from_a_group_is_written_by_one_at_a_time() -> None:
    """The letter that draws it anew waits, and so does who opened it."""
    board = Board()
    async with board.turn(ANN, 7):
        for other, is_free in ((GroupBoard.beside(board), False), (Board(), True)):
            async with other.turn(ANN, 7, patience=0.01) as mine:
                assert mine is is_free


async def test_old_buttons_of_the_matrix(office: Office) -> None:
    """Of who was demoted, and of who comes second; a manager never had the one for groups."""
    await office.send("nt", ANN)
    await office.press("Shipped")
    await office.press("Groups: at once")
    assert "• Groups: at once" in office.screen
    again = ChooseGroups(kind="shipped", told="now", seen="never").pack()
    assert "changed this meanwhile" in await office.send(again, OLIVER)
    forged = ChooseGroups(kind="key", told="now", seen="never").pack()
    assert "cannot be chosen" in await office.send(forged)
    seen = (await office.team.member(BOB)).seen
    await office.team.give(BOB, Role.MANAGER, None, seen=seen, admin=ANN)
    await office.send("nt", BOB)
    await office.press("Shipped", BOB)
    assert [one.text for one in office.buttons if "Groups" in one.text] == []
    off = ChooseGroups(kind="shipped", told="never", seen="now").pack()
    quiet = ChooseNotice(kind="shipped", role="owner", told="never", seen="now").pack()
    assert "does not include" in await office.send(off, BOB)
    office.owners.discard(OLIVER)
    for data in (off, quiet):
        assert "you have no role" in await office.send(data, OLIVER)
    manner = await office.world.notices.manner()
    assert manner.of(Kind.SHIPPED, Destination.GROUP) is Told.NOW
    assert manner.of(Kind.SHIPPED, Role.OWNER) is Told.NOW


@pytest.fixture
async def mail(sqlite_database: Database) -> AsyncIterator[Mail]:
    """The team's group hears of everything that a group may hear of."""
    mail = Mail(sqlite_database)
    await mail.world.rates.refresh()
    for admin_id in (ANN, OLIVER):
        await mail.world.customer(admin_id)
    await mail.world.notices.groups.add(GROUP, TOPIC, "Team", "en", by=ANN)
    for kind in HEARD:
        to = Destination.GROUP
        await mail.world.notices.choose(kind, to, Told.NOW, seen=Told.NEVER, actor=CHEF)
    yield mail
    assert await mail.world.violations() == []


def in_group(answer: Refuse) -> Callable[[TelegramMethod[Any]], Exception | None]:
    """What Telegram answers to what is sent there."""

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        there = isinstance(method, SendMessage) and method.chat_id == GROUP
        return answer(method) if there else None  # type: ignore[arg-type]

    return refuse


def test_every_notice_has_words_for_a_group() -> None:
    facts = {"code": "K7Q2M", "title": "Mug", "state": "on"}
    for t in (TEXTS("en"), TEXTS("de")):
        words = {event: news(t, event, facts) for event in KIND_OF if event != Event.ADMIN_KEY}
        assert len(set(words.values())) == len(words)


async def test_the_words_for_everybody_name_nobody_and_no_sum(mail: Mail) -> None:
    order_id = await mail.paid(BOB)
    await mail.delivered()
    order, bill = await mail.world.load(order_id), await mail.world.invoice(order_id)
    texts = mail.chats.texts(GROUP)
    assert f"💵 <b>{order.code}</b> was paid" in texts
    assert any(order.code in text and f"user {BOB}" in text for text in mail.chats.texts(ANN))
    for text in texts:
        for secret in (f"user {BOB}", str(BOB), bill.address.address, "$", "USD"):
            assert secret not in text
    for shown in mail.chats.shown[GROUP]:
        assert isinstance(shown.keyboard, InlineKeyboardMarkup)
        [[one]] = shown.keyboard.inline_keyboard
        assert one.callback_data == AdminOrder(order_id=order_id).pack()


async def test_what_hangs_below_a_notice_carries_no_customer(mail: Mail) -> None:
    """Whoever is in the group can read what a button would send."""
    await mail.world.customer(BOB)
    async with mail.world.uow() as uow:
        await mail.world.notifications.thread(uow, BOB, asked=True)
    await mail.delivered()
    [asked] = mail.chats.shown[GROUP]
    assert "asks something" in asked.text
    assert str(BOB) not in str(asked.keyboard)
    [[one]] = asked.keyboard.inline_keyboard  # type: ignore[union-attr]
    assert str(one.callback_data).partition(":")[0] in PRESSED


@pytest.mark.parametrize(
    ("reason", "left"),
    [
        ("not enough rights to send text messages to the chat", [Mute.RIGHTS]),
        ("TOPIC_CLOSED", [Mute.CLOSED]),
        ("the group chat was deleted: chat not found", []),
    ],
)
async def test_a_group_that_fails_keeps_nothing_from_people(
    mail: Mail, reason: str, left: list[Mute]
) -> None:
    """Owners hear of everything, and once of the group; what it was to hear is left out."""
    mail.chats.refusal = in_group(lambda method: bad_request(method, reason))
    await mail.paid(BOB)
    await mail.delivered()
    assert mail.chats.texts(GROUP) == []
    for owner in (ANN, OLIVER):
        assert any("is paid" in text for text in mail.chats.texts(owner))
        assert sum("<b>Team</b>" in text for text in mail.chats.texts(owner)) == 1
    assert [row.why for row in await mail.world.notices.groups.all()] == left
    assert await mail.statuses(Event.ADMIN_UNDELIVERED) == set()


async def test_put_out_while_something_waits(mail: Mail) -> None:
    mail.chats.refusal = in_group(lambda method: TelegramForbiddenError(method, "bot was kicked"))
    await mail.paid(BOB)
    await mail.delivered()
    assert await mail.world.notices.groups.all() == []
    assert any("took it off" in text for text in mail.chats.texts(ANN))
    before = len(mail.chats.texts(ANN))
    await mail.delivered()
    assert len(mail.chats.texts(ANN)) == before


async def test_a_topic_that_is_deleted_leads_to_general(mail: Mail) -> None:
    """It is said once, below the notice that would have gone there."""

    def gone(method: SendMessage) -> Exception | None:
        deleted = method.message_thread_id == TOPIC
        return bad_request(method, "message thread not found") if deleted else None

    mail.chats.refusal = in_group(gone)
    await mail.paid(BOB)
    await mail.delivered()
    texts = mail.chats.texts(GROUP)
    assert len(texts) > 1
    assert ["not there any more" in text for text in texts].count(True) == 1
    assert "not there any more" in texts[0]
    [group] = await mail.world.notices.groups.all()
    assert group.thread_id is None


async def test_a_supergroup_is_followed_when_telegram_says_so(mail: Mail) -> None:
    new = GROUP - 5
    mail.chats.refusal = in_group(
        lambda method: TelegramMigrateToChat(method, "group chat was upgraded", new)
    )
    await mail.paid(BOB)
    await mail.delivered()
    [group] = await mail.world.notices.groups.all()
    assert (group.chat_id, group.thread_id, group.why) == (new, None, None)
    assert len(mail.chats.texts(new)) >= 2  # the one that was refused, and what waited behind it


async def test_what_is_switched_off_or_taken_off_goes_nowhere(mail: Mail) -> None:
    await mail.paid(BOB)
    to = Destination.GROUP
    await mail.world.notices.choose(Kind.PAID, to, Told.NEVER, seen=Told.NOW, actor=CHEF)
    await mail.delivered()
    assert not any("was paid" in text for text in mail.chats.texts(GROUP))
    heard = len(mail.chats.texts(GROUP))
    await mail.world.order(BOB + 1)
    await mail.world.notices.groups.remove(GROUP, by=ANN)
    await mail.delivered()
    assert len(mail.chats.texts(GROUP)) == heard


async def test_an_outage_is_told_when_it_begins_and_when_it_is_over(mail: Mail) -> None:
    for found in ({"BTC": "x"}, {"BTC": "x", "ETH": "x"}, {}, {"BTC": "x"}, {}):
        mail.troubles.problems.clear()
        mail.troubles.problems |= found
        mail.world.clock.advance(minutes=10)
        await mail.health.report()
        await mail.delivered()
    assert [text[0] for text in mail.chats.texts(GROUP)] == ["🔴", "🟢", "🔴", "🟢"]


@pytest.mark.parametrize("by_letter", [True, False])
async def test_an_outage_is_over_where_the_group_went_meanwhile(
    mail: Mail, by_letter: bool
) -> None:
    """It got another number as it was told that it began, or between that and the end."""
    new = GROUP - 5
    if by_letter:
        mail.chats.refusal = in_group(
            lambda method: TelegramMigrateToChat(method, "group chat was upgraded", new)
        )
    for found in ({"BTC": "x"}, {}):
        mail.troubles.problems.clear()
        mail.troubles.problems |= found
        mail.world.clock.advance(minutes=10)
        await mail.health.report()
        await mail.delivered()
        await mail.world.notices.groups.moved(GROUP, new)
    told = mail.chats.texts(GROUP) + mail.chats.texts(new)
    assert [text[0] for text in told] == ["🔴", "🟢"]


def test_a_group_reads_no_more_than_twenty_in_a_minute() -> None:
    """As fast as the notifier may, for ten minutes."""
    now, sent = 0.0, list[float]()
    pace = Pace(interval, BURST, lambda: now)
    while now < 600:
        if GROUP not in pace.resting():
            pace.take(GROUP)
            sent.append(now)
        now += 0.1
    assert max(sum(at <= one < at + 60 for one in sent) for at in sent) <= 20
