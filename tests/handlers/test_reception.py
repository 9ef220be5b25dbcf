"""Who is served by which desk, in which order, and that every press is answered."""

import asyncio
from typing import Any

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
)
from aiogram.methods import AnswerCallbackQuery, EditMessageText, GetMe, SendMessage, TelegramMethod
from aiogram.types import Chat, PhotoSize

from handlers import callbacks, patience
from handlers.press import Press, Routes
from handlers.table import Table
from handlers.views.screen import Screen
from models.errors import CartEmpty
from tests.db.folk import ban
from tests.handlers.conftest import ALICE, OLIVIA, TEXTS, Hall, all_desks
from tests.handlers.telegram import mounted, pressed
from tests.handlers.test_buttons import BUTTONS, biggest

Half = type[TelegramMethod[Any]]
TABLE = Table(all_desks())
PRIVATE = [data for data, found in TABLE.buttons.items() if found.route.needs]
GONE = TelegramBadRequest(method=GetMe(), message="Bad Request: message to edit not found")
SAME = TelegramBadRequest(method=GetMe(), message="Bad Request: message is not modified")
LATE = TelegramBadRequest(method=GetMe(), message="Bad Request: query is too old")
AWAY = TelegramNetworkError(method=GetMe(), message="nobody there")
HALVES: tuple[Half, Half] = (EditMessageText, AnswerCallbackQuery)
BLOCKED = TelegramForbiddenError(method=GetMe(), message="Forbidden: bot was blocked by the user")


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.__name__)
async def test_every_button_reaches_its_desk(hall: Hall, button: type) -> None:
    packed = biggest(button).pack()
    await hall.press(packed, OLIVIA)
    found = TABLE.button(packed)
    assert found is not None
    assert hall.reached[0] == found[0].to.__qualname__
    assert len(hall.telegram.answers) == 1


@pytest.mark.parametrize("word", sorted(TABLE.commands))
async def test_every_command_reaches_its_desk(hall: Hall, word: str) -> None:
    await hall.type(f"/{word} and more", OLIVIA)
    assert hall.reached == [TABLE.commands[word].to.__qualname__, "and more"]


@pytest.mark.parametrize("topic", sorted(TABLE.typed))
async def test_every_question_is_answered_at_its_desk(hall: Hall, topic: str) -> None:
    await hall.expecting(f"{topic}:12:x", OLIVIA)
    await hall.type("something", OLIVIA)
    assert hall.reached == [TABLE.typed[topic].to.__qualname__, "12:x"]


@pytest.mark.parametrize("prefix", PRIVATE)
async def test_admin_buttons_are_refused_to_others(hall: Hall, prefix: str) -> None:
    await hall.press(biggest(TABLE.buttons[prefix].data).pack())
    assert hall.reached == []
    assert "you have no role here" in (hall.telegram.answers[0].text or "")
    assert len(hall.telegram.answers) == 1


@pytest.mark.parametrize(
    "word", [w for w, found in TABLE.commands.items() if found.needs and w not in TABLE.open]
)
async def test_admin_commands_are_refused_to_others(hall: Hall, word: str) -> None:
    await hall.type(f"/{word}")
    assert hall.reached == []
    assert "you have no role here" in hall.telegram.said[0]


@pytest.mark.parametrize("topic", [t for t, route in TABLE.typed.items() if route.needs])
async def test_a_question_to_an_admin_ends_with_the_rights(hall: Hall, topic: str) -> None:
    """Asked while an admin, answered after the dismissal."""
    await hall.expecting(f"{topic}:1", OLIVIA)
    hall.owners.clear()
    await hall.type("something", OLIVIA)
    assert hall.reached == []
    assert "you have no role here" in hall.telegram.said[-1]
    assert (await hall.user(OLIVIA)).expecting is None


async def test_rights_are_asked_at_the_moment_of_acting(hall: Hall) -> None:
    button = callbacks.AdminOrder(order_id=1).pack()
    hall.owners.clear()
    await hall.press(button, OLIVIA)
    assert hall.reached == []
    hall.owners.add(OLIVIA)
    await hall.press(button, OLIVIA)
    assert hall.reached[0] == "AdminOrderDesk.order"


@pytest.mark.parametrize("data", ["nonsense", "cat:1", "cat-open:-1", "cart-add:1", ""])
async def test_a_button_that_is_none_is_out_of_date(hall: Hall, data: str) -> None:
    await hall.press(data)
    assert "out of date" in hall.telegram.said[0]
    assert len(hall.telegram.answers) == 1


@pytest.mark.parametrize("text", ["/start", "/start x", "/help", "/START", "/start@shop_bot"])
@pytest.mark.parametrize("topic", sorted(TABLE.typed))
async def test_commands_come_before_a_question(hall: Hall, topic: str, text: str) -> None:
    await hall.expecting(f"{topic}:1")
    await hall.type(text)
    assert hall.reached[0].startswith("HomeDesk.")
    assert (await hall.user()).expecting is None


@pytest.mark.parametrize("text", ["/unknown", "/admin", "/start@other_bot", "/start.", "/a b"])
async def test_what_looks_like_a_command_is_never_an_answer(hall: Hall, text: str) -> None:
    await hall.expecting("delivery:BTC")
    await hall.type(text)
    assert hall.reached == []
    told = "you have no role here" if text == "/admin" else "did not understand"
    assert told in hall.telegram.said[0]
    assert (await hall.user()).expecting is None


@pytest.mark.parametrize("text", ["/", "/ 5", "1/2 Lane", "Straße 1", "/Ölmühle 3"])
async def test_other_words_with_a_slash_are_answers(hall: Hall, text: str) -> None:
    await hall.expecting("delivery:BTC")
    await hall.type(text)
    assert hall.reached == ["DeliveryDesk.typed", "BTC"]


async def test_a_button_ends_a_question(hall: Hall) -> None:
    await hall.expecting("quantity:1")
    await hall.press("cart")
    assert (await hall.user()).expecting is None


async def test_a_picture_is_no_answer(hall: Hall) -> None:
    photo = [PhotoSize(file_id="x", file_unique_id="x", width=1, height=1)]
    await hall.expecting("delivery:BTC")
    await hall.type(None, photo=photo)
    assert hall.reached == []
    assert "as text" in hall.telegram.said[0]
    assert (await hall.user()).expecting == "delivery:BTC"
    assert "Cancel" in hall.telegram.labels(-1)
    await hall.type(None, photo=photo, caption="/start")
    assert hall.reached[0] == "HomeDesk.start"


async def test_what_telegram_writes_by_itself_is_left_alone(hall: Hall) -> None:
    await hall.type(None, delete_chat_photo=True)
    await hall.type(None, message_auto_delete_timer_changed={"message_auto_delete_time": 1})
    assert hall.telegram.said == []


async def test_groups_are_not_served_but_their_buttons_stop_turning(hall: Hall) -> None:
    await hall.press("cat", chat=Chat(id=-5, type="group"))
    assert hall.reached == []
    assert [answer.text for answer in hall.telegram.answers] == [None]


async def test_the_banned_hear_so_once(hall: Hall) -> None:
    """Case 88: whatever they do first; every press stops turning, and nothing else comes of it."""
    user = await hall.user()
    await ban(hall.database, user.id)
    await hall.press("cat")
    await hall.press("cat")
    await hall.type("/start p_1")
    await hall.type("hello")
    await hall.edit("hello again")
    assert hall.reached == []
    assert [answer.text for answer in hall.telegram.answers] == [None, None]
    [said] = hall.telegram.said
    assert said.startswith("We are sorry: you cannot use this shop any more")
    assert hall.telegram.labels() == ""


async def test_an_owner_by_the_settings_is_served_whatever_the_database_says(hall: Hall) -> None:
    user = await hall.user()
    await ban(hall.database, user.id)
    hall.owners.add(user.id)
    await hall.press("cat")
    assert hall.reached


class Counter:
    """A desk that shows, or raises what it is told."""

    def __init__(self, error: Exception | None = None, *, shows: bool = True) -> None:
        self.error = error
        self.shows = shows

    def routes(self) -> Routes:
        return Routes(buttons={callbacks.Catalogue: self.show})

    async def show(self, press: Press[callbacks.Catalogue]) -> None:
        if self.shows:
            await press.show(Screen("a new screen"), "a toast")
        if self.error:
            raise self.error


async def press_with(hall: Hall, desk: Counter) -> list[str | None]:
    hall.open([desk])
    await hall.press("cat")
    return [answer.text for answer in hall.telegram.answers]


async def test_a_screen_and_its_toast_travel_together(hall: Hall) -> None:
    hall.telegram.slow[EditMessageText] = 0.2
    assert await press_with(hall, Counter()) == ["a toast"]
    kinds = [type(method) for method in hall.telegram.asked]
    assert kinds == [AnswerCallbackQuery, EditMessageText]


@pytest.mark.parametrize("error", [GONE, TelegramBadRequest(method=GetMe(), message="any other")])
async def test_a_message_that_is_gone_is_sent_below(hall: Hall, error: Exception) -> None:
    hall.telegram.failing[EditMessageText] = error
    assert await press_with(hall, Counter()) == ["a toast"]
    assert [sent.text for sent in hall.telegram.of(SendMessage)] == ["a new screen"]


async def test_the_same_screen_again_is_enough(hall: Hall) -> None:
    hall.telegram.failing[EditMessageText] = SAME
    assert await press_with(hall, Counter()) == ["a toast"]
    assert hall.telegram.of(SendMessage) == []


async def test_an_answer_that_comes_too_late_leaves_the_screen(hall: Hall) -> None:
    hall.telegram.failing[AnswerCallbackQuery] = LATE
    await press_with(hall, Counter())
    assert hall.telegram.said == ["a new screen"]


@pytest.mark.parametrize("error", [AWAY, BLOCKED])
@pytest.mark.parametrize(("half", "other"), [HALVES, HALVES[::-1]])
async def test_one_half_does_not_take_the_other_with_it(
    hall: Hall, half: Half, other: Half, error: Exception
) -> None:
    hall.telegram.failing[half] = error
    hall.telegram.slow[other] = 0.05
    await press_with(hall, Counter())
    assert len(hall.telegram.of(other)) == 1
    assert len(hall.telegram.of(half)) == 1


async def test_a_refusal_is_an_alert(hall: Hall) -> None:
    [text] = await press_with(hall, Counter(CartEmpty(), shows=False))
    assert text is not None
    assert "cart is empty" in text.lower()


async def test_a_defect_is_apologised_for(hall: Hall) -> None:
    [text] = await press_with(hall, Counter(RuntimeError("oh"), shows=False))
    assert text is not None
    assert hall.telegram.answers[0].show_alert


async def test_a_refusal_after_the_answer_comes_below(hall: Hall) -> None:
    await press_with(hall, Counter(CartEmpty()))
    assert hall.telegram.said[0] == "a new screen"
    assert "cart is empty" in hall.telegram.said[1].lower()


async def test_a_desk_that_says_nothing_still_stops_the_button(hall: Hall) -> None:
    assert await press_with(hall, Counter(shows=False)) == [None]


async def test_an_old_message_gets_its_screen_below(hall: Hall) -> None:
    hall.open([Counter()])
    await hall.press("cat", gone=True)
    assert [sent.text for sent in hall.telegram.of(SendMessage)] == ["a new screen"]
    assert hall.telegram.of(SendMessage)[0].chat_id == ALICE


class Slow(Counter):
    """Takes its time before it shows something or refuses."""

    async def show(self, press: Press[callbacks.Catalogue]) -> None:
        await asyncio.sleep(0.2)
        await super().show(press)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.05)


@pytest.mark.usefixtures("hurried")
async def test_what_takes_longer_is_answered_meanwhile(hall: Hall) -> None:
    [text] = await press_with(hall, Slow())
    assert text is not None
    assert "takes a little longer" in text
    assert hall.telegram.said == ["a new screen"]


@pytest.mark.usefixtures("hurried")
async def test_a_refusal_after_that_comes_below(hall: Hall) -> None:
    assert len(await press_with(hall, Slow(CartEmpty(), shows=False))) == 1
    assert "cart is empty" in hall.telegram.said[0].lower()


@pytest.mark.usefixtures("hurried")
async def test_what_hangs_is_given_up_with_an_apology(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "LONGEST", 0.1)
    await press_with(hall, Slow())
    assert "was given up" in hall.telegram.said[0]
    assert len(hall.telegram.said) == 1


async def test_who_was_told_to_wait_is_served_and_not_answered_twice(hall: Hall) -> None:
    hall.open_all()
    await hall.user()
    update = mounted(pressed(ALICE, callbacks.Home().pack()), hall.bot)
    await hall.reception.reassure(update)
    await hall.reception.receive(update, hall.bot)
    assert [one.text for one in hall.telegram.answers] == [TEXTS("en")("still-working")]
    assert len(hall.telegram.said) == 1
    await hall.press(callbacks.Home().pack())
    assert len(hall.telegram.answers) == 2
