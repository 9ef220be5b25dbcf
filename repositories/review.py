"""Questions about what buyers say, and whom to ask."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, text

from models.order import Order, OrderLine
from models.product import Product, Variant
from models.review import SHOWN, WAITING, Bought, Review
from models.user import User
from repositories.base import Repository

ARRIVED = text("orders.status = 'shipped'")
"""In these words, so that the index is used."""

NAMED = (
    select(Review, User.name, Product.name)
    .join(User, User.id == Review.user_id)
    .join(Product, Product.id == Review.product_id)
)


class ReviewRepository(Repository):
    async def bought(self, order_id: int, *, owner: int, lock: bool = False) -> Sequence[Bought]:
        """The products of one's own order that has come, as they are called now. `lock`: until the
        commit nobody moves what was bought to another product.
        """
        query = (
            select(Product.id, Product.name)
            .join(Variant, Variant.product_id == Product.id)
            .join(OrderLine, OrderLine.variant_id == Variant.id)
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.id == order_id, Order.user_id == owner, ARRIVED)
            .order_by(Variant.id)
        )
        if lock:
            query = query.with_for_update(read=True, of=Variant)
        names = dict(sorted((row[0], row[1]) for row in await self._session.execute(query)))
        said = select(Review).where(Review.user_id == owner, Review.product_id.in_(names))
        reviews = {row.product_id: row for row in await self._session.scalars(said)}
        return [Bought(each, name, reviews.get(each)) for each, name in names.items()]

    async def get(self, review_id: int, *, lock: bool = False) -> Review | None:
        return await self._session.get(Review, review_id, with_for_update=True if lock else None)

    async def own(self, user_id: int, product_id: int, *, lock: bool = False) -> Review | None:
        query = select(Review).where(Review.user_id == user_id, Review.product_id == product_id)
        query = query.execution_options(populate_existing=True)
        return await self._session.scalar(query.with_for_update() if lock else query)

    async def add(self, review: Review) -> None:
        self._session.add(review)
        await self._session.flush()

    async def remove(self, review: Review) -> None:
        await self._session.delete(review)
        await self._session.flush()

    async def shown(
        self, product_id: int, limit: int, before: int | None = None
    ) -> Sequence[tuple[Review, str]]:
        """The newest first, with what their writers are called; `before`: only older ones."""
        query = select(Review, User.name).join(User, User.id == Review.user_id)
        query = query.where(SHOWN, Review.product_id == product_id)
        if before:
            query = query.where(Review.id < before)
        query = query.order_by(Review.id.desc()).limit(limit)
        return [(row[0], row[1]) for row in await self._session.execute(query)]

    async def waiting(self, limit: int, after: int = 0) -> Sequence[tuple[Review, str, str]]:
        """Those that nobody has read, the oldest first: with their writer and their product."""
        query = NAMED.where(WAITING, Review.id > after).order_by(Review.id).limit(limit)
        return [(row[0], row[1], row[2]) for row in await self._session.execute(query)]

    async def named(self, review_id: int) -> tuple[Review, str, str] | None:
        query = NAMED.where(Review.id == review_id).execution_options(populate_existing=True)
        row = (await self._session.execute(query)).first()
        return (row[0], row[1], row[2]) if row else None

    async def to_ask(
        self, after: tuple[datetime, int], until: datetime, limit: int
    ) -> Sequence[Order]:
        """Orders that came after `after` (when, id) and until then, in that order."""
        when, order_id = after
        query = (
            select(Order)
            .where(ARRIVED, Order.refill == 0, Order.closed_at.between(when, until))
            .where(~((Order.closed_at == when) & (Order.id <= order_id)))
            .order_by(Order.closed_at, Order.id)
            .limit(limit)
        )
        return (await self._session.scalars(query)).all()
