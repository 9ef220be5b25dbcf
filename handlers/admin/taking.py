"""Somebody takes an order that needs a person, or lets it go."""

from handlers import order_callbacks as on
from handlers.admin.card import Cards
from handlers.press import Press, Routes
from models.permission import Permission
from services.sale.order import OrderService


class TakingDesk:
    """Below a notice nothing but the toast is said: letters draw what everybody has of it."""

    def __init__(self, cards: Cards, orders: OrderService) -> None:
        self._cards = cards
        self._orders = orders

    def routes(self) -> Routes:
        return Routes(
            buttons={on.TakeOrder: self.take, on.LetGoOrder: self.let_go},
            needs=Permission.ORDERS,
        )

    async def take(self, press: Press[on.TakeOrder]) -> None:
        row, who = press.action, press.who
        await self._orders.taking.take(row.order_id, seen=row.seen, by=who.id)
        await self._done(press, "taking-toast")

    async def let_go(self, press: Press[on.LetGoOrder]) -> None:
        await self._orders.taking.let_go(press.action.order_id, by=press.who.id)
        await self._done(press, "let-go-toast")

    async def _done(self, press: Press[on.TakeOrder] | Press[on.LetGoOrder], key: str) -> None:
        who, row = press.who, press.action
        if row.here:
            await press.show(await self._cards.card(who, row.order_id), who.t(key))
        else:
            await press.toast(who.t(key))
