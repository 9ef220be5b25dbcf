"""What PostgreSQL restores by: lines to be typed, each of which waits for the one before."""

import shlex
from datetime import datetime
from pathlib import Path

from commands.photos import FOLDER
from utils import private
from utils.location import Server
from utils.refusal import CommandRefused

MAGIC = b"PGDMP"
"""What a dump in PostgreSQL's own format begins with."""
EMPTY = ("-T", "template0", "-E", "UTF8")
ALL_OR_NOTHING = ("--no-owner", "--exit-on-error", "--single-transaction")
LONGEST = 32
"""Characters of a database's name that are left in a longer one: PostgreSQL takes 63 bytes."""


def is_dump(file: Path) -> bool:
    """Raises StartRefused where it cannot be read."""
    with private.said(file), file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def refuse_no_dump(file: Path) -> None:
    with private.said(file):
        if not file.is_file():
            raise CommandRefused(f"{file} is no file")
    if not is_dump(file):
        raise CommandRefused(f"{file} is no dump of PostgreSQL, as backup makes one of this shop")


def lines(server: Server, file: Path, media: Path, now: datetime) -> str:
    """The dump becomes a database of its own, which then takes the name of the other. What was
    there keeps everything under another name, tables of a newer release included, and a shop that
    runs keeps its database from being renamed.
    """
    stem = server.database[:LONGEST]
    fresh, before = (f"{stem}_{word}_{now:%Y%m%d%H%M%S%f}" for word in ("restored", "before"))
    into = ["-d", server.named(fresh)]
    steps = [
        ["createdb", f"--maintenance-db={server.dsn}", *EMPTY, fresh],
        ["pg_restore", *ALL_OR_NOTHING, *into, str(file.absolute())],
        ["psql", "-X", "-q", *into, "-c", _renamed(server.database, before)],
        ["psql", "-X", "-q", "-d", server.named(before), "-c", _renamed(fresh, server.database)],
    ]
    if (source := file.absolute().parent / FOLDER).is_dir():
        steps.append(["mkdir", "-p", "-m", "700", str(media)])
        steps.append(["cp", "-R", "-n", f"{source}/.", str(media)])
    return " && \\\n".join(map(shlex.join, [*steps, ["python", "bot.py", "doctor"]]))


def _renamed(old: str, new: str) -> str:
    return f"ALTER DATABASE {_name(old)} RENAME TO {_name(new)}"


def _name(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
