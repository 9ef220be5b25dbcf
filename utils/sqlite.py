"""SQLite and SQLCipher through one recipe: the sqlcipher3 wheel is the engine with and without key.

The key: scrypt (RFC 7914) turns DATABASE_KEY into the raw 32-byte key once per start, so that
opening a connection costs no key derivation. Its salt is the random 16-byte salt that SQLCipher
keeps in clear at the start of the file (https://www.zetetic.net/sqlcipher/design/), so the file
alone, or a backup of it, can be opened with the same DATABASE_KEY.
"""

import asyncio
import hashlib
import itertools
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import URL, Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlcipher3 import dbapi2 as sqlcipher

from utils.lock import FileLock
from utils.refusal import StartRefused
from utils.sqlite_driver import DBAPI, WorkerConnection

PLAIN_HEADER = b"SQLite format 3\x00"
SALT_BYTES = 16
OWNER_ONLY = 0o600
READERS = 4
READING = ("query_only=ON",)
WRITING = ("journal_mode=WAL",)
PRAGMAS = (
    "synchronous=FULL",  # a paid order must survive a power cut
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE deletes rows behind the guards' back
    "busy_timeout=5000",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "journal_size_limit=67108864",
)


class WrongKey(StartRefused):
    """The file cannot be read with this key."""


class NotEncrypted(StartRefused):
    """A key is set, but what would be written is plain."""


class VulnerableEngine(StartRefused):
    """This SQLite can corrupt a database in WAL mode."""


def refuse_vulnerable(version: tuple[int, ...]) -> None:
    """The WAL-reset bug of 3.7.0 to 3.51.2 (https://sqlite.org/wal.html#walresetbug)."""
    if (3, 7, 0) <= version <= (3, 51, 2):
        number = ".".join(map(str, version))
        raise VulnerableEngine(
            f"SQLite {number} can corrupt a database (the WAL-reset bug of 3.7.0 to 3.51.2);"
            " reinstall the pinned engine: pip install --force-reinstall -r requirements.txt"
        )


def raw_key(path: Path, key: SecretStr) -> str:
    """SQLCipher's `x'KEY SALT'` notation: the key for this file, which may not exist yet."""
    header = _header(path) if path.exists() else b""
    if header == PLAIN_HEADER:
        raise NotEncrypted(
            f"DATABASE_KEY is set, but {path} is not encrypted: remove DATABASE_KEY,"
            " or name a new file in DATABASE_URL"
        )
    salt = header if len(header) == SALT_BYTES else secrets.token_bytes(SALT_BYTES)
    secret = key.get_secret_value().encode()
    derived = hashlib.scrypt(secret, salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)
    return f"x'{derived.hex()}{salt.hex()}'"


class Sqlite:
    """One file: a single writing connection behind a FIFO gate, and a few read-only ones."""

    def __init__(self, path: Path, key: SecretStr | None) -> None:
        self.path = path
        self._key = key
        self._lock = FileLock(path.with_name(path.name + ".lock"))
        self.gate = asyncio.Lock()
        self.writer = self._engine("BEGIN IMMEDIATE", WRITING, connections=1)
        self.reader = self._engine("", READING, connections=READERS)

    @cached_property
    def _raw_key(self) -> str | None:
        return raw_key(self.path, self._key) if self._key else None

    def connect(self, *pragmas: str) -> Any:
        """A connection of the engine itself, proved to read the file."""
        raw = sqlcipher.connect(
            str(self.path),
            isolation_level=None,  # WorkerConnection begins
            check_same_thread=False,
            timeout=5,
            cached_statements=256,
        )
        try:
            self._unlock(raw)
            for pragma in (*PRAGMAS, *pragmas):
                raw.execute(f"PRAGMA {pragma}").fetchall()
        except BaseException:
            raw.close()
            raise
        return raw

    def _unlock(self, raw: Any) -> None:
        if self._raw_key:
            raw.execute("PRAGMA cipher_log_level=NONE").fetchall()
            raw.execute(f'PRAGMA key="{self._raw_key}"').fetchall()
            if not raw.execute("PRAGMA cipher_version").fetchall():
                raise NotEncrypted("this SQLite cannot encrypt: pip install -r requirements.txt")
        try:
            raw.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except sqlcipher.DatabaseError as error:
            if "not a database" not in str(error):
                raise
            raise WrongKey(self._unreadable()) from error

    def _unreadable(self) -> str:
        if self._key:
            return (
                f"{self.path} cannot be read with this DATABASE_KEY: set the one it was made with"
            )
        return f"{self.path} is not a plain SQLite file: set the DATABASE_KEY it was made with"

    def _engine(self, begin: str, pragmas: tuple[str, ...], *, connections: int) -> AsyncEngine:
        def creator(*_args: Any, **_options: Any) -> WorkerConnection:
            return WorkerConnection(lambda: self.connect(*pragmas), begin)

        return create_async_engine(
            URL.create("sqlite+aiosqlite", database=str(self.path)),
            module=DBAPI,
            hide_parameters=True,  # an error is logged, and parameters hold goods and names
            connect_args={"async_creator_fn": creator},
            pool_size=connections,
            max_overflow=0,
        )

    async def open(self, *, exclusive: bool) -> None:
        """Take the file for this process and prove that it can be read and is what it should be."""
        refuse_vulnerable(sqlcipher.sqlite_version_info)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=OWNER_ONLY)
        if exclusive:
            self._lock.acquire()
        await asyncio.to_thread(self._prove)

    def _prove(self) -> None:
        with closing(self.connect(*WRITING)):
            self._refuse_plain(self.path)

    def _refuse_plain(self, path: Path) -> None:
        if self._key and _header(path) == PLAIN_HEADER:
            raise NotEncrypted(f"{path} was written without encryption")

    @asynccontextmanager
    async def schema_change(self) -> AsyncIterator[AsyncConnection]:
        """One transaction for a migration, checked before it commits.

        Foreign keys are off while it runs: rebuilding a table would else delete its child rows.
        """
        async with self.gate, self.writer.connect() as connection:
            worker = await _worker(connection)
            await worker.pragma("foreign_keys", "OFF")
            try:
                async with connection.begin():
                    yield connection
                    await connection.run_sync(_refuse_damaged)
            finally:
                await worker.pragma("foreign_keys", "ON")

    async def copy_before(self, revision: str) -> None:
        """Keep a copy of the file beside it, before the upgrade to `revision`."""
        names = (f"{self.path.name}.before-{revision}.{n}" for n in itertools.count(1))
        paths = map(self.path.with_name, names)
        await self.copy(next(path for path in paths if not path.exists()))

    @property
    def size(self) -> int:
        """Bytes that a copy has at most, about."""
        return self.path.stat().st_size

    async def copy(self, path: Path) -> None:
        """A consistent copy with the same key, made beside running writers and synced to disk."""
        await asyncio.to_thread(self._vacuum_into, path)

    def _vacuum_into(self, path: Path) -> None:
        path.touch(mode=OWNER_ONLY, exist_ok=False)
        with closing(self.connect()) as raw:
            raw.execute("VACUUM INTO ?", (str(path),))
        self._refuse_plain(path)
        with path.open("rb") as file:
            os.fsync(file.fileno())

    async def rekey(self, key: SecretStr) -> None:
        """Encrypt the file with another key, and prove it. For the holder of the lock alone.

        A crash leaves the file to the old key or to the new one, never to neither: the pages that
        are overwritten stand in a rollback journal, under the old key, and the salt stays.
        """
        if self._key is None:
            raise NotEncrypted(f"{self.path} is not encrypted, so there is no key to change")
        await self.reader.dispose()
        await self.writer.dispose()
        await asyncio.to_thread(self._rekey, raw_key(self.path, key))
        self._key = key
        vars(self).pop("_raw_key", None)
        await asyncio.to_thread(self._refuse_unreadable)

    def _rekey(self, raw_key: str) -> None:
        with closing(self.connect("journal_mode=DELETE")) as raw:
            raw.execute(f'PRAGMA rekey="{raw_key}"').fetchall()

    def _refuse_unreadable(self) -> None:
        with closing(self.connect(*WRITING)) as raw:
            faults = raw.execute("PRAGMA cipher_integrity_check").fetchall()
            faults += raw.execute("PRAGMA quick_check").fetchall()
        if faults != [("ok",)]:
            raise WrongKey(f"{self.path} is damaged: restore the copy made before")

    def beside(self, path: Path) -> "Sqlite":
        """A copy of this database, to be opened with the same DATABASE_KEY."""
        return Sqlite(path, self._key)

    async def dispose(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()
        self._lock.release()


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(SALT_BYTES)


async def _worker(connection: AsyncConnection) -> WorkerConnection:
    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, WorkerConnection)  # noqa: S101 - `_engine` makes no other
    return driver


def _refuse_damaged(connection: Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    faults = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
    if orphans or faults != ["ok"]:
        raise StartRefused(
            "the upgrade would have damaged the database and was undone:"
            f" {len(orphans)} rows without their parent, {', '.join(faults)}"
        )
