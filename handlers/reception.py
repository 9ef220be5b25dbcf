"""Where every update comes in: who speaks, what they mean, and which desk serves them."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, InlineQuery, Message, Update
from aiogram.types import User as Telegrammer

from handlers import replies, spoken
from handlers.barred import barred, is_barred
from handlers.board import NOTHING, Board
from handlers.group_door import GroupDoor, in_group
from handlers.languages import Languages
from handlers.patience import LONGEST, patiently, within
from handlers.press import (
    Fallback,
    Inquiry,
    NotAnAnswer,
    OnTyped,
    Press,
    Spinner,
    Typed,
    Visitor,
)
from handlers.refused import Refusals
from handlers.rights import Rights, Speech
from handlers.said import is_said, let_in, own_chat
from handlers.table import Table
from handlers.views import talk as views
from handlers.views.screen import Screen
from models.user import User
from services.people.role import Position, RoleService
from services.people.user import UserService, answers
from utils.l10n import Translator, Translators

logger = logging.getLogger(__name__)


class Reception:
    """Of groups the admins' alone is served; whatever happens, a pressed button is answered."""

    def __init__(
        self,
        users: UserService,
        roles: RoleService,
        translators: Translators,
        table: Table,
        fallback: Fallback,
        board: Board = NOTHING,
    ) -> None:
        self._board = board
        self._group: GroupDoor | None = None
        self._users = users
        self._roles = roles
        self._translators = translators
        self._table = table
        self._doors = table.doors
        self._fallback = fallback
        self._languages = Languages()
        self._refusals = Refusals()
        self._rights = Rights(roles)
        self._speech = Speech(fallback, self._rights)
        self._reassured = set[str]()

    def serve(self, group: GroupDoor) -> None:
        self._group = group

    async def receive(self, update: Update, bot: Bot) -> None:
        """Serve one update to its end; never raises."""
        try:
            if self._group and in_group(update):
                await self._group.receive(update, bot, self._reassured)
            elif query := update.callback_query:
                await self._query(query, bot, update.update_id)
            elif message := update.message:
                await self._message(message, bot, update.update_id)
            elif edited := update.edited_message:
                await self._message(edited, bot, update.update_id, edited=True)
            elif inline := update.inline_query:
                await self._inline(inline, bot)
            elif change := update.my_chat_member:
                await self._membership(change)
        except Exception:
            logger.exception("update %s failed before it had a person", update.update_id)

    async def _inline(self, query: InlineQuery, bot: Bot) -> None:
        """From whatever chat; who types on asks anew, so nothing is told of a failure, and an
        answer that comes too late for Telegram is none.
        """
        user = await self._users.find(query.from_user.id)
        if self._table.inline is None or is_barred(user, self._roles):
            return
        language = user.language if user else query.from_user.language_code or ""
        with suppress(TelegramAPIError, TimeoutError):  # most often it is too old by now
            async with asyncio.timeout(LONGEST):
                await self._table.inline(Inquiry(query, self._translators(language), bot))

    async def _membership(self, change: ChatMemberUpdated) -> None:
        """Who lets the bot in again need not say a word to get what has waited for them."""
        if let_in(change) and await self._users.find(change.from_user.id):
            await self._known(change.from_user)

    async def brush_off(self, query: CallbackQuery, *, closing: bool) -> None:
        """A short word to somebody whose lane is full, or whom a stopping shop cannot serve."""
        t = self._language_of(query.from_user)
        with suppress(TelegramAPIError):
            await replies.answer(query, t("restarting") if closing else t("one-moment"))

    async def reassure(self, update: Update) -> None:
        """A press that waits for its turn is answered meanwhile; what comes of it is shown."""
        if query := update.callback_query:
            self._reassured.add(query.id)
            with suppress(TelegramAPIError):
                await replies.answer(query, self._language_of(query.from_user)("still-working"))

    async def unread(
        self, messages: Sequence[Message], more: int, bot: Bot, *, closing: bool
    ) -> None:
        """Name to their person what they wrote and nobody read."""
        lost = [one for one in messages if is_said(one) or one.is_topic_message]
        if lost and (person := lost[0].from_user):
            screen = views.unread(self._language_of(person), lost, more, closing=closing)
            with suppress(TelegramAPIError):
                await replies.say(bot, person.id, screen)

    def _language_of(self, person: Telegrammer) -> Translator:
        return self._translators(self._languages.of(person))

    async def _query(self, query: CallbackQuery, bot: Bot, update_id: int) -> None:
        spinner = Spinner(query, stopped=query.id in self._reassured)
        try:
            chat = query.message.chat if query.message else None
            if who := await self._visitor(query.from_user, chat, bot):
                press = Press(spinner, None, who)
                work = self._rights.kept(press, self._pressed(press))
                await patiently(press, within(work, press, update_id))
        except Exception:  # a database that cannot be asked is no reason to say nothing
            with suppress(TelegramAPIError):
                await spinner.stop(self._language_of(query.from_user)("error-internal"), alert=True)
            raise
        finally:
            self._reassured.discard(query.id)
            with suppress(TelegramAPIError):
                await spinner.stop()

    async def _message(
        self, message: Message, bot: Bot, update_id: int, *, edited: bool = False
    ) -> None:
        if not is_said(message):
            return
        try:
            who = await self._visitor(message.from_user, message.chat, bot)
        except Exception:
            await self._excuse(message, bot)
            raise
        if who is not None:
            typed = Typed(message, who, edited=edited)
            work = self._edited(typed) if edited else self._typed(typed)
            await within(self._rights.kept(typed, work), typed, update_id)

    async def _excuse(self, message: Message, bot: Bot) -> None:
        """Nobody knows who it is from, and they hear all the same that it was not read."""
        if person := message.from_user:
            screen = Screen(self._language_of(person)("error-internal"))
            with suppress(TelegramAPIError, TimeoutError):
                await replies.say(bot, person.id, screen)

    async def _visitor(
        self, person: Telegrammer | None, chat: Chat | None, bot: Bot
    ) -> Visitor | None:
        """The person in their own chat with the bot, loaded or registered."""
        if person is None or not own_chat(person, chat):
            return None
        user, position = await self._known(person)
        self._languages.note(user)
        translator = self._translators(user.language)
        return Visitor(user, translator, bot, position, self._doors, self._board)

    async def _known(self, person: Telegrammer) -> tuple[User, Position]:
        known = await self._roles.meet(person.id)
        if known is not None and known[0].unreachable_at is None:
            return known
        user = await self._users.register(
            *(person.id, person.full_name, person.username, person.language_code), anew=False
        )
        return user, await self._roles.of(user.id)

    async def _pressed(self, press: Press[None]) -> None:
        """Buttons first: pressing one ends a question that waits for something typed."""
        who = press.who
        if await barred(press, self._users):
            return
        await self._end_question(who, press.message_id)
        found = self._table.button(press.spinner.query.data or "")
        if found is None:
            await self._fallback.stale(press)
        elif not who.may(found[0].needs):
            await self._rights.refuse(press, type(found[1]).__prefix__, found[0].needs)
        else:
            route, action = found
            with self._rights.acting(press, type(action).__prefix__, route.needs):
                await route.to(Press(press.spinner, action, who))

    async def _typed(self, typed: Typed) -> None:
        """A command, else the answer to a pending question, else what the person has to say.

        What looks like a command is never an answer, whether it is one of ours or not, and ends
        the question, as a word does that asks for the menu.
        """
        message, who = typed.message, typed.who
        if await barred(typed, self._users):
            return
        await self._users.hear(who.user, typed.note)
        if word := await spoken.command(message, who.bot):
            await self._end_question(who)
            name, rest = word
            await self._command(name, replace(typed, subject=rest))
        elif spoken.wants_out(typed.text, who.t):
            await self._end_question(who)
            await self._fallback.leave(typed)
        elif not await self._speech.follows(typed):
            await self._answer(typed)

    async def _command(self, name: str, typed: Typed) -> None:
        route = self._table.command(name, typed.who.may)
        if route is None and spoken.wants_out(name, typed.who.t):
            await self._fallback.leave(typed)
        elif route is None:
            await self._fallback.unknown(typed)
        elif not typed.who.may(route.needs):
            await self._rights.refuse(typed, f"/{name}", route.needs)
        else:
            with self._rights.acting(typed, f"/{name}", route.needs):
                await route.to(typed)

    async def _answer(self, typed: Typed) -> None:
        """To the question that waits, if one does; otherwise it is said to the shop."""
        who = typed.who
        topic, _, subject = (who.user.expecting or "").partition(":")
        route = self._table.typed.get(topic)
        if route is None:
            await self._unasked(typed, self._speech.said)
            return
        if not who.may(route.needs):
            await self._end_question(who)
            await self._rights.refuse(typed, topic, route.needs)
            return
        fits = route.takes_all or typed.message.text is not None
        try:
            async with self._refusals.answering(typed, subject, fits=fits) as answer:
                if not fits:
                    await self._fallback.unfit(answer)
                    return
                await self._users.answered(who.id, typed.note)
                with self._rights.acting(typed, topic, route.needs):
                    await route.to(answer)
        except NotAnAnswer:
            await self._end_question(who)
            await self._speech.said(typed)

    async def _unasked(self, typed: Typed, otherwise: OnTyped) -> None:
        """A photo may be something that nobody asked for."""
        for route in self._table.pictured if typed.message.photo else ():
            if typed.who.may(route.needs):
                with suppress(NotAnAnswer), self._rights.acting(typed, "photo", route.needs):
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
        if who.banned or message.location:  # one that moves is no new word
            return
        if await spoken.command(message, who.bot) or spoken.wants_out(typed.text, who.t):
            await self._end_question(who)
            await self._fallback.withdrawn(typed)
        elif not await self._speech.followed(typed):
            topic = (who.user.expecting or "").partition(":")[0]
            route = self._table.typed.get(topic)
            fits = route is not None and (message.text or route.takes_all)
            if fits and answers(who.user, typed.note):
                await self._answer(typed)
            else:
                await self._unasked(typed, self._fallback.changed)

    async def _end_question(self, who: Visitor, pressed: int = 0) -> None:
        await self._refusals.end(who, pressed)
        if who.user.expecting:
            await self._users.expect(who.id, None)
