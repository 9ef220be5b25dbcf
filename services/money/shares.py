"""Payments as they were last observed, and the share of each that is used. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Payment:
    """One transfer as last observed; amounts in base units.

    `believed` is False once it was replaced, dropped or reorganised away. `accounted`: what of it
    went into the order or the ledger. `in_time`: first seen, or proved to be, before the deadline.
    `since`: when it was first seen. `lost`: what of `accounted` no block holds any more.
    """

    amount: int
    confirmations: int
    believed: bool = True
    accounted: int = 0
    in_time: bool = True
    in_block: bool = False
    since: datetime | None = None
    lost: int = 0

    @property
    def is_mined(self) -> bool:
        return self.in_block or self.confirmations > 0

    @property
    def fresh(self) -> int:
        """Base units that were not accounted for yet."""
        return self.amount - self.accounted


class Uses:
    """Base units of each payment that are used, deepest payments first."""

    def __init__(self, payments: Sequence[Payment]) -> None:
        self._payments = payments
        self._left = [p.fresh if p.believed else 0 for p in payments]
        self.units = [0] * len(payments)
        self._order = sorted(range(len(payments)), key=lambda n: _rank(payments[n]))

    def take(self, due: int, depth: int) -> int:
        """Up to `due` of what was in time."""
        return sum(
            self._use(number, due - sum(self.units))
            for number in self._order
            if self._payments[number].in_time and self._payments[number].confirmations >= depth
        )

    def late(self, most: int, depth: int) -> int:
        """Up to `most` of what was not."""
        before = sum(self.units)
        return sum(
            self._use(number, most - sum(self.units) + before)
            for number in self._order
            if not self._payments[number].in_time and self._payments[number].confirmations >= depth
        )

    def unused(self) -> Iterable[tuple[int, Payment, int]]:
        """Number, payment and what is left of it."""
        return ((n, self._payments[n], self._left[n]) for n in self._order if self._left[n])

    def use_up(self, number: int, most: int | None = None) -> int:
        return self._use(number, self._left[number] if most is None else most)

    def _use(self, number: int, most: int) -> int:
        units = max(0, min(most, self._left[number]))
        self._left[number] -= units
        self.units[number] += units
        return units


def _rank(payment: Payment) -> tuple[int, bool, int]:
    """Deepest first, and small before large: the order of observation decides nothing."""
    return (-payment.confirmations, not payment.in_time, payment.fresh)
