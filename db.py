"""Databases, and the units of work that they give out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self
from urllib.parse import quote

from pydantic import SecretStr

from migrations import guards, upgrade
from unit_of_work import Glance, SharingUnitOfWork, UnitOfWork
from utils.copying import BackupFailed, partial_of
from utils.location import SqliteFile, locate
from utils.marker import Marker
from utils.postgresql import DumpFailed, Postgresql
from utils.refusal import StartRefused
from utils.sqlite import Sqlite
from utils.sqlite_trouble import refuse_two_names
from utils.tally import TallyFile
from utils.waiting import Tell, growing, silent

__all__ = ["Database", "UnitOfWork", "UnitOfWorkFactory"]
ROOT = Path(__file__).parent


class UnitOfWorkFactory:
    """`uow()` writes, one after another on SQLite; `uow.read()` reads and never waits for them."""

    def __init__(self, database: "Database") -> None:
        self._database = database
        self.marker, self.tally = database.marker, database.tally

    def __call__(self) -> UnitOfWork:
        backend = self._database.backend
        return UnitOfWork(
            backend.writer,
            writes=True,
            gate=backend.gate,
            marker=self.marker,
            tally=self.tally,
            fence=backend.fence,
        )

    def together(self) -> UnitOfWork:
        """For short work of which much comes at once. On PostgreSQL, where writers do not take
        turns, as any other.
        """
        backend = self._database.backend
        if isinstance(backend, Sqlite):
            return SharingUnitOfWork(backend, self.marker, self.tally)
        return self()

    def read(self) -> UnitOfWork:
        return UnitOfWork(self._database.backend.reader, writes=False, gate=None)

    def glance(self) -> UnitOfWork:
        """For a few rows that an index finds, as behind a page: on SQLite the loop itself reads
        them. What may read more than that takes `read()`.
        """
        backend = self._database.backend
        return Glance(backend) if isinstance(backend, Sqlite) else self.read()


class Database:
    """An open database. Enter it to take its lock and check the engine, the key and the file."""

    def __init__(
        self,
        backend: Sqlite | Postgresql,
        *,
        exclusive: bool = True,
        make: bool = True,
        beside: Path | None = None,
    ) -> None:
        """`beside`: how the files begin that notice a database from a backup."""
        self.backend = backend
        self.marker = Marker(Path(f"{beside}.marker")) if beside else None
        self.tally = TallyFile(Path(f"{beside}.sold")) if beside else None
        self.uow = UnitOfWorkFactory(self)
        self.exclusive = exclusive
        self._make = make

    @classmethod
    def create(
        cls,
        url: str,
        key: SecretStr | None = None,
        *,
        exclusive: bool = True,
        make: bool = True,
        home: Path | None = None,
    ) -> Self:
        """`key` encrypts a SQLite file. `exclusive=False` shares it with a running shop,
        `make=False` refuses one that is not there. What is relative begins in `home`, or here.
        """
        try:
            place = locate(url, home or ROOT)
        except ValueError as error:
            raise StartRefused(f"DATABASE_URL: {error}") from None
        if isinstance(place, SqliteFile):
            sqlite = Sqlite(place.path, key)
            return cls(sqlite, exclusive=exclusive, make=make, beside=place.path)
        kept = home / "data" / quote(place.database, safe="") if home else None
        return cls(Postgresql(place), exclusive=exclusive, make=make, beside=kept)

    async def __aenter__(self) -> Self:
        try:
            await self.backend.open(exclusive=self.exclusive, make=self._make)
        except BaseException:
            await self.dispose()
            raise
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.dispose()

    async def migrate(self, scripts: Path = upgrade.SCRIPTS, *, copy: bool = True) -> None:
        """Bring the schema to this release's, or raise SchemaRefused; a copy is kept beside it."""
        async with self.backend.writer.connect() as connection:
            current, head = await connection.run_sync(upgrade.pending, scripts)
        if head is None:
            return
        if current is not None and copy:
            await self.backend.copy_before(head)
        async with self.backend.schema_change() as connection:
            await connection.run_sync(upgrade.to_head, scripts)

    async def revision(self) -> str | None:
        """Of the schema; None for a database that is empty, or not ours."""
        async with self.backend.writer.connect() as connection:
            return await connection.run_sync(upgrade.revision)

    async def require_current(self, scripts: Path = upgrade.SCRIPTS) -> None:
        """Raises SchemaRefused unless the schema is this release's; changes nothing."""
        async with self.backend.writer.connect() as connection:
            current, head = await connection.run_sync(upgrade.pending, scripts)
        if head is not None:
            has = f"has schema {current}" if current else "is empty"
            raise upgrade.SchemaRefused(f"the database {has}: run python bot.py migrate first")

    @asynccontextmanager
    async def unguarded(self) -> AsyncIterator[UnitOfWork]:
        """One transaction for what the guards forbid. They are back before it commits."""
        async with self.backend.schema_change() as connection:
            await connection.run_sync(guards.drop)
            async with UnitOfWork(connection, writes=True, gate=None) as uow:
                yield uow
            await connection.run_sync(guards.install)

    def refuse_two_names(self) -> None:
        """For who writes without the lock. Raises StartRefused."""
        if isinstance(self.backend, Sqlite):
            refuse_two_names(self.backend.path)

    async def rekey(self, key: SecretStr) -> None:
        """Encrypt the SQLite file with another DATABASE_KEY; nothing else may be open."""
        if not isinstance(self.backend, Sqlite):
            raise StartRefused("PostgreSQL has no DATABASE_KEY to change")
        await self.backend.rekey(key)

    async def backup(self, path: Path, tell: Tell = silent) -> None:
        """Write a copy to a new file and prove it; raises BackupFailed, and leaves `.partial`."""
        partial = partial_of(path)
        try:
            async with growing(partial, self.backend.size, tell, "copy"):
                await self.backend.copy(partial)
        except (DumpFailed, StartRefused) as error:
            raise BackupFailed(str(error)) from error
        if copy := self.backend.beside(partial):
            await Database(copy).refuse_broken(tell)
        partial.rename(path)

    async def refuse_broken(self, tell: Tell = silent) -> None:
        """Of a copy that nobody else has: raises BackupFailed, and closes it."""
        try:
            async with self.uow.read() as uow:
                problems = await uow.invariants.everything(tell)
        finally:
            await self.dispose()
        if problems:
            raise BackupFailed(f"the copy is not sound: {', '.join(problems)}")

    async def dispose(self) -> None:
        """Close every connection, give the lock back; an open one may hang the exit."""
        await self.backend.dispose()
