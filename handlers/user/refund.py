"""A customer says where money shall be sent back to, and confirms what was understood."""

from handlers import callbacks as on
from handlers.press import Press, Routes, Typed
from handlers.views import refund as views
from handlers.views.screen import Screen, button
from models.errors import NothingToDecide
from services.money.destination import Destinations
from services.people.user import UserService
from services.sale.order import OrderService


class DestinationDesk:
    def __init__(self, places: Destinations, users: UserService, orders: OrderService) -> None:
        self._places = places
        self._orders = orders
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={on.GiveRefundAddress: self.ask, on.ConfirmRefundAddress: self.confirm},
            typed={"refund-address": self.typed},
        )

    async def ask(self, press: Press[on.GiveRefundAddress]) -> None:
        order_id, who = press.action.order_id, press.who
        place = await self._places.of(order_id, owner=who.id)
        if place is None:
            raise NothingToDecide
        await self._users.expect(who.id, f"refund-address:{order_id}")
        code = await self._orders.code(order_id, owner=who.id)
        await press.show(views.type_address(who.t, code, place.asset))

    async def typed(self, typed: Typed) -> None:
        """Shown again before it counts; what is typed after that is for the shop."""
        order_id, who = int(typed.subject), typed.who
        place = await self._places.give(order_id, typed.text, owner=who.id)
        await self._users.expect(who.id, None)
        await typed.say(views.check_address(who.t, order_id, place))

    async def confirm(self, press: Press[on.ConfirmRefundAddress]) -> None:
        order_id, version, who = press.action.order_id, press.action.version, press.who
        await self._places.confirm(order_id, version=version, owner=who.id)
        code = await self._orders.code(order_id, owner=who.id)
        home = button(who.t("button-home"), on.Home())
        await press.show(Screen(who.t("refund-confirmed", code=code), [[home]]))
