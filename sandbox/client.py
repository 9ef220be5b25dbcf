"""A person's hands and eyes for tests and tools: writes, presses by label, reads the screen."""

import asyncio
import time
from types import TracebackType
from typing import Any, Self

import aiohttp

Message = dict[str, Any]

_PAUSE = 0.02


class SandboxClient:
    """Speaks the control API of a running sandbox. Use it as `async with SandboxClient(url)`."""

    def __init__(self, base_url: str) -> None:
        self.url = base_url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    async def state(self) -> dict[str, Any]:
        return await self._call("GET", "state")

    async def person(self, first_name: str, **details: Any) -> dict[str, Any]:
        return await self._call("POST", "people", {"first_name": first_name, **details})

    async def change_person(self, user: int, **changes: Any) -> dict[str, Any]:
        return await self._call("POST", f"people/{user}", changes)

    async def act(self, path: str, **body: Any) -> dict[str, Any]:
        """Any action of the control API, such as `act("bots", token=..., name=...)`."""
        return await self._call("POST", path, body)

    async def send(self, user: int, text: str, **where: Any) -> Message:
        """Write to the first bot; elsewhere with `chat` (a key), `topic`, `reply_to`."""
        answer = await self._call("POST", "send", {"from": user, "text": text, **where})
        return dict(answer["message"])

    async def send_photo(self, user: int, caption: str = "") -> Message:
        body = {"from": user, "photo": True, "caption": caption}
        return dict((await self._call("POST", "send", body))["message"])

    async def send_document(self, user: int, caption: str = "") -> Message:
        body = {"from": user, "document": True, "caption": caption}
        return dict((await self._call("POST", "send", body))["message"])

    async def press(self, user: int, label: str, chat: str | None = None) -> str:
        """Press the newest button whose text contains the label; returns the query's id."""
        where = chat or user
        for message in reversed(await self.messages(where)):
            for button in _buttons(message):
                if label in button["text"] and "callback_data" in button:
                    place = {"chat": chat} if chat else {}
                    data = button["callback_data"]
                    return await self.press_data(user, message["message_id"], data, **place)
        raise AssertionError(f"no button {label!r}; the screen shows:\n{await self.screen(where)}")

    async def press_data(self, user: int, message_id: int, data: str, **how: Any) -> str:
        """Press by data; `forged=True` or `inaccessible=True` as in the control API."""
        body = {"from": user, "message_id": message_id, "data": data, **how}
        return str((await self._call("POST", "press", body))["callback_query_id"])

    async def messages(self, chat: int | str) -> list[Message]:
        """Of a chat by its key; a person's id means their chat with the first bot."""
        known = (await self.state())["chats"].get(str(chat), {"messages": []})
        return list(known["messages"])

    async def screen(self, chat: int | str) -> str:
        """The newest message of the bot as text, its buttons in brackets below it."""
        own = [message for message in await self.messages(chat) if message["from"]["is_bot"]]
        return shown(own[-1]) if own else ""

    async def wait_for(self, chat: int | str, text: str, timeout: float = 10) -> Message:
        """The newest message of the bot that shows `text` (in words or on a button)."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            for message in reversed(await self.messages(chat)):
                if message["from"]["is_bot"] and text in shown(message):
                    return message
            await asyncio.sleep(_PAUSE)
        raise AssertionError(f"no {text!r} in time; the screen shows:\n{await self.screen(chat)}")

    async def file(self, file_id: str) -> bytes:
        async with self._http().get(f"{self.url}/control/file/{file_id}") as response:
            response.raise_for_status()
            return await response.read()

    async def skip(self, seconds: float) -> dict[str, Any]:
        return await self._call("POST", "clock/skip", {"seconds": seconds})

    async def recording(self) -> dict[str, Any]:
        """What a replay needs of the recording that runs; see `sandbox/replay.py`."""
        return await self._call("GET", "recording?format=json")

    async def transcript(self) -> str:
        async with self._http().get(f"{self.url}/control/recording") as response:
            return await response.text()

    async def fault(self, **fault: Any) -> None:
        await self._call("POST", "faults", fault)

    async def remove_fault(self, fault_id: int) -> None:
        await self._call("DELETE", f"faults/{fault_id}")

    async def clear_faults(self) -> None:
        await self._call("DELETE", "faults")

    async def pay(self, address: str, units: int, chain: str = "btc") -> str:
        """Pay base units from the sandbox's wallet; returns the transaction id."""
        body = {"address": address, "units": str(units)}
        return str((await self.chain("pay", chain, **body))["txid"])

    async def mine(self, blocks: int = 1, chain: str = "btc") -> None:
        await self.chain("mine", chain, blocks=blocks)

    async def chain(self, action: str, chain: str = "btc", **body: Any) -> dict[str, Any]:
        """Any lever of a chain's panel: pay, mine, replace, drop, reorg ..."""
        return await self._call("POST", f"chains/{chain}/{action}", body)

    async def _call(
        self, verb: str, path: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        url = f"{self.url}/control/{path}"
        async with self._http().request(verb, url, json=body) as response:
            answer: dict[str, Any] = await response.json()
        if response.status != 200:
            raise SandboxRefused(response.status, answer.get("error", str(answer)))
        return answer

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session


class SandboxRefused(Exception):
    """The sandbox refused, with a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def shown(message: Message) -> str:
    """A message as a person reads it: its words, then one line per row of buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    lines = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    return "\n".join([message.get("text") or message.get("caption") or "", *lines])


def _buttons(message: Message) -> list[dict[str, Any]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]
