"""Real databases for tests: migrated once, then copied for each test."""

import asyncio
import functools
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from pydantic import SecretStr
from sqlalchemy import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine

from db import Database
from utils.sqlite import Sqlite
from utils.sqlite_key import header, raw_key

KEY = SecretStr("a key that only tests use")
SQLITE, SQLCIPHER, POSTGRESQL = "sqlite", "sqlcipher", "postgresql"
THROWN_AWAY = "-c fsync=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"
"""A server that no power cut is tried on need not be able to survive one."""
MEMORY, ROOM = Path("/dev/shm"), 2**30
"""Where a server's files are kept if there are so many bytes: a copy takes 13 ms there, and on a
disk, whenever it has to write meanwhile, half a second.
"""
FLAVOURS = (SQLITE, SQLCIPHER, POSTGRESQL)


@dataclass(slots=True)
class Statements:
    """What SQLAlchemy has compiled for one flavour, for every database of it in this process.

    A shop compiles a statement once in its life; a test that opens a database of its own would
    compile each again, which was a third of its time. The caches are asked with the dialect.
    """

    _dialect: Dialect | None = None
    _compiled: dict[Any, Any] = field(default_factory=dict)

    def share(self, *engines: AsyncEngine) -> None:
        for engine in engines:
            own = engine.sync_engine.dialect
            if self._dialect is None or self._dialect.server_version_info is None:
                self._dialect = own  # one that has never connected does not know its server
            engine.sync_engine.dialect = self._dialect
            engine.update_execution_options(compiled_cache=self._compiled)


KNOWN = {flavour: Statements() for flavour in FLAVOURS}


@dataclass(frozen=True)
class Target:
    """Where a migrated, empty database of one flavour is."""

    flavour: str
    url: str
    key: SecretStr | None = None
    derived: str | None = None
    """What `key` gives with the salt of the template, so that a copy need not derive it again."""

    def open(self, *, exclusive: bool = False) -> Database:
        opened = Database.create(self.url, self.key, exclusive=exclusive)
        backend = opened.backend
        glancer = [backend.glancer] if isinstance(backend, Sqlite) else []
        KNOWN[self.flavour].share(backend.writer, backend.reader, *glancer)
        if self.derived and self.path.exists() and header(self.path).hex() in self.derived:
            vars(opened.backend)["_raw_key"] = self.derived
        return opened

    @property
    def path(self) -> Path:
        return Path(self.url.partition("///")[2])


def sqlite_target(path: Path, flavour: str = SQLITE) -> Target:
    key = KEY if flavour == SQLCIPHER else None
    return Target(flavour, f"sqlite+aiosqlite:///{path}", key)


async def migrate(target: Target) -> None:
    async with target.open() as database:
        await database.migrate()


def migrate_at_once(target: Target) -> None:
    """Works whether or not the caller is inside an event loop."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, migrate(target)).result()


def missing_service(what: str) -> None:
    """Skip, or fail where every service is expected to be there."""
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"{what} is missing and REQUIRE_SERVICES=1")
    pytest.skip(f"{what} is missing")


class SqliteTemplates:
    """One migrated file per flavour, made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._derived: dict[str, str] = {}

    def copy(self, flavour: str, path: Path) -> Target:
        template = sqlite_target(self._folder / f"{flavour}.db", flavour)
        if not template.path.exists():
            migrate_at_once(template)
            if template.key:
                self._derived[flavour] = raw_key(template.path, template.key)
        shutil.copy(template.path, path)
        return replace(sqlite_target(path, flavour), derived=self._derived.get(flavour))


class Office:
    """A connection, with a thread and a loop of its own, that makes and drops databases.

    A program and a connection for each of them cost more than the copy of the files.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._runner = asyncio.Runner()

    def open(self, dsn: str) -> None:
        self._connection = self._await(asyncpg.connect(dsn))

    def ask(self, sql: str) -> None:
        self._await(self._connection.execute(sql))

    @property
    def copying(self) -> str:
        """PostgreSQL 15 learnt another way, which takes three times as long in memory."""
        knows = self._connection.get_server_version().major >= 15
        return "STRATEGY FILE_COPY" if knows and has_memory() else ""

    def close(self) -> None:
        self._await(self._connection.close())
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    def _await(self, awaitable: Coroutine[Any, Any, Any]) -> Any:
        return self._thread.submit(self._runner.run, awaitable).result()


class PostgresServer:
    """A throw-away server on a socket of its own; root runs it as the user `postgres`."""

    TEMPLATE = "template_shop"

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        place = MEMORY if has_memory() else None
        self._folder = Path(tempfile.mkdtemp(prefix="shop-pg-", dir=place))
        self._user: list[str] = []
        self._numbers = itertools.count(1)
        self._office = Office()
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
            self._user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]

    def start(self) -> None:
        cluster = ["-D", str(self._folder / "data")]
        options = f"-c listen_addresses='' -k {self._folder} -c shared_buffers=32MB {THROWN_AWAY}"
        unsafe = ["-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
        self._run("initdb", *cluster, *unsafe)
        self._run("pg_ctl", *cluster, "-w", "-l", f"{self._folder}/log", "-o", options, "start")
        self._office.open(f"postgresql://postgres@/postgres?host={self._folder}")
        self._office.ask(f"CREATE DATABASE {self.TEMPLATE}")
        migrate_at_once(self.target(self.TEMPLATE))

    def stop(self) -> None:
        self._office.close()
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self._folder)

    def create(self) -> Target:
        name = f"shop{next(self._numbers)}"
        self._office.ask(f"CREATE DATABASE {name} TEMPLATE {self.TEMPLATE} {self._office.copying}")
        return self.target(name)

    def drop(self, target: Target) -> None:
        name = target.url.partition("?")[0].rpartition("/")[2]
        self._office.ask(f"DROP DATABASE {name} WITH (FORCE)")

    def target(self, name: str) -> Target:
        return Target(POSTGRESQL, f"postgresql+asyncpg://postgres@/{name}?host={self._folder}")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self._user, str(self._binaries / program), *arguments],
            check=True,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@functools.cache
def has_memory() -> bool:
    """Whether files can be kept in memory, by the thousand."""
    return os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM


def find_postgres() -> Path | None:
    """The folder of the newest `initdb`, in Debian's place or on the path."""
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    found = shutil.which("initdb")
    candidates = [*packaged, *([Path(found)] if found else [])]
    return candidates[0].parent if candidates else None
