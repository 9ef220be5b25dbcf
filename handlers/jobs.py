"""Clock-driven entry points: the scheduler's counterpart of a Telegram handler."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from services.keys.wallet import WalletService
from services.money.payment import PaymentService
from services.money.rate import RateService
from services.money.receipt import ReceiptService
from services.running.health import HealthService
from utils.clock import utc_now

logger = logging.getLogger(__name__)
RATES_EVERY = timedelta(seconds=2)
"""How often their age is looked at; RateService decides when to ask."""
ADDRESSES_EVERY = timedelta(seconds=30)
REFUNDS_EVERY = timedelta(seconds=30)
RECEIPTS_EVERY = timedelta(seconds=15)
LONGEST = 120
"""Seconds after which a job that hangs is cancelled, so that its next run can happen."""
DRAIN = 20
"""Seconds a job under way may take to finish when the shop stops."""

Job = Callable[[], Awaitable[None]]


class Ticker:
    """Each job at once and then every so often; late runs are caught up with, never two at once."""

    def __init__(self, jobs: dict[str, tuple[Job, timedelta]]) -> None:
        self._running = 0
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
                next_run_time=utc_now(),  # it lives by the wall clock, not by the shop's
            )

    def start(self) -> None:
        self._scheduler.start()

    async def stop(self) -> None:
        """Start nothing new and let what runs finish: APScheduler's own stop would cancel it."""
        self._scheduler.pause()
        for _ in range(DRAIN * 50):
            if not self._running:
                break
            await asyncio.sleep(0.02)
        self._scheduler.shutdown(wait=False)

    async def _run(self, name: str, job: Job) -> None:
        self._running += 1
        try:
            async with asyncio.timeout(LONGEST):
                await job()
        except Exception:
            logger.exception("job %s failed", name)
        finally:
            self._running -= 1


def chain_jobs(
    payments: PaymentService,
    rates: RateService,
    wallets: WalletService,
    health: HealthService,
    receipts: ReceiptService,
    scan_every: timedelta,
) -> dict[str, tuple[Job, timedelta]]:
    """What asks the outside world: payments, prices, fresh addresses."""

    scans = {
        f"scan-{asset}": (partial(payments.scan, asset), scan_every) for asset in payments.assets
    }
    return {
        **scans,
        "health": (health.report, scan_every),
        "receipts": (receipts.find, RECEIPTS_EVERY),
        "rates": (rates.keep_fresh, RATES_EVERY),
        "addresses": (wallets.prepare_all, ADDRESSES_EVERY),
    }
