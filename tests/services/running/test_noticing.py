"""Which news goes to whom: every notice is of one kind, and what is held is told, once."""

from datetime import UTC, datetime, timedelta

import pytest

from models.notice import EVENTS, KIND_OF, OWED, URGENT, Kind, Told
from models.notice_errors import BadHours, NoticeChanged, NoticeFixed
from models.outbox import OutboxMessage
from models.permission import RIGHTS, Permission, Role, roles_with
from repositories.noticed import SETTLE, Manner
from services.running.noticing import destinations, parse_hours, ways
from services.running.notification import NEEDS, Event
from tests.services.conftest import ShopWorld

OWNER = "admin:1"
NO_NEWS = {
    *(Event.ADMIN_OPENED, Event.ADMIN_TAKEN),
    *(Event.ADMIN_ANSWERED, Event.ADMIN_UNHEARD, Event.ADMIN_THREAD),
}
"""A card that is open, who sees to an order, and what belongs to a conversation."""
NIGHT = datetime(2030, 3, 2, 23, 30, tzinfo=UTC)
MORNING = datetime(2030, 3, 3, 7, tzinfo=UTC)


def test_every_notice_is_of_one_kind() -> None:
    listed = [event for events in EVENTS.values() for event in events]
    assert len(listed) == len(KIND_OF)
    assert set(listed) == {*NEEDS} - NO_NEWS
    assert set(EVENTS) == set(Kind)


def test_no_role_is_offered_what_it_may_not_see() -> None:
    for kind in Kind:
        seen = {role for event in EVENTS[kind] for role in roles_with(NEEDS[Event(event)])}
        assert set(destinations(kind)) == seen
        for role in set(Role) - seen:
            assert ways(kind, role) == []
    assert destinations(Kind.KEY) == [Role.OWNER]


def test_money_is_never_held_back() -> None:
    for kind in URGENT:
        assert Manner(quiet=(22, 7)).until(kind, Told.NOW, NIGHT) is None
        assert all(Told.DIGEST not in ways(kind, role) for role in Role)
    assert all(ways(kind, Role.OWNER) == [Told.NOW] for kind in OWED)


@pytest.mark.parametrize(
    ("quiet", "hour", "until"),
    [
        ((22, 7), 21, None),
        ((22, 7), 22, 7 + 24),
        ((22, 7), 6, 7),
        ((22, 7), 7, None),
        ((1, 5), 1, 5),
        ((1, 5), 5, None),
        (None, 3, None),
    ],
)
def test_quiet_hours(quiet: tuple[int, int] | None, hour: int, until: int | None) -> None:
    day = NIGHT.replace(hour=0, minute=0)
    found = Manner(quiet=quiet).until(
        Kind.STARTED, Told.NOW, day + timedelta(hours=hour, minutes=12)
    )
    assert found == (None if until is None else day + timedelta(hours=until))


async def queued(world: ShopWorld, event: Event) -> list[OutboxMessage]:
    return [row for row in await world.messages() if row.event == event]


async def tell(world: ShopWorld, event: Event, order_id: int | None = None) -> None:
    async with world.uow() as uow:
        order = None if order_id is None else await uow.orders.get(order_id)
        world.notifications.admins(uow, event, order, {"topic": str(event)})


async def test_what_is_held_is_told_once_and_nothing_is_lost(world: ShopWorld) -> None:
    """Of one night one message, whatever happened; money rings at once."""
    order = await world.order()
    await world.notices.hours("22-7", actor=OWNER)
    world.clock.advance(seconds=(NIGHT - world.clock()).total_seconds())
    admins = {row.chat_id for row in await queued(world, Event.ADMIN_PLACED)}
    assert admins
    for event in (Event.ADMIN_SHIPPED, Event.ADMIN_EXPIRED, Event.ADMIN_PAID):
        await tell(world, event, order)
    world.clock.advance(minutes=5)
    await tell(world, Event.ADMIN_SHIPPED, order)
    held = await queued(world, Event.HELD)
    assert {row.chat_id for row in held} == admins
    assert len(held) == len(admins)
    assert {row.due_at for row in held} == {MORNING + SETTLE}
    assert not await queued(world, Event.ADMIN_SHIPPED)
    assert len(await queued(world, Event.ADMIN_PAID)) == len(admins)
    rights = RIGHTS[Role.OWNER]
    found = await world.notices.gathered(held[0].chat_id, MORNING, rights)
    assert found is not None
    assert found.counts == {Kind.SHIPPED: 2, Kind.EXPIRED: 1}
    assert found.codes[Kind.SHIPPED] == [(await world.load(order)).code]
    shelves = frozenset({Permission.SHELVES})
    mine = await world.notices.gathered(held[0].chat_id, MORNING, shelves)
    assert mine is not None
    assert mine.counts == {}


async def test_what_is_held_after_its_message_gets_another(world: ShopWorld) -> None:
    """A clock that is set back over the end, or a transaction that commits after it."""
    order = await world.order()
    await world.notices.hours("22-7", actor=OWNER)
    world.clock.advance(seconds=(NIGHT - world.clock()).total_seconds())
    await tell(world, Event.ADMIN_SHIPPED, order)
    [first, *_] = await queued(world, Event.HELD)
    found = await world.notices.gathered(first.chat_id, MORNING, RIGHTS[Role.OWNER])
    assert found is not None
    await world.notices.told(first.chat_id, MORNING, found.upto)
    world.clock.step(minutes=-10)
    await tell(world, Event.ADMIN_EXPIRED, order)
    assert len(await queued(world, Event.HELD)) == len({*world.notifications.admin_ids})
    world.clock.advance(seconds=(MORNING + 3 * SETTLE - world.clock()).total_seconds())
    for _ in range(2):
        await world.notices.round()
    again = [row for row in await queued(world, Event.HELD) if row.chat_id == first.chat_id]
    assert len(again) == 2
    found = await world.notices.gathered(first.chat_id, MORNING, RIGHTS[Role.OWNER])
    assert found is not None
    assert found.counts == {Kind.EXPIRED: 1}
    await world.notices.told(first.chat_id, MORNING, found.upto)
    await world.notices.round()
    assert await world.notices.gathered(first.chat_id, MORNING, RIGHTS[Role.OWNER]) is None


async def test_never_and_once_a_day(world: ShopWorld) -> None:
    choose = world.notices.choose
    await choose(Kind.STARTED, Role.OWNER, Told.NEVER, seen=Told.NOW, actor=OWNER)
    await choose(Kind.EXPIRED, Role.OWNER, Told.DIGEST, seen=Told.NOW, actor=OWNER)
    order = await world.order()
    assert not await queued(world, Event.ADMIN_PLACED)
    await tell(world, Event.ADMIN_EXPIRED, order)
    assert not await queued(world, Event.ADMIN_EXPIRED)
    [held, *_] = await queued(world, Event.HELD)
    assert held.due_at.hour == 8
    assert timedelta() < held.due_at - world.clock() <= timedelta(days=1) + SETTLE
    await choose(Kind.EXPIRED, Role.OWNER, Told.NOW, seen=Told.DIGEST, actor=OWNER)
    await tell(world, Event.ADMIN_EXPIRED, order)
    assert await queued(world, Event.ADMIN_EXPIRED)


async def test_what_cannot_be_chosen(world: ShopWorld) -> None:
    choose = world.notices.choose
    for kind, role, told in (
        (Kind.LOOK, Role.OWNER, Told.NEVER),
        (Kind.GONE, Role.OWNER, Told.NEVER),
        (Kind.PAID, Role.OWNER, Told.NEVER),
        (Kind.MONEY, Role.OWNER, Told.NEVER),
        (Kind.APPROVAL, Role.OWNER, Told.NEVER),
        (Kind.KEY, Role.MANAGER, Told.NEVER),
        (Kind.PAID, Role.OWNER, Told.DIGEST),
        (Kind.STARTED, Role.STOCK, Told.NOW),
    ):
        with pytest.raises(NoticeFixed):
            await choose(kind, role, told, seen=Told.NOW, actor=OWNER)
    with pytest.raises(NoticeChanged):
        await choose(Kind.STARTED, Role.OWNER, Told.NEVER, seen=Told.DIGEST, actor=OWNER)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("22-7", ((22, 7), 8)),
        (" 22:00-07:00  9 ", ((22, 7), 9)),
        ("-", (None, 8)),
        ("- 6", (None, 6)),
    ],
)
def test_hours_as_people_type_them(typed: str, meant: tuple[object, int]) -> None:
    assert parse_hours(typed, 8) == meant


@pytest.mark.parametrize(
    "typed", ["", "7", "7-7", "24-3", "-1-3", "22-7 8 9", "²-7", "22-7-8", "x" * 5_000, "22 - 7"]
)
def test_hours_that_are_none(typed: str) -> None:
    with pytest.raises(BadHours):
        parse_hours(typed, 8)
