"""Questions about discounts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, bindparam, select, text, update

from models.base import Choice, UtcDateTime
from models.cart import CartLine
from models.demand import Wish
from models.discount import Discount, DiscountKind
from repositories.base import Repository

COLUMNS = "d.kind, d.amount, d.starts_at, d.ends_at"
OF = text(f"""
    WITH RECURSIVE above(product_id, category_id) AS (
        SELECT id, category_id FROM products WHERE id IN :ids
        UNION ALL
        SELECT above.product_id, c.parent_id FROM above
        JOIN categories c ON c.id = above.category_id WHERE c.parent_id IS NOT NULL
    )
    SELECT above.product_id, {COLUMNS} FROM above
    JOIN discounts d ON d.category_id = above.category_id
    WHERE d.ends_at IS NULL OR d.ends_at > :now
    UNION ALL
    SELECT d.product_id, {COLUMNS} FROM discounts d
    WHERE d.product_id IN :ids AND (d.ends_at IS NULL OR d.ends_at > :now)""").columns(  # noqa: S608 - ours
    product_id=BigInteger(),
    kind=Choice(DiscountKind),
    amount=BigInteger(),
    starts_at=UtcDateTime(),
    ends_at=UtcDateTime(),
)
OF = OF.bindparams(bindparam("ids", type_=BigInteger, expanding=True))
OF = OF.bindparams(bindparam("now", type_=UtcDateTime))
DUE_WITHIN = text("""
    WITH RECURSIVE inside(id) AS (
        SELECT CAST(:category AS BIGINT)
        UNION SELECT c.id FROM categories c JOIN inside ON c.parent_id = inside.id
    )
    UPDATE products SET reprice_at = 0 WHERE category_id IN (SELECT id FROM inside)""")


@dataclass(frozen=True, slots=True)
class Off:
    """A discount without what it is of."""

    kind: DiscountKind
    amount: int
    starts_at: datetime
    ends_at: datetime | None


class DiscountRepository(Repository):
    async def of(self, product_ids: Sequence[int], now: datetime) -> list[tuple[int, Off]]:
        """What holds for these products now or later, with the categories around them."""
        rows = await self._session.execute(OF, {"ids": product_ids, "now": now})
        return [(row.product_id, Off(*row[1:])) for row in rows]

    async def add(self, discount: Discount) -> None:
        """The prices of what it is of are looked at again."""
        self._session.add(discount)
        await self._session.flush()
        await self._due(discount)

    async def find(self, discount_id: int, *, lock: bool = False) -> Discount | None:
        query = select(Discount).where(Discount.id == discount_id)
        query = query.execution_options(populate_existing=True)
        found: Discount | None = await self._session.scalar(
            query.with_for_update() if lock else query
        )
        return found

    async def has_any(self, product_id: int) -> bool:
        """Whether it has, or had, a discount of its own."""
        found = select(Discount.id).where(Discount.product_id == product_id).limit(1)
        return await self._session.scalar(found) is not None

    async def listed(self, now: datetime, limit: int) -> Sequence[Discount]:
        """Those that hold or come, the newest first."""
        query = select(Discount).where(_is_live(now)).order_by(Discount.id.desc()).limit(limit)
        return (await self._session.scalars(query)).all()

    async def own(self, now: datetime, limit: int, start: int = 0, **of: int) -> Sequence[Discount]:
        """The same of one thing: `product_id` or `category_id`."""
        query = select(Discount).where(_is_live(now)).filter_by(**of)
        page = query.order_by(Discount.id.desc()).limit(limit).offset(start)
        return (await self._session.scalars(page)).all()

    async def end(self, discount: Discount, now: datetime) -> None:
        """One that has not begun is gone; one that holds ends now."""
        if discount.starts_at >= now:
            await self._session.delete(discount)
        else:
            discount.ends_at = now
        await self._session.flush()
        await self._due(discount)

    async def all_due(self) -> None:
        """Every price is to be looked at again, where a discount may begin or end."""
        change = "UPDATE products SET reprice_at = 0 WHERE EXISTS (SELECT 1 FROM discounts)"
        await self._session.execute(text(change))

    async def _due(self, discount: Discount) -> None:
        if discount.category_id is None:
            change = text("UPDATE products SET reprice_at = 0 WHERE id = :id")
            await self._session.execute(change, {"id": discount.product_id})
        else:
            await self._session.execute(DUE_WITHIN, {"category": discount.category_id})

    async def exchange(self, exchanged: Callable[[int], int]) -> None:
        """Amounts of the shop's currency in another one; what carts remember is forgotten."""
        fixed = select(Discount).where(Discount.kind == DiscountKind.FIXED)
        for discount in (await self._session.scalars(fixed)).all():
            discount.amount = exchanged(discount.amount)
        for wish in (
            await self._session.scalars(select(Wish).where(Wish.price.is_not(None)))
        ).all():
            wish.price = exchanged(wish.price or 1)
        await self._session.flush()
        await self._session.execute(update(CartLine).values(price=None))


def _is_live(now: datetime) -> ColumnElement[bool]:
    return Discount.ends_at.is_(None) | (Discount.ends_at > now)
