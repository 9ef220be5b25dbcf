"""Goods as they are pasted or sent: bytes or text in, numbered lines out, each with its fault.

TXT: one good a line, as it stands. CSV: one good a row; with more columns than one, the first row
names the one that holds the goods (`unit`). Nothing is guessed: what cannot be read for certain is
refused with its row and column.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from models.stock_errors import CannotRead

MOST_BYTES = 8 * 1024 * 1024
"""Of one list."""
MOST_AT_ONCE = 10_000
"""Goods that come or go in one transaction beside a running shop, from the chat or by a command:
about two seconds, in which nobody else writes."""
MOST_LINES = MOST_AT_ONCE
LONGEST = 3_000
"""Characters of one good: with its name it still fits into a message of 4,096."""
SEPARATORS = ",;\t|"
NAMES = frozenset({"unit", "key", "code", "payload", "goods"})
"""What the column of the goods may be called."""
FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would carry out; with a ' before it, it is text. Our own exports write it."""
QUOTED = re.compile(r'="([^"]*)"')
"""How a spreadsheet says that digits are text."""


class Fault(StrEnum):
    """Why a line is not taken."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Line:
    """`number`: where it stands, from 1. The text never shows itself in a log."""

    number: int
    text: str = field(repr=False)
    fault: Fault | None = None


def decoded(raw: bytes) -> str:
    """Text of UTF-8, or of UTF-16 that says so. Raises CannotRead."""
    if len(raw) > MOST_BYTES:
        raise CannotRead("large", maximum=MOST_BYTES // 1024 // 1024)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _utf16(raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row, column = _place(raw, error.start)
        raise CannotRead("encoding", row, column) from None
    return _without_nul(text)


def _utf16(raw: bytes) -> str:
    try:
        return _without_nul(raw.decode("utf-16"))
    except UnicodeDecodeError as error:
        before = raw[: error.start // 2 * 2].decode("utf-16", "replace")
        column = len(before) - before.rfind("\n")
        raise CannotRead("encoding", before.count("\n") + 1, column) from None


def _place(raw: bytes, at: int) -> tuple[int, int]:
    """Row and column, from 1, of a byte."""
    start = raw.rfind(b"\n", 0, at) + 1
    column = len(raw[start:at].decode("utf-8-sig" if start == 0 else "utf-8", "replace")) + 1
    return raw.count(b"\n", 0, at) + 1, column


def _without_nul(text: str) -> str:
    at = text.find("\x00")
    if at >= 0:
        start = text.rfind("\n", 0, at) + 1
        raise CannotRead("binary", text.count("\n", 0, at) + 1, at - start + 1)
    return text


def read(text: str, *, is_csv: bool = False) -> list[Line]:
    """Every line or row. Raises CannotRead, also for more than MOST_LINES."""
    if len(text) > MOST_BYTES:
        raise CannotRead("large", maximum=MOST_BYTES // 1024 // 1024)
    rows = _of_csv(text) if is_csv else _of_text(text)
    found = list[Line]()
    for line in rows:
        if len(found) >= MOST_LINES:
            raise CannotRead("lines", maximum=MOST_LINES)
        found.append(line)
    if not any(line.fault is not Fault.EMPTY for line in found):
        raise CannotRead("empty")
    return found


def _of_text(text: str) -> Iterator[Line]:
    parts = re.split(r"\r\n|\r|\n", text)
    if not parts[-1].strip():
        parts.pop()  # the end of the last line begins no line of its own
    for number, part in enumerate(parts, 1):
        yield judged(number, part)


def judged(number: int, text: str) -> Line:
    text = text.strip()
    if not text:
        return Line(number, "", Fault.EMPTY)
    if len(text) > LONGEST:
        return Line(number, text[:LONGEST], Fault.TOO_LONG)
    return Line(number, text)


def _of_csv(text: str) -> Iterator[Line]:
    rows = _rows(text, separator_of(text))
    first = next(rows, None)
    if first is None:
        return
    number, cells = first
    named = [cell.strip().casefold() in NAMES for cell in cells]
    at = named.index(True) if any(named) else 0
    if not any(named):
        if len(cells) > 1:
            raise CannotRead("columns", number, len(cells))
        yield _cell(number, cells, at)
    for number, cells in rows:
        if len(cells) > 1 and not any(named):
            raise CannotRead("columns", number, len(cells))
        yield _cell(number, cells, at)


def _cell(number: int, cells: list[str], at: int) -> Line:
    text = cells[at] if at < len(cells) else ""
    if quoted := QUOTED.fullmatch(text.strip()):
        return judged(number, quoted[1])
    if text.startswith("'") and FORMULA.match(text):
        return judged(number, text[1:])
    if text.lstrip().startswith("="):
        return Line(number, text[:LONGEST], Fault.FORMULA)
    return judged(number, text)


def separator_of(text: str) -> str:
    """The one that stands most often in the first row, outside of quotes."""
    first, inside = [], False
    for letter in text[:LONGEST]:
        inside ^= letter == '"'
        if letter in "\r\n" and not inside:
            break
        if not inside:
            first.append(letter)
    return max(SEPARATORS, key=first.count)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """(the line it begins on, its cells). A quote that is not closed is told, and where."""
    csv.field_size_limit(MOST_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise CannotRead("quotes", begins, 1) from None
        yield begins, cells or [""]
        begins = reader.line_num + 1


def for_spreadsheet(text: str) -> str:
    """A cell that no spreadsheet carries out; `read` gives back what it was."""
    return f"'{text}" if FORMULA.match(text) else text
