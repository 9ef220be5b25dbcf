"""Questions of who keeps the shelves: everything there is, on sale or not."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import literal, select, update
from sqlalchemy.orm import contains_eager

from models.base import Flag
from models.product import Category, Product, Variant
from repositories.base import Repository
from repositories.batch import SHELVED

LIVE = (Product.active == literal(True, Flag()), Variant.active == literal(True, Flag()))

STANDING = (Variant.position, Variant.id)
"""The order in which the versions of a product stand."""


class KeepingRepository(Repository):
    async def category(self, category_id: int, *, lock: bool = False) -> Category | None:
        query = select(Category).where(Category.id == category_id)
        found: Category | None = await self._session.scalar(_fresh(query, lock=lock))
        return found

    async def product(self, product_id: int, *, lock: bool = False) -> Product | None:
        query = select(Product).where(Product.id == product_id)
        found: Product | None = await self._session.scalar(_fresh(query, lock=lock))
        return found

    async def category_named(self, parent_id: int | None, name: str) -> Category | None:
        query = select(Category).where(Category.name == name, _inside(parent_id))
        return await self._session.scalar(query)

    async def product_named(self, category_id: int, name: str) -> Product | None:
        query = select(Product).where(Product.category_id == category_id, Product.name == name)
        return await self._session.scalar(query)

    async def variant_named(self, product_id: int, name: str) -> Variant | None:
        query = select(Variant).where(Variant.product_id == product_id, Variant.name == name)
        return await self._session.scalar(query)

    async def add(self, row: Category | Product | Variant) -> None:
        self._session.add(row)
        await self._session.flush()

    async def categories(
        self, parent_id: int | None, limit: int, offset: int
    ) -> Sequence[Category]:
        """Those right inside of one, or at the entrance."""
        query = select(Category).where(_inside(parent_id))
        rows = query.order_by(Category.position, Category.id).limit(limit).offset(offset)
        return (await self._session.scalars(rows)).all()

    async def products_in(self, category_id: int, limit: int, offset: int) -> Sequence[Product]:
        query = select(Product).where(Product.category_id == category_id)
        rows = query.order_by(Product.position, Product.id).limit(limit).offset(offset)
        return (await self._session.scalars(rows)).all()

    async def ids_of_categories(self, parent_id: int | None, *, lock: bool = False) -> list[int]:
        """As they stand."""
        query = select(Category.id).where(_inside(parent_id))
        query = query.order_by(Category.position, Category.id)
        return list(await self._session.scalars(query.with_for_update() if lock else query))

    async def ids_of_products(self, category_id: int, *, lock: bool = False) -> list[int]:
        """As they stand."""
        query = select(Product.id).where(Product.category_id == category_id)
        query = query.order_by(Product.position, Product.id)
        return list(await self._session.scalars(query.with_for_update() if lock else query))

    async def ids_of_variants(self, product_id: int, *, lock: bool = False) -> list[int]:
        """As they stand."""
        query = select(Variant.id).where(Variant.product_id == product_id).order_by(*STANDING)
        return list(await self._session.scalars(query.with_for_update() if lock else query))

    async def within(self, category_id: int) -> set[int]:
        """A category and all that is inside of it, to any depth."""
        found, wave = {category_id}, [category_id]
        while wave:
            query = select(Category.id).where(Category.parent_id.in_(wave))
            wave = [each for each in await self._session.scalars(query) if each not in found]
            found.update(wave)
        return found

    async def variants_of(self, product_ids: Sequence[int]) -> Sequence[Variant]:
        """As they stand."""
        return await self._variants(Variant.product_id.in_(product_ids), order=STANDING)

    async def low(self, limit: int, offset: int) -> Sequence[Variant]:
        """On sale, with no more left than was asked to warn of; those that ran out come later."""
        few = (Variant.low_at.is_not(None), Variant.low_at >= SHELVED)
        return await self._variants(*few, *LIVE, limit=limit, offset=offset)

    async def sold_out(self, limit: int, offset: int) -> Sequence[Variant]:
        """On sale, and nothing is free; what is in doubt waits for a person, not for goods."""
        none = Variant.reserved_quantity >= SHELVED
        return await self._variants(none, *LIVE, limit=limit, offset=offset)

    async def page(self, after: int, limit: int) -> Sequence[Variant]:
        """Every variant, by its id: for exports, which hold one page at a time."""
        return await self._variants(Variant.id > after, limit=limit)

    async def _variants(
        self,
        *conditions: Any,
        order: Sequence[Any] = (Variant.id,),
        limit: int | None = None,
        offset: int = 0,
    ) -> Sequence[Variant]:
        query = (
            select(Variant)
            .join(Variant.product)
            .options(contains_eager(Variant.product))
            .where(*conditions)
            .order_by(*order)
            .limit(limit)
            .offset(offset)
        )
        return (await self._session.scalars(query)).all()

    async def set_variant(self, variant_id: int, **values: Any) -> None:
        change = update(Variant).where(Variant.id == variant_id).values(**values)
        await self._session.execute(change.execution_options(synchronize_session=False))

    async def set_product(self, product_id: int, **values: Any) -> None:
        change = update(Product).where(Product.id == product_id).values(**values)
        await self._session.execute(change.execution_options(synchronize_session=False))

    async def set_category(self, category_id: int, **values: Any) -> None:
        change = update(Category).where(Category.id == category_id).values(**values)
        await self._session.execute(change.execution_options(synchronize_session=False))

    async def all_products(self) -> Sequence[Product]:
        return (await self._session.scalars(select(Product).order_by(Product.id))).all()

    async def all_variants(self, *, lock: bool = False) -> Sequence[Variant]:
        """With their products; `lock` for who is about to change them."""
        query = select(Variant).join(Variant.product).options(contains_eager(Variant.product))
        if lock:
            query = query.with_for_update(of=Variant)
        return (await self._session.scalars(query.order_by(Variant.id))).all()

    async def all_categories(self) -> Sequence[Category]:
        query = select(Category).order_by(Category.position, Category.id)
        return (await self._session.scalars(query)).all()


def _inside(parent_id: int | None) -> Any:
    return Category.parent_id.is_(None) if parent_id is None else Category.parent_id == parent_id


def _fresh(query: Any, *, lock: bool) -> Any:
    """As it is in the database now; `lock` for who is about to change it."""
    query = query.execution_options(populate_existing=True)
    return query.with_for_update() if lock else query
