"""The catalogue out of the shop and into it: the difference first, then all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.media import Media
from models.product import Category, Product, ProductKind, Variant
from services.goods.archive import Hung, Photos, Spot
from services.goods.sheet import (
    BadExchange,
    Catalogue,
    CategoryRow,
    Path,
    ProductRow,
    VariantRow,
    joined,
)
from utils.clock import Clock
from utils.refusal import CommandRefused

ACTOR, REASON = "operator", "catalogue"
SHOWN = 20
UNCLEAR = (
    "pieces may be counted twice: say --keep-missing if what FILE leaves out is there as well; if"
    " it has another name in FILE, rename it in the chat first, or name it in FILE too with stock 0"
)
SHORT = 12
"""Hexadecimal digits by which a photo is shown."""


@dataclass(frozen=True, slots=True)
class Change:
    """`field` is empty for something new; then `after` is nothing either."""

    title: str
    field: str = ""
    before: Any = None
    after: Any = None


@dataclass(slots=True)
class Found:
    """What there is, by its place and name."""

    categories: dict[Path, Category] = field(default_factory=dict)
    products: dict[tuple[Path, str], Product] = field(default_factory=dict)
    variants: dict[tuple[Path, str, str], Variant] = field(default_factory=dict)
    hung: Hung = field(default_factory=dict)


class TransferService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, currency: str) -> None:
        self._uow = uow
        self._clock = clock
        self._currency = currency

    async def export(self) -> Catalogue:
        """Everything, on sale or not, as it stands at one moment."""
        return (await self.export_hung())[0]

    async def export_hung(self) -> tuple[Catalogue, Hung]:
        """With the photos of every category and product, also where there are none."""
        async with self._uow.read() as uow:
            found = await _found(uow)
        spots: list[Spot] = [*((path, "") for path in found.categories), *found.products]
        return self._catalogue(found), {spot: found.hung.get(spot, ()) for spot in spots}

    def _catalogue(self, found: Found) -> Catalogue:
        return Catalogue(
            self._currency,
            tuple(CategoryRow(path, row.active) for path, row in found.categories.items()),
            tuple(
                ProductRow(path, name, row.kind, row.description, row.active)
                for (path, name), row in found.products.items()
            ),
            tuple(
                _variant_row(path, product, row)
                for (path, product, _), row in found.variants.items()
            ),
        )

    async def plan(self, wanted: Catalogue, photos: Photos | None = None) -> list[Change]:
        """What taking it in would change now; raises BadExchange."""
        async with self._uow.read() as uow:
            found = await _found(uow)
        return [*compared(wanted, found), *rehung(photos, found)]

    async def take_in(
        self,
        wanted: Catalogue,
        agreed: Sequence[Change],
        photos: Photos | None = None,
        *,
        keep: bool = False,
    ) -> None:
        """All of it, or CommandRefused when it is not what was agreed on any more, or unclear. The
        files of the photos are there already.

        `keep`: what the file leaves out is nothing that it has under another name.
        """
        async with self._uow() as uow:
            found = await _found(uow, lock=True)
            doubts = [] if keep else unclear(wanted, found)
            if doubts:
                raise CommandRefused("\n".join((UNCLEAR, *doubts[:SHOWN])))
            changes = [*compared(wanted, found), *rehung(photos, found)]
            if list(agreed) != changes:
                raise CommandRefused("the shop has changed since you were asked: try again")
            intake = _Intake(uow, found, self._clock)
            await intake.carry_out(wanted)
            await intake.hang(photos or Photos())
            for change in changes:
                self._note(uow, change)

    def _note(self, uow: UnitOfWork, change: Change) -> None:
        facts = {"field": change.field, "before": change.before, "after": change.after}
        uow.audit.add(
            AuditEntry(
                at=self._clock(),
                actor=ACTOR,
                action="catalogue.changed" if change.field else "catalogue.added",
                details={"title": change.title} | (facts if change.field else {}),
            )
        )


def _variant_row(path: Path, product: str, row: Variant) -> VariantRow:
    counted = row.product.kind is ProductKind.PHYSICAL
    stock = row.stock_quantity if counted else None
    return VariantRow(path, product, row.name, row.price, row.active, row.low_at, stock)


async def _found(uow: UnitOfWork, *, lock: bool = False) -> Found:
    """Each in the order in which customers see them, a category before what is in it."""
    rows = await uow.keeping.all_categories()
    by_id, within = {row.id: row for row in rows}, dict[int | None, list[Category]]()
    for row in rows:
        within.setdefault(row.parent_id, []).append(row)
    found = Found()
    _walk(None, (), within, found)
    paths = {row.id: path for path, row in found.categories.items()}
    products = sorted(await uow.keeping.all_products(), key=lambda row: (row.position, row.id))
    order = {category: place for place, category in enumerate(paths)}
    for product in sorted(products, key=lambda row: order[row.category_id]):
        found.products[paths[product.category_id], product.name] = product
    places = {row.id: key for key, row in found.products.items()}
    rank = {row.id: place for place, row in enumerate(found.products.values())}
    variants = await uow.keeping.all_variants(lock=lock)
    for variant in sorted(variants, key=lambda row: (rank[row.product_id], row.id)):
        found.variants[(*places[variant.product_id], variant.name)] = variant
    for product_id, category_id, sha256 in await uow.media.hanging():
        spot = places[product_id] if product_id else (paths[category_id or 0], "")
        found.hung[spot] = (*found.hung.get(spot, ()), sha256)
    return found if by_id else Found()


def rehung(photos: Photos | None, found: Found) -> list[Change]:
    """Pure: where other photos are to hang than do, in what is there already."""
    there: set[Spot] = {*((path, "") for path in found.categories), *found.products}
    changes = list[Change]()
    for spot, wanted in (photos.hung if photos else {}).items():
        before = found.hung.get(spot, ())
        if spot in there and before != wanted:
            title = " / ".join(part for part in (joined(spot[0]), spot[1]) if part)
            short = [[sha256[:SHORT] for sha256 in hung] for hung in (before, wanted)]
            changes.append(Change(title, "photos", *short))
    return changes


def _walk(
    parent: int | None, above: Path, within: dict[int | None, list[Category]], found: Found
) -> None:
    for row in within.get(parent, []):
        found.categories[(*above, row.name)] = row
        _walk(row.id, (*above, row.name), within, found)


def compared(wanted: Catalogue, found: Found) -> list[Change]:
    """Pure; raises BadExchange for what cannot be."""
    changes, faults = list[Change](), list[str]()
    for category in wanted.categories:
        old = found.categories.get(category.path)
        changes += _differ(joined(category.path), old, {"active": category.active})
    for product in wanted.products:
        title, kept = (
            f"{joined(product.path)} / {product.name}",
            found.products.get((product.path, product.name)),
        )
        if kept is not None and kept.kind is not product.kind:
            faults.append(f"{title}: is {kept.kind} in the shop, and keeps its kind")
        facts = {"description": product.text, "active": product.active}
        changes += _differ(title, kept, facts)
    for row in wanted.variants:
        title = _title(row.path, row.product, row.name)
        there = found.variants.get((row.path, row.product, row.name))
        if there is not None and row.stock is not None and row.stock < there.reserved_quantity:
            faults.append(f"{title}: orders hold {there.reserved_quantity}, more than {row.stock}")
        changes += _differ(title, there, _facts(row))
    if faults:
        raise BadExchange("\n".join(["it cannot be taken in:", *faults]))
    return changes


def unclear(wanted: Catalogue, found: Found) -> list[str]:
    """What may be counted twice, since it may be the same under another name; or nothing."""
    listed = {(row.path, row.product, row.name): row for row in wanted.variants}
    old = [
        key
        for key, row in found.variants.items()
        if key not in listed and row.stock_quantity and row.active and row.product.active
        if row.product.kind is ProductKind.PHYSICAL
    ]
    new = [key for key, row in listed.items() if row.stock and key not in found.variants]
    if not (old and new):
        return []
    missing = [f"{_title(*key)}: has pieces on sale, and is not in the file" for key in old]
    return missing + [f"{_title(*key)}: is new in the file, and has pieces" for key in new]


def _title(path: Path, product: str, name: str) -> str:
    return " / ".join(part for part in (joined(path), product, name) if part)


def _facts(row: VariantRow) -> dict[str, Any]:
    facts: dict[str, Any] = {"price": row.price, "active": row.active, "low_at": row.low_at}
    return facts | ({"stock_quantity": row.stock} if row.stock is not None else {})


def _differ(title: str, old: Any, facts: dict[str, Any]) -> list[Change]:
    if old is None:
        return [Change(title)]
    before = {name: getattr(old, name) for name in facts}
    return [
        Change(title, name, before[name], value)
        for name, value in facts.items()
        if before[name] != value
    ]


class _Intake:
    """Carries out what was compared, in the caller's transaction."""

    def __init__(self, uow: UnitOfWork, found: Found, clock: Clock) -> None:
        self._uow = uow
        self._found = found
        self._clock = clock

    async def carry_out(self, wanted: Catalogue) -> None:
        places = dict[Path, int]()
        for category in wanted.categories:
            place = places.get(category.path[:-1], 0)
            places[category.path[:-1]] = place + 1
            await self._category(category, place)
        counted = dict[Path, int]()
        for product in wanted.products:
            place = counted.get(product.path, 0)
            counted[product.path] = place + 1
            await self._product(product, place)
        for variant in wanted.variants:
            await self._variant(variant)

    async def hang(self, photos: Photos) -> None:
        """After everything is there that they hang at."""
        for spot, hung in photos.hung.items():
            if hung == self._found.hung.get(spot, ()):
                continue
            rows = [
                Media(sha256=sha256, size=photos.sizes[sha256], created_at=self._clock())
                for sha256 in hung
            ]
            ids = [await self._uow.media.put(row) for row in rows]
            path, name = spot
            if name:
                await self._uow.media.rehang(ids, product_id=self._found.products[spot].id)
            else:
                await self._uow.media.rehang(ids, category_id=self._found.categories[path].id)

    async def _category(self, row: CategoryRow, place: int) -> None:
        category = self._found.categories.get(row.path)
        if category is None:
            above = self._found.categories.get(row.path[:-1])
            category = Category(name=row.path[-1], parent_id=above.id if above else None)
            self._found.categories[row.path] = category
        category.active, category.position = row.active, place
        await self._uow.keeping.add(category)

    async def _product(self, row: ProductRow, place: int) -> None:
        product = self._found.products.get((row.path, row.name))
        if product is None:
            home = self._found.categories[row.path].id
            product = Product(category_id=home, name=row.name, kind=row.kind)
            product.created_at = self._clock()
            self._found.products[row.path, row.name] = product
        product.description, product.active, product.position = row.text, row.active, place
        await self._uow.keeping.add(product)

    async def _variant(self, row: VariantRow) -> None:
        key = (row.path, row.product, row.name)
        variant = self._found.variants.get(key)
        if variant is None:
            product = self._found.products[row.path, row.product]
            variant = Variant(product_id=product.id, name=row.name, stock_quantity=0)
            self._found.variants[key] = variant
        before, warned = variant.stock_quantity, variant.low_at
        variant.price, variant.active, variant.low_at = row.price, row.active, row.low_at
        await self._uow.keeping.add(variant)
        if row.stock is not None and row.stock != before:
            more, now = row.stock - before, self._clock()
            await self._uow.stock.move(variant.id, more, now, REASON, ACTOR)
        if warned != row.low_at:
            await self._uow.batches.newly_low([variant.id])
