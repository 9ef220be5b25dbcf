"""A discount as it is typed: what is taken off, and from when to when."""

import re
from dataclasses import dataclass
from datetime import datetime

from models.discount import MOST_PERCENT, DiscountKind
from models.goods_errors import BadDiscount
from models.stock_errors import BadPrice
from services.goods.period import Period, parse_period
from services.goods.pricing import parse_price

PERCENT = re.compile(r"(\S{1,9})\s*%(?:\s+(.*))?", re.DOTALL)
WHOLE = re.compile(r"\d{1,3}", re.ASCII)
MORE = re.compile(r"\d{3}(?:[.,]\d*)?|[$€£¥₽]|[A-Z]{3}", re.ASCII)
"""What goes on with an amount: thousands, or its currency."""


@dataclass(frozen=True, slots=True)
class Reduction:
    """`amount`: percent, or minor units of the shop's currency."""

    kind: DiscountKind
    amount: int
    period: Period


def parse_reduction(text: str, currency: str, now: datetime) -> Reduction:
    """`20% 2026-12-01 2026-12-24`, `1.50`. Raises BadDiscount, BadPrice, BadPeriod."""
    if found := PERCENT.fullmatch(text.strip()):
        number, dates = found.groups()
        percent = int(number) if WHOLE.fullmatch(number) else 0
        if not 0 < percent <= MOST_PERCENT:
            raise BadDiscount(MOST_PERCENT, _example(currency))
        return Reduction(DiscountKind.PERCENT, percent, parse_period(dates or "", now))
    amount, dates = _amount(text.split())
    try:
        minor = parse_price(amount, currency)
    except BadPrice as refusal:
        if refusal.fields["why"] in ("empty", "number"):
            raise BadDiscount(MOST_PERCENT, _example(currency)) from None
        raise
    return Reduction(DiscountKind.FIXED, minor, parse_period(dates, now))


def _amount(words: list[str]) -> tuple[str, str]:
    """What is an amount, and what follows it."""
    count = 1
    while count < len(words) and MORE.fullmatch(words[count]):
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def _example(currency: str) -> str:
    try:
        parse_price("", currency)
    except BadPrice as refusal:
        return str(refusal.fields["example"])
    return ""
