"""Whether this bot may post in the shop's channel, and what to do if not."""

from aiogram import Bot
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import ChatMemberAdministrator, ChatMemberRestricted, ResultChatMemberUnion

GONE, PERSON, RIGHTS = "gone", "person", "rights"
PRESENT = (ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)
WORDS = {
    GONE: "the bot is not there: add it as an administrator, or correct the number",
    PERSON: "is a person's chat, and no channel",
    RIGHTS: "the bot may not post there: make it an administrator who may post messages",
}


async def obstacle(bot: Bot, channel_id: int) -> str | None:
    """GONE, PERSON or RIGHTS; None where it may post. Raises TelegramAPIError when Telegram
    cannot be asked.
    """
    try:
        chat = await bot.get_chat(channel_id)
        if chat.type == ChatType.PRIVATE:
            return PERSON
        me = await bot.get_chat_member(channel_id, bot.id)
    except (TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat):
        return GONE
    return None if _may_post(me, is_channel=chat.type == ChatType.CHANNEL) else RIGHTS


def _may_post(me: ResultChatMemberUnion, *, is_channel: bool) -> bool:
    if is_channel and isinstance(me, ChatMemberAdministrator):
        return bool(me.can_post_messages)
    if isinstance(me, ChatMemberRestricted):
        return me.can_send_messages
    return me.status in PRESENT and (not is_channel or me.status == ChatMemberStatus.CREATOR)
