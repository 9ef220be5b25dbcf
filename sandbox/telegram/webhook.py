"""Where a bot's updates are posted to.

https://core.telegram.org/bots/api#setwebhook
"""

import re
import time
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sandbox.telegram.errors import bad_request

# https://core.telegram.org/bots/api#setwebhook: 1-256 characters; 1-100 connections, usually 40.
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_LONGEST_SECRET = 256
MOST_CONNECTIONS = 100
USUAL_CONNECTIONS = 40
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@dataclass(slots=True)
class Hook:
    """A webhook as set, and what went wrong with it last: (Unix time, message)."""

    url: str
    secret: str = ""
    max_connections: int = USUAL_CONNECTIONS
    last_error: tuple[int, str] | None = field(default=None, compare=False)

    def row(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if key != "last_error"}

    def failed(self, message: str) -> None:
        self.last_error = (int(time.time()), message)


def checked_hook(url: str, secret: str, max_connections: int) -> Hook:
    """Telegram wants https on port 443, 80, 88 or 8443, and so the whole internet.

    The sandbox never leaves this machine: it takes http to a loopback address, on any port.
    """
    if _host(url) not in _LOOPBACK:
        raise bad_request(f"bad webhook: {_reason(url)}")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if len(secret) > _LONGEST_SECRET:
        raise bad_request("secret token is too long")
    wanted = max_connections or USUAL_CONNECTIONS
    return Hook(url, secret, min(max(wanted, 1), MOST_CONNECTIONS))


def _host(url: str) -> str | None:
    """Of an http URL with a valid port, None for anything else."""
    try:
        parts = urlsplit(url)
        is_http = parts.scheme == "http" and parts.port != 0
    except ValueError:
        return None
    return parts.hostname if is_http else None


def _reason(url: str) -> str:
    if url.startswith("https://"):
        return "the sandbox delivers to http://127.0.0.1 only"
    return "An HTTPS URL must be provided for webhook"
