"""One person's updates in order, everybody's side by side, and nobody takes the turns of others."""

import asyncio

import pytest
from aiogram.types import InlineQuery, Update

from handlers import lanes
from handlers.lanes import Lanes
from tests.handlers.telegram import message, person


class Served:
    """Serves as long as it is told; `order` has what was done, `most` how many at a time."""

    def __init__(self, seconds: float = 0.01) -> None:
        self.seconds = seconds
        self.order: list[int] = []
        self.under_way = 0
        self.most = 0

    async def __call__(self, update: Update) -> None:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(self.seconds)
        self.under_way -= 1
        if update.update_id < 0:
            raise RuntimeError("a defect")
        self.order.append(update.update_id)


def update(number: int) -> Update:
    return Update(update_id=number)


async def test_one_person_is_served_in_order_of_arrival() -> None:
    served = Served()
    hall = Lanes(served)
    assert [hall.enter(1, update(n)) for n in range(3)] == [True] * 3
    await hall.drain(1)
    assert served.order == [0, 1, 2]
    assert served.most == 1


async def test_what_does_not_fit_is_not_taken_and_then_there_is_room_again() -> None:
    served = Served()
    hall = Lanes(served)
    assert [hall.enter(1, update(n)) for n in range(5)] == [True] * 3 + [False] * 2
    await asyncio.sleep(0.1)
    assert hall.enter(1, update(9))
    await hall.drain(1)
    assert served.order == [0, 1, 2, 9]


def wrote(number: int, album: str | None = None) -> Update:
    said = message(1, "hello", number, media_group_id=album)
    return Update(update_id=number, message=said)


async def test_what_is_written_has_more_room_than_what_is_pressed() -> None:
    served = Served(0)
    hall = Lanes(served)
    numbers = range(lanes.MESSAGES + 3)
    fits = [hall.enter(1, wrote(n)) for n in numbers]
    assert fits == [n < lanes.MESSAGES for n in numbers]
    assert [hall.enter(1, update(100 + n)) for n in range(4)] == [True] * 3 + [False]
    await hall.drain(1)
    assert served.order == [*range(lanes.MESSAGES), 100, 101, 102]


async def test_an_album_takes_the_room_of_one_and_there_is_an_end_to_albums() -> None:
    hall = Lanes(Served())
    assert all(hall.enter(1, wrote(n, "a")) for n in range(10))
    assert all(hall.enter(1, wrote(100 + n)) for n in range(lanes.MESSAGES - 1))
    assert not hall.enter(1, wrote(200))
    assert hall.enter(1, wrote(201, "a"))
    fits = [hall.enter(1, wrote(300 + n, "a")) for n in range(lanes.ALBUMS)]
    assert sum(fits) == lanes.ALBUMS - 10 - lanes.MESSAGES
    await hall.drain(1)


def asked(number: int) -> Update:
    query = InlineQuery(id=str(number), from_user=person(1), query="w" * number, offset="")
    return Update(update_id=number, inline_query=query)


async def test_of_what_is_typed_behind_our_name_the_newest_is_answered_and_presses_have_room() -> (
    None
):
    """Each letter is a question; Telegram shows the answer to the last one alone."""
    served = Served()
    hall = Lanes(served)
    assert all(hall.enter(1, asked(number)) for number in range(30))
    assert [hall.enter(1, update(100 + n)) for n in range(4)] == [True] * 3 + [False]
    assert hall.enter(1, asked(30))
    await hall.drain(1)
    assert served.order == [0, 30, 100, 101, 102]


async def test_a_question_from_another_chat_finds_room_beside_presses() -> None:
    served = Served()
    hall = Lanes(served)
    assert [hall.enter(1, update(n)) for n in range(4)] == [True] * 3 + [False]
    assert all(hall.enter(1, asked(number)) for number in range(10, 20))
    await hall.drain(1)
    assert served.order == [0, 1, 2, 19]


async def test_changes_of_one_message_are_counted_each() -> None:
    hall = Lanes(Served())
    changes = [
        Update(update_id=n, edited_message=message(1, "hello", 5, edit_date=n))
        for n in range(lanes.MESSAGES + 1)
    ]
    assert [hall.enter(1, one) for one in changes] == [True] * lanes.MESSAGES + [False]
    await hall.drain(1)


async def test_persons_do_not_wait_for_each_other() -> None:
    served = Served(0.1)
    hall = Lanes(served)
    for number in range(20):
        hall.enter(number, update(number))
    await hall.drain(0.5)
    assert len(served.order) == 20
    assert served.most == 20


async def test_turns_are_shared_fairly(monkeypatch: pytest.MonkeyPatch) -> None:
    """With two turns, somebody new waits for two others, not for all that somebody has sent."""
    monkeypatch.setattr(lanes, "TOGETHER", 2)
    served = Served(0.02)
    hall = Lanes(served, depth=50)
    for number in range(50):
        hall.enter(1, update(number))
    for number in range(100, 150):
        hall.enter(2, update(number))
    await asyncio.sleep(0)
    hall.enter(3, update(1000))
    await asyncio.sleep(0.15)
    assert 1000 in served.order
    assert served.most == 2


async def test_a_defect_does_not_close_the_lane(caplog: pytest.LogCaptureFixture) -> None:
    served = Served()
    hall = Lanes(served)
    hall.enter(1, update(-1))
    hall.enter(1, update(1))
    await hall.drain(1)
    assert served.order == [1]
    assert "was not served" in caplog.text


async def test_draining_hands_back_what_was_not_done() -> None:
    hall = Lanes(Served(60))
    for number in range(3):
        hall.enter(1, update(number))
    left = list(await hall.drain(0.05))
    assert [(person, late.update_id) for person, late in left] == [(1, 0), (1, 1), (1, 2)]


async def test_no_more_is_fetched_while_too_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PERSONS", 2)
    hall = Lanes(Served(0.1))
    await hall.room()
    hall.enter(1, update(1))
    hall.enter(2, update(2))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await hall.room()
    async with asyncio.timeout(1):
        await hall.room()


async def test_no_more_is_fetched_while_too_much_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "HELD", 3)
    hall = Lanes(Served(0.05))
    for number in range(3):
        hall.enter(1, update(number))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await hall.room()
    async with asyncio.timeout(1):
        await hall.room()


async def test_who_types_in_another_chat_gets_the_answer_to_the_last_letter() -> None:
    """However fast, and at nobody's cost: their presses and messages have their own room."""
    served = Served(0)
    hall = Lanes(served)
    assert all(hall.enter(1, asked(n)) for n in range(1, 200))
    assert [hall.enter(1, update(900 + n)) for n in range(4)] == [True] * 3 + [False]
    assert hall.enter(1, wrote(910))
    await hall.drain(1)
    assert served.order == [1, 199, 900, 901, 902, 910]


async def test_who_waits_for_long_hears_it_once_and_is_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lanes, "TOGETHER", 1)
    monkeypatch.setattr(lanes, "PATIENCE", 0.05)
    served, told = Served(0.15), list[int]()

    async def waits(one: Update) -> None:
        told.append(one.update_id)

    hall = Lanes(served, waits=waits)
    for number in range(3):
        assert hall.enter(number, update(number))
    await hall.drain(2)
    assert served.order == [0, 1, 2]
    assert told == [1, 2]


async def test_who_buys_stands_in_a_queue_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flash sale: a thousand press Pay, and one who looks around is served at once."""
    monkeypatch.setattr(lanes, "AT_THE_TILL", 2)
    served = Served(0.05)
    hall = Lanes(served, buys=lambda one: one.update_id < 100)
    for number in range(10):
        assert hall.enter(number, update(number))
    assert hall.enter(100, update(100))
    await hall.drain(2)
    assert served.order.index(100) <= 2
    assert sorted(served.order) == [*range(10), 100]
    assert served.most == 3
