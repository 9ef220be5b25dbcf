"""Strict HTTP towards hosts that nobody here controls: limits, a circuit breaker, exact numbers.

* HttpError: no usable answer; `source` and `reason` never carry credentials
  + HttpUnavailable: time-out, connection, rate limit, ban, 5xx, circuit open
  + HttpMalformed: too long, a redirect, not UTF-8, not JSON
  + HttpRefused: 400 or 404, with the answer's text
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TypeVar

import aiohttp
from aiolimiter import AsyncLimiter
from yarl import URL

from utils.clock import Clock

FAILURES_TO_OPEN = 5
SHORTEST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(seconds=120)
LONGEST_RETRY_AFTER = timedelta(hours=1)
"""A host that says "in a year" is asked again all the same."""
LOCAL = {"127.0.0.1", "localhost", "::1"}
PUBLIC_IN_FLIGHT, LOCAL_IN_FLIGHT = 4, 32
REFUSAL_BYTES = 500
HEADERS = {"User-Agent": "Holdfast", "Accept-Encoding": "gzip, deflate"}
REFUSALS = {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}
IM_A_TEAPOT = 418
"""How Binance says "banned": https://developers.binance.com/docs/binance-spot-api-docs/rest-api"""
THROTTLES = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.FORBIDDEN, IM_A_TEAPOT}

Answer = TypeVar("Answer")
Params = Mapping[str, str]


class HttpError(Exception):
    """No usable answer. `source` is the name the caller gave, never a URL."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class HttpUnavailable(HttpError):
    """The source could not be asked, or would not answer now."""


class HttpMalformed(HttpError):
    """The source answered with something that cannot be read."""


class HttpRefused(HttpError):
    """The source is well and says that the question is wrong (400) or names nothing (404)."""

    def __init__(self, source: str, status: int, text: str) -> None:
        super().__init__(source, f"HTTP {status}: {text}")
        self.status = status
        self.text = text


class _Throttled(HttpUnavailable):
    """Asked to go away, for so long when the source said how long."""

    def __init__(self, source: str, status: int, pause: timedelta | None) -> None:
        super().__init__(source, f"HTTP {status}")
        self.pause = pause


@dataclass(slots=True)
class Health:
    """How a source has been; it is not asked before `open_until`."""

    last_error: str | None = None
    last_ok_at: datetime | None = None
    open_until: datetime | None = None


class _Breaker:
    """Leaves a failing source alone, longer each time, then lets one trial request through."""

    def __init__(self, source: str, clock: Clock) -> None:
        self.health = Health()
        self._source = source
        self._clock = clock
        self._failures = 0
        self._pause = SHORTEST_PAUSE
        self._open_for = timedelta()
        self._on_trial = False

    def admit(self) -> None:
        """Raises HttpUnavailable while the source is to be left alone."""
        left = self._left()
        if left:
            seconds = left.total_seconds()
            raise HttpUnavailable(self._source, f"left alone for another {seconds:.0f} s")
        if self._on_trial:
            raise HttpUnavailable(self._source, "left alone until a trial request is answered")

    @contextmanager
    def attempt(self) -> Iterator[None]:
        self.admit()
        trial = self._on_trial = self.health.open_until is not None
        try:
            yield
        except HttpRefused:
            self._succeeded()
            raise
        except HttpError as error:
            self._failed(error, trial=trial)
            raise
        else:
            self._succeeded()
        finally:
            self._on_trial = self._on_trial and not trial

    def _left(self) -> timedelta:
        """More than was ever set means that the clock was put back: then nothing is left."""
        until = self.health.open_until
        left = until - self._clock() if until else timedelta()
        return left if timedelta() < left <= self._open_for else timedelta()

    def _succeeded(self) -> None:
        self.health.last_ok_at = self._clock()
        # An answer to a question asked before the circuit opened does not close it.
        if not self._left():
            self.health.open_until = None
            self._failures = 0
            self._pause = SHORTEST_PAUSE

    def _failed(self, error: HttpError, *, trial: bool) -> None:
        self.health.last_error = error.reason
        self._failures += 1
        throttled = isinstance(error, _Throttled)
        if isinstance(error, _Throttled) and error.pause is not None:
            self._open(max(error.pause, self._left()))
        elif not self._left() and (trial or throttled or self._failures >= FAILURES_TO_OPEN):
            self._open(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _open(self, pause: timedelta) -> None:
        self._open_for = pause
        self.health.open_until = self._clock() + pause


class Fetcher:
    """One host. `source` is its public name, `spacing` the least seconds between two requests.

    A user and password in `base_url` become basic auth and are never shown. Hosts on this very
    machine are neither spaced out nor limited to a few requests at a time.
    """

    def __init__(  # noqa: PLR0913 - limits with defaults
        self,
        base_url: str,
        *,
        source: str,
        clock: Clock,
        spacing: float = 0.0,
        timeout: float = 10,
        max_bytes: int = 4_000_000,
    ) -> None:
        url = URL(base_url)
        self.source = source
        self._base = str(url.with_user(None).with_query(None).with_fragment(None)).rstrip("/")
        self._auth = aiohttp.BasicAuth(url.user or "", url.password or "") if url.user else None
        self._clock = clock
        self._timeout = timeout
        self._max_bytes = max_bytes
        local = url.host in LOCAL
        self._slots = asyncio.Semaphore(LOCAL_IN_FLIGHT if local else PUBLIC_IN_FLIGHT)
        self._limiter = None if local or not spacing else AsyncLimiter(1, spacing)
        self._breaker = _Breaker(source, clock)
        self._session: aiohttp.ClientSession | None = None

    @property
    def health(self) -> Health:
        return self._breaker.health

    async def get_json(self, path: str, params: Params | None = None) -> object:
        """The parsed answer, fractions as Decimal; raises HttpError."""
        return await self._ask(self._json, "GET", path, params=params)

    async def get_text(self, path: str) -> str:
        """The answer without white space around it; raises HttpError."""
        return (await self._ask(self._text, "GET", path)).strip()

    async def post_json(self, path: str, body: object) -> object:
        """The parsed answer to a JSON body; raises HttpError."""
        return await self._ask(self._json, "POST", path, body=body)

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _ask(
        self,
        parse: Callable[[bytes], Answer],
        method: str,
        path: str,
        *,
        params: Params | None = None,
        body: object = None,
    ) -> Answer:
        async with self._slots:
            self._breaker.admit()
            if self._limiter is not None:
                await self._limiter.acquire()
            with self._breaker.attempt():
                async with self._response(method, path, params, body) as response:
                    return parse(await self._content(response))

    @asynccontextmanager
    async def _response(
        self, method: str, path: str, params: Params | None, body: object
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        url = self._base + path
        try:
            async with self._client().request(method, url, params=params, json=body) as response:
                yield response
        # `from None`: aiohttp's own errors show the request headers, the password among them.
        except TimeoutError:
            reason = f"no whole answer within {self._timeout:g} s"
            raise HttpUnavailable(self.source, reason) from None
        except (aiohttp.ClientError, OSError) as error:
            raise HttpUnavailable(self.source, type(error).__name__) from None

    def _client(self) -> aiohttp.ClientSession:
        """Made at the first request: a session belongs to the loop that runs then."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                auth=self._auth,
                headers=HEADERS,
                timeout=aiohttp.ClientTimeout(total=self._timeout),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session
