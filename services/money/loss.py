"""Coins that something was given for, and that no block holds any more. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.money.shares import Payment


@dataclass(frozen=True, slots=True)
class Booked:
    """What an invoice remembers of its lost coins, in base units: see models/invoice.py."""

    lost: int = 0
    replaced: int = 0
    written_off: int = 0


@dataclass(frozen=True, slots=True)
class Loss:
    """In base units. `gone`: what is not even believed to come back. `needed`: what new money must
    take the place of before anything is given for it: it may be the same, in another form.
    """

    units: int
    gone: int
    needed: int

    def is_open(self, replaced: int) -> bool:
        return self.needed > replaced

    def freed(self, replaced: int) -> int:
        """What took the place of coins that are back."""
        return max(0, replaced - self.needed)

    def left(self, replaced: int) -> int:
        """What is lost, and not replaced."""
        return max(0, self.units - replaced)


def loss_of(payments: Sequence[Payment], booked: Booked, *, doubted: bool) -> Loss:
    """While sources contradict each other, or are silent, nothing more is lost, and nothing back;
    but nothing is given for new money either.
    """
    lost = sum(payment.lost for payment in payments)
    gone = sum(payment.lost for payment in payments if not payment.believed)
    if doubted:
        known = booked.lost + booked.replaced
        return Loss(known, 0, max(0, max(known, lost) - booked.written_off))
    written = booked.written_off
    return Loss(lost, max(0, gone - written), max(0, lost - written))
