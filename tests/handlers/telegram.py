"""A Telegram that writes down what it is asked, and fails as it is told."""

import asyncio
import itertools
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.methods import (
    AnswerCallbackQuery,
    CopyMessage,
    EditMessageText,
    GetFile,
    GetMe,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import (
    CallbackQuery,
    Chat,
    File,
    InaccessibleMessage,
    InlineKeyboardMarkup,
    Message,
    MessageId,
    Update,
    User,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class FakeTelegram(BaseSession):
    """`failing`: what a method raises; `slow`: seconds it takes."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[TelegramMethod[Any]] = []
        self.failing: dict[type[TelegramMethod[Any]], Exception] = {}
        self.slow: dict[type[TelegramMethod[Any]], float] = {}
        self._numbers = itertools.count(1000)
        self.files: dict[str, bytes] = {}
        self.given: dict[type[TelegramMethod[Any]], Any] = {}
        """What a method answers, where it is not what every test needs."""

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        await asyncio.sleep(self.slow.get(type(method), 0))
        self.asked.append(method)
        if error := self.failing.get(type(method)):
            raise error
        return self._answer(bot, method)  # type: ignore[no-any-return]

    def _answer(self, bot: Bot, method: TelegramMethod[Any]) -> Any:
        answer: Any = True
        if type(method) in self.given:
            answer = self.given[type(method)]
        elif isinstance(method, GetMe):
            answer = User(id=1, is_bot=True, first_name="Shop", username="shop_bot")
        elif isinstance(method, SendMessage | EditMessageText):
            answer = message(int(str(method.chat_id)), method.text, next(self._numbers)).as_(bot)
        elif isinstance(method, SendPhoto):
            answer = message(int(str(method.chat_id)), None, next(self._numbers)).as_(bot)
        elif isinstance(method, GetFile):
            answer = File(
                file_id=method.file_id, file_unique_id=method.file_id, file_path=method.file_id
            )
        elif isinstance(method, SendDocument):
            answer = message(int(str(method.chat_id)), None, next(self._numbers)).as_(bot)
        elif isinstance(method, CopyMessage):
            answer = MessageId(message_id=next(self._numbers))
        return answer

    def of(self, kind: type[TelegramMethod[Any]]) -> list[Any]:
        return [method for method in self.asked if isinstance(method, kind)]

    @property
    def answers(self) -> list[AnswerCallbackQuery]:
        return self.of(AnswerCallbackQuery)

    @property
    def said(self) -> list[str]:
        """Every text that was put in front of somebody, in order."""
        return [m.text or "" for m in self.asked if isinstance(m, SendMessage | EditMessageText)]

    def labels(self, position: int = -1) -> str:
        """Of the buttons below one of those texts."""
        shown = [m for m in self.asked if isinstance(m, SendMessage | EditMessageText)]
        keyboard = shown[position].reply_markup
        rows = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else []
        return " ".join(f"[{button.text}]" for row in rows for button in row)

    async def close(self) -> None:
        pass

    async def stream_content(
        self, url: str, *_args: Any, **_kwargs: Any
    ) -> AsyncGenerator[bytes, None]:
        yield self.files.get(url.rpartition("/")[2], b"")


def bot_of(telegram: FakeTelegram) -> Bot:
    return Bot("1:x", session=telegram, default=DefaultBotProperties(parse_mode="HTML"))


def person(user_id: int, name: str = "Alice") -> User:
    return User(id=user_id, is_bot=False, first_name=name, language_code="en")


def message(user_id: int, text: str | None, number: int = 1, **content: Any) -> Message:
    return Message(
        message_id=number,
        chat=Chat(id=user_id, type="private"),
        from_user=person(user_id),
        text=text,
        **{"date": NOW} | content,
    )


def typed(user_id: int, text: str | None, number: int = 1, **content: Any) -> Update:
    return Update(update_id=1, message=message(user_id, text, number, **content))


def pressed(
    user_id: int,
    data: str,
    *,
    gone: bool = False,
    chat: Chat | None = None,
    number: int = 1,
    keyboard: InlineKeyboardMarkup | None = None,
) -> Update:
    """`gone`: the message is too old for Telegram to say what stood in it."""
    where = chat or Chat(id=user_id, type="private")
    old = InaccessibleMessage(chat=where, message_id=1, date=0)
    new = message(user_id, "a screen", number, reply_markup=keyboard).model_copy(
        update={"chat": where}
    )
    query = CallbackQuery(
        id="1",
        from_user=person(user_id),
        chat_instance="1",
        data=data,
        message=old if gone else new,
    )
    return Update(update_id=1, callback_query=query)


def mounted(update: Update, bot: Bot) -> Update:
    """As polling hands it over: every object knows its bot."""
    return Update.model_validate(update.model_dump(), context={"bot": bot})
