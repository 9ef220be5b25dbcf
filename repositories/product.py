"""Questions about the catalogue. Each screen is one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, bindparam, func, literal, select, update
from sqlalchemy.orm import aliased, contains_eager

from models.base import Flag
from models.product import Category, Product, Variant
from repositories.base import Repository

PIECE = 500
MOST = 1_000
"""Variants looked at for one screen."""
CHOOSABLE = (
    Product.active == literal(True, Flag()),
    Category.shown == literal(True, Flag()),
    Variant.active == literal(True, Flag()),
)
CERTAIN = Variant.doubted_at.is_(None)
"""What is in doubt is not shown; in carts it stays."""
ROW_ID: Any = bindparam("row_id", type_=BigInteger)
VARIANTS = (
    select(Variant)
    .join(Variant.product)
    .join(Category, Category.id == Product.category_id)
    .options(contains_eager(Variant.product))
    .where(*CHOOSABLE)
    .order_by(Product.id, Variant.position, Variant.id)
    .limit(MOST)
)
ONE = VARIANTS.where(Variant.id == ROW_ID)
IN_CATEGORY = VARIANTS.where(Product.category_id == ROW_ID, CERTAIN)
OF_PRODUCT = VARIANTS.where(Variant.product_id == ROW_ID, CERTAIN)
Chosen = aliased(Variant)
ON_ITS_CARD = VARIANTS.where(
    Variant.product_id == select(Chosen.product_id).where(Chosen.id == ROW_ID).scalar_subquery(),
    CERTAIN,
)
"""Built once: building one takes longer than asking it."""


class ProductRepository(Repository):
    async def category_name(self, category_id: int) -> str:
        query = select(Category.name).where(Category.id == category_id)
        return await self._session.scalar(query) or ""

    async def variants_in(self, category_id: int) -> Sequence[Variant]:
        return (await self._session.scalars(IN_CATEGORY, {"row_id": category_id})).all()

    async def variants_of(self, product_id: int) -> Sequence[Variant]:
        return (await self._session.scalars(OF_PRODUCT, {"row_id": product_id})).all()

    async def beside(self, variant_id: int) -> Sequence[Variant]:
        """All that are on the card of this one; it is not among them while it is in doubt."""
        return (await self._session.scalars(ON_ITS_CARD, {"row_id": variant_id})).all()

    async def find_variant(self, variant_id: int) -> Variant | None:
        return (await self._session.scalars(ONE, {"row_id": variant_id})).one_or_none()

    async def all_categories(self) -> Sequence[Category]:
        return (await self._session.scalars(select(Category).order_by(Category.id))).all()

    async def all_products(self) -> Sequence[Product]:
        """On sale or not."""
        return (await self._session.scalars(select(Product).order_by(Product.id))).all()

    async def all_variants(self, *, lock: bool = False) -> Sequence[Variant]:
        """On sale or not, with their products; `lock` for who is about to change them."""
        query = select(Variant).join(Variant.product).options(contains_eager(Variant.product))
        if lock:
            query = query.with_for_update(of=Variant)
        return (await self._session.scalars(query.order_by(Variant.id))).all()

    async def is_empty(self) -> bool:
        return await self._session.scalar(select(func.count()).select_from(Product)) == 0

    async def find_category(self, name: str, parent_id: int | None = None) -> Category | None:
        """Directly in that category, or (None) at the entrance."""
        query = select(Category).where(Category.name == name, Category.parent_id == parent_id)
        return await self._session.scalar(query)

    async def find_product(self, category_id: int, name: str) -> Product | None:
        query = select(Product).where(Product.category_id == category_id, Product.name == name)
        return await self._session.scalar(query)

    async def find_variant_of(self, product_id: int, name: str) -> Variant | None:
        query = select(Variant).where(Variant.product_id == product_id, Variant.name == name)
        return await self._session.scalar(query)

    async def doubt(self, now: datetime, variant_ids: Sequence[int] | None = None) -> None:
        """Sell nothing of these, or of everything, until a person says so. What is endless can be
        given to everybody, however often it was.
        """
        never_ends = literal(True, Flag())
        doubtful: tuple[Any, ...] = (Variant.doubted_at.is_(None), Variant.endless != never_ends)
        if variant_ids is not None:
            doubtful = (*doubtful, Variant.id.in_(variant_ids))
        await self._change(doubtful, doubted_at=now)

    async def doubted(self) -> Sequence[Variant]:
        """What waits for a person to say that it is there."""
        query = select(Variant).join(Variant.product).options(contains_eager(Variant.product))
        query = query.where(Variant.doubted_at.is_not(None)).order_by(Product.id, Variant.id)
        return (await self._session.scalars(query)).all()

    async def gone(self) -> int:
        """Goods that are known to have been delivered in a time that the database lost."""
        return await self._session.scalar(select(func.sum(Variant.gone_quantity))) or 0

    async def trust(self, variant_id: int | None) -> int:
        """A person says that this, or everything, is there; how many variants were in doubt."""
        doubted: tuple[Any, ...] = (Variant.doubted_at.is_not(None),)
        if variant_id is not None:
            doubted = (*doubted, Variant.id == variant_id)
        return await self._change(doubted, doubted_at=None)

    async def _change(self, which: tuple[Any, ...], **values: Any) -> int:
        """Locked in id order first, as a checkout locks them: neither waits for the other."""
        query = select(Variant.id).where(*which).order_by(Variant.id).with_for_update()
        ids = (await self._session.scalars(query)).all()
        for start in range(0, len(ids), PIECE):
            some = Variant.id.in_(ids[start : start + PIECE])
            await self._session.execute(update(Variant).where(some).values(**values))
        return len(ids)

    async def reprice(self, variant_id: int, price: int) -> None:
        await self._session.execute(
            update(Variant).where(Variant.id == variant_id).values(price=price)
        )

    async def add(self, entity: Category | Product | Variant) -> None:
        self._session.add(entity)
        await self._session.flush()
