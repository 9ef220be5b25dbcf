"""An edit is read in the order of what is typed, and answers only what was asked before it."""

import pytest

from handlers.callbacks import AnswerPerson
from handlers.spoken import seen
from handlers.table import Table
from tests.handlers.conftest import ALICE, OLIVIA, OSCAR, Hall, all_desks

BOB = 7002
TABLE = Table(all_desks())
COMMANDS = ["/start", "/help", "/unknown@other_bot", "/cancel@shop_bot now", "menu", "Cancel."]
SHOWN = ["/start…", "/help—please", "/cancel\u200b", "/support‘", "\u2060/start", "/start\ufe0f"]


@pytest.fixture
async def shop(hall: Hall) -> Hall:
    hall.open_all()
    for person in (ALICE, BOB, OLIVIA, OSCAR):
        await hall.user(person)
    return hall


async def got(shop: Hall, person: int) -> list[str]:
    async with shop.database.uow.read() as uow:
        return [row.event for row in await uow.outbox.all() if row.chat_id == person]


@pytest.mark.parametrize("words", COMMANDS + SHOWN)
@pytest.mark.parametrize("topic", sorted(TABLE.typed))
async def test_an_edit_into_a_command_is_no_answer_and_ends_the_question(
    hall: Hall, topic: str, words: str
) -> None:
    await hall.expecting(f"{topic}:5", OLIVIA)
    await hall.type("Ann, Main street 1", OLIVIA, number=7)
    hall.reached.clear()
    await hall.edit(words, OLIVIA, number=7)
    assert hall.reached == []
    assert (await hall.user(OLIVIA)).expecting is None
    assert "changed a message into a command" in hall.telegram.said[-1]


async def test_a_question_said_to_the_shop_does_not_become_a_command_for_it(shop: Hall) -> None:
    await shop.type("hello there", number=5)
    before = await got(shop, OLIVIA)
    await shop.edit("/start", number=5)
    assert await got(shop, OLIVIA) == before
    assert "goes to nobody" in shop.telegram.said[-1]


@pytest.mark.parametrize("topic", sorted(TABLE.typed))
@pytest.mark.parametrize("restarted", ["", "restarted"])
async def test_what_was_typed_before_a_question_answers_none(
    hall: Hall, topic: str, restarted: str
) -> None:
    """For every topic, and also after a restart."""
    await hall.user(OLIVIA)
    await hall.type("a note of mine", OLIVIA, number=7)
    await hall.expecting(f"{topic}:5", OLIVIA)
    if restarted:
        old, hall.reached = hall.reached, []
        hall.__post_init__()
        assert old == []
    await hall.edit("a note", OLIVIA, number=7)
    assert hall.reached == []
    await hall.edit("written later, and its first form was lost", OLIVIA, number=8)
    assert hall.reached == [TABLE.typed[topic].to.__qualname__, "5"]


@pytest.mark.parametrize("restarted", ["", "restarted"])
async def test_an_edit_of_an_earlier_answer_answers_no_more(hall: Hall, restarted: str) -> None:
    await hall.expecting("find", OLIVIA)
    await hall.type("first", OLIVIA, number=7)
    await hall.type("second", OLIVIA, number=8)
    if restarted:
        hall.__post_init__()
    hall.reached.clear()
    await hall.edit("first again", OLIVIA, number=7)
    assert hall.reached == []
    await hall.edit("second again", OLIVIA, number=8)
    assert hall.reached == ["WorkDesk.find", ""]


async def test_another_bots_numbers_begin_anew(hall: Hall) -> None:
    later = hall.clock().replace(year=2030)
    await hall.user(OLIVIA)
    await hall.type("a note of mine", OLIVIA, number=7000)
    await hall.expecting("find", OLIVIA)
    await hall.edit("after a change of token", OLIVIA, number=2, date=later)
    assert hall.reached == ["WorkDesk.find", ""]


async def test_an_admins_note_is_not_sent_to_a_customer_by_an_edit(shop: Hall) -> None:
    await shop.type("note to self: Alice is a fraud, Bob next", OLIVIA, number=7)
    await shop.press(AnswerPerson(user_id=BOB).pack(), OLIVIA, number=8)
    await shop.edit("note to self: Alice is a fraud", OLIVIA, number=7)
    assert await got(shop, BOB) == []
    await shop.type("Hello Bob", OLIVIA, number=9)
    assert await got(shop, BOB) == ["answer"]


@pytest.mark.parametrize("words", SHOWN)
async def test_what_telegram_shows_as_a_command_is_no_answer(hall: Hall, words: str) -> None:
    await hall.expecting("delivery:BTC:5")
    await hall.type(f"{words} x", number=5)
    assert "DeliveryDesk.typed" not in hall.reached
    assert (await hall.user()).expecting is None


@pytest.mark.parametrize("text", ["/cancel", "/menu", "/BACK", "cancel\u200b", "\u2060menu"])
async def test_a_way_out_with_a_slash_or_what_nobody_sees_is_one(hall: Hall, text: str) -> None:
    await hall.expecting("delivery:BTC:5")
    await hall.type(text, number=5)
    assert hall.reached == []
    assert "did not understand" not in hall.telegram.said[-1]
    assert "What would you like to do?" in hall.telegram.said[-1]


@pytest.mark.parametrize(
    ("text", "left"), [("\u200b a b \ufe0f", "a b"), ("", ""), (" \u2060", ""), ("a", "a")]
)
def test_what_nobody_sees_is_taken_off(text: str, left: str) -> None:
    assert seen(text) == left
