"""The admins' group: who connects it, who writes to a customer from it, and when it is lost."""

from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.methods import CopyMessage, CreateForumTopic, GetChat, GetChatMember, GetMe
from aiogram.types import (
    Chat,
    ChatFullInfo,
    ChatMemberAdministrator,
    ChatMemberLeft,
    ChatMemberUpdated,
    ForumTopic,
    Update,
    User,
)

from handlers.letters.base import NoLongerTrue
from handlers.support_callbacks import TakeThread
from models.support import Lost
from services.people.group_chat import Place
from services.running.notification import Event
from tests.handlers.conftest import ALICE, OLIVIA, OSCAR, Hall
from tests.handlers.telegram import NOW, mounted, person
from tests.handlers.test_talk import copies, deliver_one, queued

EVE, TOPIC, GROUP = 7200, 7, -1001000000000
FORUM = Chat(id=GROUP, type="supergroup", title="Team", is_forum=True)
ME = User(id=1, is_bot=True, first_name="Shop")


def admin(*, topics: bool) -> ChatMemberAdministrator:
    needed: dict[str, Any] = {
        name: False
        for name, field in ChatMemberAdministrator.model_fields.items()
        if field.annotation is bool
    }
    return ChatMemberAdministrator(user=ME, **needed | {"can_manage_topics": topics})


def look(shop: Hall, member: Any, kind: str = "supergroup", *, forum: bool = True) -> None:
    """What Telegram says of the group, and of the bot in it."""
    facts: dict[str, Any] = {"id": GROUP, "type": kind, "is_forum": forum}
    chat = ChatFullInfo.model_construct(**facts)
    shop.telegram.given |= {GetChat: chat, GetChatMember: member}


@pytest.fixture
async def shop(hall: Hall) -> Hall:
    """Olivia and Oscar are owners, Alice is a customer, and nobody knows Eve."""
    hall.open_all()
    for who in (ALICE, OLIVIA, OSCAR):
        await hall.user(who)
    look(hall, admin(topics=True))
    hall.telegram.given[CreateForumTopic] = ForumTopic(
        message_thread_id=TOPIC, name="Alice", icon_color=1
    )
    return hall


@pytest.fixture
async def group(shop: Hall) -> Hall:
    """Connected, with a topic of Alice's."""
    await say(shop, "/connect")
    await shop.tools.support.group.made(ALICE, Place(GROUP, TOPIC))
    return shop


async def say(shop: Hall, text: str, who: int = OLIVIA, number: int = 50, **more: Any) -> None:
    """In the group; `thread`: in a topic; `edited`: changed now."""
    thread, edited = more.pop("thread", None), more.pop("edited", False)
    topic = {"message_thread_id": thread, "is_topic_message": True} if thread else {}
    content: dict[str, Any] = {"text": text, "date": NOW, **topic, **more}
    base = {"message_id": number, "chat": FORUM, "from": person(who)}
    kind = "edited_message" if edited else "message"
    update = Update.model_validate({"update_id": 1, kind: base | content})
    await shop.reception.receive(mounted(update, shop.bot), shop.bot)


async def answers(shop: Hall) -> list[tuple[int, str, str | None]]:
    """(to, from which message, by whom)"""
    rows = [row for row in await queued(shop) if row[0] == Event.ANSWER]
    return [(to, args["message_id"], args.get("author")) for _, to, args in rows]


async def become(shop: Hall, member: Any) -> None:
    change = ChatMemberUpdated(
        chat=FORUM,
        from_user=person(OLIVIA),
        date=NOW,
        old_chat_member=admin(topics=True),
        new_chat_member=member,
    )
    update = Update(update_id=1, my_chat_member=change)
    await shop.reception.receive(mounted(update, shop.bot), shop.bot)


async def test_what_is_missing_is_named_and_who_may_not_is_told_once(shop: Hall) -> None:
    """The right of the person, then those of the bot; nobody is named twice."""
    connected = shop.tools.support.group.connected
    for _ in range(2):
        await say(shop, "/connect", ALICE)
    await say(shop, "/connect", 1087968824, sender_chat=FORUM)
    assert len(shop.telegram.said) == 2
    assert "under your own name" in shop.telegram.said[-1]
    cases: list[tuple[Any, dict[str, Any], str]] = [
        (admin(topics=False), {}, "I may not manage topics"),
        (ChatMemberLeft(user=ME), {}, "I am not in this group"),
        (admin(topics=True), {"forum": False}, "It has no topics"),
        (admin(topics=True), {"kind": "group", "forum": False}, "It is no supergroup"),
    ]
    for member, changed, told in cases:
        look(shop, member, **changed)
        await say(shop, "/connect")
        assert told in shop.telegram.said[-1]
        assert await connected() is None
    look(shop, admin(topics=True))
    await say(shop, "/connect")
    assert await connected() == GROUP


async def test_only_who_may_answer_speaks_to_the_customer(group: Hall) -> None:
    """In the customer's topic, under their own name, at that moment; notes stay."""
    await say(group, "General talk", number=51)
    await say(group, "I do not know this topic", thread=99, number=52)
    await say(group, "// he asks every week", thread=TOPIC, number=53)
    await say(group, "/cancel", thread=TOPIC, number=54)
    await say(group, "from nobody", 1087968824, sender_chat=FORUM, thread=TOPIC, number=55)
    await say(group, "I am the boss", EVE, thread=TOPIC, number=56)
    await say(group, "a customer", ALICE, thread=TOPIC, number=57)
    await say(group, "It left today.", thread=TOPIC, number=58)
    await say(group, "It left today.", thread=TOPIC, number=58)  # handed over again
    assert await answers(group) == [(ALICE, "58", str(OLIVIA))]
    group.owners.discard(OLIVIA)
    await say(group, "It left tomorrow.", thread=TOPIC, number=58, edited=True)
    await say(group, "and again", thread=TOPIC, number=59)
    assert len(await answers(group)) == 1
    await say(group, "he asks every week", OSCAR, thread=TOPIC, number=53, edited=True)
    assert "goes to nobody" in group.telegram.said[-1]
    assert len(await answers(group)) == 1


async def test_a_button_asks_for_the_right_and_for_the_group(group: Hall) -> None:
    await group.type("hello, is anybody there? I paid", number=5)
    data = TakeThread(user_id=ALICE, seen=0, here=0).pack()
    page = group.tools.support.threads.page
    for who in (EVE, ALICE):
        await group.press(data, who, chat=FORUM)
        assert (await page(ALICE)).taker is None
        assert group.telegram.answers[-1].show_alert
    await group.press("h", OLIVIA, chat=FORUM)  # no button of the group's
    await group.press(data, OLIVIA, chat=FORUM)
    assert (await page(ALICE)).taker == "Alice"  # as everybody is called here
    await group.press(data, OSCAR, chat=FORUM)
    assert "has it by now" in (group.telegram.answers[-1].text or "")
    await say(group, "/disconnect")
    await group.press(data, OSCAR, chat=FORUM)
    assert "not the group of the shop any more" in (group.telegram.answers[-1].text or "")


@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (TelegramForbiddenError(method=GetMe(), message="bot was kicked"), Lost.GONE),
        (TelegramBadRequest(method=GetMe(), message="not enough rights to send"), Lost.RIGHTS),
        (TelegramBadRequest(method=GetMe(), message="the chat is not a forum"), Lost.FORUM),
    ],
)
async def test_a_lost_group_is_named_and_loses_no_question(
    group: Hall, refusal: Exception, why: Lost
) -> None:
    """What it was to read goes to each admin, once, however often it is tried."""
    await group.type("hello, is anybody there? I paid", number=5)
    async with group.database.uow.read() as uow:
        [row] = [one for one in await uow.outbox.all() if one.event == Event.TOPIC_QUESTION]
    group.telegram.failing |= {CreateForumTopic: refusal, CopyMessage: refusal}
    await group.tools.support.group.deleted(ALICE, Place(GROUP, TOPIC))
    for _ in range(2):
        with pytest.raises(NoLongerTrue):
            await deliver_one(group, row)
    rows = await queued(group)
    assert sorted(to for event, to, _ in rows if event == Event.ADMIN_QUESTION) == [OSCAR, OLIVIA]
    told = [args["why"] for event, _, args in rows if event == Event.ADMIN_GROUP]
    assert told == [why, why]  # each owner once
    await group.type("are you still there? I wait", number=6)
    rows = await queued(group)
    assert sum(event == Event.ADMIN_QUESTION for event, _, _ in rows) == 4


async def test_it_is_followed_and_found_again(group: Hall) -> None:
    """Put out, let in again, and with another number."""
    connected = group.tools.support.group.connected
    await become(group, ChatMemberLeft(user=ME))
    assert await connected() is None
    await become(group, admin(topics=True))
    assert await connected() == GROUP
    await say(group, "", migrate_to_chat_id=GROUP - 5)
    assert await connected() == GROUP - 5
    assert await group.tools.support.group.topic(ALICE) is None
    assert copies(group) == []
