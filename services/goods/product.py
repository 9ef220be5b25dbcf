"""Browsing the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass

from db import UnitOfWorkFactory
from models.errors import ProductNotFound
from models.product import Category, Product, Variant


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product with the variants on sale, never empty."""

    product: Product
    variants: tuple[Variant, ...]

    @property
    def available(self) -> int:
        return sum(variant.available for variant in self.variants)

    @property
    def from_price(self) -> int:
        return min(variant.price for variant in self.variants)


class ProductService:
    def __init__(self, uow: UnitOfWorkFactory) -> None:
        self._uow = uow

    async def categories(self) -> Sequence[tuple[Category, int]]:
        async with self._uow.read() as uow:
            return await uow.products.categories()

    async def in_category(self, category_id: int) -> tuple[str, list[ProductCard]]:
        """Its name and the products on sale there; raises ProductNotFound when there are none."""
        async with self._uow.read() as uow:
            variants = await uow.products.variants_in(category_id)
            name = await uow.products.category_name(category_id)
        if not variants:
            raise ProductNotFound
        grouped: dict[int, list[Variant]] = {}
        for variant in variants:
            grouped.setdefault(variant.product_id, []).append(variant)
        cards = [ProductCard(rows[0].product, tuple(rows)) for rows in grouped.values()]
        return name, cards

    async def get(self, product_id: int) -> ProductCard:
        """Raises ProductNotFound, also for a product that is no longer sold."""
        async with self._uow.read() as uow:
            variants = await uow.products.variants_of(product_id)
        if not variants:
            raise ProductNotFound
        return ProductCard(variants[0].product, tuple(variants))

    async def get_variant(self, variant_id: int) -> Variant:
        """Raises ProductNotFound, also for a variant that is no longer sold."""
        async with self._uow.read() as uow:
            variant = await uow.products.find_variant(variant_id)
        if variant is None:
            raise ProductNotFound
        return variant
