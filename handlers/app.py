"""The assembled shop, and how it runs: polling, loops, jobs, and a stop that loses nothing."""

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError

from handlers.dispatcher import publish_commands
from handlers.jobs import Ticker, chain_jobs
from handlers.notifier import Notifier
from services.goods.loader import Loader
from services.keys.wallet import WalletService
from services.money.payment import PaymentService
from services.money.rate import RateService
from services.money.receipt import ReceiptService
from services.running.health import HealthService
from services.running.integrity import IntegrityService
from services.running.outbox import OutboxService
from services.running.setting_aside import SetAsideService
from services.sale.order import OrderService
from utils.chains.base import ChainClient
from utils.clock import Clock
from utils.loops import Due, Supervised
from utils.refusal import StartRefused
from utils.watchdog import Watchdog

logger = logging.getLogger(__name__)
LONGEST_ROUND = 240.0
LONGEST_SILENCE = 300.0
"""Seconds a loop may say nothing before the process is ended, to be started afresh."""


@dataclass(slots=True)
class Doorbell:
    """Wakes the notifier after a commit; who answers is known only once the shop runs."""

    answer: Callable[[], None] = field(default=lambda: None)

    def ring(self) -> None:
        self.answer()


@dataclass(frozen=True, slots=True)
class App:
    """The assembled shop."""

    clock: Clock
    admin_ids: frozenset[int]
    sweep_seconds: int
    scan_every: timedelta
    bot: Bot
    dispatcher: Dispatcher
    orders: OrderService
    payments: PaymentService
    rates: RateService
    wallets: WalletService
    health: HealthService
    receipts: ReceiptService
    notifier: Notifier
    outbox: OutboxService
    set_aside: SetAsideService
    doorbell: Doorbell
    loader: Loader
    integrity: IntegrityService
    chains: Mapping[str, ChainClient]


async def run(app: App, announce: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGINT or SIGTERM: chains and prices, deadlines, messages, people."""
    watchdog = Watchdog({"expiry": LONGEST_SILENCE, "outbox": LONGEST_SILENCE})
    loops = build_loops(app, watchdog)
    jobs = chain_jobs(
        app.payments, app.rates, app.wallets, app.health, app.receipts, app.scan_every
    )
    ticker = Ticker(jobs)
    app.doorbell.answer = loops["outbox"].wake
    stop = stop_event()
    await require_token(app)
    async with (
        app.notifier.open(loops["outbox"].wake),
        asyncio.TaskGroup() as tasks,
    ):
        for loop in loops.values():
            tasks.create_task(loop.run(), name=loop.name)
        polling = tasks.create_task(poll(app, stop), name="polling")
        tasks.create_task(halt(app.dispatcher, stop, polling))
        tasks.create_task(introduce(app))
        ticker.start()
        watchdog.start()
        gc.collect()
        gc.freeze()  # a full collection over aiogram's types takes 0.13 s, and they never die
        gc.enable()
        announce()
        await polling
        for loop in loops.values():
            loop.stop()
        await ticker.stop()
    watchdog.stop()


def build_loops(app: App, watchdog: Watchdog) -> dict[str, Supervised]:
    every = float(app.sweep_seconds)
    works: dict[str, Callable[[], Awaitable[Due]]] = {
        "expiry": app.payments.expire_overdue,
        "outbox": app.notifier.round,
    }

    def heartbeat(name: str) -> Callable[[], Awaitable[None]]:
        async def beat() -> None:
            watchdog.beat(name)
            await app.integrity.beat(name)

        return beat

    return {
        name: Supervised(
            name, work, app.clock, every=every, limit=LONGEST_ROUND, heartbeat=heartbeat(name)
        )
        for name, work in works.items()
    }


def stop_event() -> asyncio.Event:
    """Set by SIGINT and SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def require_token(app: App) -> None:
    """Raises StartRefused for a token that Telegram does not know; being offline is no reason."""
    try:
        await app.bot.me()
    except (TelegramUnauthorizedError, TelegramNotFound):
        reason = "Telegram does not know BOT_TOKEN: copy it from @BotFather"
        raise StartRefused(reason) from None
    except TelegramAPIError as error:
        logger.warning("Telegram cannot be reached yet: %s", error)


async def poll(app: App, stop: asyncio.Event) -> None:
    """Long polling for ever; Telegram being away, or forgetting the token, is waited out."""
    while not stop.is_set():
        try:
            await app.dispatcher.start_polling(
                app.bot,
                allowed_updates=["message", "callback_query"],
                tasks_concurrency_limit=100,
                handle_signals=False,
                close_bot_session=False,
            )
        except TelegramAPIError as error:
            logger.warning("Telegram cannot be reached, trying again: %s", error)
            await asyncio.sleep(2)


async def halt(dispatcher: Dispatcher, stop: asyncio.Event, polling: asyncio.Task[None]) -> None:
    """Stop polling once asked to, however often it was started again meanwhile."""
    await stop.wait()
    while not polling.done():
        with contextlib.suppress(RuntimeError):  # aiogram's word for "not started yet"
            await dispatcher.stop_polling()
        await asyncio.sleep(0.05)


async def introduce(app: App) -> None:
    """Publish the commands, and say which admins cannot be reached; neither is vital."""
    known = await app.integrity.known(app.admin_ids)
    for admin in app.admin_ids - known:
        logger.warning("admin %s has not started the bot: press /start to be notified", admin)
    try:
        await publish_commands(app.bot, app.admin_ids, known)
    except TelegramAPIError as error:
        logger.warning("the command menu was not updated: %s", error)
