"""The groups that are served: in the topics of one admins answer customers, and connect it; others
hear of notices (`handlers/notice_door.py`).

Whoever acts must have the right at that moment, whatever they are in the group: its members are not
admins of the shop, nor are its anonymous admins, whom nobody can tell apart, nor a channel.
"""

from contextlib import suppress
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Chat, ChatMemberUpdated, Message, ReplyParameters, Update

from handlers import spoken
from handlers.admin_callbacks import OpenPerson, PutAside
from handlers.board import Board
from handlers.group_board import GroupBoard
from handlers.group_rights import loss, obstacles, shortcomings
from handlers.group_words import NOTE, Once, is_note, is_words, unnamed
from handlers.notice_door import COMMANDS, NEEDS, NoticeDoor
from handlers.notice_door import PRESSED as NOTED
from handlers.patience import within
from handlers.press import Press, Spinner, Typed, Visitor
from handlers.rights import Rights
from handlers.support_callbacks import (
    CloseThread,
    LetGoThread,
    OpenThread,
    ReopenThread,
    TakeThread,
)
from handlers.table import Table
from handlers.views.team import no_right
from models.permission import Permission
from services.people.role import CUSTOMER, RoleService
from services.people.talk import Change
from services.people.user import UserService
from services.running.notice_group import NoticeGroups
from services.sale.support import Support
from utils.l10n import Translators

PRESSED = frozenset(
    one.__prefix__
    for one in (
        *(TakeThread, LetGoThread, CloseThread, ReopenThread, PutAside),
        *(OpenThread, OpenPerson),
    )
)
"""The buttons that stand in the admins' group: no other is served there."""
OBEYED = {
    **dict.fromkeys(("connect", "disconnect"), Permission.SETTINGS),
    **dict.fromkeys(COMMANDS, NEEDS),
}
"""Commands, and the right that each needs."""


@dataclass(frozen=True, slots=True)
class People:
    """Who they are, what they may, and which language they read."""

    users: UserService
    roles: RoleService
    texts: Translators


class GroupDoor:
    def __init__(
        self,
        people: People,
        table: Table,
        support: Support,
        board: Board,
        notices: NoticeGroups,
    ) -> None:
        self._people = people
        self._notices = NoticeDoor(notices, people.roles)
        self._table = table
        self._support = support
        self._group = support.group
        self._rights = Rights(people.roles)
        self._board = GroupBoard.beside(board)
        self._once = Once()

    async def receive(self, update: Update, bot: Bot, reassured: set[str]) -> None:
        """`reassured`: presses that were answered already, while they waited for their turn."""
        if query := update.callback_query:
            spinner = Spinner(query, stopped=query.id in reassured)
            try:
                await self._query(spinner, bot, update.update_id)
            finally:
                reassured.discard(query.id)
                with suppress(TelegramAPIError):
                    await spinner.stop()
        elif message := update.message:
            await self._message(message, bot, update.update_id)
        elif edited := update.edited_message:
            await self._message(edited, bot, update.update_id, edited=True)
        elif change := update.my_chat_member:
            await self._membership(change, bot)

    async def _membership(self, change: ChatMemberUpdated, bot: Bot) -> None:
        """The bot was made an admin, or is none any more, or was put out."""
        await self._notices.membership(change, bot)
        if change.chat.id != getattr(await self._group.standing(), "chat_id", None):
            return
        if why := loss(shortcomings(change.new_chat_member)):
            await self._group.lost(change.chat.id, why)
        elif not await obstacles(bot, change.chat.id):
            await self._group.found(change.chat.id)

    async def _query(self, spinner: Spinner, bot: Bot, update_id: int) -> None:
        """Nobody is registered because they pressed something."""
        query = spinner.query
        chat = query.message.chat if query.message else None
        prefix = (query.data or "").partition(":")[0]
        if chat is None or prefix not in PRESSED | NOTED:
            return
        who = await self._visitor(query.from_user.id, bot)
        t = who.t if who else self._people.texts(query.from_user.language_code or "")
        if not await self._stands(prefix, chat):
            await spinner.stop(t("group-over"), alert=True)
        elif who is None:
            await spinner.stop(no_right(t, CUSTOMER), alert=True)
        else:
            press = Press(spinner, None, who)
            work = self._rights.kept(press, self._pressed(press))
            await within(work, press, update_id)

    async def _stands(self, prefix: str, chat: Chat) -> bool:
        """Whether that button still is one of this group."""
        if prefix in NOTED and await self._notices.hears(chat):
            return True
        return prefix in PRESSED and chat.id == await self._group.connected()

    async def _pressed(self, press: Press[None]) -> None:
        who, found = press.who, self._table.button(press.spinner.query.data or "")
        if found is None:
            return
        route, action = found
        if not who.may(route.needs):
            await self._rights.refuse(press, type(action).__prefix__, route.needs)
            return
        with self._rights.acting(press, type(action).__prefix__, route.needs):
            await route.to(Press(press.spinner, action, who))

    async def _visitor(self, person: int, bot: Bot) -> Visitor | None:
        """None: the shop does not know them."""
        known = await self._people.roles.meet(person)
        if known is None:
            return None
        user, position = known
        t, doors = self._people.texts(user.language), self._table.doors
        return Visitor(user, t, bot, position, doors, self._board)

    async def _message(
        self, message: Message, bot: Bot, update_id: int, *, edited: bool = False
    ) -> None:
        if message.migrate_to_chat_id:
            await self._group.moved(message.chat.id, message.migrate_to_chat_id)
            await self._notices.groups.moved(message.chat.id, message.migrate_to_chat_id)
            return
        if not is_words(message):
            return
        word = None if edited else await spoken.command(message, bot)
        if word is not None and word[0] in OBEYED:
            await self._command(word[0], message, bot, update_id)
            return
        if not message.is_topic_message or message.message_thread_id is None:
            return  # General, where admins talk among themselves
        if message.chat.id != await self._group.connected() or is_note(message):
            self._once.note_album(message)
            return
        whose = await self._group.whose(message.chat.id, message.message_thread_id)
        if whose is not None and not self._once.is_of_a_note(message):
            await self._to_customer(message, bot, whose, update_id, word, edited=edited)

    async def _to_customer(
        self,
        message: Message,
        bot: Bot,
        whose: int,
        update_id: int,
        word: tuple[str, str] | None,
        *,
        edited: bool,
    ) -> None:
        """Whatever is not sent is said to be so, once to each."""
        if unnamed(message):
            await self._say_once(message, bot, "group-unnamed")
        elif message.from_user and not message.from_user.is_bot:
            who = await self._visitor(message.from_user.id, bot)
            if who is None or not who.may(Permission.TALK):  # they may go on for ever
                await self._say_once(message, bot, "group-not-sent")
                return
            if word is not None:
                await self._say(message, bot, "group-command")
                return
            typed = Typed(message, who, edited=edited)
            work = self._edited(typed) if edited else self._answer(typed, whose)
            await within(self._rights.kept(typed, work), typed, update_id)

    async def _answer(self, typed: Typed, whose: int) -> None:
        note, by = typed.note, typed.who.id
        if whose == by:  # an admin who is a customer too does not answer themselves
            await self._say(typed.message, typed.who.bot, "group-own-topic")
            return
        with self._rights.acting(typed, "group", Permission.TALK):
            if not await self._support.talk.follow(note, by):
                await self._support.talk.answer(note, whose, by)

    async def _edited(self, typed: Typed) -> None:
        """A change follows what was sent; what was a note does not go out by being changed."""
        with self._rights.acting(typed, "group", Permission.TALK):
            change = await self._support.talk.edited(typed.note, answers=True)
        key = {Change.LOST: "talk-change-lost-answer", Change.UNKNOWN: "group-edit-not-sent"}
        if change in key:
            await self._say(typed.message, typed.who.bot, key[change])

    async def _command(self, name: str, message: Message, bot: Bot, update_id: int) -> None:
        """With the right of this moment; the audit hears of who has none."""
        if unnamed(message) or message.from_user is None:
            await self._say_once(message, bot, "group-unnamed")
            return
        person, needs = message.from_user, OBEYED[name]
        who = await self._visitor(person.id, bot)
        if who is not None and who.may(needs):
            typed = Typed(message, who)
            work = self._rights.kept(typed, self._obey(name, typed))
            await within(work, typed, update_id)
            return
        await self._people.roles.refused(person.id, f"/{name}", needs)
        if self._once.first(message, name):  # a stranger may go on for ever
            t = who.t if who else self._people.texts(person.language_code or "")
            await self._tell(message, bot, no_right(t, who.position if who else CUSTOMER))

    async def _obey(self, name: str, typed: Typed) -> None:
        if name in COMMANDS:
            answer = await self._notices.obey(name, typed)
        else:
            act = self._connect if name == "connect" else self._disconnect
            answer = await act(typed.who, typed.message.chat)
        if answer is not None:
            await self._tell(typed.message, typed.who.bot, answer)

    async def _disconnect(self, who: Visitor, chat: Chat) -> str:
        with self._people.roles.acting(who.id, "/disconnect", Permission.SETTINGS):
            done = await self._group.disconnect(chat.id, by=who.id)
        return who.t("group-disconnected" if done else "group-none")

    async def _connect(self, who: Visitor, chat: Chat) -> str:
        if missing := await obstacles(who.bot, chat.id):
            lines = [who.t("group-missing"), *(who.t(f"group-missing-{one}") for one in missing)]
            return "\n".join(lines)
        with self._people.roles.acting(who.id, "/connect", Permission.SETTINGS):
            await self._group.connect(chat.id, who.user.language, by=who.id)
        return who.t("group-connected", mark=NOTE)

    async def _say_once(self, message: Message, bot: Bot, key: str) -> None:
        if self._once.first(message, key):
            await self._say(message, bot, key)

    async def _say(self, message: Message, bot: Bot, key: str) -> None:
        person = message.from_user
        who = await self._visitor(person.id, bot) if person and not person.is_bot else None
        group = await self._group.standing()
        language = group.language if group else ""
        t = who.t if who else self._people.texts(language)
        await self._tell(message, bot, t(key))

    async def _tell(self, message: Message, bot: Bot, text: str) -> None:
        thread = message.message_thread_id if message.is_topic_message else None
        with suppress(TelegramAPIError):
            await bot.send_message(
                message.chat.id,
                text,
                message_thread_id=thread,
                reply_parameters=ReplyParameters(
                    message_id=message.message_id, allow_sending_without_reply=True
                ),
            )


def in_group(update: Update) -> bool:
    """Whether it comes from a group."""
    said = update.message or update.edited_message or update.my_chat_member
    query = update.callback_query
    chat = said.chat if said else query.message.chat if query and query.message else None
    return chat is not None and chat.type in ("group", "supergroup")
