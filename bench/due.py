"""Ten thousand unpaid orders end in one second: how late each is closed, and who waits meanwhile.

The chain answers at once, for its pace is not the shop's; what is written is written for real.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import func, select

from bench.figures import Figure, percentile
from bench.scene import postgres
from bench.watching import watching
from models.order import Order, OrderStatus
from services.money.payment import PaymentService
from tests.chains.watched import addresses
from tests.databases import FLAVOURS, POSTGRESQL, SqliteTemplates, Target
from tests.fakes import FakeChain, FakeClock
from tests.services.conftest import ShopWorld
from utils.chains.failover import FailoverClient

ORDERS = 10_000
LOOK = 0.25
TICK = 0.005
AIM_SECONDS, AIM_LAG = 60, 250


async def measure() -> list[Figure]:
    figures = []
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        templates = SqliteTemplates(Path(folder))
        for flavour in FLAVOURS:
            if flavour != POSTGRESQL:
                target = templates.copy(flavour, Path(folder) / f"{flavour}-due.db")
            elif server is None:
                figures.append(Figure(f"due at once, {flavour}", "not installed"))
                continue
            else:
                target = server.create()
            figures += await measured(target)
    return figures


async def measured(target: Target) -> list[Figure]:
    chain = FailoverClient([FakeChain(FakeClock())])
    async with watching(target, "BTC", addresses("BTC", ORDERS), chain) as (world, payments):
        world.clock.advance(hours=1)
        async with counted(world) as closed, lag() as waits:
            await close(payments)
    late = [seconds for seconds, count in closed for _ in range(count)]
    assert len(late) == ORDERS, len(late)
    p50, p99 = (percentile(late, at) for at in (50, 99))
    stall = percentile(waits, 99) * 1000
    return [
        Figure(
            f"{ORDERS:,} orders due at once, {target.flavour}: the last is closed after, s",
            f"{max(late):.1f} (p50 {p50:.1f}, p99 {p99:.1f})",
            f"<= {AIM_SECONDS}",
        ),
        Figure(
            "  others wait for the loop, p99 ms",
            f"{stall:.0f} (longest {max(waits) * 1000:.0f})",
            f"< {AIM_LAG}",
        ),
    ]


async def close(payments: PaymentService) -> None:
    """Sweep after sweep, as the worker does."""
    while (await payments.expire_overdue()) is not None:
        pass


@asynccontextmanager
async def counted(world: ShopWorld) -> AsyncIterator[list[tuple[float, int]]]:
    """How many were closed by when, looked at from outside."""
    began, found = time.perf_counter(), list[tuple[float, int]]()

    async def look() -> None:
        query = select(func.count()).where(Order.status == OrderStatus.EXPIRED)
        async with world.uow.read() as uow:
            count = await uow.session.scalar(query) or 0
        new = count - sum(each for _, each in found)
        found.append((time.perf_counter() - began, new))

    async def watch() -> None:
        while True:
            await asyncio.sleep(LOOK)
            await look()

    watching = asyncio.ensure_future(watch())
    yield found
    watching.cancel()
    await asyncio.wait([watching])
    await look()


@asynccontextmanager
async def lag() -> AsyncIterator[list[float]]:
    """Seconds that somebody who wants a turn waits for it beyond what was asked."""
    waits = [0.0]

    async def tick() -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(TICK)
            waits.append(time.perf_counter() - begun - TICK)

    ticking = asyncio.ensure_future(tick())
    yield waits
    ticking.cancel()
