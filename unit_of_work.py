"""The unit of work: the one module that commits and rolls back."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from types import TracebackType
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from repositories.crossed import crossed
from repositories.everything import Repositories
from repositories.mark import MarkRepository
from utils.asked import Ask, asked
from utils.gate import Gate, Shared
from utils.marker import Marker
from utils.sqlite import Sqlite
from utils.tally import TallyFile
from utils.waiting import unbroken

logger = logging.getLogger(__name__)
LONGEST_COMMIT, LONGEST_CLOSE = 60.0, 10.0
"""Seconds that the end of a transaction waits for a server, which may be out of reach without a
word; then the connection is given up, and the server undoes what it has not heard the end of.
"""
SAVEPOINT: dict[str, Any] = {"join_transaction_mode": "create_savepoint"}


class UnitOfWork(Repositories):
    """One transaction, used once. Leaving the block commits; an exception rolls back.

    It begins with the first statement. The end is not cut short: a task that is cancelled while
    it commits learns so after the commit, and the gate is free again in every case. Whoever is
    cancelled therefore does not know whether the work was done, and repeats it with the same key.
    """

    def __init__(
        self,
        bind: AsyncEngine | AsyncConnection,
        *,
        writes: bool,
        gate: Gate | None,
        marker: Marker | None = None,
        tally: TallyFile | None = None,
        fence: Callable[[AsyncSession], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(AsyncSession(bind, expire_on_commit=False))
        self._writes = writes
        self._gate = gate
        self._marker = marker
        self._tally = tally
        self._fence = fence
        self._ask: Ask | None = asked() if writes else None
        self._after_commit: list[Callable[[], None]] = []
        is_away = bind.dialect.name == "postgresql"
        self._longest = (LONGEST_COMMIT, LONGEST_CLOSE) if is_away else (None, None)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Call this once the work is committed, never if it is not."""
        self._after_commit.append(call)

    async def flush(self) -> None:
        """Let the database see, and check, what was changed so far."""
        await self.session.flush()

    async def __aenter__(self) -> Self:
        if self._gate is not None:
            await self._gate.__aenter__()
        return self

    async def __aexit__(
        self,
        error: type[BaseException] | None,
        value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Raises Crossed in the place of what a database says to the loser of two that met."""
        try:
            await unbroken(self._end(commit=self._writes and error is None))
        except Exception as ended:
            value = ended
            if crossed(ended) is None:
                raise
        if lost := crossed(value):
            logger.warning("two met at one row, and one was undone: %s", type(value).__name__)
            raise lost from value

    async def _end(self, *, commit: bool) -> None:
        try:
            if commit:
                async with asyncio.timeout(self._longest[0]):
                    await self._commit()
        finally:
            await self._close()
        if commit:
            await self._confirm()
            for call in self._after_commit:
                call()

    async def _require(self) -> None:
        """What must hold of who acts, as it is in this transaction."""
        if self._ask is not None and self.session.in_transaction():
            await self._ask(self)

    async def _commit(self) -> None:
        await self.write()
        await self._require()
        if self._fence and self.session.in_transaction():
            await self._fence(self.session)
        if self._marker and self.has_given:
            await self.marks.advance(self._marker)
        await self._tell_tally()
        await self.session.commit()

    async def _tell_tally(self) -> None:
        count = await self.count_sold(self._tally) if self._tally else None
        if self._tally and count is not None:
            self.after_commit(partial(self._tally.committed, count))

    async def _confirm(self) -> None:
        """It is committed."""

    async def _close(self) -> None:
        try:
            async with asyncio.timeout(self._longest[1]):
                await self.session.close()  # rolls back whatever is still open
        except TimeoutError:
            logger.warning("the database did not hear the end of a transaction: it has ended it")
        finally:
            if self._gate is not None:
                await self._gate.__aexit__()


class Glance(UnitOfWork):
    """A few short questions that the loop's own thread asks: nothing in it waits, so that there is
    no end that could be cut short.
    """

    def __init__(self, backend: Sqlite) -> None:
        super().__init__(backend.glancer, writes=False, gate=None)

    async def __aexit__(self, *_error: object) -> None:
        await self.session.close()


class SharingUnitOfWork(UnitOfWork):
    """One savepoint of a transaction that others share: the commit, its fence and the marker file
    are for all of them. What it is told and raises is as with a transaction of its own.
    """

    def __init__(self, backend: Sqlite, marker: Marker | None, tally: TallyFile | None) -> None:
        super().__init__(backend.writer, writes=True, gate=None, marker=marker, tally=tally)
        self._turns = backend.gate
        self._keep = backend.keep

    async def __aenter__(self) -> Self:
        self._shared = await self._turns.share(self._last)
        self.session = AsyncSession(self._shared.connection, expire_on_commit=False, **SAVEPOINT)
        return self

    async def _last(self, shared: Shared) -> None:
        await self._keep()
        if self._marker and shared.given:
            async with AsyncSession(shared.connection) as session:
                await MarkRepository(session).advance(self._marker, shared.given)
                await session.commit()

    async def _commit(self) -> None:
        await self.write()
        await self._require()
        await self._tell_tally()
        await self.session.commit()
        self._shared.members += 1
        self._shared.given += self.has_given

    async def _close(self) -> None:
        try:
            await self.session.close()  # back to the savepoint
        finally:
            await self._turns.leave(self._shared)

    async def _confirm(self) -> None:
        await self._turns.committed(self._shared)
