"""Getting updates: the long poll, offsets, conflicts, and a whole round trip with aiogram."""

import asyncio
import time

import aiohttp
import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramConflictError
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from sandbox.app import Sandbox
from sandbox.client import SandboxClient
from tests.sandbox.conftest import ALICE, Api


async def test_a_poll_holds_and_returns_empty(bot: Bot) -> None:
    began = time.monotonic()
    assert await bot.get_updates(timeout=1) == []
    assert 0.9 < time.monotonic() - began < 2


async def test_a_poll_wakes_at_once(bot: Bot, person: SandboxClient) -> None:
    poll = asyncio.ensure_future(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await person.send(ALICE, "/start")
    updates = await poll
    assert time.monotonic() - began < 1
    assert updates[0].message is not None
    assert updates[0].message.text == "/start"


async def test_offset_confirms_and_limit_limits(bot: Bot, person: SandboxClient) -> None:
    for number in range(5):
        await person.send(ALICE, f"text {number}")
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first if update.message] == ["text 0", "text 1"]
    assert await bot.get_updates(limit=2) == first
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert len(rest) == 3
    assert await bot.get_updates(offset=-1) == rest[-1:]
    assert await bot.get_updates() == rest[-1:]
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("", 1)


async def test_at_most_a_hundred_updates_at_once(bot: Bot, person: SandboxClient) -> None:
    for number in range(101):
        await person.send(ALICE, str(number))
    assert len(await bot.get_updates(limit=100)) == 100


async def test_unwanted_kinds_are_not_queued(bot: Bot, person: SandboxClient) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await person.send(ALICE, "unheard")
    assert await bot.get_updates() == []
    await bot.get_updates(allowed_updates=[])
    await person.send(ALICE, "heard")
    assert len(await bot.get_updates()) == 1


async def test_the_older_of_two_pollers_is_sent_away(bot: Bot, person: SandboxClient) -> None:
    older = asyncio.ensure_future(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    newer = asyncio.ensure_future(bot.get_updates(timeout=20))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await older
    await person.send(ALICE, "/start")
    assert len(await newer) == 1


async def test_dropping_pending_updates(bot: Bot, person: SandboxClient) -> None:
    await person.send(ALICE, "/start")
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == []


async def test_stop_is_quick_while_a_poll_waits(sandbox: Sandbox, bot: Bot, url: str) -> None:
    poll = asyncio.ensure_future(bot.get_updates(timeout=30))
    async with aiohttp.ClientSession() as http:
        watch = await http.get(f"{url}/control/events")
        await asyncio.sleep(0.1)
        began = time.monotonic()
        await sandbox.stop()
        assert time.monotonic() - began < 0.9
        assert await poll == []
        watch.close()


async def test_tokens_and_unknown_methods(api: Api, http: aiohttp.ClientSession) -> None:
    assert await api("sendRocket") == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )
    for path in ("/bot1000:wrong/getMe", "/file/bot1000:wrong/photos/x.jpg"):
        async with http.get(api.url + path) as response:
            assert response.status == 401
            assert (await response.json())["description"] == "Unauthorized"


@pytest.mark.parametrize("how", ["query", "form", "json", "multipart"])
async def test_every_kind_of_body(how: str, chat: int, api: Api) -> None:
    markup = '{"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}'
    values = {"chat_id": str(chat), "text": "hello", "reply_markup": markup}
    multipart = aiohttp.MultipartWriter("form-data")
    for name, value in values.items():
        multipart.append(value).set_content_disposition("form-data", name=name)
    bodies = {
        "query": {"params": values},
        "form": {"data": values},
        "json": {"json": values},
        "multipart": {"data": multipart},
    }
    url = f"{api.url}/bot1000:sandbox/SENDMESSAGE"
    async with api.http.post(url, **bodies[how]) as response:  # type: ignore[arg-type]
        answer = await response.json()
    assert answer["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "go"


async def test_a_bot_made_with_aiogram(bot: Bot, person: SandboxClient) -> None:
    """/start shows a button; pressing it edits the message and answers the query."""
    dispatcher = Dispatcher()
    button = InlineKeyboardButton(text="Open the shop", callback_data="shop")

    @dispatcher.message(CommandStart())
    async def greet(message: Message) -> None:
        keyboard = InlineKeyboardMarkup(inline_keyboard=[[button]])
        await message.answer("<b>Welcome</b>", parse_mode="HTML", reply_markup=keyboard)

    @dispatcher.callback_query()
    async def opened(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        assert query.chat_instance
        assert query.message.reply_markup is not None
        await query.message.edit_text(f"{query.data} for {query.from_user.first_name}")
        await query.answer("Open!", show_alert=True)

    polling = asyncio.ensure_future(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
    )
    await person.send(ALICE, "/start")
    await person.wait_for(ALICE, "[Open the shop]")
    await person.press(ALICE, "shop")
    await person.wait_for(ALICE, "shop for Alice")
    assert await person.screen(ALICE) == "shop for Alice"
    await dispatcher.stop_polling()
    await polling
