"""What refunding a paid order gives back, and what becomes of its goods. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.order import MARK, Order, OrderLine
from models.product import ProductKind


@dataclass(frozen=True, slots=True)
class Shares:
    """What was received for an order, in minor units. `coins`: for the `units` base units that it
    took, at `rate`; `late`: late money that paid for it; `credit`: store credit that it used.
    """

    credit: int
    late: int = 0
    coins: int = 0
    units: int = 0
    rate: Decimal | None = None

    @property
    def amount(self) -> int:
        return self.credit + self.late + self.coins

    @property
    def from_chain(self) -> int:
        """What of it came as coins for this order, and can go back as coins."""
        return self.late + self.coins


@dataclass(frozen=True, slots=True)
class Goods:
    """`kept`: digital goods that the customer has, for good, also from a person's hand;
    `undelivered`: those that never left; `pieces`: of physical products.
    """

    kept: int = 0
    undelivered: int = 0
    pieces: int = 0


@dataclass(frozen=True, slots=True)
class Reversal:
    """What refunding the order would give back, and what becomes of its goods."""

    order: Order
    shares: Shares
    goods: Goods
    asset: str | None = None
    address: str | None = None
    """To where its customer wants coins sent, confirmed."""

    @property
    def mark(self) -> str:
        """Of all that it says, without a word of it: what is otherwise has another mark."""
        of = self.shares
        sums = (of.credit, of.late, of.coins, of.units)
        said = (self.order.status.value, sums, self.goods, self.asset, self.address)
        return hashlib.sha256(repr(said).encode()).hexdigest()[:MARK]

    def __repr__(self) -> str:
        return f"Reversal({self.order.id}, {self.shares.amount})"  # no address in a log


def goods_of(lines: Sequence[tuple[OrderLine, int]], *, handed: bool) -> Goods:
    """`handed`: a person delivered what was not there."""
    digital = [(line, held) for line, held in lines if line.kind is ProductKind.DIGITAL]
    lacking = sum(line.quantity - held for line, held in digital)
    given = sum(held for _, held in digital) + (lacking if handed else 0)
    shared = sum(line.quantity for line, _ in lines if line.kind is ProductKind.SHARED)
    return Goods(
        kept=shared + given,
        undelivered=0 if handed else lacking,
        pieces=sum(line.quantity for line, _ in lines if line.kind.is_shipped),
    )


def returning(line: OrderLine, held: int, *, back: bool, handed: bool) -> int:
    if line.kind is ProductKind.DIGITAL:
        return 0 if handed else line.quantity - held
    return line.quantity if back and line.kind.is_shipped else 0
