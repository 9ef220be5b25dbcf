"""What the page's tests share: a scripted bot, a sandbox, places on the page."""

from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import Locator, Page

from sandbox.app import Sandbox
from sandbox.telegram.images import sample_png
from sandbox.telegram.people import Person
from tests.sandbox.judges.judge import Judge

TOKEN = "1000:page-test"
ALICE, OLIVIA = 7001, 7000
PEOPLE = [Person(ALICE, "Alice"), Person(OLIVIA, "Olivia", role="admin")]


class Bot:
    """Calls the Bot API as any bot would; `say` and its kin send to Alice."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = f"{url}/bot{TOKEN}"

    async def call(self, method: str, **params: Any) -> Any:
        return await self.post(method, json=params)

    async def say(self, text: str, **params: Any) -> int:
        sent = await self.call("sendMessage", chat_id=ALICE, text=text, **params)
        return int(sent["message_id"])

    async def edit(self, message_id: int, text: str, **params: Any) -> None:
        target = {"chat_id": ALICE, "message_id": message_id}
        await self.call("editMessageText", **target, text=text, **params)

    async def file(self, kind: str, name: str, content: bytes, **options: str) -> int:
        form = aiohttp.FormData({"chat_id": str(ALICE), "caption": "Caption", **options})
        form.add_field(kind, content, filename=name)
        sent = await self.post(f"send{kind.title()}", data=form)
        return int(sent["message_id"])

    async def picture(self) -> int:
        return await self.file("photo", "photo.png", sample_png())

    async def heard(self, kind: str) -> dict[str, Any]:
        """What the newest update brings, once it is of this kind; older ones are forgotten."""
        offset = -1
        while True:
            for update in await self.call("getUpdates", timeout=5, offset=offset):
                offset = update["update_id"] + 1
                if kind in update:
                    return dict(update[kind])

    async def answer(self, **params: Any) -> None:
        """Answer the button a person pressed last."""
        query = await self.heard("callback_query")
        await self.call("answerCallbackQuery", callback_query_id=query["id"], **params)

    async def post(self, method: str, **body: Any) -> Any:
        async with self._http.post(f"{self._url}/{method}", **body) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]


def new_sandbox(judge: Judge, path: Path | None = None, port: int = 0) -> Sandbox:
    sandbox = Sandbox(path, port=port, bot_token=TOKEN, people=PEOPLE)
    sandbox.watch(judge.middleware)
    return sandbox


async def control(http: aiohttp.ClientSession, url: str, path: str, **body: Any) -> Any:
    async with http.post(f"{url}/control/{path}", json=body) as response:
        assert response.status == 200, await response.text()
        return await response.json()


def column(page: Page, person: int = ALICE) -> Locator:
    return page.get_by_test_id(f"column-{person}")


def shown(page: Page, message_id: int) -> Locator:
    return page.get_by_test_id(f"message-{ALICE}-{message_id}")


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def copying(text: str, value: str) -> dict[str, Any]:
    return {"text": text, "copy_text": {"text": value}}
