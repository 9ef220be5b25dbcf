"""Webhooks: delivery in order, the secret, retries, methods in replies, conflicts with polling."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from sandbox.app import Sandbox
from sandbox.client import SandboxClient
from tests.sandbox.conftest import ALICE, OLIVIA, PEOPLE, TOKEN, Api
from tests.sandbox.judges.judge import Judge

SECRET = "a-Secret_1"


class Receiver:
    """A bot's own server: keeps what it was sent, answers with what it was told to."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.url = ""
        self.updates: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def hear(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.updates.append(update)
        self.judge.update(update)
        await self.gate.wait()
        return self.answers.pop(0) if self.answers else web.Response()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates]


@pytest.fixture
async def receiver(judge: Judge) -> AsyncIterator[Receiver]:
    receiver = Receiver(judge)
    app = web.Application()
    app.add_routes([web.post("/hook", receiver.hear)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    receiver.gate.set()
    await runner.cleanup()


async def until(check: Callable[[], bool], seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


async def pending(api: Api) -> int:
    return int((await api.result("getWebhookInfo"))["pending_update_count"])


async def test_updates_are_posted_with_the_secret(
    api: Api, receiver: Receiver, person: SandboxClient
) -> None:
    await person.send(ALICE, "before the webhook")
    answer = (await api("setWebhook", url=receiver.url, secret_token=SECRET))[1]
    assert answer == {"ok": True, "result": True, "description": "Webhook was set"}
    await person.send(ALICE, "after it")
    await until(lambda: len(receiver.updates) == 2)
    assert receiver.texts == ["before the webhook", "after it"]
    assert receiver.secrets == [SECRET, SECRET]
    info = await api.result("getWebhookInfo")
    assert info == {
        "url": receiver.url,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "ip_address": "127.0.0.1",
        "max_connections": 40,
    }
    assert (await person.state())["bot"]["webhook"] == receiver.url


async def test_a_failure_is_reported_and_tried_again(
    api: Api, receiver: Receiver, person: SandboxClient
) -> None:
    receiver.answers = [web.Response(status=502)]
    await api.result("setWebhook", url=receiver.url)
    await person.send(ALICE, "hello")
    await until(lambda: len(receiver.updates) == 2)
    assert receiver.texts == ["hello", "hello"]
    info = await api.result("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 502 Bad Gateway"
    assert info["last_error_date"] > 0


async def test_the_second_failure_waits(
    api: Api, receiver: Receiver, person: SandboxClient
) -> None:
    receiver.answers = [web.Response(status=500), web.Response(status=500)]
    await api.result("setWebhook", url=receiver.url)
    await person.send(ALICE, "hello")
    await until(lambda: len(receiver.updates) == 3)
    assert await pending(api) in {0, 1}


async def test_retry_after_is_respected(
    api: Api, receiver: Receiver, person: SandboxClient
) -> None:
    receiver.answers = [web.Response(status=429, headers={"Retry-After": "600"})]
    await api.result("setWebhook", url=receiver.url)
    await person.send(ALICE, "hello")
    await until(lambda: len(receiver.updates) == 1)
    await person.send(OLIVIA, "another chat is not held up")
    await until(lambda: len(receiver.updates) == 2)
    assert receiver.texts[1] == "another chat is not held up"
    assert await pending(api) == 1


async def test_nobody_listens(api: Api, receiver: Receiver, person: SandboxClient) -> None:
    await api.result("setWebhook", url="http://127.0.0.1:9/hook")
    await person.send(ALICE, "hello")
    while "last_error_message" not in (info := await api.result("getWebhookInfo")):
        assert info["pending_update_count"] == 1
    assert info["last_error_message"] == "Connection refused"
    await api.result("setWebhook", url=receiver.url)
    await until(lambda: receiver.texts == ["hello"])


async def test_one_chat_waits_for_its_answer_others_do_not(
    api: Api, receiver: Receiver, person: SandboxClient
) -> None:
    await api.result("setWebhook", url=receiver.url)
    receiver.gate.clear()
    for text in ("first", "second"):
        await person.send(ALICE, text)
    await person.send(OLIVIA, "third")
    await until(lambda: len(receiver.updates) == 2)
    assert sorted(receiver.texts) == ["first", "third"]
    receiver.gate.set()
    await until(lambda: len(receiver.updates) == 3)
    assert receiver.texts[2] == "second"


async def test_one_connection_means_one_at_a_time(
    api: Api, receiver: Receiver, person: SandboxClient
) -> None:
    await api.result("setWebhook", url=receiver.url, max_connections=1)
    receiver.gate.clear()
    await person.send(ALICE, "first")
    await person.send(OLIVIA, "second")
    await until(lambda: len(receiver.updates) == 1)
    assert await pending(api) == 2
    receiver.gate.set()
    await until(lambda: receiver.texts == ["first", "second"])


@pytest.mark.parametrize("how", ["json", "form", "multipart"])
async def test_a_method_in_the_reply(
    api: Api, receiver: Receiver, person: SandboxClient, how: str
) -> None:
    values = {"method": "sendMessage", "chat_id": str(ALICE), "text": "from the reply"}
    receiver.answers = [reply(how, values)]
    await api.result("setWebhook", url=receiver.url)
    await person.send(ALICE, "hello")
    await person.wait_for(ALICE, "from the reply")


def reply(how: str, values: dict[str, str]) -> web.Response:
    if how == "json":
        return web.json_response(values)
    if how == "form":
        return web.Response(body=aiohttp.FormData(values)())
    writer = aiohttp.MultipartWriter("form-data")
    for name, value in values.items():
        writer.append(value).set_content_disposition("form-data", name=name)
    return web.Response(body=writer)


@pytest.mark.parametrize(
    "body",
    [
        {"method": "deleteWebhook"},
        {"method": "getMe"},
        {"method": "sendRocket"},
        {"method": "sendMessage", "chat_id": "nobody"},
        {"method": ["x"]},
    ],
)
async def test_replies_that_do_nothing(
    api: Api, receiver: Receiver, person: SandboxClient, body: dict[str, Any]
) -> None:
    receiver.answers = [web.json_response(body), web.Response(text="{", content_type="text/html")]
    await api.result("setWebhook", url=receiver.url)
    await person.send(ALICE, "hello")
    await person.send(ALICE, "again")
    await until(lambda: len(receiver.updates) == 2)
    assert (await api.result("getWebhookInfo"))["url"] == receiver.url


async def test_polling_and_a_webhook_exclude_each_other(api: Api, receiver: Receiver) -> None:
    poll = asyncio.ensure_future(api("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    await api.result("setWebhook", url=receiver.url)
    status, answer = await poll
    words = "Conflict: terminated by setWebhook request"
    assert (status, answer["description"]) == (409, words)
    assert await api.refusal("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    assert (await api("deleteWebhook"))[1]["description"] == "Webhook was deleted"
    assert (await api("deleteWebhook"))[1]["description"] == "Webhook is already deleted"
    assert await api.result("getUpdates") == []


async def test_kinds_and_dropping(api: Api, receiver: Receiver, person: SandboxClient) -> None:
    await person.send(ALICE, "dropped")
    kinds = ["callback_query"]
    hook = {"url": receiver.url, "allowed_updates": kinds}
    await api.result("setWebhook", drop_pending_updates=True, **hook)
    assert (await api("setWebhook", **hook))[1]["description"] == "Webhook is already set"
    await person.send(ALICE, "unwanted")
    info = await api.result("getWebhookInfo")
    assert (info["pending_update_count"], info["allowed_updates"]) == (0, kinds)
    assert receiver.updates == []


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"url": "http://example.com/hook"}, "bad webhook: An HTTPS URL must be provided"),
        ({"url": "https://example.com/hook"}, "the sandbox delivers to http://127.0.0.1 only"),
        ({"url": "http://127.0.0.1.example.com/"}, "An HTTPS URL must be provided"),
        ({"url": "http://[::1/"}, "An HTTPS URL must be provided"),
        ({"url": "http://127.0.0.1:99999/"}, "An HTTPS URL must be provided"),
        ({"url": "http://127.0.0.1/", "secret_token": "a b"}, "unallowed characters"),
        ({"url": "http://127.0.0.1/", "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "http://127.0.0.1/", "max_connections": "many"}, "invalid max_connections"),
    ],
)
async def test_webhooks_that_are_refused(api: Api, values: dict[str, Any], reason: str) -> None:
    assert reason in await api.refusal("setWebhook", **values)


async def test_a_webhook_outlives_a_restart(
    receiver: Receiver, tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    first = Sandbox(tmp_path / "world.db", bot_token=TOKEN, people=PEOPLE)
    api = Api(await first.start(), http)
    await api.result("setWebhook", url=receiver.url, secret_token=SECRET)
    await first.stop()
    second = Sandbox(tmp_path / "world.db", bot_token=TOKEN, people=PEOPLE)
    async with SandboxClient(await second.start()) as person:
        await person.send(ALICE, "still there?")
        await until(lambda: receiver.texts == ["still there?"])
    assert receiver.secrets == [SECRET]
    await second.stop()


async def test_aiogram_answers_in_its_reply(bot: Bot, person: SandboxClient) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> Any:
        return message.answer(f"heard {message.text}")

    app = web.Application()
    handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=SECRET)
    handler.register(app, "/hook")
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token=SECRET)
    await person.send(ALICE, "hello")
    await person.wait_for(ALICE, "heard hello")
    await bot.delete_webhook()
    await runner.cleanup()
