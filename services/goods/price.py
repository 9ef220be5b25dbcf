"""What a customer pays for a variant at a moment. Lists, cards, carts, checkout and late money ask
here alone.

Discounts of the product and of every category around it may hold at once: the best one counts, they
are not added. What is taken off is rounded down to whole minor units. A fixed discount that leaves
nothing of a price does not hold for it.

What a group of customers pays competes in the same way: its per cent, and a price named for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from db import UnitOfWork
from models.discount import DiscountKind
from models.product import Variant
from repositories.discount import Off


@dataclass(frozen=True, slots=True)
class Price:
    """In minor units. `full`: without any discount."""

    now: int
    full: int

    @property
    def is_reduced(self) -> bool:
        return self.now < self.full


@dataclass(frozen=True, slots=True)
class Prices:
    """What holds at this moment for some products. `offs`: by product, also what comes later.
    `percent`, `fixed`: of the group that it is asked for; `fixed` by variant.
    """

    at: datetime
    offs: Mapping[int, Sequence[Off]]
    percent: int = 0
    fixed: Mapping[int, int] = field(default_factory=dict)

    def of(self, variant: Variant) -> Price:
        return self.reduce(variant.product_id, variant.id, variant.price)

    def reduce(self, product_id: int, variant_id: int, full: int) -> Price:
        live = [off for off in self.offs.get(product_id, ()) if off.starts_at <= self.at]
        group = (full - full * self.percent // 100, self.fixed.get(variant_id, full))
        return Price(min([full, *group, *(_taken(full, off) for off in live)]), full)

    def next_change(self, product_id: int) -> datetime | None:
        """When another price may hold; None: not by itself."""
        offs = self.offs.get(product_id, ())
        edges = [edge for off in offs for edge in (off.starts_at, off.ends_at) if edge]
        return min((edge for edge in edges if edge > self.at), default=None)


def _taken(full: int, off: Off) -> int:
    if off.kind is DiscountKind.PERCENT:
        return full - full * off.amount // 100
    return full - off.amount if off.amount < full else full


async def prices_of(
    uow: UnitOfWork, product_ids: Iterable[int], at: datetime, group: int | None = None
) -> Prices:
    """One statement, however many products and categories, and one more for who is in a `group`;
    None: what everybody pays.
    """
    wanted = sorted(set(product_ids))
    offs: dict[int, list[Off]] = {}
    for product_id, off in await uow.discounts.of(wanted, at) if wanted else ():
        offs.setdefault(product_id, []).append(off)
    terms = await uow.groups.terms(group, wanted) if group and wanted else (0, {})
    return Prices(at, offs, *terms)


async def worth_today(uow: UnitOfWork, order_id: int, at: datetime) -> int | None:
    """Minor units that an order costs its customer now: its lines at today's prices; its shipping,
    what its way to pay costs and what its voucher takes off as they were agreed to. None when
    something is not on sale.
    """
    lines = await uow.stock.wanted_by(order_id)
    if not all(on_sale for _, _, on_sale in lines):
        return None
    group = await uow.groups.of_order(order_id)
    prices = await prices_of(uow, [variant.product_id for _, variant, _ in lines], at, group)
    beside, off = await uow.orders.beside_goods(order_id)
    goods = sum(n * prices.of(variant).now for n, variant, _ in lines)
    return beside + max(0, goods - off)
