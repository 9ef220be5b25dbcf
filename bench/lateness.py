"""How late a payment counts, and how late its goods are handed over, as distributions.

Open orders are placed at the real till and watched by the real loops at their real pace. Chain and
Telegram are stand-ins that answer at once, so that what is measured is the shop's own.
"""

import asyncio
import random
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod
from sqlalchemy import select

from bench.figures import Figure, percentile
from db import Database
from handlers.jobs import vital_works
from handlers.notifier import BURST, interval
from models.order import Order
from outside import ONE_BY_ONE, WHOLE_SHOP
from services.money.payment import PaymentService, WatchTerms
from tests.databases import SqliteTemplates
from tests.fakes import FakeClock
from tests.handlers.mail import Mail, until
from tests.handlers.telegram import FakeTelegram, bot_of
from tests.services.conftest import ShopWorld
from utils.chains.failover import FailoverClient
from utils.clock import SystemClock, utc_now
from utils.loops import Supervised
from utils.pace import Pace

FIRST = 10_000
LOOK = 0.2
PATIENCE = 600.0
LIMIT = 120.0
SEED = 2026


@dataclass(frozen=True, slots=True)
class Load:
    """`blocks`: in which the orders are paid, one every `apart` seconds. `scan_every`, `sweep`:
    seconds, as the shop runs by default; `per_scan`: addresses of one scan, as of public sources.
    """

    orders: int = 500
    blocks: int = 10
    apart: float = 6.0
    scan_every: float = 15.0
    sweep: float = 5.0
    per_scan: int = ONE_BY_ONE


class RealClock(FakeClock):
    """The machine's own, where the stand-ins ask for one that obeys."""

    def __call__(self) -> datetime:
        return utc_now()

    def seconds(self) -> float:
        return SystemClock().seconds()


class Stamped(FakeTelegram):
    """Notes when the goods of each chat were first handed to it."""

    def __init__(self) -> None:
        super().__init__()
        self.goods: dict[int, datetime] = {}

    async def make_request(
        self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None
    ) -> Any:
        words = getattr(method, "text", None) or getattr(method, "caption", None) or ""
        if "KEY-" in words:
            self.goods.setdefault(int(method.chat_id), utc_now())  # type: ignore[attr-defined]
        return await super().make_request(bot, method, timeout)


async def measure() -> list[Figure]:
    """With public sources, and with a node that is asked for all in one go."""
    loads = (Load(), Load(per_scan=WHOLE_SHOP))
    return [figure for load in loads for figure in await measured(load)]


async def measured(load: Load) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        target = SqliteTemplates(Path(folder)).copy("sqlite", Path(folder) / "lateness.db")
        async with target.open() as database:
            paid, handed = await _run(database, load)
    what = f"{load.orders:,} open orders, {load.per_scan:,} a scan"
    return [
        Figure(f"{what}: deep enough to paid, s", spoken(paid)),
        Figure("  paid to handed to Telegram, s", spoken(handed)),
    ]


def spoken(late: Sequence[float]) -> str:
    """A distribution in a line."""
    p50, p90, p99 = (percentile(late, at) for at in (50, 90, 99))
    return f"p50 {p50:.1f}, p90 {p90:.1f}, p99 {p99:.1f}, max {max(late):.1f}"


async def _run(database: Database, load: Load) -> tuple[list[float], list[float]]:
    """Seconds of each order."""
    telegram, mail = Stamped(), _mail(database)
    mail.start(bot_of(telegram))
    world = mail.world
    world.notifications.admin_ids = ()
    chains = {"BTC": FailoverClient([world.chain], per_scan=load.per_scan)}
    world.payments = PaymentService(
        *(world.uow, world.clock, chains, world.accounting()),
        WatchTerms(timedelta(seconds=load.scan_every)),
    )
    people = await _place(world, load.orders)
    async with _shop(mail, load):
        await until(mail._done, PATIENCE, LOOK)
        deep = await _confirm(world, people, load)
        await until(_all(telegram, load.orders), PATIENCE, LOOK)
    paid = await _paid(world)
    return (
        [(paid[each] - at).total_seconds() for each, at in deep.items()],
        [(telegram.goods[each] - at).total_seconds() for each, at in paid.items()],
    )


def _mail(database: Database) -> Mail:
    mail = Mail(database, pace=Pace(interval, BURST))
    mail.world = ShopWorld(database, clock=RealClock())
    return mail


async def _place(world: ShopWorld, count: int) -> dict[int, int]:
    """An open order for one of the same good; orders by person."""
    await world.rates.refresh()
    variant, people = await world.variant(count), range(FIRST, FIRST + count)
    while (await _free(world)) < count:
        await world.wallets.prepare("BTC", count)
    orders = {}
    for person in people:
        await world.customer(person)
        await world.carts.add(person, variant, 1)
        orders[person] = await world.till.place(person, "BTC")
    return orders


async def _free(world: ShopWorld) -> int:
    async with world.uow.read() as uow:
        return await uow.addresses.count_free("BTC")


@asynccontextmanager
async def _shop(mail: Mail, load: Load) -> AsyncIterator[None]:
    """Deadlines, scans, prices and the outbox, each in a loop of its own."""
    sweep, scan = timedelta(seconds=load.sweep), timedelta(seconds=load.scan_every)
    world = mail.world
    works = vital_works(world.payments, world.rates, sweep_every=sweep, scan_every=scan)
    works["outbox"] = (mail.notifier.round, sweep)
    loops = {
        name: Supervised(name, work, world.clock, every=every.total_seconds(), limit=LIMIT)
        for name, (work, every) in works.items()
    }
    world.notifications.ring = loops["outbox"].wake
    async with mail.notifier.open(loops["outbox"].wake), asyncio.TaskGroup() as tasks:
        for loop in loops.values():
            tasks.create_task(loop.run())
        try:
            yield
        finally:
            for loop in loops.values():
                loop.stop()


async def _confirm(world: ShopWorld, people: dict[int, int], load: Load) -> dict[int, datetime]:
    """Each is paid at its moment, and deep enough with the next block; when that was."""
    drawn, deep = random.Random(SEED), dict[int, datetime]()
    moments = {each: drawn.uniform(0, load.blocks * load.apart) for each in people}
    began = world.clock.seconds()
    for block in range(1, load.blocks + 1):
        end = block * load.apart
        due = [each for each, at in moments.items() if end - load.apart <= at < end]
        for each in sorted(due, key=moments.__getitem__):
            await asyncio.sleep(max(0.0, began + moments[each] - world.clock.seconds()))
            await world.pay(people[each])
        await asyncio.sleep(max(0.0, began + end - world.clock.seconds()))
        world.chain.mine()
        deep |= dict.fromkeys(due, world.clock())
    return deep


def _all(telegram: Stamped, count: int) -> Any:
    async def reached() -> bool:
        return len(telegram.goods) >= count

    return reached


async def _paid(world: ShopWorld) -> dict[int, datetime]:
    """By person, when their order was."""
    query = select(Order.user_id, Order.paid_at).where(Order.paid_at.is_not(None))
    async with world.uow.read() as uow:
        rows = await uow.session.execute(query)
        return {row.user_id: row.paid_at for row in rows}
