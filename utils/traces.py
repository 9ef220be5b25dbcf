"""Exceptions for the log: what, where and in whose words, without what they were raised about.

An exception of a library may carry the request or the answer that it failed on: keys, goods,
people's addresses. Its type and its place are enough to find the defect; only the words of our own
exceptions, which are written for reading, and of the operating system's are shown.
"""

import traceback
from collections.abc import Iterator
from types import TracebackType

OWN = {
    "assembly",
    "wiring",
    "commands",
    "config",
    "db",
    "desks",
    "handlers",
    "migrations",
    "models",
    "outside",
    "repositories",
    "services",
    "utils",
    "web",
}
"""Our packages and modules: an exception of theirs says what we wrote."""
TELEGRAM = "aiogram.exceptions"
LONGEST = 300
DEEPEST = 10
"""Characters of one exception's words; exceptions behind one another that are shown."""

ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


def said(error: BaseException) -> str:
    """In a sentence: the type, and its words where they are nobody's secret."""
    words = _words(error)[:LONGEST]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _words(error: BaseException) -> str:
    home = type(error).__module__
    if home.partition(".")[0] in OWN:
        return str(error)
    if isinstance(error, OSError):
        return error.strerror or ""
    if home == TELEGRAM:
        # Telegram quotes what it cannot parse, in double quotes; the rest of its words is its own.
        return str(getattr(error, "message", "")).partition('"')[0].partition("\n")[0]
    return ""


def trace(error: BaseException) -> str:
    """The whole chain with the places it went through; source lines, no values."""
    return "\n".join(_chain(error, DEEPEST))


def _chain(error: BaseException, left: int) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and left:
        yield from _chain(before, left - 1)
        yield "\nwhich led to:\n"
    yield "Traceback (most recent call last):"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
    yield said(error)
    if isinstance(error, BaseExceptionGroup) and left:
        for number, inner in enumerate(error.exceptions[:DEEPEST], 1):
            yield f"\nof these, number {number}:\n"
            yield from _chain(inner, left - 1)
