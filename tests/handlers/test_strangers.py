"""Updates that no app of Telegram's sends, or nobody thought of: each is survived."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import GetMe, GetUpdates, SendMessage
from aiogram.types import Chat, Update

from handlers import callbacks, patience
from handlers.app import unvital
from handlers.coins import CREDIT
from handlers.polling import ALLOWED, LAST, Polling
from handlers.press import Press, Routes
from handlers.said import speaker
from handlers.session import _decoded
from tests.handlers.conftest import ALICE, OLIVIA, Hall
from tests.handlers.telegram import FakeTelegram, bot_of, mounted, pressed, typed
from tests.handlers.test_buttons import BUTTONS, TABLE, biggest
from utils.assets import ASSETS

NOBODY = TelegramBadRequest(method=GetMe(), message="Bad Request: chat not found")
COINS = [
    (button, name)
    for button in BUTTONS
    for name, field in button.model_fields.items()
    if name == "asset" and field.metadata
]
BLANK = {
    "no letters": "",
    "a blank": "\u3164",
    "braille": "\u2800\u2800",
    "joiners": "\u200d\u200b",
}
VAST = {"an id": 2**63, "a long one": 10**40, "one no program reads": 10**5000}


def change(status: str, user_id: int = ALICE, chat: dict[str, Any] | None = None) -> Update:
    person = {"id": user_id, "is_bot": False, "first_name": "Alice"}
    bot = {"id": 1, "is_bot": True, "first_name": "Shop"}
    raw = {
        "chat": chat or {"id": user_id, "type": "private"},
        "from": person,
        "date": 1,
        "old_chat_member": {"status": "left", "user": bot},
        "new_chat_member": {"status": status, "user": bot, "until_date": 0},
    }
    return Update.model_validate({"update_id": 1, "my_chat_member": raw})


async def blocked(hall: Hall, user_id: int = ALICE) -> None:
    await hall.user(user_id)
    async with hall.database.uow() as uow:
        await uow.users.mark_unreachable(user_id, datetime.now(UTC))  # noqa: TID251


async def reachable(hall: Hall) -> bool:
    async with hall.database.uow.read() as uow:
        return ALICE in await uow.users.known([ALICE])


@pytest.mark.parametrize(("button", "field"), COINS)
@pytest.mark.parametrize("forged", ["DOGE", "btc", "", "BTC\n", "CREDITS", "\u0392TC"])
def test_a_coin_that_there_is_not_is_a_button_of_nobody(
    button: type, field: str, forged: str
) -> None:
    data = biggest(button).model_copy(update={field: forged}).pack()
    assert TABLE.button(data) is None


def test_every_button_of_a_coin_takes_every_coin() -> None:
    assert len(COINS) == 7
    for button, field in COINS:
        for asset in (*ASSETS, CREDIT):
            data = biggest(button).model_copy(update={field: asset}).pack()
            assert TABLE.button(data) is not None


async def test_who_cannot_be_written_to_is_no_defect_of_ours(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    """An account that is deleted between the press and the answer: no traceback, no apology."""
    hall.open_all()
    hall.telegram.failing[SendMessage] = NOBODY
    await hall.type("/start")
    assert len(hall.telegram.of(SendMessage)) == 1
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


async def test_nobody_is_served_in_the_chat_of_another(hall: Hall) -> None:
    other = Chat(id=OLIVIA, type="private")
    await hall.press(callbacks.OpenCart().pack(), chat=other)
    update = typed(ALICE, "/start")
    assert update.message
    moved = update.message.model_copy(update={"chat": other})
    await hall.reception.receive(update.model_copy(update={"message": moved}), hall.bot)
    assert hall.reached == []
    assert hall.telegram.said == []
    assert len(hall.telegram.answers) == 1


@pytest.mark.parametrize("kind", ["game", "giveaway", "giveaway_winners", "invoice"])
async def test_whatever_a_person_forwards_is_said(
    hall: Hall, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Any] = []
    monkeypatch.setattr(hall.fallback, "said", lambda typed: _note(said, typed))
    raw: dict[str, Any] = {
        "game": {"title": "t", "description": "d", "photo": []},
        "giveaway": {"chats": [], "winners_selection_date": 1, "winner_count": 1},
        "giveaway_winners": {
            "chat": {"id": -1, "type": "channel"},
            "giveaway_message_id": 1,
            "winners_selection_date": 1,
            "winner_count": 0,
            "winners": [],
        },
        "invoice": {
            "title": "t",
            "description": "d",
            "start_parameter": "s",
            "currency": "XTR",
            "total_amount": 1,
        },
    }
    message = typed(ALICE, None).model_dump(mode="json")
    message["message"][kind] = raw[kind]
    await hall.reception.receive(Update.model_validate(message), hall.bot)
    assert len(said) == 1


async def _note(said: list[Any], typed: Any) -> None:
    said.append(typed)


async def test_who_unblocks_without_a_word_gets_what_waited(hall: Hall) -> None:
    """Out of Telegram's list of blocked users: no /start follows."""
    await blocked(hall)
    await hall.reception.receive(change("kicked"), hall.bot)
    assert not await reachable(hall)
    await hall.reception.receive(change("member"), hall.bot)
    assert await reachable(hall)
    assert hall.telegram.said == []


async def test_what_happens_in_groups_lets_nobody_back_in(hall: Hall) -> None:
    await blocked(hall)
    await hall.reception.receive(change("member", chat={"id": -5, "type": "group"}), hall.bot)
    assert not await reachable(hall)
    await hall.reception.receive(change("member", OLIVIA), hall.bot)
    assert await hall.users.find(OLIVIA) is None  # who never wrote is not known by that


def test_it_is_asked_for_and_stands_in_the_lane_of_its_person() -> None:
    assert "my_chat_member" in ALLOWED
    assert speaker(change("member")) == ALICE


@pytest.mark.parametrize("case", BLANK)
async def test_who_has_no_name_to_be_seen_is_called_by_number(hall: Hall, case: str) -> None:
    """Or admins read an empty link, and press a button without a label."""
    user = await hall.users.register(ALICE, BLANK[case], None, "en")
    assert user.name == str(ALICE)


async def test_a_name_turns_no_line_around(hall: Hall) -> None:
    user = await hall.users.register(ALICE, "\u202eEve\u2066\n\x00 \u2028Adams", None, "en")
    assert user.name == "Eve Adams"
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert (await hall.users.register(ALICE, family, None, "en")).name == family


async def test_the_greeting_is_as_long_as_a_name_may_be(hall: Hall) -> None:
    hall.open_all()
    update = typed(ALICE, "/start")
    person = {"id": ALICE, "is_bot": False, "first_name": "n" * 5000, "language_code": "en"}
    raw = update.model_dump(mode="json")
    raw["message"]["from_user"] = person
    await hall.reception.receive(Update.model_validate(raw), hall.bot)
    assert len(hall.telegram.said[0]) < 600


@pytest.mark.parametrize("case", VAST)
def test_a_number_that_nobody_keeps_is_none(case: str) -> None:
    """It costs its own update, and not those beside it."""
    digits = "9" * 5001 if VAST[case] > 10**4000 else str(VAST[case])
    content = f'{{"update_id": 7, "id": {digits}, "from": {{"id": -{digits}}}}}'
    assert _decoded(content) == {"update_id": 7, "id": None, "from": {"id": None}}
    most = json.dumps({"update_id": 1, "ids": [2**63 - 1, 1 - 2**63, "9" * 30]})
    assert _decoded(most) == json.loads(most)


class Counting(FakeTelegram):
    """Hands one update over with a number that no update has."""

    def _answer(self, bot: Bot, method: Any) -> Any:
        if isinstance(method, GetUpdates):
            return [pressed(ALICE, "cart").model_copy(update={"update_id": n}) for n in (LAST, 8)]
        return super()._answer(bot, method)


async def test_a_number_that_no_update_has_confirms_nothing(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that ever come would be confirmed with it, unread: a shop that is deaf for ever."""
    telegram = Counting()
    polling = Polling(bot_of(telegram), hall.reception, lambda: None)
    assert [update.update_id for update in await polling._fetch()] == [8, LAST]
    monkeypatch.setattr("handlers.polling.LAST", 100)
    assert [update.update_id for update in await polling._fetch()] == [8]


@pytest.mark.parametrize("first", [True, False])
async def test_nobody_is_left_without_a_word_when_the_database_fails(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, *, first: bool
) -> None:
    """A full disk, a server that is away: known and new people wait for an answer alike."""
    if not first:
        await hall.type("/start")

    async def fail(_user_id: int) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(hall.tools.roles, "meet", fail)
    reached = len(hall.reached)
    await hall.type("/start")
    assert "went wrong on our side" in hall.telegram.said[-1]
    await hall.press(callbacks.OpenCart().pack())
    assert "went wrong on our side" in str(hall.telegram.answers[-1].text)
    assert len(hall.telegram.answers) == 1
    assert len(hall.reached) == reached


async def test_a_text_of_a_megabyte_is_as_long_as_one_may_be(hall: Hall) -> None:
    """Others waited for seconds while its signs were looked at one by one."""
    raw = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": ALICE, "type": "private"},
        "from": {"id": ALICE, "is_bot": False, "first_name": "Alice"},
    }
    vast, person = "\u0301" * 10**6, raw["from"]
    inline = {"id": "1", "from": person, "query": vast, "offset": ""}
    updates = [
        {"update_id": 1, "message": {**raw, "text": vast}},
        {"update_id": 2, "edited_message": {**raw, "caption": vast}},
        {"update_id": 3, "inline_query": inline},
        {"update_id": 4, "message": {**raw, "text": "short"}},
    ]
    polling = Polling(hall.bot, hall.reception, lambda: None)
    context = {"bot": hall.bot}
    read = [Update.model_validate(update, context=context) for update in updates]
    one, two, three, four = polling._new(read)
    assert one.message
    assert one.message.text == vast[:4096]
    assert one.message.bot is hall.bot
    assert two.edited_message
    assert two.edited_message.caption == vast[:4096]
    assert three.inline_query
    assert three.inline_query.query == vast[:4096]
    assert four is read[3]


async def test_what_is_not_vital_ends_no_shop(caplog: pytest.LogCaptureFixture) -> None:
    """A machine that was suspended just after the start: the look at the admins ran out of time."""

    async def fail() -> None:
        raise TimeoutError

    await unvital(fail(), "the introduction")
    assert "the introduction failed" in caplog.text


async def test_two_hundred_presses_of_one_person_are_all_answered(hall: Hall) -> None:
    """Case 84: no button turns for ever."""
    served: list[int] = []

    class Slow:
        def routes(self) -> Routes:
            return Routes(buttons={callbacks.OpenCart: self.cart})

        async def cart(self, press: Press[Any]) -> None:
            served.append(press.who.id)
            await press.toast()

    hall.open([Slow()])
    polling = Polling(hall.bot, hall.reception, lambda: None)
    for number in range(200):
        update = pressed(ALICE, callbacks.OpenCart().pack())
        polling._take(mounted(update.model_copy(update={"update_id": number + 1}), hall.bot))
    await polling._lanes.drain(5)
    await polling._refusals.drain(5)
    assert len(hall.telegram.answers) == 200
    assert 0 < len(served) <= 10
    assert patience.PATIENCE < 5
