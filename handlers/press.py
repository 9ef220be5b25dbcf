"""What a person did, and how to answer it: the only argument of a desk's handlers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from aiogram import Bot
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineQuery, Message

from handlers import replies
from handlers.board import NOTHING, Board
from handlers.doors import Doors, open_to
from handlers.views.screen import Screen, plain
from handlers.views.talk import way_on, way_out
from models.permission import Permission
from models.user import User
from services.people.note import Note
from services.people.role import CUSTOMER, Position
from utils.l10n import Translator

Action_co = TypeVar("Action_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who speaks, in which language."""

    user: User
    t: Translator
    bot: Bot
    position: Position = CUSTOMER
    """What they are in the shop, at this moment."""
    doors: Doors = field(default_factory=dict)
    board: Board = NOTHING
    """Where what they are shown is put."""

    def may(self, needs: Permission | None) -> bool:
        return needs is None or needs in self.position.rights

    @property
    def banned(self) -> bool:
        """Nobody is who has a role, and an owner by the settings has one whatever happens."""
        return self.user.banned_at is not None and self.position.role is None

    @property
    def shop(self) -> bool:
        """Whether they answer for the shop: nobody offers them to talk to it."""
        return self.may(Permission.TALK)

    def shown(self, screen: Screen) -> Screen:
        """As they may press it."""
        return open_to(screen, self.doors, self.position.rights, self.t)

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def group(self) -> int | None:
        """Whose prices they are shown."""
        return self.user.group_id

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
        """Put the screen where the button was and stop its spinner, both at once; below a message
        that is kept up to date, which would come back over it.

        Each half comes to its own end: a message that is gone or Telegram's refusal of one must
        not keep the other from the person. What failed is raised afterwards.
        """
        put = self.who.board.put(self.who, self.spinner.query, screen)
        stop = self.spinner.stop(toast)
        failed = await asyncio.gather(put, stop, return_exceptions=True)
        for error in failed:
            if error is not None:
                raise error

    async def toast(self, text: str | None = None) -> None:
        await self.spinner.stop(text)

    async def below(self, screen: Screen) -> None:
        """Leave the pressed message as it is, and say it in a new one."""
        await asyncio.gather(self.who.board.say(self.who, screen), self.spinner.stop())

    @property
    def message_id(self) -> int:
        """Of the message that the button is on; 0 when Telegram does not say."""
        message = self.spinner.query.message
        return message.message_id if message else 0

    async def tell(self, text: str) -> None:
        """What must be read: as an alert, or below where that is too short, or over already."""
        if self.spinner.stopped or len(plain(text)) > replies.LONGEST_ALERT:
            await self.below(Screen(text, way_on(self.who.t, shop=self.who.shop)))
        else:
            await self.spinner.stop(text, alert=True)


@dataclass(frozen=True, slots=True)
class Typed:
    """A message. `subject`: what the question it answers was about, or what follows a command.

    `edited`: it was sent before, and is changed now. `refused`: the messages that told of it;
    `wrong`: those that were refused before it, as answers to the same question.
    """

    message: Message
    who: Visitor
    subject: str = ""
    edited: bool = False
    refused: list[int] = field(default_factory=list, compare=False)
    wrong: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return self.message.text or ""

    @property
    def note(self) -> Note:
        message = self.message
        return Note(message.chat.id, message.message_id, message.date, message.media_group_id)

    async def say(self, screen: Screen) -> int:
        """The number of the new message."""
        return await self.who.board.say(self.who, screen)

    async def tell(self, text: str, *, waits: bool = True) -> None:
        """A refusal, with the way out of the question that waits, or on from where none does."""
        rows = (way_out if waits else way_on)(self.who.t, shop=self.who.shop)
        told = await self.say(Screen(text, rows))
        self.refused.append(told)

    async def show(self, screen: Screen, at: int) -> None:
        """Where the question was, which has its answer; below where that is not known. What was
        refused before stays its writer's: it may be long.
        """
        if not at:
            await self.say(screen)
            return
        await replies.remove(self.who.bot, self.who.id, self.message.message_id)
        await self.who.board.put_at(self.who, at, screen)

    async def answer_at(self, message_id: int, screen: Screen) -> None:
        """Put the screen where the question was, and take away what was typed."""
        bot, chat_id = self.who.bot, self.who.id
        for typed in {*self.wrong, self.message.message_id}:
            await replies.remove(bot, chat_id, typed)
        await self.who.board.put_at(self.who, message_id, screen)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What somebody types behind the bot's name, in whatever chat they are."""

    query: InlineQuery
    t: Translator
    bot: Bot


class NotAnAnswer(Exception):
    """What was typed does not answer the question: it is said to the shop."""


OnPress = Callable[[Press[Any]], Awaitable[None]]
OnTyped = Callable[[Typed], Awaitable[None]]
OnInquiry = Callable[[Inquiry], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Routes:
    """What a desk answers to.

    `typed`: the topics of `User.expecting`. `sent`: those of them that a picture, a voice or
    anything else may answer too. `pictured`: who looks at a photo that answers nothing, before it
    is said to the shop. `needs`: what who comes here must be allowed; `apart`: the
    buttons, commands and topics that need something else.
    """

    buttons: Mapping[type[CallbackData], OnPress] = field(default_factory=dict)
    commands: Mapping[str, OnTyped] = field(default_factory=dict)
    typed: Mapping[str, OnTyped] = field(default_factory=dict)
    sent: frozenset[str] = frozenset()
    needs: Permission | None = None
    inline: OnInquiry | None = None
    """The one desk that other chats ask."""
    pictured: OnTyped | None = None
    apart: Mapping[type[CallbackData] | str, Permission] = field(default_factory=dict)

    def right(self, what: type[CallbackData] | str) -> Permission | None:
        return self.apart.get(what, self.needs)


class Desk(Protocol):
    def routes(self) -> Routes: ...


class Fallback(Protocol):
    """Where everything goes that no desk takes, or that this person may not ask of one."""

    async def stale(self, press: Press[None]) -> None: ...

    async def unknown(self, typed: Typed) -> None:
        """A command that is none of ours."""

    async def leave(self, typed: Typed) -> None:
        """A word that asks for the menu."""

    async def follows(self, typed: Typed) -> bool:
        """A further picture of an album that answered somebody: it goes the same way."""

    async def said(self, typed: Typed) -> None:
        """Whatever answers no question: words, a picture, a voice."""

    async def unfit(self, typed: Typed) -> None:
        """Something without text, while a question waits for words."""

    async def followed(self, typed: Typed) -> bool:
        """Whether an edited message was handed on, and so its change as well, if it may be."""

    async def withdrawn(self, typed: Typed) -> None:
        """An edit that made a command of a message, or a word that asks for the menu."""

    async def changed(self, typed: Typed) -> None:
        """An edit of a message that answers no question any more."""
