"""The catalogue file: what it may say, read and proved as a whole before anything is done.

```toml
[[category]]
name = "Games"
parent = "For the screen"   # a category further up, if it is within one
photo = "games.jpg"         # files beside this one
[[category.product]]
name = "Star Sailor"
description = "..."
kind = "digital"            # or "physical"
photos = ["ship.jpg"]
discount = 10               # percent off, from now on; only if it never had a discount
[[category.product.variant]]
name = ""                   # empty when there is only one
price = "12.50"             # in SHOP_CURRENCY, with no more decimals than it has
units = ["KEY-1", "KEY-2"]  # digital: one good each
stock = 3                   # physical: how many there are, those in open orders included
```
"""

import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from models.discount import MOST_PERCENT
from models.media import MOST_PICTURES
from models.product import ProductKind
from utils.money import minor_digits
from utils.refusal import CommandRefused

SHOWN = 20
"""Mistakes told at once."""
LARGEST = 64 * 1024 * 1024
WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is no word of a catalogue",
    "greater_than": "must be more than 0",
    "greater_than_equal": "must not be less than 0",
    "less_than_equal": "is too large",
    "string_too_long": "is too long",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "enum": "is digital, shared or physical",
    "int_parsing": "is a whole number",
    "int_type": "is a whole number",
    "int_from_float": "is a whole number",
    "decimal_parsing": "is a number such as 12.50",
    "decimal_type": "is a number such as 12.50",
    "finite_number": "is a number such as 12.50",
    "string_type": "is a text",
    "tuple_type": "is a list",
}
Name = Annotated[str, Field(min_length=1, max_length=64)]


class BadCatalogue(CommandRefused):
    """The file cannot be loaded; each line of the message names a row and what is wrong with it."""


class Spec(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class VariantSpec(Spec):
    name: str = Field(default="", max_length=64)
    price: Decimal = Field(gt=0, le=10_000_000)
    units: tuple[Annotated[str, Field(min_length=1, max_length=3000)], ...] = ()
    stock: int | None = Field(default=None, ge=0, le=1_000_000)

    def minor(self, currency: str) -> int:
        return int(self.price.scaleb(minor_digits(currency)))


class ProductSpec(Spec):
    name: Name
    description: str | None = Field(default=None, max_length=1500)
    kind: ProductKind
    photos: tuple[Name, ...] = Field(default=(), max_length=MOST_PICTURES)
    """Files beside this one; those that the product has already stay."""
    discount: int | None = Field(default=None, ge=1, le=MOST_PERCENT)
    """Percent, for a product that never had a discount."""
    variant: tuple[VariantSpec, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _stocked_its_way(self) -> Self:
        if self.kind is ProductKind.SHARED and any(
            v.units or v.stock is not None for v in self.variant
        ):
            raise ValueError("what is shared is set in the chat: it has neither units nor stock")
        digital = self.kind is ProductKind.DIGITAL
        if any(v.stock is not None if digital else v.units for v in self.variant):
            raise ValueError("digital products list their units, physical ones count their stock")
        return self


class CategorySpec(Spec):
    name: Name
    parent: Name | None = None
    """The name of a category further up in the file."""
    photo: Name | None = None
    product: tuple[ProductSpec, ...] = ()


class CatalogueSpec(Spec):
    category: tuple[CategorySpec, ...] = ()

    def rows(self) -> Iterator[tuple[CategorySpec, ProductSpec, VariantSpec]]:
        for category in self.category:
            for product in category.product:
                for variant in product.variant:
                    yield category, product, variant


def read(path: Path, currency: str) -> CatalogueSpec:
    """Raises BadCatalogue with what is wrong and where."""
    spec = parse(path)
    problems = [*_twice(spec), *_unfit(spec, currency), *_homeless(spec)]
    if problems:
        raise BadCatalogue(_listed(path, problems))
    return spec


def demo(path: Path, currency: str, size: int) -> CatalogueSpec:
    """Our own example, its prices in dollars: `size` of `currency` make about one."""
    spec, step = parse(path), Decimal(1).scaleb(-minor_digits(currency))
    data = spec.model_dump()
    for category in data["category"]:
        for product in category["product"]:
            for variant in product["variant"]:
                variant["price"] = (variant["price"] * size).quantize(step)
    return CatalogueSpec.model_validate(data)


def parse(path: Path) -> CatalogueSpec:
    raw: dict[str, Any] = {}
    try:
        with path.open("rb") as file:
            raw = tomllib.loads(file.read(LARGEST).decode())
        return CatalogueSpec.model_validate(raw)
    except OSError as error:
        raise BadCatalogue(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadCatalogue(f"{path} is not UTF-8 text: save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise BadCatalogue(f"{path} is not TOML: {error}") from None
    except ValidationError as error:
        errors = error.errors(include_input=False, include_url=False)
        raise BadCatalogue(_listed(path, [_sentence(each, raw) for each in errors])) from None


def title(*names: str) -> str:
    """`Games / Star Sailor / Gold`."""
    return " / ".join(name for name in names if name)


def _listed(path: Path, problems: Sequence[str]) -> str:
    more = [f"and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
    return "\n".join([f"{path} has mistakes:", *problems[:SHOWN], *more])


def _sentence(error: Any, raw: dict[str, Any]) -> str:
    """By the names that stand in the file, and never with what a unit is."""
    place, field = _place(error["loc"], raw)
    if error["type"] == "value_error":
        return f"{place}: {str(error['msg']).removeprefix('Value error, ')}"
    words = WORDS.get(error["type"], "is not what a catalogue has there")
    return f"{place}: {field} {words}" if place else f"{field} {words}"


def _place(steps: Sequence[Any], raw: Any) -> tuple[str, str]:
    """The names on the way to a mistake, and the word at its end."""
    names, field, node = [], "it", raw
    for step in steps:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            node = None
        if isinstance(step, int) and isinstance(node, dict):
            names.append(str(node.get("name") or f"number {step + 1}"))
        field = step if isinstance(step, str) else f"{field} {step + 1}"
    return title(*names), field


def _twice(spec: CatalogueSpec) -> Iterator[str]:
    seen: set[str] = set()
    names = [category.name for category in spec.category]
    names += [title(c.name, p.name) for c in spec.category for p in c.product]
    for name in [*names, *(title(c.name, p.name, f"({v.name})") for c, p, v in spec.rows())]:
        if name in seen:
            yield f"{name}: stands there twice"
        seen.add(name)


def _homeless(spec: CatalogueSpec) -> Iterator[str]:
    """A category is within one that stands further up: so none is within itself."""
    seen: set[str] = set()
    for category in spec.category:
        if category.parent is not None and category.parent not in seen:
            yield f"{category.name}: parent {category.parent} is no category further up"
        seen.add(category.name)


def _unfit(spec: CatalogueSpec, currency: str) -> Iterator[str]:
    """Prices are never rounded: one that the currency cannot say is a mistake."""
    digits = minor_digits(currency)
    for category, product, variant in spec.rows():
        if variant.price != round(variant.price, digits):
            name = title(category.name, product.name, variant.name)
            has = f"{digits} decimals" if digits else "no decimals"
            yield f"{name}: price {variant.price} does not fit: {currency} has {has}"
