"""Case 54: a failing round never ends the loop; stopping waits for the round under way."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from utils import loops
from utils.loops import Due, Supervised
from utils.progress import heard_by, progress

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOON = 0.02
NEVER = 3600.0


class Rounds:
    """Work that answers from a script, then the last entry for ever, and can be waited for."""

    def __init__(self, *script: Due | Exception) -> None:
        self._script = list(script) or [None]
        self.times: list[float] = []
        self._ran = asyncio.Event()

    async def __call__(self) -> Due:
        self.times.append(asyncio.get_running_loop().time())
        self._ran.set()
        answer = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def reach(self, count: int) -> None:
        async with asyncio.timeout(2):
            while len(self.times) < count:
                self._ran.clear()
                await self._ran.wait()

    @property
    def count(self) -> int:
        return len(self.times)


def supervised(
    work: Callable[[], Awaitable[Due]], every: float = NEVER, limit: float = 5
) -> Supervised:
    return Supervised("test", work, lambda: NOW, every=every, limit=limit)


@asynccontextmanager
async def running(loop: Supervised) -> AsyncIterator[None]:
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        tasks.create_task(loop.run())
        yield
        loop.stop()


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "FIRST_RETRY", SOON)


async def test_rounds_repeat_every_so_often() -> None:
    work = Rounds()
    async with running(supervised(work, every=SOON)):
        await work.reach(4)
    assert work.count >= 4


@pytest.mark.parametrize("due", [SOON, NOW + timedelta(seconds=SOON)])
async def test_the_next_round_comes_when_it_is_due(
    due: Due, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "SHORTEST_PAUSE", 0.001)
    work = Rounds(due, None)
    async with running(supervised(work)):
        await work.reach(2)
    assert work.times[1] - work.times[0] >= SOON * 0.9


@pytest.mark.parametrize("due", [NEVER, NOW + timedelta(days=1)])
async def test_no_pause_is_longer_than_every(due: Due) -> None:
    work = Rounds(due)
    async with running(supervised(work, every=SOON)):
        await work.reach(3)
    assert work.count >= 3


@pytest.mark.parametrize("due", [0.0, -5.0, NOW, NOW - timedelta(days=1)])
async def test_what_is_overdue_does_not_spin(due: Due) -> None:
    work = Rounds(due)
    async with running(supervised(work)):
        await work.reach(3)
    assert work.times[2] - work.times[0] >= 2 * loops.SHORTEST_PAUSE * 0.9


async def test_wake_ends_the_pause() -> None:
    work = Rounds()
    loop = supervised(work)
    async with running(loop):
        await work.reach(1)
        await asyncio.sleep(SOON)
        loop.wake()
        await work.reach(2)
    assert work.count == 2


async def test_wake_during_a_round_is_not_lost() -> None:
    entered, leave = asyncio.Event(), asyncio.Event()
    work = Rounds()

    async def slow() -> Due:
        entered.set()
        await leave.wait()
        return await work()

    loop = supervised(slow)
    async with running(loop):
        await entered.wait()
        loop.wake()
        leave.set()
        await work.reach(2)
        await asyncio.sleep(SOON)
    assert work.count == 2


async def test_a_failing_round_is_logged_and_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    work = Rounds(ValueError("first"), KeyError("second"), None)
    async with running(supervised(work)):
        await work.reach(3)
    assert "loop test failed" in caplog.text
    assert "ValueError: first" in caplog.text
    assert "KeyError: 'second'" in caplog.text


async def test_retries_slow_down_and_recover(caplog: pytest.LogCaptureFixture) -> None:
    error = OSError("down")
    work = Rounds(error, error, error, 0.0, error, None)
    async with running(supervised(work)):
        await work.reach(6)
    announced = [record.args[1] for record in caplog.records if isinstance(record.args, tuple)]
    assert announced == [SOON, 2 * SOON, 4 * SOON, SOON]
    assert work.times[3] - work.times[0] >= 7 * SOON * 0.9


async def test_retries_have_a_slowest_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "SLOWEST_RETRY", SOON)
    work = Rounds(OSError("down"))
    async with running(supervised(work)):
        await work.reach(8)
    assert work.count >= 8


async def test_wake_does_not_hurry_a_failing_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "FIRST_RETRY", 10.0)
    work = Rounds(OSError("down"))
    loop = supervised(work)
    async with running(loop):
        await work.reach(1)
        for _ in range(5):
            loop.wake()
            await asyncio.sleep(0.001)
    assert work.count == 1  # and stopping did not wait ten seconds


async def test_a_round_that_hangs_is_cut_off(caplog: pytest.LogCaptureFixture) -> None:
    work = Rounds()

    async def hangs_once() -> Due:
        if not await work() and work.count == 1:
            await asyncio.sleep(NEVER)
        return None

    async with running(supervised(hangs_once, limit=SOON)):
        await work.reach(2)
    assert "TimeoutError" in caplog.text


async def test_stop_lets_the_round_finish() -> None:
    entered, finished = asyncio.Event(), asyncio.Event()

    async def slow() -> Due:
        entered.set()
        await asyncio.sleep(SOON)
        finished.set()
        return None

    loop = supervised(slow)
    async with running(loop):
        await entered.wait()
        loop.stop()
        assert not finished.is_set()
    assert finished.is_set()


async def test_stopped_before_it_started_it_does_nothing() -> None:
    work = Rounds()
    loop = supervised(work)
    loop.stop()
    await loop.run()
    assert work.count == 0


async def test_the_heart_beats_after_good_rounds_only() -> None:
    beats: list[int] = []
    work = Rounds(OSError("down"), 0.0, None)

    async def beat() -> None:
        beats.append(work.count)

    loop = Supervised("test", work, lambda: NOW, every=NEVER, limit=5, heartbeat=beat)
    async with running(loop):
        await work.reach(3)
    assert beats == [2, 3]


async def test_a_failing_heartbeat_is_a_failing_round(caplog: pytest.LogCaptureFixture) -> None:
    work = Rounds()

    async def broken() -> None:
        raise OSError("no database")

    loop = Supervised("test", work, lambda: NOW, every=NEVER, limit=5, heartbeat=broken)
    with caplog.at_level(logging.ERROR):
        async with running(loop):
            await work.reach(3)
    assert "no database" in caplog.text


async def test_cancelling_the_group_ends_it_at_once() -> None:
    work = Rounds()
    task = asyncio.ensure_future(supervised(work).run())
    await work.reach(1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_long_round_that_gets_on_is_not_cut_off() -> None:
    """Cut off after `limit` seconds without progress, however long the whole takes."""
    alive: list[float] = []
    done = asyncio.Event()

    async def long() -> Due:
        for _ in range(10):
            await asyncio.sleep(0.05)
            progress()
        done.set()
        return None

    async def watched() -> Due:
        with heard_by(lambda: alive.append(0)):
            return await long()

    async with running(supervised(watched, limit=0.2)):
        await done.wait()
    assert len(alive) == 10


async def test_progress_of_a_task_within_counts(caplog: pytest.LogCaptureFixture) -> None:
    done = asyncio.Event()

    async def step() -> None:
        await asyncio.sleep(0.1)
        progress()

    async def long() -> Due:
        for _ in range(4):
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(step())
        done.set()
        return None

    async with running(supervised(long, limit=0.2)):
        await done.wait()
    assert not caplog.records


async def test_a_round_that_hangs_after_progress_is_cut_off() -> None:
    tries = iter((False, True))
    again = asyncio.Event()

    async def stuck() -> Due:
        if next(tries):
            again.set()
        progress()
        await asyncio.sleep(NEVER)
        return None

    async with asyncio.timeout(3), running(supervised(stuck, limit=0.05)):
        await again.wait()
    assert list(tries) == []


async def test_progress_outside_a_round_is_nothing() -> None:
    progress()


async def test_stopping_waits_for_a_long_round_only_so_long(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(loops, "DRAIN", SOON)
    work = Rounds()

    async def long() -> Due:
        await work()
        await asyncio.sleep(NEVER)
        return None

    async with running(supervised(long, limit=NEVER)):
        await work.reach(1)
    assert "failed" not in caplog.text
