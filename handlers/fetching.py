"""Files that somebody sent: what a message has of them, and getting them from Telegram."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Document, Message

from models.stock import LARGEST_FILE
from models.stock_errors import CannotRead, FileTooLarge
from services.goods.filing import PLAIN_TYPE, FileKind

if TYPE_CHECKING:
    from typing_extensions import Buffer

MEGABYTE = 1024 * 1024
TABLES = (".csv", ".tsv")
LISTS = (".txt", *TABLES)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file at Telegram, as a message shows it. `size`: 0 where it is not said."""

    file_id: str = field(repr=False)
    name: str
    type: str
    size: int
    kind: FileKind


def attached(message: Message) -> Attached | None:
    """A document, photo, video, sound or voice; None for a message without a file."""
    number, kind = message.message_id, FileKind.DOCUMENT
    if document := message.document or message.animation:
        name = document.file_name or f"file-{number}"
        return _of(document.file_id, name, document.mime_type, document.file_size, kind)
    if message.photo:
        largest = message.photo[-1]
        name, kind = f"photo-{number}.jpg", FileKind.PHOTO
        return _of(largest.file_id, name, "image/jpeg", largest.file_size, kind)
    if video := message.video:
        name, kind = video.file_name or f"video-{number}.mp4", FileKind.VIDEO
        return _of(video.file_id, name, video.mime_type, video.file_size, kind)
    if note := message.video_note:
        name, kind = f"video-{number}.mp4", FileKind.VIDEO
        return _of(note.file_id, name, "video/mp4", note.file_size, kind)
    if audio := message.audio:
        name, kind = audio.file_name or f"audio-{number}.mp3", FileKind.AUDIO
        return _of(audio.file_id, name, audio.mime_type, audio.file_size, kind)
    if voice := message.voice:
        name, kind = f"voice-{number}.ogg", FileKind.VOICE
        return _of(voice.file_id, name, voice.mime_type, voice.file_size, kind)
    return None


def _of(file_id: str, name: str, mime: str | None, size: int | None, kind: FileKind) -> Attached:
    return Attached(file_id, name, mime or PLAIN_TYPE, size or 0, kind)


class Sink(BytesIO):
    """Takes no more than a file may have, whatever was said of its size before."""

    def write(self, piece: "Buffer", /) -> int:
        written = super().write(piece)
        if self.tell() > LARGEST_FILE:
            raise FileTooLarge(LARGEST_FILE // MEGABYTE)
        return written


async def fetch(bot: Bot, file_id: str, size: int = 0) -> bytes:
    """Raises FileTooLarge, CannotRead for an empty one."""
    if size > LARGEST_FILE:
        raise FileTooLarge(LARGEST_FILE // MEGABYTE)
    content = Sink()
    try:
        await bot.download(file_id, destination=content)
    except TelegramBadRequest as error:
        if "too big" not in error.message.lower():
            raise
        raise FileTooLarge(LARGEST_FILE // MEGABYTE) from None
    raw = content.getvalue()
    if not raw:
        raise CannotRead("empty")
    return raw


def is_list(document: Document | None) -> bool:
    """Whether its lines are goods; anything else is a good itself."""
    return document is not None and (document.file_name or "").lower().endswith(LISTS)


def is_table(document: Document) -> bool:
    return (document.file_name or "").lower().endswith(TABLES)
