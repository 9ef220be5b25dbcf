"""`python -m bench [name...]`: measure speed and memory and print them; nothing is asserted."""

import argparse
import asyncio

from bench import checkouts, memory, outbox, sandbox, scans, screens, start, taps
from bench.figures import machine

MEASUREMENTS = {
    "taps": taps.measure,
    "screens": screens.measure,
    "checkouts": checkouts.measure,
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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = ", ".join(MEASUREMENTS)
    parser.add_argument("name", nargs="*", help=f"{names}; all when none is named")
    chosen = parser.parse_args().name
    if unknown := set(chosen) - set(MEASUREMENTS):
        parser.error(f"no such measurement: {', '.join(sorted(unknown))} (there are: {names})")
    asyncio.run(run(chosen or list(MEASUREMENTS)))


if __name__ == "__main__":
    main()
