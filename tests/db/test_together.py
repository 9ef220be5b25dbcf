"""Units of work that share a commit: each is whole or absent, and told the truth."""

import asyncio
import contextlib
import random
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from db import Database, UnitOfWork
from models.user import User
from tests.databases import Target
from tests.db import shop
from tests.db.writer import OTHER
from utils.gate import MOST, TakenBack

SEEDS = range(3)
WORKERS, ROUNDS = 12, 5
KILLS = 3
ENDS = ("done", "done", "done", "fails", "clashes", "cancelled", "alone", "sold out")


class Model:
    """What everybody was told, beside what they tried."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database = database
        self.random = random.Random(seed)
        self.told: dict[int, bool | None] = {}
        self.heard: list[int] = []

    async def worker(self, number: int) -> None:
        for turn in range(ROUNDS):
            first = 2 * (number * ROUNDS + turn) + 10
            end = self.random.choice(ENDS)
            task = asyncio.ensure_future(self.work(first, end))
            if end == "cancelled":
                await asyncio.sleep(self.random.random() / 50)
                task.cancel()
            self.told[first] = await self.outcome(task)

    async def outcome(self, task: asyncio.Task[None]) -> bool | None:
        """Whether it was said to be done; None: nobody can tell."""
        try:
            await task
        except asyncio.CancelledError:
            return None
        except (ZeroDivisionError, IntegrityError):
            return False
        return True

    async def work(self, first: int, end: str) -> None:
        uow = self.database.uow
        async with uow() if end == "alone" else uow.together() as work:
            work.after_commit(lambda: self.heard.append(first))
            await add(work, first)
            await asyncio.sleep(self.random.random() / 200)
            if end == "sold out":  # refused before anything clashes, as most are in a rush
                raise ZeroDivisionError
            await add(work, first if end == "clashes" else first + 1)
            if end == "fails":
                raise ZeroDivisionError


async def add(uow: UnitOfWork, number: int) -> None:
    values = {"id": number, "name": "x", "language": "en", "created_at": shop.NOW}
    await uow.session.execute(insert(User).values(values))


async def users(database: Database) -> set[int]:
    async with database.uow.read() as uow:
        return set(await uow.session.scalars(text("SELECT id FROM users")))


@pytest.mark.parametrize("seed", SEEDS)
async def test_each_is_whole_or_absent_and_told_the_truth(database: Database, seed: int) -> None:
    model = Model(database, seed)
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        for number in range(WORKERS):
            group.create_task(model.worker(number))
    there = await users(database)
    for first, told in model.told.items():
        assert (first in there) == (first + 1 in there), first
        assert told is None or told == (first in there), first
        assert model.heard.count(first) == (first in there), first
    assert {True, False} <= set(model.told.values())


@contextlib.asynccontextmanager
async def crowd(database: Database, last: asyncio.Future[None]) -> AsyncIterator[list[int]]:
    """Some who share a transaction; `last` decides about the one that comes last. Yields who was
    told that it is done.
    """
    done: list[int] = []

    async def one(number: int) -> None:
        async with database.uow.together() as uow:
            await add(uow, number)
            if number == MOST - 2:
                await last
        done.append(number)

    tasks = [asyncio.ensure_future(one(number)) for number in range(MOST - 1)]
    await asyncio.sleep(0.2)
    yield done
    await asyncio.wait(tasks)
    [task.exception() for task in tasks]


async def test_nobody_is_told_before_the_commit(sqlite_database: Database) -> None:
    last = asyncio.get_running_loop().create_future()
    async with asyncio.timeout(30), crowd(sqlite_database, last) as done:
        assert done == []
        assert await users(sqlite_database) == set()
        last.set_result(None)
    assert sorted(done) == list(range(MOST - 1))
    assert await users(sqlite_database) == set(done)


async def test_the_last_ones_failure_is_its_own(sqlite_database: Database) -> None:
    last = asyncio.get_running_loop().create_future()
    async with asyncio.timeout(30), crowd(sqlite_database, last) as done:
        last.set_exception(ZeroDivisionError())
    assert await users(sqlite_database) == set(done) == set(range(MOST - 2))


async def test_a_commit_that_fails_is_nobodys(sqlite_target: Target) -> None:
    """The lock is lost meanwhile: the fence refuses all of them."""
    last = asyncio.get_running_loop().create_future()
    async with sqlite_target.open(exclusive=True) as database:
        async with asyncio.timeout(30), crowd(database, last) as done:
            take_the_lock(sqlite_target.path)
            last.set_result(None)
        assert done == []
        assert await users(database) == set()


def take_the_lock(path: Path) -> None:
    lock = path.with_name(path.name + ".lock")
    lock.rename(lock.with_suffix(".old"))
    lock.touch()


async def test_what_the_database_took_back_is_nobodys(sqlite_database: Database) -> None:
    """As SQLite does on its own when the disk is full; writing on begins another transaction."""

    async def one(number: int) -> None:
        async with sqlite_database.uow.together() as uow:
            await add(uow, number)
            if number == 1:
                await (await uow.session.connection()).exec_driver_sql("ROLLBACK")
                await add(uow, 5)

    tasks = [asyncio.ensure_future(one(number)) for number in range(3)]
    await asyncio.wait(tasks)
    told = [task.exception() for task in tasks]
    assert isinstance(told[0], TakenBack)
    assert told[1] is not None
    assert told[2] is None
    assert await users(sqlite_database) == {2}


async def test_who_writes_alone_waits_for_nobody_to_share(sqlite_database: Database) -> None:
    async with asyncio.timeout(10):
        async with sqlite_database.uow.together() as uow:
            await add(uow, 1)
        async with sqlite_database.uow() as uow:
            await add(uow, 2)
    assert await users(sqlite_database) == {1, 2}


async def test_killed_what_was_told_is_there_and_all_is_whole(target: Target) -> None:
    for kill in range(KILLS):
        told = await killed(target, 10_000 * (kill + 1))
        async with target.open() as database:
            there = await users(database)
        assert told
        assert told <= there
        assert {number + OTHER for number in there if number < OTHER} == {
            number for number in there if number >= OTHER
        }


async def killed(target: Target, first: int) -> set[int]:
    """Who was told that it is done by a process that was killed in the middle."""
    key = target.key.get_secret_value() if target.key else ""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.db.writer", target.url, key, str(first)),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    lines = [await process.stdout.readline()]
    await asyncio.sleep(0.3)
    process.kill()
    lines += (await process.stdout.read()).splitlines()
    await process.wait()
    return {int(line) for line in lines if line.strip()}
