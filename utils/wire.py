"""One HTTP exchange, bounded in bytes: straight, or through a proxy; nothing about it is logged."""

import json
import logging
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx2
from socksio.exceptions import SOCKSError

for name in ("httpx2", "httpcore2"):  # they write whole URLs, with the keys in them
    logging.getLogger(name).setLevel(logging.WARNING)

GZIP, DEFLATE = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS
UNPACKED = {"gzip": GZIP, "x-gzip": GZIP, "deflate": DEFLATE}
KEPT_SECONDS = 15.0
"""A connection without a question is closed; public hosts close theirs after a minute or so."""


class NotReached(Exception):
    """No connection, or none that answered; the text names the kind and never the address."""


class CutShort(Exception):
    """The answer ended early, or cannot be unpacked."""


class TooLong(Exception):
    """More bytes than were to be read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is unpacked; of a status nobody asked for, only its beginning."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """The system's certificates, read once for all hosts."""
    return discreet(ssl.create_default_context())


def discreet(context: ssl.SSLContext) -> ssl.SSLContext:
    """Python writes the keys of every connection into the file that SSLKEYLOGFILE names."""
    context.keylog_filename = None  # type: ignore[assignment]
    return context


class Wire:
    """`proxy`: http, https or socks5, with user and password in it if it needs them."""

    def __init__(self, headers: Mapping[str, str], proxy: str = "") -> None:
        tls = trusted() if proxy.startswith("https:") else None
        through = httpx2.Proxy(proxy, ssl_context=tls) if proxy else None
        self._client = httpx2.AsyncClient(
            headers={**headers, "Accept-Encoding": "gzip, deflate"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            verify=trusted(),
            proxy=through,
            trust_env=False,
            timeout=None,
            limits=httpx2.Limits(keepalive_expiry=KEPT_SECONDS),
        )

    async def aclose(self) -> None:
        await self._client.aclose()

    async def exchange(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None,
        body: object,
        most: Mapping[int, int],
        else_most: int,
    ) -> Answer:
        """`most`: bytes of the body by status, above which it is TooLong; of any other status the
        first `else_most` are read. Raises NotReached, CutShort, TooLong.
        """
        content = None if body is None else json.dumps(body).encode()
        kind = {"Content-Type": "application/json"} if content else None
        try:
            request = self._client.build_request(
                method, url, params=params, content=content, headers=kind
            )
            response = await self._sent(request)
        except (httpx2.HTTPError, httpx2.InvalidURL, SOCKSError, OSError) as error:
            raise NotReached(type(error).__name__) from None
        try:
            limit = most.get(response.status_code)
            unpacked = await _read(response, else_most if limit is None else limit, limit)
            return Answer(response.status_code, response.headers, unpacked)
        finally:
            await response.aclose()

    async def _sent(self, request: httpx2.Request) -> httpx2.Response:
        """Once more if the host has just closed the kept connection, and not read the question."""
        try:
            return await self._client.send(request, stream=True)
        except httpx2.RemoteProtocolError:
            return await self._client.send(request, stream=True)


async def _read(response: httpx2.Response, most: int, limit: int | None) -> bytes:
    """Unpacked piece by piece, so that a bomb is stopped at the limit."""
    unpacked = Unpacked(response.headers.get("Content-Encoding", ""))
    body = bytearray()
    try:
        async for chunk in response.aiter_raw():
            body += unpacked.more(chunk, most + 1 - len(body))
            if len(body) > most:
                if limit is None:
                    return bytes(body[:most])
                raise TooLong
    except (httpx2.HTTPError, zlib.error):
        raise CutShort from None
    if not unpacked.is_whole:
        raise CutShort
    return bytes(body)


class Unpacked:
    """Raises zlib.error for what is no such packing."""

    def __init__(self, encoding: str) -> None:
        name = encoding.strip().lower()
        self._plain = name in ("", "identity")
        if not self._plain and name not in UNPACKED:
            raise CutShort
        self._unpacker = zlib.decompressobj(UNPACKED.get(name, GZIP))

    def more(self, chunk: bytes, most: int) -> bytes:
        return chunk if self._plain else self._unpacker.decompress(chunk, max(1, most))

    @property
    def is_whole(self) -> bool:
        return self._plain or self._unpacker.eof
