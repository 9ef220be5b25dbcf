"""Waiting: how far something long is, and for what must not be cut short."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY = 0.2
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`part` (from 0) of `parts` is under way, and `share` (0 to 1) of it is done."""

    what: str
    part: int = 0
    parts: int = 1
    share: float = 0.0


Tell = Callable[[Progress], None]


def silent(_progress: Progress) -> None:
    """Nobody waits."""


@asynccontextmanager
async def growing(path: Path, whole: int, tell: Tell, what: str) -> AsyncIterator[None]:
    """While the body writes `path`, tell how much of about `whole` bytes is there; 0: unknown."""
    task = asyncio.ensure_future(_look(path, whole, tell, what))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _look(path: Path, whole: int, tell: Tell, what: str) -> None:
    while True:
        tell(Progress(what, share=_share(path, whole)))
        await asyncio.sleep(LOOK_EVERY)


def _share(path: Path, whole: int) -> float:
    with suppress(OSError):
        return min(1.0, path.stat().st_size / whole) if whole else 0.0
    return 0.0


async def unbroken(work: Awaitable[None]) -> None:
    """Finish `work` even if the caller is cancelled meanwhile; the cancellation follows it."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled from task.exception()
    task.result()
