"""PostgreSQL: READ COMMITTED transactions, read-only ones for readers, one shop per database."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Any

from sqlalchemy import URL, Pool, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from utils.lock import SHOP, SessionLock

WRITERS = 10
READERS = 5
MIGRATION = SHOP + 1
"""The advisory lock around a schema change."""


class DumpFailed(Exception):
    """The programs that come with PostgreSQL are missing, or refused."""


class Postgresql:
    """The database does the queueing: row locks and conditional updates, no gate."""

    gate = None
    size = 0
    """What a dump will have is not known before."""

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql+asyncpg")
        self.writer = self._engine(pool_size=WRITERS, max_overflow=0)
        readers = self._engine(pool_size=READERS, max_overflow=0)
        self.reader = readers.execution_options(postgresql_readonly=True)
        self._lock = SessionLock(self._engine(poolclass=NullPool))

    def _engine(self, *, poolclass: type[Pool] | None = None, **pool: int) -> AsyncEngine:
        return create_async_engine(
            self._url,
            isolation_level="READ COMMITTED",
            hide_parameters=True,  # an error is logged, and parameters hold goods and names
            pool_pre_ping=True,  # the server may have been restarted
            poolclass=poolclass,
            **pool,
        )

    async def open(self, *, exclusive: bool) -> None:
        if exclusive:
            await self._lock.acquire()

    @asynccontextmanager
    async def schema_change(self) -> AsyncIterator[AsyncConnection]:
        """One transaction for a migration; a second process waits here until it is done."""
        async with self.writer.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION})
            await connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            yield connection

    async def copy_before(self, revision: str) -> None:
        """Schema changes are transactional here, and backups the server's own business."""

    async def copy(self, path: Path) -> None:
        """`pg_dump` in its own format, listed once to prove that it is complete."""
        host = self._url.host or self._url.query.get("host")
        options = {"-h": host, "-p": self._url.port, "-U": self._url.username, "-f": path}
        given = [str(part) for pair in options.items() if pair[1] is not None for part in pair]
        await self._run("pg_dump", "-Fc", "--no-password", *given, str(self._url.database))
        await self._run("pg_restore", "--list", str(path))

    async def _run(self, program: str, *arguments: str) -> None:
        found = shutil.which(program)
        if found is None:
            raise DumpFailed(f"{program} is not installed: it comes with the PostgreSQL client")
        secret: dict[str, Any] = {"PGPASSWORD": self._url.password} if self._url.password else {}
        process = await asyncio.create_subprocess_exec(
            found, *arguments, env=secret, stdout=DEVNULL, stderr=PIPE
        )
        _, errors = await process.communicate()
        if process.returncode:
            raise DumpFailed(f"{program}: {errors.decode(errors='replace').strip()}")

    def beside(self, path: Path) -> None:
        """A dump cannot be opened in place."""

    async def dispose(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()
        await self._lock.release()
