"""Tables for spreadsheets, a row at a time: whatever a cell says, nothing in it is carried out."""

import csv
import io
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from decimal import Decimal

from utils.money import minor_digits

FORMULA = re.compile(r"\s*'*[=+\-@\t\r]")
"""What a spreadsheet would carry out; with a ' before it, it is text."""
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
MARK = "\ufeff".encode()
"""At the beginning, so that spreadsheets know UTF-8."""


def cell(value: object) -> object:
    """A number stays one, also a negative one."""
    if not isinstance(value, str) or NUMBER.fullmatch(value):
        return value
    return f"'{value}" if FORMULA.match(value) else value


def line(values: Iterable[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cell("" if value is None else value) for value in values)
    return text.getvalue().encode()


def plain(minor: int, currency: str) -> str:
    """Minor units as a decimal number, whatever language somebody reads."""
    return f"{Decimal(minor).scaleb(-minor_digits(currency)):f}"


async def table(
    columns: Sequence[str], rows: AsyncIterator[Sequence[object]]
) -> AsyncIterator[bytes]:
    """A piece at a time."""
    yield MARK + line(columns)
    async for row in rows:
        yield line(row)
