"""What there is, by name, and what of it a catalogue calls by another name.

Pieces are only counted: whoever is called by another name and counted again is there twice. So what
is the same goods keeps its stock under its new name, and where nobody can tell a person must.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import TypeVar

from db import UnitOfWork
from models.product import Category, Product, ProductKind, Variant
from models.shipping import ShippingOption
from services.goods.catalogue import CatalogueSpec, title
from services.goods.unit import known
from utils.sealing import Sealer
from utils.spelling import normal

ALIKE = 0.6
"""How much of two names is the same, so that one may be the other corrected."""
Key = TypeVar("Key", bound=tuple[str, ...])
ProductKey = tuple[str, str]
VariantKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Shelves:
    """What there is, by name. `doubted`: what is loaded now may have been sold before."""

    categories: dict[str, Category] = field(default_factory=dict)
    products: dict[ProductKey, Product] = field(default_factory=dict)
    variants: dict[VariantKey, Variant] = field(default_factory=dict)
    known: frozenset[bytes] = frozenset()
    doubted: bool = False
    twice: frozenset[str] = frozenset()
    """Names that more than one category has: what is meant by them nobody can tell."""
    questions: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By product."""
    shipping: dict[str, ShippingOption] = field(default_factory=dict)

    def ambiguous(self, spec: CatalogueSpec, *, hide: bool) -> Iterable[str]:
        """Categories of the file that may be any of several."""
        meant = {category.name for category in spec.category}
        for name in sorted(self.twice if hide else self.twice & meant):
            yield f"{name}: the shop has several categories of this name: use a .json or .csv file"

    def left_out(self, spec: CatalogueSpec) -> list[VariantKey]:
        """Variants on sale that the file does not know."""
        listed = {(category.name, product.name, v.name) for category, product, v in spec.rows()}
        return [
            names
            for names, variant in self.variants.items()
            if names not in listed and variant.active and self.products[names[:2]].active
        ]

    def counted_out(self, spec: CatalogueSpec) -> list[VariantKey]:
        """Those of them of which there are pieces."""
        return [
            names
            for names in self.left_out(spec)
            if self.products[names[:2]].kind is ProductKind.PHYSICAL
            and self.variants[names].stock_quantity
        ]

    def counted_new(self, spec: CatalogueSpec) -> list[VariantKey]:
        """Variants that the shop does not know, with pieces."""
        rows = [((category.name, product.name, v.name), v) for category, product, v in spec.rows()]
        return [names for names, v in rows if v.stock and names not in self.variants]

    def called(self, renames: "Renames") -> "Shelves":
        """The same under the new names."""
        products, variants = renames
        named = {products.get(names, names): row for names, row in self.products.items()}
        moved = {
            variants.get(names, (*products.get(names[:2], names[:2]), names[2])): row
            for names, row in self.variants.items()
        }
        return replace(self, products=named, variants=moved)


Renames = tuple[dict[ProductKey, ProductKey], dict[VariantKey, VariantKey]]
"""(products, variants): from the name in the shop to that in the file."""


def renamed(spec: CatalogueSpec, shelves: Shelves) -> Renames:
    """What is the same by its name: moved or corrected, and nothing else that it could be."""
    products = _products(spec, shelves)
    moved = shelves.called((products, {}))
    old, new = moved.counted_out(spec), moved.counted_new(spec)
    names = {now: before for before, now in products.items()}
    pairs = _pairs(old, new, lambda a, b: a[:2] == b[:2] and alike(a[2], b[2]))
    variants = {
        (*names.get(before[:2], before[:2]), before[2]): now for before, now in pairs.items()
    }
    return products, variants


def told(renames: Renames) -> list[tuple[str, str]]:
    """(title in the shop, title in the file)"""
    pairs: list[tuple[tuple[str, ...], tuple[str, ...]]] = [*renames[0].items()]
    pairs += renames[1].items()
    return [(title(*before), title(*now)) for before, now in pairs]


def _products(spec: CatalogueSpec, shelves: Shelves) -> dict[ProductKey, ProductKey]:
    listed = {(category.name, product.name) for category, product, _ in spec.rows()}
    out = [names[:2] for names in shelves.counted_out(spec)]
    old = [names for names in dict.fromkeys(out) if names not in listed]
    fresh = [names[:2] for names in shelves.counted_new(spec)]
    new = [names for names in dict.fromkeys(fresh) if names not in shelves.products]
    moved = _pairs(old, new, lambda a, b: normal(a[1]) == normal(b[1]))
    rest = [n for n in old if n not in moved], [n for n in new if n not in moved.values()]
    return moved | _pairs(*rest, lambda a, b: a[0] == b[0] and alike(a[1], b[1]))


def _pairs(
    old: Sequence[Key], new: Sequence[Key], same: Callable[[Key, Key], bool]
) -> dict[Key, Key]:
    """Each with the only one it can be, of which it is the only one."""
    fits = {a: [b for b in new if same(a, b)] for a in old}
    claimed = [b for candidates in fits.values() for b in candidates]
    return {
        a: candidates[0]
        for a, candidates in fits.items()
        if len(candidates) == 1 and claimed.count(candidates[0]) == 1
    }


def alike(name: str, other: str) -> bool:
    """Whether one may be the other, corrected."""
    one, two = normal(name).casefold(), normal(other).casefold()
    return SequenceMatcher(None, one, two).ratio() >= ALIKE


def unclear(spec: CatalogueSpec, shelves: Shelves) -> list[str]:
    """What may be counted twice, since nobody can tell whether it is the same; or nothing."""
    old, new = shelves.counted_out(spec), shelves.counted_new(spec)
    if not (old and new):
        return []
    gone = [f"{title(*names)}: has pieces on sale, and is not in the file" for names in old]
    return gone + [f"{title(*names)}: is new in the file, and has pieces" for names in new]


def held(spec: CatalogueSpec, shelves: Shelves) -> Iterable[str]:
    """What cannot be taken off for something new, since open orders hold pieces of it."""
    if not shelves.counted_new(spec):
        return
    for names in shelves.counted_out(spec):
        if count := shelves.variants[names].reserved_quantity:
            yield (
                f"{title(*names)}: open orders hold {count} of it, which the new stock may contain:"
                " try again when they have ended, or keep it (--keep-missing)"
            )


async def shelves_of(
    uow: UnitOfWork, sealer: Sealer, digests: Mapping[str, bytes], *, lock: bool = False
) -> Shelves:
    categories = {row.id: row for row in await uow.products.all_categories()}
    products = {row.id: row for row in await uow.products.all_products()}
    names = {row.id: (categories[row.category_id].name, row.name) for row in products.values()}
    variants = await uow.products.all_variants(lock=lock)
    counts = Counter(row.name for row in categories.values())
    return Shelves(
        {row.name: row for row in categories.values()},
        {names[row.id]: row for row in products.values()},
        {(*names[row.product_id], row.name): row for row in variants},
        frozenset(await known(uow, sealer, digests)),
        await uow.tallies.is_doubted(),
        frozenset(name for name, count in counts.items() if count > 1),
        await questions_of(uow),
        {row.name: row for row in await uow.shipping.all(lock=lock)},
    )


async def questions_of(uow: UnitOfWork) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for row in await uow.questions.all():
        found[row.product_id] = (*found.get(row.product_id, ()), row.text)
    return found
