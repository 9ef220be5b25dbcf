"""Answers that are too much, lead elsewhere, or hold what cannot be kept."""

import gzip
import json
import resource
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter
from aiogram.types import Update
from aiohttp import web

from db import Database
from handlers import bounded
from handlers.answers import Unread
from handlers.bounded import cleaned
from handlers.fetching import fetch
from handlers.session import LONGEST_WAIT, SHORTEST_WAIT, ForgivingSession
from models.stock import LARGEST_FILE
from models.stock_errors import FileTooLarge
from tests.handlers.conftest import Hall
from tests.handlers.telegram import FakeTelegram, bot_of, mounted

GOOD = "STAR-7F3K-QQ21"
Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def served(handle: Handle) -> AsyncIterator[str]:
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def asking(handle: Handle) -> AsyncIterator[Bot]:
    async with served(handle) as url:
        session = ForgivingSession(url)
        try:
            yield Bot("1:x", session=session, default=DefaultBotProperties(parse_mode="HTML"))
        finally:
            await session.close()


def says(body: bytes, status: int = 200, packed: str = "") -> Handle:
    async def handle(request: web.Request) -> web.Response:
        await request.read()
        named, kind = {"Content-Encoding": packed} if packed else {}, "application/json"
        return web.Response(status=status, body=body, content_type=kind, headers=named)

    return handle


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_what_was_asked_goes_to_no_other_address(status: int) -> None:
    """The path holds the token and the body may hold goods; 307 sends both on as they are."""
    reached: list[bytes] = []

    async def elsewhere(request: web.Request) -> web.Response:
        reached.append(request.raw_path.encode() + await request.read())
        return web.json_response({"ok": True, "result": True})

    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(served(elsewhere))

        async def sends_on(request: web.Request) -> web.Response:
            await request.read()
            return web.Response(status=status, headers={"Location": url + request.path})

        bot = await stack.enter_async_context(asking(sends_on))
        with pytest.raises(TelegramNetworkError, match=f"HTTP {status} to another"):
            await bot.send_message(1, GOOD)
        with pytest.raises(Exception, match="to another"):
            await bot.download_file("photos/1.jpg")
    assert reached == []


@pytest.mark.parametrize("packed", [True, False])
async def test_an_answer_is_read_as_far_as_one_goes(packed: bool) -> None:
    body = b'{"ok":true,"result":"' + b"x" * (4 * bounded.MOST_BYTES) + b'"}'
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    handle = says(gzip.compress(body, 1), packed="gzip") if packed else says(body)
    async with asking(handle) as bot:
        with pytest.raises(Unread, match="more bytes"):
            await bot.send_message(1, GOOD)
    if packed:
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
        assert grown < 8 * bounded.MOST_BYTES


async def test_a_packed_answer_is_read_all_the_same() -> None:
    body = gzip.compress(b'{"ok":true,"result":true}')
    async with asking(says(body, packed="gzip")) as bot:
        assert await bot.delete_message(1, 1)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
async def test_what_cannot_be_unpacked_is_the_networks_fault(encoding: str) -> None:
    async with asking(says(b'{"ok":true,"result":true}', packed=encoding)) as bot:
        with pytest.raises(TelegramNetworkError):
            await bot.delete_message(1, 1)


async def test_a_nested_answer_is_none() -> None:
    async with asking(says(b"[" * 200_000)) as bot:
        with pytest.raises(Unread):
            await bot.send_message(1, GOOD)


@pytest.mark.parametrize(
    ("told", "waited"), [(-5, SHORTEST_WAIT), (-(10**30), SHORTEST_WAIT), (10**30, LONGEST_WAIT)]
)
async def test_a_rate_limit_is_a_time_one_can_wait(told: int, waited: int) -> None:
    said = {"ok": False, "error_code": 429, "description": "x", "parameters": {"retry_after": told}}
    async with asking(says(json.dumps(said).encode(), 429)) as bot:
        bot.session.middleware.unregister(bot.session.middleware[0])
        with pytest.raises(TelegramRetryAfter) as raised:
            await bot.send_message(1, GOOD)
    assert raised.value.retry_after == waited


async def test_a_file_is_read_as_far_as_one_may_go() -> None:
    """Whatever Telegram said of its size."""
    telegram = FakeTelegram()
    telegram.files["f"] = b"x" * (LARGEST_FILE + 1)
    with pytest.raises(FileTooLarge):
        await fetch(bot_of(telegram), "f")


WHOLE = "\U0001f600 \\u0000 caf\u00e9"
TEXTS = ["\x00", "a\x00b", "\ud83d", "\ude00", "\ud83d\ud83d\ude00", WHOLE, "\\\x00", "x\\\\\ud800"]


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_every_text_can_be_kept(text: str) -> None:
    """As JSON escapes it; what was whole stays as it is."""
    kept = json.loads(cleaned(json.dumps({"text": text})))["text"]
    assert "\x00" not in kept
    kept.encode()
    if text == WHOLE:
        assert kept == WHOLE


@pytest.mark.parametrize("odd", ["\x00", "a\x00b", "\ud83d"], ids=ascii)
async def test_whoever_is_called_so_is_heard(database: Database, odd: str) -> None:
    """PostgreSQL keeps no NUL and no database half a character: such a person got no answer."""
    hall = Hall(database)
    hall.open_all()
    person = {"id": 7, "is_bot": False, "first_name": odd, "username": odd}
    chat = {"id": 7, "type": "private", "first_name": odd}
    said = {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": f"hello {odd} there"}
    raw = {"ok": True, "result": [{"update_id": 1, "message": said}]}
    async with asking(says(json.dumps(raw).encode())) as bot:
        [update] = await bot.get_updates()
    assert isinstance(update, Update)
    await hall.reception.receive(mounted(update, hall.bot), hall.bot)
    assert hall.telegram.said
    assert "defect" not in hall.telegram.said[-1]
