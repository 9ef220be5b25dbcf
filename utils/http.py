"""A strict HTTP client for JSON APIs nobody trusts: bounded in time, size and pace, typed errors.

* HttpError: no usable answer; the message never holds the URL, so never its credentials
  + HttpUnavailable: could not be asked or asked to be left alone, until `retry_at` if it is set
  + HttpMalformed: an answer that is too large, cut short, no JSON, or a redirect
    - HttpRefused: any other 4xx, with its text: this request is wrong, the server is well
    - HttpTooLarge: more bytes than may be read: what was asked for is, the server is well
"""

import asyncio
import contextlib
import ipaddress
import json
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import NoReturn, TypeVar

import aiohttp
from aiolimiter import AsyncLimiter
from yarl import URL

from utils import witness
from utils.breaker import Breaker
from utils.clock import Clock
from utils.health import Health

LONGEST_RETRY_AFTER = 24 * 60 * 60.0
REFUSAL_BYTES = 200
LEAVE_ALONE = frozenset({403, 418, 429})
"""Blocked, banned (as some exchanges say it) and asked too often."""
T = TypeVar("T")


class HttpError(Exception):
    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class HttpUnavailable(HttpError):
    def __init__(self, source: str, reason: str, retry_at: datetime | None = None) -> None:
        super().__init__(source, reason)
        self.retry_at = retry_at


class HttpMalformed(HttpError):
    pass


class HttpRefused(HttpMalformed):
    def __init__(self, source: str, status: int, text: str) -> None:
        super().__init__(source, f"status {status}: {text}" if text else f"status {status}")
        self.status = status
        self.text = text


class HttpTooLarge(HttpMalformed):
    pass


ASKED_WRONG = (HttpRefused, HttpTooLarge)
"""Says nothing against the server: one question must not close it to all others."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How one host is asked; everything but `concurrency`, `threshold` and bytes is in seconds."""

    timeout: float = 10.0
    max_bytes: int = 4 * 1024 * 1024
    spacing: float = 0.25
    concurrency: int = 4
    threshold: int = 5
    first_pause: float = 5.0
    longest_pause: float = 120.0


PUBLIC = Manners()
OWN = Manners(spacing=0, concurrency=8, first_pause=1, longest_pause=15)


def manners_for(url: str) -> Manners:
    """No politeness towards this machine and the private network, much towards everybody else."""
    host = URL(url).host or ""
    with contextlib.suppress(ValueError):
        return OWN if ipaddress.ip_address(host).is_private else PUBLIC
    return OWN if host == "localhost" or "." not in host else PUBLIC


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    params: Mapping[str, str] | None = None
    body: object = None
    accept: Collection[int] = (200,)
    timeout: float | None = None


class Fetcher:
    """One API at one address; user and password in the URL become Basic authentication."""

    def __init__(
        self,
        base_url: str,
        *,
        clock: Clock,
        source: str | None = None,
        manners: Manners | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        url, polite = URL(base_url), manners or manners_for(base_url)
        self.source = source or url.host or "?"
        self._base = str(url.with_user(None)).rstrip("/")
        self._headers = {"User-Agent": "Holdfast"}
        if url.user:
            login = aiohttp.encode_basic_auth(url.user, url.password or "", "utf-8")
            self._headers["Authorization"] = login
        self._clock = clock
        self._is_elsewhere = manners_for(base_url) is PUBLIC
        if self._is_elsewhere:  # our own machines may share a wrong clock
            witness.expect(clock, self.source)
        self._manners = polite
        self._breaker = Breaker(
            threshold=polite.threshold,
            first=polite.first_pause,
            longest=polite.longest_pause,
            monotonic=monotonic,
        )
        self._slots = asyncio.Semaphore(polite.concurrency)
        self._pace = AsyncLimiter(1, polite.spacing) if polite.spacing else None
        self._session: aiohttp.ClientSession | None = None
        self._last_error: str | None = None
        self._last_ok_at: datetime | None = None
        self._ok = True

    async def get_json(self, path: str, params: Mapping[str, str] | None = None) -> object:
        """JSON with Decimal for fractions; raises HttpError."""
        return await self._ask(_Request("GET", path, params), self._json)

    async def get_text(self, path: str) -> str:
        return await self._ask(_Request("GET", path), self._text)

    async def post_json(
        self,
        path: str,
        body: object,
        *,
        accept: Collection[int] = (200,),
        timeout: float | None = None,
    ) -> object:
        """`accept`: the statuses whose body is the answer (JSON-RPC servers use 500 for errors)."""
        request = _Request("POST", path, body=body, accept=accept, timeout=timeout)
        return await self._ask(request, self._json)

    def health(self) -> Health:
        return Health(
            self.source, self._ok, self._last_error, self._last_ok_at, self._closed_until()
        )

    def complain(self, reason: str) -> None:
        """Note that an answer was JSON, but not what this API promises."""
        self._ok, self._last_error = False, reason

    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _ask(self, request: _Request, parse: Callable[[bytes], T]) -> T:
        async with self._slots:
            self._admit()
            try:
                if self._pace:
                    await self._pace.acquire()
                answer = parse(await self._exchange(request))
            except HttpError as error:
                self._failed(error)
                raise
            except BaseException:
                self._breaker.abandoned()
                raise
        self._breaker.succeeded()
        self._ok, self._last_ok_at = True, self._clock()
        return answer

    def _admit(self) -> None:
        if not self._breaker.admit():
            raise HttpUnavailable(
                self.source, f"left alone after: {self._last_error}", self._closed_until()
            )

    def _closed_until(self) -> datetime | None:
        left = self._breaker.seconds_left()
        return self._clock() + timedelta(seconds=left) if left else None

    def _failed(self, error: HttpError) -> None:
        if not isinstance(error, HttpTooLarge):
            self.complain(error.reason)
        if isinstance(error, ASKED_WRONG):
            self._breaker.succeeded()
        elif isinstance(error, HttpUnavailable) and error.retry_at:
            wait = (error.retry_at - self._clock()).total_seconds()
            self._breaker.failed(at_once=True, retry_after=min(LONGEST_RETRY_AFTER, max(0.0, wait)))
        else:
            self._breaker.failed()

    async def _exchange(self, request: _Request) -> bytes:
        """The body of an accepted answer; every way of having none becomes an HttpError."""
        limit = request.timeout or self._manners.timeout
        try:
            async with self._opened().request(
                request.method,
                self._base + request.path,
                params=request.params,
                json=request.body,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=limit),
            ) as response:
                if self._is_elsewhere:
                    witness.listen(self._clock, self.source, response.headers)
                if response.status not in request.accept:
                    raise await self._refusal(response)
                return await self._read(response)
        except TimeoutError as error:
            raise HttpUnavailable(self.source, f"no answer within {limit:g} s") from error
        except aiohttp.ClientPayloadError:
            raise HttpMalformed(self.source, "a body cut short or broken") from None
        except (aiohttp.ClientError, OSError) as error:
            reason = f"no connection ({type(error).__name__})"
            # `from None`: the repr of an aiohttp error shows the request and its password.
            raise HttpUnavailable(self.source, reason) from None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(), headers=self._headers
            )
        return self._session

    async def _refusal(self, response: aiohttp.ClientResponse) -> HttpError:
        status = response.status
        if status in LEAVE_ALONE or "Retry-After" in response.headers:
            retry_at = self._retry_at(response.headers.get("Retry-After", ""))
            return HttpUnavailable(self.source, f"status {status}", retry_at)
        if status >= 500:
            return HttpUnavailable(self.source, f"status {status}")
        if status < 400:
            return HttpMalformed(self.source, f"status {status}")
        text = (await response.content.read(REFUSAL_BYTES)).decode("utf-8", errors="replace")
        return HttpRefused(self.source, status, " ".join(text.split()))

    def _retry_at(self, header: str) -> datetime:
        """Seconds or a date (RFC 9110, 10.2.3); now when the server gives neither."""
        if header.isdecimal():
            seconds = min(LONGEST_RETRY_AFTER, float(header))
            return self._clock() + timedelta(seconds=seconds)
        with contextlib.suppress(ValueError):
            date = parsedate_to_datetime(header)
            return date if date.tzinfo else date.replace(tzinfo=UTC)
        return self._clock()

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        """The unpacked body; aiohttp unpacks piecewise, so a bomb is stopped at the limit."""
        body = bytearray()
        async for chunk in response.content.iter_chunked(64 * 1024):
            body += chunk
            if len(body) > self._manners.max_bytes:
                raise HttpTooLarge(self.source, f"more than {self._manners.max_bytes} bytes")
        return bytes(body)

    def _text(self, body: bytes) -> str:
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise HttpMalformed(self.source, "the answer is not UTF-8") from error

    def _json(self, body: bytes) -> object:
        try:
            answer: object = json.loads(
                self._text(body), parse_float=Decimal, parse_constant=_refuse_constant
            )
        except (ValueError, ArithmeticError, RecursionError) as error:
            raise HttpMalformed(self.source, "the answer is not JSON") from error
        return answer


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
