"""The panel of every chain over HTTP: its state, and one POST for each lever."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from aiohttp import web

from sandbox.chains.base import Body, Chain, Refused

PREFIX = "/control/chains"


class Publish(Protocol):
    """Tells those who watch the sandbox live."""

    def __call__(self, kind: str, **payload: Any) -> None: ...


def routes(chains: Mapping[str, Chain], publish: Publish) -> list[web.RouteDef]:
    """All in JSON; `{chain}` is a key of `chains`."""
    panel = _Panel(chains, publish)
    return [
        web.get(f"{PREFIX}/{{chain}}", panel.state),
        web.post(f"{PREFIX}/{{chain}}/{{lever}}", panel.pull),
    ]


class _Panel:
    def __init__(self, chains: Mapping[str, Chain], publish: Publish) -> None:
        self._chains = chains
        self._publish = publish

    async def state(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(self._chain(request).state())
        except Refused as refused:
            return _refusal(refused)

    async def pull(self, request: web.Request) -> web.Response:
        """Pull the lever, tell everybody, answer with the new state; or refuse in a sentence."""
        try:
            chain = self._chain(request)
            answer = self._pulled(chain, request.match_info["lever"], await _body(request))
        except Refused as refused:
            return _refusal(refused)
        news = chain.state()
        self._publish("chain", chain=request.match_info["chain"], state=news)
        return web.json_response(answer | {"state": news})

    def _chain(self, request: web.Request) -> Chain:
        chain = self._chains.get(request.match_info["chain"])
        if chain is None:
            raise Refused(404, f"There is no such chain. Those here are {_listed(self._chains)}.")
        return chain

    def _pulled(self, chain: Chain, name: str, body: Body) -> Body:
        levers = chain.levers()
        if name not in levers:
            raise Refused(404, f"This chain has no such lever. It has {_listed(levers)}.")
        return levers[name](body)


def _listed(names: Mapping[str, Any]) -> str:
    return ", ".join(names)


def _refusal(refused: Refused) -> web.Response:
    return web.json_response({"error": str(refused)}, status=refused.status)


async def _body(request: web.Request) -> Body:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused(400, "The body must be a JSON object.")
    return body
