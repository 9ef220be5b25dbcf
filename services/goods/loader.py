"""Brings the shelves to what a catalogue says: first the difference, then all of it at once.

A product is known again by its names; what the file does not mention stays as it is. Prices and
texts become the file's, stock of physical goods is set by the difference, units that the shop has
or had are left alone. Pieces under another name are never counted twice: see `shelves`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.product import Category, Product, Variant
from models.shipping import MOST_OPTIONS, ShippingOption
from services.goods.catalogue import CatalogueSpec, CategorySpec, ProductSpec, VariantSpec, demo
from services.goods.files import share_endlessly
from services.goods.plan import Plan, Row, as_option, compare, fresh_of
from services.goods.shelves import Renames, Shelves, renamed, shelves_of, told, unclear
from services.goods.unit import digest, sealed_unit
from utils.clock import Clock
from utils.currencies import size_of
from utils.refusal import CommandRefused
from utils.sealing import Sealer

__all__ = ["UNCLEAR", "Loader", "Plan", "Row"]
REASON = "catalogue"
SHOWN = 20
UNCLEAR = (
    "pieces may be counted twice: say --hide-missing if what is new takes the place of what is"
    " missing, or --keep-missing if all of it is there"
)

Places = Mapping[str, tuple[int, CategorySpec]]
"""Categories by name, each with its position in the file."""


def _places(spec: CatalogueSpec) -> Places:
    return {category.name: (place, category) for place, category in enumerate(spec.category)}


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

    async def plan(self, spec: CatalogueSpec, *, hide: bool = False, keep: bool = False) -> Plan:
        """What `apply` would do now; raises BadCatalogue."""
        digests = self._digests(spec)
        async with self._uow.read() as uow:
            shelves = await shelves_of(uow, self._sealer, digests)
        plan, _ = self._planned(spec, shelves, digests, hide=hide, keep=keep)
        return plan

    async def apply(
        self,
        spec: CatalogueSpec,
        *,
        hide: bool = False,
        keep: bool = False,
        agreed: Plan | None = None,
    ) -> Plan:
        """All of it in one transaction, or CommandRefused, also if it is not what was agreed on.

        `hide`: what the file leaves out is taken off sale. `keep`: it stays, and is nothing that
        the file has under another name.
        """
        digests = self._digests(spec)
        async with self._uow() as uow:
            await uow.batches.one_intake_at_a_time()
            shelves = await shelves_of(uow, self._sealer, digests, lock=True)
            plan, renames = self._planned(spec, shelves, digests, hide=hide, keep=keep)
            if agreed is not None and plan != agreed:
                raise CommandRefused("the shop has changed since you were asked: try again")
            if plan.unclear:
                raise CommandRefused("\n".join((UNCLEAR, *plan.unclear[:SHOWN])))
            await self._rename(uow, spec, shelves, renames)
            await self._carry_out(uow, spec, shelves.called(renames), plan, digests)
        return plan

    def _planned(
        self,
        spec: CatalogueSpec,
        shelves: Shelves,
        digests: Mapping[str, bytes],
        *,
        hide: bool,
        keep: bool,
    ) -> tuple[Plan, Renames]:
        renames = ({}, {}) if keep else renamed(spec, shelves)
        called = shelves.called(renames)
        plan = compare(spec, called, digests, self._currency, hide=hide)
        doubts = () if keep or hide else tuple(unclear(spec, called))
        return replace(plan, renamed=tuple(told(renames)), unclear=doubts), renames

    async def _rename(
        self, uow: UnitOfWork, spec: CatalogueSpec, shelves: Shelves, renames: Renames
    ) -> None:
        places = _places(spec)
        for before, (category, name) in renames[0].items():
            product = shelves.products[before]
            await self._category(uow, shelves, places, category)
            product.category_id, product.name = shelves.categories[category].id, name
            await uow.products.add(product)
        for former, now in renames[1].items():
            shelves.variants[former].name = now[2]
            await uow.products.add(shelves.variants[former])

    async def _category(self, uow: UnitOfWork, shelves: Shelves, places: Places, name: str) -> None:
        """What it is in comes first, also when that holds no products of its own."""
        if name in shelves.categories:
            return
        place, spec = places[name]
        if spec.parent:
            await self._category(uow, shelves, places, spec.parent)
        within = shelves.categories[spec.parent].id if spec.parent else None
        shelves.categories[name] = Category(name=name, position=place, parent_id=within)
        await uow.products.add(shelves.categories[name])

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
        places = _places(spec)
        for category in spec.category:
            for product in category.product:
                kept = await self._product(uow, shelves, places, category.name, product)
                for variant in product.variant:
                    fresh = fresh_of(variant.units, digests, taken)
                    await self._variant(uow, shelves, (category.name, kept, variant), fresh)
        await self._ways(uow, spec, shelves)
        if plan.hide:
            await _hide(uow, shelves, spec)
        details = {"rows": len(plan.rows), "hidden": len(plan.absent) if plan.hide else 0}
        uow.audit.add(
            AuditEntry(
                at=self._clock(), actor="operator", action="catalogue.loaded", details=details
            )
        )

    async def _ways(self, uow: UnitOfWork, spec: CatalogueSpec, shelves: Shelves) -> None:
        """Those of the file first, on offer; raises CommandRefused for too many."""
        names = {*shelves.shipping, *(way.name for way in spec.shipping)}
        if len(names) > MOST_OPTIONS:
            raise CommandRefused(f"a shop has at most {MOST_OPTIONS} ways of shipping")
        for place, way in enumerate(spec.shipping):
            option = shelves.shipping.get(way.name) or ShippingOption()
            for name, value in as_option(way, self._currency).items():
                setattr(option, name, value)
            option.position = place
            await uow.shipping.add(option)

    async def _product(
        self,
        uow: UnitOfWork,
        shelves: Shelves,
        places: Places,
        category: str,
        spec: ProductSpec,
    ) -> Product:
        await self._category(uow, shelves, places, category)
        product = shelves.products.get((category, spec.name))
        if product is None:
            home = shelves.categories[category].id
            product = Product(category_id=home, name=spec.name, kind=spec.kind)
            product.created_at = self._clock()
        product.active = True
        if spec.description is not None:
            product.description = spec.description
        if spec.note is not None:
            product.note = spec.note
        await uow.products.add(product)
        if spec.questions is not None:
            await uow.questions.put(product.id, spec.questions)
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
        is_new = variant is None
        if variant is None:
            variant = Variant(product_id=product.id, name=spec.name, stock_quantity=0)
        variant.price, variant.active = spec.minor(self._currency), True
        if spec.weight is not None:
            variant.weight = spec.weight
        await uow.products.add(variant)
        now = self._clock()
        if more := (spec.stock or 0) - variant.stock_quantity if spec.stock is not None else 0:
            await uow.stock.move(variant.id, more, now, REASON)
        units = [sealed_unit(self._sealer, variant.id, text, now) for text in fresh]
        await uow.stock.add_units(units)
        if spec.shared and is_new:
            await share_endlessly(uow, self._sealer, variant, spec.shared, now)


async def _hide(uow: UnitOfWork, shelves: Shelves, spec: CatalogueSpec) -> None:
    for names in shelves.left_out(spec):
        shelves.variants[names].active = False
        await uow.products.add(shelves.variants[names])
