"""Our own signed hints: `POST /cryptoprocessing/order_payment`, as docs/hints.md tells senders."""

import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any

from pydantic import SecretStr

from services.money.hint import Hint
from utils.clock import Clock
from web.route import Forged, Headers, Repeated, Route, Unreadable

PATH = "/cryptoprocessing/order_payment"
WINDOW = 300
"""Seconds that the time of a hint may be off, either way."""
MOST_SEEN = 10_000
"""Signatures that are remembered; more within the window are too much."""
TIMESTAMP = re.compile(r"[0-9]{1,12}")
SIGNATURE = re.compile(r"sha256=[0-9a-f]{64}")
WORD = re.compile(r"[0-9A-Za-z#]{1,128}")
NAMES = frozenset(field.name for field in fields(Hint))
UNSIGNED = "X-Timestamp and X-Signature do not prove who sends this"
STALE = f"X-Timestamp is more than {WINDOW} seconds from the time here"


@dataclass(frozen=True, slots=True)
class Signed:
    hint: Hint
    signature: str
    until: float
    """In seconds since 1970: from then on its time alone refuses it."""


class SignedHints:
    """A signature is heard once. What was refused for another reason may be sent again."""

    def __init__(self, secret: SecretStr, clock: Clock, hear: Callable[[Hint], bool]) -> None:
        self._key = secret.get_secret_value().encode()
        self._clock = clock
        self._hear = hear
        self._seen: dict[str, float] = {}

    def route(self) -> Route[Signed]:
        return Route(PATH, self.verify, self.hear)

    def verify(self, headers: Headers, body: bytes) -> Signed:
        """Nobody learns anything before the signature is right. Raises Refused."""
        at, given = headers.get("x-timestamp", ""), headers.get("x-signature", "")
        if not TIMESTAMP.fullmatch(at) or not SIGNATURE.fullmatch(given):
            raise Forged(UNSIGNED)
        if not hmac.compare_digest(signature(self._key, at, body), given):
            raise Forged(UNSIGNED)
        now = self._clock().timestamp()
        if abs(now - int(at)) > WINDOW:
            raise Forged(STALE)
        self._forget(now)
        if given in self._seen:
            raise Repeated("this hint was heard before")
        return Signed(read(body), given, int(at) + WINDOW)

    def hear(self, signed: Signed) -> bool:
        if len(self._seen) >= MOST_SEEN or not self._hear(signed.hint):
            return False
        self._seen[signed.signature] = signed.until
        return True

    def _forget(self, now: float) -> None:
        """Those that came first, as far as their time is over."""
        while self._seen and (first := next(iter(self._seen))) and self._seen[first] < now:
            del self._seen[first]


def signature(key: bytes, at: str, body: bytes) -> str:
    """Over the time and the body as it was sent: HMAC-SHA256 (RFC 2104)."""
    return "sha256=" + hmac.new(key, at.encode() + b"." + body, sha256).hexdigest()


def read(body: bytes) -> Hint:
    """An object with one or more of NAMES, each a word. Raises Unreadable."""
    try:
        said = json.loads(body.decode(), object_pairs_hook=_once, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise Unreadable("the body is no JSON object whose names stand there once") from None
    if not isinstance(said, dict) or not said or said.keys() - NAMES:
        raise Unreadable(f"a JSON object with one or more of {', '.join(sorted(NAMES))}")
    if not all(isinstance(word, str) and WORD.fullmatch(word) for word in said.values()):
        raise Unreadable("each value is a text of 1 to 128 letters and digits")
    return Hint(**said)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def _refused(constant: str) -> None:
    """NaN and the like are none of JSON's."""
    raise ValueError(constant)
