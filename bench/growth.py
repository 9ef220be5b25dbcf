"""Whether cost grows with history: the same questions, pages, start and looks in two shops."""

import asyncio
import contextlib
import gc
import secrets
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import screens
from bench.figures import machine
from bench.fill import fill
from bench.moment import Question, Scene
from bench.processes import running, telegram
from bench.questions import CHANGES, PAGES, PERIODIC
from bench.scene import DurableServer
from db import Database
from models.address import Address
from outside import wallets
from services.running.inspection import InspectionService
from services.running.integrity import IntegrityService
from services.running.notification import Notifications
from storage import mnemonic_of, sealer_of
from tests.databases import find_postgres
from utils.clock import utc_now
from utils.waiting import Progress
from utils.wallets.mnemonic import seed_of

REPEATS = 30
SIZES = (2_000, 50_000)
SETTLED = 3.0
"""Seconds after the start until every loop has run once."""
TICK = 0.005
SCHEDULER = Path("/proc/thread-self/schedstat")


@dataclass(slots=True)
class Figures:
    """What one shop takes, by what was measured: in seconds, bytes or milliseconds."""

    rows: dict[str, float] = field(default_factory=dict)

    @contextlib.contextmanager
    def timed(self, what: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.rows[what] = time.perf_counter() - begun


class _Undone(Exception):
    """Rolls a unit of work back."""


async def compare(sizes: tuple[int, int], folder: Path, *, on_postgresql: bool) -> None:
    """Measure both shops and print one table; one that `folder` has already is not made again."""
    print(f"{machine()}; questions and pages: the least of {REPEATS}, in ms\n")
    measure = measured_on_postgresql if on_postgresql else measured_on_sqlite
    small, large = [await measure(folder, size) for size in sizes]
    print(f"{'what':<44} {sizes[0]:>12,} {sizes[1]:>12,} {'ratio':>8}")
    for what, before in small.rows.items():
        after = large.rows[what]
        print(f"{what:<44} {before:>12,.2f} {after:>12,.2f} {after / max(before, 0.001):>8.1f}")
    print(f"\n{machine()}")


async def measured_on_sqlite(folder: Path, orders: int) -> Figures:
    shop, figures = folder / f"shop-{orders}", Figures()
    if not is_filled(shop):
        await found(shop)
        async with database_of(shop) as database:
            await fill(database, orders)
        is_filled(shop, now=True)
    async with database_of(shop) as database:
        figures.rows["file, MB"] = database.backend.size / 1e6
        await questions(database, orders, figures)
        await looks(database, figures)
        with tempfile.TemporaryDirectory(dir=shop) as name:
            await backup(database, Path(name) / "copy.db", figures)
    await starts(shop, figures)
    return figures


async def measured_on_postgresql(_folder: Path, orders: int) -> Figures:
    """In a server of its own, which is gone afterwards."""
    binaries = find_postgres()
    assert binaries is not None, "PostgreSQL is not installed"
    server, figures = DurableServer(binaries), Figures()
    server.start()
    try:
        async with server.create().open() as database:
            await fill(database, orders)
            with figures.timed("guards compared, s"):
                await database.migrate()
            await questions(database, orders, figures)
            await looks(database, figures)
    finally:
        server.stop()
    return figures


def is_filled(shop: Path, *, now: bool = False) -> bool:
    """Whether it was filled to the end; `now` it was."""
    if now:
        (shop / "filled").touch()
    return (shop / "filled").exists()


def database_of(shop: Path) -> Database:
    return Database.create(f"sqlite+aiosqlite:///{shop / 'shop.db'}", exclusive=False)


async def found(shop: Path) -> None:
    """A shop with a wallet, and the first address of each coin."""
    _keep_secret(shop)
    settings = screens.settings(shop, "http://127.0.0.1:1")
    async with database_of(shop) as database:
        await database.migrate()
        mnemonic = await mnemonic_of(settings, database, sealer_of(settings))
        async with database.uow() as uow:
            for asset, wallet in wallets(settings, seed_of(mnemonic)).items():
                first = wallet.derive(0)
                await uow.addresses.add(
                    Address(
                        chain=asset,
                        index=first.index,
                        address=first.address,
                        path=first.path,
                        created_at=utc_now(),
                    )
                )


def _keep_secret(shop: Path) -> None:
    shop.mkdir(parents=True, exist_ok=True)
    secret = shop / "secret"
    secret.touch(mode=0o600)
    secret.write_text(secrets.token_hex(32))


async def questions(database: Database, orders: int, figures: Figures) -> None:
    scene = Scene(utc_now(), orders)
    for group, asked in ((PERIODIC, read), (CHANGES, changed), (PAGES, read)):
        for name, question in group.items():
            figures.rows[name] = min(
                [await asked(database, question, scene) for _ in range(REPEATS)]
            )


async def read(database: Database, question: Question, scene: Scene) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    async with database.uow.read() as uow:
        await question(uow, scene)
    return (time.perf_counter() - begun) * 1000


async def changed(database: Database, question: Question, scene: Scene) -> float:
    """Milliseconds until it is ready to be committed."""
    took = 0.0
    with contextlib.suppress(_Undone):
        async with database.uow() as uow:
            begun = time.perf_counter()
            await question(uow, scene)
            took = (time.perf_counter() - begun) * 1000
            raise _Undone
    return took


async def looks(database: Database, figures: Figures) -> None:
    """The look at the start, and the one at everything with all that the file needs."""
    service = InspectionService(database.uow, utc_now, Notifications((), utc_now, lambda: None))
    whole = IntegrityService(database.uow, utc_now)
    with figures.timed("start: what can still change, s"):
        assert await service.at_the_start() == []
    async with held(figures, "  the loop was held meanwhile, ms"):
        with figures.timed("everything looked at, s"):
            assert await whole.problems() == []


async def backup(database: Database, path: Path, figures: Figures) -> None:
    told: list[Progress] = []
    async with held(figures, "  the loop was held meanwhile, ms "):
        with figures.timed("backup and its check, s"):
            await database.backup(path, told.append)
    figures.rows["  times that it told how far it was"] = len(told)


@asynccontextmanager
async def held(figures: Figures, what: str) -> AsyncIterator[None]:
    """The longest time that the loop was late for a waiting task, in ms; what its thread waited for
    a processor that others had is not counted.
    """
    gc.collect()
    gc.freeze()  # as handlers/app.py does before it opens the shop
    late: list[float] = [0.0]
    task = asyncio.ensure_future(_tick(late.append))
    try:
        yield
    finally:
        task.cancel()
        figures.rows[what] = max(late) * 1000


async def _tick(late: Callable[[float], Any]) -> None:
    while True:
        queued, due = waited(), time.perf_counter() + TICK
        await asyncio.sleep(TICK)
        late(time.perf_counter() - due - (waited() - queued))


def waited() -> float:
    """Seconds that this thread was ready to run and had no processor, by Linux's count."""
    return int(SCHEDULER.read_text().split()[1]) / 1e9


async def starts(shop: Path, figures: Figures) -> None:
    """The real process: seconds to its first getUpdates, memory when it has settled."""
    seconds, memory = [], []
    for _ in range(3):
        async with telegram() as (sandbox, url), running(sandbox, url, shop) as bot:
            seconds.append(bot.started)
            await asyncio.sleep(SETTLED)
            memory.append(bot.resident)
    figures.rows["start to first getUpdates, s"] = statistics.median(seconds)
    figures.rows["memory, MiB"] = statistics.median(memory)
