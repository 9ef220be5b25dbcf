"""Providers that answer with everything section A of the failure cases knows, at random.

A provider is the sandbox's own chain over HTTP with a middleware in front. Some faults hit single
requests; others are moods that last: it is down, it stands still, or it answers for some addresses
with what belongs to another one. That other one may be empty (it omits), have been paid by the
liar himself (it invents), or be named as what it is (it mixes up).
"""

import asyncio
import gzip
import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.scripted import cut_short, raw

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Body = dict[str, Any]
BOMB = gzip.compress(b" " * 20_000_000)
TIPS = {"eth_getBlockByNumber", "getLatestBlockhash", "getSlot", "getAccountInfo"}
"""What tells how far a node is; it stops with the node."""


@dataclass(frozen=True, slots=True)
class Mask:
    """Answer as if `instead` had been asked for; `scripts`: this one's and the mask's, in hex."""

    instead: str
    is_renamed: bool = True
    scripts: tuple[str, str] = ("", "")

    def lifted(self, text: str, address: str) -> str:
        if not self.is_renamed:
            return text
        mine, masks = self.scripts
        text = text.replace(self.instead, address)
        return text.replace(masks, mine) if masks else text


WHOLE: dict[str, Handler] = {
    "5 html": raw("<html>Just a moment...</html>", Content_Type="text/html"),
    "5 text": raw("Invalid address", 400),
    "6 too many": raw("slow down", 429),
    "6 too many, wait": raw("slow down", 429, Retry_After="400"),
    "6 banned": raw("banned", 418),
    "6 blocked": raw("blocked", 403),
    "6 unavailable": raw("", 503),
    "8 cut short": cut_short,
    "8 bomb": raw(BOMB, Content_Encoding="gzip"),
    "8 redirect": raw("", 302, Location="http://127.0.0.1:1/"),
    "8 other type": raw('"surprise"', Content_Type="image/png"),
}
"""Faults of a whole answer, by the number of their failure case."""
LEAVE_ME_ALONE = {"6 too many", "6 too many, wait", "6 banned", "6 blocked"}


class Provider:
    """`rate`: share of the requests that are hit. `told` counts what went wrong, by name."""

    rate = 0.03

    def __init__(self, dice: random.Random, empty: str, *, hangs: bool = True) -> None:
        self.dice = dice
        self.empty = empty
        self.is_down = self.is_frozen = False
        self.is_well = False
        self.masks: dict[str, Mask] = {}
        self.told: Counter[str] = Counter()
        self.asked = 0
        self.insisted = 0
        """The most requests within a step after it had asked to be left alone."""
        self._since_refusal: int | None = None
        self._hangs = hangs
        self._released = asyncio.Event()

    def new_step(self) -> None:
        """Some time has passed: whoever was told to come later may do so."""
        self._since_refusal = None

    def recover(self) -> None:
        """No more faults of any kind."""
        self.is_well, self.is_down, self.is_frozen = True, False, False
        self.masks.clear()
        self._released.set()

    @web.middleware
    async def meddle(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.asked += 1
        if self._since_refusal is not None:
            self._since_refusal += 1
            self.insisted = max(self.insisted, self._since_refusal)
        if self.is_well:
            return await handler(request)
        if self.is_down:
            self.told["down"] += 1
            return await raw("", 502)(request)
        if self.dice.random() < self.rate:
            return await self._spoilt(request, handler)
        return await self.answer(request, handler)

    async def _spoilt(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if self._hangs and self.dice.random() < 0.01:
            self.told["8 hang"] += 1
            await self._released.wait()
        if self.dice.random() < 0.5:
            return await self.answer(request, handler, is_damaged=True)
        name = self.dice.choice(list(WHOLE))
        if name in LEAVE_ME_ALONE and self.dice.random() < 0.5:  # they silence it for long
            name = "6 unavailable"
        if name in LEAVE_ME_ALONE and self._since_refusal is None:
            self._since_refusal = 0
        self.told[name] += 1
        return await WHOLE[name](request)

    async def answer(
        self, request: web.Request, handler: Handler, *, is_damaged: bool = False
    ) -> web.StreamResponse:
        raise NotImplementedError


async def text_of(request: web.Request, handler: Handler) -> web.Response:
    response = await handler(request)
    assert isinstance(response, web.Response)
    return response


class EsploraProvider(Provider):
    def __init__(self, dice: random.Random, empty: str) -> None:
        super().__init__(dice, empty)
        self._memory: dict[str, str] = {}

    async def answer(
        self, request: web.Request, handler: Handler, *, is_damaged: bool = False
    ) -> web.StreamResponse:
        address = request.match_info.get("address", "")
        mask = self.masks.get(address)
        if self.is_frozen:
            self.told["1 frozen"] += 1
            if request.path in self._memory:
                return web.Response(text=self._memory[request.path])
            mask = mask or (Mask(self.empty) if address else None)
        if mask:
            self.told["2, 3, 11 masked"] += 1
            request.match_info["address"] = mask.instead
        response = await text_of(request, handler)
        text = response.text or ""
        if mask:
            text = mask.lifted(text, address)
        elif response.status == 200 and not self.is_frozen:
            self._memory[request.path] = text
        if is_damaged:
            text = self._damaged(text)
        return web.Response(text=text, status=response.status)

    def _damaged(self, text: str) -> str:
        name = self.dice.choice(list(ODD_TEXTS))
        self.told[name] += 1
        return ODD_TEXTS[name](text)


def changed_numbers(change: Callable[[int], object], *names: str) -> Callable[[str], str]:
    """The JSON with these members changed, wherever they are."""

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                key: change(value) if key in names and type(value) is int else walk(value)
                for key, value in node.items()
            }
        return [walk(each) for each in node] if isinstance(node, list) else node

    def changed(text: str) -> str:
        try:
            return json.dumps(walk(json.loads(text)))
        except ValueError:
            return text.upper()

    return changed


AMOUNTS = ("value", "funded_txo_sum")
ODD_TEXTS: dict[str, Callable[[str], str]] = {
    "4 other amounts": changed_numbers(lambda number: number * 2, *AMOUNTS),
    "4 other height": changed_numbers(lambda number: number - 1, "block_height"),
    "9 as text": changed_numbers(str, *AMOUNTS, "height"),
    "9 negative": changed_numbers(lambda number: -number - 1, *AMOUNTS, "tx_count"),
    "9 float": changed_numbers(lambda number: number * 1e-8, *AMOUNTS, "block_height"),
    "9 hex": changed_numbers(hex, *AMOUNTS, "height"),
    "10 low tip": changed_numbers(lambda number: max(0, number - 2), "height"),
    "7 null": lambda _: "null",
    "7 half": lambda text: text[: len(text) // 2],
}


class RpcProvider(Provider):
    """JSON-RPC, alone or in batches; few requests, each of them about everybody."""

    rate = 0.2

    def __init__(self, dice: random.Random, empty: str, *, hangs: bool = True) -> None:
        super().__init__(dice, empty, hangs=hangs)
        self._memory: dict[str, Any] = {}

    async def answer(
        self, request: web.Request, handler: Handler, *, is_damaged: bool = False
    ) -> web.StreamResponse:
        asked = await request.text()
        hidden = asked
        for address, mask in self.masks.items():
            self.told["2, 3, 11 masked"] += address in asked
            hidden = hidden.replace(address, mask.instead)
        request._read_bytes = hidden.encode()
        text = (await text_of(request, handler)).text or ""
        for address, mask in self.masks.items():
            text = mask.lifted(text, address)
        calls, replies = _listed(json.loads(asked)), _listed(json.loads(text))
        if self.is_frozen:
            self.told["1 frozen"] += 1
        for call, reply in zip(calls, replies, strict=True):
            self._standing_still(call, reply)
        return self._sent(asked.lstrip().startswith("["), replies, is_damaged=is_damaged)

    def _sent(self, is_batch: bool, replies: list[Body], *, is_damaged: bool) -> web.Response:
        answer: object = replies if is_batch else replies[0]
        if is_damaged:
            name = self.dice.choice(list(ODD_REPLIES))
            self.told[name] += 1
            answer = ODD_REPLIES[name](replies)
        return web.json_response(answer)

    def _standing_still(self, call: Body, reply: Body) -> None:
        """Learn from an answer, or put in its place what was learnt before."""
        if "result" not in reply:
            return
        if call["method"] == "getMultipleAccounts":
            self._accounts(call["params"], reply["result"])
        elif call["method"] in TIPS or call["method"] == "getSignaturesForAddress":
            key = json.dumps([call["method"], call["params"]])
            reply["result"] = self._kept(key, reply["result"])

    def _accounts(self, params: list[Any], result: Body) -> None:
        addresses, level = params[0], params[1]["commitment"]
        result["context"]["slot"] = self._kept(f"slot {level}", result["context"]["slot"])
        for place, address in enumerate(addresses):
            account = result["value"][place]
            result["value"][place] = self._kept(f"{address} {level}", account)

    def _kept(self, key: str, now: Any) -> Any:
        if self.is_frozen:
            return self._memory.setdefault(key, now)
        self._memory[key] = now
        return now


def _listed(content: Any) -> list[Body]:
    return content if isinstance(content, list) else [content]


def some(change: Callable[[Body], Body]) -> Callable[[list[Body]], object]:
    """Every third reply is damaged."""
    return lambda replies: [
        change(reply) if place % 3 == 0 else reply for place, reply in enumerate(replies)
    ]


def refusing(code: int, message: str) -> Callable[[list[Body]], object]:
    error = {"code": code, "message": message}
    return some(lambda reply: {"jsonrpc": "2.0", "id": reply.get("id"), "error": error})


def resulting(value: object) -> Callable[[list[Body]], object]:
    return some(lambda reply: reply | {"result": value})


ODD_REPLIES: dict[str, Callable[[list[Body]], object]] = {
    "6 limit": refusing(-32005, "limit exceeded"),
    "7 out of order": lambda replies: replies[::-1],
    "7 partial": lambda replies: replies[:-1],
    "7 single": lambda replies: replies[0],
    "7 twice": lambda replies: [*replies, replies[0]],
    "7 nothing": lambda _: [],
    "7 null": resulting(None),
    "7 no id": some(lambda reply: {k: v for k, v in reply.items() if k != "id"}),
    "7 id of text": some(lambda reply: reply | {"id": str(reply.get("id"))}),
    "7 error for all": lambda _: {"id": None, "error": {"code": -32603, "message": "internal"}},
    "9 empty hex": resulting("0x"),
    "9 zeros": resulting("0x00"),
    "9 a number": resulting(7),
    "9 negative": resulting("-0x1"),
    "9 float": resulting(1e-8),
    "13 pruned": refusing(-32000, "missing trie node 4a3f (path ) state is not available"),
    "13 unknown block": refusing(-39001, "Unknown block"),
}
