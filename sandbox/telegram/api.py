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

_log = logging.getLogger(__name__)
_LONGEST_TOKEN = 80
_MALFORMED = "Unauthorized: invalid token specified"
_encode = json.JSONEncoder(separators=(",", ":")).encode


class _Dropped(Exception):
    """The connection was cut on purpose."""


def routes(world: World) -> list[web.RouteDef]:
    """`/bot<token>/<method>` and `/file/bot<token>/<path>`."""
    api = _Api(world)
    return [
        web.route("*", "/bot{token}/{method}", api.call),
        web.get("/file/bot{token}/{path:.+}", api.download),
        web.route("*", "/bot{rest:.*}", _nowhere),
        web.route("*", "/file/bot{rest:.*}", _nowhere),
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
        except _Dropped:
            return web.Response()
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
        faults = self._world.faults.strike(bot.id, name)
        for fault in faults:
            await _strike(fault, request)
        result = await execute(Caller(bot, self._world), name, params)
        if any(fault.mode == "accepted_then_reset" for fault in faults):
            _drop(request)
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


def _drop(request: web.Request) -> None:
    if request.transport:
        request.transport.abort()
    raise _Dropped


def _answer(status: int, body: dict[str, Any]) -> web.Response:
    return web.Response(body=_encode(body).encode(), status=status, content_type="application/json")
