"""Questions of customers who look around. Each costs the same on a shelf of five and of 5,000."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Select, Text, bindparam, exists, func, select, text
from sqlalchemy.sql.elements import ColumnElement

from models.media import Media, MediaCopy, Picture
from models.product import ON_SALE, SHOWN, Category, Product
from models.shelf import Branch, Sort
from repositories.base import Repository

PRODUCTS, CATEGORIES = Product.__table__.c, Category.__table__.c
PICTURES, MEDIA, COPIES = Picture.__table__.c, Media.__table__.c, MediaCopy.__table__.c
ID = bindparam("id", type_=BigInteger)
IDS = bindparam("ids", type_=BigInteger, expanding=True)
LIMIT: Any = bindparam("limit", type_=BigInteger)
OFFSET: Any = bindparam("offset", type_=BigInteger)
BOT: Any = bindparam("bot_id", type_=BigInteger)

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
OFFERS = OFFERS.bindparams(IDS)

ORDERS: dict[Sort, tuple[Any, ...]] = {
    Sort.OWN: (PRODUCTS.position, PRODUCTS.id),
    Sort.NEW: (PRODUCTS.created_at.desc(), PRODUCTS.id.desc()),
    Sort.PRICE: (PRODUCTS.lowest, PRODUCTS.id),
    Sort.POPULAR: (PRODUCTS.sold_lately.desc(), PRODUCTS.id.desc()),
    Sort.BEST: (PRODUCTS.sold_lately.desc(), PRODUCTS.id.desc()),
}
"""Here and below statements are built once: building one takes longer than asking it."""
NAMED = select(PRODUCTS.id, PRODUCTS.name).where(ON_SALE)
NUMBERED = NAMED.order_by(PRODUCTS.id).limit(LIMIT).offset(OFFSET)
NAMES = NAMED.where(PRODUCTS.id.in_(IDS))
BRANCHES = (
    select(CATEGORIES.id, CATEGORIES.name, CATEGORIES.total)
    .where(SHOWN)
    .order_by(CATEGORIES.parent_id, CATEGORIES.position, CATEGORIES.id)
    .limit(LIMIT)
    .offset(OFFSET)
)
OUTERMOST = BRANCHES.where(CATEGORIES.parent_id.is_(None))
WITHIN = BRANCHES.where(CATEGORIES.parent_id == ID)
COUNT_WITHIN = select(func.count(CATEGORIES.id)).where(CATEGORIES.parent_id == ID, SHOWN)
HAS_BEST = select(exists(NAMED.where(PRODUCTS.sold_lately > 0)))


def _list(sort: Sort, *where: ColumnElement[bool]) -> Select[Any]:
    if sort is Sort.BEST:
        where = (*where, PRODUCTS.sold_lately > 0)
    return NAMED.where(*where).order_by(*ORDERS[sort]).limit(LIMIT).offset(OFFSET)


LISTS = {sort: _list(sort) for sort in Sort}
LISTS_IN = {sort: _list(sort, PRODUCTS.category_id == ID) for sort in Sort}


def _photos(where: ColumnElement[bool]) -> Select[Any]:
    copied = (COPIES.media_id == MEDIA.id) & (COPIES.bot_id == BOT)
    tables = Media.__table__.join(Picture.__table__, PICTURES.media_id == MEDIA.id)
    return (
        select(MEDIA.id, MEDIA.sha256, COPIES.file_id)
        .select_from(tables.outerjoin(MediaCopy.__table__, copied))
        .where(where)
        .order_by(PICTURES.position, PICTURES.id)
    )


PHOTOS = _photos(PICTURES.product_id == ID)
PHOTO_OF_CATEGORY = _photos(PICTURES.category_id == ID)


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

    async def count_within(self, parent_id: int) -> int:
        return await self._session.scalar(COUNT_WITHIN, {"id": parent_id}) or 0

    async def within(self, parent_id: int | None, limit: int, offset: int) -> Sequence[Branch]:
        """Categories directly in this one (None: at the entrance) that sell something."""
        query = OUTERMOST if parent_id is None else WITHIN
        return [Branch(*row) for row in await self._page(query, limit, offset, id=parent_id)]

    async def listed(
        self, sort: Sort, category_id: int | None, limit: int, offset: int
    ) -> Sequence[tuple[int, str]]:
        """(id, name) of products on sale directly in a category, or of all there are."""
        query = LISTS[sort] if category_id is None else LISTS_IN[sort]
        rows = await self._page(query, limit, offset, id=category_id)
        return [(row[0], row[1]) for row in rows]

    async def numbered(self, limit: int, offset: int) -> Sequence[tuple[int, str]]:
        """The same by their numbers."""
        return [(row[0], row[1]) for row in await self._page(NUMBERED, limit, offset)]

    async def _page(
        self, query: Select[Any], limit: int, offset: int, **more: int | None
    ) -> Sequence[Any]:
        values = {name: value for name, value in more.items() if value is not None}
        found = await self._session.execute(query, {"limit": limit, "offset": offset, **values})
        rows: Sequence[Any] = found.all()
        return rows

    async def names(self, product_ids: Sequence[int]) -> dict[int, str]:
        """Of those that are on sale."""
        rows = await self._session.execute(NAMES, {"ids": product_ids})
        return {row[0]: row[1] for row in rows}

    async def has_best(self) -> bool:
        """Whether anything was bought lately."""
        return bool(await self._session.scalar(HAS_BEST))

    async def offers(self, product_ids: Sequence[int]) -> Sequence[tuple[int, int, int, int]]:
        """(product, variant, price, available) of each variant on sale."""
        rows = await self._session.execute(OFFERS, {"ids": product_ids})
        return [(row.product_id, row.id, row.price, row.available) for row in rows]

    async def photos(self, product_id: int, bot_id: int) -> Sequence[Hung]:
        return await self._hung(PHOTOS, product_id, bot_id)

    async def photo_of_category(self, category_id: int, bot_id: int) -> Hung | None:
        return next(iter(await self._hung(PHOTO_OF_CATEGORY, category_id, bot_id)), None)

    async def _hung(self, query: Select[Any], row_id: int, bot_id: int) -> Sequence[Hung]:
        rows = await self._session.execute(query, {"id": row_id, "bot_id": bot_id})
        return [Hung(*row) for row in rows]
