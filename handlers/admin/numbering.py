"""What a typed number means: a product, one of its versions, or a category."""

from handlers.admin.shelves import Shelves
from handlers.numbered import (
    CATEGORY,
    PRODUCT,
    VERSION,
    Numbered,
    category_no,
    numbered,
    product_no,
    version_no,
)
from models.errors import ProductNotFound
from models.product import Category, Variant
from models.stock_errors import NoSuchNumber, OneVersion, SeveralNamed, SeveralVersions
from services.goods.dashboard import DashboardService, ProductSheet

NAMED = 8
"""Versions, or categories, that a refusal names."""
LONGEST_NAME = 12
"""Words of a category's name that is written before something else."""


class Misused(Exception):
    """It is not written like this: an example is shown."""


class Numbering:
    def __init__(self, shelves: Shelves, dashboard: DashboardService) -> None:
        self._shelves = shelves
        self._dashboard = dashboard

    async def version(self, text: str) -> tuple[Variant, str]:
        """A version, and what follows; of a product with one, that one. Raises Misused,
        NoSuchNumber, SeveralVersions.
        """
        row = _number(text)
        if row.letter == CATEGORY:
            raise NoSuchNumber(row.called(VERSION), VERSION)
        if row.letter != PRODUCT and (found := await self._version(row)):
            return found, row.rest
        if row.letter == VERSION or (sheet := await self._sheet(row.number)) is None:
            raise NoSuchNumber(row.called(VERSION), row.letter or VERSION)
        if len(sheet.variants) != 1:
            rows = sheet.variants[:NAMED]
            told = ", ".join(f"{version_no(one.id)} {one.name}".strip() for one in rows)
            raise SeveralVersions(product_no(row.number), sheet.product.name, told)
        return await self._shelves.variant(sheet.variants[0].id), row.rest

    async def product(self, text: str, *, whole: bool = False) -> tuple[ProductSheet, str]:
        """A product, and what follows. `whole`: what is done to all of it is not meant for one of
        several versions. Raises Misused, NoSuchNumber, OneVersion.
        """
        row = _number(text)
        if row.letter == CATEGORY:
            raise NoSuchNumber(row.called(PRODUCT), PRODUCT)
        if row.letter != VERSION and (sheet := await self._sheet(row.number)):
            return sheet, row.rest
        if row.letter == PRODUCT or (found := await self._version(row)) is None:
            raise NoSuchNumber(row.called(PRODUCT), row.letter or PRODUCT)
        sheet = await self._dashboard.product(found.product_id)
        if not row.letter or (whole and len(sheet.variants) > 1):
            product = product_no(found.product_id)
            raise OneVersion(version_no(found.id), sheet.product.name, product)
        return sheet, row.rest

    async def category(self, text: str) -> Category:
        """By its name or number. Raises Misused, NoSuchNumber, SeveralNamed, ProductNotFound."""
        name = text.strip()
        if not name:
            raise Misused
        found = await self._dashboard.categories_named(name)
        if len(found) > 1:
            told = ", ".join(category_no(one.id) for one in found[:NAMED])
            raise SeveralNamed(name, told)
        if found:
            return found[0]
        row = numbered(name)
        if row is None or row.rest:
            raise NoSuchNumber(name, "name")
        try:
            return (await self._dashboard.category(row.only(CATEGORY).number, 0)).category
        except ProductNotFound:
            raise NoSuchNumber(row.called(CATEGORY), CATEGORY) from None

    async def category_before(self, text: str) -> tuple[Category, str]:
        """A category, and what follows its name, which may be of several words."""
        words = text.split()
        for count in range(min(len(words) - 1, LONGEST_NAME), 1, -1):
            if await self._dashboard.categories_named(" ".join(words[:count])):
                name, rest = words[:count], words[count:]
                return await self.category(" ".join(name)), " ".join(rest)
        if not words:
            raise Misused
        return await self.category(words[0]), " ".join(words[1:])

    async def _version(self, row: Numbered) -> Variant | None:
        try:
            return await self._shelves.variant(row.number)
        except ProductNotFound:
            return None

    async def _sheet(self, number: int) -> ProductSheet | None:
        try:
            return await self._dashboard.product(number)
        except ProductNotFound:
            return None


def _number(text: str) -> Numbered:
    """Raises Misused."""
    row = numbered(text)
    if row is None:
        raise Misused
    return row
