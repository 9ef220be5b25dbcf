"""What a catalogue file says besides goods: photos that hang there, and discounts that begin."""

import asyncio
from collections.abc import Awaitable, Iterator
from pathlib import Path

from db import UnitOfWorkFactory
from models.discount import DiscountKind
from models.goods_errors import BadPhoto
from models.media import LARGEST_PHOTO
from services.goods.catalogue import BadCatalogue, CatalogueSpec
from services.goods.discount import DiscountService, NewDiscount
from services.goods.gallery import Gallery

OPERATOR = "operator"


class Display:
    def __init__(
        self, uow: UnitOfWorkFactory, gallery: Gallery, discounts: DiscountService
    ) -> None:
        self._uow = uow
        self._gallery = gallery
        self._discounts = discounts

    async def dress(self, spec: CatalogueSpec, folder: Path) -> None:
        """After the goods were loaded; done twice it is done once. Raises BadCatalogue for a photo
        that cannot be read or is none.
        """
        photos = await asyncio.to_thread(_photos, spec, folder)
        for category in spec.category:
            home = await self._category(category.name)
            if category.photo is not None:
                content = photos[category.photo]
                await _said(category.photo, self._gallery.put_on_category(home, content))
            for product in category.product:
                number = await self._product(home, product.name)
                for photo in product.photos:
                    await _said(photo, self._gallery.add_to_product(number, photos[photo]))
                if product.discount is not None:
                    await self._reduce(number, product.discount)

    async def _category(self, name: str) -> int:
        async with self._uow.read() as uow:
            return next(row.id for row in await uow.products.all_categories() if row.name == name)

    async def _product(self, category_id: int, name: str) -> int:
        async with self._uow.read() as uow:
            found = await uow.products.find_product(category_id, name)
        if found is None:
            raise BadCatalogue(f"{name}: was renamed meanwhile, load the file again")
        return found.id

    async def _reduce(self, product_id: int, percent: int) -> None:
        async with self._uow.read() as uow:
            known = await uow.discounts.has_any(product_id)
        if not known:
            new = NewDiscount(DiscountKind.PERCENT, percent, product_id=product_id)
            await self._discounts.begin(new, OPERATOR)


async def _said(name: str, hanging: Awaitable[None]) -> None:
    """Raises BadCatalogue with the name of the file."""
    try:
        await hanging
    except BadPhoto as refusal:
        raise BadCatalogue(f"{name}: {REFUSED[str(refusal.fields['why'])]}") from None


REFUSED = {
    "kind": "is no JPEG or PNG",
    "size": f"is larger than {LARGEST_PHOTO // 1_000_000} MB",
    "many": "is one photo too many",
}


def _photos(spec: CatalogueSpec, folder: Path) -> dict[str, bytes]:
    """By name; read before anything is hung."""
    return {name: _read(folder / name) for name in sorted(set(_names(spec)))}


def _names(spec: CatalogueSpec) -> Iterator[str]:
    for category in spec.category:
        yield from [category.photo] if category.photo else []
        for product in category.product:
            yield from product.photos


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_PHOTO + 1)
    except OSError as error:
        raise BadCatalogue(f"photo {path} cannot be read: {error.strerror}") from None
