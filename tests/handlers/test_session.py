"""Answers of Telegram, and of what stands in front of it, that cannot be read."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, InputMediaDocument
from aiohttp import FormData, web

from handlers.session import ForgivingSession

GOOD = "STAR-7F3K-QQ21"
PAGE = f"<html><body>502 Bad Gateway {GOOD}</body></html>"
RESULT = f'{{"message_id": 77, "date": "later", "text": "{GOOD}"}}'
MESSAGE = f'{{"ok": true, "result": {RESULT}}}'


@dataclass
class Server:
    """Answers everything with `status` and `body`; keeps which methods were called."""

    status: int = 200
    body: bytes = b""
    called: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        self.called.append(request.path.rpartition("/")[2])
        await request.read()
        return web.Response(status=self.status, body=self.body, content_type="text/html")

    def says(self, status: int, body: str | bytes) -> None:
        self.status, self.body = status, body if isinstance(body, bytes) else body.encode()


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    session = ForgivingSession(f"http://127.0.0.1:{runner.addresses[0][1]}")
    made = Bot("1:x", session=session, default=DefaultBotProperties(parse_mode="HTML"))
    yield made
    await session.close()
    await runner.cleanup()


PAGES = {
    502: TelegramServerError,
    500: TelegramServerError,
    413: TelegramEntityTooLarge,
    403: TelegramNetworkError,
    404: TelegramNetworkError,
    407: TelegramNetworkError,
    200: TelegramNetworkError,
}


@pytest.mark.parametrize("status", PAGES)
async def test_a_page_is_an_error_of_its_status_without_its_content(
    bot: Bot, server: Server, status: int
) -> None:
    """A proxy's 403 says nothing of the person, its 404 nothing of the token."""
    server.says(status, PAGE)
    with pytest.raises(TelegramAPIError) as raised:
        await bot.send_message(1, GOOD)
    assert type(raised.value) is PAGES[status]
    assert GOOD not in f"{raised.value}{raised.value!r}"
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


@pytest.mark.parametrize("body", [PAGE, '{"ok": false, "error_code": 429, "description": "Slow"}'])
async def test_too_many_without_a_time_is_still_a_limit(
    bot: Bot, server: Server, body: str
) -> None:
    server.says(429, body)
    bot.session.middleware.unregister(bot.session.middleware[0])  # the one that waits it out
    with pytest.raises(TelegramRetryAfter) as raised:
        await bot.send_message(1, GOOD)
    assert raised.value.retry_after > 0


async def test_a_group_that_cannot_be_decoded_was_sent(bot: Bot, server: Server) -> None:
    server.says(200, f'{{"ok": true, "result": [{RESULT}, {RESULT}]}}')
    media = [InputMediaDocument(media=BufferedInputFile(b"x", "x.txt"))] * 2
    assert [sent.message_id for sent in await bot.send_media_group(1, [*media])] == [77]
    assert server.called == ["sendMediaGroup"]


async def test_a_message_that_cannot_be_decoded_was_sent(bot: Bot, server: Server) -> None:
    server.says(200, MESSAGE)
    assert (await bot.send_message(1, GOOD)).message_id == 77
    file = SendDocument(chat_id=1, document=BufferedInputFile(b"x", "x.txt"))
    assert isinstance(session.build_form_data(bot, file), FormData)
