"""The shop's own ear: a small HTTP server in its loop, which no request can hold up or end."""

import asyncio
import errno
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from services.running.door import Door
from utils.refusal import StartRefused
from web.admission import Admission, client_of
from web.route import (
    AnyRoute,
    Crowded,
    Headers,
    NotFound,
    Refused,
    Slow,
    TooLarge,
    Unreadable,
    WrongMethod,
)

logger = logging.getLogger(__name__)
quiet = logging.getLogger("holdfast.listener.protocol")
quiet.disabled = True  # what is no HTTP at all is answered, and not told: strangers write it
LARGEST = 64 * 1024
"""Bytes of a body."""
LONGEST = 10.0
"""Seconds for a request to be there, and as long again for its body."""
LINGER = 1.0
"""Seconds in which the rest of what was refused is thrown away, so that the answer is read."""
MOST_OPEN = 200
"""Connections at once."""
LATER = {"Retry-After": "10"}
ALLOWED = {"Allow": "POST"}
HEARD = "heard; what counts is what the chain says"


class Bounded(web.Server):
    """Too many connections are ended at once: files and memory are the shop's."""

    def connection_made(self, handler: RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        if len(self.connections) > MOST_OPEN:
            # not at once: the handler would find its connection lost before it has begun
            asyncio.get_running_loop().call_soon(transport.abort)


class Listener:
    """Answers at `host` and `port` for `routes`; what comes is counted at the door."""

    def __init__(
        self, host: str, port: int, routes: Sequence[AnyRoute], door: Door, admission: Admission
    ) -> None:
        self._host = host
        self._port = port
        self._routes = {route.path: route for route in routes}
        self._door = door
        self._admission = admission
        self._wake: Callable[[], None] = lambda: None

    @asynccontextmanager
    async def open(self, wake: Callable[[], None]) -> AsyncIterator[None]:
        """Listen; `wake` is told of what was heard. Raises StartRefused where nobody can listen."""
        self._wake = wake
        server = Bounded(
            self.answer,
            access_log=None,
            logger=quiet,
            keepalive_timeout=LONGEST,
            lingering_time=LINGER,
            auto_decompress=False,  # signatures are over what was sent
        )
        runner = web.ServerRunner(server, shutdown_timeout=LINGER)
        await runner.setup()
        try:
            await self._listen(runner)
            self._door.place = place(self._host, self._port)
            logger.info("hints are heard at %s", self._door.place)
            yield
        finally:
            self._door.place = None
            await runner.cleanup()

    async def _listen(self, runner: web.ServerRunner) -> None:
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            raise StartRefused(obstacle(error, self._host, self._port)) from None

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """Whatever happens, one short sentence; an error of ours ends this answer alone."""
        try:
            await self._take(request)
        except Refused as refused:
            self._door.note(heard=False)
            return said(refused.status, str(refused), error=True, headers=_headers(refused))
        except Exception:
            self._door.note(heard=False)
            logger.exception("a hint could not be heard")
            return said(500, "the shop has failed, not you", error=True)
        self._door.note(heard=True)
        self._wake()
        return said(202, HEARD)

    async def _take(self, request: web.BaseRequest) -> None:
        headers = plain(request)
        client = client_of(request.remote, headers.get("x-forwarded-for", ""))
        if not self._admission.lets(client):
            raise Crowded("too many requests")
        route = self._routes.get(request.raw_path.partition("?")[0])
        if route is None:
            raise NotFound("nothing is heard here")
        if request.method != "POST":
            raise WrongMethod("hints are sent by POST")
        what = route.verify(headers, await whole(request))
        self._admission.proved(client)
        if not route.hear(what):
            raise Crowded("too many hints")


async def whole(request: web.BaseRequest) -> bytes:
    """The body as it was sent, however long it says it is. Raises Slow, TooLarge, Unreadable."""
    body = bytearray()
    try:
        async with asyncio.timeout(LONGEST):
            async for piece in request.content.iter_any():
                body += piece
                if len(body) > LARGEST:
                    raise TooLarge(f"a body has at most {LARGEST} bytes")
    except TimeoutError:
        raise Slow(f"the body was not there within {LONGEST:.0f} seconds") from None
    except (OSError, web.RequestPayloadError):
        raise Unreadable("the body was cut short") from None
    return bytes(body)


def plain(request: web.BaseRequest) -> Headers:
    headers = request.headers
    return {name.lower(): ",".join(headers.getall(name)) for name in headers}


def said(
    status: int, sentence: str, *, error: bool = False, headers: dict[str, str] | None = None
) -> web.Response:
    answer = web.json_response(
        {"error" if error else "status": sentence}, status=status, headers=headers
    )
    if error:
        answer.force_close()  # what may still follow on this connection is not read
    return answer


def _headers(refused: Refused) -> dict[str, str] | None:
    if isinstance(refused, Crowded):
        return LATER
    return ALLOWED if isinstance(refused, WrongMethod) else None


def place(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def obstacle(error: OSError, host: str, port: int) -> str:
    """Why nobody can listen there, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return f"HINT_PORT: {place(host, port)} is taken by another program: choose another port"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"HINT_HOST: {host} is no address of this machine"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"HINT_PORT: this user may not listen at {place(host, port)}: choose one above 1023"
    return f"HINT_HOST, HINT_PORT: {place(host, port)} cannot be listened at ({error.strerror})"
