"""Ends a process that hangs, so that whoever supervises it starts a fresh one."""

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping

logger = logging.getLogger(__name__)
EXIT_HUNG = 70
"""EX_SOFTWARE of sysexits.h."""
OVERSLEPT = 2
"""How many times longer than meant a pause must have been to say that the process stood still."""


class Watchdog:
    """A thread, so that it also notices an event loop that stands still.

    `limits`: seconds each named loop may stay silent. When the whole process stood still (it was
    suspended, or its machine was), nobody could give a sign: the count starts anew.
    """

    def __init__(
        self, limits: Mapping[str, float], *, end: Callable[[int], None] = os._exit
    ) -> None:
        self._limits = dict(limits)
        self._end = end
        self._beats = dict.fromkeys(limits, time.monotonic())
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def beat(self, name: str) -> None:
        self._beats[name] = time.monotonic()

    def start(self) -> None:
        self._start_anew()
        self._thread.start()

    def _start_anew(self) -> None:
        for name in self._limits:
            self.beat(name)

    def stop(self) -> None:
        self._stopped.set()

    def _watch(self) -> None:
        pause = min(self._limits.values()) / 3
        looked = time.monotonic()
        while not self._stopped.wait(pause):
            slept, looked = time.monotonic() - looked, time.monotonic()
            if slept > OVERSLEPT * pause:
                self._start_anew()
            elif silent := self.silent():
                logger.critical("no sign of life from %s: ending the process", ", ".join(silent))
                self._end(EXIT_HUNG)
                return

    def silent(self) -> list[str]:
        now = time.monotonic()
        return [name for name, limit in self._limits.items() if now - self._beats[name] > limit]
