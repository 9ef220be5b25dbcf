"""Simulated customers: each waits for the answer to a press before the next one."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bench.walk import WALK
from sandbox.telegram import acts
from sandbox.telegram.chats import Message
from sandbox.telegram.events import Event
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

FIRST = 20_000
PATIENCE = 30.0


def people(number: int) -> list[Person]:
    return [Person(FIRST + n, f"Customer {n}") for n in range(number)]


@dataclass(slots=True)
class Wait:
    """What one person has yet to see before the next press."""

    missing: set[str]
    over: asyncio.Future[None] = field(default_factory=asyncio.Future)

    def see(self, kind: str) -> None:
        self.missing.discard(kind)
        if not self.missing and not self.over.done():
            self.over.set_result(None)


class Crowd:
    """People in front of one bot. `seconds` says how long each press of the last round took."""

    def __init__(self, world: World, customers: Sequence[Person]) -> None:
        self._world = world
        self._customers = customers
        self._waits: dict[int, Wait] = {}
        self._screens: dict[int, Message] = {}
        self.seconds: list[float] = []

    async def arrive(self) -> None:
        """Everybody sends /start and reads the greeting."""
        for person in self._customers:
            known = self._world.people.find(person.id) or person
            acts.write(self._world, known, acts.text_content("/start"))
            await self._sees(person, "message")

    async def tap(self, presses: int) -> float:
        """Everybody walks, `presses` in all; the seconds it took."""
        self.seconds.clear()
        begun = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for person in self._customers:
                group.create_task(self._walk(person, presses // len(self._customers)))
        return time.perf_counter() - begun

    def screen(self, person: Person) -> Message:
        """The last message that the bot sent them."""
        return self._screens[person.id]

    async def _walk(self, person: Person, presses: int) -> None:
        await self.walk(person, presses // len(WALK))

    async def walk(self, person: Person, rounds: int) -> None:
        """Through the catalogue and back, so often."""
        for action in WALK * rounds:
            begun = time.perf_counter()
            screen = self._screens[person.id]
            assert action in acts.keyboard_data(screen), (action, screen)
            acts.press(self._world, person, screen, action)
            await self._sees(person, "edit", "answer")
            self.seconds.append(time.perf_counter() - begun)

    async def _sees(self, person: Person, *kinds: str) -> None:
        wait = self._waits[person.id] = Wait(set(kinds))
        async with asyncio.timeout(PATIENCE):
            await wait.over

    async def watch(self) -> None:
        """Pass on what happens in the chats, until cancelled."""
        events = self._world.events
        seq = events.seq
        while not events.closed:
            await events.wait(seq, PATIENCE)
            news, seq = events.after(seq), events.seq
            assert news is not None
            for event in news:
                self._note(event)

    def _note(self, event: Event) -> None:
        message = event.get("message")
        if message and message["from"]["is_bot"]:
            self._screens[message["chat"]["id"]] = message
        elif message:
            return
        wait = self._waits.get(event.get("chat_id") or event.get("user_id") or 0)
        if wait:
            wait.see(event["type"])


@asynccontextmanager
async def crowd(world: World, customers: Sequence[Person]) -> AsyncIterator[Crowd]:
    """The customers have read the greeting, and the first screen is the catalogue's door."""
    group = Crowd(world, customers)
    watching = asyncio.ensure_future(group.watch())
    try:
        await group.arrive()
        yield group
    finally:
        watching.cancel()
