"""The operator's commands about keys: `wallet show-paths | export-key | verify`, and `rekey`.

What a command prints goes to the terminal alone; nothing of it passes through the log.
"""

import argparse
import getpass
import sys
from pathlib import Path

from pydantic import SecretStr

from assembly import custody, database_of, sealer_of
from config import NewKeys, Settings
from models.errors import OrderNotFound
from services.keys.rekey import rekey
from utils import log
from utils.clock import utc_now
from utils.refusal import StartRefused
from utils.sealing import Sealer, require_strong
from utils.wallets.base import AddressDoubt


class CommandRefused(Exception):
    """A command that did nothing; the message says why."""


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    wallet = commands.add_parser("wallet", help="paths and keys of the shop's addresses")
    acts = wallet.add_subparsers(dest="act", required=True)
    acts.add_parser("show-paths", help="where a wallet finds the orders of each coin")
    acts.add_parser("verify", help="derive every address in the database again, twice")
    export = acts.add_parser("export-key", help="print the private key of one order")
    export.add_argument("order", type=int)
    export.add_argument("--yes", action="store_true", help="do not ask")
    change = commands.add_parser("rekey", help="change SECRET_KEY, or DATABASE_KEY")
    change.add_argument("--database-key", action="store_true", help="change DATABASE_KEY instead")


async def run_wallet(command: argparse.Namespace, settings: Settings) -> None:
    match command.act:
        case "show-paths":
            await show_paths(settings)
        case "verify":
            await verify(settings)
        case _:
            await export_key(settings, command.order, asked=not command.yes)


async def show_paths(settings: Settings) -> None:
    async with custody(settings, utc_now) as keys:
        rows = await keys.paths()
    print("coin  path                  next n   given  prepared")
    for row in rows:
        print(f"{row.asset:<5} {row.template:<20} {row.next_index:>7} {row.given:>7} {row.free:>9}")


async def verify(settings: Settings) -> None:
    """Exits with 1 when an address is not what the wallet derives."""
    async with custody(settings, utc_now) as keys:
        count, problems = await keys.verify()
    for problem in problems:
        print(f"FAIL  {problem}")
    if problems:
        raise SystemExit(1)
    print(f"ok    {count} addresses, each derived twice, are what the database says")


async def export_key(settings: Settings, order_id: int, *, asked: bool) -> None:
    """The key as wallets import it. The look is in the audit log."""
    if asked:
        confirm(order_id)
    async with custody(settings, utc_now) as keys:
        try:
            key = await keys.export(order_id)
        except OrderNotFound:
            raise CommandRefused(f"there is no order {order_id}, or it has no address") from None
        except AddressDoubt as doubt:
            raise CommandRefused(f"{doubt}; python bot.py wallet verify says more") from None
    print(f"path     {key.path}\naddress  {key.address}\n{key.form:<8} {key.secret}")


def confirm(order_id: int) -> None:
    """Type the number again; raises CommandRefused."""
    print(f"Whoever sees the private key of order {order_id} can spend what was paid for it.")
    try:
        typed = input(f"Type {order_id} to print it: ")
    except EOFError:
        raise CommandRefused("nobody is there to confirm; --yes goes without asking") from None
    if typed.strip() != str(order_id):
        raise CommandRefused("not confirmed")


async def run_rekey(command: argparse.Namespace, settings: Settings) -> None:
    await (change_database_key if command.database_key else change_secret_key)(settings)


async def change_secret_key(settings: Settings) -> None:
    """Seals everything anew, in one transaction; refuses while the shop runs."""
    old = sealer_of(settings)
    async with database_of(settings) as database:
        fresh = wanted("NEW_SECRET_KEY", NewKeys.read().secret_key)
        require_strong(fresh)
        if Sealer(fresh).key_id == old.key_id:
            raise CommandRefused("NEW_SECRET_KEY is the key the shop has already")
        await database.migrate()
        count = await rekey(database, old, Sealer(fresh), utc_now)
    print(
        f"{count} values are sealed with the new key. Now set SECRET_KEY to it; keep the old one"
        " for as long as you keep backups made before."
    )


async def change_database_key(settings: Settings) -> None:
    """Encrypts the SQLite file anew, after a verified copy; refuses while the shop runs."""
    if settings.database_key is None:
        raise CommandRefused("DATABASE_KEY is not set: this database is not encrypted")
    async with database_of(settings) as database:
        fresh = wanted("NEW_DATABASE_KEY", NewKeys.read().database_key)
        if fresh.get_secret_value() == settings.database_key.get_secret_value():
            raise CommandRefused("NEW_DATABASE_KEY is the key the shop has already")
        copy = backup_path("before-rekey")
        await database.backup(copy)
        await database.rekey(fresh)
    print(
        "the file is encrypted with the new key. Now set DATABASE_KEY to it.\n"
        f"A copy under the old key, in case you need it: {copy}"
    )


def backup_path(name: str) -> Path:
    """A new file among the backups, its folder made."""
    path = Path("data") / "backups" / f"{name}-{utc_now():%Y%m%d-%H%M%S}.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def wanted(name: str, given: SecretStr | None) -> SecretStr:
    """The new key from the environment, or typed twice; raises StartRefused."""
    if given is None and not sys.stdin.isatty():
        raise StartRefused(f"set {name} in the environment, or run this at a terminal")
    fresh = given or typed_twice(name)
    log.remember_secret(fresh.get_secret_value())
    return fresh


def typed_twice(name: str) -> SecretStr:
    first, second = (getpass.getpass(f"{name}{again}: ") for again in ("", " once more"))
    if not first or first != second:
        raise CommandRefused("nothing was typed, or not the same twice")
    return SecretStr(first)
