"""The rows of a catalogue file, read: what may stand where, and all that is wrong at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from models.product import LONGEST_NOTE, ProductKind
from models.question import LONGEST_QUESTION
from models.shipping import HEAVIEST, HEAVIEST_PIECE, LEAST_STEP, MOST_OPTIONS
from models.stock_errors import BadField, BadPrice
from services.goods.asking import valid_question
from services.goods.pricing import parse_price
from services.goods.removal import MOST
from services.goods.sheet import (
    COLUMNS,
    NO,
    PRICES,
    QUESTIONS,
    YES,
    Catalogue,
    CategoryRow,
    Cells,
    Faults,
    Path,
    ProductRow,
    ShippingRow,
    VariantRow,
    joined,
    parted,
)
from services.goods.shipping import postage_price
from services.goods.sketch import LONGEST_TEXT, valid_name
from utils.printable import is_clean


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
        self._shipping: dict[str, ShippingRow] = {}

    @property
    def catalogue(self) -> Catalogue:
        return Catalogue(
            self._currency,
            tuple(self._categories.values()),
            tuple(self._products.values()),
            tuple(self._variants.values()),
            tuple(self._shipping.values()),
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
        kinds = {
            "category": self._category,
            "product": self._product,
            "variant": self._variant,
            "shipping": self._option,
        }
        take = kinds.get(cells.get("row", ""))
        if take is None:
            raise _Fault("row", "is category, product, variant or shipping")
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
        note, asked = _note(cells), _questions(cells)
        row = ProductRow(path, name, kind, text, _flag(cells), note, asked)
        self._products[path, name] = row

    def _variant(self, cells: Mapping[str, str]) -> None:
        path, product = _path(cells), _name(cells, "product")
        name = _name(cells, "variant") if cells.get("variant") else ""
        _same_currency(cells, self._currency)
        price = _price(cells, "price", self._currency, parse_price)
        low_at, stock = _number(cells, "warn_at"), _number(cells, "stock")
        weight = (_number(cells, "weight", 0, HEAVIEST_PIECE) or 0) if "weight" in cells else None
        of = self._products.get((path, product))
        if stock is not None and of and of.kind is not ProductKind.PHYSICAL:
            raise _Fault("stock", "is counted of physical goods alone")
        if weight and of and of.kind is not ProductKind.PHYSICAL:
            raise _Fault("weight", "is stated of physical goods alone")
        _once(self._variants, (path, product, name), "variant")
        row = VariantRow(path, product, name, price, _flag(cells), low_at, stock, weight)
        self._variants[path, product, name] = row

    def _option(self, cells: Mapping[str, str]) -> None:
        name = _name(cells, "shipping")
        _once(self._shipping, name, "shipping")
        if len(self._shipping) >= MOST_OPTIONS:
            raise _Fault("shipping", f"is one too many: a shop has at most {MOST_OPTIONS}")
        _same_currency(cells, self._currency)
        price = _price(cells, "price", self._currency, postage_price)
        limit = _number(cells, "up_to", 1, HEAVIEST)
        step = _number(cells, "step", LEAST_STEP, HEAVIEST)
        more = 0
        if cells.get("step_price", "").strip():
            more = _price(cells, "step_price", self._currency, postage_price)
        if more and step is None:
            raise _Fault("step_price", "is the price of a step, and there is none")
        self._shipping[name] = ShippingRow(name, price, limit, step, more, _flag(cells))


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


def _same_currency(cells: Mapping[str, str], currency: str) -> None:
    if cells.get("currency") != currency:
        raise _Fault("currency", f"is not {currency}, in which the shop sells")


def _note(cells: Mapping[str, str]) -> str | None:
    note = cells.get("note")
    if note is not None and len(note) > LONGEST_NOTE:
        raise _Fault("note", f"has more than {LONGEST_NOTE} characters")
    if note is not None and not is_clean(note):
        raise _Fault("note", "has signs in it that are no text")
    return note


def _questions(cells: Mapping[str, str]) -> tuple[str, ...] | None:
    """In their order, without gaps; None: the file has no column for them."""
    there = [column for column in QUESTIONS if column in cells]
    return tuple(_question(cells, c) for c in there if cells[c]) if there else None


def _question(cells: Mapping[str, str], column: str) -> str:
    text = cells[column]
    if len(text) > LONGEST_QUESTION:
        raise _Fault(column, f"has more than {LONGEST_QUESTION} characters")
    with suppress(BadField):
        if valid_question(text) == text:
            return text
    raise _Fault(column, "has blanks or signs that a question cannot have")


def _price(
    cells: Mapping[str, str], column: str, currency: str, read: Callable[[str, str], int]
) -> int:
    try:
        return read(cells.get(column, ""), currency)
    except BadPrice as refusal:
        raise _Fault(column, PRICES.get(str(refusal.fields["why"]), "is no price")) from None


def _number(cells: Mapping[str, str], column: str, least: int = 0, most: int = MOST) -> int | None:
    text = cells.get(column, "").strip()
    if not text:
        return None
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not (digits and least <= int(text) <= most):
        raise _Fault(column, f"is a whole number from {least} to {most}")
    return int(text)
