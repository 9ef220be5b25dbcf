"""Reads a catalogue from a TOML file; loading it again adds only what is new.

```toml
[[category]]
name = "Games"
[[category.product]]
name = "Star Sailor"
description = "..."
kind = "digital"            # or "physical"
[[category.product.variant]]
name = ""                   # empty when there is only one
price = "12.50"             # in SHOP_CURRENCY
units = ["KEY-1", "KEY-2"]  # digital: one good each
stock = 3                   # physical: how many there are
```
"""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from db import UnitOfWork, UnitOfWorkFactory
from models.product import Category, Product, ProductKind, Variant
from models.stock import StockUnit, unit_binding
from utils.clock import Clock
from utils.money import minor_digits
from utils.refusal import StartRefused
from utils.sealing import Sealer

Name = Annotated[str, Field(min_length=1, max_length=64)]


class Spec(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class VariantSpec(Spec):
    name: str = Field(default="", max_length=64)
    price: Decimal = Field(gt=0, le=10_000_000)
    units: tuple[Annotated[str, Field(min_length=1, max_length=3000)], ...] = ()
    stock: int = Field(default=0, ge=0, le=1_000_000)


class ProductSpec(Spec):
    name: Name
    description: str = Field(default="", max_length=1500)
    kind: ProductKind
    variant: tuple[VariantSpec, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _stocked_its_way(self) -> Self:
        digital = self.kind is ProductKind.DIGITAL
        if any(v.stock if digital else v.units for v in self.variant):
            raise ValueError("digital products list their units, physical ones count their stock")
        return self


class CategorySpec(Spec):
    name: Name
    product: tuple[ProductSpec, ...] = ()


class CatalogueSpec(Spec):
    category: tuple[CategorySpec, ...]


def read(path: Path) -> CatalogueSpec:
    """Raises StartRefused with what is wrong and where."""
    try:
        return CatalogueSpec.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise StartRefused(f"{path} cannot be read: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise StartRefused(f"{path} is not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise StartRefused(f"{path}: {where}: {first['msg']}") from None


class Loader:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, sealer: Sealer, currency: str) -> None:
        self._uow = uow
        self._clock = clock
        self._sealer = sealer
        self._digits = minor_digits(currency)

    async def load_if_empty(self, path: Path) -> None:
        async with self._uow.read() as uow:
            empty = await uow.products.is_empty()
        if empty:
            await self.load(path)

    async def load(self, path: Path) -> int:
        """Load the whole file in one transaction; the number of units and pieces added."""
        spec = read(path)
        async with self._uow() as uow:
            counts = [
                await self._category(uow, place, row) for place, row in enumerate(spec.category)
            ]
        return sum(counts)

    async def _category(self, uow: UnitOfWork, place: int, spec: CategorySpec) -> int:
        category = await uow.products.find_category(spec.name)
        if category is None:
            category = Category(name=spec.name, position=place)
            await uow.products.add(category)
        return sum([await self._product(uow, category.id, row) for row in spec.product])

    async def _product(self, uow: UnitOfWork, category_id: int, spec: ProductSpec) -> int:
        product = await uow.products.find_product(category_id, spec.name)
        if product is None:
            product = Product(category_id=category_id, name=spec.name, kind=spec.kind)
            product.description = spec.description
            await uow.products.add(product)
        return sum([await self._variant(uow, product.id, row) for row in spec.variant])

    async def _variant(self, uow: UnitOfWork, product_id: int, spec: VariantSpec) -> int:
        variant = await uow.products.find_variant_of(product_id, spec.name)
        stock = 0
        if variant is None:
            price = int(spec.price.scaleb(self._digits).to_integral_exact())
            variant = Variant(product_id=product_id, name=spec.name, price=price)
            await uow.products.add(variant)
            stock = spec.stock
        if stock:
            await uow.stock.receive(variant.id, stock, self._clock())
        return stock + sum([await self._unit(uow, variant.id, text) for text in spec.units])

    async def _unit(self, uow: UnitOfWork, variant_id: int, payload: str) -> bool:
        bound_to, plain = unit_binding(variant_id), payload.encode()
        return await uow.stock.add_unit(
            StockUnit(
                variant_id=variant_id,
                sealed=self._sealer.seal(plain, bound_to=bound_to),
                digest=self._sealer.digest(plain, bound_to=bound_to),
                created_at=self._clock(),
            )
        )
