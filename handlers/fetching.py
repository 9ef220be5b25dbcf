"""Getting a file that somebody sent from Telegram."""

from io import BytesIO
from typing import TYPE_CHECKING

from aiogram import Bot
from aiogram.types import Document

from models.stock import LARGEST_FILE
from models.stock_errors import CannotRead, FileTooLarge

if TYPE_CHECKING:
    from typing_extensions import Buffer

MEGABYTE = 1024 * 1024
TABLES = (".csv", ".tsv")
LISTS = (".txt", *TABLES)


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
    await bot.download(file_id, destination=content)
    raw = content.getvalue()
    if not raw:
        raise CannotRead("empty")
    return raw


def is_list(document: Document) -> bool:
    """Whether its lines are goods; anything else is a good itself."""
    return (document.file_name or "").lower().endswith(LISTS)


def is_table(document: Document) -> bool:
    return (document.file_name or "").lower().endswith(TABLES)
