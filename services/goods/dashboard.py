"""What an owner wants to know of the shelves: figures, what runs low, and whether they add up."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from db import UnitOfWork, UnitOfWorkFactory
from models.errors import ProductNotFound
from models.product import Category, Product, Variant
from repositories.batch import Hold
from repositories.kind import HIGHEST, LOWEST
from repositories.slice import GOODS
from services.goods.finding import words_of

PAGE = 8
HOLDS = 5
"""Orders that are named on a card."""
ROWS = 500
"""Of an export, at a time."""


class Few(StrEnum):
    """Lists of what is to be restocked."""

    LOW = "low"
    SOLD_OUT = "out"


@dataclass(frozen=True, slots=True)
class Figures:
    """A variant in numbers."""

    variant: Variant
    holds: Sequence[Hold] = ()
    beside: Sequence[int] = ()
    """The versions of its product, as they stand."""

    @property
    def cost(self) -> int | None:
        """Minor units of one piece; None: nobody noted it."""
        return self.variant.cost

    @property
    def margin(self) -> int | None:
        """Minor units that are left of the price of one."""
        return None if self.cost is None else self.variant.price - self.cost


@dataclass(frozen=True, slots=True)
class CategorySheet:
    """A page of a category: what is inside of it first, then products, one more than a page if
    there is another. `beside`: the ids of its neighbours and its own, in their order.
    """

    category: Category
    within: Sequence[Category]
    products: Sequence[Product]
    beside: Sequence[int]


@dataclass(frozen=True, slots=True)
class ProductSheet:
    """A product as who keeps the shelves sees it, with all its variants."""

    product: Product
    category: Category
    variants: Sequence[Variant]
    beside: Sequence[int] = ()
    questions: Sequence[str] = ()


def _bare(name: str) -> str:
    return " ".join(words_of(name))


class DashboardService:
    def __init__(self, uow: UnitOfWorkFactory, currency: str) -> None:
        self._uow = uow
        self._currency = currency

    async def entrance(self, page: int) -> Sequence[Category]:
        """One page of the categories that are in no other, and one more if there is a next page."""
        async with self._uow.read() as uow:
            return await uow.keeping.categories(None, PAGE + 1, max(0, page) * PAGE)

    async def categories_named(self, name: str) -> list[Category]:
        """Wherever they are: as they are spelled, else in other letters, else without the signs
        around their words, which nobody types (`Games` is `🎮 Games`).
        """
        async with self._uow.read() as uow:
            rows = await uow.keeping.all_categories()
        for like in (str, str.casefold, _bare):
            if found := [row for row in rows if like(row.name) == like(name) != ""]:
                return found
        return []

    async def category(self, category_id: int, page: int) -> CategorySheet:
        """One page of what is in it, on sale or not. Raises ProductNotFound."""
        start, most = max(0, page) * PAGE, PAGE + 1
        async with self._uow.read() as uow:
            category = await uow.keeping.category(category_id)
            if category is None:
                raise ProductNotFound
            inner = await uow.keeping.ids_of_categories(category_id)
            within = await uow.keeping.categories(category_id, most, start)
            start = max(0, start - len(inner))
            room = most - len(within)
            rows = await uow.keeping.products_in(category_id, room, start) if room else []
            beside = await uow.keeping.ids_of_categories(category.parent_id)
            return CategorySheet(category, within, rows, beside)

    async def product(self, product_id: int) -> ProductSheet:
        """Raises ProductNotFound."""
        async with self._uow.read() as uow:
            product = await uow.keeping.product(product_id)
            category = await uow.keeping.category(product.category_id) if product else None
            if product is None or category is None:
                raise ProductNotFound
            variants = await uow.keeping.variants_of([product_id])
            beside = await uow.keeping.ids_of_products(category.id)
            asked = [row.text for row in await uow.questions.of([product_id])]
            return ProductSheet(product, category, variants, beside, asked)

    async def figures(self, variant_id: int) -> Figures:
        """Raises ProductNotFound."""
        async with self._uow.read() as uow:
            variant = await uow.batches.variant(variant_id)
            if variant is None:
                raise ProductNotFound
            holds = await uow.batches.holds(variant_id, HOLDS + 1)
            beside = await uow.keeping.ids_of_variants(variant.product_id)
            return Figures(variant, holds, beside)

    async def few(self, which: Few, page: int) -> Sequence[Variant]:
        """One page, and one more if there is a next page."""
        async with self._uow.read() as uow:
            ask = uow.keeping.low if which is Few.LOW else uow.keeping.sold_out
            return await ask(PAGE + 1, max(0, page) * PAGE)

    async def everything(self) -> AsyncIterator[Figures]:
        """Every variant, a page of them in memory at a time."""
        after = 0
        while True:
            async with self._uow.read() as uow:
                rows = await uow.keeping.page(after, ROWS)
            for row in rows:
                yield Figures(row)
            if len(rows) < ROWS:
                return
            after = rows[-1].id

    async def inconsistencies(self) -> dict[str, str]:
        """What of the shelves contradicts itself: by the name of the invariant, the rows."""
        async with self._uow.read() as uow:
            return await _wrong(uow)


async def _wrong(uow: UnitOfWork) -> dict[str, str]:
    found = dict[str, str]()
    for kind in GOODS:
        after = LOWEST
        while after < HIGHEST:
            wrong, after = await uow.invariants.look(kind, after)
            found |= wrong
    return found
