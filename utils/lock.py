"""One process per database: the second one refuses to start and says why."""

import fcntl
import os
from pathlib import Path
from typing import IO

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from utils.refusal import StartRefused


class AlreadyRunning(StartRefused):
    """Another process holds this database."""


class FileLock:
    """An flock(2) beside the database file; the kernel releases it however the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        file = self._path.open("a+")
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
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

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
