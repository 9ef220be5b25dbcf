"""Files as Telegram shows them: one as what it is, several of a kind as one group."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
)

from handlers.sending import Chat
from models.post import PostForm
from services.goods.filing import FileKind
from services.running.outbox import Delivered

Media = InputMediaPhoto | InputMediaVideo | InputMediaDocument | InputMediaAudio
GROUPED: dict[FileKind, type[Media]] = {
    FileKind.PHOTO: InputMediaPhoto,
    FileKind.VIDEO: InputMediaVideo,
    FileKind.DOCUMENT: InputMediaDocument,
    FileKind.AUDIO: InputMediaAudio,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A file on its way: always its own bytes, for Telegram's names of files belong to one bot."""

    kind: FileKind
    name: str
    content: bytes = field(repr=False)

    @property
    def upload(self) -> BufferedInputFile:
        return BufferedInputFile(self.content, self.name)


async def send_album(
    chat: Chat, pieces: Sequence[Piece], caption: str, *, protect: bool
) -> Delivered:
    """Two to ten of one family. A group has no buttons, and one caption: below the first picture,
    where it is shown for all, or below the last document, where it stands at the end.
    """
    pictures = pieces[0].kind in (FileKind.PHOTO, FileKind.VIDEO)
    spoken = 0 if pictures else len(pieces) - 1
    media: list[Media] = [
        GROUPED[piece.kind](media=piece.upload, caption=caption if place == spoken else None)
        for place, piece in enumerate(pieces)
    ]
    sent = await chat.bot.send_media_group(chat.id, [*media], protect_content=protect)
    return Delivered(sent[0].message_id or None, form=PostForm.DOCUMENT, bot_id=chat.bot.id)


async def send_piece(
    chat: Chat,
    piece: Piece,
    caption: str,
    keyboard: InlineKeyboardMarkup | None = None,
    *,
    protect: bool,
) -> Delivered:
    sent = await _sent(chat, piece, caption, keyboard, protect=protect)
    return Delivered(sent.message_id or None, form=PostForm.DOCUMENT, bot_id=chat.bot.id)


async def _sent(
    chat: Chat, piece: Piece, caption: str, markup: InlineKeyboardMarkup | None, *, protect: bool
) -> Message:
    send = {
        FileKind.PHOTO: chat.bot.send_photo,
        FileKind.VIDEO: chat.bot.send_video,
        FileKind.AUDIO: chat.bot.send_audio,
        FileKind.VOICE: chat.bot.send_voice,
        FileKind.DOCUMENT: chat.bot.send_document,
    }[piece.kind]
    sent: Message = await send(  # type: ignore[operator]
        chat.id, piece.upload, caption=caption, reply_markup=markup, protect_content=protect
    )
    return sent
