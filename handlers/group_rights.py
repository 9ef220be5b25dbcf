"""Whether this bot can keep the admins' group, and what a refusal to write there means."""

from aiogram import Bot
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
)
from aiogram.types import (
    ChatFullInfo,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ResultChatMemberUnion,
)

from handlers.answers import words
from models.support import Lost

GONE, SMALL, FORUM, ADMIN, TOPICS = "gone", "small", "forum", "admin", "topics"
WRITE = "write"
WORDS = {
    GONE: "the bot is not in it: add it again, or connect another group with /connect",
    SMALL: "it is no supergroup: turn on topics in its settings",
    FORUM: "it has no topics: turn them on in its settings",
    ADMIN: "the bot is no administrator there",
    TOPICS: "the bot may not manage topics there",
}
SILENCE = {
    GONE: "the bot is not in it: add it again, or take the group off with /whitelist",
    WRITE: "the bot may not write there: let members write, or make it an administrator",
}
"""Of a group that hears of notices, for which the bot need be no administrator."""
PRESENT = (ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)
LOSS = {GONE: Lost.GONE, SMALL: Lost.FORUM, FORUM: Lost.FORUM, ADMIN: Lost.RIGHTS}
THREAD_GONE = ("message thread not found", "thread not found", "topic_deleted", "topic_id_invalid")
THREAD_CLOSED = ("topic_closed",)
NO_FORUM = ("not a forum", "channel_forum_missing")
NO_RIGHT = (
    "rights",
    "chat_write_forbidden",
    "chat_admin_required",
    "chat_restricted",
    "chat_send_",
)
NOT_THERE = ("chat not found", "peer_id_invalid", "bot is not a member", "kicked", "deactivated")
"""Words of https://github.com/tdlib/telegram-bot-api (Client.cpp) and https://github.com/tdlib/td."""


async def obstacles(bot: Bot, chat_id: int) -> list[str]:
    """What is missing, all of it; nothing where all is well. Raises TelegramAPIError when Telegram
    cannot be asked.
    """
    try:
        chat = await bot.get_chat(chat_id)
        me = await bot.get_chat_member(chat_id, bot.id)
    except (TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat):
        return [GONE]
    if me.status in (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED):
        return [GONE]
    found = [] if chat.type == ChatType.SUPERGROUP else [SMALL]
    if chat.type == ChatType.SUPERGROUP and not chat.is_forum:
        found.append(FORUM)
    return found + shortcomings(me)


async def silence(bot: Bot, chat_id: int) -> str | None:
    """GONE or WRITE; None where the bot may write. Raises TelegramMigrateToChat for a group that
    has another number, and TelegramAPIError when Telegram cannot be asked.
    """
    try:
        chat = await bot.get_chat(chat_id)
        me = await bot.get_chat_member(chat_id, bot.id)
    except (TelegramBadRequest, TelegramForbiddenError):
        return GONE
    if me.status in (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED):
        return GONE
    return None if _may_write(chat, me) else WRITE


def _may_write(chat: ChatFullInfo, me: ResultChatMemberUnion) -> bool:
    if isinstance(me, ChatMemberRestricted):
        return me.is_member and me.can_send_messages
    if me.status is ChatMemberStatus.MEMBER and chat.permissions is not None:
        return chat.permissions.can_send_messages is not False
    return me.status in PRESENT


def shortcomings(me: ResultChatMemberUnion) -> list[str]:
    """Of the bot's own rights."""
    if me.status in (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED):
        return [GONE]
    if not isinstance(me, ChatMemberAdministrator):
        return [ADMIN]
    return [] if me.can_manage_topics else [TOPICS]


def loss(missing: list[str]) -> Lost | None:
    """The first of what is missing, as it is remembered."""
    return LOSS.get(missing[0], Lost.RIGHTS) if missing else None


def says(error: TelegramAPIError, fragments: tuple[str, ...]) -> bool:
    said = words(error).lower()
    return any(fragment in said for fragment in fragments)


def meaning(error: TelegramAPIError) -> Lost | None:
    """Why nothing can be written there any more; None: it is about this message alone."""
    if isinstance(error, TelegramForbiddenError) or says(error, NOT_THERE):
        return Lost.RIGHTS if says(error, NO_RIGHT) else Lost.GONE
    if says(error, NO_FORUM):
        return Lost.FORUM
    return Lost.RIGHTS if says(error, NO_RIGHT) else None


def is_of_the_group(error: TelegramAPIError) -> bool:
    """Whether it says something of the group, or of a topic, and not of the message alone."""
    moved = isinstance(error, TelegramMigrateToChat)
    return moved or meaning(error) is not None or says(error, THREAD_GONE)
