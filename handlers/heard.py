"""What a person says to the bot, and nobody writes in their name."""

from aiogram.types import Message

FROM_PEOPLE = frozenset(
    {
        *("text", "photo", "video", "animation", "audio", "voice", "video_note", "document"),
        *("sticker", "story", "contact", "location", "venue", "poll", "dice", "checklist"),
        "paid_media",
    }
)
"""What a person sends; all else Telegram writes in their name."""


def is_said(message: Message) -> bool:
    """To the bot alone, by a person."""
    return message.content_type in FROM_PEOPLE and message.chat.type == "private"
