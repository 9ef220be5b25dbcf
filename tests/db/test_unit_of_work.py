"""The unit of work: all or nothing, in turn, and never stuck."""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from db import Database, UnitOfWork
from models.user import User
from tests.db import shop

BUYERS, ITEMS = 40, 5


async def test_leaving_commits_and_an_exception_rolls_back(database: Database) -> None:
    heard: list[int] = []
    async with database.uow() as uow:
        await _add_user(uow, 1)
        uow.after_commit(lambda: heard.append(1))
    with pytest.raises(ZeroDivisionError):
        await _fail(database, lambda: heard.append(2))
    assert await _users(database) == [1]
    assert heard == [1]


async def _fail(database: Database, after_commit: Callable[[], None]) -> None:
    async with database.uow() as uow:
        await _add_user(uow, 2)
        uow.after_commit(after_commit)
        raise ZeroDivisionError


async def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        async with database.uow.read() as uow:
            await _add_user(uow, 1)
    assert await _users(database) == []


async def test_an_error_does_not_show_what_was_written(database: Database) -> None:
    """I13: errors are logged."""
    async with database.uow() as uow:
        await _add_user(uow, 1)
        with pytest.raises(IntegrityError) as error:
            await _add_user(uow, 1, name="4111-secret")
    assert "users" in str(error.value)
    assert "4111-secret" not in str(error.value)


async def test_readers_do_not_wait_for_the_writer(database: Database) -> None:
    async with asyncio.timeout(5), database.uow() as uow:
        await _add_user(uow, 1)
        assert await _users(database) == []
    assert await _users(database) == [1]


async def test_writers_take_turns_in_order_of_arrival(sqlite_database: Database) -> None:
    entered: list[int] = []

    async def write(number: int) -> None:
        async with sqlite_database.uow() as uow:
            entered.append(number)
            await _add_user(uow, number)

    async with asyncio.TaskGroup() as tasks:
        for number in range(100):
            tasks.create_task(write(number))
    assert entered == list(range(100))


async def test_one_variant_is_never_oversold(database: Database) -> None:
    """Failure case 55. Half of the buyers look before they reserve, half trust the constraint."""
    async with database.uow() as uow:
        await shop.add_catalogue(uow.session)
        for number in range(BUYERS):
            await _add_user(uow, number)

    reasons: list[str] = []

    async def buy(number: int) -> bool:
        try:
            async with database.uow() as uow:
                if number % 2 and not await _available(uow):
                    return False
                await shop.add_order(uow.session, number, v2=1)
        except IntegrityError as error:
            reasons.append(str(error.orig))
            return False
        return True

    bought = await asyncio.gather(*[buy(number) for number in range(BUYERS)])
    assert sum(bought) == ITEMS
    assert all("reserved_within_stock" in reason for reason in reasons)
    async with database.uow.read() as uow:
        assert await uow.invariants.violations() == []
        held = text("SELECT count(*) FROM reservations WHERE status = 'held'")
        assert await uow.session.scalar(held) == ITEMS


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("again", [False, True])
async def test_cancelled_anywhere_it_is_whole_or_absent_and_the_gate_is_free(
    database: Database, again: bool, together: bool
) -> None:
    """Once, or at every suspension from there on."""

    heard: list[int] = []

    begin = database.uow.together if together else database.uow

    async def work(first: int) -> None:
        async with begin() as uow:
            uow.after_commit(lambda: heard.append(first))
            await _add_user(uow, first)
            await _add_user(uow, first + 1)

    await work(0)  # opens the connection
    done: list[int] = []
    for step in range(1, 100):
        first = step * 2
        finished = await _cancelled_at(step, work(first), again=again)
        async with asyncio.timeout(5):
            users = await _users(database)
            await work(1000 + first)
        assert users.count(first) == users.count(first + 1) == heard.count(first)
        done.append(first in users)
        if finished:
            break
    assert finished
    assert step >= 4
    assert not any(done[: step // 2]), "cancelled early, yet committed"


async def test_a_waiting_writer_that_gives_up_does_not_block_the_next(
    sqlite_database: Database,
) -> None:
    async with sqlite_database.uow() as uow:
        await _add_user(uow, 1)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01), sqlite_database.uow():
                pytest.fail("two writers at once")
    async with asyncio.timeout(5), sqlite_database.uow() as uow:
        await _add_user(uow, 2)
    assert await _users(sqlite_database) == [1, 2]


class _Cancelling:
    """Awaits `work`, and cancels the task at its n-th suspension, or from there on."""

    def __init__(self, step: int, work: Coroutine[Any, Any, None], *, again: bool) -> None:
        self._step = step
        self._work = work
        self._again = again

    def __await__(self) -> Generator[Any, Any, None]:
        waits = self._work.__await__()
        step = 0
        error: BaseException | None = None
        while True:
            try:
                future = waits.send(None) if error is None else waits.throw(error)
            except StopIteration:
                return
            step += 1
            task = asyncio.current_task()
            due = step >= self._step if self._again else step == self._step
            if due and task is not None:
                task.cancel()
            error = None
            try:
                yield future
            except BaseException as thrown:
                error = thrown


async def _cancelled_at(step: int, work: Coroutine[Any, Any, None], *, again: bool) -> bool:
    """Whether `work` ended before its n-th suspension could be cancelled."""

    async def run() -> None:
        await _Cancelling(step, work, again=again)

    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(run())
        await asyncio.wait({task})
    return not task.cancelled()


async def _add_user(uow: UnitOfWork, number: int, name: str = "x") -> None:
    values = {"id": number, "name": name, "language": "en", "created_at": shop.NOW}
    await uow.session.execute(insert(User).values(values))


async def _available(uow: UnitOfWork) -> int:
    lock = " FOR UPDATE" if uow.session.get_bind().dialect.name == "postgresql" else ""
    query = "SELECT stock_quantity - reserved_quantity FROM variants WHERE id = 2"
    return int(await uow.session.scalar(text(query + lock)) or 0)


async def _users(database: Database) -> list[int]:
    async with database.uow.read() as uow:
        return list((await uow.session.scalars(text("SELECT id FROM users ORDER BY id"))).all())
