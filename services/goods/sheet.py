"""What a catalogue file has in it: rows of categories, products, versions and ways to ship."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.product import ProductKind
from utils.money import minor_digits
from utils.refusal import CommandRefused

SHOWN = 20
"""Mistakes told at once."""
COLUMNS = (
    *("row", "category", "product", "variant", "kind", "text", "price", "currency"),
    *("on_sale", "warn_at", "stock", "weight", "note", "question_1", "question_2", "question_3"),
    *("shipping", "up_to", "step", "step_price"),
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
    note: str | None = ""
    questions: tuple[str, ...] | None = ()
    """None: the file says nothing of it, as one that an older release wrote."""


@dataclass(frozen=True, slots=True)
class VariantRow:
    """`price`: minor units. `stock`: of physical goods, how many there are; None: not said.
    `weight`: grams of one; None: not said.
    """

    path: Path
    product: str
    name: str
    price: int
    active: bool = True
    low_at: int | None = None
    stock: int | None = None
    weight: int | None = 0


@dataclass(frozen=True, slots=True)
class ShippingRow:
    """As models.shipping.ShippingOption."""

    name: str
    price: int
    up_to: int | None = None
    step: int | None = None
    step_price: int = 0
    active: bool = True


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Each in the order in which they stand."""

    currency: str
    categories: tuple[CategoryRow, ...] = ()
    products: tuple[ProductRow, ...] = ()
    variants: tuple[VariantRow, ...] = ()
    shipping: tuple[ShippingRow, ...] = ()


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
QUESTIONS = ("question_1", "question_2", "question_3")
