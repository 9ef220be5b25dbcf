"""Catalogue taps per second, beside an aiogram bot that makes the same calls and nothing else."""

import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.customers import crowd, people
from bench.figures import RUNS, Figure, percentile, spread
from bench.processes import ECHO, SHOP, load, running, telegram

CROWDS = (1, 20, 100)
TAPS = 1_800
WARM_UP = 900
AIM = 0.7


@dataclass(frozen=True, slots=True)
class Run:
    """`busy`: milliseconds of the bot's processor time per tap, which other load leaves alone."""

    rate: float
    p50: float
    p99: float
    busy: float


async def measure() -> list[Figure]:
    figures = []
    for number in CROWDS:
        shop, echo = [], []
        for _ in range(RUNS):  # in turns, so that other load hits both
            shop.append(await walk(number, SHOP))
            echo.append(await walk(number, ECHO))
        figures += rows(number, shop, echo)
    return figures


async def walk(number: int, program: Sequence[str]) -> Run:
    """One bot, started afresh, and `number` customers who press as fast as they are answered."""
    customers = people(number)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with telegram(customers) as (sandbox, url):
            await load(folder, url)
            async with (
                running(sandbox, url, folder, program) as bot,
                crowd(sandbox.telegram, customers) as group,
            ):
                await group.tap(WARM_UP)
                before = bot.busy
                seconds = await group.tap(TAPS)
                taps = len(group.seconds)
                milliseconds = [1000 * one for one in group.seconds]
                return Run(
                    rate=taps / seconds,
                    p50=percentile(milliseconds, 50),
                    p99=percentile(milliseconds, 99),
                    busy=1000 * (bot.busy - before) / taps,
                )


def rows(number: int, shop: list[Run], echo: list[Run]) -> list[Figure]:
    who = f"{number} customers" if number > 1 else "1 customer"
    ratio = [mine.rate / its.rate for mine, its in zip(shop, echo, strict=True)]
    work = statistics.median(r.busy for r in echo) / statistics.median(r.busy for r in shop)
    return [
        Figure(f"catalogue taps/s, {who}", spread([run.rate for run in shop])),
        Figure("  the echo bot's", spread([run.rate for run in echo])),
        Figure("  ratio", spread(ratio, 2), f">= {AIM}"),
        Figure("  ratio of processor time per tap, echo to shop", f"{work:.2f}"),
        Figure("  processor ms per tap", spread([run.busy for run in shop], 2)),
        Figure("  p50 ms", spread([run.p50 for run in shop], 1)),
        Figure("  p99 ms", spread([run.p99 for run in shop], 1)),
    ]
