"""A running sandbox in memory, a real aiogram bot on it, and a client with hands and eyes."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from sandbox.app import Sandbox
from sandbox.client import SandboxClient
from sandbox.telegram.people import Person
from tests.sandbox.judges.judge import Judge

if TYPE_CHECKING:
    from aiogram import Bot

TOKEN = "1000:sandbox"
ALICE = 7001
OLIVIA = 7000
EVERYTHING = {"allowed_updates": ["message", "edited_message", "callback_query",
              "my_chat_member", "chat_member"]}  # fmt: skip
PEOPLE = (Person(ALICE, "Alice", username="alice"), Person(OLIVIA, "Olivia", role="admin"))


@pytest.fixture
def judge() -> Iterator[Judge]:
    """Watches every request and answer; the test fails when one is not as the Bot API has it."""
    judge = Judge()
    yield judge
    assert judge.violations == []


@pytest.fixture
async def sandbox(judge: Judge) -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(None, bot_token=TOKEN, people=PEOPLE)
    sandbox.watch(judge.middleware)
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def url(sandbox: Sandbox) -> str:
    return await sandbox.start()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def person(url: str) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(url) as client:
        yield client


@pytest.fixture
async def bot(url: str) -> AsyncIterator["Bot"]:
    # Imported here: chain and page tests need no aiogram, which takes seconds to load.
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    yield Bot(TOKEN, session=session)
    # aiogram's own close() sleeps a quarter of a second for TLS, which is not used here.
    client = session._session
    if client:
        await client.close()


@pytest.fixture
async def chat(person: SandboxClient) -> int:
    """Alice's chat, started."""
    await person.send(ALICE, "/start")
    return ALICE


@pytest.fixture
def api(url: str, http: aiohttp.ClientSession) -> "Api":
    return Api(url, http)


class Api:
    """The Bot API without a library: the raw status and envelope."""

    def __init__(self, url: str, http: aiohttp.ClientSession, token: str = TOKEN) -> None:
        self.url = url
        self.http = http
        self.token = token

    async def __call__(self, method: str, **values: Any) -> tuple[int, dict[str, Any]]:
        url = f"{self.url}/bot{self.token}/{method}"
        async with self.http.post(url, json=values) as response:
            return response.status, await response.json()

    async def result(self, method: str, **values: Any) -> Any:
        """What it gives, where no refusal is expected."""
        status, answer = await self(method, **values)
        assert status == 200, answer
        return answer["result"]

    async def refusal(self, method: str, **values: Any) -> str:
        """Why not, where one is expected."""
        status, answer = await self(method, **values)
        assert (answer["ok"], answer["error_code"]) == (False, status)
        return str(answer["description"])

    async def heard(self) -> list[dict[str, Any]]:
        """The updates that wait, fetched and confirmed as a bot does."""
        heard: list[dict[str, Any]] = []
        while updates := await self.result("getUpdates", offset=self._offset, **EVERYTHING):
            heard += updates
            self._offset = updates[-1]["update_id"] + 1
        return heard

    _offset = 0
