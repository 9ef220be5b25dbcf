"""What groups hear of the shop, in words that everybody in them may read; and what owners hear of
those groups.

Nothing that happens to a group keeps a message from a person: it is followed, or taken off, or
named to owners, and what it was to hear is left out.
"""

from dataclasses import dataclass, replace

from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
)
from aiogram.types import InlineKeyboardButton

from handlers.answers import Verdict, verdict
from handlers.group_rights import THREAD_CLOSED, THREAD_GONE, meaning, says
from handlers.letters.base import Desk, Letter, NoLongerTrue, Writer
from handlers.views import notice_group as views
from handlers.views.screen import Screen, cut, paragraphs
from models.errors import ProductNotFound
from models.notice_group import Mute, NoticeGroup
from models.outbox import OutboxMessage
from models.support import Lost
from services.running.notice_group import FOUND, GONE, NoticeGroups
from services.running.notification import Event
from services.running.outbox import Delivered
from utils.l10n import Translator

TITLE = 64
"""UTF-16 units of a product's title."""
OVER = "over"


async def told(desk: Desk, message: OutboxMessage) -> Delivered:
    group = await desk.notices.groups.hearing(message.chat_id, message.event)
    if group is None:
        raise NoLongerTrue
    news = News(desk, message, desk.translators(group.language))
    state, subject = await news.state(), news.subject
    place = Place(desk.notices.groups, desk.bot, group.chat_id, group.thread_id)
    number = await place.send(news.t, await news.screen(state))
    if state == OVER and subject is not None:
        await desk.outbox.forget(place.chat_id, subject)
        subject = None
    return Delivered(number, bot_id=desk.bot.id, subject=subject)


@dataclass(frozen=True, slots=True)
class News:
    desk: Desk
    message: OutboxMessage
    t: Translator

    @property
    def subject(self) -> str | None:
        """What is told once for all of its course."""
        if self.message.event != Event.ADMIN_OUTAGE:
            return None
        return f"outage:{self.message.args['number']}"

    async def screen(self, state: str) -> Screen:
        event, code = self.message.event, await self._code()
        facts = {"code": code, "title": await self._title(), "state": state}
        return Screen(views.news(self.t, event, facts), [[await self._button(code)]])

    async def _code(self) -> str:
        number = self.message.order_id
        return (await self.desk.orders.codes([number])).get(number, "") if number else ""

    async def _title(self) -> str:
        """Of what runs low."""
        if self.message.event != Event.ADMIN_LOW_STOCK:
            return ""
        try:
            figures = await self.desk.shelves.figures(int(self.message.args["variant"]))
        except ProductNotFound:
            raise NoLongerTrue from None
        return cut(figures.variant.title, TITLE)

    async def state(self) -> str:
        """An outage is told when it begins, and when it is over: not as it spreads."""
        if self.message.event != Event.ADMIN_OUTAGE:
            return ""
        state = await self.desk.health.outage()
        if state is None or str(state.number) != self.message.args["number"]:
            raise NoLongerTrue
        known = await self.desk.outbox.post(self.message.chat_id, self.subject or "")
        if (known is None) is not (state.ended_at is None):
            raise NoLongerTrue
        return OVER if state.ended_at else "on"

    async def _button(self, code: str) -> InlineKeyboardButton:
        """What a group may not be shown is opened in private, where rights are asked."""
        if code and self.message.order_id is not None:
            return views.order_button(self.t, code, self.message.order_id)
        if self.message.event == Event.ADMIN_QUESTION:
            return views.questions_button(self.t)
        return views.chat_button(self.t, (await self.desk.bot.me()).username or "")


@dataclass(slots=True)
class Place:
    """Where in Telegram it is written, as that turns out to be."""

    groups: NoticeGroups
    bot: Bot
    chat_id: int
    thread_id: int | None

    async def send(self, t: Translator, screen: Screen) -> int:
        """The number of the message. Raises NoLongerTrue: the group hears nothing for now."""
        try:
            return await self._followed(t, screen)
        except (TelegramForbiddenError, TelegramBadRequest) as error:
            why = meaning(error)
            if says(error, THREAD_CLOSED):
                await self.groups.lost(self.chat_id, Mute.CLOSED)
            elif why is Lost.GONE:
                await self.groups.gone(self.chat_id)
            elif why is not None or verdict(error) is Verdict.PERSON_GONE:
                await self.groups.lost(self.chat_id, Mute.RIGHTS)
            else:
                raise
            raise NoLongerTrue from error

    async def _followed(self, t: Translator, screen: Screen) -> int:
        """Also where the group has another number by now."""
        try:
            return await self._sent(t, screen)
        except TelegramMigrateToChat as error:
            await self.groups.moved(self.chat_id, error.migrate_to_chat_id)
            self.chat_id, self.thread_id = error.migrate_to_chat_id, None
            return await self._sent(t, screen)

    async def _sent(self, t: Translator, screen: Screen) -> int:
        """In General where the topic is not there any more, and that is said."""
        try:
            return await self._put(screen)
        except TelegramBadRequest as error:
            if (old := self.thread_id) is None or not says(error, THREAD_GONE):
                raise
        self.thread_id = None
        moved = replace(screen, text=paragraphs(screen.text, t("notice-group-topic-gone")))
        number = await self._put(moved)
        await self.groups.to_general(self.chat_id, old)
        return number

    async def _put(self, screen: Screen) -> int:
        sent = await self.bot.send_message(
            self.chat_id,
            screen.text,
            message_thread_id=self.thread_id,
            reply_markup=screen.keyboard,
        )
        return sent.message_id


async def standing(letter: Letter) -> Delivered:
    """To owners; if it is still so."""
    what, _, chat_id = letter.args["topic"].partition(":")
    group = await letter.desk.notices.groups.at(int(chat_id))
    if not _is_so(group, what):
        raise NoLongerTrue
    return await letter.say(views.standing(letter.t, letter.args["title"], what))


def _is_so(group: NoticeGroup | None, what: str) -> bool:
    if group is None:
        return what == GONE
    return group.why is None if what == FOUND else group.why == what


WRITERS: dict[str, Writer] = {Event.ADMIN_NOTICE_GROUP: standing}
