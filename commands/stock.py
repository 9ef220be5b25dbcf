"""`stock`, `reservations` and `payments`: what the shelves hold, who holds it, and open money."""

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated

from cyclopts import App, Parameter

from commands.shop import meant
from commands.terminal import AsJson, DryRun, Yes, confirm, progress, say, say_json
from config import Settings
from db import Database
from handlers.app import Doorbell
from letterbox import build_notifications
from services.goods.dashboard import DashboardService
from services.goods.report import COLUMNS, row_of
from services.sale.doubt import Doubt, DoubtService
from services.sale.upkeep import UpkeepService
from storage import beside, for_work, number_of
from utils.clock import utc_now
from utils.refusal import CommandRefused
from wiring import build_lifecycle

LONGEST = 10 * 365 * 24 * 60
"""Minutes that an age may have."""
stock, reservations, payments = App(name="stock"), App(name="reservations"), App(name="payments")
Minutes = Annotated[int, Parameter(name="--max-age-minutes", help="Older ones are meant.")]
Hours = Annotated[int, Parameter(name="--max-age-hours", help="Older ones are meant.")]
Tidy = Annotated[
    bool,
    Parameter(
        name="--cleanup-reservations", negative="", help="Cancel unpaid orders of that age too."
    ),
]
SHOWN = 100
"""Lines; the rest is counted."""
Release = Annotated[bool, Parameter(negative="", help="Sell everything again that is in doubt.")]


@stock.default
async def doubted(*, release: Release = False, yes: Yes = False, json: AsJson = False) -> None:
    """Show what is in doubt since the database was restored; it is not sold until released.

    A good of it may have been delivered before: take off what you know to be sold, count what lies
    on real shelves and correct it with `load`, then release it.
    """
    settings = meant()
    async with for_work(settings) as database:
        notify = build_notifications(settings, utc_now, Doorbell(), number_of(settings))
        service = DoubtService(database.uow, utc_now, build_lifecycle(settings, notify))
        found = await service.standing()
        say_json(as_data(found)) if json else describe(found)
        if not release or not found.waits:
            return
        confirm("What was delivered before may reach a second customer.", "release", yes=yes)
        await service.release(None, "operator")
    if not json:
        say("done: it is on sale again")


def describe(found: Doubt) -> None:
    for row in found.variants[:SHOWN]:
        say(f"{row.title}: {row.stock_quantity - row.gone_quantity} by the books, in doubt")
    if len(found.variants) > SHOWN:
        say(f"and {len(found.variants) - SHOWN} more")
    if found.unknown:
        say("what is loaded now is in doubt as well (stock --release)")
    if found.gone:
        say(f"known to be delivered, and never sold again: {found.gone}")
    if not found.waits:
        say("no stock is in doubt")


def as_data(found: Doubt) -> dict[str, object]:
    titles = [row.title for row in found.variants]
    return {"doubted": titles, "unknown": found.unknown, "gone": found.gone}


@stock.command
async def check(*, json: AsJson = False) -> int:
    """Look whether the shelves contradict themselves; 1 when they do."""
    settings = meant()
    async with beside(settings) as database:
        with progress("looking"):
            service = DashboardService(database.uow, settings.shop_currency)
            wrong = await service.inconsistencies()
    if json:
        say_json(wrong)
    elif wrong:
        say("\n".join(f"FAIL  {name}: {rows}" for name, rows in wrong.items()))
    else:
        say("ok    every unit, movement and reservation adds up")
    return 1 if wrong else 0


@stock.command
async def report(*, json: AsJson = False) -> None:
    """Every version in figures: received, available, held, sold, removed, cost and margin."""
    settings = meant()
    currency = settings.shop_currency
    async with beside(settings) as database:
        service = DashboardService(database.uow, currency)
        with progress("reading"):
            rows = [row_of(figures, currency) async for figures in service.everything()]
    if json:
        say_json(rows)
        return
    say("\t".join(COLUMNS))
    for row in rows:
        say("\t".join("" if row[name] is None else str(row[name]) for name in COLUMNS))


def upkeep(settings: Settings, database: Database) -> UpkeepService:
    """What it tells people waits in the queue; a running shop sends it at once."""
    notifications = build_notifications(settings, utc_now, Doorbell(), number_of(settings))
    return UpkeepService(database.uow, utc_now, build_lifecycle(settings, notifications))


@reservations.command(name="list")
async def list_(*, json: AsJson = False) -> None:
    """Which orders hold what, and until when; the oldest first."""
    settings = meant()
    async with beside(settings) as database:
        rows = await upkeep(settings, database).held()
    if json:
        say_json([asdict(row) for row in rows])
        return
    for row in rows:
        seen = ", money was seen" if row.seen else ""
        until = row.until.isoformat(timespec="minutes")
        say(f"{row.code}  {row.status:<8} {row.quantity} x {row.title}, until {until}{seen}")
    if not rows:
        say("nothing is held")


@reservations.command
async def cleanup(
    *, max_age_minutes: Minutes, dry_run: DryRun = False, json: AsJson = False
) -> None:
    """Cancel unpaid orders that are older, if no money was seen; their customers hear it."""
    age = timedelta(minutes=_bounded(max_age_minutes, LONGEST))
    settings = meant()
    async with beside(settings, writes=not dry_run) as database:
        codes = await _cleaned(upkeep(settings, database), age, dry_run=dry_run)
    if json:
        say_json({"cancelled" if not dry_run else "would_cancel": codes})
    else:
        _told(codes, dry_run=dry_run)


async def _cleaned(service: UpkeepService, age: timedelta, *, dry_run: bool) -> list[str]:
    with progress("cancelling"):
        return await (service.abandoned(age) if dry_run else service.cleanup(age))


def _told(codes: list[str], *, dry_run: bool) -> None:
    verb = "would be cancelled" if dry_run else "cancelled"
    say(f"{verb}: {', '.join(codes)}" if codes else "there is nothing to cancel")


@payments.command(name="check")
async def check_payments(
    *,
    max_age_hours: Hours,
    cleanup_reservations: Tidy = False,
    dry_run: DryRun = False,
    json: AsJson = False,
) -> int:
    """Payments that are older and not settled, orders that wait for a person; 1 when there are."""
    age = timedelta(hours=_bounded(max_age_hours, LONGEST // 60))
    settings, codes = meant(), list[str]()
    async with beside(settings, writes=cleanup_reservations and not dry_run) as database:
        service = upkeep(settings, database)
        with progress("looking"):
            rows = await service.open_money(age)
        if cleanup_reservations:
            codes = await _cleaned(service, age, dry_run=dry_run)
    if json:
        key = "would_cancel" if dry_run else "cancelled"
        say_json({"open": [asdict(row) for row in rows], key: codes})
        return 1 if rows else 0
    for row in rows:
        since = row.since.isoformat(timespec="minutes")
        say(f"{row.code}  {row.status:<9} {row.asset:<4} {row.why}, since {since}")
    if not rows:
        say("ok    no payment of that age is open")
    if cleanup_reservations:
        _told(codes, dry_run=dry_run)
    return 1 if rows else 0


def _bounded(number: int, most: int) -> int:
    if not 0 <= number <= most:
        raise CommandRefused(f"the age is a whole number from 0 to {most}")
    return number
