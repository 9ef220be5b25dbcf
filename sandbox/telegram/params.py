"""The parameters of one request, however a client chose to send them.

Query string, url-encoded, JSON and multipart bodies:
https://core.telegram.org/bots/api#making-requests
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, ClientResponse, MultipartReader, StreamReader, web
from aiohttp.http_exceptions import HttpProcessingError

from sandbox.telegram.errors import bad_request, too_large

# Files up to 50 MB, https://core.telegram.org/bots/api#sending-files; the rest is for the fields.
FILE_LIMIT = 50 * 1024 * 1024
BODY_LIMIT = FILE_LIMIT + 1024 * 1024

# Identifiers have at most 52 significant bits and dates fewer; more would not fit 64 bits.
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
# What aiohttp raises for broken ones; the last is a warning that may have been made an error.
_MULTIPART_ERRORS = (ValueError, AssertionError, LookupError, HttpProcessingError, RuntimeWarning)
_BROKEN = (ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file part of a multipart body."""

    name: str
    content: bytes
    mime: str


@dataclass(slots=True)
class Params:
    """Typed access to values that may arrive as text or as JSON."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Empty when absent; what is not text is taken as the JSON it came as."""
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        return "" if value is None else json.dumps(value)

    def integer(self, name: str) -> int:
        """0 when absent, as Telegram treats it."""
        return whole(self.values.get(name), name)

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "yes", "1"}

    def json(self, name: str) -> Any:
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return loads(value)
        except _BROKEN:
            raise bad_request(f"can't parse {name} JSON object") from None

    def array(self, name: str) -> list[Any]:
        """Empty when absent."""
        value = self.json(name) or []
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name} JSON object")
        return value

    def object(self, name: str) -> "Params":
        """A nested object with the same uploads, empty when absent."""
        value = self.json(name) or {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name} JSON object")
        return Params(value, self.uploads)


def whole(value: Any, name: str) -> int:
    """A whole number that may be given as text; 0 when absent."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63:
        return value
    text = value.strip() if isinstance(value, str) else value
    if text is None or text == "":
        return 0
    if not isinstance(text, str) or not _INTEGER.fullmatch(text):
        raise bad_request(f"invalid {name} specified")
    return int(text)


def loads(text: str) -> Any:
    """Strict JSON in valid UTF-8; raises ValueError or RecursionError."""
    value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    if "\\u" in text:
        _check_encoding(json.dumps(value, ensure_ascii=False))
    return value


def _check_encoding(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


async def read(request: web.Request) -> Params:
    """Collect the parameters of a request; raises 413 when the body is too large."""
    if (request.content_length or 0) > BODY_LIMIT:
        raise too_large()
    params = Params(dict(request.query) if request.query_string else {})
    if request.content_type == "multipart/form-data":
        await _read_multipart(request.headers, request.content, params)
    else:
        params.values.update(_plain(request.content_type, await request.read()))
    return params


async def read_reply(response: ClientResponse) -> Params:
    """The same from a webhook's answer, which may carry a method in the same ways."""
    params = Params()
    if response.content_type == "multipart/form-data":
        await _read_multipart(response.headers, response.content, params)
    else:
        params.values.update(_plain(response.content_type, await response.read()))
    return params


def _plain(content_type: str, body: bytes) -> dict[str, Any]:
    """A body without files; one of an unknown type says nothing."""
    try:
        if content_type == "application/json":
            return _object(body.decode())
        if content_type == "application/x-www-form-urlencoded":
            return dict(_form(body.decode()))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return {}


def _form(body: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body, keep_blank_values=True, errors="strict")
    except ValueError:
        raise bad_request("can't parse request body") from None


def _object(body: str) -> dict[str, Any]:
    try:
        value = loads(body or "{}")
    except _BROKEN:
        value = None
    if not isinstance(value, dict):
        raise bad_request("can't parse request JSON object")
    return value


async def _read_multipart(
    headers: Mapping[str, str], content: StreamReader, params: Params
) -> None:
    try:
        async for part in MultipartReader(headers, content):
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise bad_request("can't parse request body: nested multipart is not supported")
            await _read_part(part, params)
    except _MULTIPART_ERRORS:
        raise bad_request("can't parse request body: wrong multipart syntax") from None


async def _read_part(part: BodyPartReader, params: Params) -> None:
    name = part.name or ""
    content = bytes(await part.read())
    if part.filename is None:
        text = content.decode(errors="replace")
        params.values[name] = text
        return
    if len(content) > FILE_LIMIT:
        raise too_large()
    mime = part.headers.get("Content-Type", "application/octet-stream")
    params.uploads[name] = Upload(part.filename, content, mime)
