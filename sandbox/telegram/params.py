"""The parameters of one request, however a client chose to send them.

Query string, url-encoded, JSON and multipart bodies:
https://core.telegram.org/bots/api#making-requests
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from sandbox.telegram.errors import bad_request, too_large

# Files up to 50 MB, https://core.telegram.org/bots/api#sending-files; the rest is for the fields.
FILE_LIMIT = 50 * 1024 * 1024
BODY_LIMIT = FILE_LIMIT + 1024 * 1024


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
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str) -> int:
        """0 when absent, as Telegram treats it."""
        try:
            return int(self.values.get(name) or 0)
        except (TypeError, ValueError):
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "yes", "1"}

    def json(self, name: str) -> Any:
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None


async def read(request: web.Request) -> Params:
    """Collect the parameters of a request; raises 413 when the body is too large."""
    if (request.content_length or 0) > BODY_LIMIT:
        raise too_large()
    params = Params(dict(request.query))
    match request.content_type:
        case "application/x-www-form-urlencoded":
            params.values.update(parse_qsl(await request.text(), keep_blank_values=True))
        case "application/json":
            params.values.update(_object(await request.text()))
        case "multipart/form-data":
            await _read_multipart(request, params)
    return params


def _object(body: str) -> dict[str, Any]:
    try:
        value = json.loads(body or "{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise bad_request("can't parse request JSON object")
    return value


async def _read_multipart(request: web.Request, params: Params) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("nested multipart bodies are not supported")
        content = bytes(await part.read())
        if part.filename is None:
            params.values[part.name] = content.decode(errors="replace")
            continue
        if len(content) > FILE_LIMIT:
            raise too_large()
        mime = part.headers.get("Content-Type", "application/octet-stream")
        params.uploads[part.name] = Upload(part.filename, content, mime)
