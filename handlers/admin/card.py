"""An order's card as admins see it: shown by every desk that acts on an order."""

from typing import Protocol

from handlers.press import Press, Visitor
from handlers.views import admin as views
from handlers.views.screen import Screen
from services.keys.wallet import WalletService
from services.sale.order import OrderService


class OfOrder(Protocol):
    """A button about one order."""

    @property
    def order_id(self) -> int: ...


class Cards:
    def __init__(self, orders: OrderService, wallets: WalletService) -> None:
        self._orders = orders
        self._wallets = wallets

    async def card(self, who: Visitor, order_id: int) -> Screen:
        return views.order(who.t, await self._orders.card(order_id), keys=self._wallets.shows_keys)

    async def done(self, press: Press[OfOrder], toast: str) -> None:
        """The card as it is now, with a word about what happened."""
        who, order_id = press.who, press.action.order_id
        await press.show(await self.card(who, order_id), who.t(toast, order=str(order_id)))
