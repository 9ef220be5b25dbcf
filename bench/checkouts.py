"""Checkouts per second on one hot variant, and whether more was sold than there was."""

import asyncio
import gc
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.figures import RUNS, Figure, spread
from bench.scene import CUSTOMERS, ORDERS, Scenes, adopt, postgres
from bench.statements import counted
from models.errors import NothingLeft
from tests.databases import FLAVOURS, POSTGRESQL, SQLCIPHER, SQLITE, Target
from tests.services.conftest import ShopWorld

CLIENTS = 50
AIMS = {SQLITE: 300, SQLCIPHER: 250, POSTGRESQL: 400}


@dataclass(frozen=True, slots=True)
class Run:
    """`refusals`: how many of those who came too late were told so, per second."""

    orders: float
    refusals: float
    oversold: int
    broken: int
    statements: float


async def measure() -> list[Figure]:
    figures = []
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        scenes = Scenes(Path(folder), server)
        for flavour in FLAVOURS:
            if flavour == POSTGRESQL and server is None:
                figures.append(Figure(f"checkouts, {flavour}", "not installed"))
                continue
            runs = [await sell(await scenes.fresh(flavour)) for _ in range(RUNS)]
            figures += rows(flavour, runs)
    return figures


def rows(flavour: str, runs: list[Run]) -> list[Figure]:
    oversold = sum(run.oversold for run in runs)
    broken = sum(run.broken for run in runs)
    return [
        Figure(
            f"checkouts/s, {flavour}, {CLIENTS} clients, {ORDERS} orders",
            spread([run.orders for run in runs]),
            f">= {AIMS[flavour]}",
        ),
        Figure("  refused when sold out, per second", spread([run.refusals for run in runs])),
        Figure("  oversold, broken invariants", f"{oversold}, {broken}", "0, 0"),
        Figure("  statements per checkout", spread([run.statements for run in runs], 1)),
    ]


async def sell(target: Target) -> Run:
    """Sell the variant out, then send those away who come too late."""
    async with target.open() as database:
        await adopt(database)
        world = ShopWorld(database)
        await world.rates.refresh()
        await world.wallets.prepare("BTC", 1)  # those on stock are compared with the chain
        gc.collect()
        gc.freeze()  # as handlers/app.py does before it opens the shop
        with counted() as sent:
            sold, selling = await rush(world, CUSTOMERS[:ORDERS])
        late, refusing = await rush(world, CUSTOMERS[ORDERS:])
        stock, reserved = await world.stock(1)
        return Run(
            orders=sold / selling,
            refusals=(len(CUSTOMERS) - ORDERS - late) / refusing,
            oversold=max(sold + late - ORDERS, reserved - stock, 0),
            broken=len(await world.violations()),
            statements=len(sent) / sold,
        )


async def rush(world: ShopWorld, customers: range) -> tuple[int, float]:
    """All of them check out, `CLIENTS` at a time: how many got an order, and the seconds."""
    waiting = iter(customers)
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        clients = [group.create_task(client(world, waiting)) for _ in range(CLIENTS)]
    return sum(task.result() for task in clients), time.perf_counter() - begun


async def client(world: ShopWorld, waiting: Iterator[int]) -> int:
    orders = 0
    for customer in waiting:
        try:
            await world.till.place(customer, "BTC")
        except NothingLeft:
            continue
        orders += 1
    return orders
