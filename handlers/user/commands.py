"""What else a customer types: each command leads to what a button leads to as well."""

from handlers import account_callbacks as on
from handlers.press import Press, Routes, Typed
from handlers.views import account as views
from handlers.views import shelf as shelf_views
from handlers.views import texts as text_views
from handlers.views.order import orders as orders_view
from handlers.views.standing import Standing
from services.goods.product import ProductService
from services.sale.account import Accounts
from services.sale.order import OrderService
from utils.clock import Clock


class CommandsDesk:
    def __init__(
        self, accounts: Accounts, orders: OrderService, products: ProductService, clock: Clock
    ) -> None:
        self._accounts = accounts
        self._orders = orders
        self._products = products
        self._clock = clock

    def routes(self) -> Routes:
        """`/stock` of who works on the shelves is another one (handlers/admin/goods_command.py)."""
        return Routes(
            commands={
                "stock": self.stock,
                "order": self.order,
                "refund": self.refund,
                "stop": self.stop,
                "terms": self.terms_command,
            },
            buttons={on.ShowTerms: self.terms},
        )

    async def stock(self, typed: Typed) -> None:
        await typed.say(shelf_views.entrance(typed.who.t, await self._products.entrance()))

    async def order(self, typed: Typed) -> None:
        """`/order`, or `/order K7Q2M`. Raises OrderNotFound."""
        who = typed.who
        if code := typed.subject.strip():
            order_id = await self._accounts.cards.own(who.id, code)
            await self._orders.redraw(order_id, owner=who.id, below=True)
            return
        now = self._clock()
        rows = await self._orders.of(who.id, 0)
        listed = [Standing(row.order, row.invoice, row.money, now) for row in rows]
        await typed.say(orders_view(who.t, 0, listed))

    async def refund(self, typed: Typed) -> None:
        asked = await self._accounts.cards.asked_where_to(typed.who.id)
        await typed.say(views.refunds(typed.who.t, asked))

    async def stop(self, typed: Typed) -> None:
        """A question that waited has ended with the command."""
        who = typed.who
        names = await self._accounts.cards.quiet(who.id)
        await typed.say(views.stopped(who.t, names, asked=who.user.expecting is not None))

    async def terms_command(self, typed: Typed) -> None:
        body = await self._accounts.texts.terms(typed.who.t.language)
        await typed.say(text_views.terms(typed.who.t, body))

    async def terms(self, press: Press[on.ShowTerms]) -> None:
        """Below: what is about to be ordered stays where it is."""
        body = await self._accounts.texts.terms(press.who.t.language)
        await press.below(text_views.terms(press.who.t, body))
