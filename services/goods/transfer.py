"""The catalogue out of the shop and into it: the difference first, then all of it at once."""

from collections import Counter
from collections.abc import Sequence

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.media import Media
from models.product import Category, Product, ProductKind, Variant
from models.shipping import ShippingOption
from services.goods.archive import Hung, Photos, Spot
from services.goods.comparing import (
    Change,
    Found,
    compared,
    facts_of_way,
    found_in,
    rehung,
    unclear,
)
from services.goods.sheet import (
    Catalogue,
    CategoryRow,
    Path,
    ProductRow,
    ShippingRow,
    VariantRow,
)
from utils.clock import Clock
from utils.refusal import CommandRefused

ACTOR, REASON = "operator", "catalogue"
SHOWN = 20
UNCLEAR = (
    "pieces may be counted twice: say --keep-missing if what FILE leaves out is there as well; if"
    " it has another name in FILE, rename it in the chat first, or name it in FILE too with stock 0"
)


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
            found = await found_in(uow)
        spots: list[Spot] = [*((path, "") for path in found.categories), *found.products]
        return self._catalogue(found), {spot: found.hung.get(spot, ()) for spot in spots}

    def _catalogue(self, found: Found) -> Catalogue:
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

    async def plan(self, wanted: Catalogue, photos: Photos | None = None) -> list[Change]:
        """What taking it in would change now; raises BadExchange."""
        async with self._uow.read() as uow:
            found = await found_in(uow)
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
            await uow.keeping.shelves_in_turn()
            found = await found_in(uow, lock=True)
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
        several = Counter[tuple[Path, str]]()
        for variant in wanted.variants:
            of = (variant.path, variant.product)
            await self._variant(variant, several[of])
            several[of] += 1
        for place, way in enumerate(wanted.shipping):
            await self._way(way, place)

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
        if row.note is not None:
            product.note = row.note
        await self._uow.keeping.add(product)
        if row.questions is not None and row.questions != self._found.questions.get(product.id, ()):
            await self._uow.questions.put(product.id, row.questions)

    async def _way(self, row: ShippingRow, place: int) -> None:
        option = self._found.shipping.get(row.name) or ShippingOption(name=row.name)
        for name, value in facts_of_way(row).items():
            setattr(option, name, value)
        option.position = place
        await self._uow.shipping.add(option)

    async def _variant(self, row: VariantRow, place: int) -> None:
        key = (row.path, row.product, row.name)
        variant = self._found.variants.get(key)
        if variant is None:
            product = self._found.products[row.path, row.product]
            variant = Variant(product_id=product.id, name=row.name, stock_quantity=0)
            self._found.variants[key] = variant
        before, warned = variant.stock_quantity, variant.low_at
        variant.price, variant.active, variant.low_at = row.price, row.active, row.low_at
        variant.position = place
        if row.weight is not None:
            variant.weight = row.weight
        await self._uow.keeping.add(variant)
        if row.stock is not None and row.stock != before:
            more, now = row.stock - before, self._clock()
            await self._uow.stock.move(variant.id, more, now, REASON, ACTOR)
        if warned != row.low_at:
            await self._uow.batches.newly_low([variant.id])
