"""PostgreSQL: READ COMMITTED transactions, read-only ones for readers, one shop per database."""

import asyncio
import shutil
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE

import asyncpg
from asyncpg import exceptions as errors
from sqlalchemy import Pool, text
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    create_async_engine,
)
from sqlalchemy.pool import NullPool

from utils import private
from utils.advisory import SHOP, SessionLock
from utils.location import Server
from utils.refusal import StartRefused

WRITERS = 10
READERS = 5
MIGRATION = SHOP + 1
"""The advisory lock around a schema change."""
LONGEST_WORD = 2000
"""Bytes of what another program complains of."""
OLDEST = 13_00_00
FACTS = """
    SELECT current_setting('server_version_num')::int AS version,
        current_setting('server_version') AS number,
        current_setting('server_encoding') AS encoding,
        pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool AS standby,
        coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create
"""
TROUBLE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError)
"""What asyncpg raises when it cannot connect."""


class DumpFailed(Exception):
    """The programs that come with PostgreSQL are missing, or refused."""


class Postgresql:
    """The database does the queueing: row locks and conditional updates, no gate."""

    kind = "PostgreSQL"
    gate = None
    size = 0
    """What a dump will have is not known before."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.writer = self._engine(pool_size=WRITERS, max_overflow=0)
        readers = self._engine(pool_size=READERS, max_overflow=0)
        self.reader = readers.execution_options(postgresql_readonly=True)
        self._lock = SessionLock(self._engine(poolclass=NullPool))

    def _engine(self, *, poolclass: type[Pool] | None = None, **pool: int) -> AsyncEngine:
        return create_async_engine(
            "postgresql+asyncpg://",
            async_creator=self._connect,
            isolation_level="READ COMMITTED",
            hide_parameters=True,  # an error is logged, and parameters hold goods and names
            pool_pre_ping=True,  # the server may have been restarted
            poolclass=poolclass,
            **pool,
        )

    async def _connect(self) -> asyncpg.Connection:
        server = self.server
        return await asyncpg.connect(server.dsn, password=server.password, timeout=server.timeout)

    async def open(self, *, exclusive: bool, make: bool = True) -> None:
        """Prove that the server can be used, and take the database for this process.

        `make` is for files: databases here are made by whoever runs the server.
        """
        await self._prove()
        if exclusive:
            await self._lock.acquire()

    async def _prove(self) -> None:
        """Raises StartRefused with what to do."""
        try:
            connection = await self._connect()
            try:
                facts = await connection.fetchrow(FACTS)
            finally:
                await connection.close()
        except TROUBLE as error:
            raise StartRefused(f"DATABASE_URL: {trouble(error, self.server)}") from None
        if problem := unfit(facts):
            raise StartRefused(f"DATABASE_URL: {problem}")

    @asynccontextmanager
    async def schema_change(self) -> AsyncIterator[AsyncConnection]:
        """One transaction for a migration; a second process waits here until it is done."""
        await self._lock.stamp()
        async with self.writer.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION})
            await connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            yield connection
            await self.fence(connection)

    async def fence(self, work: AsyncSession | AsyncConnection) -> None:
        """For a transaction about to commit: raises LockLost, LockUnsure."""
        await self._lock.fence(work)

    def second_name(self) -> str:
        """A server has no files that anybody could give another name."""
        return ""

    async def keep(self) -> None:
        """Every few seconds: raises LockLost when this database is somebody else's."""
        await self._lock.keep()

    async def copy_before(self, revision: str) -> None:
        """Schema changes are transactional here, and backups the server's own business."""

    async def copy(self, path: Path) -> None:
        """`pg_dump` in its own format, listed once to prove that it is complete."""
        private.new_file(path)
        await self._run("pg_dump", "-Fc", "--no-password", "-f", str(path), "-d", self.server.dsn)
        await self._run("pg_restore", "--list", str(path))

    async def _run(self, program: str, *arguments: str) -> None:
        found = shutil.which(program)
        if found is None:
            raise DumpFailed(f"{program} is not installed: it comes with the PostgreSQL client")
        env = {"HOME": str(Path.home()), "LC_ALL": "C"}
        if self.server.password:
            env["PGPASSWORD"] = self.server.password
        process = await asyncio.create_subprocess_exec(
            found, *arguments, env=env, stdout=DEVNULL, stderr=PIPE
        )
        _, errors = await process.communicate()
        if process.returncode:
            said = errors[:LONGEST_WORD].decode(errors="replace").strip()
            raise DumpFailed(f"{program}: {said}")

    def beside(self, path: Path) -> None:
        """A dump cannot be opened in place."""

    async def dispose(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()
        await self._lock.release()


def trouble(error: Exception, server: Server) -> str:
    """Why there is no connection, and what to do. Never holds the password."""
    who = f"user {server.user}" if server.user else "this user"
    match error:
        case TimeoutError():
            return f"{server.place} did not answer in {server.timeout} s: is it the right host?"
        case errors.InvalidPasswordError() | errors.InvalidAuthorizationSpecificationError():
            return f"{server.place} does not let {who} in: check user and password"
        case errors.InvalidCatalogNameError():
            return f"{server.place} has no database {server.database}: createdb {server.database}"
        case errors.TooManyConnectionsError() | errors.CannotConnectNowError():
            return f"{server.place} takes no connections right now: try again in a minute"
        case errors.ClientConfigurationError() | ssl.SSLError():
            return f"{server.place} cannot be reached like this: {error}"
        case asyncpg.PostgresError():
            return f"{server.place} refuses: {error}"
        case _:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            return f"{server.place} cannot be reached ({reason}): does PostgreSQL run there?"


def unfit(facts: asyncpg.Record) -> str | None:
    """Why this database cannot be a shop's."""
    if facts["version"] < OLDEST:
        return f"PostgreSQL {OLDEST // 10000} or newer is needed, this is {facts['number']}"
    if facts["encoding"] != "UTF8":
        return f"the database is encoded in {facts['encoding']}: createdb -E UTF8 makes a good one"
    if facts["standby"]:
        return "this server can only be read (a standby): name the primary"
    if not facts["may_create"]:
        return (
            "the user may not make tables here: GRANT CREATE, USAGE ON SCHEMA public TO that user,"
            " or make it the owner of the database"
        )
    return None
