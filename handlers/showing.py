"""Screens with a photo: sent, hung into a message that is there, and taken down again."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaPhoto, Message

from handlers.callbacks import AddToCart, OpenCategory, OpenProduct, OpenVariant
from handlers.goods_callbacks import CreateGoods
from handlers.shelf_callbacks import Shelf, Want
from handlers.views.screen import CAPTION_LIMIT, Photo, Screen, fits
from handlers.wall_callbacks import ShowPhoto

LOOKED_AT = (
    *(AddToCart, CreateGoods, OpenCategory, OpenProduct, OpenVariant),
    *(Shelf, ShowPhoto, Want),
)
File = str | BufferedInputFile
BROWSING = tuple(f"{one.__prefix__}:" for one in LOOKED_AT)
"""Buttons of what one leaves through: its photo goes with it."""


class Unphotographed(Exception):
    """It cannot be shown with its photo: the words go alone."""


async def send(bot: Bot, chat_id: int, screen: Screen) -> Message:
    """A new message. Raises Unphotographed."""

    async def act(file: File) -> Message:
        return await bot.send_photo(
            chat_id, file, caption=screen.text, reply_markup=screen.keyboard
        )

    sent: Message = await _with_photo(bot, screen, act)
    return sent


async def hang(bot: Bot, chat_id: int, message_id: int, screen: Screen) -> None:
    """Into a message of ours, with a photo or without. Raises Unphotographed."""

    async def act(file: File) -> Message | bool:
        media = InputMediaPhoto(media=file, caption=screen.text)
        return await bot.edit_message_media(
            media, chat_id=chat_id, message_id=message_id, reply_markup=screen.keyboard
        )

    try:
        await _with_photo(bot, screen, act)
    except TelegramBadRequest as error:
        if "message is not modified" not in error.message:
            raise Unphotographed from error


async def _with_photo(bot: Bot, screen: Screen, act: Callable[[File], Awaitable[Any]]) -> Any:
    """By Telegram's own copy; by the bytes when there is none, or it is not known any more."""
    photo = screen.photo
    if photo is None or not fits(screen.text, CAPTION_LIMIT):
        raise Unphotographed
    if photo.file_id:
        try:
            return await act(photo.file_id)
        except TelegramBadRequest as error:
            if "file" not in error.message.lower():
                raise
    return await _uploaded(bot, photo, act)


async def _uploaded(bot: Bot, photo: Photo, act: Callable[[File], Awaitable[Any]]) -> Any:
    content = await photo.content()
    if content is None:
        raise Unphotographed
    sent = await act(BufferedInputFile(content, "photo"))
    if isinstance(sent, Message) and sent.photo:
        await photo.sent(bot.id, sent.photo[-1].file_id)
    return sent


def is_browsing(message: Message) -> bool:
    """Whether it is a card or a shelf of ours: what is told of an order is never taken away."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return any((one.callback_data or "").startswith(BROWSING) for row in rows for one in row)
