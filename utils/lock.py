"""One process per database: the second one refuses to start and says why."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from utils import private
from utils.private import FILE
from utils.refusal import StartRefused

logger = logging.getLogger(__name__)


class AlreadyRunning(StartRefused):
    """Another process holds this database."""


class InUse(StartRefused):
    """A command that reads or writes the database is not done yet."""


class LockLost(Exception):
    """Another process has, or had, this database: whoever learns it may write nothing any more."""


class LockUnsure(Exception):
    """Nobody can tell right now whether we still have this database, so nothing is written."""


ENDS = "so this process writes nothing any more and ends"


def _opened(path: Path) -> IO[str]:
    """Never through a link, and from the first moment for the owner alone."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    return os.fdopen(os.open(path, flags, FILE), "r+", encoding="ascii", errors="replace")


class FileLock:
    """An flock(2) beside the database file; the kernel releases it however the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        file = _opened(self._path)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            owner = file.read().strip() or "unknown"
            file.close()
            raise AlreadyRunning(
                f"another process (pid {owner}) uses this database and holds {self._path}:"
                " stop it first, two would send every message twice"
            ) from error
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def keep(self) -> None:
        """A lock file that was deleted under us is made again; raises LockLost if one is there that
        is not ours. Nothing, if this process has not taken the lock.
        """
        if self._file is None:
            return
        ours = _identity(os.fstat(self._file.fileno()))
        try:
            if _identity(self._path.stat()) == ours:
                return
        except FileNotFoundError:
            self._make_again()
            return
        raise LockLost(f"{self._path} was replaced while the shop ran, {ENDS}")

    def _make_again(self) -> None:
        """Made by nobody else in between: a second shop finds it, or we find the second's."""
        self.release()
        try:
            private.new_file(self._path)
            self.acquire()
        except (OSError, AlreadyRunning):
            raise LockLost(f"{self._path} was deleted while the shop ran, {ENDS}") from None
        logger.warning("%s was deleted while the shop runs: it is there again", self._path)

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _identity(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_dev, stat.st_ino


class Place:
    """The file that was opened, and whether it is still the one of that name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ours: tuple[int, int] | None = None

    def note(self) -> None:
        self._ours = _identity(self._path.stat())

    def keep(self) -> None:
        """Raises LockLost."""
        with suppress(FileNotFoundError):
            if self._ours in (None, _identity(self._path.stat())):
                return
        raise LockLost(f"{self._path} was moved, deleted or replaced while the shop ran, {ENDS}")


class UseLock:
    """Held together by all who have the file open, alone by who replaces it or changes its shape.

    The shop's lock says that nobody else is the shop; commands beside it hold this one only.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def share(self) -> None:
        file = _opened(self._path)
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise InUse(
                f"{self._path.stem} is being restored, upgraded or sealed anew right now:"
                " try again when that is done"
            ) from None
        self._file = file

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Raises InUse while anybody else has the file open."""
        if self._file is None:  # the database was never opened
            yield
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            fcntl.flock(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            raise InUse(
                f"another command is using {self._path.stem}: try again when it is done"
            ) from None
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_SH)

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
