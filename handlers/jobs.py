"""Clock-driven entry points: the scheduler's counterpart of a Telegram handler."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from services.health import HealthService
from services.payment import PaymentService
from services.rate import RateService
from services.wallet import WalletService
from utils.clock import utc_now

logger = logging.getLogger(__name__)
RATES_EVERY = timedelta(seconds=60)
ADDRESSES_EVERY = timedelta(seconds=30)
LONGEST = 120
"""Seconds after which a job that hangs is cancelled, so that its next run can happen."""

Job = Callable[[], Awaitable[None]]


def build_scheduler(jobs: dict[str, tuple[Job, timedelta]]) -> AsyncIOScheduler:
    """A ticker: each job at once and then every so often, late ones caught up with, never two."""
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    for name, (job, every) in jobs.items():
        scheduler.add_job(
            _bounded,
            "interval",
            [name, job],
            id=name,
            seconds=every.total_seconds(),
            next_run_time=utc_now(),  # the scheduler lives by the wall clock, not by the shop's
        )
    return scheduler


async def _bounded(name: str, job: Job) -> None:
    try:
        async with asyncio.timeout(LONGEST):
            await job()
    except Exception:
        logger.exception("job %s failed", name)


def chain_jobs(
    payments: PaymentService,
    rates: RateService,
    wallets: WalletService,
    health: HealthService,
    scan_every: timedelta,
) -> dict[str, tuple[Job, timedelta]]:
    """What asks the outside world: payments, prices, fresh addresses."""

    async def scan() -> None:
        await payments.scan()
        await health.report()

    return {
        "rates": (rates.refresh, RATES_EVERY),
        "addresses": (wallets.prepare_all, ADDRESSES_EVERY),
        "scan": (scan, scan_every),
    }
