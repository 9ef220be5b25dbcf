"""How long a start takes, until the bot first asks Telegram for updates."""

import tempfile
from pathlib import Path

from bench.figures import Figure, spread
from bench.processes import running, telegram

STARTS = 5


async def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        first = await start(Path(name))
        again = [await start(Path(name)) for _ in range(STARTS)]
    return [
        Figure("start to first getUpdates, s", spread(again, 2)),
        Figure("  the very first, which makes the database", f"{first:.2f}"),
    ]


async def start(folder: Path) -> float:
    async with telegram() as (sandbox, url), running(sandbox, url, folder) as bot:
        return bot.started
