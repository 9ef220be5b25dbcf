"""`backup` and `restore`: a verified copy, and the way back from it."""

import asyncio
import hashlib
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from sqlalchemy.exc import DBAPIError

from commands.shop import meant
from commands.terminal import AsJson, Yes, confirm, parts_on, progress, say, say_json
from config import Settings
from db import Database
from services.goods.gallery import keep
from services.keys.custody import has_wallet
from storage import custody_of, database_of, media_of
from utils import private, sqlite_swap
from utils.clock import utc_now
from utils.location import Server
from utils.postgresql import Postgresql
from utils.refusal import CommandRefused, StartRefused
from utils.sqlite import Sqlite
from utils.sqlite_trouble import RESTORE
from utils.waiting import Tell

OTHER = "take another backup"
"""Whoever restores a damaged one is not told to restore."""
MEDIA = "media"
"""The folder of photos beside a backup, as beside the database."""
NAME_LENGTH = 64
File = Annotated[Path, Parameter(help="Of the backup.")]


async def backup(file: File | None = None, *, json: AsJson = False) -> None:
    """Write a verified copy of the database, beside the running shop too.

    Without FILE into data/backups, named by the time. Nothing is overwritten. Photos go
    into a folder `media` beside it, each once for all backups there.
    """
    settings = meant()
    async with database_of(settings, exclusive=False) as database:
        target = named(file) if file else kept_copy(settings, "holdfast")
        with progress("copying and verifying") as drawn:
            await database.backup(target, parts_on(drawn))
            photos = await asyncio.to_thread(copied, media_of(settings), target.parent / MEDIA)
    told = {"file": str(target), "bytes": target.stat().st_size, "photos": photos}
    say_json(told) if json else say(f"written and verified: {target}")


def named(file: Path) -> Path:
    """Raises CommandRefused where its folder is not there: a disk that is not mounted looks so,
    and a backup beside the mount point is none.
    """
    target = file.absolute()
    with private.said(target.parent):
        if not target.parent.is_dir():
            raise CommandRefused(f"there is no folder {target.parent}: make it, or mount its disk")
    return target


def kept_copy(settings: Settings, name: str) -> Path:
    """A new name among the backups, its folder made."""
    folder = settings.data / "backups"
    with private.said(folder):
        private.folder(folder)
    kind = "dump" if isinstance(settings.location(), Server) else "db"
    return folder / f"{name}-{utc_now():%Y%m%d-%H%M%S}.{kind}"


async def restore(file: File, *, yes: Yes = False) -> None:
    """Put FILE in the place of the database; the shop must be stopped.

    FILE is proved first: whole, sound, of this shop's keys and network, not of a newer release. The
    database that it replaces is kept beside it, with its -wal. A crash leaves the old or the new.
    """
    settings = meant()
    backend = database_of(settings).backend
    if isinstance(backend, Postgresql):
        raise CommandRefused(by_hand(backend.server, file))
    refuse_unfinished(file, backend)
    with backend.held():
        old = sqlite_swap.finish(backend.path)
        before = "there is none"
        if backend.path.exists():
            before = await summary(backend.beside(backend.path))
        try:
            copy = backend.beside(sqlite_swap.receive(file, backend.path))
            with progress("verifying the backup") as drawn:
                after = await proved(settings, copy, file, parts_on(drawn))
            confirm(f"now:    {before}\nthen:   {after}", "restore", yes=yes)
            sqlite_swap.decide(backend.path)
        finally:
            sqlite_swap.forget(backend.path)
        old = sqlite_swap.finish(backend.path) or old
    say(f"restored: {after}, photos: {copied(file.parent / MEDIA, media_of(settings))}")
    if old:
        say(f"the database before, in case you need it: {old}")
    say("Next: python bot.py doctor, then start the shop.")


def refuse_unfinished(file: Path, backend: Sqlite) -> None:
    """Raises CommandRefused for what cannot be a backup, before anything is touched."""
    with private.said(file):
        if not file.is_file():
            raise CommandRefused(f"{file} is no file")
        if backend.path.exists() and file.samefile(backend.path):
            raise CommandRefused(f"{file} is the database itself")
        wal = file.with_name(file.name + "-wal")
        if wal.exists() and wal.stat().st_size:
            raise CommandRefused(
                f"{wal} lies beside it: that is a database in use or after a crash, no backup"
                " (python bot.py backup makes one)"
            )
        with file.open("rb"):
            pass


def copied(source: Path, target: Path) -> int:
    """Photos that `target` did not have, of those in `source`; a damaged one is left out. They are
    named by what is in them, so all backups of a folder share one copy of each.
    """
    count = 0
    for path in sorted(source.iterdir()) if source.is_dir() else ():
        if len(path.name) == NAME_LENGTH and not (target / path.name).exists():
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() == path.name:
                keep(target, path.name, content)
                count += 1
    return count


async def proved(settings: Settings, copy: Sqlite, file: Path, tell: Tell) -> str:
    """What is in it; raises CommandRefused unless the shop can go on with it."""
    try:
        await require_ours(settings, Database(copy))
        await Database(copy).refuse_broken(tell)
        found = await summary(copy)
        copy.prove()  # its last connection has closed: nothing is left in a -wal
    except (StartRefused, CommandRefused) as problem:
        words = str(problem).replace(str(copy.path), str(file)).replace(RESTORE, OTHER)
        raise CommandRefused(f"{file} cannot be restored: {words}") from None
    except DBAPIError as problem:
        raise CommandRefused(
            f"{file} cannot be restored: it is damaged ({problem.orig}): {OTHER}"
        ) from None
    return found


async def require_ours(settings: Settings, database: Database) -> None:
    """Raises StartRefused: unreadable, no shop's, of a newer release, of other keys or network."""
    assert isinstance(database.backend, Sqlite)  # noqa: S101 - `restore` has no other
    database.backend.prove()
    try:
        if await database.revision() is None:
            raise StartRefused("it is no database of Holdfast")
        await database.migrate(copy=False)
        if await has_wallet(database.uow, settings.network):
            keys = await custody_of(settings, database, utc_now)
            await keys.require_own()
    finally:
        await database.dispose()


async def summary(backend: Sqlite) -> str:
    """`12 orders, the newest of 2026-11-27 10:31 UTC`, or why nobody can tell."""
    database = Database(backend)
    try:
        backend.prove()
        async with database.uow.read() as uow:
            count, newest = await uow.orders.extent()
    except Exception as error:
        return f"a database that cannot be read ({type(error).__name__})"
    finally:
        await database.dispose()
    return f"{count} orders" + (f", the newest of {newest:%Y-%m-%d %H:%M} UTC" if newest else "")


def by_hand(server: Server, file: Path) -> str:
    """PostgreSQL's own way: one transaction, all of the dump or nothing."""
    return (
        "PostgreSQL restores by its own tools. Stop the shop, keep what is there, then restore"
        " (each asks for the password):\n"
        f"  pg_dump -Fc -f before-restore.dump -d '{server.dsn}'\n"
        f"  pg_restore --clean --if-exists --no-owner --exit-on-error --single-transaction"
        f" -d '{server.dsn}' '{file}'\n"
        "  python bot.py doctor"
    )
