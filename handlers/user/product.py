"""Browsing the catalogue."""

from handlers import callbacks as on
from handlers.press import NotAnAnswer, Press, Routes, Typed, Visitor
from handlers.views import product as views
from handlers.views.screen import Screen
from services.goods.product import ProductService
from services.people.user import UserService
from services.running.shop import Shop
from services.sale.cart import MAX_QUANTITY, parse_quantity


class ProductDesk:
    def __init__(self, products: ProductService, users: UserService, shop: Shop) -> None:
        self._products = products
        self._users = users
        self._shop = shop

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.Catalogue: self.catalogue,
                on.CataloguePage: self.catalogue_page,
                on.OpenCategory: self.category,
                on.CategoryPage: self.category_page,
                on.ProductPage: self.product_page,
                on.OpenProduct: self.product,
                on.OpenVariant: self.variant,
                on.TypeQuantity: self.ask_quantity,
            },
            typed={"quantity": self.typed_quantity},
        )

    async def catalogue(self, press: Press[on.Catalogue]) -> None:
        await press.show(views.catalogue(press.who.t, await self._products.categories()))

    async def catalogue_page(self, press: Press[on.CataloguePage]) -> None:
        shelves = await self._products.categories()
        await press.show(views.catalogue(press.who.t, shelves, press.action.page))

    async def category_page(self, press: Press[on.CategoryPage]) -> None:
        name, cards = await self._products.in_category(press.action.category_id)
        page = press.action.page
        await press.show(views.category(press.who.t, self._shop.currency, name, cards, page))

    async def product_page(self, press: Press[on.ProductPage]) -> None:
        card = await self._products.get(press.action.product_id)
        page = press.action.page
        await press.show(views.product(press.who.t, self._shop.currency, card, page))

    async def category(self, press: Press[on.OpenCategory]) -> None:
        name, cards = await self._products.in_category(press.action.category_id)
        await press.show(views.category(press.who.t, self._shop.currency, name, cards))

    async def product(self, press: Press[on.OpenProduct]) -> None:
        card = await self._products.get(press.action.product_id)
        await press.show(views.product(press.who.t, self._shop.currency, card))

    async def variant(self, press: Press[on.OpenVariant]) -> None:
        wanted = press.action
        await press.show(await self._variant(press.who, wanted.variant_id, wanted.quantity))

    async def _variant(self, who: Visitor, variant_id: int, quantity: int) -> Screen:
        choice = await self._products.get_variant(variant_id)
        card = await self._products.get(choice.product_id)
        several = len(card.variants) > 1
        return views.variant(who.t, self._shop.currency, choice, quantity, several=several)

    async def ask_quantity(self, press: Press[on.TypeQuantity]) -> None:
        """The question waits as `quantity:4:17`: of what, and the screen it stands on."""
        choice = await self._products.get_variant(press.action.variant_id)
        if not choice.available:
            await press.show(await self._variant(press.who, choice.id, 1))
            return
        await self._users.expect(press.who.id, f"quantity:{choice.id}:{press.message_id}")
        await press.show(views.type_quantity(press.who.t, choice, press.action.quantity))

    async def typed_quantity(self, typed: Typed) -> None:
        """A number is shown with its price, to be added; it may be tried again.

        Several words without a digit are no number, but something that is said to the shop.
        """
        who, (variant_id, _, screen_id) = typed.who, typed.subject.partition(":")
        if not any(map(str.isdigit, typed.text)) and len(typed.text.split()) > 1:
            raise NotAnAnswer
        choice = await self._products.get_variant(int(variant_id))
        quantity = parse_quantity(typed.text, max(1, min(choice.available, MAX_QUANTITY)))
        await self._users.expect(who.id, None)
        screen = await self._variant(who, choice.id, quantity)
        await typed.answer_at(int(screen_id or 0), screen)
