"""What there is to pass on, and a link as somebody reads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.gift import Gift
from models.user import User


@dataclass(frozen=True, slots=True)
class GiftTerms:
    """`cap`: minor units that one person passes on within a day; 0: nobody does."""

    currency: str
    cap: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody may pass on now, in minor units. `spendable`: their credit; `fresh`: what of it
    coins brought so lately that a chain may undo it; `left`: of the cap, today. `number`: of the
    next link.
    """

    spendable: int
    fresh: int
    left: int
    number: int
    waiting: Sequence[Gift] = ()

    @property
    def free(self) -> int:
        return max(0, self.spendable - self.fresh)

    @property
    def most(self) -> int:
        return min(self.free, self.left)


@dataclass(frozen=True, slots=True)
class Seen:
    """A link as somebody reads it."""

    gift: Gift
    giver: User
    claimer: User | None
