"""Bots as processes of their own, beside a sandbox that lives in this one."""

import asyncio
import secrets
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.app import Sandbox
from sandbox.telegram.people import Person
from tests.journeys.processes import ROOT
from tests.journeys.shop import environment

ADMIN = 7000
TOKEN = f"1000:{secrets.token_hex(17)}"
KEY = secrets.token_hex(32)
SHOP = (str(ROOT / "bot.py"),)
ECHO = ("-m", "bench.echo")
START_SECONDS = 60
LOOK = 0.002
TICK = 100
"""Of /proc/PID/stat, per second."""


@asynccontextmanager
async def telegram(customers: Sequence[Person] = ()) -> AsyncIterator[tuple[Sandbox, str]]:
    """A fresh sandbox in memory and its address."""
    admin = Person(ADMIN, "Olivia", role="admin")
    sandbox = Sandbox(None, bot_token=TOKEN, people=[admin, *customers])
    try:
        yield sandbox, await sandbox.start()
    finally:
        await sandbox.stop()


def secret_of(folder: Path) -> str:
    """A shop that is kept has its own."""
    kept = folder / "secret"
    return kept.read_text() if kept.exists() else KEY


def live(folder: Path, url: str) -> dict[str, str]:
    """The environment of a live shop whose whole outside world is the sandbox."""
    return environment(
        PYTHONPATH=str(ROOT),
        BOT_TOKEN=TOKEN,
        ADMIN_IDS=str(ADMIN),
        SECRET_KEY=secret_of(folder),
        DATABASE_URL=f"sqlite+aiosqlite:///{folder / 'shop.db'}",
        TELEGRAM_API_URL=url,
        BTC_API_URLS=f"{url}/esplora/btc",
        RATE_URL_KRAKEN=f"{url}/rates/kraken",
        RATE_URL_COINBASE=f"{url}/rates/coinbase",
        RATE_URL_BINANCE="off",
        RATE_URL_MEMPOOL="off",
        CURRENCIES="BTC",
        NETWORK="regtest",
    )


async def spawn(folder: Path, url: str, *arguments: str, **settings: str) -> Process:
    env = live(folder, url) | settings
    with (folder / "log.txt").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=folder, env=env, stdout=log, stderr=log
        )


async def load(folder: Path, url: str, more: str = "") -> None:
    """Fill the shop's database with the catalogue of the demo, less its photos: every tap of the
    walk is then one edit, as the echo bot's are. `more`: TOML behind it.
    """
    demo = (ROOT / "demo" / "catalogue.toml").read_text().splitlines(keepends=True)
    catalogue = folder / "catalogue.toml"
    catalogue.write_text("".join(line for line in demo if not line.startswith("photo")) + more)
    process = await spawn(folder, url, *SHOP, "load", str(catalogue))
    assert await process.wait() == 0, (folder / "log.txt").read_text()


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that polls; `started` are the seconds it needed to get there."""

    pid: int
    started: float

    @property
    def resident(self) -> float:
        """MiB in memory."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        kilobytes = status.partition("VmRSS:")[2].split()[0]
        return int(kilobytes) / 1024

    @property
    def busy(self) -> float:
        """Seconds of processor time so far, all threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK


@asynccontextmanager
async def running(
    sandbox: Sandbox, url: str, folder: Path, program: Sequence[str] = SHOP, **settings: str
) -> AsyncIterator[Running]:
    """From the start of the process to its end; enters with the first getUpdates."""
    begun = time.perf_counter()
    process = await spawn(folder, url, *program, **settings)
    try:
        async with asyncio.timeout(START_SECONDS):
            while not sandbox.telegram.updates.allowed:  # set by the first getUpdates
                assert process.returncode is None, (folder / "log.txt").read_text()
                await asyncio.sleep(LOOK)
        yield Running(process.pid, time.perf_counter() - begun)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()
