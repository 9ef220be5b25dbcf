"""Answers of Telegram, and of what stands in front of it, that cannot be read."""

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import GetUpdates, SendDocument, SendMessage
from aiogram.types import BufferedInputFile, InputMediaDocument
from aiohttp import BytesPayload, FormData, web

from handlers.answers import Unread, reason, verdict
from handlers.app import require_token
from handlers.hearing import complaint, rival
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
    file = BufferedInputFile(b"x", "x.txt")
    assert (await bot.send_document(1, file)).message_id == 77
    assert server.called == ["sendMessage", "sendDocument"]


@pytest.mark.parametrize("result", ["true", "7", "null", '{"message_id": "x"}', "[1]"])
async def test_what_was_sent_under_no_number_was_sent(
    bot: Bot, server: Server, result: str
) -> None:
    server.says(200, f'{{"ok": true, "result": {result}}}')
    assert (await bot.send_message(1, GOOD)).message_id == 0


UNREADABLE: dict[str, str | bytes] = {
    "half an answer": MESSAGE[:30],
    "nothing": "",
    "a word": "OK",
    "another interface": '{"status": "ok"}',
    "a list": "[1]",
    "no text at all": b"\xff\xfe\xff{",
}


@pytest.mark.parametrize("case", UNREADABLE)
async def test_an_answer_that_cannot_be_read_says_so(bot: Bot, server: Server, case: str) -> None:
    server.says(200, UNREADABLE[case])
    with pytest.raises(Unread) as raised:
        await bot.send_message(1, GOOD)
    assert GOOD not in str(raised.value)


async def test_no_answer_stands_in_the_log(
    bot: Bot, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for status, body in ((200, MESSAGE), (200, MESSAGE[:60]), (502, PAGE)):
            server.says(status, body)
            try:
                await bot.send_message(1, GOOD)
            except TelegramAPIError:
                logging.getLogger("test").exception("failed")
    assert GOOD not in caplog.text


async def test_one_undecodable_update_is_skipped(bot: Bot, server: Server) -> None:
    good = '{"update_id": 2, "poll_answer": null}'
    server.says(200, f'{{"ok": true, "result": [{{"update_id": 1, "message": 5}}, {good}]}}')
    assert [update.update_id for update in await bot.get_updates()] == [1, 2]


@pytest.mark.parametrize(("status", "body"), [(502, PAGE), (200, PAGE), (200, ""), (429, PAGE)])
async def test_a_start_survives_whatever_stands_in_front_of_telegram(
    bot: Bot, server: Server, status: int, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.says(status, body)
    bot.session.middleware.unregister(bot.session.middleware[0])  # the one that waits it out
    await require_token(bot)
    assert "Telegram cannot be reached yet" in caplog.text


async def test_a_webhook_and_a_heap_of_messages_are_told(bot: Bot, server: Server) -> None:
    hook = {"url": "https://old.example/hook/7", "pending_update_count": 3}
    hook |= {"has_custom_certificate": False}
    server.says(200, json.dumps({"ok": True, "result": hook}))
    told = await complaint(bot)
    assert told is not None
    assert "old.example" in told
    assert "/hook/7" not in told
    hook |= {"url": "", "pending_update_count": 101}
    server.says(200, json.dumps({"ok": True, "result": hook}))
    assert "101 messages wait" in str(await complaint(bot))
    hook["pending_update_count"] = 100
    server.says(200, json.dumps({"ok": True, "result": hook}))
    assert await complaint(bot) is None


async def test_a_rival_is_told(bot: Bot, server: Server) -> None:
    taken = "Conflict: terminated by other getUpdates request"
    server.says(409, json.dumps({"ok": False, "error_code": 409, "description": taken}))
    assert "another program" in str(await rival(bot))
    server.says(200, json.dumps({"ok": True, "result": []}))
    assert await rival(bot) is None


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 418, 500, 502, 503])
async def test_an_error_without_description_has_a_meaning(
    bot: Bot, server: Server, status: int
) -> None:
    server.says(status, f'{{"ok": false, "error_code": {status}}}')
    with pytest.raises(TelegramAPIError) as raised:
        await bot.send_message(1, "x")
    verdict(raised.value)
    assert reason(raised.value)
    assert str(status) in str(raised.value)


ODD = {
    "no number": '{"message": {}}',
    "null": "null",
    "number as words": '{"update_id": "x9"}',
    "number that is none": '{"update_id": true, "message": 5}',
    "a list": "[]",
    "a text": '"update"',
}


@pytest.mark.parametrize("case", ODD)
async def test_one_update_of_no_shape_does_not_stop_the_others(
    bot: Bot, server: Server, case: str
) -> None:
    server.says(200, f'{{"ok": true, "result": [{ODD[case]}, {{"update_id": 8}}, {ODD[case]}]}}')
    assert [update.update_id for update in await bot(GetUpdates())][-1] == 8


async def test_updates_that_cannot_be_confirmed_are_not_asked_for_without_a_pause(
    bot: Bot, server: Server
) -> None:
    server.says(200, '{"ok": true, "result": [null, {}]}')
    with pytest.raises(Unread):
        await bot(GetUpdates())


async def test_of_an_edit_only_whether_it_is_done_is_read(bot: Bot, server: Server) -> None:
    server.says(200, json.dumps({"ok": True, "result": {"no": "message"}}))
    assert await bot.edit_message_text("a", chat_id=1, message_id=2) is True
    server.says(200, '{"ok": true')
    with pytest.raises(Unread):
        await bot.edit_message_text("a", chat_id=1, message_id=2)
    server.says(400, json.dumps({"ok": False, "error_code": 400, "description": "Bad Request: x"}))
    with pytest.raises(TelegramBadRequest):
        await bot.edit_message_text("a", chat_id=1, message_id=2)


async def test_a_form_is_only_for_files(bot: Bot) -> None:
    session = bot.session
    assert isinstance(session, ForgivingSession)
    text = "Strom \N{HIGH VOLTAGE SIGN} <b>&</b>"
    said = session.build_form_data(bot, SendMessage(chat_id=1, text=text))
    assert isinstance(said, BytesPayload)
    assert said.content_type == "application/json"
    expected = {"chat_id": 1, "text": text}
    assert json.loads(said.decode()).items() >= expected.items()
    assert None not in json.loads(said.decode()).values()
    filed = SendDocument(chat_id=1, document=BufferedInputFile(b"x", "x.txt"))
    assert isinstance(session.build_form_data(bot, filed), FormData)
