"""One process per database, whatever becomes of its lock. Failure cases 53 and 92."""

import asyncio
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import cast

import asyncpg
import pytest
from sqlalchemy import text

from db import Database
from handlers.app import hold
from services.keys.rekey import rekey
from tests.databases import POSTGRESQL, Target
from tests.services.conftest import ShopWorld
from utils.advisory import SessionLock
from utils.lock import AlreadyRunning, LockLost, LockUnsure
from utils.postgresql import Postgresql
from utils.sealing import Sealer
from utils.watchdog import EXIT_HUNG

ROOT = Path(__file__).parents[2]
HOLDER = """
import asyncio, sys
from pydantic import SecretStr
from db import Database

async def main(url, key):
    async with Database.create(url, SecretStr(key) if key else None):
        print("holding", flush=True)
        await asyncio.sleep(60)

asyncio.run(main(*sys.argv[1:]))
"""


async def _second_process(target: Target) -> Process:
    key = target.key.get_secret_value() if target.key else ""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLDER, target.url, key), cwd=ROOT, stdout=PIPE, stderr=PIPE
    )


async def test_a_second_process_refuses_to_start_and_says_why(target: Target) -> None:
    async with target.open(exclusive=True):
        process = await _second_process(target)
        _, errors = await process.communicate()
    assert process.returncode == 1
    assert b"AlreadyRunning: another process" in errors
    assert b"stop it first" in errors


async def test_a_killed_process_leaves_no_lock_behind(target: Target) -> None:
    process = await _second_process(target)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"holding\n"
    owner = "advisory lock" if target.flavour == POSTGRESQL else f"pid {process.pid}"
    with pytest.raises(AlreadyRunning, match=owner):
        async with target.open(exclusive=True):
            pytest.fail("two at once")
    process.send_signal(signal.SIGKILL)
    await process.communicate()
    opened = [await _can_open(target)]
    while not opened[-1] and len(opened) < 100:
        opened.append(await _can_open(target))
    assert opened[-1]


async def test_a_lock_is_given_back(target: Target) -> None:
    assert [await _can_open(target) for _ in range(2)] == [True, True]


async def test_a_guest_does_not_take_the_lock(target: Target) -> None:
    async with target.open(exclusive=True), target.open(exclusive=False) as guest:
        await guest.migrate()
    async with target.open(exclusive=False):
        assert await _can_open(target)


async def _can_open(target: Target) -> bool:
    """PostgreSQL needs a moment to see that the other end of the connection is gone."""
    database = Database.create(target.url, target.key)
    try:
        async with database:
            return True
    except AlreadyRunning:
        await asyncio.sleep(0.05)
        return False


async def _writes(database: Database, name: str = "fact") -> None:
    async with database.uow() as uow:
        await uow.vault.state(name, "x")


async def _knows(database: Database, name: str) -> bool:
    async with database.uow.read() as uow:
        return await uow.vault.fact(name) is not None


async def _drop_connections(database: Database, which: str = "true") -> None:
    """As a restart of the server, a failover, or a firewall that forgets."""
    assert isinstance(database.backend, Postgresql)
    admin = await asyncpg.connect(database.backend.server.dsn)
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE pid <> pg_backend_pid() AND datname = current_database() AND {which}"
    )
    await admin.close()


HOLDS = "pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"


async def test_a_lost_lock_is_taken_again_and_nothing_is_written_meanwhile(
    postgres_target: Target,
) -> None:
    async with postgres_target.open(exclusive=True) as shop:
        await _writes(shop, "before")
        await _drop_connections(shop)
        with pytest.raises(LockUnsure):
            await _writes(shop, "meanwhile")
        await shop.backend.keep()
        await _writes(shop, "after")
        with pytest.raises(AlreadyRunning):
            async with postgres_target.open(exclusive=True):
                pytest.fail("two at once")
        assert await _knows(shop, "after")
        assert not await _knows(shop, "meanwhile")


async def test_whoever_lost_the_lock_to_another_writes_no_more(postgres_target: Target) -> None:
    """`rekey`, which came while the lock was gone: nothing may be sealed with the old key."""
    async with postgres_target.open(exclusive=True) as shop:
        world = ShopWorld(shop)
        await world.variant(2)
        await _drop_connections(shop)
        async with postgres_target.open(exclusive=True) as other:
            fresh = Sealer("ab12" * 7 + "c0ffee99d00d" * 3)
            await rekey(other, world.sealer, fresh, world.clock)
            with pytest.raises(LockUnsure):
                await _writes(shop)
            with pytest.raises(LockLost, match="has taken"):
                await shop.backend.keep()
        with pytest.raises(LockLost):
            await shop.backend.keep()
        with pytest.raises(LockLost):
            await _writes(shop)


async def test_who_had_the_database_and_left_is_noticed(postgres_target: Target) -> None:
    async with postgres_target.open(exclusive=True) as shop:
        await _writes(shop)
        await _drop_connections(shop)
        async with postgres_target.open(exclusive=True) as other:
            await _writes(other)
        with pytest.raises(LockLost, match="meanwhile"):
            await shop.backend.keep()


async def test_who_only_looked_costs_nobody_the_shop(postgres_target: Target) -> None:
    """`doctor` asks whether a shop runs."""
    async with postgres_target.open(exclusive=True) as shop:
        await _drop_connections(shop)
        async with postgres_target.open(exclusive=True):
            pass
        await shop.backend.keep()
        await _writes(shop)
        assert await _knows(shop, "fact")


async def test_a_commit_under_way_is_waited_for(postgres_target: Target) -> None:
    """Between the look at the lock and the commit nobody takes the database over."""
    async with postgres_target.open(exclusive=True) as shop:
        await _writes(shop)
        async with shop.backend.writer.connect() as work:
            await work.execute(text("INSERT INTO facts VALUES ('late', 'x')"))
            await shop.backend.fence(work)
            shared = f"{HOLDS} AND state <> 'idle in transaction'"
            await _drop_connections(shop, shared)
            other = postgres_target.open(exclusive=True)
            opening = asyncio.ensure_future(other.__aenter__())
            await asyncio.sleep(0.5)
            assert not opening.done()
            await work.commit()
        await opening
        assert await _knows(other, "late")
        await other.dispose()


async def test_a_session_that_hangs_is_ended_by_its_own_process(postgres_target: Target) -> None:
    """A connection that only one side has lost: the server still keeps the lock for it."""
    async with postgres_target.open(exclusive=True) as shop:
        lock = cast("SessionLock", shop.backend._lock)
        ghost, lock._is_held = lock._connection, False
        lock._connection = await lock._engine.connect()
        await shop.backend.keep()
        await _writes(shop)
        assert await _knows(shop, "fact")
        with suppress(Exception):
            await ghost.close() if ghost else None


@pytest.mark.parametrize("exclusive", [True, False])
async def test_a_lock_file_that_was_deleted_is_made_again(
    sqlite_target: Target, *, exclusive: bool
) -> None:
    lock = sqlite_target.path.with_name(f"{sqlite_target.path.name}.lock")
    async with sqlite_target.open(exclusive=True) as shop:
        lock.unlink()
        await (shop.backend.keep() if exclusive else _writes(shop))
        with pytest.raises(AlreadyRunning):
            async with sqlite_target.open(exclusive=True):
                pytest.fail("two at once")
        await _writes(shop)


async def test_who_took_the_deleted_lock_has_the_database(sqlite_target: Target) -> None:
    lock = sqlite_target.path.with_name(f"{sqlite_target.path.name}.lock")
    async with sqlite_target.open(exclusive=True) as shop:
        lock.unlink()
        async with sqlite_target.open(exclusive=True) as other:
            for _ in range(2):
                with pytest.raises(LockLost):
                    await _writes(shop)
            await _writes(other, "other")
        with pytest.raises(LockLost):
            await shop.backend.keep()


@pytest.mark.parametrize("gone", [True, False])
async def test_a_file_that_is_another_one_by_now_is_not_written(
    sqlite_target: Target, *, gone: bool
) -> None:
    path = sqlite_target.path
    async with sqlite_target.open(exclusive=True) as shop:
        await _writes(shop)
        path.rename(path.with_name("moved.db"))
        if not gone:
            shutil.copy(path.with_name("moved.db"), path)
        with pytest.raises(LockLost, match="moved, deleted or replaced"):
            await _writes(shop)


async def test_a_shop_without_its_database_ends(caplog: pytest.LogCaptureFixture) -> None:
    ends: list[int] = []

    async def lost() -> None:
        raise LockLost("another process has taken this database over")

    await hold(lost, ends.append)
    assert ends == [EXIT_HUNG]
    assert "another process" in caplog.text
