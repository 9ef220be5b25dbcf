"""Coins that something was given for, and that no block holds any more. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.money.shares import Payment

Depth = Callable[[int], int | None]


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
    untold: bool = False
    """Some is back, and it takes a second source to believe that."""

    def is_open(self, replaced: int) -> bool:
        return self.needed > replaced

    def freed(self, replaced: int) -> int:
        """What took the place of coins that are back."""
        return max(0, replaced - self.needed)

    def left(self, replaced: int) -> int:
        """What is lost, and not replaced."""
        return max(0, self.units - replaced)


def loss_of(payments: Sequence[Payment], booked: Booked, depth: Depth, *, doubted: bool) -> Loss:
    """While sources contradict each other, or are silent, nothing more is lost, and nothing back;
    but nothing is given for new money either.

    `depth`: the confirmations it takes to give so many base units, None when no depth is enough.
    What comes back is given anew: it is lost until it is as deep as that.
    """
    lost = sum(payment.lost for payment in payments)
    known = booked.lost + booked.replaced
    if doubted:
        return Loss(known, 0, max(0, max(known, lost) - booked.written_off))
    untold = False
    if lost < known:
        back, needed = known - lost, depth(known - lost)
        untold = needed is None
        lost += min(back, _unproved(payments, needed))
    gone = sum(payment.lost for payment in payments if not payment.believed)
    written = min(booked.written_off, max(0, lost - booked.replaced))
    return Loss(lost, max(0, gone - written), lost - written, untold)


def _unproved(payments: Sequence[Payment], depth: int | None) -> int:
    """Base units that were accounted for, and are in a block that is not deep enough."""
    shallow = [p for p in payments if depth is None or p.confirmations < depth]
    return sum(payment.accounted - payment.lost for payment in shallow)
