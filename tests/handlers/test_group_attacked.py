"""The admins' group, attacked: refusals that are about something else, floods, half a topic."""

from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.methods import CopyMessage, CreateForumTopic, GetMe, SendMessage

from handlers.letters.base import NoLongerTrue
from models.notice import Kind, Told
from models.permission import Role
from models.support import Lost
from services.people.group_chat import Place
from services.running.notification import Event
from tests.handlers.conftest import ALICE, OLIVIA, OSCAR, Hall
from tests.handlers.test_group_door import EVE, GROUP, TOPIC, group, say, shop
from tests.handlers.test_talk import copies, deliver_one, queued

__all__ = ["group", "shop"]
KICKED = TelegramForbiddenError(
    method=GetMe(), message="Forbidden: bot was kicked from the supergroup chat"
)
NOBODY = TelegramBadRequest(method=GetMe(), message="Bad Request: chat not found")
LIMITED = TelegramRetryAfter(method=GetMe(), message="Too Many Requests", retry_after=3)
NO_TITLE = TelegramBadRequest(method=GetMe(), message="Bad Request: TOPIC_TITLE_EMPTY")


async def letter(hall: Hall, event: Event) -> Any:
    async with hall.database.uow.read() as uow:
        return next(row for row in await uow.outbox.all() if row.event == event)


async def test_where_a_message_was_written_is_not_who_gets_it(group: Hall) -> None:
    """The source of a copy is gone: its customer has not blocked the bot, its admin is no admin
    that cannot be written to, and the group is not lost.
    """
    await group.type("hello, is anybody there? I paid", number=5)
    await say(group, "It left today.", thread=TOPIC, number=58)
    connected = group.tools.support.group.connected
    for refusal in (KICKED, NOBODY):
        group.telegram.failing[CopyMessage] = refusal
        await deliver_one(group, await letter(group, Event.ANSWER))
        assert "deleted meanwhile" in group.telegram.said[-1]
        await deliver_one(group, await letter(group, Event.TOPIC_QUESTION))
        assert "deleted meanwhile" in group.telegram.said[-1]
        assert await connected() == GROUP
    group.telegram.failing[SendMessage] = KICKED
    with pytest.raises(TelegramForbiddenError):
        await deliver_one(group, await letter(group, Event.ANSWER))
    assert await connected() == GROUP


async def test_a_topic_gets_its_panel_when_telegram_lets_it(group: Hall) -> None:
    """It was made and noted, and then the group had had enough: it is not without a panel for
    ever, nor made twice.
    """
    await group.tools.support.group.deleted(ALICE, Place(GROUP, TOPIC))
    await group.type("hello, is anybody there? I paid", number=5)
    row = await letter(group, Event.TOPIC_QUESTION)
    group.telegram.failing[SendMessage] = LIMITED
    with pytest.raises(TelegramRetryAfter):
        await deliver_one(group, row)
    assert copies(group) == []
    before = len(group.telegram.said)
    del group.telegram.failing[SendMessage]
    for _ in range(2):
        await deliver_one(group, row)
    place = await group.tools.support.group.topic(ALICE)
    assert place is not None
    assert place.panel is not None
    assert len(group.telegram.of(CreateForumTopic)) == 1
    assert len(group.telegram.said) == before + 1
    assert copies(group) == [(GROUP, ALICE, 5)] * 2


async def test_a_name_that_telegram_does_not_take_loses_no_question(group: Hall) -> None:
    await group.tools.support.group.deleted(ALICE, Place(GROUP, TOPIC))
    await group.type("hello, is anybody there? I paid", number=5)
    group.telegram.failing[CreateForumTopic] = NO_TITLE
    with pytest.raises(NoLongerTrue):
        await deliver_one(group, await letter(group, Event.TOPIC_QUESTION))
    assert [one.name for one in group.telegram.of(CreateForumTopic)] == ["Alice", str(ALICE)]
    assert sum(event == Event.ADMIN_QUESTION for event, _, _ in await queued(group)) == 2
    assert await group.tools.support.group.connected() == GROUP


async def test_who_is_nobody_cannot_have_the_bot_flood_the_group(group: Hall) -> None:
    """Commands too are answered once to who may not write there."""
    before = len(group.telegram.said)
    for number in range(60, 70):
        await say(group, f"/x{number}", EVE, thread=TOPIC, number=number)
        await say(group, "/x", ALICE, thread=TOPIC, number=number + 20)
    assert len(group.telegram.said) == before + 2
    await say(group, "/x", OLIVIA, thread=TOPIC, number=95)
    assert "A command goes to no customer" in group.telegram.said[-1]


async def test_what_the_group_cannot_read_goes_to_who_hears_of_questions(group: Hall) -> None:
    """As if there were none: who wishes not to hear of questions does not."""
    async with group.database.uow() as uow:
        await uow.notices.put(Kind.QUESTION, Role.OWNER, Told.NEVER)
    await group.type("hello, is anybody there? I paid", number=5)
    await group.tools.support.group.lost(GROUP, Lost.GONE)
    await group.tools.support.group.fall_back(await letter(group, Event.TOPIC_QUESTION))
    await group.type("are you still there? I wait", number=6)
    asked = [to for event, to, _ in await queued(group) if event == Event.ADMIN_QUESTION]
    assert asked == []
    assert {OLIVIA, OSCAR} == group.owners


async def test_a_note_is_one_by_what_is_seen_of_it(group: Hall) -> None:
    await say(group, "\u200b\u2060 // he asks every week", thread=TOPIC, number=53)
    assert all(event != Event.ANSWER for event, _, _ in await queued(group))
