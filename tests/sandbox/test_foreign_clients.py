"""Client libraries of other people drive the sandbox through one script.

python-telegram-bot (httpx) names its file parts freely and sends JSON where it can;
pyTelegramBotAPI (aiohttp) puts files under the field's own name and writes True for true. Both
read answers their own way, and the judge watches.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from io import BytesIO
from typing import Any

import pytest
from telebot import asyncio_helper, types
from telebot.async_telebot import AsyncTeleBot
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from sandbox.client import SandboxClient
from sandbox.telegram.images import sample_png
from tests.sandbox.conftest import ALICE, TOKEN

Client = Callable[[str], AbstractAsyncContextManager[None]]

MENU = ("Edit", "Photo", "Document", "Album", "Delete")
NOTE = b"a note"


@asynccontextmanager
async def python_telegram_bot(url: str) -> AsyncIterator[None]:
    builder = Application.builder().token(TOKEN)
    app = builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
    app.add_handler(CommandHandler("start", _ptb_start))
    app.add_handler(CallbackQueryHandler(_ptb_pressed))
    app.add_handler(MessageHandler(filters.PHOTO, _ptb_photo))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(poll_interval=0, timeout=1)
        yield
        await app.updater.stop()
        await app.stop()


async def _ptb_start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    rows = [[InlineKeyboardButton(name, callback_data=name)] for name in MENU]
    await update.message.reply_text(
        "<b>Choose</b>", "HTML", reply_markup=InlineKeyboardMarkup(rows)
    )


async def _ptb_pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    assert isinstance(query.message, Message)
    await query.answer("As you wish")
    match query.data:
        case "Edit":
            await query.edit_message_text("Edited", reply_markup=query.message.reply_markup)
        case "Photo":
            await query.message.reply_photo(sample_png(), caption="A photo")
        case "Document":
            await query.message.reply_document(NOTE, filename="note.txt", caption="A note")
        case "Album":
            shots = [InputMediaPhoto(sample_png(width), caption=f"{width}") for width in (20, 30)]
            await query.message.reply_media_group(shots)
        case "Delete":
            await query.message.delete()


async def _ptb_photo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    file = await update.message.photo[-1].get_file()
    content = await file.download_as_bytearray()
    await update.message.reply_text(f"{len(content)} bytes")


@asynccontextmanager
async def pytelegrambotapi(url: str) -> AsyncIterator[None]:
    places: Any = asyncio_helper
    places.API_URL = f"{url}/bot{{0}}/{{1}}"
    places.FILE_URL = f"{url}/file/bot{{0}}/{{1}}"
    bot: Any = AsyncTeleBot(TOKEN)
    bot.register_message_handler(_tba_start, commands=["start"], pass_bot=True)
    bot.register_message_handler(_tba_photo, content_types=["photo"], pass_bot=True)
    bot.register_callback_query_handler(_tba_pressed, func=None, pass_bot=True)
    polling = asyncio.ensure_future(bot.polling(non_stop=True, timeout=1, interval=0))
    yield
    polling.cancel()
    with suppress(asyncio.CancelledError):
        await polling
    await bot.close_session()


async def _tba_start(message: types.Message, bot: AsyncTeleBot) -> None:
    markup = types.InlineKeyboardMarkup()
    for name in MENU:
        markup.add(types.InlineKeyboardButton(name, callback_data=name))
    await bot.send_message(message.chat.id, "<b>Choose</b>", parse_mode="HTML", reply_markup=markup)


async def _tba_pressed(query: types.CallbackQuery, bot: AsyncTeleBot) -> None:
    shown = query.message
    assert isinstance(shown, types.Message)
    await bot.answer_callback_query(query.id, "As you wish")
    match query.data:
        case "Edit":
            markup = shown.reply_markup
            await bot.edit_message_text("Edited", shown.chat.id, shown.id, reply_markup=markup)
        case "Photo":
            await bot.send_photo(shown.chat.id, sample_png(), caption="A photo")
        case "Document":
            note = types.InputFile(BytesIO(NOTE), "note.txt")
            await bot.send_document(shown.chat.id, note, caption="A note")
        case "Album":
            shots = [types.InputMediaPhoto(_picture(w), caption=f"{w}") for w in (20, 30)]
            await bot.send_media_group(shown.chat.id, list(shots))
        case "Delete":
            await bot.delete_message(shown.chat.id, shown.id)


def _picture(width: int) -> types.InputFile:
    return types.InputFile(BytesIO(sample_png(width)))


async def _tba_photo(message: types.Message, bot: AsyncTeleBot) -> None:
    assert message.photo is not None
    file = await bot.get_file(message.photo[-1].file_id)
    assert file.file_path is not None
    content = await bot.download_file(file.file_path)
    await bot.send_message(message.chat.id, f"{len(content)} bytes")


@pytest.mark.parametrize("client", [python_telegram_bot, pytelegrambotapi])
async def test_a_foreign_client(client: Client, url: str, person: SandboxClient) -> None:
    async with client(url):
        await person.send(ALICE, "/start")
        menu = await person.wait_for(ALICE, "Choose")
        assert menu["entities"][0]["type"] == "bold"
        await person.press(ALICE, "Edit")
        assert (await person.wait_for(ALICE, "Edited"))["message_id"] == menu["message_id"]

        await person.press(ALICE, "Photo")
        photo = await person.wait_for(ALICE, "A photo")
        assert await person.file(photo["photo"][-1]["file_id"]) == sample_png()
        await person.press(ALICE, "Document")
        document = (await person.wait_for(ALICE, "A note"))["document"]
        assert document["file_name"] == "note.txt"
        assert await person.file(document["file_id"]) == NOTE

        await person.send_photo(ALICE)
        await person.wait_for(ALICE, f"{len(sample_png())} bytes")

        await person.press(ALICE, "Album")
        album = [await person.wait_for(ALICE, width) for width in ("20", "30")]
        assert len({message["media_group_id"] for message in album}) == 1
        assert [message["photo"][-1]["width"] for message in album] == [20, 30]

        await person.press(ALICE, "Delete")
        await _gone(person, menu)


async def _gone(person: SandboxClient, message: dict[str, Any]) -> None:
    deadline = time.monotonic() + 10
    while message["message_id"] in {shown["message_id"] for shown in await person.messages(ALICE)}:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
