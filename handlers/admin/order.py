"""Open orders, one order and what can be done about it."""

from handlers import callbacks as on
from handlers.admin.card import Cards
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import admin as views
from handlers.views import decision
from handlers.views.screen import Screen
from models.errors import OrderNotFound, PaymentUnconfirmed
from models.permission import Permission
from services.money.look import Looks
from services.running.health import HealthService
from services.sale.order import OrderService


class AdminOrderDesk:
    def __init__(
        self,
        cards: Cards,
        orders: OrderService,
        looks: Looks,
        health: HealthService,
    ) -> None:
        self._cards = cards
        self._orders = orders
        self._looks = looks
        self._health = health

    def routes(self) -> Routes:
        return Routes(
            commands={"admin": self.open},
            buttons={
                on.AdminOrders: self.page,
                on.AdminOrder: self.order,
                on.ShipOrder: self.ship,
                on.AdminCancel: self.cancel,
                on.CancelAnyway: self.cancel_anyway,
                on.Rescan: self.rescan,
                on.AdminSources: self.sources,
            },
            needs=Permission.ORDERS,
        )

    async def open(self, typed: Typed) -> None:
        await typed.say(await self._list(typed.who, 0))

    async def page(self, press: Press[on.AdminOrders]) -> None:
        await press.show(await self._list(press.who, press.action.page))

    async def order(self, press: Press[on.AdminOrder]) -> None:
        await press.show(await self._cards.card(press.who, press.action.order_id))

    async def ship(self, press: Press[on.ShipOrder]) -> None:
        await self._orders.ship(press.action.order_id, actor=press.who.as_admin)
        await self._cards.done(press, "shipped-toast")

    async def cancel(self, press: Press[on.AdminCancel]) -> None:
        order_id = press.action.order_id
        try:
            await self._orders.cancel(order_id, actor=press.who.as_admin)
        except PaymentUnconfirmed as seen:
            await press.show(decision.ask_cancel(press.who.t, order_id, seen))
            return
        await self._cards.done(press, "cancelled-toast")

    async def cancel_anyway(self, press: Press[on.CancelAnyway]) -> None:
        order_id, actor = press.action.order_id, press.who.as_admin
        await self._orders.cancel(order_id, actor=actor, unconfirmed=True)
        await self._cards.done(press, "cancelled-toast")

    async def rescan(self, press: Press[on.Rescan]) -> None:
        """Look at the address now, however old the order is."""
        card = await self._orders.card(press.action.order_id)
        if card.invoice is None:
            raise OrderNotFound
        looked = await self._looks.at(card.order.id)
        await self._cards.done(press, "rescanned-toast" if looked else "rescan-slow-toast")

    async def sources(self, press: Press[on.AdminSources]) -> None:
        await press.show(views.sources(press.who.t, self._health.sources()))

    async def _list(self, who: Visitor, page: int) -> Screen:
        return views.orders(who.t, page, await self._orders.open(page), self._health.problems())
