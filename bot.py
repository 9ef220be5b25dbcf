"""Composition root and command line: the only module that knows every concrete class.

`python bot.py` runs the shop, or the sandbox when no BOT_TOKEN is set. Further commands: doctor,
load FILE, backup [FILE], migrate; wallet and rekey are in operate.py.
"""

import gc

gc.disable()  # while thousands of types are built; `run` turns it on again

import argparse
import asyncio
import contextlib
import logging
import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

import config
import operate
from assembly import database_of, opened
from config import Settings
from db import BackupFailed
from handlers import doctor
from handlers.app import App, run
from sandbox.app import Sandbox
from sandbox.telegram.people import Person
from utils import log
from utils.clock import utc_now
from utils.lock import AlreadyRunning
from utils.refusal import StartRefused
from utils.trusted import TrustedClock

ROOT = Path(__file__).parent
DATA = Path("data")
DEMO = ROOT / "demo" / "catalogue.toml"
EXIT_REFUSED = 78
"""EX_CONFIG of sysexits.h."""
PEOPLE = (
    Person(id=7001, first_name="Alice", username="alice", role="customer"),
    Person(id=7000, first_name="Olivia", username="olivia", role="admin"),
)
logger = logging.getLogger("holdfast")


async def run_live(settings: Settings) -> None:
    async with opened(settings, TrustedClock()) as app:
        await run(app, lambda: logger.info("the shop is open"))


async def run_sandbox(settings: Settings) -> None:
    """A local Telegram and local chains in the browser, and the same shop on top of them."""
    folder = DATA / "sandbox"
    folder.mkdir(parents=True, exist_ok=True)
    token = f"1000:{secrets.token_hex(17)}"
    sandbox, url = await start_sandbox(folder, settings, token)
    try:
        local = sandbox_settings(settings, folder, url, token)
        async with opened(local, sandbox.clock) as app:
            await app.loader.load_if_empty(DEMO)
            await run(app, lambda: print(f"\n  Holdfast sandbox: {url}/\n", flush=True))
    finally:
        await sandbox.stop()


async def start_sandbox(folder: Path, settings: Settings, token: str) -> tuple[Sandbox, str]:
    """On `WEB_PORT`, or on any free port when that one is taken."""
    for port in (settings.web_port, 0):
        sandbox = Sandbox(
            folder / "world.db",
            port=port,
            bot_token=token,
            bot_name=settings.shop_name,
            people=PEOPLE,
        )
        with contextlib.suppress(OSError):
            return sandbox, await sandbox.start()
    raise StartRefused("no port of 127.0.0.1 can be listened on")


def sandbox_settings(settings: Settings, folder: Path, url: str, token: str) -> Settings:
    """The operator's settings, but for everything that would leave this machine."""
    local: dict[str, object] = {
        "bot_token": SecretStr(token),
        "admin_ids": frozenset(person.id for person in PEOPLE if person.role == "admin"),
        "secret_key": settings.secret_key or SecretStr(kept_secret(folder / "secret")),
        "telegram_api_url": url,
        "btc_api_urls": (f"{url}/esplora/btc",),
        "btc_rpc_url": None,
        "ltc_api_urls": (f"{url}/esplora/ltc",),
        "ltc_rpc_url": None,
        "eth_rpc_urls": (f"{url}/rpc/eth",),
        "sol_rpc_urls": (f"{url}/rpc/sol",),
        "agreement_above": None,
        "rate_url_kraken": f"{url}/rates/kraken",
        "rate_url_coinbase": f"{url}/rates/coinbase",
        "rate_url_binance": f"{url}/rates/binance",
        "rate_url_mempool": f"{url}/esplora/btc",
        "network": "regtest",
        "wallet_mnemonic": None,
    }
    calm = {
        "database_url": SecretStr(f"sqlite+aiosqlite:///{folder / 'shop.db'}"),
        "payment_scan_seconds": 1,
        "background_task_interval_seconds": 1,
        "max_user_timeouts": 100,
    }
    own = settings.model_fields_set
    return settings.model_copy(update=local | {k: v for k, v in calm.items() if k not in own})


def kept_secret(path: Path) -> str:
    """This sandbox's own random key, made at its first start."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


async def run_shop(settings: Settings) -> None:
    await (run_sandbox if settings.bot_token is None else run_live)(settings)


async def run_doctor(settings: Settings) -> None:
    """Check everything and say what to fix; exits with 1 when something is wrong."""
    if settings.bot_token is None:
        print("BOT_TOKEN is not set: python bot.py starts the sandbox. Set it to go live.")
        return
    async with reachable(settings) as (app, alone):
        findings = await doctor.examine(app, settings.admin_ids, tuple(app.chains), alone=alone)
    for finding in findings:
        print(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.what}: {finding.word}")
    if not all(finding.ok for finding in findings):
        raise SystemExit(1)


@asynccontextmanager
async def reachable(settings: Settings) -> AsyncIterator[tuple[App, bool]]:
    """The shop for a look, beside the running one if there is one; and whether there is none."""
    try:
        async with opened(settings, utc_now) as app:
            yield app, True
    except AlreadyRunning:
        async with opened(settings, utc_now, exclusive=False) as app:
            yield app, False


async def run_load(settings: Settings, path: Path) -> None:
    async with opened(settings, utc_now) as app:
        print(f"{await app.loader.load(path)} pieces added")


async def run_backup(settings: Settings, path: Path | None) -> None:
    """A verified copy, beside a running shop too."""
    target = path or operate.backup_path("holdfast")
    target.parent.mkdir(parents=True, exist_ok=True)
    await database_of(settings, exclusive=False).backup(target)
    print(f"written and verified: {target}")


async def run_migrate(settings: Settings) -> None:
    async with database_of(settings) as database:
        await database.migrate()
    print("the schema is up to date")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bot.py", description="Holdfast, a Telegram shop")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="the shop, or the sandbox without BOT_TOKEN (default)")
    commands.add_parser("doctor", help="check settings, token, admins, providers, database")
    commands.add_parser("load", help="load a catalogue").add_argument("file", type=Path)
    backup = commands.add_parser("backup", help="write a verified copy of the database")
    backup.add_argument("file", type=Path, nargs="?")
    commands.add_parser("migrate", help="bring the database schema up to date")
    operate.add_commands(commands)
    return parser.parse_args(arguments)


async def dispatch(command: argparse.Namespace, settings: Settings) -> None:
    match command.command:
        case "doctor":
            await run_doctor(settings)
        case "load":
            await run_load(settings, command.file)
        case "backup":
            await run_backup(settings, command.file)
        case "migrate":
            await run_migrate(settings)
        case "wallet":
            await operate.run_wallet(command, settings)
        case "rekey":
            await operate.run_rekey(command, settings)
        case _:
            await run_shop(settings)


def main(arguments: Sequence[str]) -> None:
    command = parse(arguments)
    try:
        settings = config.load()
        log.configure("INFO", settings.secrets())
        for chatty in ("apscheduler", "aiogram.event"):  # every tick, every update
            logging.getLogger(chatty).setLevel(logging.WARNING)
        asyncio.run(dispatch(command, settings))
    except (StartRefused, BackupFailed) as refusal:
        print(f"Holdfast does not start:\n{refusal}", file=sys.stderr)
        raise SystemExit(EXIT_REFUSED) from None
    except operate.CommandRefused as refusal:
        print(f"Nothing was done: {refusal}", file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main(sys.argv[1:])
