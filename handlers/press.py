"""What a person did, and how to answer it: the only argument of a desk's handlers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from aiogram import Bot
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers import replies
from handlers.views.screen import Screen
from models.permission import Permission
from models.user import User
from utils.l10n import Translator

Action_co = TypeVar("Action_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who speaks, in which language."""

    user: User
    t: Translator
    bot: Bot

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def as_customer(self) -> str:
        """The actor's name in the audit of what people do with their own orders."""
        return f"user:{self.id}"

    @property
    def as_admin(self) -> str:
        return f"admin:{self.id}"


@dataclass(slots=True)
class Spinner:
    """What turns on a pressed button until it is stopped; Telegram lets it be stopped once."""

    query: CallbackQuery
    stopped: bool = False

    async def stop(self, text: str | None = None, *, alert: bool = False) -> None:
        if not self.stopped:
            self.stopped = True
            await replies.answer(self.query, text, alert=alert)


@dataclass(frozen=True, slots=True)
class Press(Generic[Action_co]):
    """A button of ours, pressed. `action` is what it stands for, with its ids."""

    spinner: Spinner
    action: Action_co
    who: Visitor

    async def show(self, screen: Screen, toast: str | None = None) -> None:
        """Put the screen where the button was and stop its spinner, both at once.

        Each half comes to its own end: a message that is gone or Telegram's refusal of one must
        not keep the other from the person. What failed is raised afterwards.
        """
        put = replies.put(self.spinner.query, screen)
        failed = await asyncio.gather(put, self.spinner.stop(toast), return_exceptions=True)
        for error in failed:
            if error is not None:
                raise error

    async def toast(self, text: str | None = None) -> None:
        await self.spinner.stop(text)

    async def tell(self, text: str) -> None:
        """What must be read: as an alert, or below once the spinner has been stopped."""
        if self.spinner.stopped:
            await replies.say(self.who.bot, self.who.id, Screen(text))
        else:
            await self.spinner.stop(text, alert=True)


@dataclass(frozen=True, slots=True)
class Typed:
    """A message. `subject`: what the question it answers was about, or what follows a command."""

    message: Message
    who: Visitor
    subject: str = ""

    @property
    def text(self) -> str:
        return self.message.text or ""

    async def say(self, screen: Screen) -> None:
        await replies.say(self.who.bot, self.who.id, screen)

    async def tell(self, text: str) -> None:
        await self.say(Screen(text))


OnPress = Callable[[Press[Any]], Awaitable[None]]
OnTyped = Callable[[Typed], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Routes:
    """What a desk answers to.

    `typed`: the topics of `User.expecting`. `needs`: to all others the desk does not exist.
    """

    buttons: Mapping[type[CallbackData], OnPress] = field(default_factory=dict)
    commands: Mapping[str, OnTyped] = field(default_factory=dict)
    typed: Mapping[str, OnTyped] = field(default_factory=dict)
    needs: Permission | None = None


class Desk(Protocol):
    def routes(self) -> Routes: ...


class Fallback(Protocol):
    """Where everything goes that no desk takes, or that this person may not ask of one."""

    async def stale(self, press: Press[None]) -> None: ...

    async def said(self, typed: Typed) -> None:
        """Text that is no command of ours and answers no question."""

    async def sent(self, typed: Typed) -> None:
        """A picture, a voice, anything without text."""
