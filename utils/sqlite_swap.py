"""Putting one SQLite file in the place of another, so that a power cut leaves the old or the new.

The new file first gets the name PATH.restored: that one rename decides. Whoever opens PATH next,
this command or after a crash the shop itself, finishes: the old file goes aside with its -wal and
-shm (a -wal that stayed behind would be played into the new file), then the new one moves in.
"""

import errno
import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from utils import private

OLD = ("-wal", "-shm", "-journal", "")
"""The file itself last: what belongs to it must never be found beside another one."""


def decided(path: Path) -> Path:
    return path.with_name(path.name + ".restored")


def arriving(path: Path) -> Path:
    return path.with_name(path.name + ".restoring")


def receive(source: Path, path: Path) -> Path:
    """A private copy of `source` beside `path`, on its disk; what an earlier try left is gone."""
    forget(path)
    copy = arriving(path)
    private.new_file(copy)
    with source.open("rb") as read, copy.open("wb") as write:
        shutil.copyfileobj(read, write)
        write.flush()
        os.fsync(write.fileno())
    return copy


def forget(path: Path) -> None:
    """Whatever arrived is not wanted."""
    for ending in OLD:
        arriving(path).with_name(arriving(path).name + ending).unlink(missing_ok=True)


def decide(path: Path) -> None:
    """From here on the proved copy is the database. Raises OSError if it is not whole."""
    for ending in OLD[:-1]:
        part = arriving(path).with_name(arriving(path).name + ending)
        if part.exists() and part.stat().st_size and ending != "-shm":
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        part.unlink(missing_ok=True)
    arriving(path).rename(decided(path))
    _settle(path.parent)


def finish(path: Path) -> Path | None:
    """Do what was decided, as often as it takes; where the old file is now, if there was one."""
    new = decided(path)
    if not new.exists():
        return None
    when = datetime.fromtimestamp(new.stat().st_mtime, UTC)
    aside = path.with_name(f"{path.name}.replaced-{when:%Y%m%d-%H%M%S}")
    for ending in OLD:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    _settle(path.parent)
    new.rename(path)
    _settle(path.parent)
    return aside if aside.exists() else None


def _settle(folder: Path) -> None:
    """The names are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
