"""Discounts begin and end; whoever sets one is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db import UnitOfWorkFactory
from models.audit import AuditEntry
from models.discount import MOST_PERCENT, Discount, DiscountKind
from models.errors import NotFound
from models.goods_errors import BadDiscount
from utils.clock import Clock

LISTED = 50
"""Discounts on one screen."""


@dataclass(frozen=True, slots=True)
class NewDiscount:
    """Of exactly one thing. `amount`: percent, or minor units of the shop currency."""

    kind: DiscountKind
    amount: int
    product_id: int | None = None
    category_id: int | None = None
    starts_at: datetime | None = None
    """None: now."""
    ends_at: datetime | None = None


class DiscountService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    async def begin(self, new: NewDiscount, actor: str) -> int:
        """Its id. Raises BadDiscount."""
        now = self._clock()
        starts, most = new.starts_at or now, MOST_PERCENT
        if new.amount <= 0 or (new.kind is DiscountKind.PERCENT and new.amount > most):
            raise BadDiscount(most)
        if new.ends_at is not None and new.ends_at <= max(starts, now):
            raise BadDiscount(most)
        row = Discount(
            product_id=new.product_id,
            category_id=new.category_id,
            kind=new.kind,
            amount=new.amount,
            starts_at=starts,
            ends_at=new.ends_at,
            created_at=now,
        )
        async with self._uow() as uow:
            await uow.discounts.add(row)
            uow.audit.add(_entry(row, now, actor, "discount.begun"))
        return row.id

    async def end(self, discount_id: int, actor: str) -> None:
        """Raises NotFound."""
        now = self._clock()
        async with self._uow() as uow:
            row = await uow.discounts.find(discount_id)
            if row is None or (row.ends_at is not None and row.ends_at <= now):
                raise NotFound
            uow.audit.add(_entry(row, now, actor, "discount.ended"))
            await uow.discounts.end(row, now)

    async def listed(self) -> Sequence[Discount]:
        async with self._uow.read() as uow:
            return await uow.discounts.listed(self._clock(), LISTED)


def _entry(row: Discount, now: datetime, actor: str, action: str) -> AuditEntry:
    details = {"discount": row.id, "kind": row.kind.value, "amount": row.amount}
    of = {"product": row.product_id} if row.product_id else {"category": row.category_id}
    return AuditEntry(at=now, actor=actor, action=action, details={**details, **of})
