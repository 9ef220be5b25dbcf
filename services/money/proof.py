"""How much must be proved before how much is given away. Pure; see docs/adr/0012-value.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Tiers = tuple[tuple[int, int], ...]
"""Ascending rows of (from so many minor units, confirmations)."""


@dataclass(frozen=True, slots=True)
class ProofTerms:
    """The shop's conditions per asset. `agree_from`: minor units from which two sources must agree;
    None: one is always enough.
    """

    confirmations: Mapping[str, Tiers] = field(default_factory=dict)
    agree_from: int | None = None

    def takes_two(self, stake: int) -> bool:
        return self.agree_from is not None and stake >= self.agree_from

    def tiers(self, asset: str) -> Tiers:
        return self.confirmations.get(asset, ((0, 1),))


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proved of an address, and what its customer got for coins in the last day already.

    `given`: minor units. `agreed`: two sources say the same, or a person vouches for it. `alone`:
    there is no second source to ask.
    """

    tiers: Tiers = ((0, 1),)
    agree_from: int | None = None
    given: int = 0
    agreed: bool = False
    alone: bool = False

    def depth(self, stake: int) -> int | None:
        """Confirmations it takes to give away `stake` more; None: no depth is enough for the word
        of one source.
        """
        total = self.given + stake
        if self.agree_from is not None and total >= self.agree_from and not self.agreed:
            return None
        return next(count for least, count in reversed(self.tiers) if total >= least)
