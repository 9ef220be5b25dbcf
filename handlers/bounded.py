"""Answers of Telegram, and of what stands in front of it, as far as they may go: bounded in bytes,
from the address that was asked, and of texts that can be kept.
"""

import re
import zlib

from aiohttp import ClientError, ClientHandlerType, ClientRequest, ClientResponse, hdrs

from utils.wire import CutShort, Unpacked

MOST_BYTES = 32 * 1024 * 1024
"""Of one answer: a hundred updates of the longest texts, each character escaped, are half of it."""
ESCAPED = re.compile(
    r"(?P<before>(?<!\\)(?:\\\\)*)"
    r"(?:(?P<pair>\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2})"
    r"|\\u(?:0000|[Dd][89A-Fa-f][0-9A-Fa-f]{2}))"
)
"""What JSON can say and no database keeps: a NUL, and half of a character; not a whole one."""
UNKEPT = ("\\u0000", "\\ud", "\\uD")


class TooLong(Exception):
    """More bytes than an answer of the Bot API has; says nothing of them."""


class Strayed(ClientError):
    """An answer that sends us elsewhere: what was asked holds the token, and may hold goods."""


class Answer(ClientResponse):
    """Read, and unpacked if it was packed all the same, piece by piece."""

    async def read(self) -> bytes:
        """Raises TooLong."""
        if self._body is None:
            try:
                self._body = await self._bounded()
            except BaseException:
                self.close()
                raise
        return self._body

    async def _bounded(self) -> bytes:
        body = bytearray()
        try:
            unpacked = Unpacked(self.headers.get(hdrs.CONTENT_ENCODING, ""))
            async for chunk in self.content.iter_any():
                body += unpacked.more(chunk, MOST_BYTES + 1 - len(body))
                if len(body) > MOST_BYTES:
                    raise TooLong
        except (CutShort, zlib.error):
            raise ClientError("an answer that cannot be unpacked") from None
        return bytes(body)


async def stay(request: ClientRequest, ask: ClientHandlerType) -> ClientResponse:
    """No redirect is followed. Raises Strayed."""
    answer = await ask(request)
    if answer.status in (301, 302, 303, 307, 308):
        answer.close()
        raise Strayed(f"HTTP {answer.status} to another address")
    return answer


def cleaned(content: str) -> str:
    """JSON in which every text can be written into a database and into an answer."""
    if not any(mark in content for mark in UNKEPT):
        return content
    return ESCAPED.sub(_kept, content)


def _kept(found: re.Match[str]) -> str:
    pair: str | None = found["pair"]
    return found["before"] + (pair or "\\ufffd")
