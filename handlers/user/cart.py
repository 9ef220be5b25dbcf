"""The cart."""

from handlers import callbacks as on
from handlers.press import Press, Routes, Visitor
from handlers.views import cart as views
from handlers.views.screen import Screen
from models.day import Visit
from models.errors import OnlyLeft
from services.goods.footfall import Footfall
from services.running.shop import Shop
from services.sale.cart import CartService
from services.sale.quote import Quote


class CartDesk:
    def __init__(self, carts: CartService, shop: Shop, footfall: Footfall) -> None:
        self._carts = carts
        self._shop = shop
        self._footfall = footfall

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.AddToCart: self.add,
                on.OpenCart: self.open,
                on.OpenLine: self.line,
                on.ChangeLine: self.change,
                on.ClearCart: self.ask_empty,
                on.EmptyCart: self.empty,
            }
        )

    async def add(self, press: Press[on.AddToCart]) -> None:
        line, who = press.action, press.who
        self._footfall.note(Visit.CART)
        try:
            await self._carts.take(who.id, line.variant_id, line.quantity)
        except OnlyLeft as refusal:
            await press.show(await self._cart(who), who.t(refusal.key, **refusal.fields))
        else:
            await press.show(await self._cart(who), who.t("cart-added"))

    async def open(self, press: Press[on.OpenCart]) -> None:
        await press.show(await self._cart(press.who))

    async def line(self, press: Press[on.OpenLine]) -> None:
        await press.show(await self._line(press.who, press.action.variant_id))

    async def change(self, press: Press[on.ChangeLine]) -> None:
        """Where it was pressed: in the cart, or in the line's own screen."""
        line, who = press.action, press.who
        toast = None
        try:
            await self._carts.change(who.id, line.variant_id, line.quantity)
        except OnlyLeft as refusal:
            toast = who.t(refusal.key, **refusal.fields)
        bill = await self._carts.show(who.id)
        short = len(bill.all_lines) <= views.STEPPERS
        screen = self._all(who, bill) if short else self._one(who, bill, line.variant_id)
        await press.show(screen, toast)

    async def ask_empty(self, press: Press[on.ClearCart]) -> None:
        bill = await self._carts.show(press.who.id)
        if bill.all_lines:
            await press.show(views.empty_question(press.who.t, bill))
        else:
            await press.show(self._all(press.who, bill))

    async def empty(self, press: Press[on.EmptyCart]) -> None:
        await self._carts.clear(press.who.id)
        await press.show(await self._cart(press.who))

    async def _cart(self, who: Visitor) -> Screen:
        return self._all(who, await self._carts.show(who.id))

    async def _line(self, who: Visitor, variant_id: int) -> Screen:
        return self._one(who, await self._carts.show(who.id), variant_id)

    def _all(self, who: Visitor, bill: Quote) -> Screen:
        return views.cart(who.t, self._shop.currency, bill)

    def _one(self, who: Visitor, bill: Quote, variant_id: int) -> Screen:
        return views.line_screen(who.t, self._shop.currency, bill, variant_id)
