"""The conversation and drafts on every database."""

from datetime import timedelta

import pytest

from models.errors import NotFound, TooMuchTalk
from services.people.draft import LIFETIME, DraftService
from services.people.note import Note
from services.people.talk import EDITS, MOST, REMEMBERED, WINDOW, TalkService
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
    for _ in range(EDITS + 2):
        assert await talk.edited(said)
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
