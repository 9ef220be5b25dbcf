"""Where every update comes in: who speaks, what they mean, and which desk serves them."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Chat, InlineQuery, Message, Update
from aiogram.types import User as Telegrammer

from handlers import replies, spoken
from handlers.errors import explain
from handlers.heard import is_said
from handlers.press import (
    Fallback,
    Inquiry,
    Keeps,
    NotAnAnswer,
    OnTyped,
    Press,
    Spinner,
    Typed,
    Visitor,
    keeps_nothing,
)
from handlers.table import Route, Table
from handlers.views import talk as views
from handlers.views.team import no_right, refused
from models.user import User
from services.people.role import Position, RoleService
from services.people.user import UserService, answers
from utils.l10n import Translator, Translators

logger = logging.getLogger(__name__)
PATIENCE = 3.0
"""Seconds after which a pressed button is answered with a word that it takes longer."""
LONGEST = 20.0
"""Seconds after which it is given up with an apology."""
REMEMBERED = 10_000
"""Persons whose language is known without asking the database."""


class Reception:
    """Groups and channels are not served; whatever happens, a pressed button is answered."""

    def __init__(
        self,
        users: UserService,
        roles: RoleService,
        translators: Translators,
        table: Table,
        fallback: Fallback,
        keeps: Keeps = keeps_nothing,
    ) -> None:
        self._keeps = keeps
        self._users = users
        self._roles = roles
        self._translators = translators
        self._table = table
        self._doors = table.doors
        self._fallback = fallback
        self._languages: dict[int, str] = {}

    async def receive(self, update: Update, bot: Bot) -> None:
        """Serve one update to its end; never raises."""
        try:
            if query := update.callback_query:
                await self._query(query, bot, update.update_id)
            elif message := update.message:
                await self._message(message, bot, update.update_id)
            elif edited := update.edited_message:
                await self._message(edited, bot, update.update_id, edited=True)
            elif inline := update.inline_query:
                await self._inline(inline, bot)
        except Exception:
            logger.exception("update %s failed before it had a person", update.update_id)

    async def _inline(self, query: InlineQuery, bot: Bot) -> None:
        """From whatever chat; who types on asks anew, so nothing is told of a failure, and an
        answer that comes too late for Telegram is none.
        """
        user = await self._users.find(query.from_user.id)
        if self._table.inline is None or (user and user.banned_at is not None):
            return
        language = user.language if user else query.from_user.language_code or ""
        with suppress(TelegramAPIError, TimeoutError):  # most often it is too old by now
            async with asyncio.timeout(LONGEST):
                await self._table.inline(Inquiry(query, self._translators(language), bot))

    async def brush_off(self, query: CallbackQuery, *, closing: bool) -> None:
        """A short word to somebody whose lane is full, or whom a stopping shop cannot serve."""
        t = self._language_of(query.from_user)
        with suppress(TelegramAPIError):
            await replies.answer(query, t("restarting") if closing else t("one-moment"))

    async def unread(
        self, messages: Sequence[Message], more: int, bot: Bot, *, closing: bool
    ) -> None:
        """Name to their person what they wrote and nobody read."""
        lost = [one for one in messages if is_said(one)]
        if lost and (person := lost[0].from_user):
            screen = views.unread(self._language_of(person), lost, more, closing=closing)
            with suppress(TelegramAPIError):
                await replies.say(bot, person.id, screen)

    def _language_of(self, person: Telegrammer) -> Translator:
        return self._translators(self._languages.get(person.id, person.language_code or ""))

    async def _query(self, query: CallbackQuery, bot: Bot, update_id: int) -> None:
        spinner = Spinner(query)
        try:
            chat = query.message.chat if query.message else None
            if who := await self._visitor(query.from_user, chat, bot):
                press = Press(spinner, None, who, self._keeps)
                await self._patiently(press, self._within(self._pressed(press), press, update_id))
        finally:
            with suppress(TelegramAPIError):
                await spinner.stop()

    async def _message(
        self, message: Message, bot: Bot, update_id: int, *, edited: bool = False
    ) -> None:
        if not is_said(message):
            return
        if who := await self._visitor(message.from_user, message.chat, bot):
            typed = Typed(message, who, edited=edited)
            work = self._edited(typed) if edited else self._typed(typed)
            await self._within(work, typed, update_id)

    async def _within(
        self, work: Awaitable[None], said: Press[Any] | Typed, update_id: int
    ) -> None:
        """Whatever goes wrong with it, or takes too long, is told to the person."""
        try:
            async with asyncio.timeout(LONGEST):
                await work
        except Exception as error:
            await explain(error, said, update_id)

    async def _patiently(self, press: Press[None], work: Awaitable[None]) -> None:
        """No button turns for longer than PATIENCE, however long the work takes."""
        async with asyncio.TaskGroup() as group:
            reassuring = group.create_task(_reassure(press))
            await work
            reassuring.cancel()

    async def _visitor(
        self, person: Telegrammer | None, chat: Chat | None, bot: Bot
    ) -> Visitor | None:
        """The person in their own chat with the bot, loaded or registered."""
        if person is None or chat is None or chat.type != "private" or person.is_bot:
            return None
        user, position = await self._known(person)
        _forget_some(self._languages)
        self._languages[user.id] = user.language
        return Visitor(user, self._translators(user.language), bot, position, self._doors)

    async def _known(self, person: Telegrammer) -> tuple[User, Position]:
        known = await self._roles.meet(person.id)
        if known is not None and known[0].unreachable_at is None:
            return known
        user = await self._users.register(
            person.id, person.full_name, person.username, person.language_code
        )
        return user, await self._roles.of(user.id)

    async def _pressed(self, press: Press[None]) -> None:
        """Buttons first: pressing one ends a question that waits for something typed."""
        who = press.who
        if who.user.banned_at is not None:
            await press.tell(who.t("error-banned"))
            return
        await self._end_question(who)
        found = self._table.button(press.spinner.query.data or "")
        if found is None:
            await self._fallback.stale(press)
        elif not who.may(found[0].needs):
            await self._refuse(press, type(found[1]).__prefix__, found[0])
        else:
            route, action = found
            await route.to(Press(press.spinner, action, who, self._keeps))

    async def _refuse(self, said: Press[None] | Typed, what: str, route: Route[Any]) -> None:
        """One clear sentence, and a line in the audit."""
        who = said.who
        if route.needs is not None:
            await self._roles.refused(who.id, what, route.needs)
        if isinstance(said, Press):
            await said.tell(no_right(who.t, who.position))
        else:
            await said.say(refused(who.t, who.position))

    async def _typed(self, typed: Typed) -> None:
        """A command, else the answer to a pending question, else what the person has to say.

        What looks like a command is never an answer, whether it is one of ours or not, and ends
        the question, as a word does that asks for the menu.
        """
        message, who = typed.message, typed.who
        if who.user.banned_at is not None:
            await typed.tell(who.t("error-banned"))
            return
        await self._users.hear(who.user, typed.note)
        if word := await spoken.command(message, who.bot):
            await self._end_question(who)
            name, rest = word
            await self._command(name, replace(typed, subject=rest))
        elif spoken.wants_out(typed.text, who.t):
            await self._end_question(who)
            await self._fallback.leave(typed)
        elif not await self._fallback.follows(typed):
            await self._answer(typed)

    async def _command(self, name: str, typed: Typed) -> None:
        route = self._table.commands.get(name)
        if route is None and spoken.wants_out(name, typed.who.t):
            await self._fallback.leave(typed)
        elif route is None:
            await self._fallback.unknown(typed)
        elif not typed.who.may(route.needs):
            await self._refuse(typed, f"/{name}", route)
        else:
            await route.to(typed)

    async def _answer(self, typed: Typed) -> None:
        """To the question that waits, if one does; otherwise it is said to the shop."""
        who = typed.who
        topic, _, subject = (who.user.expecting or "").partition(":")
        route = self._table.typed.get(topic)
        if route is None:
            await self._unasked(typed, self._fallback.said)
        elif not who.may(route.needs):
            await self._end_question(who)
            await self._refuse(typed, topic, route)
        elif typed.message.text is None and not route.takes_all:
            await self._fallback.unfit(typed)
        else:
            await self._users.answered(who.id, typed.note)
            try:
                await route.to(replace(typed, subject=subject))
            except NotAnAnswer:
                await self._end_question(who)
                await self._fallback.said(typed)

    async def _unasked(self, typed: Typed, otherwise: OnTyped) -> None:
        """A photo may be something that nobody asked for."""
        for route in self._table.pictured if typed.message.photo else ():
            if typed.who.may(route.needs):
                with suppress(NotAnAnswer):
                    await route.to(typed)
                    return
        await otherwise(typed)

    async def _edited(self, typed: Typed) -> None:
        """In the order of what is typed, except that a change does not command anything.

        What is a command or asks for the menu now ends the question, and is neither handed on nor
        obeyed: a message may be old. Else a change follows its message; else it answers the
        question that waits, when that was asked before, and nothing later has answered it.
        """
        who, message = typed.who, typed.message
        if who.user.banned_at is not None or message.location:  # one that moves is no new word
            return
        if await spoken.command(message, who.bot) or spoken.wants_out(typed.text, who.t):
            await self._end_question(who)
            await self._fallback.withdrawn(typed)
        elif not await self._fallback.followed(typed):
            topic = (who.user.expecting or "").partition(":")[0]
            route = self._table.typed.get(topic)
            fits = route is not None and (message.text or route.takes_all)
            if fits and answers(who.user, typed.note):
                await self._answer(typed)
            else:
                await self._unasked(typed, self._fallback.changed)

    async def _end_question(self, who: Visitor) -> None:
        if who.user.expecting:
            await self._users.expect(who.id, None)


async def _reassure(press: Press[None]) -> None:
    await asyncio.sleep(PATIENCE)
    with suppress(TelegramAPIError):
        await press.toast(press.who.t("still-working"))


def _forget_some(remembered: dict[int, Any]) -> None:
    """Keep it small: the one that was noted first goes."""
    if len(remembered) > REMEMBERED:
        del remembered[next(iter(remembered))]
