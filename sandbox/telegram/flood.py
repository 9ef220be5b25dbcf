"""Telegram's limits on how much a bot may send, for those who want to meet them.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import math
from collections import deque

from sandbox.clock import SandboxClock
from sandbox.store import Store
from sandbox.telegram.errors import ApiError

_OVERALL = (30, 1.0)
_IN_CHAT = (1, 1.0)
_IN_GROUP = (20, 60.0)
_PREFIXES = ("send", "copy", "forward", "editmessage")
_FREE = {"sendchataction"}

Window = tuple[int, float]
"""So many messages in so many seconds."""


class FloodLimits:
    """About 30 messages a second for a bot, one a second in a chat, 20 a minute in a group."""

    def __init__(self, store: Store, clock: SandboxClock) -> None:
        self._store = store
        self._clock = clock
        self.on: bool = store.all("settings").get("flood", {}).get("on", False)
        self._sent: dict[tuple[int, str, Window], deque[float]] = {}

    def switch(self, on: bool) -> None:
        self._store.put("settings", "flood", {"on": on})
        self.on = on
        self._sent.clear()

    def check(self, bot_id: int, method: str, chat_id: str) -> None:
        """Count this message; raises 429 with retry_after when there were too many before it."""
        if not self.on or method in _FREE or not method.startswith(_PREFIXES):
            return
        now = self._clock().timestamp()
        windows = [("", _OVERALL), (chat_id, _IN_CHAT)]
        if chat_id.startswith(("-", "@")):
            windows.append((chat_id, _IN_GROUP))
        rows = [(self._row(bot_id, place, window), window) for place, window in windows]
        waits = [_wait(row, window, now) for row, window in rows]
        if any(wait > 0 for wait in waits):
            raise _too_many(math.ceil(max(waits)))
        for row, _ in rows:
            row.append(now)

    def _row(self, bot_id: int, place: str, window: Window) -> deque[float]:
        return self._sent.setdefault((bot_id, place, window), deque())


def _wait(sent: deque[float], window: Window, now: float) -> float:
    """Seconds until one more fits into the window."""
    most, seconds = window
    while sent and sent[0] <= now - seconds:
        sent.popleft()
    return sent[-most] + seconds - now if len(sent) >= most else 0.0


def _too_many(seconds: int) -> ApiError:
    """https://core.telegram.org/bots/api#responseparameters"""
    words = f"Too Many Requests: retry after {seconds}"
    return ApiError(429, words, {"retry_after": seconds})
