"""Discounts begin and end; whoever sets one is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.discount import MOST_PERCENT, Discount, DiscountKind
from models.errors import ProductNotFound
from models.goods_errors import BadDiscount
from models.stock_errors import ChangedMeanwhile
from services.goods.keeping import seal
from services.goods.period import bad_period
from services.goods.reduction import Reduction, parse_reduction
from utils.clock import Clock

LISTED = 50
"""Discounts that are read at once."""
PAGE = 10
"""Discounts of one screen."""


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


@dataclass(frozen=True, slots=True)
class Owner:
    """What a discount is of."""

    of_category: bool
    row_id: int

    @property
    def column(self) -> str:
        return "category_id" if self.of_category else "product_id"

    @property
    def subject(self) -> str:
        return f"{self.column.removesuffix('_id')}:{self.row_id}"


@dataclass(frozen=True, slots=True)
class Discounts:
    """What of a product, or of a category, is taken off now or later."""

    owner: Owner
    name: str
    now: datetime
    rows: Sequence[Discount]
    """Of one page, the newest first."""
    page: int = 0
    more: bool = False
    """Whether another page follows."""


def new_discount(of: Owner, off: Reduction) -> NewDiscount:
    """As it was typed."""
    product_id, category_id = (None, of.row_id) if of.of_category else (of.row_id, None)
    period = off.period
    return NewDiscount(
        off.kind, off.amount, product_id, category_id, period.starts_at, period.ends_at
    )


def owner_of(row: Discount) -> Owner:
    return Owner(row.category_id is not None, row.category_id or row.product_id or 0)


def is_over(row: Discount, now: datetime) -> bool:
    return row.ends_at is not None and row.ends_at <= now


def seal_of(row: Discount) -> str:
    moments = (_moment(row.starts_at), _moment(row.ends_at))
    return seal((row.kind.value, row.amount, *moments))


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


class DiscountService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def read(self, text: str, currency: str) -> Reduction:
        """Raises BadDiscount, BadPrice, BadPeriod."""
        return parse_reduction(text, currency, self._clock())

    async def begin(self, new: NewDiscount, actor: str) -> int:
        """Its id. Raises BadDiscount, BadPeriod, ProductNotFound."""
        now = self._clock()
        starts, most = new.starts_at or now, MOST_PERCENT
        if new.amount <= 0 or (new.kind is DiscountKind.PERCENT and new.amount > most):
            raise BadDiscount(most)
        if new.ends_at is not None and new.ends_at <= max(starts, now):
            raise bad_period("backwards", now)
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
            await _owned(uow, owner_of(row))
            await uow.discounts.add(row)
            uow.audit.add(_entry(row, now, actor, "discount.begun"))
        return row.id

    async def end(self, of: Owner, discount_id: int, *, seen: str, actor: str) -> None:
        """Before its date: one that has not begun is gone. `seen`: the seal of what was shown.
        Raises ChangedMeanwhile when it is another, or over, by now.
        """
        now = self._clock()
        async with self._uow() as uow:
            row = await uow.discounts.find(discount_id, lock=True)
            if row is None or owner_of(row) != of or is_over(row, now) or seal_of(row) != seen:
                last = await uow.audit.last_about(of.subject)
                raise ChangedMeanwhile("discount", "", last.actor if last else "")
            entry = _entry(row, now, actor, "discount.ended")
            before = {"starts": _moment(row.starts_at), "ends": _moment(row.ends_at)}
            after = {**before, "ends": _moment(now)} if row.starts_at < now else None
            entry.details |= {"before": before, "after": after}
            uow.audit.add(entry)
            await uow.discounts.end(row, now)

    async def of(self, owner: Owner, page: int = 0) -> Discounts:
        """Those of its own that hold or come, the newest first. Raises ProductNotFound."""
        now, start = self._clock(), max(0, page) * PAGE
        async with self._uow.read() as uow:
            name = await _owned(uow, owner)
            of = {owner.column: owner.row_id}
            found = await uow.discounts.own(now, PAGE + 1, start, **of)
            return Discounts(owner, name, now, found[:PAGE], page, len(found) > PAGE)

    async def one(self, owner: Owner, discount_id: int, *, seen: str) -> Discounts:
        """Only that one, as it was shown. Raises ProductNotFound when it is another, or over."""
        now = self._clock()
        async with self._uow.read() as uow:
            name, row = await _owned(uow, owner), await uow.discounts.find(discount_id)
            if row is None or owner_of(row) != owner or is_over(row, now) or seal_of(row) != seen:
                raise ProductNotFound
            return Discounts(owner, name, now, [row])

    async def listed(self) -> Sequence[Discount]:
        async with self._uow.read() as uow:
            return await uow.discounts.listed(self._clock(), LISTED)


async def _owned(uow: UnitOfWork, owner: Owner) -> str:
    """What it is called. Raises ProductNotFound."""
    find = uow.keeping.category if owner.of_category else uow.keeping.product
    if (row := await find(owner.row_id)) is None:
        raise ProductNotFound
    return row.name


def _entry(row: Discount, now: datetime, actor: str, action: str) -> AuditEntry:
    details = {"discount": row.id, "kind": row.kind.value, "amount": row.amount}
    of = owner_of(row)
    facts: dict[str, object] = {**details, of.column.removesuffix("_id"): of.row_id}
    return AuditEntry(at=now, actor=actor, action=action, subject=of.subject, details=facts)
