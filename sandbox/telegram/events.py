"""What happened in the sandbox, numbered, for those who watch it live."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

Event = dict[str, Any]

_KEPT = 2000


class Events:
    """A short tail of events; a watcher too far behind must fetch the whole state again.

    Numbers start at the present millisecond, so those of an earlier run are always too old.
    """

    def __init__(self) -> None:
        self.seq = int(time.time() * 1000)
        self.closed = False
        self._kept: deque[Event] = deque(maxlen=_KEPT)
        self._first = self.seq
        self._listeners: list[Callable[[Event], None]] = []
        self._watchers: set[asyncio.Event] = set()

    def listen(self, listener: Callable[[Event], None]) -> None:
        """Call it with every event, before `publish` returns."""
        self._listeners.append(listener)

    def publish(self, kind: str, **payload: Any) -> None:
        self.seq += 1
        event = {"seq": self.seq, "type": kind, **payload}
        self._kept.append(event)
        for listener in self._listeners:
            listener(event)
        self._wake()

    def after(self, seq: int) -> list[Event] | None:
        """What came after `seq`; None when that is not known any more, or never was."""
        oldest = self._kept[0]["seq"] - 1 if self._kept else self._first
        if not oldest <= seq <= self.seq:
            return None
        missed = self.seq - seq
        return [self._kept[index] for index in range(-missed, 0)]

    async def wait(self, seq: int, seconds: float) -> None:
        """Return when something newer than `seq` exists, on close, or after `seconds`. Others have
        their turn meanwhile: whoever waits in a loop can be cancelled, whatever comes in.
        """
        if seq != self.seq or self.closed:
            await asyncio.sleep(0)
            return
        news = asyncio.Event()
        self._watchers.add(news)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await news.wait()
        finally:
            self._watchers.discard(news)

    def close(self) -> None:
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        for news in self._watchers:
            news.set()
