"""One writer at a time, and a transaction that several of them share.

A commit waits for the disk. Units of work that came at the same time can wait together: each is a
savepoint of one transaction, so what fails takes back itself alone, and nobody is told that it is
done before that transaction is on the disk.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from utils.sqlite_driver import WorkerConnection
from utils.waiting import unbroken

MOST = 16
"""Units of work behind one commit: with more the first waits longer, and the last gains nothing."""


class TakenBack(Exception):
    """The database itself undid the transaction, as with a full disk: nothing is written."""


class Shared:
    """A transaction that is open, between the units of work that share it.

    `given`: addresses that they gave away. `last`: what is to be done right before the commit.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        worker: WorkerConnection,
        last: Callable[["Shared"], Awaitable[None]],
    ) -> None:
        self.connection = connection
        self.members = 0
        self.given = 0
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._worker = worker
        self._transaction = worker.transactions + 1
        self._last = last

    @property
    def is_whole(self) -> bool:
        """Whether it is still the transaction in which the first of them wrote."""
        return self._worker.in_transaction and self._worker.transactions == self._transaction

    async def commit(self) -> None:
        """Never raises: `over` says to everybody who shares it how it ended."""
        try:
            if self.members:
                await self._last(self)
                self._require_whole()
                await self.connection.commit()
        except BaseException as error:
            self.over.set_exception(error)
            self.over.exception()  # if all of them are gone, it was still looked at
        else:
            self.over.set_result(None)
        finally:
            self._worker.at_once = False
            await self.connection.close()

    def _require_whole(self) -> None:
        if not self.is_whole:
            raise TakenBack("the database took back what was written together")


class Gate:
    """First come, first served. Whoever enters alone finds everything before committed."""

    def __init__(self, writer: AsyncEngine) -> None:
        self._writer = writer
        self._turn = asyncio.Lock()
        self._shared: Shared | None = None

    async def __aenter__(self) -> Self:
        await self._turn.acquire()
        await self._or_free(self._settle())
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._turn.release()

    async def share(self, last: Callable[[Shared], Awaitable[None]]) -> Shared:
        """Take the turn in the transaction that is open, or in a new one."""
        await self._turn.acquire()
        await self._or_free(self._open(last))
        assert self._shared is not None  # noqa: S101 - just opened
        return self._shared

    async def leave(self, shared: Shared) -> None:
        """The turn is over. Committed at once if nobody is served by waiting."""
        try:
            if not 0 < shared.members < MOST or not shared.is_whole:
                await self._settle()
        finally:
            self._turn.release()

    async def committed(self, shared: Shared) -> None:
        """Let those who wait go first, and commit for all. Raises what the commit raised."""
        async with self:
            shared.over.result()

    async def _or_free(self, work: Awaitable[None]) -> None:
        try:
            await unbroken(work)
        except BaseException:
            await self._give_up()
            raise

    async def _give_up(self) -> None:
        """Who was cancelled on the way in leaves no transaction open that nobody shares."""
        try:
            if self._shared and not self._shared.members:
                await unbroken(self._settle())
        finally:
            self._turn.release()

    async def _open(self, last: Callable[[Shared], Awaitable[None]]) -> None:
        if self._shared is not None:
            return
        connection = await self._writer.connect()
        try:
            await connection.begin()
            worker = (await connection.get_raw_connection()).driver_connection
            assert isinstance(worker, WorkerConnection)  # noqa: S101 - `Sqlite` makes no other
            worker.at_once = True
            self._shared = Shared(connection, worker, last)
        except BaseException:
            await connection.close()
            raise

    async def _settle(self) -> None:
        if shared := self._shared:
            self._shared = None
            await shared.commit()
