"""An Ethereum provider that answers as it is told: for what no real node can be made to do."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.scripted import START, Handler, raw

Reply = dict[str, Any]
Batch = Callable[[list[Reply]], web.StreamResponse]
CHAIN_ID = 1


def block_hash(height: int, fork: int = 0) -> str:
    return f"0x{fork:032x}{height:032x}"


def refused(code: int, message: str) -> Reply:
    return {"error": {"code": code, "message": message}}


MISSING_TRIE_NODE = refused(-32000, "missing trie node 9c9b (path ) state is not available")
UNKNOWN_BLOCK = refused(-39001, "Unknown block")


@dataclass(slots=True)
class ScriptedEthereum:
    """Balances are in wei. What it says can be changed: `twist` a method's replies, `post` a whole
    answer, `said` everything. `requests` holds how many calls each had, `calls` the questions.
    """

    height: int = 1_000
    final: int = 936
    fork: int = 0
    seconds_ago: float = 0
    balances: dict[str, int] = field(default_factory=dict)
    final_balances: dict[str, int] = field(default_factory=dict)
    nonces: dict[str, int] = field(default_factory=dict)
    twist: dict[str, Callable[[Reply, Reply], object]] = field(default_factory=dict)
    post: Callable[[list[Reply], list[Reply]], Handler | object] | None = None
    said: Callable[[Reply], Reply] | None = None
    requests: list[int] = field(default_factory=list)
    calls: list[Reply] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        asked = json.loads(await request.text())
        questions = asked if isinstance(asked, list) else [asked]
        self.requests.append(len(questions))
        self.calls += questions
        replies = [self._reply(question) for question in questions]
        answer: object = replies if isinstance(asked, list) else replies[0]
        if self.post is not None:
            answer = self.post(questions, replies)
        if callable(answer):
            response: Awaitable[web.StreamResponse] = answer(request)
            return await response
        return web.json_response(answer)

    def methods(self) -> list[str]:
        return [question["method"] for question in self.calls]

    def _reply(self, question: Reply) -> Reply:
        reply = {"jsonrpc": "2.0", "id": question["id"], **(self.said or self._said)(question)}
        twist = self.twist.get(question["method"])
        twisted: Any = twist(question, reply) if twist else reply
        return reply if twisted is None else twisted

    def _said(self, question: Reply) -> Reply:
        method, params = question["method"], question["params"]
        if method == "eth_chainId":
            return {"result": hex(CHAIN_ID)}
        if method == "eth_getBlockByNumber":
            return {"result": self._block(params[0])}
        if method == "eth_getCode":
            return {"result": "0x"}
        address, named = params
        at_final = named in self._names(self.final, 0)
        if not at_final and named not in self._names(self.height, self.fork):
            return refused(-32001, "header for hash not found")
        if method == "eth_getTransactionCount":
            return {"result": hex(self.nonces.get(address, 0))}
        assert method == "eth_getBalance", method
        balances = self.final_balances if at_final else self.balances
        return {"result": hex(balances.get(address, 0))}

    def _names(self, height: int, fork: int) -> tuple[object, object]:
        return {"blockHash": block_hash(height, fork)}, hex(height)

    def _block(self, tag: str) -> Reply:
        is_final = tag == "finalized"
        number = self.final if is_final else self.height
        return {
            "number": hex(number),
            "hash": block_hash(number, 0 if is_final else self.fork),
            "timestamp": hex(int(START.timestamp() - self.seconds_ago)),
        }


def page(text: str, status: int = 200, **headers: str) -> Callable[..., Handler]:
    return lambda *_: raw(text, status, **headers)
