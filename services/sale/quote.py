"""What a cart costs now, and what stock cannot serve. Pure: preview and charge use this alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.cart import CartLine
from models.product import ProductKind


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One variant at its price; `price` in minor units. `wanted` may exceed `quantity`."""

    variant_id: int
    title: str
    kind: ProductKind
    price: int
    wanted: int
    quantity: int

    @property
    def total(self) -> int:
        return self.price * self.quantity

    @property
    def reduced(self) -> bool:
        return self.quantity < self.wanted


@dataclass(frozen=True, slots=True)
class Quote:
    """Every line of the cart in variant order, the sold-out ones with quantity 0."""

    all_lines: tuple[QuoteLine, ...]

    @property
    def lines(self) -> tuple[QuoteLine, ...]:
        return tuple(line for line in self.all_lines if line.quantity)

    @property
    def changes(self) -> tuple[QuoteLine, ...]:
        return tuple(line for line in self.all_lines if line.reduced)

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def needs_delivery(self) -> bool:
        return any(line.kind is ProductKind.PHYSICAL for line in self.lines)


def quote(cart: Iterable[CartLine]) -> Quote:
    """Cut each line to what is available (units on the shelf not promised to others)."""
    return Quote(tuple(_line(entry) for entry in sorted(cart, key=lambda entry: entry.variant_id)))


def _line(entry: CartLine) -> QuoteLine:
    variant = entry.variant
    sellable = variant.active and variant.product.active
    return QuoteLine(
        variant_id=variant.id,
        title=variant.title,
        kind=variant.product.kind,
        price=variant.price,
        wanted=entry.quantity,
        quantity=min(entry.quantity, variant.available) if sellable else 0,
    )
