"""Groups hear of the shop beside people, as owners choose it, and five of them at most."""

import asyncio
from datetime import UTC, datetime

import pytest

from models.notice import OWED, PRIVATE, Destination, Kind, Told
from models.notice_errors import NoticeChanged, NoticeFixed, TooManyNoticeGroups
from models.notice_group import MOST_GROUPS, Mute
from models.outbox import TALK
from models.permission import Role
from services.running.noticing import ways
from services.running.notification import Event
from tests.services.conftest import ADMINS, ShopWorld
from tests.services.running.test_noticing import OWNER, queued, tell

GROUP = Destination.GROUP
TEAM, OTHER = -1001, -1002
NIGHT = datetime(2030, 3, 2, 23, 30, tzinfo=UTC)


async def hear(world: ShopWorld, *kinds: Kind) -> None:
    """The team's group hears of these."""
    await world.notices.groups.add(TEAM, 7, "Team", "en", by=1)
    for kind in kinds:
        await world.notices.choose(kind, GROUP, Told.NOW, seen=Told.NEVER, actor=OWNER)


async def heard(world: ShopWorld, event: Event) -> list[int]:
    return [row.chat_id for row in await queued(world, event)]


def test_what_may_be_chosen_for_groups() -> None:
    for kind in Kind:
        offered = [Told.NEVER] if kind in PRIVATE else [Told.NOW, Told.NEVER]
        assert ways(kind, GROUP) == offered


async def test_a_group_hears_beside_people_and_never_instead(world: ShopWorld) -> None:
    """At once, also in the night; behind the messages to people."""
    await hear(world)
    order = await world.order()
    assert await heard(world, Event.ADMIN_PLACED) == [*ADMINS]
    await hear(world, *OWED, Kind.SHIPPED)
    await world.notices.hours("22-7", actor=OWNER)
    world.clock.advance(seconds=(NIGHT - world.clock()).total_seconds())
    for event in (Event.ADMIN_PAID, Event.ADMIN_SHIPPED, Event.ADMIN_EXPIRED):
        await tell(world, event, order)
    assert sorted(await heard(world, Event.ADMIN_PAID)) == [TEAM, *ADMINS]
    assert await heard(world, Event.ADMIN_SHIPPED) == [TEAM]  # people read of it in the morning
    assert await heard(world, Event.ADMIN_EXPIRED) == []
    [row] = await queued(world, Event.ADMIN_SHIPPED)
    assert row.importance == TALK
    with pytest.raises(NoticeFixed):
        await world.notices.choose(Kind.KEY, GROUP, Told.NOW, seen=Told.NEVER, actor=OWNER)
    with pytest.raises(NoticeFixed):
        await world.notices.choose(Kind.PAID, GROUP, Told.DIGEST, seen=Told.NOW, actor=OWNER)


async def test_a_question_in_the_same_group_does_not_wait_for_notices_after_it(
    world: ShopWorld,
) -> None:
    """However many of them follow: it would wait for as long as any is there."""
    await hear(world, Kind.STARTED)
    await world.support.group.connect(TEAM, "en", by=1)
    async with world.uow() as uow:
        world.notifications.topic(uow, Event.TOPIC_PANEL, TEAM, {"topic": "1"})
    await world.order()
    waits = await world.outbox.claim(99)
    assert [row.event for row in waits if row.chat_id == TEAM] == [Event.TOPIC_PANEL]


async def test_two_owners_choose_for_one_cell_at_once(world: ShopWorld) -> None:
    """One wins, the other is told; what stands is what the winner chose."""
    for kind, to, first, ends in (
        (Kind.STARTED, Role.OWNER, Told.NOW, (Told.NEVER, Told.DIGEST)),
        (Kind.SHIPPED, GROUP, Told.NEVER, (Told.NOW, Told.NOW)),
    ):
        works = [
            world.notices.choose(kind, to, told, seen=first, actor=f"admin:{number}")
            for number, told in enumerate(ends)
        ]
        won = await asyncio.gather(*works, return_exceptions=True)
        assert sorted(type(one).__name__ for one in won) == ["NoneType", NoticeChanged.__name__]
        stands = (await world.notices.manner()).of(kind, to)
        assert stands is ends[won.index(None)]


async def test_what_was_chosen_for_the_new_number_stays(world: ShopWorld) -> None:
    groups = world.notices.groups
    await groups.add(TEAM, None, "Team", "en", by=1)
    await groups.add(OTHER, 9, "Team", "en", by=1)
    for _ in range(2):
        await groups.moved(TEAM, OTHER)
    assert [(row.chat_id, row.thread_id) for row in await groups.all()] == [(OTHER, 9)]


async def test_there_are_five_however_many_come_at_once(world: ShopWorld) -> None:
    groups = world.notices.groups
    adding = [groups.add(TEAM - one, None, "x" * 99, "en", by=1) for one in range(MOST_GROUPS + 1)]
    done = await asyncio.gather(*adding, return_exceptions=True)
    assert [type(one) for one in done if one] == [TooManyNoticeGroups]
    [full, *_] = await groups.all()
    await groups.add(full.chat_id, 9, "Again", "de", by=1)  # one that is there may move
    assert len(await groups.all()) == MOST_GROUPS
    assert await groups.remove(full.chat_id, by=1)
    assert not await groups.remove(full.chat_id, by=1)
    await groups.add(OTHER - 99, None, "Free place", "en", by=1)
    assert len(await groups.all()) == MOST_GROUPS


async def test_a_group_that_is_lost_is_told_once_and_hears_nothing(world: ShopWorld) -> None:
    groups = world.notices.groups
    await hear(world, Kind.STARTED)
    for _ in range(2):
        await groups.lost(TEAM, Mute.RIGHTS)
    told = [
        row.args["topic"].partition(":")[0] for row in await queued(world, Event.ADMIN_NOTICE_GROUP)
    ]
    assert told == ["rights"] * len(ADMINS)
    order = await world.order()
    assert TEAM not in await heard(world, Event.ADMIN_PLACED)
    await groups.found(TEAM)
    await tell(world, Event.ADMIN_PLACED, order)
    assert TEAM in await heard(world, Event.ADMIN_PLACED)
    await groups.moved(TEAM, OTHER)  # with what waits for it
    assert OTHER in await heard(world, Event.ADMIN_PLACED)
    assert TEAM not in await heard(world, Event.ADMIN_PLACED)
    for _ in range(2):
        await groups.gone(OTHER)
    assert await groups.all() == []
    told = [
        row.args["topic"].partition(":")[0] for row in await queued(world, Event.ADMIN_NOTICE_GROUP)
    ]
    assert sorted(told) == sorted(["rights", "found", "gone"] * len(ADMINS))
