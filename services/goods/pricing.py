"""Prices as people type them: read as what they must mean, or refused with the reason."""

import re

from models.stock_errors import BadPrice
from utils.money import minor_digits

DEAREST = 10_000_000
"""Whole units of the currency."""
SPACES = "\u0020\u00a0\u202f\u2009'\u2019"
"""What stands between thousands in some languages."""
GROUPED = re.compile(r"\d{1,3}([ ]\d{3})+([.,]\d*)?|\d*([.,]\d*)*")


def parse_price(text: str, currency: str) -> int:
    """Minor units: `1,50`, `1.50`, `1 500`, `1.500,00`, `1,500.00`. Raises BadPrice.

    Nothing is rounded, and what can be read in two ways is not read.
    """
    digits = minor_digits(currency)
    example = "12.50" if digits == 2 else "1250" if not digits else "12." + "5".ljust(digits, "0")
    try:
        whole, part = _split(_bare(text, currency), digits)
    except _Unreadable as unreadable:
        raise BadPrice(unreadable.why, example, digits) from None
    minor = int(whole) * int(10**digits) + int(part.ljust(digits, "0") or "0")
    if minor == 0:
        raise BadPrice("zero", example, digits)
    if minor > DEAREST * 10**digits:
        raise BadPrice("large", example, digits)
    return minor


class _Unreadable(Exception):
    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def _bare(text: str, currency: str) -> str:
    """Digits, points, commas, and single spaces between thousands."""
    text = text.strip().removesuffix(currency).removeprefix(currency).strip(" $€£¥₽\u00a0")
    text = re.sub(f"[{SPACES}]", " ", text)
    if not text:
        raise _Unreadable("empty")
    if re.fullmatch(r"[-\u2212\u2013]\s*[\d., ]+", text):
        raise _Unreadable("negative")
    if re.fullmatch(r"[+-]?[\d.,]+[eE][+-]?\d+", text):
        raise _Unreadable("exponent")
    if not re.fullmatch(r"[0-9., ]+", text) or not GROUPED.fullmatch(text):
        raise _Unreadable("number")
    return text.replace(" ", "")


def _split(text: str, digits: int) -> tuple[str, str]:
    """(whole, decimals)."""
    marks = [mark for mark in text if mark in ".,"]
    if not marks:
        return _whole(text), ""
    last = marks[-1]
    if len(set(marks)) == 2:
        return _both(text, last, digits)
    if len(marks) > 1:
        return _whole(_thousands(text, last)), ""
    whole, _, part = text.partition(last)
    if len(part) == 3 and digits != 3 and 1 <= len(whole) <= 3:
        raise _Unreadable("ambiguous")
    return _decimals(whole, part, digits)


def _both(text: str, last: str, digits: int) -> tuple[str, str]:
    """The one that comes last, and once, is before the decimals."""
    whole, _, part = text.rpartition(last)
    if last in whole:
        raise _Unreadable("number")
    other = "," if last == "." else "."
    return _decimals(_thousands(whole, other), part, digits)


def _thousands(text: str, mark: str) -> str:
    first, *rest = text.split(mark)
    if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in rest):
        raise _Unreadable("number")
    return "".join([first, *rest])


def _decimals(whole: str, part: str, digits: int) -> tuple[str, str]:
    if not part or not (whole or part):
        raise _Unreadable("number")
    if len(part) > digits:
        raise _Unreadable("decimals")
    return _whole(whole or "0"), part


def _whole(text: str) -> str:
    if len(text) > len(str(DEAREST)) + 1:
        raise _Unreadable("large")
    return text
