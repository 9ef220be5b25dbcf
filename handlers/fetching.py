"""Getting a file that somebody sent from Telegram."""

from io import BytesIO
from typing import Any

from aiogram import Bot
from aiogram.types import Document, Message

from models.stock import LARGEST_FILE
from models.stock_errors import CannotRead, FileTooLarge

MEGABYTE = 1024 * 1024
TABLES = (".csv", ".tsv")
LISTS = (".txt", *TABLES)

NAMELESS = {
    "video": ("mp4", "video/mp4"),
    "animation": ("mp4", "video/mp4"),
    "video_note": ("mp4", "video/mp4"),
    "audio": ("mp3", "audio/mpeg"),
    "voice": ("ogg", "audio/ogg"),
}
"""What Telegram sends of each where it does not say."""


def attached(message: Message) -> Document | None:
    """What hangs on a message, as a file: forwarded media need not be sent as documents."""
    if message.document:  # also of an animation, which is one as well
        return message.document
    if message.photo:
        photo = message.photo[-1]
        return _file(photo, f"photo {message.message_id}.jpg", "image/jpeg")
    for kind, (ending, media_type) in NAMELESS.items():
        if medium := getattr(message, kind):
            name = getattr(medium, "file_name", None) or f"{kind} {message.message_id}.{ending}"
            return _file(medium, name, getattr(medium, "mime_type", None) or media_type)
    return None


def _file(of: Any, name: str, media_type: str) -> Document:
    return Document(
        file_id=of.file_id,
        file_unique_id=of.file_unique_id,
        file_name=name,
        mime_type=media_type,
        file_size=of.file_size,
    )


async def fetch(bot: Bot, file_id: str, size: int = 0) -> bytes:
    """Raises FileTooLarge, CannotRead for an empty one."""
    if size > LARGEST_FILE:
        raise FileTooLarge(LARGEST_FILE // MEGABYTE)
    content = BytesIO()
    await bot.download(file_id, destination=content)
    raw = content.getvalue()
    if len(raw) > LARGEST_FILE:
        raise FileTooLarge(LARGEST_FILE // MEGABYTE)
    if not raw:
        raise CannotRead("empty")
    return raw


def is_list(document: Document) -> bool:
    """Whether its lines are goods; anything else is a good itself."""
    return (document.file_name or "").lower().endswith(LISTS)


def is_table(document: Document) -> bool:
    return (document.file_name or "").lower().endswith(TABLES)
