"""Where screens become messages: each says when it was read; cards and lists of orders follow them.

A message is written by one at a time: who navigates on it, or the letter that draws it anew.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol
from weakref import WeakValueDictionary

from aiogram import Bot
from aiogram.types import CallbackQuery, Message

from handlers import replies, showing
from handlers.views.moments import as_of
from handlers.views.screen import Follows, Screen
from models.opened import Opened
from services.running.opened import OpenedService, Standing
from utils.clock import Clock, utc_now
from utils.l10n import Translator

PATIENCE = 5.0
"""Seconds somebody who pressed waits for the letter that is writing into that message; after that
they get their screen below it.
"""
DIGEST = 16
"""Hexadecimal digits: against what changes by itself, not against forgers."""

Draw = Callable[[Translator, int, Follows], Awaitable[Screen]]
"""What of an order or a list is shown, as it is now, to a reader in their language."""


class Reader(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def t(self) -> Translator: ...
    @property
    def bot(self) -> Bot: ...
    def shown(self, screen: Screen) -> Screen:
        """As they may press it."""


@dataclass(slots=True, eq=False)
class Board:
    """Without `opened` nothing is remembered, and nothing follows."""

    opened: OpenedService | None = None
    draw: Draw | None = None
    clock: Clock = utc_now
    turns: "WeakValueDictionary[tuple[int, int], asyncio.Lock]" = field(
        default_factory=WeakValueDictionary
    )

    @asynccontextmanager
    async def turn(
        self, chat_id: int, message_id: int, patience: float | None = None
    ) -> AsyncIterator[bool]:
        """While it lasts nobody else writes into that message; False: somebody still does."""
        lock = self.turns.setdefault((chat_id, message_id), asyncio.Lock())
        try:
            async with asyncio.timeout(patience):
                await lock.acquire()
        except TimeoutError:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def stamped(self, t: Translator, screen: Screen) -> Screen:
        return as_of(t, screen, self.clock())

    def shown(self, who: Reader, screen: Screen) -> Screen:
        """As it is sent to them."""
        return self.stamped(who.t, who.shown(screen))

    async def put(self, who: Reader, query: CallbackQuery, screen: Screen) -> None:
        """Where the button was; below a message that is kept up to date, which would come back over
        it.
        """
        number = query.message.message_id if query.message else 0
        of = await self._standing(who.id, query)
        if of.kept:
            await self.say(who, screen)
        elif not of.opened and screen.follows is None:
            await replies.put(query, self.shown(who, screen))
        else:
            async with self.turn(who.id, number, PATIENCE) as mine:
                if mine:
                    await self._put(who, query, screen)
            if not mine:  # what is on its way might arrive after the screen, and over it
                await self.say(who, screen)

    async def _standing(self, chat_id: int, query: CallbackQuery) -> Standing:
        """What one leaves through is neither: most presses need not ask."""
        message = query.message
        browsing = isinstance(message, Message) and showing.is_browsing(message)
        if self.opened is None or message is None or browsing:
            return Standing(kept=False, opened=False)
        return await self.opened.standing(chat_id, message.message_id)

    async def _put(self, who: Reader, query: CallbackQuery, screen: Screen) -> None:
        """Noted first: after a crash in between nothing is put over what somebody looks at."""
        number = query.message.message_id if query.message else 0
        try:
            shown = await self._note(who, number, screen)
            at = await replies.put(query, self.shown(who, shown))
            if at != number:
                await self._note(who, at, screen)
        except Exception:
            await self.forget(who.id, number)
            raise

    async def _note(self, who: Reader, number: int, screen: Screen) -> Screen:
        """The message shows this from now on; a card as it is after that was noted."""
        if self.opened is None or self.draw is None:
            return screen
        if screen.follows is None:
            await self.opened.forget(who.id, number)
            return screen
        await self.opened.show(who.id, number, who.bot.id, *screen.follows)
        fresh = await self.draw(who.t, who.id, screen.follows)
        if fresh.follows == screen.follows and screen.follows.order_id is None:
            await self.opened.drawn(who.id, number, digest(fresh))
        return fresh

    async def say(self, who: Reader, screen: Screen) -> int:
        """In a new message; its number."""
        sent = await replies.say(who.bot, who.id, self.shown(who, screen))
        number = sent.message_id
        if screen.follows is not None:
            async with self.turn(who.id, number):
                now = await self._note(who, number, screen)
                if digest(now) != digest(screen):
                    await replies.put_at(who.bot, who.id, number, self.shown(who, now))
        return number

    async def put_at(self, who: Reader, number: int, screen: Screen) -> None:
        """Into a message of ours, which shows nothing that follows."""
        await self.forget(who.id, number)
        await replies.put_at(who.bot, who.id, number, self.shown(who, screen))

    async def begin(self, chat_id: int, number: int) -> Opened | None:
        """For the letter whose turn it is: what that message is to show, if it still does."""
        return await self.opened.begin(chat_id, number) if self.opened else None

    async def fresh(self, t: Translator, row: Opened) -> Screen | None:
        """As it is now, and None when it says that already. Read after `begin`."""
        if self.draw is None:
            return None
        screen = await self.draw(t, row.chat_id, Follows(row.order_id, row.face, row.spot))
        return None if digest(screen) == row.drawn else screen

    async def drawn(self, row: Opened, screen: Screen) -> None:
        if self.opened is not None:
            await self.opened.drawn(row.chat_id, row.message_id, digest(screen))

    async def forget(self, chat_id: int, number: int) -> None:
        if self.opened is not None:
            await self.opened.forget(chat_id, number)


def digest(screen: Screen) -> str:
    keyboard = screen.keyboard
    said = screen.text + (keyboard.model_dump_json() if keyboard else "")
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST]


NOTHING = Board()
