"""The bot's memory when nobody is there and after ten thousand taps."""

import asyncio
import tempfile
from pathlib import Path

from bench.customers import crowd, people
from bench.figures import RUNS, Figure, spread
from bench.processes import load, running, telegram

CUSTOMERS = 20
WARM_UP = 1_000
TAPS = 10_000
SETTLED = 2.0
"""Seconds after the start until every loop has run once."""


async def measure() -> list[Figure]:
    runs = [await live() for _ in range(RUNS)]
    idle, warm, tired = zip(*runs, strict=True)
    growth = [after - before for _, before, after in runs]
    return [
        Figure("memory idle, MiB resident", spread(idle, 1)),
        Figure(f"  after {WARM_UP:,} taps, every cache filled", spread(warm, 1)),
        Figure(f"  after {TAPS:,} more", spread(tired, 1)),
        Figure("  growth over those", spread(growth, 1), "flat"),
    ]


async def live() -> tuple[float, float, float]:
    customers = people(CUSTOMERS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with telegram(customers) as (sandbox, url):
            await load(folder, url)
            async with running(sandbox, url, folder) as bot:
                await asyncio.sleep(SETTLED)
                idle = bot.resident
                async with crowd(sandbox.telegram, customers) as group:
                    await group.tap(WARM_UP)
                    warm = bot.resident
                    await group.tap(TAPS)
                return idle, warm, bot.resident
