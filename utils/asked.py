"""What must hold when a transaction ends, of whoever acts in this task.

What a task begins in another one, as a look at a chain that others wait for too, is no act of
theirs: a task inherits its parent's context, and is therefore told from it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Ask = Callable[[Any], Awaitable[None]]
"""Asked with the unit of work, in its transaction; what it raises undoes all of it."""
_ASKED: ContextVar[tuple[asyncio.Task[Any] | None, Ask] | None] = ContextVar("asked", default=None)


@contextmanager
def asking(ask: Ask) -> Iterator[None]:
    before = _ASKED.set((asyncio.current_task(), ask))
    try:
        yield
    finally:
        _ASKED.reset(before)


def asked() -> Ask | None:
    """Of a transaction that begins now."""
    found = _ASKED.get()
    return found[1] if found and found[0] is asyncio.current_task() else None
