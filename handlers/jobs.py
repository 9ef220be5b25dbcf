"""Clock-driven entry points: the scheduler's counterpart of a Telegram handler.

What must never stand still (payments, deadlines, prices) has a supervised loop of its own, which
knows only seconds that pass. APScheduler lives by the machine's clock, and would wait a step back
out: it has the jobs that can wait a little, and is watched by those seconds too (`Ticker.revive`).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from services.money.payment import PaymentService
from services.money.rate import RateService
from services.money.receipt import ReceiptService
from services.running.health import HealthService
from services.running.pulse import Pulse
from utils.assets import ASSETS
from utils.clock import Seconds, seconds, utc_now
from utils.loops import Due

logger = logging.getLogger(__name__)
RATES_EVERY = timedelta(seconds=2)
"""How often their age is looked at; RateService decides when to ask."""
ADDRESSES_EVERY = timedelta(seconds=30)
REFUNDS_EVERY = timedelta(seconds=30)
RECEIPTS_EVERY = timedelta(seconds=15)
LONGEST = 120
"""Seconds after which a job that hangs is cancelled, so that its next run can happen."""
DRAIN = 3
"""Seconds a job under way may take to finish when the shop stops."""
LATE = 5.0
"""Seconds past its time after which a job that should have run is run."""

Job = Callable[[], Awaitable[None]]
Jobs = dict[str, tuple[Job, timedelta]]
Rounds = dict[str, Callable[[], Awaitable[Due]]]
Works = dict[str, tuple[Callable[[], Awaitable[Due]], timedelta]]
"""By name: what a loop does, and how often."""


class Ticker:
    """Each job at once and then every so often; late runs are caught up with, never two at once."""

    def __init__(self, jobs: Jobs, passed: Seconds = seconds, pulse: Pulse | None = None) -> None:
        self._pulse = pulse or Pulse(passed)
        for name, (_, every) in jobs.items():
            self._pulse.expect(name, every.total_seconds())
        self._every = {name: every.total_seconds() for name, (_, every) in jobs.items()}
        self._passed = passed
        self._ran = dict.fromkeys(jobs, passed())
        self._running: set[str] = set()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        for name, (job, every) in jobs.items():
            self._scheduler.add_job(
                self._run,
                "interval",
                [name, job],
                id=name,
                seconds=every.total_seconds(),
                next_run_time=utc_now(),  # it lives by the machine's clock, not by the shop's
            )

    def start(self) -> None:
        self._scheduler.start()

    async def revive(self) -> None:
        """Run what has not run for longer than it should: the machine's clock was set back."""
        for name, every in self._every.items():
            silent = self._passed() - self._ran[name]
            if silent > every + LATE and name not in self._running:
                logger.warning("job %s did not run for %.0f s, so it runs now", name, silent)
                self._ran[name] = self._passed()
                self._scheduler.modify_job(name, next_run_time=utc_now())

    async def stop(self) -> None:
        """Start nothing new and let what runs finish: APScheduler's own stop would cancel it."""
        self._scheduler.pause()
        for _ in range(DRAIN * 50):
            if not self._running:
                break
            await asyncio.sleep(0.02)
        self._scheduler.shutdown(wait=False)

    async def _run(self, name: str, job: Job) -> None:
        self._running.add(name)
        try:
            async with asyncio.timeout(LONGEST):
                await job()
            self._pulse.beat(name)
        except Exception:
            logger.exception("job %s failed", name)
        finally:
            self._ran[name] = self._passed()
            self._running.discard(name)


def vital_works(
    payments: PaymentService, rates: RateService, *, sweep_every: timedelta, scan_every: timedelta
) -> Works:
    """Deadlines, payments and prices; a slow coin holds up no other."""
    deadlines: Works = {
        f"expiry-{asset}": (partial(payments.expire, asset), sweep_every) for asset in ASSETS
    }
    scans: Works = {
        f"scan-{asset}": (partial(payments.scan, asset), scan_every) for asset in ASSETS
    }
    return {**deadlines, **scans, "rates": (rates.keep_fresh, RATES_EVERY)}


def outside_jobs(
    restock: Job, health: HealthService, receipts: ReceiptService, scan_every: timedelta
) -> Jobs:
    """What can wait a little: alarms, fresh addresses (`restock`), transaction ids."""
    return {
        "health": (health.report, scan_every),
        "receipts": (receipts.find, RECEIPTS_EVERY),
        "addresses": (restock, ADDRESSES_EVERY),
    }
