"""What days come to: counted once they are over, late changes on their own day; the books."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from db import Database
from models.day import Count, Visit
from models.numbers_errors import BadYear
from models.product import ProductKind
from services.goods.footfall import Footfall
from services.goods.keeping import Field, seal
from services.running.notification import Event
from services.sale.bookings import Kind, Row
from services.sale.calendar import day_from, days_until, midnight_before, year_of
from services.sale.counting import PIECE
from services.sale.numbers import Period, Report
from services.sale.office import Office, OfficeTerms, whole
from tests.services.conftest import ShopWorld
from utils.spreadsheet import cell, line

BERLIN, UTC_ZONE = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
ADMIN = "admin:1"
OWED = (
    "UPDATE daily SET amount = amount {} 1 WHERE kind = 'owed'"
    " AND day_id = (SELECT max(day_id) FROM daily)"
)


@dataclass
class Counted:
    """A shop, and who counts what it sells."""

    world: ShopWorld
    office: Office
    footfall: Footfall

    async def settle(self) -> None:
        """Rounds, until there is nothing more to do."""
        self.world.clock.passed += 120
        for _ in range(400):
            if await self.office.counting.round() != 0:
                break

    async def days(self, count: int) -> None:
        """That many days later everything before is counted."""
        self.world.clock.advance(days=count)
        await self.world.rates.refresh()
        await self.settle()

    async def buy(self, cost: int | None, user: int = 100, pieces: int = 2) -> int:
        """Paid in coins, at 10.00 each; the order."""
        world = self.world
        variant = await world.variant(5, ProductKind.PHYSICAL)
        async with world.uow() as uow:
            await uow.session.execute(
                text("UPDATE variants SET cost = :cost WHERE id = :id"),
                {"cost": cost, "id": variant},
            )
        await world.customer(user)
        await world.carts.add(user, variant, pieces)
        order_id = await world.till.place(user, "BTC", delivery="1 Road, Town")
        await world.pay(order_id)
        world.chain.mine(6)
        world.clock.advance(seconds=20)
        await world.rates.refresh()
        await world.payments.scan("BTC")
        await world.orders.ship(order_id, actor=ADMIN)
        return order_id

    async def refund(self, order_id: int, *, back: bool = False) -> int:
        amount = (await self.world.reversals.offer(order_id)).shares.amount
        await self.world.reversals.to_credit(order_id, amount=amount, back=back, actor=ADMIN)
        return amount

    async def sums(self, query: str) -> list[tuple[Any, ...]]:
        async with self.world.uow.read() as uow:
            return [tuple(row) for row in await uow.session.execute(text(query))]


def counted(world: ShopWorld, zone: ZoneInfo = UTC_ZONE, digest: int | None = None) -> Counted:
    terms = OfficeTerms("USD", zone, digest)
    office = Office.of(world.uow, world.clock, world.notifications, terms)
    return Counted(world, office, office.footfall)


def earned(report: Report) -> tuple[int, int, int, int]:
    sale = report.total(Count.SALE)
    return sale.count, sale.amount, report.total(Count.REFUND).amount, report.cost


@pytest.fixture
async def local(sqlite_database: Database) -> ShopWorld:
    """Where the database decides nothing."""
    world = ShopWorld(sqlite_database)
    await world.rates.refresh()
    return world


async def test_a_day_is_the_same_while_it_lasts_and_once_it_is_counted(world: ShopWorld) -> None:
    shop = counted(world, BERLIN)
    await shop.settle()
    first = await shop.buy(cost=400)
    await shop.buy(cost=None, user=101, pieces=1)
    await world.order(102)
    shop.footfall.note(Visit.CARD)
    shop.footfall.note(Visit.CARD)
    shop.footfall.note(Visit.CART)
    await shop.settle()
    live = await shop.office.numbers.report(Period.TODAY)
    assert earned(live) == (2, 3000, 0, 800)
    assert live.total(Count.SALE).uncosted == 1000
    assert live.total(Count.PLACED).count == 3
    assert live.visits == {Visit.CARD: 2, Visit.CART: 1}
    assert [(each.name, each.amount) for each in live.buyers] == [
        ("user 100", 2000),
        ("user 101", 1000),
    ]
    await _stands(shop, live, first)


async def _stands(shop: Counted, live: Report, first: int) -> None:
    await shop.days(1)
    stands = await shop.office.numbers.report(Period.LAST)
    assert stands.points[0].day.counted_at is not None
    assert (stands.numbers, stands.visits, stands.best) == (live.numbers, live.visits, live.best)
    assert (await shop.refund(first, back=True)) == 2000
    today = await shop.office.numbers.report(Period.TODAY)
    assert earned(today) == (0, 0, 2000, -800)  # on the day on which it happened
    assert today.owed == 2000
    assert earned(await shop.office.numbers.report(Period.LAST)) == earned(stands)
    await shop.days(2)
    assert earned(await shop.office.numbers.report(Period.WEEK)) == (2, 3000, 2000, 0)
    week = await shop.office.numbers.report(Period.WEEK)
    assert [(each.name, each.amount) for each in week.buyers] == [("user 101", 1000)]
    sold = "SELECT sum(amount) FROM daily WHERE kind = 'sale'"
    assert await shop.sums(sold) == await shop.sums(
        "SELECT sum(total) FROM orders WHERE paid_at > 0"
    )
    moved = "SELECT sum(amount) FROM daily WHERE kind = 'credit'"
    assert await shop.sums(moved) == await shop.sums("SELECT sum(amount) FROM credit_entries")


async def test_what_lands_on_a_counted_day_is_counted_again(world: ShopWorld) -> None:
    """A clock that was wrong: the day that was over is not."""
    shop = counted(world)
    await shop.buy(cost=400)
    await shop.days(2)
    world.clock.step(days=-2)
    late = await shop.buy(cost=100, user=103, pieces=1)
    assert late
    assert await shop.sums("SELECT count(*) FROM days WHERE counted_at IS NOT NULL") == [(0,)]
    world.clock.step(days=2)
    await shop.settle()
    week = await shop.office.numbers.report(Period.WEEK)
    assert earned(week) == (2, 3000, 0, 900)
    assert await shop.sums("SELECT sum(count) FROM daily WHERE kind = 'sale'") == [(2,)]


async def test_the_cost_is_that_of_the_sale_and_comes_with_a_delivery(world: ShopWorld) -> None:
    shop = counted(world)
    order_id = await shop.buy(cost=400)
    variant = await world.variant_of(order_id)
    field = Field.COST
    await world.keeping.change(field, variant, 900, seen=seal(400), actor=ADMIN)
    assert (await shop.office.numbers.report(Period.TODAY)).cost == 800
    batch = (
        "INSERT INTO batches (variant_id, quantity, cost, currency, actor, created_at)"
        " VALUES ({}, 3, 1000, '{}', 'admin:1', 0)"
    )
    async with world.uow() as uow:
        await uow.vault.state("currency", "USD")
        await uow.session.execute(text(batch.format(variant, "USD")))
        costs = [await uow.session.scalar(text(f"SELECT cost FROM variants WHERE id = {variant}"))]
        await uow.session.execute(text(batch.format(variant, "EUR")))
        costs += [await uow.session.scalar(text(f"SELECT cost FROM variants WHERE id = {variant}"))]
        await uow.session.rollback()
    assert costs == [334, 334]


async def test_the_digest_is_told_once_and_says_what_the_screen_says(local: ShopWorld) -> None:
    shop = counted(local, BERLIN, digest=8)
    await shop.buy(cost=400)
    local.clock.step(hours=36 - 12)  # 2026-01-02, one in the afternoon in Berlin
    for _ in range(3):
        await shop.settle()
    again = counted(local, BERLIN, digest=8)  # a restart
    local.clock.step(hours=-6)
    await again.settle()
    local.clock.step(hours=6)
    await again.settle()
    told = [row for row in await local.messages() if row.event == Event.ADMIN_DIGEST]
    assert sorted(row.chat_id for row in told) == [1, 2]
    day = await shop.office.numbers.of_day(int(told[0].args["day"]))
    screen = await shop.office.numbers.report(Period.LAST)
    assert (day.numbers, day.owed, day.best) == (screen.numbers, screen.owed, screen.best)
    assert day.first == "2026-01-01"


async def test_no_digest_before_its_hour(local: ShopWorld) -> None:
    shop = counted(local, BERLIN, digest=14)
    await shop.settle()
    local.clock.step(days=1)  # 13:00 in Berlin
    await shop.settle()
    assert Event.ADMIN_DIGEST not in await local.events()
    local.clock.step(hours=1)
    await shop.settle()
    assert Event.ADMIN_DIGEST in await local.events()


async def test_the_books_of_a_year_add_up(world: ShopWorld) -> None:
    """Against sums over the ledger and the orders that nothing of the books has a part in."""
    shop, kept = await _three_years(world)
    book = shop.office.books.of(2026)
    rows = [row async for row in book.rows()]
    assert book.adds_up
    await _like_the_ledger(shop, rows)
    [sale] = [row for row in rows if row.kind is Kind.SALE and row.number == kept]
    invoice, transfers = await world.invoice(kept), await world.transfers(kept)
    assert (sale.units, sale.rate, sale.coin) == (invoice.taken, invoice.rate, "BTC")
    assert sale.transaction == transfers[0].txid
    table = csv.reader(io.StringIO((await whole(book.file())).decode("utf-8-sig")))
    head, *lines = list(table)
    value, credit = head.index("value"), head.index("credit")
    middle = [one for one in lines if one[1] in ("sale", "refund", "credit")]
    assert sum(Decimal(one[value]) for one in middle) == Decimal("20.00")
    assert sum(Decimal(one[credit]) for one in middle) == Decimal("30.00")
    with pytest.raises(BadYear):
        shop.office.books.of(2028)


async def _three_years(world: ShopWorld) -> tuple[Counted, int]:
    """And an order of the one in the middle."""
    world.clock.now = datetime(2025, 12, 31, 20, tzinfo=UTC)
    shop = counted(world, BERLIN)
    before = await shop.buy(cost=None)
    await shop.refund(before)  # credit from the year before
    world.clock.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    await shop.settle()
    kept = await shop.buy(cost=400, user=101)
    await shop.refund(await shop.buy(cost=None, user=102, pieces=3))
    world.clock.now = datetime(2027, 1, 5, tzinfo=UTC)
    await world.rates.refresh()
    await shop.buy(cost=None, user=103)  # of the year after
    return shop, kept


async def _like_the_ledger(shop: Counted, rows: list[Row]) -> None:
    first, end = (int(each.timestamp() * 1000) for each in year_of(2026, BERLIN))
    within = f"BETWEEN {first} AND {end - 1}"
    ledger = await shop.sums(
        f"SELECT coalesce(sum(amount), 0) FROM credit_entries WHERE created_at {within}"
    )
    sold = await shop.sums(f"SELECT sum(total) FROM orders WHERE paid_at {within}")
    opened = await shop.sums(f"SELECT sum(amount) FROM credit_entries WHERE created_at < {first}")
    closed = await shop.sums(f"SELECT sum(amount) FROM credit_entries WHERE created_at < {end}")
    by_kind = {kind: [row for row in rows if row.kind is kind] for kind in Kind}
    [opening], [closing] = by_kind[Kind.OPENING], by_kind[Kind.CLOSING]
    [total], [control] = by_kind[Kind.TOTAL], by_kind[Kind.CONTROL]
    assert (opening.credit, closing.credit) == (opened[0][0], closed[0][0]) == (2000, 5000)
    assert total.credit == ledger[0][0] == 3000
    assert sum(row.value for row in by_kind[Kind.SALE]) == sold[0][0] == 5000
    assert total.value == 5000 - 3000
    assert control.credit == 0


async def test_books_that_do_not_add_up_say_so(local: ShopWorld) -> None:
    shop = counted(local)
    await shop.refund(await shop.buy(cost=None))
    await shop.days(2)
    async with local.database.unguarded() as uow:
        await uow.session.execute(text(OWED.format("+")))
    book = shop.office.books.of(2026)
    rows = [row async for row in book.rows()]
    assert [row.credit for row in rows if row.kind is Kind.CONTROL] == [-1]
    assert not book.adds_up
    assert len(await local.violations()) == 1
    async with local.database.unguarded() as uow:
        await uow.session.execute(text(OWED.format("-")))


async def test_an_old_shop_is_counted_piece_by_piece(local: ShopWorld) -> None:
    shop = counted(local)
    await shop.buy(cost=None)
    local.clock.advance(days=2 * PIECE)
    report = await shop.office.numbers.report(Period.YEAR)
    assert report.missing > 0
    await shop.settle()
    report = await shop.office.numbers.report(Period.YEAR)
    assert (report.missing, earned(report)) == (0, (1, 2000, 0, 0))


@pytest.mark.parametrize(
    ("zone", "moment", "hours"),
    [
        (BERLIN, datetime(2026, 3, 29, 0, tzinfo=UTC), 23),
        (BERLIN, datetime(2026, 10, 25, 0, tzinfo=UTC), 25),
        (ZoneInfo("Asia/Kathmandu"), datetime(2026, 5, 1, tzinfo=UTC), 24),
        (ZoneInfo("Pacific/Apia"), datetime(2011, 12, 30, 9, tzinfo=UTC), 24),
        (ZoneInfo("America/Sao_Paulo"), datetime(2018, 11, 4, 12, tzinfo=UTC), 23),
    ],
)
def test_a_day_is_as_long_as_the_clocks_say(zone: ZoneInfo, moment: datetime, hours: int) -> None:
    day = day_from(midnight_before(moment, zone), zone)
    assert day.starts_at <= moment < day.ends_at
    assert day.ends_at - day.starts_at == timedelta(hours=hours)


def test_days_follow_each_other_also_when_the_zone_changes() -> None:
    start = midnight_before(datetime(2026, 11, 1, 12, tzinfo=UTC), UTC_ZONE)
    first = list(days_until(start, start + timedelta(days=2), UTC_ZONE))
    then = list(days_until(first[-1].ends_at, start + timedelta(days=5), BERLIN))
    days = [*first, *then]
    assert all(a.ends_at == b.starts_at for a, b in pairwise(days))
    assert [day.date for day in days] == [
        date(2026, 11, number).isoformat() for number in range(1, len(days) + 1)
    ]
    assert then[0].ends_at - then[0].starts_at == timedelta(hours=23)


def test_no_cell_is_carried_out() -> None:
    for bad in ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "'=1", "\r=1"):
        assert str(cell(bad)).startswith("'")
    assert [cell(good) for good in ("-12.50", "0", 7, "K7Q2M")] == ["-12.50", "0", 7, "K7Q2M"]
    assert line(["=1", None]) == b"'=1,\r\n"
