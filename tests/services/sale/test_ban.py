"""Who is banned, by whom, and what stays theirs."""

import asyncio
import secrets

import pytest

from db import Database
from models.errors import BadReason
from models.order import OrderStatus
from models.permission import Role
from models.person import MOST_NOTES, MOST_TAGS_EACH
from models.person_errors import (
    BanChanged,
    Barred,
    BarredCannotAnswer,
    OwnBan,
    RightGone,
    TooManyNotes,
    TooManyTags,
    WorksHere,
)
from models.role_errors import Banned, OwnerBySettings, PersonNotFound
from services.keys.rekey import rekey
from services.people.remarks import RemarkService
from services.people.role import RoleService
from services.people.team import TeamService
from services.sale.ban import BanService
from tests.services.conftest import ShopWorld
from utils.sealing import Sealer

OLIVIA, BOB, CARL = 1, 100, 200


class Door:
    def __init__(self, world: ShopWorld) -> None:
        self.world = world
        self.roles = RoleService(world.uow, world.clock, lambda: {OLIVIA})
        self.team = TeamService(world.uow, world.clock, world.notifications, self.roles)
        self.bans = BanService(world.uow, world.clock, self.roles, "USD")
        self.remarks = RemarkService(world.uow, world.clock, world.sealer, self.roles)

    async def hire(self, who: int, role: Role) -> None:
        seen = (await self.team.member(who)).seen
        await self.team.give(who, role, None, seen=seen, admin=OLIVIA)

    async def is_banned(self, who: int = BOB) -> bool:
        user = await self.world.users.find(who)
        return user is not None and user.banned_at is not None


async def opened(world: ShopWorld) -> Door:
    for person in (OLIVIA, 2, BOB, CARL):
        await world.customer(person)
    return Door(world)


@pytest.fixture
async def door(sqlite_database: Database) -> Door:
    return await opened(ShopWorld(sqlite_database))


@pytest.fixture
async def doors(world: ShopWorld) -> Door:
    """On every database."""
    return await opened(world)


async def test_banned_and_let_in_again(doors: Door) -> None:
    await doors.hire(CARL, Role.SUPPORT)
    await doors.bans.ban(BOB, "rude", admin=CARL)
    assert await doors.is_banned()
    with pytest.raises(BanChanged):
        await doors.bans.ban(BOB, "again", admin=OLIVIA)
    assert await doors.world.users.tell_of_ban(BOB)
    assert not await doors.world.users.tell_of_ban(BOB)
    doors.world.clock.advance(minutes=1)
    await doors.bans.unban(BOB, "sorry", admin=OLIVIA)
    assert not await doors.is_banned()
    with pytest.raises(BanChanged):
        await doors.bans.unban(BOB, "again", admin=OLIVIA)
    doors.world.clock.advance(minutes=1)
    await doors.bans.ban(BOB, "rude again", admin=OLIVIA)
    assert await doors.world.users.tell_of_ban(BOB)  # of each ban once
    assert await doors.world.violations() == []


async def test_two_who_ban_at_once_ban_once(doors: Door) -> None:
    both = await asyncio.gather(
        *(doors.bans.ban(BOB, "rude", admin=OLIVIA) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in both) == ["BanChanged", "NoneType"]


async def test_who_cannot_be_banned(door: Door) -> None:
    await door.hire(CARL, Role.SUPPORT)
    await door.hire(BOB, Role.VIEWER)
    for who, by, error in (
        (CARL, CARL, OwnBan),
        (OLIVIA, OLIVIA, OwnBan),
        (OLIVIA, CARL, OwnerBySettings),
        (BOB, CARL, WorksHere),
        (BOB, OLIVIA, WorksHere),
        (999, OLIVIA, PersonNotFound),
        (2, BOB, RightGone),
    ):
        with pytest.raises(error):
            await door.bans.ban(who, "why", admin=by)
    for reason in ("", " \u200b ", "x" * 5_000):
        with pytest.raises(BadReason):
            await door.bans.ban(2, reason, admin=OLIVIA)


async def test_a_role_and_a_ban_at_once(doors: Door) -> None:
    """One of them is first, and the other hears so."""
    seen = (await doors.team.member(BOB)).seen
    await asyncio.gather(
        doors.team.give(BOB, Role.STOCK, None, seen=seen, admin=OLIVIA),
        doors.bans.ban(BOB, "rude", admin=OLIVIA),
        return_exceptions=True,
    )
    has_role = (await doors.roles.of(BOB)).role is not None
    assert await doors.is_banned() is not has_role
    if not has_role:
        with pytest.raises(Banned):
            await doors.team.give(BOB, Role.STOCK, None, seen=seen, admin=OLIVIA)


async def test_what_is_ordered_stays_what_it_is(door: Door) -> None:
    """An unpaid order is paid in time and delivered; a new one is refused, also to a press that was
    under way, and nobody is asked who cannot answer.
    """
    world = door.world
    await world.rates.refresh()
    order_id = await world.order(BOB)
    await door.bans.ban(BOB, "rude", admin=OLIVIA)
    await world.pay(order_id)
    await world.payments.scan("BTC")
    world.chain.mine()
    world.clock.advance(seconds=15)
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED
    await world.carts.add(BOB, await world.variant(5), 1)
    with pytest.raises(Barred):
        await world.till.place(BOB, "BTC")
    with pytest.raises(BarredCannotAnswer):
        await world.places.ask(order_id, actor="admin:1")
    assert await world.violations() == []


async def test_notes_and_tags_are_bounded_and_audited(door: Door) -> None:
    for number in range(MOST_NOTES):
        await door.remarks.add(BOB, f"note {number}", admin=OLIVIA)
    with pytest.raises(TooManyNotes):
        await door.remarks.add(BOB, "one more", admin=OLIVIA)
    found = (await door.remarks.notes(BOB)).notes
    assert (found[0].text, found[0].by) == ("note 19", "user 1")
    await door.remarks.remove(BOB, found[0].id, admin=OLIVIA)
    assert len((await door.remarks.notes(BOB)).notes) == MOST_NOTES - 1
    for number in range(MOST_TAGS_EACH):
        await door.remarks.tag(BOB, f" #VIP {number}", admin=OLIVIA)
    await door.remarks.tag(BOB, "vip  0", admin=OLIVIA)
    with pytest.raises(TooManyTags):
        await door.remarks.tag(BOB, "more", admin=OLIVIA)
    tags = await door.remarks.tags(BOB)
    assert [tag.name for tag in tags.theirs][:2] == ["vip 0", "vip 1"]
    await door.remarks.tag(CARL, "vip 0", admin=OLIVIA)
    for number in (BOB, CARL):
        await door.remarks.turn(number, tags.theirs[0].id, on=False, admin=OLIVIA)
    assert "vip 0" not in {tag.name for tag in await door.remarks.all_tags()}
    with pytest.raises(RightGone):
        await door.remarks.add(BOB, "a note", admin=CARL)
    assert await door.world.violations() == []


async def test_notes_open_with_another_key(door: Door) -> None:
    await door.remarks.add(BOB, "a note", admin=OLIVIA)
    world, new = door.world, Sealer(secrets.token_hex(32))
    await rekey(world.database, world.sealer, new, world.clock)
    for sealer, text in ((new, "a note"), (world.sealer, None)):
        remarks = RemarkService(world.uow, world.clock, sealer, door.roles)
        assert [note.text for note in (await remarks.notes(BOB)).notes] == [text]
