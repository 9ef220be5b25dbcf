"""The catalogue out of the shop and into it: the difference first, then all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.product import Category, Product, ProductKind, Variant
from models.shipping import MOST_OPTIONS, ShippingOption
from services.goods.sheet import (
    BadExchange,
    Catalogue,
    CategoryRow,
    Path,
    ProductRow,
    ShippingRow,
    VariantRow,
    joined,
)
from services.goods.shelves import questions_of
from utils.clock import Clock
from utils.refusal import CommandRefused

ACTOR, REASON = "operator", "catalogue"


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
    questions: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By product."""
    shipping: dict[str, ShippingOption] = field(default_factory=dict)


class TransferService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, currency: str) -> None:
        self._uow = uow
        self._clock = clock
        self._currency = currency

    async def export(self) -> Catalogue:
        """Everything, on sale or not, as it stands at one moment."""
        async with self._uow.read() as uow:
            found = await _found(uow)
        return Catalogue(
            self._currency,
            tuple(CategoryRow(path, row.active) for path, row in found.categories.items()),
            tuple(
                _product_row(path, name, row, found) for (path, name), row in found.products.items()
            ),
            tuple(
                _variant_row(path, product, row)
                for (path, product, _), row in found.variants.items()
            ),
            tuple(_shipping_row(row) for row in found.shipping.values()),
        )

    async def plan(self, wanted: Catalogue) -> list[Change]:
        """What taking it in would change now; raises BadExchange."""
        async with self._uow.read() as uow:
            return compared(wanted, await _found(uow))

    async def take_in(self, wanted: Catalogue, agreed: Sequence[Change]) -> None:
        """All of it, or CommandRefused when it is not what was agreed on any more."""
        async with self._uow() as uow:
            found = await _found(uow, lock=True)
            changes = compared(wanted, found)
            if list(agreed) != changes:
                raise CommandRefused("the shop has changed since you were asked: try again")
            await _Intake(uow, found, self._clock).carry_out(wanted)
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


def _product_row(path: Path, name: str, row: Product, found: Found) -> ProductRow:
    asked = found.questions.get(row.id, ())
    return ProductRow(path, name, row.kind, row.description, row.active, row.note, asked)


def _shipping_row(row: ShippingOption) -> ShippingRow:
    return ShippingRow(row.name, row.price, row.up_to, row.step, row.step_price, row.active)


def _variant_row(path: Path, product: str, row: Variant) -> VariantRow:
    counted = row.product.kind is ProductKind.PHYSICAL
    stock = row.stock_quantity if counted else None
    facts = (row.price, row.active, row.low_at, stock, row.weight if counted else 0)
    return VariantRow(path, product, row.name, *facts)


async def _found(uow: UnitOfWork, *, lock: bool = False) -> Found:
    """Each in the order in which customers see them, a category before what is in it."""
    rows = await uow.keeping.all_categories()
    within = dict[int | None, list[Category]]()
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
    found.questions = await questions_of(uow)
    found.shipping = {row.name: row for row in await uow.shipping.all(lock=lock)}
    return found


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
        facts: dict[str, Any] = {"description": product.text, "active": product.active}
        if product.note is not None:
            facts["note"] = product.note
        changes += _differ(title, kept, facts)
        changes += _asked(title, kept, product, found)
    for row in wanted.variants:
        title = " / ".join(part for part in (joined(row.path), row.product, row.name) if part)
        there = found.variants.get((row.path, row.product, row.name))
        if there is not None and row.stock is not None and row.stock < there.reserved_quantity:
            faults.append(f"{title}: orders hold {there.reserved_quantity}, more than {row.stock}")
        changes += _differ(title, there, _facts(row))
    changes += _shipped(wanted, found, faults)
    if faults:
        raise BadExchange("\n".join(["it cannot be taken in:", *faults]))
    return changes


def _asked(title: str, kept: Product | None, row: ProductRow, found: Found) -> list[Change]:
    """Of a product that is there; what a new one asks comes with it."""
    before = found.questions.get(kept.id, ()) if kept else ()
    if kept is None or row.questions is None or row.questions == before:
        return []
    return [Change(title, "questions", list(before), list(row.questions))]


def _shipped(wanted: Catalogue, found: Found, faults: list[str]) -> list[Change]:
    names = {*found.shipping, *(row.name for row in wanted.shipping)}
    if len(names) > MOST_OPTIONS:
        faults.append(f"shipping: {len(names)} ways with those of the shop, at most {MOST_OPTIONS}")
    changes: list[Change] = []
    for row in wanted.shipping:
        changes += _differ(f"shipping: {row.name}", found.shipping.get(row.name), _way(row))
    return changes


def _way(row: ShippingRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("price", "up_to", "step", "step_price", "active")}


def _facts(row: VariantRow) -> dict[str, Any]:
    facts: dict[str, Any] = {"price": row.price, "active": row.active, "low_at": row.low_at}
    if row.weight is not None:
        facts["weight"] = row.weight
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
        for place, way in enumerate(wanted.shipping):
            await self._way(way, place)

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
        if row.note is not None:
            product.note = row.note
        await self._uow.keeping.add(product)
        if row.questions is not None and row.questions != self._found.questions.get(product.id, ()):
            await self._uow.questions.put(product.id, row.questions)

    async def _way(self, row: ShippingRow, place: int) -> None:
        option = self._found.shipping.get(row.name) or ShippingOption(name=row.name)
        for name, value in _way(row).items():
            setattr(option, name, value)
        option.position = place
        await self._uow.shipping.add(option)

    async def _variant(self, row: VariantRow) -> None:
        key = (row.path, row.product, row.name)
        variant = self._found.variants.get(key)
        if variant is None:
            product = self._found.products[row.path, row.product]
            variant = Variant(product_id=product.id, name=row.name, stock_quantity=0)
            self._found.variants[key] = variant
        before = variant.stock_quantity
        variant.price, variant.active, variant.low_at = row.price, row.active, row.low_at
        if row.weight is not None:
            variant.weight = row.weight
        await self._uow.keeping.add(variant)
        if row.stock is not None and row.stock != before:
            more, now = row.stock - before, self._clock()
            await self._uow.stock.move(variant.id, more, now, REASON, ACTOR)
        await self._uow.batches.newly_low([variant.id])
