"""A shop whose messages go to a Telegram that keeps its chats."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiogram import Bot

from db import Database
from handlers.board import Board
from handlers.faces import Faces
from handlers.letters.base import Desk
from handlers.lists import Lists, Waiting
from handlers.notifier import Notifier
from handlers.table import Table
from models.outbox import OutboxMessage, OutboxStatus
from models.user import User
from services.goods.product import ProductService
from services.people.role import RoleService
from services.running.health import HealthService
from services.running.notification import Event
from services.running.opened import OpenedService
from tests.handlers.chats import Chats
from tests.handlers.conftest import TEXTS, all_desks
from tests.services.conftest import ADMINS, ShopWorld
from utils.assets import ASSETS
from utils.pace import Pace

PATIENCE = 30.0
STEP = 0.02
BUSY = 200
"""Hundredths of a second after which a message on its way is taken for one that hangs."""


async def until(
    reached: Callable[[], Awaitable[bool]], patience: float = PATIENCE, step: float = STEP
) -> None:
    for _ in range(round(patience / step)):
        if await reached():
            return
        await asyncio.sleep(step)
    raise AssertionError("it never came to that")


def faces_of(world: ShopWorld, health: HealthService) -> Faces:
    waiting = Waiting(health, world.set_aside, world.support, world.doubts, world.reviews)
    return Faces(
        *(world.orders, world.wallets, world.decisions),
        *(world.refunds, world.places, world.users),
        Lists(world.orders, waiting),
    )


@dataclass
class Troubles:
    """What payments say of chains and orders."""

    problems: dict[str, str] = field(default_factory=dict)
    aside: dict[int, str] = field(default_factory=dict)


@dataclass
class Mail:
    """`admins`: who is one now. `menus`: whose menu of commands was renewed."""

    database: Database
    admins: set[int] = field(default_factory=lambda: set(ADMINS))
    chats: Chats = field(default_factory=Chats)
    protect: bool = False
    assets: tuple[str, ...] = tuple(ASSETS)
    troubles: Troubles = field(default_factory=Troubles)
    pace: Pace = field(default_factory=lambda: Pace(lambda _chat: 0.0, 1))
    menus: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.world = ShopWorld(self.database)
        self.start(self.chats.bot())

    async def _renew(self, _bot: Bot, user: User) -> None:
        self.menus.append(user.id)

    def start(self, bot: Bot) -> None:
        """A new process; `bot` may be another one."""
        world = self.world
        world.restart()
        self.bot = bot
        self.health = HealthService(
            world.uow, world.notifications, world.rates, self.troubles, world.chains
        )
        opened = OpenedService(world.uow, world.clock)
        self.board = Board(opened, faces_of(world, self.health).draw, world.clock)
        desk = Desk(
            bot=bot,
            orders=world.orders,
            users=world.users,
            wallets=world.wallets,
            outbox=world.outbox,
            set_aside=world.set_aside,
            notices=world.notices,
            health=self.health,
            shelves=world.shelves,
            reviews=world.reviews,
            translators=TEXTS,
            doors=Table(all_desks()).doors,
            roles=RoleService(world.uow, world.clock, lambda: self.admins),
            shop_name="Shop",
            network="regtest",
            assets=self.assets,
            products=ProductService(world.uow, world.clock),
            currency="USD",
            protect_goods=self.protect,
            board=self.board,
            approvals=world.hands.approvals,
            numbers=world.office.numbers,
            zone=world.office.zone,
            support=world.support,
            renew=self._renew,
        )
        self.notifier = Notifier(world.outbox, desk, self.pace)

    @asynccontextmanager
    async def delivering(self) -> AsyncIterator[None]:
        """The notifier at work, as the shop runs it; whenever it waits, the clock jumps ahead: not
        while a message is on its way, for which a busy machine may need a while.
        """
        woken, over = asyncio.Event(), asyncio.Event()

        async def rounds() -> None:
            idle = 0
            while not over.is_set():
                woken.clear()
                await self.notifier.round()
                try:
                    async with asyncio.timeout(0.01):
                        await woken.wait()
                    idle = 0
                except TimeoutError:
                    idle += 1
                    if self.notifier._lanes and idle < BUSY:
                        continue
                    until = await self.world.outbox.pause()
                    self.world.clock.advance(seconds=min(until or 1, 60))

        async with self.notifier.open(woken.set), asyncio.TaskGroup() as tasks:
            tasks.create_task(rounds())
            try:
                yield
            finally:
                over.set()

    async def delivered(self) -> None:
        """Everything that waits is sent, skipped or set aside; what moves next moves later, as it
        does where clocks run by themselves: of two letters of one moment one is queued.
        """
        async with asyncio.timeout(PATIENCE), self.delivering():
            await until(self._done)
        self.world.clock.advance(microseconds=1)

    async def _done(self) -> bool:
        return not await self.waiting()

    async def waiting(self) -> list[OutboxMessage]:
        rows = await self.world.messages()
        now = self.world.clock()
        due = [m for m in rows if m.due_at <= now or m.error is not None]
        return [m for m in due if m.status is OutboxStatus.PENDING]

    async def outcomes(self) -> set[OutboxStatus]:
        """Of everything but the reminders, which are for later."""
        return {m.status for m in await self.world.messages() if m.event != Event.REMINDER}

    async def statuses(self, event: str) -> set[str]:
        return {str(m.status) for m in await self.world.messages() if m.event == event}

    async def paid(self, user_id: int = 100, quantity: int = 1, *, shown: bool = False) -> int:
        """An order for digital goods whose payment is final; the messages still wait.

        `shown`: but the invoice, which arrived before the payment.
        """
        order_id = await self.world.order(user_id, quantity=quantity)
        if shown:
            await self.delivered()
        await self.world.pay(order_id)
        self.world.chain.mine(6)
        self.world.clock.advance(seconds=20)
        await self.world.payments.scan("BTC")
        return order_id
