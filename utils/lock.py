"""One process per database: the second one refuses to start and says why."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from utils.private import FILE
from utils.refusal import StartRefused


class AlreadyRunning(StartRefused):
    """Another process holds this database."""


class InUse(StartRefused):
    """A command that reads or writes the database is not done yet."""


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

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


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


SHOP = 0x486F6C6466617374
"""The key of our PostgreSQL advisory locks: "Holdfast" in ASCII."""


class SessionLock:
    """A PostgreSQL advisory lock, held by a connection of its own until it closes."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None

    async def acquire(self) -> None:
        connection = await self._engine.connect()
        try:
            got = await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": SHOP})
            await connection.commit()  # the lock belongs to the session, not to the transaction
        except BaseException:
            await connection.close()
            raise
        if not got:
            await connection.close()
            raise AlreadyRunning(
                "another process uses this database and holds its advisory lock: stop it first,"
                " two would send every message twice"
            )
        self._connection = connection

    async def release(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None
