"""Questions of customers who look around. Each costs the same on a shelf of five and of 5,000."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Text, exists, func, select, text
from sqlalchemy.sql.elements import ColumnElement

from models.media import Media, MediaCopy, Picture
from models.product import ON_SALE, Category, Product
from models.shelf import Branch, Sort
from repositories.base import Repository
from repositories.slice import expanding

SHOWN = text("categories.shown = 1 AND categories.total > 0")
PATH = text("""
    WITH RECURSIVE above(id, parent_id, name, depth) AS (
        SELECT id, parent_id, name, 0 FROM categories WHERE id = :id AND shown = 1
        UNION ALL
        SELECT c.id, c.parent_id, c.name, above.depth + 1 FROM above
        JOIN categories c ON c.id = above.parent_id
    )
    SELECT id, name FROM above ORDER BY depth DESC""").columns(id=BigInteger(), name=Text())
OFFERS = text("""
    SELECT product_id, id, price, CASE
        WHEN stock_quantity - reserved_quantity < gone_quantity THEN 0
        ELSE stock_quantity - reserved_quantity - gone_quantity END AS available
    FROM variants WHERE product_id IN :ids AND active = 1 AND doubted_at IS NULL""").columns(
    product_id=BigInteger(), id=BigInteger(), price=BigInteger(), available=BigInteger()
)


ORDERS: dict[Sort, tuple[Any, ...]] = {
    Sort.OWN: (Product.position, Product.id),
    Sort.NEW: (Product.created_at.desc(), Product.id.desc()),
    Sort.PRICE: (Product.lowest, Product.id),
    Sort.POPULAR: (Product.sold_lately.desc(), Product.id.desc()),
    Sort.BEST: (Product.sold_lately.desc(), Product.id.desc()),
}


@dataclass(frozen=True, slots=True)
class Hung:
    """A photo, and Telegram's name for it if this bot has sent it before."""

    media_id: int
    sha256: str
    file_id: str | None


class ShelfRepository(Repository):
    async def path(self, category_id: int) -> Sequence[tuple[int, str]]:
        """(id, name) from the entrance to this category; empty when it is not shown."""
        return [
            (row.id, row.name) for row in await self._session.execute(PATH, {"id": category_id})
        ]

    async def count_within(self, parent_id: int | None) -> int:
        query = select(func.count()).select_from(Category).where(_in(parent_id), SHOWN)
        return await self._session.scalar(query) or 0

    async def within(self, parent_id: int | None, limit: int, offset: int) -> Sequence[Branch]:
        """Categories directly in this one (None: at the entrance) that sell something."""
        query = (
            select(Category.id, Category.name, Category.total)
            .where(_in(parent_id), SHOWN)
            .order_by(Category.position, Category.id)
        )
        rows = await self._session.execute(query.limit(limit).offset(offset))
        return [Branch(*row) for row in rows]

    async def listed(
        self, sort: Sort, category_id: int | None, limit: int, offset: int
    ) -> Sequence[tuple[int, str]]:
        """(id, name) of products on sale directly in a category, or of all there are."""
        query = select(Product.id, Product.name).where(ON_SALE)
        if category_id is not None:
            query = query.where(Product.category_id == category_id)
        if sort is Sort.BEST:
            query = query.where(Product.sold_lately > 0)
        rows = await self._session.execute(
            query.order_by(*ORDERS[sort]).limit(limit).offset(offset)
        )
        return [(row[0], row[1]) for row in rows]

    async def numbered(self, limit: int, offset: int) -> Sequence[tuple[int, str]]:
        """The same by their numbers."""
        query = select(Product.id, Product.name).where(ON_SALE).order_by(Product.id)
        return [
            (r[0], r[1]) for r in await self._session.execute(query.limit(limit).offset(offset))
        ]

    async def names(self, product_ids: Sequence[int]) -> dict[int, str]:
        """Of those that are on sale."""
        query = select(Product.id, Product.name).where(Product.id.in_(product_ids), ON_SALE)
        return {row[0]: row[1] for row in await self._session.execute(query)}

    async def has_best(self) -> bool:
        """Whether anything was bought lately."""
        sold = exists(select(Product.id).where(ON_SALE, Product.sold_lately > 0))
        return bool(await self._session.scalar(select(sold)))

    async def offers(self, product_ids: Sequence[int]) -> Sequence[tuple[int, int, int, int]]:
        """(product, variant, price, available) of each variant on sale."""
        rows = await self._session.execute(OFFERS.bindparams(expanding("ids", product_ids)))
        return [(row.product_id, row.id, row.price, row.available) for row in rows]

    async def photos(self, product_id: int, bot_id: int) -> Sequence[Hung]:
        return await self._hung(Picture.product_id == product_id, bot_id)

    async def photo_of_category(self, category_id: int, bot_id: int) -> Hung | None:
        return next(iter(await self._hung(Picture.category_id == category_id, bot_id)), None)

    async def _hung(self, where: ColumnElement[bool], bot_id: int) -> Sequence[Hung]:
        query = (
            select(Media.id, Media.sha256, MediaCopy.file_id)
            .join(Picture, Picture.media_id == Media.id)
            .outerjoin(MediaCopy, (MediaCopy.media_id == Media.id) & (MediaCopy.bot_id == bot_id))
            .where(where)
            .order_by(Picture.position, Picture.id)
        )
        return [Hung(*row) for row in await self._session.execute(query)]


def _in(parent_id: int | None) -> ColumnElement[bool]:
    return Category.parent_id.is_(None) if parent_id is None else Category.parent_id == parent_id
