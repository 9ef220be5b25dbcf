"""SQLite and SQLCipher by one recipe: the sqlcipher3 wheel is the engine, with a key or without."""

import asyncio
import errno
import itertools
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import URL, Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlcipher3 import dbapi2 as sqlcipher

from utils import private, sqlite_swap
from utils.gate import Gate
from utils.lock import FileLock, Place, UseLock
from utils.refusal import StartRefused
from utils.sqlite_driver import DBAPI, LoopConnection, WorkerConnection
from utils.sqlite_key import PLAIN_HEADER, Identity, NotEncrypted, WrongKey, header, heads, raw_key
from utils.sqlite_pragmas import GLANCING, PRAGMAS, READING, WRITING
from utils.sqlite_trouble import Missing, refuse_two_names, refuse_vulnerable, second_name, words

READERS, GLANCERS = 4, 2

BESIDE = ("", "-wal", "-shm", "-journal", ".lock", ".use")
"""What belongs to a database file: its name with each of these."""


class Sqlite:
    """One file: a single writing connection behind a FIFO gate, and a few read-only ones."""

    def __init__(self, path: Path, key: SecretStr | None) -> None:
        self.path = path
        self._key, self.kind = key, "SQLCipher" if key else "SQLite"
        self._lock = FileLock(path.with_name(path.name + ".lock"))
        self._place = Place(path)
        self.second_name = partial(second_name, path)
        self._head: Identity | None = None
        self._use = UseLock(path.with_name(path.name + ".use"))
        self.writer = self._engine("BEGIN IMMEDIATE", WRITING, connections=1)
        self.gate = Gate(self.writer)
        self.reader = self._engine("", READING, connections=READERS)
        self.glancer = self._engine("", GLANCING, connections=GLANCERS, kind=LoopConnection)

    @cached_property
    def _raw_key(self) -> str | None:
        return raw_key(self.path, self._key) if self._key else None

    def connect(self, *pragmas: str) -> Any:
        """A connection of the engine itself, proved to read the file."""
        raw = sqlcipher.connect(
            str(self.path),
            isolation_level=None,  # WorkerConnection begins
            check_same_thread=False,
            timeout=20,
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
        return (
            f"{self.path} is not a plain SQLite file: set the DATABASE_KEY it was made with, or"
            " name another file in DATABASE_URL"
        )

    def _engine(
        self,
        begin: str,
        pragmas: tuple[str, ...],
        *,
        connections: int,
        kind: type[WorkerConnection] = WorkerConnection,
    ) -> AsyncEngine:
        def creator(*_args: Any, **_options: Any) -> WorkerConnection:
            return kind(lambda: self.connect(*pragmas), begin)

        return create_async_engine(
            URL.create("sqlite+aiosqlite", database=str(self.path)),
            module=DBAPI,
            hide_parameters=True,  # an error is logged, and parameters hold goods and names
            connect_args={"async_creator_fn": creator},
            pool_size=connections,
            max_overflow=0,
        )

    async def open(self, *, exclusive: bool, make: bool = True) -> None:
        """Take the file for this process and prove that it can be read and is what it should be.

        `make`: a missing file is made; else it is refused with Missing.
        """
        refuse_vulnerable(sqlcipher.sqlite_version_info)
        with private.said(self.path):
            if sqlite_swap.decided(self.path).exists():
                self._finish_swap()
            self._there(make)
            if exclusive:
                refuse_two_names(self.path)
                self._lock.acquire()
            self._use.share()
        await asyncio.to_thread(self.prove)
        self._head = heads.keep(self.path) if self._key else None
        if exclusive:
            self._place.note()

    async def fence(self, _work: object) -> None:
        """For a transaction about to commit: raises LockLost."""
        self._lock.keep()
        self._place.keep()

    async def keep(self) -> None:
        """The same every few seconds, for a shop that writes nothing."""
        await self.fence(None)

    def _finish_swap(self) -> None:
        """A restore that was cut short after it was decided."""
        self._use.share()
        with self._use.alone():
            sqlite_swap.finish(self.path)
        self._use.release()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else has the file, damaged or missing as it may be.

        Raises AlreadyRunning, InUse.
        """
        with private.said(self.path):
            private.folder(self.path.parent)
            self._lock.acquire()
        try:
            with private.said(self.path):
                self._use.share()
            with self._use.alone():
                yield
        finally:
            self._use.release()
            self._lock.release()

    def _there(self, make: bool) -> None:
        private.require_way(self.path.parent)
        if make and not self.path.exists():
            private.folder(self.path.parent)
            with suppress(FileExistsError):
                private.new_file(self.path)
        if self.path.is_symlink() and not self.path.exists():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        if not self.path.exists():
            raise Missing(self.path)
        if not self.path.is_file():
            raise StartRefused(f"{self.path} is a folder or a device: name a file in DATABASE_URL")
        for ending in BESIDE:
            private.tighten(self.path.with_name(self.path.name + ending))

    def prove(self) -> None:
        """Open it once, and close it; raises StartRefused in words."""
        try:
            with closing(self.connect(*WRITING)):
                self._refuse_plain(self.path)
        except sqlcipher.Error as error:
            raise StartRefused(f"{self.path}: {words(error)}") from None

    def _refuse_plain(self, path: Path) -> None:
        if self._key and header(path) == PLAIN_HEADER:
            raise NotEncrypted(f"{path} was written without encryption")

    @asynccontextmanager
    async def schema_change(self) -> AsyncIterator[AsyncConnection]:
        """One transaction for a migration, checked before it commits.

        Foreign keys are off while it runs: rebuilding a table would else delete its child rows.
        """
        async with self.gate, self.writer.connect() as connection, alone(self._use):
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
        with private.said(path):
            private.new_file(path)
        try:
            with closing(self.connect()) as raw:
                raw.execute("VACUUM INTO ?", (str(path),))
        except sqlcipher.Error as error:
            raise StartRefused(f"{path}: no copy was made: {words(error)}") from None
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
        await self._close()
        with self._use.alone():
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
        await self._close()
        if self._head:
            heads.drop(self._head)
            self._head = None
        self._use.release()
        self._lock.release()

    async def _close(self) -> None:
        for engine in (self.glancer, self.reader, self.writer):
            await engine.dispose()


@asynccontextmanager
async def alone(use: UseLock) -> AsyncIterator[None]:
    with use.alone():
        yield


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
