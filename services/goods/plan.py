"""What loading a catalogue would change: pure, for a person to see first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.product import Product, ProductKind, Variant
from services.goods.catalogue import (
    BadCatalogue,
    CatalogueSpec,
    ProductSpec,
    ShippingSpec,
    VariantSpec,
    title,
)
from services.goods.shelves import Shelves, held
from services.goods.shipping import facts_of


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
    weight: tuple[int, int] | None = None
    """Grams."""
    shown: bool = False
    """It was hidden, and is on sale again."""

    @property
    def changes(self) -> bool:
        """Something that is there already becomes another: worth a question."""
        return bool(self.price or self.shown or self.weight or (self.stock and not self.new))


@dataclass(frozen=True, slots=True)
class Plan:
    """What loading would do."""

    rows: tuple[Row, ...]
    texts: tuple[str, ...]
    """Products whose description, note or questions become others."""
    absent: tuple[str, ...]
    """On sale, but not in the file."""
    hide: bool
    """Whether those are taken off sale."""
    renamed: tuple[tuple[str, str], ...] = ()
    """(title in the shop, title in the file) of what is taken for the same goods."""
    unclear: tuple[str, ...] = ()
    """What may be counted twice: nothing is done until a person says which it is."""
    shipping: tuple[str, ...] = ()
    """Ways to ship that are new or become others."""
    doubted: bool = False
    """Digital goods that are new are in doubt, as after a restore: not sold until released."""

    @property
    def asks(self) -> bool:
        taken_off = self.hide and self.absent
        changed = any(row.changes for row in self.rows)
        changed |= bool(self.shipping) and not all(row.new for row in self.rows)
        return bool(self.texts or self.renamed or taken_off or changed)

    @property
    def empty(self) -> bool:
        fresh = any(row.new or row.fresh for row in self.rows)
        return not self.asks and not fresh and not self.shipping


def compare(
    spec: CatalogueSpec,
    shelves: Shelves,
    digests: Mapping[str, bytes],
    currency: str,
    *,
    hide: bool,
) -> Plan:
    """The difference; raises BadCatalogue for what the shelves cannot become."""
    taken, rows = set(shelves.known), list[Row]()
    problems = list(shelves.ambiguous(spec, hide=hide))
    for category, product, variant in spec.rows():
        there = shelves.variants.get((category.name, product.name, variant.name))
        kept = shelves.products.get((category.name, product.name))
        fresh = len(fresh_of(variant.units, digests, taken))
        name = title(category.name, product.name, variant.name)
        problems += _impossible(name, product, variant, kept, there)
        rows.append(
            Row(
                name,
                variant.minor(currency),
                new=there is None,
                price=_moved(there.price if there else None, variant.minor(currency)),
                stock=_moved(there.stock_quantity if there else 0, variant.stock),
                weight=_moved(there.weight if there else None, variant.weight),
                fresh=fresh,
                known=len(variant.units) - fresh,
                shown=bool(there and kept and not (there.active and kept.active)),
            )
        )
    problems += held(spec, shelves) if hide else ()
    if problems:
        raise BadCatalogue("\n".join(problems))
    absent = tuple(title(*names) for names in shelves.left_out(spec))
    doubted = shelves.doubted and any(row.fresh for row in rows)
    texts, ways = tuple(_texts(spec, shelves)), tuple(_ways(spec, shelves, currency))
    return Plan(tuple(rows), texts, absent, hide, shipping=ways, doubted=doubted)


def _moved(before: int | None, after: int | None) -> tuple[int, int] | None:
    if before is None or after is None or before == after:
        return None
    return before, after


def fresh_of(units: Sequence[str], digests: Mapping[str, bytes], taken: set[bytes]) -> list[str]:
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
            if kept is not None and _says_else(product, kept, shelves):
                yield title(category.name, product.name)


def _says_else(product: ProductSpec, kept: Product, shelves: Shelves) -> bool:
    asked = shelves.questions.get(kept.id, ())
    return (
        product.description not in (None, kept.description)
        or product.note not in (None, kept.note)
        or product.questions not in (None, asked)
    )


def _ways(spec: CatalogueSpec, shelves: Shelves, currency: str) -> Iterable[str]:
    for way in spec.shipping:
        there = shelves.shipping.get(way.name)
        if there is None or facts_of(there) != as_option(way, currency):
            yield way.name


def as_option(way: ShippingSpec, currency: str) -> dict[str, object]:
    """It is on offer."""
    price, step_price = way.minor(currency)
    rest = {"step": way.step, "step_price": step_price, "active": True}
    return {"name": way.name, "price": price, "up_to": way.up_to, **rest}
