"""The cart."""

from handlers import callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import cart as views
from handlers.views.screen import Screen
from services.people.user import UserService
from services.running.shop import Shop
from services.sale.cart import CartService, parse_quantity


class CartDesk:
    def __init__(self, carts: CartService, users: UserService, shop: Shop) -> None:
        self._carts = carts
        self._users = users
        self._shop = shop

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.AddToCart: self.add,
                on.OpenCart: self.open,
                on.ChangeLine: self.change,
                on.ClearCart: self.clear,
            },
            typed={"quantity": self.typed_quantity},
        )

    async def add(self, press: Press[on.AddToCart]) -> None:
        line, who = press.action, press.who
        await self._carts.add(who.id, line.variant_id, line.quantity)
        await press.show(await self._cart(who), who.t("cart-added"))

    async def open(self, press: Press[on.OpenCart]) -> None:
        await press.show(await self._cart(press.who))

    async def change(self, press: Press[on.ChangeLine]) -> None:
        line, who = press.action, press.who
        await self._carts.change(who.id, line.variant_id, line.quantity)
        await press.show(await self._cart(who))

    async def clear(self, press: Press[on.ClearCart]) -> None:
        await self._carts.clear(press.who.id)
        await press.show(await self._cart(press.who))

    async def typed_quantity(self, typed: Typed) -> None:
        """A number goes into the cart; anything else is refused and may be tried again."""
        who = typed.who
        await self._carts.add(who.id, int(typed.subject), parse_quantity(typed.text))
        await self._users.expect(who.id, None)
        await typed.say(await self._cart(who))

    async def _cart(self, who: Visitor) -> Screen:
        return views.cart(who.t, self._shop.currency, await self._carts.show(who.id))
