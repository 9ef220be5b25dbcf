"""Jobs run every so often in seconds that pass, whatever the machine's clock does."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers import base

from handlers import jobs
from handlers.jobs import LATE, Ticker

EVERY = 0.3


class Passing:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class SetClock(datetime):
    """The machine's clock as APScheduler reads it."""

    offset = timedelta(0)

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime.now(UTC) + cls.offset  # noqa: TID251 - this is that clock


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> type[SetClock]:
    monkeypatch.setattr(SetClock, "offset", timedelta(0))
    monkeypatch.setattr(base, "datetime", SetClock)
    monkeypatch.setattr(jobs, "utc_now", SetClock.now)
    return SetClock


async def test_a_clock_set_back_delays_no_job(machine: type[SetClock]) -> None:
    runs: list[int] = []
    passing = Passing()

    async def job() -> None:
        runs.append(1)

    ticker = Ticker({"job": (job, timedelta(seconds=EVERY))}, passing)
    ticker.start()
    await asyncio.sleep(EVERY / 2)
    assert len(runs) == 1
    machine.offset = timedelta(minutes=-10)
    await asyncio.sleep(EVERY * 2)
    assert len(runs) == 1  # it waits for the machine's clock
    passing.now += EVERY + LATE + 1
    await ticker.revive()
    await asyncio.sleep(EVERY * 2)
    assert len(runs) > 2  # at once, and from then on in its rhythm
    await ticker.stop()


async def test_a_job_under_way_is_not_started_again() -> None:
    runs: list[int] = []
    passing, leave = Passing(), asyncio.Event()

    async def slow() -> None:
        runs.append(1)
        await leave.wait()

    ticker = Ticker({"job": (slow, timedelta(hours=1))}, passing)
    ticker.start()
    await asyncio.sleep(0.1)
    passing.now += 10_000
    await ticker.revive()
    await asyncio.sleep(0.1)
    assert len(runs) == 1
    leave.set()
    await ticker.stop()
