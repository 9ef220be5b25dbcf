"""Roles on every database: given, taken, ended, and what nobody may do with them."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from db import Database
from models.audit import AuditEntry
from models.permission import OWNERS_ALONE, RIGHTS, Permission, Role, roles_with
from models.role import MOST_GRANTS, Grant
from models.role_errors import (
    BadEnd,
    Banned,
    LacksRight,
    LastOwner,
    Outlasts,
    OwnerBySettings,
    OwnRole,
    PersonNotFound,
    RightLost,
    RoleChanged,
    TeamFull,
    TimeInDoubt,
)
from services.people.role import NOTED, RoleService
from services.people.team import TeamService, seal
from services.running.notification import Event
from tests.db import folk
from tests.db.folk import ban
from tests.services.conftest import ShopWorld

OLIVIA, BOB, CARL = 1, 100, 200
NOBODY = seal(None)


class Staff:
    """A team over the world. `owners`: those of the settings."""

    def __init__(self, world: ShopWorld) -> None:
        self.world = world
        self.owners = {OLIVIA}
        self.roles = RoleService(world.uow, world.clock, lambda: self.owners)
        self.team = TeamService(world.uow, world.clock, world.notifications, self.roles)

    async def give(
        self, who: int, role: Role, by: int = OLIVIA, days: float = 0, seen: str | None = None
    ) -> None:
        ends = self.world.clock() + timedelta(days=days) if days else None
        seen = (await self.team.member(who)).seen if seen is None else seen
        await self.team.give(who, role, ends, seen=seen, admin=by)

    async def take(self, who: int, by: int = OLIVIA) -> None:
        await self.team.take(who, seen=(await self.team.member(who)).seen, admin=by)

    async def audit(self, action: str = "role.") -> list[AuditEntry]:
        async with self.world.uow.read() as uow:
            rows = await uow.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            return [row for row in rows if row.action.startswith(action)]

    async def told(self, chat_id: int) -> list[str]:
        rows = await self.world.messages()
        events = {Event.ROLE, Event.ADMIN_ROLE}
        return [row.args["what"] for row in rows if row.event in events and row.chat_id == chat_id]


@pytest.fixture
async def staff(world: ShopWorld) -> Staff:
    for person in (OLIVIA, 2, BOB, CARL):
        await world.customer(person)
    return Staff(world)


def test_only_owners_have_keys_funds_roles_and_backups() -> None:
    for needs in Permission:
        alone = needs in OWNERS_ALONE
        assert (roles_with(needs) == {Role.OWNER}) is alone
    assert set(RIGHTS) == set(Role)


async def test_a_role_counts_at_once_and_ends_at_once(staff: Staff) -> None:
    assert not await staff.roles.may(BOB, Permission.GOODS)
    await staff.give(BOB, Role.STOCK)
    assert await staff.roles.may(BOB, Permission.GOODS)
    assert not await staff.roles.may(BOB, Permission.PEOPLE)
    await staff.give(BOB, Role.SUPPORT)
    assert not await staff.roles.may(BOB, Permission.GOODS)
    assert await staff.roles.may(BOB, Permission.PEOPLE)
    await staff.take(BOB)
    assert not await staff.roles.may(BOB, Permission.PEOPLE)
    said = [(row.action, row.actor, row.details["before"]) for row in await staff.audit()]
    assert said == [
        ("role.given", "admin:1", None),
        ("role.given", "admin:1", "stock"),
        ("role.taken", "admin:1", "support"),
    ]
    assert [row.details["role"] for row in await staff.audit()] == ["stock", "support", None]
    assert await staff.told(BOB) == ["given", "given", "taken"]
    assert await staff.told(OLIVIA) == ["given", "given", "taken"]


async def test_the_settings_say_who_owns_whatever_the_database_says(staff: Staff) -> None:
    await staff.give(BOB, Role.VIEWER)
    staff.owners.add(BOB)
    assert await staff.roles.may(BOB, Permission.KEYS)
    with pytest.raises(OwnerBySettings):
        await staff.take(BOB)
    staff.owners.discard(BOB)
    assert not await staff.roles.may(BOB, Permission.KEYS)
    assert await staff.roles.may(BOB, Permission.SEE)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
async def test_nobody_grants_what_they_lack(staff: Staff, role: Role) -> None:
    await staff.give(BOB, role)
    for wanted in Role:
        with pytest.raises(LacksRight):
            await staff.give(CARL, wanted, by=BOB)
    await staff.give(CARL, Role.VIEWER)
    with pytest.raises(LacksRight):
        await staff.take(CARL, by=BOB)
    with pytest.raises(LacksRight):
        await staff.give(BOB, Role.OWNER, by=BOB)


async def test_nobody_changes_their_own_role(staff: Staff) -> None:
    await staff.give(BOB, Role.OWNER)
    with pytest.raises(OwnRole):
        await staff.give(BOB, Role.OWNER, by=BOB, days=3)
    with pytest.raises(OwnRole):
        await staff.take(BOB, by=BOB)
    await staff.give(CARL, Role.MANAGER, by=BOB)


async def test_the_last_owner_stays(staff: Staff) -> None:
    """Also when the settings name nobody any more, and when one ends by themselves."""
    await staff.give(BOB, Role.OWNER)
    await staff.give(CARL, Role.OWNER)
    staff.owners.clear()
    await staff.give(CARL, Role.OWNER, by=BOB, days=3)
    for change in (
        staff.give(BOB, Role.OWNER, by=CARL, days=3),
        staff.give(BOB, Role.VIEWER, by=CARL),
        staff.take(BOB, by=CARL),
    ):
        with pytest.raises(LastOwner):
            await change


async def test_two_owners_who_take_each_other_s_role_leave_one(staff: Staff) -> None:
    await staff.give(BOB, Role.OWNER)
    await staff.give(CARL, Role.OWNER)
    staff.owners.clear()
    results = await asyncio.gather(
        staff.take(BOB, by=CARL), staff.take(CARL, by=BOB), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in results) == ["LacksRight", "NoneType"]
    assert [await staff.roles.may(one, Permission.ROLES) for one in (BOB, CARL)].count(True) == 1


async def test_two_who_give_at_once_do_not_give_twice(staff: Staff) -> None:
    await staff.give(CARL, Role.OWNER)
    results = await asyncio.gather(
        *(staff.give(BOB, Role.STOCK, by=by, seen=NOBODY) for by in (OLIVIA, CARL)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "RoleChanged"]
    assert len(await staff.told(BOB)) == 1


async def test_what_was_not_shown_is_not_given_or_taken(staff: Staff) -> None:
    await staff.give(BOB, Role.STOCK)
    for change in (
        staff.give(BOB, Role.VIEWER, seen=NOBODY),
        staff.team.take(BOB, seen=NOBODY, admin=OLIVIA),
        staff.team.take(CARL, seen=NOBODY, admin=OLIVIA),
    ):
        with pytest.raises(RoleChanged):
            await change


async def test_an_end_is_compared_when_somebody_acts(staff: Staff) -> None:
    """Before anything sweeps; and it is told once."""
    await staff.give(BOB, Role.MANAGER, days=1)
    staff.world.clock.advance(hours=23)
    assert await staff.roles.may(BOB, Permission.PEOPLE)
    await staff.team.end_overdue()
    assert await staff.roles.may(BOB, Permission.PEOPLE)
    staff.world.clock.advance(hours=1)
    assert not await staff.roles.may(BOB, Permission.PEOPLE)
    assert (await staff.roles.of(BOB)).why_not == "ended"
    for _ in range(2):
        await staff.team.end_overdue()
    assert await staff.told(BOB) == ["given", "ended"]
    assert await staff.told(OLIVIA) == ["given", "ended"]
    assert (await staff.roles.of(BOB)).why_not == "customer"
    assert (await staff.audit())[-1].actor == "system"


async def test_what_has_an_end_rests_while_the_time_is_in_doubt(staff: Staff) -> None:
    """A clock that is behind must not wake what has ended; one ahead ends nothing for good."""
    await staff.give(BOB, Role.MANAGER, days=1)
    await staff.give(CARL, Role.MANAGER)
    staff.world.clock.in_doubt = True
    assert (await staff.roles.of(BOB)).why_not == "rests"
    assert await staff.roles.may(CARL, Permission.PEOPLE)
    staff.world.clock.step(days=5)
    await staff.team.end_overdue()
    staff.world.clock.step(days=-5)
    staff.world.clock.in_doubt = False
    assert await staff.roles.may(BOB, Permission.PEOPLE)
    assert await staff.told(BOB) == ["given"]


async def test_a_clock_in_doubt_says_no_end(staff: Staff) -> None:
    """What would end in a week by a clock that is a year behind has ended already."""
    staff.world.clock.in_doubt = True
    with pytest.raises(TimeInDoubt):
        await staff.give(BOB, Role.STOCK, days=7)
    await staff.give(BOB, Role.STOCK)
    assert await staff.roles.may(BOB, Permission.GOODS)


async def test_nobody_gives_what_outlasts_their_own(staff: Staff) -> None:
    """An owner until Friday would stay one for good, under another name."""
    await staff.give(BOB, Role.OWNER, days=5)
    for days in (0, 6):
        with pytest.raises(Outlasts):
            await staff.give(CARL, Role.VIEWER, by=BOB, days=days)
    await staff.give(CARL, Role.OWNER, by=BOB, days=5)
    staff.owners.add(BOB)
    await staff.give(CARL, Role.VIEWER, by=BOB)


async def test_what_is_written_is_undone_without_the_right(staff: Staff) -> None:
    """On every database; also of who is banned, and of what comes together with others' work."""
    await staff.give(BOB, Role.SUPPORT)

    async def write(needs: Permission) -> None:
        with staff.roles.acting(BOB, "x", needs):
            async with staff.world.uow() as uow:
                (await uow.users.get(CARL)).name = needs

    await write(Permission.TALK)
    with pytest.raises(RightLost):
        await write(Permission.MONEY)
    await staff.take(BOB)
    await folk.ban(staff.world.database, BOB)
    with pytest.raises(RightLost):
        await write(Permission.ORDERS)
    assert (await staff.world.user(CARL)).name == Permission.TALK
    assert not (await staff.roles.of(BOB)).rights
    async with staff.world.uow.read() as uow:
        assert BOB not in await staff.world.notifications.who_may(uow, Permission.TALK)


async def test_who_acts_and_who_takes_their_role_wait_for_each_other(staff: Staff) -> None:
    """Either it was done before, or it is not done at all; nobody waits for ever."""
    for turn in range(8):
        await staff.give(BOB, Role.SUPPORT)
        await asyncio.gather(renamed(staff, turn), staff.take(BOB), return_exceptions=False)
        name = (await staff.world.user(CARL)).name
        await asyncio.sleep(0)
        assert (await staff.world.user(CARL)).name == name
        assert await renamed(staff, turn) is False


async def renamed(staff: Staff, turn: int) -> bool:
    try:
        with staff.roles.acting(BOB, "x", Permission.TALK):
            async with staff.world.uow() as uow:
                (await uow.users.lock(CARL)).name = f"turn {turn}"
    except RightLost:
        return False
    return True


async def test_bad_ends_and_strangers_are_refused(staff: Staff) -> None:
    for days in (-1, 6 * 366):
        with pytest.raises(BadEnd):
            await staff.give(BOB, Role.STOCK, days=days)
    with pytest.raises(PersonNotFound):
        await staff.team.give(999, Role.STOCK, None, seen=NOBODY, admin=OLIVIA)
    await ban(staff.world.database, BOB)
    with pytest.raises(Banned):
        await staff.give(BOB, Role.STOCK)


async def test_people_are_found_by_number_name_and_code(staff: Staff) -> None:
    order_id = await staff.world.order(BOB)
    code = (await staff.world.load(order_id)).code
    await staff.world.users.register(CARL, "Carl", "carl_c", "en")
    async with staff.world.uow() as uow:
        (await uow.users.get(CARL)).username = "carl_c"
    for word, number in (("100", BOB), (code.lower(), BOB), (f"#{code}", BOB), ("@carl_c", CARL)):
        assert (await staff.team.find(word)).user.id == number
    for word in ("", "@", "@nobody", "9" * 30, "x" * 500, "٣"):
        with pytest.raises(PersonNotFound):
            await staff.team.find(word)


async def test_notices_go_to_who_may_act_on_them(staff: Staff) -> None:
    """When they are written; who has a role with an end hears nothing after it."""
    world = staff.world
    await staff.give(BOB, Role.STOCK)
    await staff.give(CARL, Role.SUPPORT, days=1)
    async with world.uow() as uow:
        for event in (Event.ADMIN_PLACED, Event.ADMIN_LOW_STOCK, Event.ADMIN_KEY):
            world.notifications.admins(uow, event, args={"topic": "t"})
    assert "admin-low-stock" in await world.events(BOB)
    assert "admin-placed" not in await world.events(BOB)
    assert "admin-placed" in await world.events(CARL)
    assert "admin-key" not in {*await world.events(BOB), *await world.events(CARL)}
    assert {"admin-placed", "admin-low-stock", "admin-key"} <= set(await world.events(OLIVIA))
    world.clock.advance(days=2)
    async with world.uow() as uow:
        world.notifications.admins(uow, Event.ADMIN_PAID, args={"topic": "t"})
    assert "admin-paid" not in await world.events(CARL)
    assert "admin-paid" in await world.events(OLIVIA)


async def test_refusals_are_noted_and_bounded(staff: Staff) -> None:
    await staff.give(BOB, Role.VIEWER)
    for _ in range(NOTED + 5):
        await staff.roles.refused(BOB, "a-key", Permission.KEYS)
    await staff.roles.refused(CARL, "/addadmin", Permission.ROLES)
    rows = await staff.audit("right.refused")
    assert len(rows) == NOTED + 1
    assert rows[0].details == {"what": "a-key", "needs": "keys", "why": "role"}
    assert (rows[-1].actor, rows[-1].subject) == ("user:200", "person:200")
    staff.world.clock.advance(minutes=11)
    await staff.roles.refused(BOB, "a-key", Permission.KEYS)
    assert len(await staff.audit("right.refused")) == NOTED + 2


async def test_a_team_is_bounded(sqlite_database: Database) -> None:
    world = ShopWorld(sqlite_database)
    for person in (OLIVIA, BOB):
        await world.customer(person)
    staff = Staff(world)
    for number in range(1000, 1000 + MOST_GRANTS):
        await world.customer(number)
        await staff.give(number, Role.VIEWER)
    with pytest.raises(TeamFull):
        await staff.give(BOB, Role.VIEWER)
    await staff.give(1000, Role.STOCK)
    assert len((await staff.team.listed()).members) == MOST_GRANTS


async def test_a_tap_costs_one_look(staff: Staff) -> None:
    found = await staff.roles.meet(BOB)
    assert found is not None
    assert (found[0].id, found[1].role) == (BOB, None)
    await staff.give(BOB, Role.STOCK)
    found = await staff.roles.meet(BOB)
    assert found is not None
    assert found[1].rights == RIGHTS[Role.STOCK]
    assert await staff.roles.meet(999) is None
    async with staff.world.uow.read() as uow:
        assert isinstance(await uow.roles.of(BOB), Grant)
