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
note = "..."                # what buyers read with their goods
questions = ["Which name?"] # to buyers, at checkout: three at most
[[category.product.variant]]
name = ""                   # empty when there is only one
price = "12.50"             # in SHOP_CURRENCY, with no more decimals than it has
units = ["KEY-1", "KEY-2"]  # digital: one good each
stock = 3                   # physical: how many there are, those in open orders included
weight = 400                # physical: grams of one
[[shipping]]
name = "Parcel"
price = "4.90"              # for any weight, or with a step for its first grams
up_to = 5000                # grams that it carries at most
step = 1000                 # each further one that is begun costs
step_price = "1.50"
```
"""

import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from models.discount import MOST_PERCENT
from models.media import MOST_PICTURES
from models.product import ProductKind
from models.question import MOST_QUESTIONS
from models.shipping import HEAVIEST, HEAVIEST_PIECE, LEAST_STEP, MOST_OPTIONS
from services.goods.wording import WORDS, Amount, Asked, Good, Name, Note, Title, Whole, Words
from utils.money import minor_digits
from utils.refusal import CommandRefused
from utils.spelling import normal

SHOWN = 20
"""Mistakes told at once."""
LARGEST = 64 * 1024 * 1024
"""Bytes of a file; a longer one is refused, never read in part."""


class BadCatalogue(CommandRefused):
    """The file cannot be loaded; each line of the message names a row and what is wrong with it."""


class Spec(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class VariantSpec(Spec):
    name: Title = ""
    price: Amount = Field(gt=0, le=10_000_000)
    units: tuple[Good, ...] = ()
    stock: Whole | None = Field(default=None, ge=0, le=1_000_000)
    weight: Whole | None = Field(default=None, ge=0, le=HEAVIEST_PIECE)
    """Grams of one."""
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
    note: Note | None = None
    """What buyers read with their goods."""
    questions: tuple[Asked, ...] | None = Field(default=None, max_length=MOST_QUESTIONS)
    """To buyers, at checkout."""
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
        if self.kind is not ProductKind.PHYSICAL and any(v.weight for v in self.variant):
            raise ValueError("only physical products have a weight")
        return self


class ShippingSpec(Spec):
    """As models.shipping.ShippingOption; it is on offer."""

    name: Name
    price: Amount = Field(ge=0, le=10_000_000)
    up_to: Whole | None = Field(default=None, ge=1, le=HEAVIEST)
    step: Whole | None = Field(default=None, ge=LEAST_STEP, le=HEAVIEST)
    step_price: Amount = Field(default=Decimal(0), ge=0, le=10_000_000)

    @property
    def prices(self) -> tuple[Decimal, Decimal]:
        return self.price, self.step_price

    def minor(self, currency: str) -> tuple[int, int]:
        """Of the way itself, and of a step."""
        digits = minor_digits(currency)
        return int(self.price.scaleb(digits)), int(self.step_price.scaleb(digits))

    @model_validator(mode="after")
    def _priced_its_way(self) -> Self:
        if self.step is None and self.step_price:
            raise ValueError("step_price is the price of a step, and there is none")
        return self


class CategorySpec(Spec):
    name: Name
    parent: Name | None = None
    """The name of a category further up in the file."""
    photo: Name | None = None
    product: tuple[ProductSpec, ...] = ()


class CatalogueSpec(Spec):
    category: tuple[CategorySpec, ...] = ()
    shipping: tuple[ShippingSpec, ...] = Field(default=(), max_length=MOST_OPTIONS)

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
    for way in data["shipping"]:
        for name in ("price", "step_price"):
            way[name] = (way[name] * size).quantize(step)
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
    names += [f"shipping: {way.name}" for way in spec.shipping]
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
    prices = [(title(c.name, p.name, v.name), v.price) for c, p, v in spec.rows()]
    prices += [(f"shipping: {w.name}", price) for w in spec.shipping for price in w.prices]
    digits = minor_digits(currency)
    for name, price in prices:
        if price != round(price, digits):
            has = f"{digits} decimals" if digits else "no decimals"
            yield f"{name}: price {price} does not fit: {currency} has {has}"
