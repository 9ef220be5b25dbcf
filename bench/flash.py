"""A flash sale: a thousand people press Pay within a second for half as many units."""

import asyncio
import contextlib
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import text

from bench.customers import Crowd, crowd, people
from bench.figures import Figure, machine, percentile
from bench.processes import load, running, telegram
from db import Database, UnitOfWork
from handlers.callbacks import PayWith
from models.cart import CartLine
from sandbox.telegram import acts
from sandbox.telegram.events import Event
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

BUYERS, UNITS = 1_000, 500
Books = tuple[int, int]
TITLE, PRICE = "Flash", 500
PAY = PayWith(asset="BTC", credit=0, seal="").pack()
"""As an old button without a seal: what is shown is agreed to."""
WITHIN = 1.0
"""Seconds in which everybody presses."""
ANSWERED = 10
"""Seconds after which everybody should have an answer."""
AIM_TAP = 500
"""Milliseconds that somebody waits who has nothing to do with it."""
LONGEST = 180.0
MOST_LOOKS, PAUSE = 200, 3.0
"""At the stock of addresses, and seconds between two."""
INVOICES_FOR = 5.0
"""Seconds after the last answer in which invoices are counted."""


async def measure() -> list[Figure]:
    *buyers, bystander = people(BUYERS + 1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with telegram([*buyers, bystander]) as (sandbox, url):
            await load(folder, url, goods())
            world = sandbox.telegram
            shop = running(sandbox, url, folder, ADDRESSES_READY=str(UNITS))
            async with shop, crowd(world, [*buyers, bystander]) as group:
                await fill_carts(folder, buyers)
                await addresses_lie_ready(folder)
                sale = Sale(world, group, buyers)
                await sale.run(bystander, partial(books, folder))
                return sale.rows(await books(folder))


def goods() -> str:
    """The last variant of the catalogue: goods without a post, so that one press buys one."""
    units = ", ".join(f'"FLASH-{number:04}-OF-{UNITS}"' for number in range(UNITS))
    return f"""
[[category]]
name = "Flash"
[[category.product]]
name = "{TITLE}"
description = "Once a year."
kind = "digital"
[[category.product.variant]]
price = "{PRICE / 100:.2f}"
units = [{units}]
"""


@contextlib.asynccontextmanager
async def beside(folder: Path) -> AsyncIterator[UnitOfWork]:
    """The shop's database, as a command has it."""
    url = f"sqlite+aiosqlite:///{folder / 'shop.db'}"
    async with Database.create(url, exclusive=False) as database, database.uow() as uow:
        yield uow


async def fill_carts(folder: Path, buyers: Sequence[Person]) -> None:
    async with beside(folder) as uow:
        variant = await newest(uow)
        uow.session.add_all(
            CartLine(user_id=one.id, variant_id=variant, quantity=1, price=PRICE) for one in buyers
        )


async def addresses_lie_ready(folder: Path) -> None:
    """As an owner would who holds such a sale."""
    query = text("SELECT count(*) FROM addresses WHERE given_at IS NULL")
    for _ in range(MOST_LOOKS):
        async with beside(folder) as uow:
            if int(await uow.session.scalar(query) or 0) >= UNITS:
                return
        await asyncio.sleep(PAUSE)
    raise TimeoutError("the addresses did not come")


async def newest(uow: UnitOfWork) -> int:
    return int(await uow.session.scalar(text("SELECT max(id) FROM variants")) or 0)


async def books(folder: Path) -> Books:
    """Orders, and pieces that were sold beyond what there was."""
    async with beside(folder) as uow:
        orders = int(await uow.session.scalar(text("SELECT count(*) FROM orders")) or 0)
        over = "SELECT coalesce(sum(quantity), 0) - :units FROM reservations WHERE status = 'held'"
        beyond = int(await uow.session.scalar(text(over), {"units": UNITS}) or 0)
    return orders, max(0, beyond)


class Sale:
    """Everybody presses, and what is seen of it from outside.

    `answers`: seconds until the button stopped turning; `said`: what was then told.
    """

    def __init__(self, world: World, group: Crowd, buyers: Sequence[Person]) -> None:
        self._world = world
        self._group = group
        self._buyers = buyers
        self._pressed: dict[int, float] = {}
        self._over = asyncio.Event()
        self.answers: dict[int, float] = {}
        self.said: Counter[str] = Counter()
        self.invoices: list[float] = []
        self.taps: list[float] = []
        self.sold = 0.0
        world.events.listen(self._hear)

    def _hear(self, event: Event) -> None:
        now = time.perf_counter()
        person = event.get("user_id") or event.get("chat_id") or 0
        if event["type"] == "answer" and person in self._pressed:
            self.answers.setdefault(person, now - self._pressed[person])
            self.said[(event["text"] or "no words")[:60]] += 1
            if len(self.answers) == len(self._buyers):
                self._over.set()
        elif event["type"] == "message" and event.get("chat_id") in self._pressed:
            self.invoices.append(now)

    async def run(self, bystander: Person, found: Callable[[], Awaitable[Books]]) -> None:
        """Until everything is sold, or nothing more is for a while."""
        tapping = asyncio.ensure_future(self._tap(bystander))
        for buyer in self._buyers:
            self._pressed[buyer.id] = time.perf_counter()
            acts.press(self._world, buyer, self._group.screen(buyer), PAY)
            await asyncio.sleep(WITHIN / len(self._buyers))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                await self._over.wait()
                await self._sold_out(found)
        tapping.cancel()
        self.taps = [1000 * one for one in self._group.seconds]
        await asyncio.sleep(INVOICES_FOR)

    async def _sold_out(self, found: Callable[[], Awaitable[Books]]) -> None:
        before, (orders, _) = -1, await found()
        while before < orders < UNITS:
            await asyncio.sleep(PAUSE)
            before, (orders, _) = orders, await found()
        self.sold = time.perf_counter() - min(self._pressed.values())

    async def _tap(self, person: Person) -> None:
        """They leave through the catalogue, a tap after another."""
        while True:
            await self._group.walk(person, 1)

    def rows(self, found: Books) -> list[Figure]:
        orders, beyond = found
        took = sorted(self.answers.values())
        in_time = sum(one <= ANSWERED for one in took)
        first, last = min(self.invoices, default=0), max(self.invoices, default=0)
        rate = len(self.invoices) / (last - first) if last > first else 0
        about = ", ".join(f"{n} x {words!r}" for words, n in self.said.most_common(4))
        return [
            Figure(f"flash sale: {BUYERS:,} press Pay, answered", f"{len(took):,}", f"{BUYERS:,}"),
            Figure(f"  within {ANSWERED} s", f"{in_time:,}", f"{BUYERS:,}"),
            Figure("  the slowest, s", f"{took[-1]:.1f}", f"<= {ANSWERED}"),
            Figure(f"  orders for {UNITS} units, oversold", f"{orders}, {beyond}", f"{UNITS}, 0"),
            Figure("  sold out after, s", f"{self.sold:.0f}"),
            Figure("  invoices per second", f"{rate:.1f}", "<= 25"),
            Figure("  p99 ms of a tap that is not part of it", self._tap_row(), f"< {AIM_TAP}"),
            Figure(f"  what was told: {about}", machine()),
        ]

    def _tap_row(self) -> str:
        if not self.taps:
            return "none was answered"
        p50, p99 = (percentile(self.taps, at) for at in (50, 99))
        return f"{p99:,.0f} (p50 {p50:,.0f}, {len(self.taps)} taps)"
