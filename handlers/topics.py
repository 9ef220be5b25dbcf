"""Writing into the topics of the admins' group, which are made where there are none.

A topic that was deleted is made anew, one that was closed is opened, a group with another number is
followed; where none of that helps the group is lost, and its messages go to each admin.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
)

from handlers.answers import Verdict, verdict
from handlers.group_rights import THREAD_CLOSED, THREAD_GONE, is_of_the_group, meaning, says
from handlers.letters.base import Letter, NoLongerTrue
from handlers.views import thread as views
from handlers.views.screen import Screen, cut
from services.people.group_chat import GroupChat, Place
from services.people.thread import ThreadPage
from utils.l10n import Translator

LONGEST_NAME = 100
"""UTF-16 units; Telegram takes 128 characters:
https://core.telegram.org/bots/api#createforumtopic"""
ORDERS = 5
"""Codes of orders on a panel."""
Put = Callable[[Place], Awaitable[int]]
"""Write into a topic; the number of the message."""


@dataclass(frozen=True, slots=True)
class Written:
    message_id: int
    extra: int = 0
    """Further messages that the group got with it: the new topic, and its panel."""


@dataclass(slots=True)
class Topics:
    """For one letter. `of`: whose topic it is to go into."""

    letter: Letter
    of: ThreadPage
    extra: int = 0

    @property
    def _group(self) -> GroupChat:
        return self.letter.desk.support.group

    async def write(self, put: Put) -> Written:
        """Raises NoLongerTrue: it goes to each admin instead."""
        chat_id = await self._group.connected()
        if chat_id is None:
            await self._group.fall_back(self.letter.message)
            raise NoLongerTrue
        try:
            number = await self._followed(chat_id, put)
        except (TelegramForbiddenError, TelegramBadRequest) as error:
            if (why := meaning(error)) is not None:
                await self._group.lost(await self._group.connected() or chat_id, why)
            await self._group.fall_back(self.letter.message)
            raise NoLongerTrue from error
        return Written(number, self.extra)

    async def _followed(self, chat_id: int, put: Put) -> int:
        """Also where the group has another number by now."""
        try:
            return await self._written(chat_id, put)
        except TelegramMigrateToChat as error:
            await self._group.moved(chat_id, error.migrate_to_chat_id)
            return await self._written(error.migrate_to_chat_id, put)

    async def _written(self, chat_id: int, put: Put) -> int:
        place = await self._place(chat_id)
        try:
            return await self._put(place, put)
        except TelegramBadRequest as error:
            if says(error, THREAD_CLOSED):
                await self.letter.desk.bot.reopen_forum_topic(chat_id, place.thread_id)
            elif says(error, THREAD_GONE):
                await self._group.deleted(self.of.user.id, place)
                place = await self._place(chat_id)
            else:
                raise
        return await self._put(place, put)

    async def _place(self, chat_id: int) -> Place:
        found = await self._group.topic(self.of.user.id)
        return found if found and found.chat_id == chat_id else await self._make(chat_id)

    async def _make(self, chat_id: int) -> Place:
        """Noted at once: whatever is refused from now on, it is made once."""
        whose = self.of.user.id
        name = cut(self.of.user.name, LONGEST_NAME).strip() or str(whose)
        try:
            place = await self._made(chat_id, name)
        except TelegramBadRequest as error:
            if verdict(error) is not Verdict.CONTENT or is_of_the_group(error):
                raise
            place = await self._made(chat_id, str(whose))  # a name that Telegram does not take
        await self._group.made(whose, place)
        self.extra += 1
        return place

    async def _made(self, chat_id: int, name: str) -> Place:
        topic = await self.letter.desk.bot.create_forum_topic(chat_id, name=name)
        return Place(chat_id, topic.message_thread_id)

    async def _put(self, place: Place, put: Put) -> int:
        """Below the panel, also where that was refused when the topic was made."""
        if place.panel is None:
            await self._panel(place)
        return await put(place)

    async def _panel(self, place: Place) -> None:
        bot, whose = self.letter.desk.bot, self.of.user.id
        screen = await panel(self._group, self.letter.t, self.of)
        sent = await bot.send_message(
            place.chat_id,
            screen.text,
            message_thread_id=place.thread_id,
            reply_markup=screen.keyboard,
            disable_notification=True,
        )
        await self._group.panel(whose, place, sent.message_id)
        self.extra += 1


async def panel(group: GroupChat, t: Translator, of: ThreadPage) -> Screen:
    public_id, codes = await group.facts(of.user.id, ORDERS)
    return views.panel(t, of, public_id, codes)
