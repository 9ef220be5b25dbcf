"""Free text reaches a person, the answer comes back, and edits follow; nobody drowns anybody."""

from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import CopyMessage, GetMe, SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, PhotoSize, User

from handlers import letters
from handlers.admin_callbacks import PutAside, ShowTalk
from handlers.board import Board
from handlers.callbacks import AnswerPerson
from handlers.letters.base import Desk as WritingDesk
from handlers.letters.base import NoLongerTrue
from models.outbox import OutboxMessage
from services.people.talk import ALBUM, EDITS, HANDED_ON, MOST
from services.running.notification import Notifications
from services.running.outbox import OutboxService
from tests.db.folk import ban
from tests.handlers.conftest import ALICE, OLIVIA, OSCAR, TEXTS, Hall
from tests.handlers.telegram import NOW, message

PHOTO = [PhotoSize(file_id="x", file_unique_id="x", width=1, height=1)]
GONE = TelegramBadRequest(method=GetMe(), message="Bad Request: message to copy not found")


@pytest.fixture
async def shop(hall: Hall) -> Hall:
    hall.open_all()
    for person in (ALICE, OLIVIA, OSCAR):
        await hall.user(person)
    return hall


async def queued(shop: Hall) -> list[tuple[str, int, dict[str, str]]]:
    async with shop.database.uow.read() as uow:
        rows = await uow.outbox.all()
    return [(row.event, row.chat_id, row.args) for row in rows]


async def deliver(shop: Hall) -> None:
    """Every letter that waits, as the notifier would."""
    async with shop.database.uow.read() as uow:
        rows: list[OutboxMessage] = list(await uow.outbox.all())
    for row in rows:
        if row.event != "admin-thread":  # it changes what has come already
            await deliver_one(shop, row)


def outbox_of(shop: Hall) -> OutboxService:
    notifications = Notifications([OSCAR, OLIVIA], shop.clock, lambda: None)
    return OutboxService(shop.database.uow, shop.clock, notifications)


async def deliver_one(shop: Hall, row: OutboxMessage) -> None:
    given: dict[str, Any] = dict.fromkeys(WritingDesk.__dataclass_fields__)
    tools = shop.tools
    given |= {"support": tools.support, "outbox": outbox_of(shop)}
    given |= {"board": Board(), "bot": shop.bot, "orders": tools.orders, "users": tools.users}
    desk = WritingDesk(**given | {"roles": tools.roles, "translators": TEXTS, "doors": {}})
    await letters.send(desk, row)


def copies(shop: Hall) -> list[tuple[int, int, int]]:
    """(to, from, which message)"""
    return [(m.chat_id, m.from_chat_id, m.message_id) for m in shop.telegram.of(CopyMessage)]


async def test_free_text_goes_to_every_admin_at_once(shop: Hall) -> None:
    await shop.type("hello, is anybody there? I paid and nothing came", number=5)
    assert "Sent to the shop" in shop.telegram.said[-1]
    assert "[🛍 Catalogue]" in shop.telegram.labels()
    args = {"from": str(ALICE), "message_id": "5"}
    assert await queued(shop) == [
        ("admin-question", OSCAR, args),
        ("admin-question", OLIVIA, args),
    ]
    await deliver(shop)
    assert copies(shop) == [(OSCAR, ALICE, 5), (OLIVIA, ALICE, 5)]
    assert f'<a href="tg://user?id={ALICE}">Alice</a>' in shop.telegram.said[-1]
    keyboard = shop.telegram.of(CopyMessage)[0].reply_markup
    below = [button.text for row in keyboard.inline_keyboard for button in row]
    assert below == ["💬 Answer", "👤 Alice", "🗂 Put aside", "✋ I take it", "🧵 History"]


@pytest.mark.parametrize("content", [{"photo": PHOTO}, {"photo": PHOTO, "caption": "look"}])
async def test_a_picture_reaches_a_person_too(shop: Hall, content: dict[str, Any]) -> None:
    await shop.type(None, **content)
    assert "Sent to the shop" in shop.telegram.said[-1]
    assert len(await queued(shop)) == 2


async def test_the_same_update_twice_is_handed_on_once(shop: Hall) -> None:
    await shop.type("hello there")
    await shop.type("hello there")
    assert len(await queued(shop)) == 2
    assert "Sent to the shop" in shop.telegram.said[-1]


async def test_another_bot_s_message_of_the_same_number_is_another_one(shop: Hall) -> None:
    await shop.type("hello there")
    await shop.type("hello again", date=NOW.replace(year=2027))
    assert len(await queued(shop)) == 4


async def test_it_is_bounded_and_opens_again(shop: Hall) -> None:
    for number in range(MOST + 1):
        await shop.type("hello shop", number=number + 1)
    assert len(await queued(shop)) == 2 * MOST
    assert "This was not sent" in shop.telegram.said[-1]
    assert "a lot at once" in shop.telegram.said[-1]
    assert "in 10 minutes" in shop.telegram.said[-1]
    shop.clock.advance(minutes=10)
    await shop.type("hello shop", number=50)
    assert "Sent to the shop" in shop.telegram.said[-1]


async def test_one_person_s_bound_is_not_another_s(shop: Hall) -> None:
    for number in range(MOST + 1):
        await shop.type("hello shop", number=number + 1)
    await shop.type("hello shop", 7005, number=1)
    assert "Sent to the shop" in shop.telegram.said[-1]


async def test_an_album_is_one_message(shop: Hall) -> None:
    for number in range(ALBUM):
        await shop.type(None, photo=PHOTO, number=number + 1, media_group_id="album")
    assert len(await queued(shop)) == 2 * ALBUM
    assert sum("Sent to the shop" in text for text in shop.telegram.said) == 1
    for number in range(MOST - 1):
        await shop.type("hello shop", number=50 + number)
    assert "Sent to the shop" in shop.telegram.said[-1]


async def test_the_banned_are_not_handed_on(shop: Hall) -> None:
    await ban(shop.database, ALICE)
    await shop.type("hello shop")
    await shop.edit("hello again")
    await shop.type("hello shop")
    assert await queued(shop) == []
    assert len(shop.telegram.said) == 1


@pytest.mark.parametrize("admin", [OLIVIA, OSCAR])
async def test_an_admin_answers_and_the_other_sees_it(shop: Hall, admin: int) -> None:
    await shop.press(AnswerPerson(user_id=ALICE).pack(), admin)
    assert "Your message to <b>Alice</b>" in shop.telegram.said[-1]
    assert not any(text == "a screen" for text in shop.telegram.said)
    await shop.type("It is on its way", admin, number=9)
    assert "On its way to <b>Alice</b>" in shop.telegram.said[-1]
    assert (await shop.user(admin)).expecting is None
    other = OSCAR if admin == OLIVIA else OLIVIA
    args = {"from": str(admin), "message_id": "9"}
    assert await queued(shop) == [
        ("answer", ALICE, args),
        ("admin-answered", other, args | {"to": str(ALICE)}),
    ]
    await deliver(shop)
    assert copies(shop) == [(ALICE, admin, 9), (other, admin, 9)]


async def test_an_admin_answers_with_a_picture(shop: Hall) -> None:
    await shop.press(AnswerPerson(user_id=ALICE).pack(), OLIVIA)
    await shop.type(None, OLIVIA, photo=PHOTO)
    assert [event for event, *_ in await queued(shop)] == ["answer", "admin-answered"]


async def test_who_blocked_the_bot_is_said_to_get_it_later(shop: Hall) -> None:
    async with shop.database.uow() as uow:
        await uow.users.mark_unreachable(ALICE, NOW)
    await shop.press(AnswerPerson(user_id=ALICE).pack(), OLIVIA)
    await shop.type("hello", OLIVIA)
    assert "has blocked the bot" in shop.telegram.said[-1]


async def test_an_admin_may_simply_reply(shop: Hall) -> None:
    data = AnswerPerson(user_id=ALICE).pack()
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="x", callback_data=data)]]
    )
    original = message(OLIVIA, "hello", 3).model_copy(
        update={
            "from_user": User(id=1, is_bot=True, first_name="Shop"),
            "reply_markup": keyboard,
        }
    )
    await shop.type("Hello Alice", OLIVIA, number=4, reply_to_message=original)
    assert [event for event, *_ in await queued(shop)] == ["answer", "admin-answered"]


async def test_a_customer_cannot_answer_by_a_reply_or_a_forged_button(shop: Hall) -> None:
    await shop.press(AnswerPerson(user_id=7005).pack())
    assert "you have no role here" in (shop.telegram.answers[-1].text or "")
    await shop.type("hello shop")
    assert {event for event, *_ in await queued(shop)} == {"admin-question"}


async def test_what_an_admin_says_is_for_nobody(shop: Hall) -> None:
    await shop.type("hello shop", OLIVIA)
    assert await queued(shop) == []
    assert "You are the shop yourself" in shop.telegram.said[-1]


@pytest.mark.parametrize("user_id", [OLIVIA, 424242])
async def test_nobody_and_oneself_cannot_be_answered(shop: Hall, user_id: int) -> None:
    await shop.expecting(f"answer:{user_id}", OLIVIA)
    await shop.type("hello", OLIVIA)
    assert await queued(shop) == []
    assert "no such thing" in shop.telegram.said[-1]


async def test_an_edit_follows_its_message(shop: Hall) -> None:
    await shop.type("hello", number=5)
    await shop.edit("hello, where is it?", number=5)
    rows = (await queued(shop))[2:]
    assert [(event, chat) for event, chat, _ in rows] == [
        ("admin-question", OSCAR),
        ("admin-question", OLIVIA),
    ]
    assert rows[0][2]["edited"] == "1"
    await deliver(shop)
    assert "changed a message" in shop.telegram.said[-1]


async def test_an_answer_s_edit_follows_too(shop: Hall) -> None:
    await shop.press(AnswerPerson(user_id=ALICE).pack(), OLIVIA)
    await shop.type("tomorow", OLIVIA, number=9)
    await shop.edit("tomorrow", OLIVIA, number=9)
    last = (await queued(shop))[-2:]
    assert [(event, chat) for event, chat, _ in last] == [
        ("answer", ALICE),
        ("admin-answered", OSCAR),
    ]
    await deliver(shop)


async def test_edits_are_bounded(shop: Hall) -> None:
    await shop.type("hello", number=5)
    for turn in range(EDITS + 3):
        await shop.edit(f"hello {turn}", number=5)
    assert len(await queued(shop)) == 2 + 2 * EDITS
    assert len([text for text in shop.telegram.said if "This change was not sent" in text]) == 3


async def test_an_edit_of_what_was_dealt_with_is_told_so(shop: Hall) -> None:
    await shop.edit("1 Other Street", number=3)
    assert "the change alters nothing" in shop.telegram.said[-1]
    assert await queued(shop) == []


async def test_who_is_no_admin_any_more_reads_nothing(shop: Hall) -> None:
    await shop.type("hello there")
    shop.owners.clear()
    with pytest.raises(NoLongerTrue):
        await deliver(shop)
    assert copies(shop) == []


async def test_what_cannot_be_copied_is_said(shop: Hall) -> None:
    await shop.type("hello there")
    shop.telegram.failing[CopyMessage] = GONE
    await deliver(shop)
    texts = [m.text for m in shop.telegram.of(SendMessage) if m.chat_id == OLIVIA]
    assert "deleted meanwhile" in texts[-1]


async def test_support_and_the_button_say_how_it_works(shop: Hall) -> None:
    await shop.type("/support")
    assert "Just write here" in shop.telegram.said[-1]
    await shop.press("talk")
    assert "Just write here" in shop.telegram.said[-1]


@pytest.mark.parametrize("text", ["I paid and nothing came", "where is my parcel"])
async def test_words_are_no_quantity_but_for_the_shop(shop: Hall, text: str) -> None:
    await shop.expecting("quantity:1:17")
    await shop.type(text)
    assert "Sent to the shop" in shop.telegram.said[-1]
    assert (await shop.user()).expecting is None
    assert len(await queued(shop)) == 2


async def test_an_album_has_one_heading_for_the_shop(shop: Hall) -> None:
    for number in range(3):
        await shop.type(None, photo=PHOTO, number=20 + number, media_group_id="album")
    await deliver(shop)
    assert len(copies(shop)) == 6
    assert len([text for text in shop.telegram.said if "A customer writes" in text]) == 2


async def test_an_admins_album_follows_its_first_picture(shop: Hall) -> None:
    await shop.press(AnswerPerson(user_id=ALICE).pack(), OLIVIA, number=8)
    for number in range(3):
        await shop.type(None, OLIVIA, photo=PHOTO, number=20 + number, media_group_id="album")
    got = [args["message_id"] for _, chat, args in await queued(shop) if chat == ALICE]
    assert got == ["20", "21", "22"]
    assert len([text for text in shop.telegram.said if "On its way" in text]) == 1
    await shop.type(None, OLIVIA, photo=PHOTO, number=30, media_group_id="another")
    assert "You are the shop yourself" in shop.telegram.said[-1]
    assert len([1 for _, chat, _ in await queued(shop) if chat == ALICE]) == 3


async def test_an_album_that_nobody_gets_is_told_of_once(shop: Hall) -> None:
    for number in range(4):
        await shop.type(None, OLIVIA, photo=PHOTO, number=20 + number, media_group_id="album")
    assert len(shop.telegram.said) == 1


async def test_an_album_that_is_cut_off_is_told_of(shop: Hall) -> None:
    for album in range(4):
        for number in range(ALBUM):
            await shop.type(
                None, photo=PHOTO, number=100 * album + number, media_group_id=str(album)
            )
    assert len(await queued(shop)) == 2 * HANDED_ON
    assert len([text for text in shop.telegram.said if "Not all of these pictures" in text]) == 1


async def test_what_waits_is_read_before_it_is_answered(shop: Hall) -> None:
    await shop.type("where is it?", number=5)
    await shop.type("hello?", number=6)
    await shop.press(ShowTalk(user_id=ALICE).pack(), OLIVIA)
    assert "Waits for an answer" in shop.telegram.said[-2]
    assert "Your message to <b>Alice</b>" in shop.telegram.said[-1]
    assert copies(shop) == [(OLIVIA, ALICE, 5), (OLIVIA, ALICE, 6)]
    shop.telegram.failing[CopyMessage] = GONE
    await shop.press(ShowTalk(user_id=ALICE).pack(), OLIVIA)
    assert "deleted meanwhile" in shop.telegram.said[-2]
    assert "[💬 Answer]" in shop.telegram.labels(-2)
    await shop.type("It comes today", OLIVIA, number=9)
    assert (await queued(shop))[-2][:2] == ("answer", ALICE)


async def test_what_needs_no_answer_is_put_aside_and_what_came_since_waits(shop: Hall) -> None:
    await shop.type("👍", number=5)
    await shop.type("one more thing", number=6)
    await shop.press(PutAside(user_id=ALICE, message_id=5).pack(), OLIVIA)
    assert "Put aside" in (shop.telegram.answers[-1].text or "")
    assert await shop.tools.talk.waiting(ALICE) == [6]
    await shop.press(PutAside(user_id=ALICE, message_id=6).pack(), OSCAR)
    assert (await shop.tools.support.threads.open()).count == 0
    await shop.press(PutAside(user_id=ALICE, message_id=6).pack(), OLIVIA)
    assert "already" in (shop.telegram.answers[-1].text or "")
    await shop.press(ShowTalk(user_id=ALICE).pack(), OLIVIA)
    assert "Nothing of theirs waits" in shop.telegram.said[-1]


async def test_a_customer_puts_nothing_aside(shop: Hall) -> None:
    await shop.type("hello", number=5)
    await shop.press(PutAside(user_id=ALICE, message_id=5).pack())
    assert await shop.tools.talk.waiting(ALICE) == [5]


async def test_the_shop_is_not_told_to_talk_to_itself(shop: Hall) -> None:
    await shop.expecting("cancel-reason:1", OLIVIA)
    await shop.type("x" * 5000, OLIVIA)
    assert shop.telegram.labels() == "[↩️ Do nothing]"
    await shop.type(None, OLIVIA, photo=PHOTO)
    assert shop.telegram.labels() == "[↩️ Do nothing]"


@pytest.mark.parametrize("state", ["away", "back"])
async def test_an_answer_that_does_not_arrive_is_reported(shop: Hall, state: str) -> None:
    await shop.press(AnswerPerson(user_id=ALICE).pack(), OLIVIA)
    await shop.type("hello", OLIVIA, number=9)
    notify = Notifications([OSCAR, OLIVIA], shop.clock, lambda: None)
    outbox = OutboxService(shop.database.uow, shop.clock, notify)
    [row] = [one for one in await outbox.claim(9) if one.chat_id == ALICE]
    await outbox.undeliverable(row, "blocked")
    told = (await queued(shop))[-1]
    assert told == ("admin-unheard", OLIVIA, {"to": str(ALICE)})
    if state == "back":
        await shop.user()  # they are back before the report is written
    async with shop.database.uow.read() as uow:
        report = (await uow.outbox.all())[-1]
    if state == "away":
        await deliver_one(shop, report)
        assert "has blocked the bot" in shop.telegram.said[-1]
    else:
        with pytest.raises(NoLongerTrue):
            await deliver_one(shop, report)
