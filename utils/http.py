"""A strict HTTP client for JSON APIs nobody trusts: bounded in time, size and pace, typed errors.

* HttpError: no usable answer; the message never holds the URL, so never its credentials
  + HttpUnavailable: could not be asked or asked to be left alone, until `retry_at` if it is set
  + HttpMalformed: an answer that is too large, cut short, no JSON, or a redirect
    - HttpRefused: any other 4xx, with its text: this request is wrong, the server is well
    - HttpTooLarge: more bytes than may be read: what was asked for is, the server is well
"""

import asyncio
import contextlib
import json
import time
from base64 import b64encode
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import NoReturn, TypeVar

from aiolimiter import AsyncLimiter
from yarl import URL

from utils import witness
from utils.breaker import Breaker
from utils.clock import Clock
from utils.health import Health
from utils.proxy import is_near
from utils.wire import Answer, CutShort, NotReached, TooLong, Wire

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
    """How one host is asked; everything but `concurrency`, `threshold` and bytes is in seconds.

    `proxy`: the URL of one to ask through, user and password included; empty for none.
    """

    timeout: float = 10.0
    max_bytes: int = 4 * 1024 * 1024
    spacing: float = 0.25
    concurrency: int = 4
    threshold: int = 5
    first_pause: float = 5.0
    longest_pause: float = 120.0
    proxy: str = field(default="", repr=False)


PUBLIC = Manners()
OWN = Manners(spacing=0, concurrency=8, first_pause=1, longest_pause=15)


def manners_for(url: str, proxy: str = "") -> Manners:
    """No politeness towards this machine and one's own network, much towards everybody else,
    who is asked through the proxy if there is one.
    """
    if is_near(url):
        return OWN
    return replace(PUBLIC, proxy=proxy) if proxy else PUBLIC


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
            login = b64encode(f"{url.user}:{url.password or ''}".encode()).decode()
            self._headers["Authorization"] = f"Basic {login}"
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
        self._wire: Wire | None = None
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
        if self._wire is not None:
            await self._wire.aclose()
            self._wire = None

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
            async with asyncio.timeout(limit):
                answer = await self._opened().exchange(
                    request.method,
                    self._base + request.path,
                    params=request.params,
                    body=request.body,
                    most=dict.fromkeys(request.accept, self._manners.max_bytes),
                    else_most=REFUSAL_BYTES,
                )
        except TimeoutError as error:
            raise HttpUnavailable(self.source, f"no answer within {limit:g} s") from error
        except CutShort:
            raise HttpMalformed(self.source, "a body cut short or broken") from None
        except TooLong:
            reason = f"more than {self._manners.max_bytes} bytes"
            raise HttpTooLarge(self.source, reason) from None
        except NotReached as error:
            way = " through the proxy" if self._manners.proxy else ""
            raise HttpUnavailable(self.source, f"no connection{way} ({error})") from None
        if self._is_elsewhere:
            witness.listen(self._clock, self.source, answer.headers)
        if answer.status not in request.accept:
            raise self._refusal(answer)
        return answer.body

    def _opened(self) -> Wire:
        if self._wire is None:
            self._wire = Wire(self._headers, self._manners.proxy)
        return self._wire

    def _refusal(self, answer: Answer) -> HttpError:
        status = answer.status
        if status in LEAVE_ALONE or "Retry-After" in answer.headers:
            retry_at = self._retry_at(answer.headers.get("Retry-After", ""))
            return HttpUnavailable(self.source, f"status {status}", retry_at)
        if status >= 500:
            return HttpUnavailable(self.source, f"status {status}")
        if status < 400:
            return HttpMalformed(self.source, f"status {status}")
        text = answer.body.decode("utf-8", errors="replace")
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
