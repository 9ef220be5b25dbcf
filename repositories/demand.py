"""Questions about what is sold lately, who waits for what, and whose prices are to be looked at."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, bindparam, delete, exists, func, select, text, update

from models.base import UtcDateTime
from models.demand import Arrival, SaleDay, Wish, WishKind
from models.product import ON_SALE, Product, Variant
from repositories.base import Repository

UNCOUNTED = text("units <> counted")
DUE = text("products.reprice_at IS NOT NULL")
WISHES = Wish.__table__.c
WISHED = select(WISHES.kind).where(
    WISHES.user_id == bindparam("user_id", type_=BigInteger),
    WISHES.variant_id == bindparam("variant_id", type_=BigInteger),
)


class DemandRepository(Repository):
    async def uncounted(self, limit: int) -> Sequence[SaleDay]:
        """Days whose sales are not in `sold_lately` yet, locked."""
        query = select(SaleDay).where(UNCOUNTED).order_by(SaleDay.variant_id, SaleDay.day)
        return (await self._session.scalars(_free(query.limit(limit)))).all()

    async def before(self, day: int, limit: int) -> Sequence[SaleDay]:
        """Days that are too old to count, locked."""
        query = select(SaleDay).where(SaleDay.day < day).order_by(SaleDay.day, SaleDay.variant_id)
        return (await self._session.scalars(_free(query.limit(limit)))).all()

    async def drop(self, days: Sequence[SaleDay]) -> None:
        for each in days:
            await self._session.delete(each)
        await self._session.flush()

    async def count_sold(self, moved: dict[int, int]) -> None:
        """By variant: so many more (or fewer) pieces were sold lately of its product."""
        found = select(Variant.id, Variant.product_id).where(Variant.id.in_(list(moved)))
        products: dict[int, int] = {}
        for variant_id, product_id in await self._session.execute(found):
            products[product_id] = products.get(product_id, 0) + moved[variant_id]
        for product_id, pieces in sorted(products.items()):
            changed = {"sold_lately": Product.sold_lately + pieces}
            await self._session.execute(
                update(Product).where(Product.id == product_id).values(changed)
            )

    async def due(self, now: datetime, limit: int) -> Sequence[tuple[int, int]]:
        """(id, lowest) of products whose prices are to be looked at again, locked."""
        query = (
            select(Product.id, Product.lowest)
            .where(DUE, Product.reprice_at <= now)
            .order_by(Product.reprice_at, Product.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [(row[0], row[1]) for row in await self._session.execute(query)]

    async def priced(self, rows: Sequence[tuple[int, int, datetime | None]]) -> None:
        """(product, lowest, when to look again) of each."""
        change = text("UPDATE products SET lowest = :lowest, reprice_at = :at WHERE id = :id")
        typed = change.bindparams(
            bindparam("lowest", type_=BigInteger), bindparam("at", type_=UtcDateTime)
        )
        values = [{"id": each, "lowest": lowest, "at": at} for each, lowest, at in rows]
        if values:
            await self._session.execute(typed, values)

    async def prices(self, product_ids: Sequence[int]) -> Sequence[tuple[int, int, int]]:
        """(variant, product, price) of each on sale that is certainly there."""
        query = select(Variant.id, Variant.product_id, Variant.price).join(Variant.product)
        query = query.where(
            Variant.product_id.in_(product_ids),
            ON_SALE,
            text("variants.active = 1 AND variants.doubted_at IS NULL"),
        )
        return [(row[0], row[1], row[2]) for row in await self._session.execute(query)]

    async def wish(self, wish: Wish) -> bool:
        """False: they wait for it already."""
        values = {
            name: getattr(wish, name)
            for name in ("user_id", "variant_id", "kind", "price", "created_at")
        }
        row = self._insert(Wish).values(values)
        keys = [Wish.user_id, Wish.variant_id, Wish.kind]
        asked = row.on_conflict_do_nothing(index_elements=keys).returning(Wish.id)
        return await self._session.scalar(asked) is not None

    async def unwish(self, user_id: int, variant_id: int, kind: WishKind) -> None:
        where = (Wish.user_id == user_id, Wish.variant_id == variant_id, Wish.kind == kind)
        await self._session.execute(delete(Wish).where(*where))

    async def wishes_of(self, user_id: int, variant_id: int) -> set[WishKind]:
        values = {"user_id": user_id, "variant_id": variant_id}
        return set((await self._session.scalars(WISHED, values)).all())

    async def count_wishes(self, user_id: int) -> int:
        query = select(func.count()).select_from(Wish).where(Wish.user_id == user_id)
        return await self._session.scalar(query) or 0

    async def arrivals(self, limit: int) -> Sequence[Arrival]:
        """What came for those who wait, locked."""
        query = select(Arrival).order_by(Arrival.variant_id).limit(limit)
        return (await self._session.scalars(_free(query))).all()

    async def served(self, arrival: Arrival) -> None:
        await self._session.delete(arrival)
        await self._session.flush()

    async def waiting(self, variant_id: int, limit: int) -> Sequence[Wish]:
        """Those whose turn it is, in the order of asking."""
        where = (Wish.variant_id == variant_id, Wish.kind == WishKind.BACK)
        query = select(Wish).where(*where).order_by(Wish.id).limit(limit)
        return (await self._session.scalars(query.with_for_update(skip_locked=True))).all()

    async def dearer(self, variant_id: int, price: int, limit: int) -> Sequence[Wish]:
        """Those who saw it at more than this."""
        where = (Wish.variant_id == variant_id, Wish.kind == WishKind.CHEAPER, Wish.price > price)
        query = select(Wish).where(*where).order_by(Wish.id).limit(limit)
        return (await self._session.scalars(query.with_for_update(skip_locked=True))).all()

    async def fulfil(self, wishes: Sequence[Wish]) -> None:
        """They are told in this transaction."""
        ids = [wish.id for wish in wishes]
        await self._session.execute(delete(Wish).where(Wish.id.in_(ids)))

    async def is_wanted(self, product_id: int) -> bool:
        wanted = exists().where(Wish.variant_id == Variant.id, Variant.product_id == product_id)
        return bool(await self._session.scalar(select(wanted)))


def _free(query: Any) -> Any:
    """Locked; what a sale or a cancellation is about to change is left for the next round, so that
    neither waits for the other.
    """
    return query.with_for_update(skip_locked=True)
