"""The sqlcipher3 wheel behind aiosqlite's worker thread, as SQLAlchemy wants it.

Every statement is one visit to the thread, and no cursor outlives the visit: a failed cursor that
is finalised on another thread blocks the event loop or poisons the next statement. Rows are
fetched at once, so results cannot be streamed. aiosqlite is pinned: this uses its inside
(`_execute`, `_conn`, `_thread`).
"""

from collections.abc import Callable, Iterable
from contextlib import closing
from types import SimpleNamespace
from typing import Any, Self

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_dbapi
from sqlcipher3 import dbapi2 as sqlcipher

DRIVER = SimpleNamespace(
    Connection=aiosqlite.Connection,
    __version__=aiosqlite.__version__,
    **{
        name: getattr(sqlcipher, name)
        for name in (
            *("DatabaseError", "DataError", "Error", "IntegrityError", "InterfaceError"),
            *("InternalError", "NotSupportedError", "OperationalError", "ProgrammingError"),
            *("Warning", "sqlite_version", "sqlite_version_info"),
        )
    },
)
DBAPI = AsyncAdapt_aiosqlite_dbapi(DRIVER, sqlcipher)  # type: ignore[arg-type]
"""What `create_async_engine` takes as `module`; it maps errors by the driver's classes."""
PATIENCE = 20_000
"""Milliseconds that a statement waits for another process."""
PRIMARY = 0xFF
"""What is left of an error's number is its kind: https://sqlite.org/rescode.html"""


class Cursor:
    """A statement and its rows; the driver's own cursor lives and dies on the worker thread."""

    arraysize = 1

    def __init__(self, connection: "WorkerConnection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> None:
        await self._connection.visit(self._run, sqlcipher.Cursor.execute, sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> None:
        await self._connection.visit(self._run, sqlcipher.Cursor.executemany, sql, parameters)

    def _run(self, method: Any, sql: str, parameters: Any) -> None:
        with closing(self._connection.begun().cursor()) as cursor:
            method(cursor, sql, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        """Nothing is left to close."""


class WorkerConnection(aiosqlite.Connection):
    """aiosqlite's connection and thread, with cursors that stay on the thread.

    The first statement of a transaction begins it, in the same visit. `begin` is empty where each
    statement stands alone (readers): they then need no rollback, which costs as much as a SELECT.
    """

    def __init__(self, connector: Callable[[], Any], begin: str) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._begin = begin
        self.at_once = False
        """Whether all that is asked in the transaction is short: the loop's own thread asks it once
        that has begun. What may wait, its begin and its commit, goes to the other thread.
        """
        self.transactions = 0
        """How many were begun here: the database may end one by itself, and the next is another."""
        self._thread.daemon = True  # a forgotten engine must not keep the process alive

    def begun(self) -> Any:
        """The driver's connection, within a transaction. Only for the worker thread."""
        if self._begin and not self._conn.in_transaction:
            self._conn.execute(self._begin)
            self.transactions += 1
        return self._conn

    async def visit(self, function: Callable[..., Any], *args: Any) -> None:
        """Run `function` on the worker thread, unless it is short for certain."""
        if self.at_once and self._conn.in_transaction:
            function(*args)
        else:
            await self._execute(function, *args)  # type: ignore[no-untyped-call]

    async def pragma(self, name: str, value: str) -> None:
        """Set what can only be set outside a transaction."""
        await self.visit(self._conn.execute, f"PRAGMA {name}={value}")

    def cursor(self) -> Cursor:  # type: ignore[override]
        return Cursor(self)

    async def rollback(self) -> None:
        if self.in_transaction:  # the pool asks for one after each commit
            await super().rollback()


class LoopConnection(WorkerConnection):
    """For short questions, which the loop's own thread asks: a visit to another one takes as much
    processor time as ten of them. Where another process holds the file, which readers hardly ever
    meet, it is waited for on the other thread; here nothing waits.
    """

    async def visit(self, function: Callable[..., Any], *args: Any) -> None:
        try:
            function(*args)
        except sqlcipher.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY != sqlcipher.SQLITE_BUSY:
                raise
            await super().visit(self._patiently, function, *args)

    def _patiently(self, function: Callable[..., Any], *args: Any) -> None:
        self._conn.execute(f"PRAGMA busy_timeout={PATIENCE}")
        try:
            function(*args)
        finally:
            self._conn.execute("PRAGMA busy_timeout=0")
