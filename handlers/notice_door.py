"""What groups that hear of the shop say to it: they are chosen, taken off, followed and lost.

Being in such a group is no right: whoever acts must have it in the shop, at that moment.
"""

from contextlib import suppress
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
)
from aiogram.types import Chat, ChatMemberUpdated, Message

from handlers.admin_callbacks import Unanswered
from handlers.callbacks import AdminOrder
from handlers.group_rights import GONE, THREAD_CLOSED, says, silence
from handlers.press import Typed
from handlers.views.screen import Screen
from models.notice_errors import TooManyNoticeGroups
from models.notice_group import Mute
from models.permission import Permission
from models.support_errors import StartFirst
from services.people.role import RoleService
from services.running.notice_group import NoticeGroups

PRESSED = frozenset({AdminOrder.__prefix__, Unanswered.__prefix__})
"""The buttons that stand below a notice in a group: what they open is shown in private."""
NEEDS = Permission.ROLES
"""Who hears of the shop without a role is chosen by who gives roles: owners alone."""
COMMANDS = ("whitelist", "rm")


@dataclass(frozen=True, slots=True)
class NoticeDoor:
    groups: NoticeGroups
    roles: RoleService

    async def obey(self, name: str, typed: Typed) -> str | None:
        """What is answered; None: that has been said."""
        act = self._add if name == "whitelist" else self._remove
        return await act(typed)

    async def _add(self, typed: Typed) -> str | None:
        who, chat = typed.who, typed.message.chat
        if missing := await silence(who.bot, chat.id):
            with suppress(StartFirst):  # in the group it cannot be said
                await typed.say(Screen(who.t("notice-group-missing", what=missing)))
            return None
        title, thread = chat.title or str(chat.id), _thread(typed.message)
        place = chat.id, thread, title, who.user.language
        try:
            with self.roles.acting(who.id, "/whitelist", NEEDS):
                await self.groups.add(*place, by=who.id)
        except TooManyNoticeGroups as refusal:
            return who.t(refusal.key, **refusal.fields)
        return await self._try(typed, thread)

    async def _try(self, typed: Typed, thread: int | None) -> str | None:
        """A topic cannot be asked whether the bot may write there: its first message shows it."""
        text = typed.who.t("notice-group-added", where="topic" if thread else "group")
        try:
            await typed.who.bot.send_message(typed.message.chat.id, text, message_thread_id=thread)
        except (TelegramBadRequest, TelegramForbiddenError) as error:
            closed = says(error, THREAD_CLOSED)
            await self.groups.lost(typed.message.chat.id, Mute.CLOSED if closed else Mute.RIGHTS)
        return None

    async def _remove(self, typed: Typed) -> str:
        who, chat = typed.who, typed.message.chat
        with self.roles.acting(who.id, "/rm", NEEDS):
            done = await self.groups.remove(chat.id, by=who.id)
        return who.t("notice-group-removed" if done else "notice-group-none")

    async def membership(self, change: ChatMemberUpdated, bot: Bot) -> None:
        """What Telegram says now counts: a group that becomes a supergroup is left as well."""
        chat_id = change.chat.id
        if await self.groups.at(chat_id) is None:
            return
        with suppress(TelegramAPIError):  # the next notice finds out
            try:
                why = await silence(bot, chat_id)
            except TelegramMigrateToChat as error:
                await self.groups.moved(chat_id, error.migrate_to_chat_id)
                return
            await self._stands(chat_id, why)

    async def _stands(self, chat_id: int, why: str | None) -> None:
        if why is None:
            await self.groups.found(chat_id)
        elif why == GONE:
            await self.groups.gone(chat_id)
        else:
            await self.groups.lost(chat_id, Mute.RIGHTS)

    async def hears(self, chat: Chat) -> bool:
        return await self.groups.at(chat.id) is not None


def _thread(message: Message) -> int | None:
    """None in General, which has no number."""
    return message.message_thread_id if message.is_topic_message else None
