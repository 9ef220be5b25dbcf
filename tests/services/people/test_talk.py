"""The conversation and drafts on every database."""

from datetime import timedelta

import pytest

from models.errors import NotFound, TooMuchTalk
from services.people.draft import LIFETIME, DraftService
from services.people.note import Note
from services.people.talk import EDITS, HANDED_ON, MOST, REMEMBERED, WINDOW, Change, TalkService
from services.running.notification import Event
from services.running.outbox import Delivered, OutboxService
from tests.services.conftest import ADMINS, ShopWorld


@pytest.fixture
async def talk(world: ShopWorld) -> TalkService:
    for person in (100, 200, *ADMINS):
        await world.customer(person)
    return TalkService(world.uow, world.clock, world.notifications)


def note(world: ShopWorld, number: int, chat_id: int = 100, album: str | None = None) -> Note:
    return Note(chat_id, number, world.clock(), album)


async def test_a_question_is_bounded_over_a_sliding_window(
    world: ShopWorld, talk: TalkService
) -> None:
    for number in range(MOST):
        assert await talk.ask(note(world, number))
        world.clock.advance(minutes=1)
    with pytest.raises(TooMuchTalk) as refused:
        await talk.ask(note(world, 90))
    assert refused.value.fields["minutes"] == WINDOW // timedelta(minutes=1) - MOST
    world.clock.advance(minutes=WINDOW // timedelta(minutes=1) - MOST)
    assert await talk.ask(note(world, 91))
    assert await talk.ask(note(world, 1, 200))


async def test_an_album_counts_once(world: ShopWorld, talk: TalkService) -> None:
    assert await talk.ask(note(world, 1, album="a"))
    assert not await talk.ask(note(world, 2, album="a"))
    for number in range(MOST - 1):
        assert await talk.ask(note(world, 10 + number))
    with pytest.raises(TooMuchTalk):
        await talk.ask(note(world, 90))


async def test_the_open_order_goes_along(world: ShopWorld, talk: TalkService) -> None:
    order_id = await world.order()
    await talk.ask(note(world, 1))
    rows = [row for row in await world.messages() if row.event == "admin-question"]
    assert [(row.chat_id, row.order_id) for row in rows] == [(1, order_id), (2, order_id)]


async def test_no_word_lies_in_the_outbox(world: ShopWorld, talk: TalkService) -> None:
    await talk.ask(note(world, 1))
    for row in await world.messages():
        assert set(row.args) == {"from", "message_id"}


async def test_an_admin_who_asks_does_not_hear_themselves(
    world: ShopWorld, talk: TalkService
) -> None:
    await talk.ask(note(world, 1, ADMINS[0]))
    assert [row.chat_id for row in await world.messages()] == [ADMINS[1]]


async def test_answers_go_to_somebody(world: ShopWorld, talk: TalkService) -> None:
    await talk.answer(note(world, 1, 1), 100)
    await talk.answer(note(world, 1, 1), 100)
    assert await world.events() == ["answer", "admin-answered"]
    for nobody in (1, 4242):
        with pytest.raises(NotFound):
            await talk.answer(note(world, 2, 1), nobody)


async def test_edits_follow_and_end(world: ShopWorld, talk: TalkService) -> None:
    said = note(world, 1)
    await talk.ask(said)
    changes = [await talk.edited(said) for _ in range(EDITS + 2)]
    assert changes == [Change.FOLLOWS] * EDITS + [Change.LOST] * 2
    assert len(await world.events(1)) == 1 + EDITS
    assert not await talk.edited(note(world, 2))


async def test_what_is_old_is_forgotten(world: ShopWorld, talk: TalkService) -> None:
    said = note(world, 1)
    await talk.ask(said)
    world.clock.advance(days=REMEMBERED.days + 1)
    await talk.ask(note(world, 2))
    assert not await talk.edited(said)


async def test_a_draft_is_one_per_person_and_passes(world: ShopWorld) -> None:
    drafts = DraftService(world.uow, world.clock, world.sealer)
    await world.customer()
    await drafts.keep(100, "1 Street", note(world, 1))
    await drafts.keep(100, "2 Street", None)
    kept = await drafts.find(100)
    assert kept is not None
    assert (kept.text, kept.note) == ("2 Street", None)
    assert "Street" not in repr(kept)
    world.clock.advance(seconds=int(LIFETIME.total_seconds()))
    assert await drafts.find(100) is None
    await drafts.keep(100, "3 Street", None)
    await drafts.drop(100)
    assert await drafts.find(100) is None


async def test_one_customer_cannot_fill_an_admins_chat(world: ShopWorld, talk: TalkService) -> None:
    """Pictures and changes count: a chat takes one message a second."""
    for number in range(80):
        said = note(world, number, album=f"album{number // 10}")
        try:
            await talk.ask(said)
        except TooMuchTalk:
            continue
        for _ in range(9):
            await talk.edited(said)
    assert len(await world.events(1)) == HANDED_ON
    assert WINDOW.total_seconds() / 5 > 2 * HANDED_ON


async def test_changes_of_what_is_older_are_bounded_too(
    world: ShopWorld, talk: TalkService
) -> None:
    old = []
    for number in range(2 * HANDED_ON // EDITS):
        old.append(note(world, number))
        await talk.ask(old[-1])
        world.clock.advance(seconds=int(WINDOW.total_seconds()))
    before = len(await world.events(1))
    for said in old * EDITS:
        await talk.edited(said)
    assert len(await world.events(1)) - before == HANDED_ON
    with pytest.raises(TooMuchTalk) as refused:
        await talk.ask(note(world, 999))
    world.clock.advance(minutes=int(str(refused.value.fields["minutes"])))
    assert await talk.ask(note(world, 999))


async def test_talk_stands_behind_notices_and_is_not_cut_in_two(
    world: ShopWorld, talk: TalkService
) -> None:
    outbox = OutboxService(world.uow, world.clock, world.notifications)
    for number in range(3):
        await talk.ask(note(world, number))
    [first] = [row for row in await outbox.claim(9) if row.chat_id == 1]
    async with world.uow() as uow:
        world.notifications.admins(uow, Event.ADMIN_ALERT, args={"topic": "x"})
    assert [row for row in await outbox.claim(9, [first.id]) if row.chat_id == 1] == []
    await outbox.sent(first, Delivered(5))
    told = []
    while rows := [row for row in await outbox.claim(9) if row.chat_id == 1]:
        told += [row.event for row in rows]
        await outbox.sent(rows[0], Delivered(6))
    assert told == ["admin-alert", "admin-question", "admin-question"]


async def test_somebody_without_an_order_is_found(world: ShopWorld) -> None:
    await world.users.register(300, "Kai", "Kai_B", "en")
    for word in ("300", "@Kai_B", " Kai_B "):
        found = await world.users.look_up(word)
        assert found is not None
        assert found.id == 300
    for word in ("", "@", "301", "9" * 30, "kai", "x" * 500):
        assert await world.users.look_up(word) is None
