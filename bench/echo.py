"""The least an aiogram bot can do: the same two calls per press as the shop, without a shop."""

import asyncio
import itertools
import os

from aiogram import Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bench.walk import LABELS

TEXT = "<b>Star Sailor</b>\n\nA quiet game about steering a small ship between large stars.\n{}"
KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text=label, callback_data=action)] for action, label in LABELS.items()
    ]
)
router = Router()
numbers = itertools.count()
"""Telegram refuses an edit that changes nothing."""


@router.message()
async def greet(message: Message) -> None:
    await message.answer(TEXT.format(next(numbers)), reply_markup=KEYBOARD)


@router.callback_query()
async def echo(query: CallbackQuery) -> None:
    assert isinstance(query.message, Message)
    await query.message.edit_text(TEXT.format(next(numbers)), reply_markup=KEYBOARD)
    await query.answer()


async def main() -> None:
    api = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
    properties = DefaultBotProperties(parse_mode="HTML")
    bot = Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=api), default=properties)
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot, allowed_updates=["message", "callback_query"])


if __name__ == "__main__":
    asyncio.run(main())
