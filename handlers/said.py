"""What of all that Telegram hands over a person did, to the bot alone."""

from aiogram.enums import ChatMemberStatus
from aiogram.types import Chat, ChatMemberUpdated, Message, Update, User

LONGEST = 4096
"""Characters of a text, of a caption and of an inline query: Telegram takes no longer one."""
FROM_PEOPLE = frozenset(
    {
        *("text", "photo", "video", "animation", "audio", "voice", "video_note", "document"),
        *("sticker", "story", "contact", "location", "venue", "poll", "dice", "checklist"),
        *("paid_media", "game", "invoice", "giveaway", "giveaway_winners"),
    }
)
"""What a person sends or forwards; all else Telegram writes in their name."""


def speaker(update: Update) -> int | None:
    """The id of the person an update comes from; None: there is nobody to serve."""
    said = update.message or update.edited_message
    event = update.callback_query or said or update.inline_query or update.my_chat_member
    return event.from_user.id if event and event.from_user else None


def bounded(update: Update) -> Update:
    """With texts as long as Telegram lets them be: one of a million signs is work for seconds, in
    which nobody else is answered.
    """
    for name in ("message", "edited_message", "inline_query"):
        event = getattr(update, name)
        long = {
            part: text[:LONGEST]
            for part in ("text", "caption", "query")
            if len(text := getattr(event, part, None) or "") > LONGEST
        }
        if long:
            short = event.model_copy(update=long)
            update = update.model_copy(update={name: short})
    return update


def is_said(message: Message) -> bool:
    """To the bot alone, by a person."""
    return message.content_type in FROM_PEOPLE and message.chat.type == "private"


def own_chat(person: User | None, chat: Chat | None) -> bool:
    """Whether it is the person's own chat with the bot: nobody is served in another's."""
    if person is None or chat is None or person.is_bot:
        return False
    return chat.type == "private" and chat.id == person.id


def let_in(change: ChatMemberUpdated) -> bool:
    """Whether somebody who had blocked the bot may be written to again."""
    back = change.new_chat_member.status == ChatMemberStatus.MEMBER
    return back and own_chat(change.from_user, change.chat)
