"""`backup` and `restore`: a verified copy, and the way back from it."""

import asyncio
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from sqlalchemy.exc import DBAPIError

from commands.by_hand import is_dump, lines, refuse_no_dump
from commands.photos import FOLDER, Photos, copied
from commands.shop import meant
from commands.terminal import AsJson, Yes, confirm, parts_on, progress, reveal, say, say_json
from config import Settings
from db import Database
from services.keys.custody import has_wallet
from services.money.currency import current_in
from storage import custody_of, database_of, media_of
from utils import private, sqlite_swap
from utils.clock import utc_now
from utils.location import Server
from utils.postgresql import Postgresql
from utils.refusal import CommandRefused, StartRefused
from utils.sqlite import Sqlite
from utils.sqlite_trouble import FAILING, FULL, RESTORE, words
from utils.waiting import Tell

OTHER = "take another backup"
"""Whoever restores a damaged one is not told to restore."""
UNFINISHED = ("-wal", "-journal")
"""What a database has beside it that is not all in its file."""
BY_HAND = (
    "PostgreSQL restores by its own tools. Stop the shop and type the lines above, all of them"
    " (each asks for the password, and the user must be one that may create databases). What is"
    " there now stays, under the name with _before_"
)
File = Annotated[Path, Parameter(help="Of the backup.")]


async def backup(file: File | None = None, *, json: AsJson = False) -> int:
    """Write a verified copy of the database, beside the running shop too.

    Without FILE into data/backups, named by the time. Nothing is overwritten. Photos go
    into a folder `media` beside it, each once for all backups there; 1 when some could not.
    """
    settings = meant()
    async with database_of(settings, exclusive=False) as database:
        target = named(file) if file else kept_copy(settings, "holdfast")
        with progress("copying and verifying") as drawn:
            await database.backup(target, parts_on(drawn))
            photos = await asyncio.to_thread(copied, media_of(settings), target.parent / FOLDER)
    told = {"file": str(target), "bytes": target.stat().st_size, "photos": photos.count}
    if json:
        say_json(told | {"trouble": photos.trouble})
    else:
        say("\n".join([f"written and verified: {target}", *photos.trouble]))
    return 1 if photos.trouble else 0


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
        refuse_no_dump(file)
        reveal(lines(backend.server, file, media_of(settings), utc_now()))  # no password is in it
        raise CommandRefused(BY_HAND)
    refuse_unfinished(file, backend)
    with private.said(backend.path), backend.held():
        after, old = await swapped(settings, backend, file, yes=yes)
    photos = copied(file.parent / FOLDER, media_of(settings))
    say("\n".join(told_of(after, photos, old)))


async def swapped(
    settings: Settings, backend: Sqlite, file: Path, *, yes: bool
) -> tuple[str, Path | None]:
    """What is there now, and where the database before is. For who holds it alone."""
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
    return after, sqlite_swap.finish(backend.path) or old


def told_of(after: str, photos: Photos, old: Path | None) -> list[str]:
    kept = [f"the database before, in case you need it: {old}"] if old else []
    return [
        f"restored: {after}, photos: {photos.count}",
        *photos.trouble,
        *kept,
        "Next: python bot.py doctor, then start the shop.",
    ]


def refuse_unfinished(file: Path, backend: Sqlite) -> None:
    """Raises CommandRefused for what cannot be a backup, before anything is touched."""
    with private.said(file):
        if not file.is_file():
            raise CommandRefused(f"{file} is no file")
        if backend.path.exists() and file.samefile(backend.path):
            raise CommandRefused(f"{file} is the database itself")
        for ending in UNFINISHED:
            part = file.with_name(file.name + ending)
            if part.exists() and part.stat().st_size:
                raise CommandRefused(
                    f"{part} lies beside it: that is a database in use or after a crash, no backup"
                    " (python bot.py backup makes one)"
                )
    if is_dump(file):
        raise CommandRefused(f"{file} is a dump of PostgreSQL: name that server in DATABASE_URL")


async def proved(settings: Settings, copy: Sqlite, file: Path, tell: Tell) -> str:
    """What is in it; raises CommandRefused unless the shop can go on with it."""
    try:
        await require_ours(settings, Database(copy))
        await Database(copy).refuse_broken(tell)
        found = await summary(copy)
        copy.prove()  # its last connection has closed: nothing is left in a -wal
    except (StartRefused, CommandRefused) as problem:
        raise refusal(file, copy, str(problem)) from None
    except DBAPIError as problem:
        said = words(problem.orig or problem)
        known = said != str(problem.orig or problem)
        raise refusal(file, copy, said if known else f"it is damaged ({said}): {OTHER}") from None
    return found


def refusal(file: Path, copy: Sqlite, said: str) -> CommandRefused:
    """About FILE, unless it is the disk of the database that has no room for a copy of it."""
    if said.endswith((FULL, FAILING)):
        problem = FULL if said.endswith(FULL) else FAILING
        return CommandRefused(f"{copy.path.parent} has no room to prove {file} in: {problem}")
    said = said.replace(str(copy.path), str(file)).replace(RESTORE, OTHER)
    return CommandRefused(f"{file} cannot be restored: {said}")


async def require_ours(settings: Settings, database: Database) -> None:
    """Raises StartRefused where the next start would: unreadable, no shop's, of a newer release, of
    other keys, another network or currency.
    """
    assert isinstance(database.backend, Sqlite)  # noqa: S101 - `restore` has no other
    database.backend.prove()
    try:
        if await database.revision() is None:
            raise StartRefused("it is no database of Holdfast")
        await brought_up(database)
        if await has_wallet(database.uow, settings.network):
            keys = await custody_of(settings, database, utc_now)
            await keys.require_own()
        await require_currency(settings.shop_currency, database)
    finally:
        await database.dispose()


async def brought_up(database: Database) -> None:
    """Raises StartRefused whatever a schema that no release made does to a migration."""
    try:
        await database.migrate(copy=False)
    except (DBAPIError, StartRefused, CommandRefused):
        raise
    except Exception as error:
        raise StartRefused(
            f"its schema cannot be brought up to date ({type(error).__name__}): restore it with the"
            " release that made it"
        ) from None


async def require_currency(wanted: str, database: Database) -> None:
    async with database.uow.read() as uow:
        current = await current_in(uow)
    if current not in (None, wanted):
        raise StartRefused(
            f"it sells in {current}, and SHOP_CURRENCY is {wanted}: set SHOP_CURRENCY={current} and"
            f" restore it, then exchange everything: python bot.py currency {wanted}"
        )


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
