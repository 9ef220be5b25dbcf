"""The shop's lock on PostgreSQL: it dies with its connection, which is noticed before a commit.

docs/adr/0031-held-lock.md says why this is enough.
"""

import asyncio
import logging
import secrets
from contextlib import suppress

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from utils.lock import ENDS, AlreadyRunning, LockLost, LockUnsure
from utils.refusal import StartRefused

logger = logging.getLogger(__name__)
SHOP = 0x486F6C6466617374
"""The key of our PostgreSQL advisory locks: "Holdfast" in ASCII."""
COMMITS = SHOP + 2
"""Shared by whoever commits right now; whoever has just taken SHOP waits until nobody does."""
OWN_BITS = 62
"""Of the key that only one session's lock has."""
LONGEST = 10.0
"""Seconds a question to the lock's connection may take."""
GHOST_TRIES, GHOST_PAUSE = 20, 0.25
"""How often, and after how many seconds, a session of ours that hangs is waited for."""
AWAY = (DBAPIError, OSError, TimeoutError)
"""The server cannot be asked."""
TAKE = text("SELECT pg_try_advisory_lock(:key)")
ALONE = text("SELECT pg_advisory_lock(:key)")
PATIENCE = text("SET LOCAL lock_timeout = '10s'")
COMMITTED = text("SELECT pg_advisory_xact_lock(:key)")
HELD = text(
    "SELECT CASE WHEN pg_advisory_xact_lock_shared(:commits)::text = ''"
    " THEN NOT pg_try_advisory_xact_lock_shared(:own) END"
)
"""CASE keeps the order: first nobody may take the shop over, then somebody must still have it."""
ANYBODY = """
    FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
    AND (classid::bigint << 32 | objid::bigint) = :own
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
MINE = text(f"SELECT EXISTS (SELECT {ANYBODY} AND pid = pg_backend_pid())")
END_GHOST = text(f"SELECT pg_terminate_backend(pid) {ANYBODY} AND pid <> pg_backend_pid()")
THERE = text("SELECT to_regclass('facts') IS NOT NULL")
HOLDER = text("SELECT value FROM facts WHERE name = 'holder'")
STAMP = text(
    "INSERT INTO facts (name, value) VALUES ('holder', :mark)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


class SessionLock:
    """An advisory lock of a connection of its own. A guest of a running shop has not taken it.

    `fence` is for every transaction that is about to commit, `keep` for every few seconds.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._own = 0
        self._mark = secrets.token_hex(16)
        self._before: str | None = None
        self._is_held = self._is_stamped = False
        self._lost: LockLost | None = None
        self._turn = asyncio.Lock()

    async def acquire(self) -> None:
        connection = await self._engine.connect()
        try:
            if not await self._take(connection):
                raise AlreadyRunning(
                    "another process uses this database and holds its advisory lock: stop it first,"
                    " two would send every message twice"
                )
            self._before = await _holder(connection)
        except DBAPIError:
            await connection.close()
            words = "the database is busy with what another process wrote: try again"
            raise StartRefused(words) from None
        except BaseException:
            await connection.close()
            raise
        self._connection, self._is_held = connection, True

    async def _take(self, connection: AsyncConnection) -> bool:
        """Locks belong to the session, so that each step may commit."""
        got = bool(await connection.scalar(TAKE, {"key": SHOP}))
        if got:
            self._own = secrets.randbits(OWN_BITS)
            await connection.execute(ALONE, {"key": self._own})
            await connection.commit()
            await connection.execute(PATIENCE)
            await connection.execute(COMMITTED, {"key": COMMITS})
        await connection.commit()
        return got

    async def fence(self, work: AsyncSession | AsyncConnection) -> None:
        """Nobody takes the database over before this transaction ends; raises LockUnsure, LockLost.

        Nothing for a guest.
        """
        if self._connection is None:
            return
        await self.stamp()
        if not await work.scalar(HELD, {"commits": COMMITS, "own": self._own}):
            self._is_held = False
            raise LockUnsure("the lock of this database went with its connection")

    async def stamp(self) -> None:
        """Before the first commit: whoever lost the lock to us must see that we were here."""
        if self._connection is None or (self._is_held and self._is_stamped):
            return
        async with self._turn:
            if self._lost:
                raise self._lost
            if not self._is_held:
                raise LockUnsure("the lock of this database went with its connection")
            await self._put_stamp(self._connection)

    async def _put_stamp(self, connection: AsyncConnection) -> None:
        self._is_held = False  # whatever is raised in here: this connection is not trusted again
        if await connection.scalar(THERE):
            await connection.execute(STAMP, {"mark": self._mark})
            self._is_stamped = True
        await connection.commit()
        self._is_held = True

    async def keep(self) -> None:
        """Look whether the lock is still ours, and take it again; raises LockLost when somebody
        else has it, or had it and wrote. While the server cannot be asked nothing is decided.
        """
        if self._connection is None:
            return
        async with self._turn:
            if self._lost:
                raise self._lost
            try:
                async with asyncio.timeout(LONGEST):
                    if not (self._is_held and await self._is_mine(self._connection)):
                        await self._take_again(self._connection)
            except AWAY as error:
                if self._is_held:
                    logger.warning("the database cannot be asked: %s", type(error).__name__)
                self._is_held = False
            except LockLost as lost:
                self._lost = lost
                raise

    async def _is_mine(self, connection: AsyncConnection) -> bool:
        try:
            mine = bool(await connection.scalar(MINE, {"own": self._own}))
            await connection.commit()
        except AWAY:
            return False
        return mine

    async def _take_again(self, old: AsyncConnection) -> None:
        self._is_held = False
        with suppress(Exception):
            await old.invalidate()
            await old.close()
        self._connection = fresh = await self._engine.connect()
        for attempt in range(GHOST_TRIES):
            await fresh.execute(END_GHOST, {"own": self._own})  # a session nobody reaches any more
            if await self._take(fresh):
                break
            if attempt + 1 == GHOST_TRIES:
                raise LockLost(f"another process has taken this database over, {ENDS}")
            await asyncio.sleep(GHOST_PAUSE)
        if await _holder(fresh) not in (self._before, self._mark):
            raise LockLost(f"another process had this database meanwhile, {ENDS}")
        self._is_held = True
        logger.warning("the lock of this database was lost with its connection, and taken again")

    async def release(self) -> None:
        if self._connection is not None:
            with suppress(*AWAY):
                await self._connection.close()
            self._connection, self._is_held = None, False


async def _holder(connection: AsyncConnection) -> str | None:
    """Who wrote last, of those that had the lock; None for a database without tables."""
    found = await connection.scalar(HOLDER) if await connection.scalar(THERE) else None
    await connection.commit()
    return found
