"""The HTTP face of the Bot API: tokens, envelopes, faults.

https://core.telegram.org/bots/api#making-requests
"""

import asyncio
import inspect
import json
import logging
from typing import Any

from aiohttp import web

from sandbox.telegram import params as bodies
from sandbox.telegram.caller import Caller
from sandbox.telegram.errors import ApiError, too_large
from sandbox.telegram.faults import Fault
from sandbox.telegram.methods import METHODS
from sandbox.telegram.methods.base import Told
from sandbox.telegram.params import Params
from sandbox.telegram.world import World

# Where middlewares find the parameters that arrived: a body can be read only once.
PARAMS = web.RequestKey("params", bodies.Params)
# There when a fault spoiled the answer on purpose.
SPOILED = web.RequestKey("spoiled", bool)

_log = logging.getLogger(__name__)
_LONGEST_TOKEN = 80
_MALFORMED = "Unauthorized: invalid token specified"
_JSON = "application/json"
_encode = json.JSONEncoder(separators=(",", ":")).encode


class _Spoiled(Exception):
    """What a fault answers instead; None when it cut the connection."""

    def __init__(self, answer: web.Response | None = None) -> None:
        super().__init__()
        self.answer = answer


def routes(world: World) -> list[web.RouteDef]:
    """`/bot<token>/<method>` and `/file/bot<token>/<path>`."""
    api = _Api(world)
    return [
        web.route("*", "/bot{token}/{method}", api.call),
        web.get("/file/bot{token}/{path:.+}", api.download),
        web.route("*", "/bot{rest:(?s:.*)}", _nowhere),
        web.route("*", "/file/bot{rest:(?s:.*)}", _nowhere),
    ]


async def execute(by: Caller, name: str, params: Params) -> Any:
    """Call a method by its lower-case name; raises ApiError with Telegram's refusal."""
    method = METHODS.get(name)
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    by.world.flood.check(by.bot.id, name, params.text("chat_id"))
    result = method(by, params)
    return await result if inspect.isawaitable(result) else result


class _Api:
    def __init__(self, world: World) -> None:
        self._world = world

    async def call(self, request: web.Request) -> web.Response:
        try:
            return _answer(200, _told(await self._result(request)))
        except ApiError as error:
            return _answer(error.code, error.envelope())
        except web.HTTPRequestEntityTooLarge:
            return _answer(413, too_large().envelope())
        except _Spoiled as spoiled:
            request[SPOILED] = True
            return spoiled.answer or web.Response()
        except Exception:
            _log.exception("The sandbox failed in %s", request.match_info["method"])
            return _answer(500, ApiError(500, "Internal Server Error").envelope())

    async def download(self, request: web.Request) -> web.Response:
        row = self._world.files.at(request.match_info["path"])
        if self._world.bots.with_token(request.match_info["token"]) is None:
            return _answer(401, _unauthorized(request.match_info["token"]).envelope())
        if row is None:
            return await _nowhere(request)
        content = self._world.files.content(row)
        return web.Response(body=content, content_type="application/octet-stream")

    async def _result(self, request: web.Request) -> Any:
        match = request.match_info
        bot, name = self._world.bots.with_token(match["token"]), match["method"].lower()
        if bot is None:
            raise _unauthorized(match["token"])
        request[PARAMS] = params = await bodies.read(request)
        faults = self._world.faults.strike(bot.id, name, params.text("chat_id"))
        for fault in faults:
            await _strike(fault, request)
        result = await execute(Caller(bot, self._world), name, params)
        for fault in faults:
            _spoil(fault, request, result)
        return result


async def _nowhere(_: web.Request) -> web.Response:
    return _answer(404, ApiError(404, "Not Found").envelope())


def _unauthorized(token: str) -> ApiError:
    """https://core.telegram.org/bots/api#authorizing-your-bot says what a token looks like."""
    looks_right = ":" in token and not token.startswith("0") and len(token) <= _LONGEST_TOKEN
    return ApiError(401, "Unauthorized" if looks_right else _MALFORMED)


def _told(result: Any) -> dict[str, Any]:
    if isinstance(result, Told):
        return {"ok": True, "result": result.result, "description": result.description}
    return {"ok": True, "result": result}


async def _strike(fault: Fault, request: web.Request) -> None:
    match fault.mode:
        case "latency":
            await asyncio.sleep(fault.latency_ms / 1000)
        case "outage":
            _drop(request)
        case "error":
            raise fault.error()
        case "html":
            page = web.Response(text=fault.page(), status=fault.status, content_type="text/html")
            raise _Spoiled(page)


def _spoil(fault: Fault, request: web.Request, result: Any) -> None:
    """The method took effect; of its answer nothing, or nothing sensible, arrives."""
    match fault.mode:
        case "accepted_then_reset":
            _drop(request)
        case "accepted_then_garbled":
            raise _Spoiled(web.Response(body=_encoded(_told(result))[:-1], content_type=_JSON))
        case "accepted_then_strange":
            raise _Spoiled(_answer(200, {"ok": True, "result": _strange(result)}))


def _strange(result: Any) -> Any:
    """The same with words where numbers were."""
    if isinstance(result, list):
        return [_strange(item) for item in result]
    if isinstance(result, dict):
        return {name: "x" if isinstance(it, int) else it for name, it in result.items()}
    return "x"


def _drop(request: web.Request) -> None:
    if request.transport:
        request.transport.abort()
    raise _Spoiled


def _answer(status: int, body: dict[str, Any]) -> web.Response:
    return web.Response(body=_encoded(body), status=status, content_type=_JSON)


def _encoded(body: dict[str, Any]) -> bytes:
    return _encode(body).encode()
