"""A local HTTP server that answers each path as it is told, and remembers what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from aiohttp import web
from aiohttp.test_utils import TestServer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
START = datetime(2026, 1, 1, tzinfo=UTC)


class SteppedClock:
    """Stands still until it is moved; `monotonic` counts its seconds."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return (self.now - START).total_seconds()

    def skip(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class ScriptedServer:
    """`answers` by path: a handler, or what becomes JSON; everything else is 404."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: dict[str, object] = {}
        self.asked: list[str] = []
        self.requests: list[web.Request] = []
        self.released = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path_qs)
        self.requests.append(request)
        answer = self.answers.get(request.path)
        if answer is None:
            return web.Response(status=404, text="Not found")
        if callable(answer):
            response: web.StreamResponse = await answer(request)
            return response
        return web.json_response(answer)

    async def hang(self, request: web.Request) -> web.StreamResponse:
        """Never answers; lets go when the test is over."""
        await self.released.wait()
        return web.Response()


def raw(body: str | bytes, status: int = 200, **headers: str) -> Handler:
    """Exactly this body; header names with _ for -."""
    content = body if isinstance(body, bytes) else body.encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def handler(request: web.Request) -> web.StreamResponse:
        return web.Response(body=content, status=status, headers=named)

    return handler


async def cut_short(request: web.Request) -> web.StreamResponse:
    """Promises more bytes than it sends."""
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"half": ')
    assert request.transport is not None
    request.transport.close()
    return response


@asynccontextmanager
async def scripted(host: str = "127.0.0.1") -> AsyncIterator[ScriptedServer]:
    script = ScriptedServer()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", script.handle)
    async with TestServer(app, host=host) as server:
        script.url = str(server.make_url("")).rstrip("/")
        yield script
        script.released.set()
