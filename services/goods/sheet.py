"""The rows of a catalogue file, each proved: what may stand where, and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.product import ProductKind
from models.stock_errors import BadField, BadPrice
from services.goods.pricing import parse_price
from services.goods.removal import MOST
from services.goods.sketch import LONGEST_TEXT, valid_name
from utils.money import minor_digits
from utils.refusal import CommandRefused

SHOWN = 20
"""Mistakes told at once."""
COLUMNS = (
    *("row", "category", "product", "variant", "kind", "text", "price", "currency"),
    *("on_sale", "warn_at", "stock"),
)
YES, NO = "yes", "no"
Path = tuple[str, ...]
PRICES = {
    "negative": "is negative",
    "zero": "is nothing",
    "exponent": "is to be written out, without an e",
    "decimals": "has too many decimals",
    "ambiguous": "can be read in two ways: leave out the separator of the thousands",
    "large": "is too much",
    "empty": "is missing",
}


class BadExchange(CommandRefused):
    """The file cannot be taken in; each line of the message says where and what."""


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """`path`: from the entrance to it."""

    path: Path
    active: bool = True


@dataclass(frozen=True, slots=True)
class ProductRow:
    path: Path
    name: str
    kind: ProductKind
    text: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class VariantRow:
    """`price`: minor units. `stock`: of physical goods, how many there are; None: not said."""

    path: Path
    product: str
    name: str
    price: int
    active: bool = True
    low_at: int | None = None
    stock: int | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Each in the order in which they stand."""

    currency: str
    categories: tuple[CategoryRow, ...] = ()
    products: tuple[ProductRow, ...] = ()
    variants: tuple[VariantRow, ...] = ()


def plain(minor: int, currency: str) -> str:
    return f"{Decimal(minor).scaleb(-minor_digits(currency)):f}"


def joined(path: Path) -> str:
    """`Games / Strategy`; what a name has of that is marked."""
    return " / ".join(name.replace("\\", "\\\\").replace("/", "\\/") for name in path)


def parted(text: str) -> Path:
    names, marked = [""], False
    for letter in text:
        if marked:
            names[-1] += letter
            marked = False
        elif letter == "\\":
            marked = True
        elif letter == "/":
            names.append("")
        else:
            names[-1] += letter
    return tuple(name.strip() for name in names)


class Faults(list[str]):
    """What is wrong, each with its place."""

    def raise_any(self) -> None:
        if self:
            more = [f"and {len(self) - SHOWN} more"] if len(self) > SHOWN else []
            raise BadExchange("\n".join(["the file has mistakes:", *self[:SHOWN], *more]))


Cells = tuple[str, dict[str, Any]]
"""(where it stands, its cells)"""


def proved(rows: Iterator[Cells] | Sequence[Cells], currency: str) -> Catalogue:
    """Every row proved; all that is wrong is told at once."""
    reader, faults = _Reader(currency), Faults()
    for place, cells in rows:
        if not any(value for name, value in cells.items() if name != "row") and not cells.get(
            "row"
        ):
            continue
        try:
            reader.take(cells)
        except _Fault as fault:
            faults.append(f"{place}, {fault.column}: {fault}")
    faults += reader.loose()
    faults.raise_any()
    return reader.catalogue


class _Fault(Exception):
    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column = column


class _Reader:
    def __init__(self, currency: str) -> None:
        self._currency = currency
        self._categories: dict[Path, CategoryRow] = {}
        self._products: dict[tuple[Path, str], ProductRow] = {}
        self._variants: dict[tuple[Path, str, str], VariantRow] = {}

    @property
    def catalogue(self) -> Catalogue:
        return Catalogue(
            self._currency,
            tuple(self._categories.values()),
            tuple(self._products.values()),
            tuple(self._variants.values()),
        )

    def loose(self) -> Iterator[str]:
        """What stands in something that the file does not have."""
        for path in self._categories:
            if len(path) > 1 and path[:-1] not in self._categories:
                yield f"{joined(path)}: the category around it is not in the file"
        for path, name in self._products:
            if path not in self._categories:
                yield f"{joined(path)} / {name}: its category is not in the file"
        for path, product, _ in self._variants:
            if (path, product) not in self._products:
                yield f"{joined(path)} / {product}: the product is not in the file"

    def take(self, cells: Mapping[str, Any]) -> None:
        """Raises _Fault."""
        strange = [column for column in cells if column not in COLUMNS]
        if strange:
            what = "is no column of a catalogue" if strange[0] else "has more than belongs there"
            raise _Fault(strange[0] or "row", what)
        if wrong := next((c for c, v in cells.items() if not isinstance(v, str)), None):
            raise _Fault(wrong, "is not what a catalogue has there")
        kinds = {"category": self._category, "product": self._product, "variant": self._variant}
        take = kinds.get(cells.get("row", ""))
        if take is None:
            raise _Fault("row", "is category, product or variant")
        take(cells)

    def _category(self, cells: Mapping[str, str]) -> None:
        path = _path(cells)
        _once(self._categories, path, "category")
        self._categories[path] = CategoryRow(path, _flag(cells))

    def _product(self, cells: Mapping[str, str]) -> None:
        path, name = _path(cells), _name(cells, "product")
        if cells.get("kind") not in set(ProductKind):
            raise _Fault("kind", "is digital, shared or physical")
        text = cells.get("text", "")
        if len(text) > LONGEST_TEXT:
            raise _Fault("text", f"has more than {LONGEST_TEXT} characters")
        _once(self._products, (path, name), "product")
        kind = ProductKind(cells["kind"])
        self._products[path, name] = ProductRow(path, name, kind, text, _flag(cells))

    def _variant(self, cells: Mapping[str, str]) -> None:
        path, product = _path(cells), _name(cells, "product")
        name = _name(cells, "variant") if cells.get("variant") else ""
        if cells.get("currency") != self._currency:
            raise _Fault("currency", f"is not {self._currency}, in which the shop sells")
        price = _price(cells, self._currency)
        low_at, stock = _number(cells, "warn_at"), _number(cells, "stock")
        of = self._products.get((path, product))
        if stock is not None and of and of.kind is not ProductKind.PHYSICAL:
            raise _Fault("stock", "is counted of physical goods alone")
        _once(self._variants, (path, product, name), "variant")
        row = VariantRow(path, product, name, price, _flag(cells), low_at, stock)
        self._variants[path, product, name] = row


def _once(seen: Mapping[Any, object], key: object, column: str) -> None:
    if key in seen:
        raise _Fault(column, "stands there twice")


def _path(cells: Mapping[str, str]) -> Path:
    path = parted(cells.get("category", ""))
    for name in path:
        _valid(name, "category")
    return path


def _name(cells: Mapping[str, str], column: str) -> str:
    return _valid(cells.get(column, ""), column)


def _valid(name: str, column: str) -> str:
    try:
        if valid_name(name) == name:
            return name
    except BadField as refusal:
        empty = refusal.fields["why"] == "empty"
        what = "is empty" if empty else f"has more than {refusal.fields['maximum']} characters"
        raise _Fault(column, what) from None
    raise _Fault(column, "has blanks or signs that a name cannot have")


def _flag(cells: Mapping[str, str]) -> bool:
    text = cells.get("on_sale", YES).strip().lower() or YES
    if text not in (YES, NO):
        raise _Fault("on_sale", "is yes or no")
    return text == YES


def _price(cells: Mapping[str, str], currency: str) -> int:
    try:
        return parse_price(cells.get("price", ""), currency)
    except BadPrice as refusal:
        raise _Fault("price", PRICES.get(str(refusal.fields["why"]), "is no price")) from None


def _number(cells: Mapping[str, str], column: str) -> int | None:
    text = cells.get(column, "").strip()
    if not text:
        return None
    if not (
        text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and int(text) <= MOST
    ):
        raise _Fault(column, f"is a whole number from 0 to {MOST}")
    return int(text)
