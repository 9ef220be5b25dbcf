"""Brings the shelves to what a catalogue says: first the difference, then all of it at once.

A product is known again by its names; what the file does not mention stays as it is. Prices and
texts become the file's, stock of physical goods is set by the difference, units that the shop has
or had are left alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.product import Category, Product, ProductKind, Variant
from services.goods.catalogue import (
    BadCatalogue,
    CatalogueSpec,
    CategorySpec,
    ProductSpec,
    VariantSpec,
    demo,
    title,
)
from services.goods.unit import digest, sealed_unit
from utils.clock import Clock
from utils.currencies import size_of
from utils.refusal import CommandRefused
from utils.sealing import Sealer

REASON = "catalogue"


@dataclass(frozen=True, slots=True)
class Row:
    """One variant of the file. None where nothing changes; `price` is minor units."""

    title: str
    at: int
    """The price in the file, in minor units."""
    new: bool = False
    price: tuple[int, int] | None = None
    stock: tuple[int, int] | None = None
    fresh: int = 0
    """Units that the shop never had."""
    known: int = 0
    """Units that it has or had, or that stand in the file twice."""
    shown: bool = False
    """It was hidden, and is on sale again."""

    @property
    def changes(self) -> bool:
        """Something that is there already becomes another: worth a question."""
        return bool(self.price or self.shown or (self.stock and not self.new))


@dataclass(frozen=True, slots=True)
class Plan:
    """What loading would do."""

    rows: tuple[Row, ...]
    texts: tuple[str, ...]
    """Products whose description becomes another."""
    absent: tuple[str, ...]
    """On sale, but not in the file."""
    hide: bool
    """Whether those are taken off sale."""

    @property
    def asks(self) -> bool:
        return bool(self.texts or (self.hide and self.absent) or any(r.changes for r in self.rows))

    @property
    def empty(self) -> bool:
        return not self.asks and not any(row.new or row.fresh for row in self.rows)


@dataclass(frozen=True, slots=True)
class Shelves:
    """What there is, by name."""

    categories: dict[str, Category] = field(default_factory=dict)
    products: dict[tuple[str, str], Product] = field(default_factory=dict)
    variants: dict[tuple[str, str, str], Variant] = field(default_factory=dict)
    known: frozenset[bytes] = frozenset()


class Loader:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, sealer: Sealer, currency: str) -> None:
        self._uow = uow
        self._clock = clock
        self._sealer = sealer
        self._currency = currency

    async def load_if_empty(self, path: Path) -> CatalogueSpec | None:
        """Our own example into a shop without goods, at prices that fit its currency; None: it has
        some.
        """
        async with self._uow.read() as uow:
            if not await uow.products.is_empty():
                return None
        spec = demo(path, self._currency, size_of(self._currency))
        await self.apply(spec)
        return spec

    async def plan(self, spec: CatalogueSpec, *, hide: bool = False) -> Plan:
        """What `apply` would do now; raises BadCatalogue."""
        digests = self._digests(spec)
        async with self._uow.read() as uow:
            shelves = await _shelves(uow, digests)
        return compare(spec, shelves, digests, self._currency, hide=hide)

    async def apply(
        self, spec: CatalogueSpec, *, hide: bool = False, agreed: Plan | None = None
    ) -> Plan:
        """All of it in one transaction, or CommandRefused, also if it is not what was agreed on."""
        digests = self._digests(spec)
        async with self._uow() as uow:
            shelves = await _shelves(uow, digests, lock=True)
            plan = compare(spec, shelves, digests, self._currency, hide=hide)
            if agreed is not None and plan != agreed:
                raise CommandRefused("the shop has changed since you were asked: try again")
            await self._carry_out(uow, spec, shelves, plan, digests)
        return plan

    def _digests(self, spec: CatalogueSpec) -> dict[str, bytes]:
        texts = {text for _, _, variant in spec.rows() for text in variant.units}
        return {text: digest(self._sealer, text) for text in texts}

    async def _carry_out(
        self,
        uow: UnitOfWork,
        spec: CatalogueSpec,
        shelves: Shelves,
        plan: Plan,
        digests: Mapping[str, bytes],
    ) -> None:
        taken = set(shelves.known)
        for place, category in enumerate(spec.category):
            for product in category.product:
                kept = await self._product(uow, shelves, category, place, product)
                for variant in product.variant:
                    fresh = _fresh(variant.units, digests, taken)
                    await self._variant(uow, shelves, (category.name, kept, variant), fresh)
        if plan.hide:
            await _hide(uow, shelves, spec)
        details = {"rows": len(plan.rows), "hidden": len(plan.absent) if plan.hide else 0}
        uow.audit.add(
            AuditEntry(
                at=self._clock(), actor="operator", action="catalogue.loaded", details=details
            )
        )

    async def _product(
        self,
        uow: UnitOfWork,
        shelves: Shelves,
        category: CategorySpec,
        place: int,
        spec: ProductSpec,
    ) -> Product:
        if category.name not in shelves.categories:
            within = shelves.categories.get(category.parent or "")
            new = Category(name=category.name, position=place, parent_id=within and within.id)
            shelves.categories[category.name] = new
            await uow.products.add(new)
        product = shelves.products.get((category.name, spec.name))
        if product is None:
            home = shelves.categories[category.name].id
            product = Product(category_id=home, name=spec.name, kind=spec.kind)
            product.created_at = self._clock()
        product.active = True
        if spec.description is not None:
            product.description = spec.description
        await uow.products.add(product)
        return product

    async def _variant(
        self,
        uow: UnitOfWork,
        shelves: Shelves,
        place: tuple[str, Product, VariantSpec],
        fresh: Sequence[str],
    ) -> None:
        category, product, spec = place
        variant = shelves.variants.get((category, product.name, spec.name))
        if variant is None:
            variant = Variant(product_id=product.id, name=spec.name, stock_quantity=0)
        variant.price, variant.active = spec.minor(self._currency), True
        await uow.products.add(variant)
        now = self._clock()
        if more := (spec.stock or 0) - variant.stock_quantity if spec.stock is not None else 0:
            await uow.stock.move(variant.id, more, now, REASON)
        units = [sealed_unit(self._sealer, variant.id, text, now) for text in fresh]
        await uow.stock.add_units(units)


async def _shelves(uow: UnitOfWork, digests: Mapping[str, bytes], *, lock: bool = False) -> Shelves:
    categories = {row.id: row for row in await uow.products.all_categories()}
    products = {row.id: row for row in await uow.products.all_products()}
    names = {row.id: (categories[row.category_id].name, row.name) for row in products.values()}
    variants = await uow.products.all_variants(lock=lock)
    return Shelves(
        {row.name: row for row in categories.values()},
        {names[row.id]: row for row in products.values()},
        {(*names[row.product_id], row.name): row for row in variants},
        frozenset(await uow.stock.known(list(digests.values()))),
    )


def compare(
    spec: CatalogueSpec,
    shelves: Shelves,
    digests: Mapping[str, bytes],
    currency: str,
    *,
    hide: bool,
) -> Plan:
    """The difference; raises BadCatalogue for what the shelves cannot become."""
    taken, rows, problems = set(shelves.known), list[Row](), list[str]()
    for category, product, variant in spec.rows():
        there = shelves.variants.get((category.name, product.name, variant.name))
        kept = shelves.products.get((category.name, product.name))
        fresh = len(_fresh(variant.units, digests, taken))
        name = title(category.name, product.name, variant.name)
        problems += _impossible(name, product, variant, kept, there)
        rows.append(
            Row(
                name,
                variant.minor(currency),
                new=there is None,
                price=_moved(there.price if there else None, variant.minor(currency)),
                stock=_moved(there.stock_quantity if there else 0, variant.stock),
                fresh=fresh,
                known=len(variant.units) - fresh,
                shown=bool(there and kept and not (there.active and kept.active)),
            )
        )
    if problems:
        raise BadCatalogue("\n".join(problems))
    return Plan(tuple(rows), tuple(_texts(spec, shelves)), tuple(_absent(spec, shelves)), hide)


def _moved(before: int | None, after: int | None) -> tuple[int, int] | None:
    if before is None or after is None or before == after:
        return None
    return before, after


def _fresh(units: Sequence[str], digests: Mapping[str, bytes], taken: set[bytes]) -> list[str]:
    """Those that nobody has had yet; from now on they are taken."""
    fresh = []
    for text in units:
        if digests[text] not in taken:
            taken.add(digests[text])
            fresh.append(text)
    return fresh


def _impossible(
    name: str,
    product: ProductSpec,
    variant: VariantSpec,
    kept: Product | None,
    there: Variant | None,
) -> Iterable[str]:
    if kept is not None and kept.kind is not product.kind:
        yield f"{name}: is {kept.kind} in the shop: a product keeps its kind, give it a new name"
    held = there.reserved_quantity if there else 0
    if product.kind is ProductKind.PHYSICAL and variant.stock is not None and variant.stock < held:
        yield f"{name}: stock {variant.stock} is less than the {held} that open orders hold"


def _texts(spec: CatalogueSpec, shelves: Shelves) -> Iterable[str]:
    for category in spec.category:
        for product in category.product:
            kept = shelves.products.get((category.name, product.name))
            if kept is not None and product.description not in (None, kept.description):
                yield title(category.name, product.name)


def _absent(spec: CatalogueSpec, shelves: Shelves) -> list[str]:
    """Variants on sale that the file does not know."""
    return [title(*names) for names in _left_out(spec, shelves)]


def _left_out(spec: CatalogueSpec, shelves: Shelves) -> list[tuple[str, str, str]]:
    listed = {(category.name, product.name, v.name) for category, product, v in spec.rows()}
    return [
        names
        for names, variant in shelves.variants.items()
        if names not in listed and variant.active and shelves.products[names[:2]].active
    ]


async def _hide(uow: UnitOfWork, shelves: Shelves, spec: CatalogueSpec) -> None:
    for names in _left_out(spec, shelves):
        shelves.variants[names].active = False
        await uow.products.add(shelves.variants[names])
