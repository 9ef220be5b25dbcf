"""Looking around in the catalogue, and at one product."""

from handlers import callbacks as on
from handlers import shelf_callbacks as shelf_on
from handlers.press import NotAnAnswer, Press, Routes, Typed
from handlers.user.card import ProductCards
from handlers.views import shelf as views
from models.demand import WishKind
from models.shelf import Sort
from services.goods.demand import DemandService
from services.goods.product import ProductService
from services.people.user import UserService
from services.running.shop import Shop
from services.sale.cart import MAX_QUANTITY, parse_quantity


class ShelfDesk:
    def __init__(self, products: ProductService, shop: Shop) -> None:
        self._products = products
        self._shop = shop

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.Catalogue: self.catalogue,
                on.CataloguePage: self.catalogue_page,
                on.OpenCategory: self.category,
                shelf_on.Shelf: self.shelf,
                shelf_on.Everything: self.everything,
                shelf_on.Numbers: self.numbers,
            }
        )

    async def catalogue(self, press: Press[on.Catalogue]) -> None:
        await press.show(views.entrance(press.who.t, await self._products.entrance()))

    async def catalogue_page(self, press: Press[on.CataloguePage]) -> None:
        shown = await self._products.entrance(press.action.page)
        await press.show(views.entrance(press.who.t, shown))

    async def category(self, press: Press[on.OpenCategory]) -> None:
        shown = await self._products.shelf(press.action.category_id, group=press.who.group)
        await press.show(views.shelf(press.who.t, self._shop.currency, shown))

    async def shelf(self, press: Press[shelf_on.Shelf]) -> None:
        wanted = press.action
        sort, group = _sort(wanted.sort), press.who.group
        shown = await self._products.shelf(wanted.category_id, sort, wanted.page, group=group)
        await press.show(views.shelf(press.who.t, self._shop.currency, shown))

    async def everything(self, press: Press[shelf_on.Everything]) -> None:
        wanted, group = press.action, press.who.group
        shown = await self._products.everything(_sort(wanted.sort), wanted.page, group=group)
        await press.show(views.everything(press.who.t, self._shop.currency, shown))

    async def numbers(self, press: Press[shelf_on.Numbers]) -> None:
        shown = await self._products.numbers(press.action.page, group=press.who.group)
        await press.show(views.numbers(press.who.t, self._shop.currency, shown))


def _sort(word: str) -> Sort:
    """The shop's own order for what no button of ours says."""
    return Sort(word) if word in list(Sort) else Sort.OWN


class ProductDesk:
    def __init__(
        self,
        products: ProductService,
        demand: DemandService,
        cards: ProductCards,
        users: UserService,
    ) -> None:
        self._products = products
        self._demand = demand
        self._cards = cards
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.OpenProduct: self.product,
                on.ProductPage: self.product_page,
                on.OpenVariant: self.variant,
                shelf_on.CardPhoto: self.photo,
                shelf_on.WholeText: self.whole_text,
                shelf_on.Want: self.want,
                on.TypeQuantity: self.ask_quantity,
            },
            typed={"quantity": self.typed_quantity},
        )

    async def product(self, press: Press[on.OpenProduct]) -> None:
        await press.show(await self._cards.product(press.who, press.action.product_id))

    async def product_page(self, press: Press[on.ProductPage]) -> None:
        wanted = press.action
        await press.show(await self._cards.product(press.who, wanted.product_id, wanted.page))

    async def variant(self, press: Press[on.OpenVariant]) -> None:
        wanted = press.action
        await press.show(await self._cards.variant(press.who, wanted.variant_id, wanted.quantity))

    async def photo(self, press: Press[shelf_on.CardPhoto]) -> None:
        wanted = press.action
        screen = await self._cards.variant(
            press.who, wanted.variant_id, wanted.quantity, wanted.number
        )
        await press.show(screen)

    async def whole_text(self, press: Press[shelf_on.WholeText]) -> None:
        await press.below(await self._cards.whole_text(press.who, press.action.product_id))

    async def want(self, press: Press[shelf_on.Want]) -> None:
        """To be told, once, or not any more."""
        wanted, who = press.action, press.who
        card, choice = await self._products.of_variant(wanted.variant_id, group=who.group)
        kind = WishKind.BACK if wanted.kind == WishKind.BACK else WishKind.CHEAPER
        if wanted.on:
            await self._demand.wish(who.id, choice, kind, card.price(choice))
        else:
            await self._demand.unwish(who.id, choice.id, kind)
        toast = who.t("want-noted" if wanted.on else "want-dropped", kind=kind.value)
        await press.show(await self._cards.variant(who, choice.id, 1), toast)

    async def ask_quantity(self, press: Press[on.TypeQuantity]) -> None:
        """The question waits as `quantity:4:17`: of what, and the screen it stands on."""
        variant_id, who = press.action.variant_id, press.who
        screen = await self._cards.typing(who, variant_id, press.action.quantity)
        if screen is None:
            await press.show(await self._cards.variant(who, variant_id, 1))
            return
        await self._users.expect(who.id, f"quantity:{variant_id}:{press.message_id}")
        await press.show(screen)

    async def typed_quantity(self, typed: Typed) -> None:
        """A number is shown with its price, to be added; it may be tried again.

        Several words without a digit are no number, but something that is said to the shop.
        """
        who, (word, _, screen_id) = typed.who, typed.subject.partition(":")
        if not any(map(str.isdigit, typed.text)) and len(typed.text.split()) > 1:
            raise NotAnAnswer
        variant_id = int(word)
        left = await self._cards.available(variant_id)
        quantity = parse_quantity(typed.text, max(1, min(left, MAX_QUANTITY)))
        await self._users.expect(who.id, None)
        screen = await self._cards.variant(who, variant_id, quantity)
        await typed.answer_at(int(screen_id or 0), screen)
