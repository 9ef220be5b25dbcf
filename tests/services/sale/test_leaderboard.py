"""Who is among the best: by counted days, net of refunds, of those who want to be seen."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from db import Database
from models.audit import AuditEntry
from models.day import Best, DailyBest, Day
from models.permission import Role
from models.role import GIVEN, Grant, about
from models.user import User
from services.sale.account import Accounts, AccountTerms
from services.sale.badges import Badge, earned, month_before, worn
from services.sale.leaderboard import FRESH, PLACES, LeaderboardService, Manner
from services.sale.numbers import Period
from services.sale.office import Office, OfficeTerms
from tests.services.conftest import ShopWorld

OWNER, STAFF, BANNED = 1, 2, 66
ZONE = ZoneInfo("UTC")


class Counted:
    """Days that came to what a test says, in the place of those who were to be counted."""

    def __init__(self, world: ShopWorld, leaderboard: LeaderboardService) -> None:
        self.world, self.leaderboard = world, leaderboard

    async def days(self, *bought: dict[int, tuple[int, int]]) -> None:
        """The last of these days ended now: (orders, minor units) by person."""
        clock, uow = self.world.clock, self.world.uow
        midnight = clock().replace(hour=0, minute=0, second=0, microsecond=0)
        people = {each for day in bought for each in day}
        async with uow() as work:
            now = clock()
            work.session.add_all(
                User(id=n, name=f"P{n}", language="en", created_at=now) for n in people
            )
        for number, found in enumerate(bought):
            start = midnight + timedelta(days=number - len(bought))
            async with uow() as work:
                day = Day(
                    date=f"{start:%Y-%m-%d}", starts_at=start, ends_at=start + timedelta(days=1)
                )
                await work.numbers.add_day(day)
                rows = [_row(day.id, user, *worth) for user, worth in found.items()]
                await work.numbers.put(rows)
                day.counted_at = now

    async def show(self, *people: int, manner: Manner = Manner.NAMED) -> None:
        for each in people:
            await self.leaderboard.choose(each, manner)

    async def names(self) -> list[str | None]:
        return [row.name for row in await self.leaderboard.board() or ()]

    async def bar(self) -> None:
        """As the audit says."""
        now, uow = self.world.clock(), self.world.uow
        entry = AuditEntry(at=now, actor="admin:1", action="person.banned", subject=f"ban:{BANNED}")
        entry.details = {"reason": "x"}
        grant = AuditEntry(at=now, actor="admin:1", action=GIVEN, subject=about(STAFF))
        grant.details = {"before": None, "ends_at": None, "role": Role.STOCK}
        async with uow() as work:
            work.session.add_all([entry, grant])
            await work.flush()
            await work.people.put_ban(BANNED, now)
            held = Grant(user_id=STAFF, role=Role.STOCK, granted_by="admin:1", granted_at=now)
            await work.roles.put(held)


def _row(day_id: int, user: int, count: int, amount: int) -> DailyBest:
    row = DailyBest(day_id=day_id, kind=Best.USER, subject_id=user, currency="USD")
    row.count, row.amount = count, amount
    return row


def office_of(world: ShopWorld) -> Office:
    terms = OfficeTerms("USD", ZONE, owners=lambda: {OWNER})
    return Office.of(world.uow, world.clock, world.notifications, terms)


def accounts_of(world: ShopWorld) -> Accounts:
    return Accounts.of(world.uow, world.clock, world.sealer, AccountTerms())


@pytest.fixture
async def shop(sqlite_database: Database) -> Counted:
    world = ShopWorld(sqlite_database)
    office = office_of(world)
    await office.leaderboard.switch(on=True, actor="admin:1")
    return Counted(world, office.leaderboard)


async def test_only_who_wants_to_be_seen_is_and_ties_are_settled(shop: Counted) -> None:
    everybody = dict.fromkeys((30, 20, 10), (1, 500)) | {40: (2, 500), 50: (3, 900), 60: (1, -5)}
    await shop.days(everybody, {50: (-1, -800), 20: (0, 0)})
    assert await shop.names() == []  # everybody is hidden until they say otherwise
    await shop.show(10, 20, 30, 40, 50, 60)
    assert await shop.names() == ["P40", "P10", "P20", "P30", "P50"]
    await shop.show(10, manner=Manner.CUSTOMER)
    await shop.show(40, manner=Manner.HIDDEN)
    assert await shop.names() == [None, "P20", "P30", "P50"]


async def test_staff_and_who_is_banned_or_erased_never_appear(shop: Counted) -> None:
    people = {n: (1, 1000 - n) for n in (OWNER, STAFF, BANNED, 70, 80)}
    await shop.days(people)
    await shop.show(*people)
    assert len(await shop.names()) == len(people) - 1  # not the owner
    await shop.bar()
    erasure = accounts_of(shop.world).erasure
    await erasure.erase(70, seen=(await erasure.plan(70, "USD")).mark)
    assert await shop.names() == ["P80"]  # at once, though the best are remembered
    assert (await shop.leaderboard.standing(STAFF)).manner is None
    report = await office_of(shop.world).numbers.report(Period.WEEK)
    assert [each.name for each in report.buyers] == ["P80"]
    await shop.show(70)
    assert await shop.names() == [None, "P80"]  # chosen anew: but a number is no name
    async with shop.world.uow.read() as uow:
        assert not [v for v in await uow.invariants.violations() if v.name.startswith("I54")]


async def test_a_board_is_computed_once_and_switched_off_at_once(shop: Counted) -> None:
    many = {n: (1, n) for n in range(100, 130)}
    await shop.days(many)
    await shop.show(*many)
    assert len(await shop.names()) == PLACES
    async with shop.world.uow() as uow:  # not by a service: what is remembered stays
        await uow.session.execute(text("UPDATE accounts SET ranked_named = 0, ranked_at = NULL"))
    assert await shop.names() == []
    shop.world.clock.passed += FRESH + 1
    await shop.leaderboard.switch(on=False, actor="admin:1")
    await shop.leaderboard.switch(on=False, actor="admin:1")
    assert await shop.leaderboard.board() is None
    assert await shop.leaderboard.offered() == set()
    async with shop.world.uow.read() as uow:
        query = text("SELECT count(*) FROM audit WHERE action = 'leaderboard.switched'")
        assert await uow.session.scalar(query) == 2


async def test_badges_are_what_was_bought_and_not_given_back(shop: Counted) -> None:
    today: date = shop.world.clock().date()
    month = [{10: (9, 900), 20: (1, 100)}] + [{20: (1, 5)}] * (today.day + 31)
    await shop.days(*month, {10: (1, 5), 20: (-1, -5)})
    ten, twenty = [(await shop.leaderboard.standing(n)).badges for n in (10, 20)]
    assert ten == [Badge.FIRST, Badge.TEN]
    assert Badge.MONTH in twenty
    assert (await shop.leaderboard.standing(999)).badges == []


@pytest.mark.parametrize(
    ("purchases", "badges", "seen"),
    [
        *((0, [], []), (1, ["first"], ["first"]), (9, ["first"], ["first"])),
        *((10, ["first", "ten"], ["ten"]), (50, ["first", "ten", "fifty"], ["fifty"])),
    ],
)
def test_of_purchases_the_highest_badge_is_worn(
    purchases: int, badges: list[str], seen: list[str]
) -> None:
    assert earned(purchases, month=False) == badges
    assert worn(earned(purchases, month=True)) == [*seen, "month"]


def test_a_month_has_a_best_buyer_once_it_is_counted_to_its_end() -> None:
    start, now = datetime(2026, 1, 30, tzinfo=ZONE), datetime(2026, 2, 2, tzinfo=ZONE)
    days = []
    for number in range(4):
        begin = start + timedelta(days=number)
        day = Day(id=number, date=f"{begin:%Y-%m-%d}", starts_at=begin)
        day.ends_at = day.counted_at = begin + timedelta(days=1)
        days.append(day)
    assert month_before(days, now, ZONE) == (0, 1)
    assert month_before(days[:1], now, ZONE) is None
    assert month_before([], now, ZONE) is None
    days[1].counted_at = None
    assert month_before(days, now, ZONE) is None
