"""One person who presses without end, and twenty who want to buy: nobody honest waits."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from random import Random

import pytest

from bench.customers import crowd
from bench.walk import WALK
from handlers.callbacks import CancelNow, Catalogue, CheckPayment, MyOrders, OpenCart
from sandbox.telegram import acts
from sandbox.telegram.events import Events
from sandbox.telegram.people import Person
from tests.journeys.live import Live
from tests.journeys.shop import ADD

HONEST = 20
PRESSES = 230
LONGEST_WAIT = 2.0
"""Seconds; what a press takes when the machine has nothing else to do is about 0.02."""
TIMES = 5
"""A machine that is busy with something else may be so much slower than it was before the abuse."""
STOPPED_WITHIN = 10.0
ROUNDS = 4
"""How often each of the honest walks through the catalogue, a press for each step."""


class Abuser:
    """Presses what no patient person would, faster than anybody could read the answers."""

    def __init__(self, shop: Live, person: Person) -> None:
        self.world = shop.sandbox.telegram
        self.person = person
        self.actor = shop.person(person.id)
        self.pressed: list[str] = []

    async def fills_the_cart(self) -> None:
        acts.write(self.world, self.person, acts.text_content("/start"))
        await self.actor.sees("Welcome")
        await self.actor.press("Catalogue", "Games", "Star Sailor", ADD, "Check out")
        await self.actor.sees("How would you like to pay?")

    @property
    def pay(self) -> str:
        """The coin button as it was shown: only what was agreed to is ordered."""
        rows = [
            row
            for message in self.world.chats.of(self.person.id).values()
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        ]
        shown = [button.get("callback_data", "") for row in rows for button in row]
        return str(next(data for data in shown if data.startswith("pay:BTC:")))

    def press(self, data: str) -> None:
        messages = self.world.chats.of(self.person.id).values()
        screens = [message for message in messages if message["from"]["is_bot"]]
        if not screens:  # cancelling takes the question away
            acts.write(self.world, self.person, acts.text_content("/start"))
            return
        self.pressed.append(acts.press(self.world, self.person, screens[-1], data))

    async def pays_and_cancels(self, presses: int) -> None:
        """Every order number that there may be meanwhile; most of these presses are forged."""
        numbers, pay = Random(1), self.pay
        for _ in range(presses // 2):
            self.press(pay)
            self.press(CancelNow(order_id=numbers.randint(1, 12)).pack())
            await asyncio.sleep(0.01)

    async def checks(self, presses: int) -> None:
        self.press(self.pay)
        for _ in range(presses):
            self.press(CheckPayment(order_id=1).pack())
            await asyncio.sleep(0.005)

    async def mixes(self, presses: int) -> None:
        looks = (Catalogue(), OpenCart(), MyOrders(page=0))
        all_of_them = [*(look.pack() for look in looks), self.pay]
        for number, data in zip(range(presses), cycle(all_of_them), strict=False):
            self.press(data)
            if number % 10 == 0:
                acts.write(self.world, self.person, acts.text_content("/start"))
            await asyncio.sleep(0.005)


Way = Callable[[Abuser, int], Coroutine[None, None, None]]


@asynccontextmanager
async def answers(shop: Live) -> AsyncIterator[Counter[int]]:
    """How many presses of each person were answered since."""
    answered: Counter[int] = Counter()
    watching = asyncio.ensure_future(_count(shop.sandbox.telegram.events, answered))
    try:
        yield answered
    finally:
        watching.cancel()


async def _count(events: Events, answered: Counter[int]) -> None:
    seq = events.seq
    while not events.closed:
        await events.wait(seq, LONGEST_WAIT)
        news, seq = events.after(seq), events.seq
        for event in news or ():
            if event["type"] == "answer":
                answered[event["user_id"]] += 1


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Live]:
    """With the limits that a shop has unless it says otherwise."""
    settings = {"MAX_USER_TIMEOUTS": "3", "ORDER_TIMEOUT_MINUTES": "30"}
    async with Live(tmp_path, **settings) as running:
        await running.greet_admins()
        yield running
    assert "Traceback" not in running.log(), running.log()


@pytest.mark.parametrize("way", [Abuser.pays_and_cancels, Abuser.checks, Abuser.mixes])
async def test_nobody_waits_for_an_abuser(shop: Live, way: Way) -> None:
    abuser = Abuser(shop, await known(shop, "Mallory"))
    customers = [await known(shop, f"Customer {n}") for n in range(HONEST)]
    await abuser.fills_the_cart()
    async with (
        asyncio.timeout(120),
        answers(shop) as answered,
        crowd(shop.sandbox.telegram, customers) as honest,
    ):
        await honest.tap(HONEST * len(WALK))
        longest = max(LONGEST_WAIT, TIMES * max(honest.seconds))
        async with asyncio.TaskGroup() as group:
            group.create_task(way(abuser, PRESSES))
            group.create_task(honest.tap(HONEST * len(WALK) * ROUNDS))
            buying = group.create_task(buys(shop))
        while answered[abuser.person.id] < len(abuser.pressed):  # noqa: ASYNC110 - no event for it
            await asyncio.sleep(0.05)
    waits = sorted(honest.seconds)
    assert waits[len(waits) * 98 // 100] < longest
    assert waits[-1] < 3 * longest  # a machine that does other things too
    assert buying.result() < 4 * longest  # six presses, and an invoice with a picture
    stopping = time.monotonic()
    assert await shop.stop() == 0
    assert time.monotonic() - stopping < STOPPED_WITHIN
    async with shop.database() as database, database.uow.read() as uow:
        assert await uow.invariants.violations() == []
    await shop.start()


async def known(shop: Live, name: str) -> Person:
    """Somebody new at the sandbox's Telegram."""
    person = shop.sandbox.telegram.people.find((await shop.client.person(name))["id"])
    assert person is not None
    return person


async def buys(shop: Live) -> float:
    """One honest customer's way to an invoice; seconds."""
    alice = shop.person((await shop.client.person("Alice"))["id"])
    begun = time.monotonic()
    await alice.orders("Reading", "Patient Gardener")
    return time.monotonic() - begun


async def test_a_stop_in_the_middle_of_it_is_heeded(shop: Live) -> None:
    """SIGTERM with a backlog: within ten seconds; afterwards the shop is as it was."""
    abuser = Abuser(shop, await known(shop, "Mallory"))
    await abuser.fills_the_cart()
    flood = asyncio.ensure_future(abuser.mixes(2000))
    await asyncio.sleep(2)
    stopping = time.monotonic()
    assert await shop.stop() == 0
    took = time.monotonic() - stopping
    flood.cancel()
    assert took < STOPPED_WITHIN
    await shop.start()
    alice = shop.person((await known(shop, "Alice")).id)
    await alice.orders("Reading", "Patient Gardener")
