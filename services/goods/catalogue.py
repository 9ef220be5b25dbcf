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
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from models.discount import MOST_PERCENT
from models.media import MOST_PICTURES
from models.product import ProductKind
from utils.money import minor_digits
from utils.printable import is_clean, is_one_line, is_seen
from utils.refusal import CommandRefused
from utils.spelling import normal

SHOWN = 20
"""Mistakes told at once."""
LARGEST = 64 * 1024 * 1024
"""Bytes of a file; a longer one is refused, never read in part."""
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
    "unseen": "shows nothing: write something that can be read",
    "lines": "is one line, without signs that turn the direction of writing",
    "controls": "has signs in it that are no text",
}


def _proved(is_right: Callable[[str], bool], kind: str) -> AfterValidator:
    def proof(text: str) -> str:
        if text and not is_right(text):
            raise PydanticCustomError(kind, "not printable")
        return text

    return AfterValidator(proof)


def _no_truth(kind: str) -> BeforeValidator:
    """TOML's true is no number."""

    def proof(value: object) -> object:
        if isinstance(value, bool):
            raise PydanticCustomError(kind, "not a number")
        return value

    return BeforeValidator(proof)


SEEN, CLEAN = _proved(is_seen, "unseen"), _proved(is_clean, "controls")
Title = Annotated[str, Field(max_length=64), _proved(is_one_line, "lines"), SEEN]
"""Printable in one line, or nothing at all."""
Name = Annotated[Title, Field(min_length=1)]
Good = Annotated[str, Field(min_length=1, max_length=3000), CLEAN, SEEN]
"""May have lines; something of it can be seen."""
Words = Annotated[str, Field(max_length=1500), CLEAN]
Whole = Annotated[int, _no_truth("int_type")]
Amount = Annotated[Decimal, _no_truth("decimal_type")]


class BadCatalogue(CommandRefused):
    """The file cannot be loaded; each line of the message names a row and what is wrong with it."""


class Spec(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class VariantSpec(Spec):
    name: Title = ""
    price: Amount = Field(gt=0, le=10_000_000)
    units: tuple[Good, ...] = ()
    stock: Whole | None = Field(default=None, ge=0, le=1_000_000)
    shared: Good | None = None
    """What every buyer gets, without limit; of a variant that is new."""

    def minor(self, currency: str) -> int:
        return int(self.price.scaleb(minor_digits(currency)))


class ProductSpec(Spec):
    name: Name
    description: Words | None = None
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
            raise ValueError("what is shared is one text for all: it has neither units nor stock")
        if self.kind is not ProductKind.SHARED and any(v.shared for v in self.variant):
            raise ValueError("only a shared product has one text for all buyers")
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
        raw = tomllib.loads(_content(path).decode())
        return CatalogueSpec.model_validate(raw)
    except OSError as error:
        raise BadCatalogue(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadCatalogue(f"{path} is not UTF-8 text: save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise BadCatalogue(f"{path} is not TOML: {error}") from None
    except ValidationError as error:
        errors = _own(error.errors(include_input=False, include_url=False))
        raise BadCatalogue(_listed(path, [_sentence(each, raw) for each in errors])) from None
    except RecursionError:
        raise BadCatalogue(f"{path} is nested too deep to be a catalogue") from None
    except ValueError:
        raise BadCatalogue(f"{path} has a number with too many digits") from None


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BadCatalogue(
            f"{path} has more than {LARGEST >> 20} MB: divide it, and load the parts one by one"
        )
    return content


def _own(errors: Sequence[Any]) -> list[Any]:
    """Without what only follows: a list whose rows are wrong is called empty."""
    wrong = {each["loc"][:n] for each in errors for n in range(len(each["loc"]))}
    return [each for each in errors if each["type"] != "too_short" or each["loc"] not in wrong]


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


def doubles(spec: CatalogueSpec) -> int:
    """How many goods stand in the file although they stand there before."""
    units = [text for _, _, variant in spec.rows() for text in variant.units]
    return len(units) - len(set(map(normal, units)))


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
