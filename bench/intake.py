"""Goods that come in by the thousand, and the table of a large stock that goes out."""

import tempfile
import time
import tracemalloc
from pathlib import Path

from sqlalchemy import text

from bench.figures import Figure
from bench.growth import Figures, held
from models.product import ProductKind
from services.goods.dashboard import DashboardService
from services.goods.intake import Delivery, IntakeService
from services.goods.lines import Line
from services.goods.report import table
from tests.databases import SQLITE, SqliteTemplates
from tests.services.conftest import ShopWorld

UNITS, SHELVED = 10_000, 100_000
HELD = "held"
AIM, AIM_HELD = 10, 50
"""Seconds for the goods; milliseconds that the loop may be held."""
MORE = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :units)
INSERT INTO stock_units (variant_id, sealed, digest, status, created_at)
SELECT :variant, randomblob(92), randomblob(32), 'available', 0 FROM n
"""


async def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        target = SqliteTemplates(Path(name)).copy(SQLITE, Path(name) / "intake.db")
        async with target.open() as database:
            world = ShopWorld(database)
            variant = await world.variant(0, ProductKind.DIGITAL)
            figures = [*await come_in(world, variant), *await come_off(world, variant)]
            return [*figures, *await go_out(world, variant)]


async def come_in(world: ShopWorld, variant: int) -> list[Figure]:
    service = IntakeService(world.uow, world.clock, world.sealer, "USD")
    lines = [Line(number, f"KEY-{number:08}-OF-{UNITS}") for number in range(1, UNITS + 1)]
    figures = Figures()
    begun, busy = time.perf_counter(), time.process_time()
    async with held(figures, HELD):
        found = await service.judge(lines)
        seal = found.seal(variant)
        await service.add(variant, lines, Delivery(), seal=seal, actor="admin:1")
    took, busy = time.perf_counter() - begun, time.process_time() - busy
    return [
        Figure(f"{UNITS:,} goods judged and shelved, s", f"{took:.1f}", f"< {AIM}"),
        Figure("  processor s", f"{busy:.1f}"),
        Figure("  the loop was held, ms at most", f"{figures.rows[HELD]:.0f}", f"< {AIM_HELD}"),
    ]


async def come_off(world: ShopWorld, variant: int) -> list[Figure]:
    """The largest batch there can be is undone: in one transaction, all or nothing."""
    [card] = await world.batches.of(variant, 0)
    figures, begun = Figures(), time.perf_counter()
    async with held(figures, HELD):
        undone = await world.batches.undo(card.batch.id, actor="admin:1")
    took = time.perf_counter() - begun
    return [
        Figure(f"a batch of {undone:,} goods undone, s", f"{took:.1f}", f"< {AIM}"),
        Figure("  the loop was held, ms at most", f"{figures.rows[HELD]:.0f}", f"< {AIM_HELD}"),
    ]


async def go_out(world: ShopWorld, variant: int) -> list[Figure]:
    async with world.uow() as uow:
        await uow.session.execute(text(MORE), {"units": SHELVED, "variant": variant})
    figures = Figures()
    board = DashboardService(world.uow, "USD")
    tracemalloc.start()
    async with held(figures, HELD):
        content = await table(board, "USD")
    peak = tracemalloc.get_traced_memory()[1] / 1024 / 1024
    tracemalloc.stop()
    what = f"the table of {SHELVED:,} goods, {len(content):,} bytes: MiB at most"
    return [
        Figure(what, f"{peak:.2f}", "flat"),
        Figure("  the loop was held, ms at most", f"{figures.rows[HELD]:.0f}", f"< {AIM_HELD}"),
    ]
