"""The rows of the books, and what they come to."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a row tells of."""

    OPENING = "opening"
    SALE = "sale"
    REFUND = "refund"
    CREDIT = "credit"
    REFILL = "refill"
    """Store credit that was bought: all of it is owed, and only its fee was earned."""
    TOTAL = "total"
    CLOSING = "closing"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Row:
    """`value`, `credit`, `discount`: minor units of `currency`; `units`: base units of `coin`."""

    at: datetime
    kind: Kind
    currency: str
    value: int = 0
    credit: int = 0
    order: str = ""
    coin: str = ""
    units: int | None = None
    rate: Decimal | None = None
    source: str = ""
    transaction: str = ""
    note: str = ""
    fee: int = 0
    """Minor units of `value` that the way to pay cost its customer; below nothing: given back."""
    discount: int = 0
    number: int = 0
    """Of the order or the entry."""


@dataclass(slots=True)
class Sums:
    """By currency, as far as the rows have come."""

    value: Counter[str] = field(default_factory=Counter)
    credit: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    fees: Counter[str] = field(default_factory=Counter)
    off: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row) -> None:
        self.value[row.currency] += row.value
        self.credit[row.currency] += row.credit
        self.rows[row.currency] += 1
        self.fees[row.currency] += row.fee
        self.off[row.currency] += row.discount
