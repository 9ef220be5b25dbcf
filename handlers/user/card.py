"""The card of a product as this person sees it, for every desk that shows one."""

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from handlers.press import Visitor
from handlers.views import product as views
from handlers.views.product import Showing
from handlers.views.screen import Screen
from models.day import Visit
from models.permission import Permission
from services.goods.footfall import Footfall
from services.goods.product import ProductCard, ProductService
from services.running.shop import Shop

START = "p_"
"""What a link to a product begins with, after `?start=`."""


def product_in(word: str) -> int | None:
    """The product that `p_12` means; None for anything else."""
    digits = word.removeprefix(START)
    whole = digits.isascii() and digits.isdigit() and len(digits) <= 18
    return int(digits) if word.startswith(START) and whole else None


class ProductCards:
    def __init__(self, products: ProductService, shop: Shop, footfall: Footfall) -> None:
        self._products = products
        self._shop = shop
        self._footfall = footfall

    async def product(
        self, who: Visitor, product_id: int, page: int = 0, back: CallbackData | None = None
    ) -> Screen:
        """`back`: where from, if not from the shelf it stands on. Raises ProductNotFound."""
        card = await self._products.get(product_id, who.id, group=who.group)
        if len(card.variants) == 1:
            showing = replace(await self._showing(who, card), back=back)
            return views.variant(who.t, showing, card.variants[0], 1)
        showing = await self._showing(who, card)
        return views.product(who.t, replace(showing, back=back), page)

    async def variant(
        self, who: Visitor, variant_id: int, quantity: int, number: int = 0
    ) -> Screen:
        """Raises ProductNotFound."""
        card, choice = await self._products.of_variant(variant_id, who.id, group=who.group)
        return views.variant(who.t, await self._showing(who, card, number), choice, quantity)

    async def typing(self, who: Visitor, variant_id: int, quantity: int) -> Screen | None:
        """The question for a number; None: there is nothing left to ask for."""
        card, choice = await self._products.of_variant(variant_id, group=who.group)
        if not choice.available:
            return None
        return views.type_quantity(who.t, await self._showing(who, card), choice, quantity)

    async def available(self, variant_id: int) -> int:
        return (await self._products.of_variant(variant_id))[1].available

    async def whole_text(self, who: Visitor, product_id: int) -> Screen:
        return views.whole_text(who.t, await self._products.get(product_id))

    async def _showing(self, who: Visitor, card: ProductCard, number: int = 0) -> Showing:
        if not who.may(Permission.SHELVES):  # who keeps the shelves looks, and buys nothing
            self._footfall.note(Visit.CARD)
        name = (await who.bot.me()).username
        link = f"https://t.me/{name}?start={START}{card.product.id}" if name else ""
        return Showing(self._shop, card, link, number, keeps=who.may(Permission.GOODS))
