"""What a catalogue from a file would change in the shop. Pure, but for reading the shop."""

from dataclasses import dataclass, field
from typing import Any

from db import UnitOfWork
from models.product import Category, Product, ProductKind, Variant
from models.shipping import MOST_OPTIONS, ShippingOption
from services.goods.archive import Hung, Photos, Spot
from services.goods.sheet import (
    BadExchange,
    Catalogue,
    Path,
    ProductRow,
    ShippingRow,
    VariantRow,
    joined,
)
from services.goods.shelves import questions_of

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
    questions: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By product."""
    shipping: dict[str, ShippingOption] = field(default_factory=dict)


async def found_in(uow: UnitOfWork, *, lock: bool = False) -> Found:
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
    for variant in sorted(variants, key=lambda row: (rank[row.product_id], row.position, row.id)):
        found.variants[(*places[variant.product_id], variant.name)] = variant
    for product_id, category_id, sha256 in await uow.media.hanging():
        spot = places[product_id] if product_id else (paths[category_id or 0], "")
        found.hung[spot] = (*found.hung.get(spot, ()), sha256)
    found.questions = await questions_of(uow)
    found.shipping = {row.name: row for row in await uow.shipping.all(lock=lock)}
    return found


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
        facts: dict[str, Any] = {"description": product.text, "active": product.active}
        if product.note is not None:
            facts["note"] = product.note
        changes += _differ(title, kept, facts)
        changes += _asked(title, kept, product, found)
    for row in wanted.variants:
        title = _title(row.path, row.product, row.name)
        there = found.variants.get((row.path, row.product, row.name))
        if there is not None and row.stock is not None and row.stock < there.reserved_quantity:
            faults.append(f"{title}: orders hold {there.reserved_quantity}, more than {row.stock}")
        changes += _differ(title, there, _facts(row))
    changes += _shipped(wanted, found, faults)
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
        changes += _differ(f"shipping: {row.name}", found.shipping.get(row.name), facts_of_way(row))
    return changes


def facts_of_way(row: ShippingRow) -> dict[str, Any]:
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
