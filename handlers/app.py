"""The assembled shop, and how it runs: polling, loops, jobs, and a stop that loses nothing."""

import asyncio
import gc
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramNotFound, TelegramUnauthorizedError

from handlers import channel
from handlers.commands import CommandMenu
from handlers.jobs import REFUNDS_EVERY, Rounds, Ticker, Works, outside_jobs, vital_works
from handlers.notifier import Notifier
from handlers.polling import Polling
from handlers.reception import Reception
from services.goods.display import Display
from services.goods.loader import Loader
from services.keys.wallet import WalletService
from services.money.look import Looks
from services.money.payment import PaymentService
from services.money.rate import RateService
from services.money.receipt import ReceiptService
from services.money.refund import RefundService
from services.people.team import TeamService
from services.running.clock import ClockService
from services.running.health import HealthService
from services.running.inspection import InspectionService
from services.running.integrity import IntegrityService
from services.running.opened import OpenedService
from services.running.outbox import OutboxService
from services.running.pulse import Pulse
from services.sale.order import OrderService
from utils.chains.base import ChainClient
from utils.clock import Clock
from utils.lock import LockLost
from utils.loops import Due, Supervised
from utils.progress import heard_by
from utils.refusal import StartRefused
from utils.watchdog import EXIT_HUNG, Watchdog

logger = logging.getLogger(__name__)
LONGEST_ROUND = 240.0
"""Seconds a round may make no progress before it is cancelled and tried again."""
DRAIN = 3.0
"""Seconds a round under way may take to end when the shop stops."""
LONGEST_LOOK = 3_600.0
"""Seconds for a round of the inspection: one table of the file is checked in one piece."""
LONGEST_SILENCE = 300.0
"""Seconds a loop may say nothing before the process is ended, to be started afresh."""
HOLD_EVERY = timedelta(seconds=3)
"""How often a shop looks whether its database is still its own."""
PRUNE_EVERY = timedelta(hours=1)
ROLES_EVERY = timedelta(seconds=20)
SECOND = timedelta(seconds=1)


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
    reception: Reception
    orders: OrderService
    commands: CommandMenu
    team: TeamService
    payments: PaymentService
    looks: Looks
    rates: RateService
    wallets: WalletService
    health: HealthService
    receipts: ReceiptService
    refunds: RefundService
    notifier: Notifier
    outbox: OutboxService
    opened: OpenedService
    doorbell: Doorbell
    loader: Loader
    display: Display
    integrity: IntegrityService
    inspection: InspectionService
    rounds: Rounds
    chains: Mapping[str, ChainClient]
    channel_id: int | None
    addresses_ready: int
    """Of each coin, for as many orders at once."""
    keep: Callable[[], Awaitable[None]]
    """Raises LockLost when the database is not ours any more."""
    pulse: Pulse
    """Whether loops and jobs come to their end."""
    time: ClockService | None = None
    """Without one the clock is believed: the sandbox's, which is moved on purpose."""
    listen: Callable[[Callable[[], None]], AbstractAsyncContextManager[None]] | None = None
    """For hints from outside; who is given to it is told of each. None: nobody is heard."""


async def run(app: App, announce: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGINT or SIGTERM: chains and prices, deadlines, messages, people."""
    restock = partial(app.wallets.prepare_all, app.addresses_ready)
    jobs = outside_jobs(restock, app.health, app.receipts, app.scan_every)
    jobs |= {
        "refunds": (app.refunds.follow, REFUNDS_EVERY),
        "roles": (app.team.end_overdue, ROLES_EVERY),
        "prune": (app.outbox.prune, PRUNE_EVERY),
        "opened": (app.opened.prune, PRUNE_EVERY),
    }
    ticker = Ticker(jobs, pulse=app.pulse)
    loops, watchdog = build_loops(app, ticker)
    app.doorbell.answer = loops["outbox"].wake
    stop = stop_event()
    await require_token(app.bot)
    await prepare(app)
    polling = Polling(app.bot, app.reception, partial(watchdog.beat, "polling"))
    async with (
        listening(app, loops),
        app.notifier.open(loops["outbox"].wake),
        asyncio.TaskGroup() as tasks,
    ):
        background = [tasks.create_task(loop.run(), name=loop.name) for loop in loops.values()]
        background.append(tasks.create_task(unvital(introduce(app), "the introduction")))
        ticker.start()
        watchdog.start()
        freeze()
        announce()
        await polling.run(stop)
        for loop in loops.values():
            loop.stop()
        await ticker.stop()
        await app.looks.aclose()
        await let_end(background)
    watchdog.stop()


def listening(app: App, loops: Mapping[str, Supervised]) -> AbstractAsyncContextManager[None]:
    """What is heard is looked at at once. Raises StartRefused where nobody can listen."""
    return app.listen(loops["hints"].wake) if app.listen else nullcontext()


def freeze() -> None:
    """A full collection over aiogram's types takes 0.13 to 0.3 s, and they never die; what is
    garbage by now, a few thousand small things, is not worth one before anybody is served.
    """
    gc.freeze()
    gc.enable()


async def let_end(tasks: Collection[asyncio.Task[None]]) -> None:
    """A round under way may end; what it has not done after DRAIN is done after the next start."""
    _, late = await asyncio.wait(tasks, timeout=DRAIN)
    for task in late:
        logger.warning("%s did not end in time and is cut off", task.get_name())
        task.cancel()


async def prepare(app: App) -> None:
    """What must be known before anything runs: the database's age, and the time."""
    await app.wallets.settle()
    if app.time:
        await app.time.start()


def build_works(app: App, ticker: Ticker) -> Works:
    sweep = timedelta(seconds=app.sweep_seconds)
    works = vital_works(app.payments, app.rates, sweep_every=sweep, scan_every=app.scan_every)
    works |= {"outbox": (app.notifier.round, sweep), "jobs": (ticker.revive, SECOND)}
    works["inspection"] = (app.inspection.round, sweep)
    works |= {name: (work, sweep) for name, work in app.rounds.items()}
    works["lock"] = (partial(hold, app.keep), HOLD_EVERY)
    return works | {"clock": (app.time.review, SECOND)} if app.time else works


async def hold(keep: Callable[[], Awaitable[None]], end: Callable[[int], None] = os._exit) -> None:
    """Ends the process once another one has its database: it cannot write any more."""
    try:
        await keep()
    except LockLost as lost:
        logger.critical("%s", lost)
        end(EXIT_HUNG)


def build_loops(app: App, ticker: Ticker) -> tuple[dict[str, Supervised], Watchdog]:
    """And the watchdog, which ends the process when presses, a deadline or a message wait for too
    long.
    """
    works = build_works(app, ticker)
    vital = [name for name in works if name == "outbox" or name.startswith("expiry-")]
    watchdog = Watchdog(dict.fromkeys([*vital, "polling"], LONGEST_SILENCE))

    def heartbeat(name: str) -> Callable[[], Awaitable[None]]:
        async def beat() -> None:
            app.pulse.beat(name)
            if name in vital:
                watchdog.beat(name)
                await app.integrity.beat(name)

        return beat

    for name, (_, every) in works.items():
        app.pulse.expect(name, every.total_seconds())

    def supervised(name: str, work: Callable[[], Awaitable[Due]], every: timedelta) -> Supervised:
        return Supervised(
            name,
            partial(watched, work, partial(watchdog.beat, name)),
            app.clock,
            every=every.total_seconds(),
            limit=LONGEST_LOOK if name == "inspection" else LONGEST_ROUND,
            heartbeat=heartbeat(name),
        )

    return {name: supervised(name, *work) for name, work in works.items()}, watchdog


async def watched(work: Callable[[], Awaitable[Due]], beat: Callable[[], None]) -> Due:
    """A long round is alive as long as it gets on."""
    with heard_by(beat):
        return await work()


def stop_event() -> asyncio.Event:
    """Set by SIGINT and SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def require_token(bot: Bot) -> None:
    """Raises StartRefused for a token that Telegram does not know; being offline is no reason."""
    try:
        await bot.me()
    except (TelegramUnauthorizedError, TelegramNotFound):
        reason = "Telegram does not know BOT_TOKEN: copy it from @BotFather"
        raise StartRefused(reason) from None
    except TelegramAPIError as error:
        logger.warning("Telegram cannot be reached yet: %s", error)


async def unvital(work: Awaitable[None], name: str) -> None:
    """A task beside the loops ends the shop with its error: what is not vital only says so."""
    try:
        await work
    except Exception:
        logger.exception("%s failed, and the shop goes on", name)


async def introduce(app: App) -> None:
    """Publish the commands, and say which admins cannot be reached; neither is vital."""
    known = await app.integrity.known(app.admin_ids)
    staff = await app.integrity.known(frozenset(await app.team.numbers()))
    for admin in app.admin_ids - known:
        logger.warning("admin %s has not started the bot: press /start to be notified", admin)
    await app.commands.publish(app.bot, known | staff)
    if app.channel_id is not None:
        await prove_channel(app.bot, app.channel_id)


async def prove_channel(bot: Bot, channel_id: int) -> None:
    """The shop goes on without it; doctor says the same."""
    try:
        why = await channel.obstacle(bot, channel_id)
    except TelegramAPIError as error:
        logger.warning(
            "CHANNEL_ID %s is not proved: Telegram does not answer: %s", channel_id, error
        )
        return
    if why is not None:
        logger.warning("CHANNEL_ID %s: %s", channel_id, channel.WORDS[why])
