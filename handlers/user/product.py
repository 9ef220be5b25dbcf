"""Browsing the catalogue."""

from handlers import callbacks as on
from handlers.press import Press, Routes
from handlers.views import product as views
from services.goods.product import ProductService
from services.people.user import UserService
from services.running.shop import Shop


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
            }
        )

    async def catalogue(self, press: Press[on.Catalogue]) -> None:
        await press.show(views.catalogue(press.who.t, await self._products.categories()))

    async def catalogue_page(self, press: Press[on.CataloguePage]) -> None:
        shelves = await self._products.categories()
        await press.show(views.catalogue(press.who.t, shelves, press.action.page))

    async def category_page(self, press: Press[on.CategoryPage]) -> None:
        cards = await self._products.in_category(press.action.category_id)
        page = press.action.page
        await press.show(views.category(press.who.t, self._shop.currency, cards, page))

    async def product_page(self, press: Press[on.ProductPage]) -> None:
        card = await self._products.get(press.action.product_id)
        page = press.action.page
        await press.show(views.product(press.who.t, self._shop.currency, card, page))

    async def category(self, press: Press[on.OpenCategory]) -> None:
        cards = await self._products.in_category(press.action.category_id)
        await press.show(views.category(press.who.t, self._shop.currency, cards))

    async def product(self, press: Press[on.OpenProduct]) -> None:
        card = await self._products.get(press.action.product_id)
        await press.show(views.product(press.who.t, self._shop.currency, card))

    async def variant(self, press: Press[on.OpenVariant]) -> None:
        wanted = press.action
        choice = await self._products.get_variant(wanted.variant_id)
        await press.show(views.variant(press.who.t, self._shop.currency, choice, wanted.quantity))

    async def ask_quantity(self, press: Press[on.TypeQuantity]) -> None:
        """The cart's desk takes the answer."""
        choice = await self._products.get_variant(press.action.variant_id)
        await self._users.expect(press.who.id, f"quantity:{choice.id}")
        await press.show(views.type_quantity(press.who.t, choice))
