"""`python -m bench [name...]`: measure speed and memory and print them; nothing is asserted.

`python -m bench growth [SMALL LARGE]` compares two shops; `python -m bench fill N URL` makes one.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import (
    catalogue,
    checkouts,
    due,
    flash,
    growth,
    intake,
    lateness,
    memory,
    outbox,
    sandbox,
    scans,
    screens,
    start,
    taps,
)
from bench.figures import machine
from bench.fill import fill
from db import Database

MEASUREMENTS = {
    "taps": taps.measure,
    "shelves": catalogue.measure,
    "intake": intake.measure,
    "screens": screens.measure,
    "checkouts": checkouts.measure,
    "flash": flash.measure,
    "due": due.measure,
    "lateness": lateness.measure,
    "start": start.measure,
    "memory": memory.measure,
    "sandbox": sandbox.measure,
    "scans": scans.measure,
    "outbox": outbox.measure,
}


async def run(names: list[str]) -> None:
    print(f"{machine()}; each figure: median (least-greatest)\n")
    print(f"{'what':<58} {'figure':<34} aim")
    for name in names:
        for figure in await MEASUREMENTS[name]():
            print(figure, flush=True)
    print(f"\n{machine()}")


def compare(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench growth", description=growth.__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="finished orders; default 2000 50000")
    parser.add_argument("--keep", type=Path, help="a folder for the shops, to be used again")
    parser.add_argument("--postgresql", action="store_true", help="in a server of its own")
    given = parser.parse_args(arguments)
    sizes = given.sizes or growth.SIZES
    if len(sizes) != 2:
        parser.error("two sizes, please")
    with tempfile.TemporaryDirectory() as folder:
        where = (given.keep or Path(folder)).absolute()
        work = growth.compare((sizes[0], sizes[1]), where, on_postgresql=given.postgresql)
        asyncio.run(work)


def make(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench fill")
    parser.add_argument("orders", type=int, help="how many finished orders")
    parser.add_argument("url", help="DATABASE_URL of an empty database, which is migrated first")
    given = parser.parse_args(arguments)
    asyncio.run(_make(given.orders, given.url))


async def _make(orders: int, url: str) -> None:
    async with Database.create(url) as database:
        await database.migrate()
        print(f"{orders:,} orders in {await fill(database, orders):.1f} s, every check made")


def main() -> None:
    others = {"growth": compare, "fill": make}
    if sys.argv[1:] and (other := others.get(sys.argv[1])):
        other(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = ", ".join(MEASUREMENTS)
    parser.add_argument("name", nargs="*", help=f"{names}; all when none is named")
    chosen = parser.parse_args().name
    if unknown := set(chosen) - set(MEASUREMENTS):
        parser.error(f"no such measurement: {', '.join(sorted(unknown))} (there are: {names})")
    asyncio.run(run(chosen or list(MEASUREMENTS)))


if __name__ == "__main__":
    main()
