"""Keeping the shelves: what is sold under which name, for how much, and where it stands.

Every change says what was shown to whoever makes it: if somebody else was faster, nothing is
overwritten. The audit has what was before and after.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import ProductNotFound
from models.product import Category, Product, ProductKind, Variant
from models.stock_errors import (
    ChangedMeanwhile,
    InsideItself,
    NameTaken,
    NoSuchNumber,
    OtherKind,
)
from services.goods.fields import NONE, Field, valid
from services.goods.pricing import parse_price
from services.goods.sketch import Sketch, sketched, valid_name
from utils.clock import Clock

__all__ = ["Changed", "Field", "KeepingService", "Moved", "seal"]
SEAL = 8
"""Hexadecimal digits of what was shown, against what changes by itself."""


class Moved(StrEnum):
    """What has a place among others."""

    CATEGORY = "category"
    PRODUCT = "product"
    VARIANT = "variant"


Row = Category | Product | Variant


def seal(value: object) -> str:
    """Of what was shown of a field."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:SEAL]


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of a field; `row` as it is now."""

    row: Row
    before: Any
    after: Any


class KeepingService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, currency: str) -> None:
        self._uow = uow
        self._clock = clock
        self.currency = currency

    def sketched(self, typed: str) -> Sketch:
        """Raises BadCaption, BadPrice, BadField."""
        return sketched(typed, self.currency)

    def price(self, typed: str) -> int:
        """Raises BadPrice."""
        return parse_price(typed, self.currency)

    def cost(self, typed: str) -> int | None:
        """None for a dash: nobody knows. Raises BadPrice."""
        text = typed.strip()
        if text in NONE:
            return None
        return 0 if text == "0" else parse_price(text, self.currency)

    async def add_category(self, name: str, inside: int | None, *, actor: str) -> Category:
        """The last of those beside it. Raises ProductNotFound, BadField, NameTaken."""
        name = valid_name(name)
        async with self._uow() as uow:
            await uow.keeping.shelves_in_turn()
            if inside is not None and await uow.keeping.category(inside, lock=True) is None:
                raise ProductNotFound
            if await uow.keeping.category_named(inside, name):
                raise NameTaken(name)
            others = await uow.keeping.ids_of_categories(inside, lock=True)
            category = Category(name=name, parent_id=inside, position=len(others))
            await uow.keeping.add(category)
            self._note(uow, f"category:{category.id}", "category.created", actor, name=name)
        return category

    async def add_product(
        self, category_id: int, sketch: Sketch, kind: ProductKind, *, actor: str
    ) -> Product:
        """With one variant at its price. Raises ProductNotFound, NameTaken."""
        async with self._uow() as uow:
            await uow.keeping.shelves_in_turn()
            if await uow.keeping.category(category_id, lock=True) is None:
                raise ProductNotFound
            if await uow.keeping.product_named(category_id, sketch.name):
                raise NameTaken(sketch.name)
            others = await uow.keeping.ids_of_products(category_id, lock=True)
            product = Product(category_id=category_id, name=sketch.name, kind=kind)
            product.description, product.position = sketch.text, len(others)
            product.created_at = self._clock()
            await uow.keeping.add(product)
            await uow.keeping.add(Variant(product_id=product.id, name="", price=sketch.price))
            facts = {"name": sketch.name, "price": sketch.price, "kind": kind.value}
            self._note(uow, f"product:{product.id}", "product.created", actor, **facts)
        return product

    async def add_variant(self, product_id: int, name: str, price: int, *, actor: str) -> Variant:
        """The last of its product. Raises ProductNotFound, BadField, NameTaken."""
        name = valid_name(name)
        async with self._uow() as uow:
            await uow.keeping.shelves_in_turn()
            if await uow.keeping.product(product_id, lock=True) is None:
                raise ProductNotFound
            if await uow.keeping.variant_named(product_id, name):
                raise NameTaken(name)
            others = await uow.keeping.ids_of_variants(product_id, lock=True)
            variant = Variant(product_id=product_id, name=name, price=price, position=len(others))
            await uow.keeping.add(variant)
            facts = {"name": name, "price": price, "variant": variant.id}
            self._note(uow, f"product:{product_id}", "variant.created", actor, **facts)
        return variant

    async def value(self, field: Field, row_id: int) -> Any:
        """What it is now. Raises ProductNotFound."""
        async with self._uow.read() as uow:
            return getattr(await _row(uow, field, row_id), field.column)

    async def change(
        self, field: Field, row_id: int, value: Any, *, seen: str, actor: str
    ) -> Changed:
        """`seen`: the seal of what was shown. Raises ProductNotFound, ChangedMeanwhile, NameTaken,
        BadField, BadNumber.
        """
        value = valid(field, value)
        async with self._uow() as uow:
            await uow.keeping.shelves_in_turn()
            row = await _row(uow, field, row_id, lock=True)
            before = getattr(row, field.column)
            if seal(before) != seen:
                by = await uow.audit.last_about(f"{field.of}:{row_id}")
                raise ChangedMeanwhile(field.value, before, by.actor if by else "")
            if before != value:
                await _refuse_taken(uow, field, row, value)
                await self._set(uow, field, row, value)
                facts = {"field": field.value, "before": before, "after": value}
                self._note(uow, f"{field.of}:{row_id}", f"{field.of}.changed", actor, **facts)
            return Changed(await _row(uow, field, row_id), before, value)

    async def _set(self, uow: UnitOfWork, field: Field, row: Row, value: Any) -> None:
        """A threshold that is passed already is no news to whoever sets it."""
        change = {field.column: value}
        if field.of == "category":
            await uow.keeping.set_category(row.id, **change)
        elif field.of == "product":
            await uow.keeping.set_product(row.id, **change)
        elif field is Field.VARIANT_HOME and isinstance(row, Variant):
            await _bring(uow, row, value)
        else:
            await uow.keeping.set_variant(row.id, **change)
        if field is Field.LOW:
            await uow.batches.newly_low([row.id])

    async def reorder(
        self, which: Moved, row_id: int, steps: int, *, seen: str, actor: str
    ) -> None:
        """Move it up (-1) or down (1) among those beside it. `seen`: the seal of their ids in the
        order that was shown. Raises ProductNotFound, ChangedMeanwhile.
        """
        async with self._uow() as uow:
            await uow.keeping.shelves_in_turn()
            before = await _beside(uow, which, row_id)
            if seal(before) != seen:
                by = await uow.audit.last_about(f"{which}:{row_id}")
                raise ChangedMeanwhile("order", "", by.actor if by else "")
            at = before.index(row_id)
            to = max(0, min(len(before) - 1, at + steps))
            after = list(before)
            after.insert(to, after.pop(at))
            keeping = uow.keeping
            places: dict[Moved, Callable[..., Awaitable[None]]] = {
                Moved.CATEGORY: keeping.set_category,
                Moved.PRODUCT: keeping.set_product,
                Moved.VARIANT: keeping.set_variant,
            }
            place = places[which]
            for position, each in enumerate(after):
                await place(each, position=position)
            facts = {"before": at, "after": to}
            self._note(uow, f"{which}:{row_id}", f"{which}.moved", actor, **facts)

    def _note(
        self, uow: UnitOfWork, subject: str, action: str, actor: str, **details: object
    ) -> None:
        uow.audit.add(
            AuditEntry(
                at=self._clock(), actor=actor, action=action, subject=subject, details=details
            )
        )


async def _beside(uow: UnitOfWork, which: Moved, row_id: int) -> list[int]:
    """Locked, in their order. Raises ProductNotFound."""
    if which is Moved.CATEGORY:
        category = await uow.keeping.category(row_id)
        if category is None:
            raise ProductNotFound
        return await uow.keeping.ids_of_categories(category.parent_id, lock=True)
    if which is Moved.VARIANT:
        variant = await uow.batches.variant(row_id)
        if variant is None:
            raise ProductNotFound
        return await uow.keeping.ids_of_variants(variant.product_id, lock=True)
    product = await uow.keeping.product(row_id)
    if product is None:
        raise ProductNotFound
    return await uow.keeping.ids_of_products(product.category_id, lock=True)


async def _bring(uow: UnitOfWork, row: Variant, product_id: int) -> None:
    """To another product, as its last version, called as its product was if it had no name."""
    name = row.name or row.product.name
    place = len(await uow.keeping.ids_of_variants(product_id))
    await uow.keeping.set_variant(row.id, product_id=product_id, name=name, position=place)


async def _refuse_home(uow: UnitOfWork, row: Variant, product_id: int) -> None:
    """Raises NoSuchNumber, OtherKind, NameTaken. The guard locks products, after their sales."""
    home = await uow.keeping.product(product_id)
    if home is None:
        raise NoSuchNumber(f"p{product_id}", "p")
    if home.kind is not row.product.kind:
        raise OtherKind(home.name, home.kind, row.product.kind)
    name = row.name or row.product.name
    if await uow.keeping.variant_named(product_id, name):
        raise NameTaken(name)


async def _refuse_taken(uow: UnitOfWork, field: Field, row: Row, value: Any) -> None:
    """Names are unique where they stand, and nothing is inside itself."""
    other: Row | None = None
    if isinstance(row, Variant) and field is Field.VARIANT_HOME:
        await _refuse_home(uow, row, value)
    elif isinstance(row, Category) and field in (Field.CATEGORY_NAME, Field.CATEGORY_HOME):
        home = value if field is Field.CATEGORY_HOME else row.parent_id
        await _refuse_ring(uow, row, home)
        name = row.name if field is Field.CATEGORY_HOME else value
        other = await uow.keeping.category_named(home, name)
    elif isinstance(row, Product) and field in (Field.NAME, Field.HOME):
        home = value if field is Field.HOME else row.category_id
        if await uow.keeping.category(home) is None:
            raise ProductNotFound
        name = row.name if field is Field.HOME else value
        other = await uow.keeping.product_named(home, name)
    elif isinstance(row, Variant) and field is Field.VARIANT_NAME:
        other = await uow.keeping.variant_named(row.product_id, value)
    if other is not None and other.id != row.id:
        raise NameTaken(other.name)


async def _refuse_ring(uow: UnitOfWork, row: Category, home: int | None) -> None:
    """Raises InsideItself, ProductNotFound."""
    if home is None:
        return
    if await uow.keeping.category(home) is None:
        raise ProductNotFound
    if home in await uow.keeping.within(row.id):
        raise InsideItself(row.name)


async def _row(uow: UnitOfWork, field: Field, row_id: int, *, lock: bool = False) -> Row:
    find = {
        "category": uow.keeping.category,
        "product": uow.keeping.product,
        "variant": uow.batches.variant,
    }[field.of]
    row: Row | None = await find(row_id, lock=lock)
    if row is None:
        raise ProductNotFound
    return row
