"""Questions about the catalogue. Each screen is one statement."""

from collections.abc import Sequence

from sqlalchemy import func, literal, select, update
from sqlalchemy.orm import contains_eager

from models.base import Flag
from models.product import ON_SALE, Category, Product, Variant
from repositories.base import Repository

MOST = 1_000
"""Variants looked at for one screen."""
CHOOSABLE = (ON_SALE, Variant.active == literal(True, Flag()))


class ProductRepository(Repository):
    async def category_name(self, category_id: int) -> str:
        query = select(Category.name).where(Category.id == category_id)
        return await self._session.scalar(query) or ""

    async def variants_in(self, category_id: int) -> Sequence[Variant]:
        return await self._variants(Product.category_id == category_id)

    async def variants_of(self, product_id: int) -> Sequence[Variant]:
        return await self._variants(Variant.product_id == product_id)

    async def find_variant(self, variant_id: int) -> Variant | None:
        return next(iter(await self._variants(Variant.id == variant_id)), None)

    async def _variants(self, condition: object) -> Sequence[Variant]:
        query = (
            select(Variant)
            .join(Variant.product)
            .options(contains_eager(Variant.product))
            .where(condition, *CHOOSABLE)  # type: ignore[arg-type]
            .order_by(Product.id, Variant.id)
            .limit(MOST)
        )
        return (await self._session.scalars(query)).all()

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

    async def reprice(self, variant_id: int, price: int) -> None:
        await self._session.execute(
            update(Variant).where(Variant.id == variant_id).values(price=price)
        )

    async def add(self, entity: Category | Product | Variant) -> None:
        self._session.add(entity)
        await self._session.flush()
