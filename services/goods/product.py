"""Looking around: the entrance, shelves, lists, and one product with all that its card shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from db import UnitOfWork, UnitOfWorkFactory
from models.demand import WishKind
from models.errors import ProductNotFound
from models.product import Product, Variant
from models.shelf import Branch, Sort
from services.goods.gallery import Gallery, Photo, photos_of
from services.goods.price import Price, Prices, prices_of
from utils.clock import Clock

PAGE = 20
"""Rows of one screen."""
NUMBERS = 24
"""Products on a page of numbers."""


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product with the variants on sale, never empty, and what they cost now."""

    product: Product
    variants: tuple[Variant, ...]
    prices: Prices
    photos: tuple[Photo, ...] = ()
    wishes: frozenset[WishKind] = frozenset()
    """What who looks at it waits for, of the one variant that it is about."""

    @property
    def available(self) -> int:
        return sum(variant.available for variant in self.variants)

    def price(self, variant: Variant) -> Price:
        return self.prices.of(variant)


@dataclass(frozen=True, slots=True)
class Row:
    """A product in a list. `price`: the lowest there is now; `several`: some cost more."""

    id: int
    name: str
    price: Price
    several: bool
    available: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of what is on a shelf: categories first, then products.

    `path`: (id, name) of the categories around it and itself, from the entrance.
    """

    page: int
    more: bool
    branches: tuple[Branch, ...] = ()
    rows: tuple[Row, ...] = ()
    path: tuple[tuple[int, str], ...] = ()
    sort: Sort = Sort.OWN
    has_best: bool = False
    photo: Photo | None = field(default=None)

    @property
    def parent_id(self) -> int | None:
        """Where Back leads; None: to the entrance."""
        return self.path[-2][0] if len(self.path) > 1 else None


class ProductService:
    """`group`: that of whoever looks, whose prices are shown; None: what everybody pays."""

    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, gallery: Gallery | None = None
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._gallery = gallery

    async def entrance(self, page: int = 0) -> Shelf:
        """The outermost categories."""
        async with self._uow.glance() as uow:
            branches = await uow.shelves.within(None, PAGE + 1, page * PAGE)
            best = await uow.shelves.has_best()
        return Shelf(page, len(branches) > PAGE, tuple(branches[:PAGE]), has_best=best)

    async def shelf(
        self,
        category_id: int,
        sort: Sort = Sort.OWN,
        page: int = 0,
        *,
        group: int | None = None,
    ) -> Shelf:
        """What is directly in a category. Raises ProductNotFound when it is not shown."""
        async with self._uow.glance() as uow:
            path = await uow.shelves.path(category_id)
            if not path:
                raise ProductNotFound
            start = page * PAGE
            branches = await uow.shelves.within(category_id, PAGE + 1, start)
            found = await self._after(uow, sort, category_id, start, len(branches))
            more = len(branches) + len(found) > PAGE
            rows = await self._rows(uow, found[: PAGE - len(branches)], group)
            photo = await self._photo(uow, category_id)
        return Shelf(page, more, tuple(branches[:PAGE]), rows, tuple(path), sort, photo=photo)

    async def _after(
        self, uow: UnitOfWork, sort: Sort, category_id: int, start: int, branches: int
    ) -> Sequence[tuple[int, str]]:
        """The products that stand behind so many categories, with the first of the next page."""
        room = PAGE + 1 - branches
        if not room:
            return ()
        before = start if branches or not start else await uow.shelves.count_within(category_id)
        return await uow.shelves.listed(sort, category_id, room, max(0, start - before))

    async def _photo(self, uow: UnitOfWork, category_id: int) -> Photo | None:
        if self._gallery is None:
            return None
        found = await uow.shelves.photo_of_category(category_id, self._gallery.bot_id)
        return self._gallery.hang([found])[0] if found else None

    async def everything(self, sort: Sort, page: int = 0, *, group: int | None = None) -> Shelf:
        """All products, or the best sellers."""
        async with self._uow.glance() as uow:
            found = await uow.shelves.listed(sort, None, PAGE + 1, page * PAGE)
            rows = await self._rows(uow, found[:PAGE], group)
        return Shelf(page, len(found) > PAGE, rows=rows, sort=sort)

    async def numbers(self, page: int = 0, *, group: int | None = None) -> Shelf:
        """By number, more of them on a page."""
        async with self._uow.glance() as uow:
            found = await uow.shelves.numbered(NUMBERS + 1, page * NUMBERS)
            rows = await self._rows(uow, found[:NUMBERS], group)
        return Shelf(page, len(found) > NUMBERS, rows=rows)

    async def rows(
        self, found: Sequence[tuple[int, str]], *, group: int | None = None
    ) -> tuple[Row, ...]:
        """These products, as a list shows them."""
        async with self._uow.glance() as uow:
            return await self._rows(uow, found, group)

    async def _rows(
        self, uow: UnitOfWork, found: Sequence[tuple[int, str]], group: int | None
    ) -> tuple[Row, ...]:
        if not found:
            return ()
        ids = [product_id for product_id, _ in found]
        prices = await prices_of(uow, ids, self._clock(), group)
        offers: dict[int, list[tuple[Price, int]]] = {}
        for product_id, variant_id, full, available in await uow.shelves.offers(ids):
            price = prices.reduce(product_id, variant_id, full)
            offers.setdefault(product_id, []).append((price, available))
        return tuple(_row(i, name, offers[i]) for i, name in found if i in offers)

    async def get(
        self, product_id: int, reader: int | None = None, *, group: int | None = None
    ) -> ProductCard:
        """Raises ProductNotFound, also for a product that is no longer sold."""
        async with self._uow.glance() as uow:
            variants = await uow.products.variants_of(product_id)
            if not variants:
                raise ProductNotFound
            only = variants[0] if len(variants) == 1 else None
            return await self._card(uow, variants, only, (reader, group))

    async def of_variant(
        self, variant_id: int, reader: int | None = None, *, group: int | None = None
    ) -> tuple[ProductCard, Variant]:
        """The card that this variant is on. Raises ProductNotFound, also while it is in doubt and
        others on its card are not.
        """
        async with self._uow.glance() as uow:
            variants = await uow.products.beside(variant_id)
            shown = next((one for one in variants if one.id == variant_id), None)
            if shown is None:
                raise ProductNotFound
            return await self._card(uow, variants, shown, (reader, group)), shown

    async def _card(
        self,
        uow: UnitOfWork,
        variants: Sequence[Variant],
        shown: Variant | None,
        whose: tuple[int | None, int | None],
    ) -> ProductCard:
        """`whose`: who reads it, and the group whose prices they pay."""
        product, (reader, group) = variants[0].product, whose
        prices = await prices_of(uow, [product.id], self._clock(), group)
        photos = await photos_of(self._gallery, uow, product.id)
        wishes = set[WishKind]()
        if shown is not None and reader is not None:
            wishes = await uow.demand.wishes_of(reader, shown.id)
        return ProductCard(product, tuple(variants), prices, photos, frozenset(wishes))


def _row(product_id: int, name: str, offers: Sequence[tuple[Price, int]]) -> Row:
    all_prices = [price for price, _ in offers]
    lowest = min(all_prices, key=lambda price: (price.now, price.full))
    available = sum(left for _, left in offers)
    several = any(price.now > lowest.now for price in all_prices)
    return Row(product_id, name, lowest, several, available)
