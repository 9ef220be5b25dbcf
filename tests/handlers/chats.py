"""A Telegram that keeps its chats and refuses what the real one refuses, in its words."""

import asyncio
import itertools
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import InputMediaType
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.methods import (
    DeleteMessage,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageText,
    GetMe,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendVideo,
    SendVoice,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import BufferedInputFile, Chat, InlineKeyboardMarkup, Message, User

from handlers.views.screen import fits
from tests.handlers.telegram import NOW

FILE_LIMIT = 50_000_000
KINDS: dict[type[Any], str] = {
    SendMessage: "text",
    SendPhoto: "photo",
    SendDocument: "document",
    SendVideo: "video",
    SendAudio: "audio",
    SendVoice: "voice",
}
APART = {"document", "audio"}
Refusal = Callable[[TelegramMethod[Any]], Exception | None]


def bad_request(method: TelegramMethod[Any], reason: str) -> TelegramBadRequest:
    return TelegramBadRequest(method, f"Bad Request: {reason}")


@dataclass
class Shown:
    """A message as it stands in a chat now. `kind`: text, photo, document and so on."""

    id: int
    bot: int
    kind: str
    text: str
    keyboard: InlineKeyboardMarkup | None
    silent: bool = False
    protected: bool = False
    file: bytes = b""
    edits: int = 0
    group: int = 0
    """Which album it is of; 0: none."""


@dataclass
class Chats(BaseSession):
    """`refusal` is asked first, `lost` when it was done: the answer is another. `slow`: seconds a
    chat takes; `undeletable`: older than 48 h.
    """

    refusal: Refusal = lambda _method: None
    lost: Refusal = lambda _method: None
    slow: dict[int, float] = field(default_factory=dict)
    undeletable: bool = False
    shown: defaultdict[int, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    sent: list[tuple[int, str]] = field(default_factory=list)
    """Chat and text of everything that was sent, also if it was deleted later."""

    def __post_init__(self) -> None:
        super().__init__()
        self._numbers = itertools.count(1)
        self._albums = itertools.count(1)
        self.calls = 0

    def bot(self, number: int = 1) -> Bot:
        return Bot(f"{number}:x", session=self, default=DefaultBotProperties(parse_mode="HTML"))

    def texts(self, chat_id: int) -> list[str]:
        return [message.text for message in self.shown[chat_id]]

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        self.calls += 1
        chat = int(str(getattr(method, "chat_id", 0)))
        await asyncio.sleep(self.slow.get(chat, 0))
        if error := self.refusal(method):
            raise error
        answer: Any = self._answer(bot, method, chat)
        if error := self.lost(method):
            raise error
        return answer  # type: ignore[no-any-return]

    def _answer(self, bot: Bot, method: TelegramMethod[Any], chat: int) -> Any:
        match method:
            case SendMediaGroup():
                return self._group(bot, method, chat)
            case SendMessage() | SendPhoto() | SendDocument():
                return self._send(bot, method, chat)
            case SendVideo() | SendAudio() | SendVoice():
                return self._send(bot, method, chat)
            case EditMessageText() | EditMessageCaption() | EditMessageMedia():
                return self._edit(bot, method, chat)
            case GetMe():
                return User(id=bot.id, is_bot=True, first_name="Shop", username="shop_bot")
            case DeleteMessage():
                return self._delete(bot, method, chat)
        return True

    def _send(self, bot: Bot, method: Any, chat: int) -> Message:
        kind = KINDS[type(method)]
        text = (method.text if kind == "text" else method.caption) or ""
        if not fits(text, 4096 if kind == "text" else 1024):
            raise bad_request(method, "message is too long")
        content = getattr(method, kind, None)
        file = content.data if isinstance(content, BufferedInputFile) else b""
        if len(file) > FILE_LIMIT:
            raise TelegramEntityTooLarge(method, "Request Entity Too Large")
        self.sent.append((chat, text))
        shown = Shown(next(self._numbers), bot.id, kind, text, method.reply_markup, file=file)
        shown.silent = bool(method.disable_notification)
        shown.protected = method.protect_content is True
        self.shown[chat].append(shown)
        return Message(message_id=shown.id, date=NOW, chat=Chat(id=chat, type="private"))

    def _group(self, bot: Bot, method: SendMediaGroup, chat: int) -> list[Message]:
        kinds = [InputMediaType(media.type).value for media in method.media]
        if not 2 <= len(kinds) <= 10:
            raise bad_request(method, "an album has 2-10 items")
        if len(set(kinds) - {"photo", "video"}) > 1 or (set(kinds) & APART and len(set(kinds)) > 1):
            raise bad_request(method, "Documents can't be mixed with other media types")
        number, sent = next(self._albums), list[Message]()
        if any(not fits(media.caption or "", 1024) for media in method.media):
            raise bad_request(method, "message caption is too long")
        for media in method.media:
            file = media.media.data if isinstance(media.media, BufferedInputFile) else b""
            row = Shown(
                next(self._numbers),
                bot.id,
                InputMediaType(media.type).value,
                media.caption or "",
                None,
            )
            row.file, row.protected, row.group = file, method.protect_content is True, number
            self.shown[chat].append(row)
            self.sent.append((chat, row.text))
            sent.append(Message(message_id=row.id, date=NOW, chat=Chat(id=chat, type="private")))
        return sent

    def _find(self, bot: Bot, method: Any, chat: int, verb: str) -> Shown:
        for shown in self.shown[chat]:
            if shown.id == method.message_id and shown.bot == bot.id:
                return shown
        raise bad_request(method, f"message to {verb} not found")

    def _edit(self, bot: Bot, method: Any, chat: int) -> bool:
        shown = self._find(bot, method, chat, "edit")
        is_text = isinstance(method, EditMessageText)
        if is_text != (shown.kind == "text"):
            raise bad_request(
                method, f"there is no {'text' if is_text else 'caption'} in the message to edit"
            )
        media = isinstance(method, EditMessageMedia)
        text = method.media.caption if media else method.text if is_text else method.caption
        if (text, method.reply_markup) == (shown.text, shown.keyboard) and not media:
            raise bad_request(method, "message is not modified: specified new message content")
        shown.text, shown.keyboard, shown.edits = text, method.reply_markup, shown.edits + 1
        return True

    def _delete(self, bot: Bot, method: Any, chat: int) -> bool:
        shown = self._find(bot, method, chat, "delete")
        if self.undeletable:
            raise bad_request(method, "message can't be deleted for everyone")
        self.shown[chat].remove(shown)
        return True

    async def close(self) -> None:
        pass

    async def stream_content(self, *_args: Any, **_kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""
