"""The levers of the local chain: pay, mine, replace, drop, reorganise."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import web

from sandbox.chains.bitcoin import BitcoinChain, Refused

PREFIX = "/control/chains/btc"
_DECIMALS = 8
_AMOUNT = re.compile(r"([0-9]{1,8})(?:\.([0-9]{1,8}))?")

Body = dict[str, Any]
Lever = Callable[["_Panel", Body], Body]


class Publish(Protocol):
    """Tells those who watch the sandbox live."""

    def __call__(self, kind: str, **payload: Any) -> None: ...


def routes(chain: BitcoinChain, publish: Publish) -> list[web.RouteDef]:
    """The state, and one POST for each lever; all in JSON."""
    panel = _Panel(chain, publish)
    return [
        web.get(PREFIX, panel.state),
        web.post(f"{PREFIX}/pay", panel.answering(_Panel.pay)),
        web.post(f"{PREFIX}/mine", panel.answering(_Panel.mine)),
        web.post(f"{PREFIX}/replace", panel.answering(_Panel.replace)),
        web.post(f"{PREFIX}/drop", panel.answering(_Panel.drop)),
        web.post(f"{PREFIX}/reorg", panel.answering(_Panel.reorg)),
    ]


def state(chain: BitcoinChain) -> Body:
    """The tip, the mempool and the newest blocks, for `/control/state`."""
    return chain.state()


class _Panel:
    def __init__(self, chain: BitcoinChain, publish: Publish) -> None:
        self._chain = chain
        self._publish = publish

    def answering(self, lever: Lever) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Pull the lever, tell everybody, answer with the new state; or refuse in a sentence."""

        async def handler(request: web.Request) -> web.Response:
            try:
                answer = lever(self, await _body(request))
            except Refused as refused:
                return web.json_response({"error": str(refused)}, status=refused.status)
            news = state(self._chain)
            self._publish("chain", chain="btc", state=news)
            return web.json_response(answer | {"state": news})

        return handler

    async def state(self, _: web.Request) -> web.Response:
        return web.json_response(state(self._chain))

    def pay(self, body: Body) -> Body:
        units = _units(body)
        if units is None:
            raise Refused(400, "The amount is missing.")
        return {"txid": self._chain.pay(_text(body, "address"), units)}

    def mine(self, body: Body) -> Body:
        self._chain.mine(_number(body, "blocks", 1))
        return {}

    def replace(self, body: Body) -> Body:
        address = _text(body, "address") if body.get("address") is not None else None
        return {"txid": self._chain.replace(_text(body, "txid"), address, _units(body))}

    def drop(self, body: Body) -> Body:
        txid = _text(body, "txid")
        self._chain.drop(txid)
        return {"txid": txid}

    def reorg(self, body: Body) -> Body:
        keep = body.get("keep", True)
        if not isinstance(keep, bool):
            raise Refused(400, "keep must be true or false.")
        self._chain.reorg(_number(body, "depth", 1), keep)
        return {}


async def _body(request: web.Request) -> Body:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused(400, "The body must be a JSON object.")
    return body


def _text(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused(400, f"The {name} is missing.")
    return value.strip()


def _number(body: Body, name: str, default: int) -> int:
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused(400, f"The {name} must be a whole number.")
    return value


def _units(body: Body) -> int | None:
    """Satoshi from `units`, or from `amount` in bitcoin as decimal text."""
    if body.get("units") is not None:
        return _number(body, "units", 0)
    amount = body.get("amount")
    if amount is None:
        return None
    match = _AMOUNT.fullmatch(amount) if isinstance(amount, str) else None
    if match is None:
        raise Refused(400, "The amount must be a text like 0.00123, with 8 decimals at most.")
    return int(match[1] + (match[2] or "").ljust(_DECIMALS, "0"))
