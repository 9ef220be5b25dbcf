"""A code that somebody types or opens: it goes with their cart, or is store credit at once."""

from contextlib import suppress
from dataclasses import replace

from handlers import voucher_callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.user.menu import Menu
from handlers.views import cart as carts
from handlers.views import voucher as views
from handlers.views.screen import Screen, paragraphs
from models.errors import ShopError
from services.people.user import UserService
from services.running.shop import Shop
from services.sale.cart import CartService
from services.sale.voucher import VoucherService


class Redeeming:
    """What a code does for who names it, on a screen."""

    def __init__(
        self, vouchers: VoucherService, carts: CartService, menu: Menu, shop: Shop
    ) -> None:
        self.vouchers = vouchers
        self._carts = carts
        self._menu = menu
        self._shop = shop

    async def entered(self, who: Visitor, code: str) -> Screen:
        """Raises VoucherUnknown, VoucherRests, OwnVoucher, and what who is banned hears."""
        found = await self.vouchers.enter(who.id, code)
        if found.credit:
            return await self._menu.home(who, views.credited(who.t, found))
        if found.variant_id is not None:
            await self._put_in(who, found.variant_id)
        screen = await self.cart(who)
        return replace(screen, text=paragraphs(who.t("voucher-noted"), screen.text))

    async def opened(self, who: Visitor, code: str) -> Screen:
        """Through a link: what is refused stands above the menu."""
        try:
            return await self.entered(who, code)
        except ShopError as refusal:
            return await self._menu.home(who, who.t(refusal.key, **refusal.fields))

    async def _put_in(self, who: Visitor, variant_id: int) -> None:
        """What is free, where it is not in the cart and can be had; else the cart says so."""
        bill = await self._carts.show(who.id)
        if bill.line(variant_id) is None:
            with suppress(ShopError):
                await self._carts.take(who.id, variant_id, 1)

    async def cart(self, who: Visitor) -> Screen:
        return carts.cart(who.t, self._shop.currency, await self._carts.show(who.id))


class VoucherDesk:
    def __init__(self, redeeming: Redeeming, users: UserService) -> None:
        self._redeeming = redeeming
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={on.AskVoucher: self.ask, on.DropVoucher: self.take_off},
            typed={"voucher": self.typed},
        )

    async def ask(self, press: Press[on.AskVoucher]) -> None:
        await self._users.expect(press.who.id, "voucher")
        await press.show(views.ask(press.who.t))

    async def typed(self, typed: Typed) -> None:
        """What is refused is asked again."""
        screen = await self._redeeming.entered(typed.who, typed.text)
        await self._users.expect(typed.who.id, None)
        await typed.say(screen)

    async def take_off(self, press: Press[on.DropVoucher]) -> None:
        await self._redeeming.vouchers.take_off(press.who.id)
        screen = await self._redeeming.cart(press.who)
        await press.show(screen, press.who.t("voucher-off-toast"))
