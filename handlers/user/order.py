"""A customer's own orders: look, check, cancel, see the goods again."""

from handlers import callbacks as on
from handlers.deliver import send_goods
from handlers.press import Press, Routes
from handlers.sending import Chat
from handlers.views import invoice as invoice_views
from handlers.views import order as views
from models.errors import OrderNotFound
from models.invoice import Invoice
from services.money.look import Looks
from services.sale.order import OrderService


class OrderDesk:
    def __init__(self, orders: OrderService, looks: Looks, *, protect: bool = False) -> None:
        """`protect`: whether goods may be neither forwarded nor copied."""
        self._orders = orders
        self._looks = looks
        self._protect = protect

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.MyOrders: self.page,
                on.OpenOrder: self.order,
                on.CheckPayment: self.check,
                on.CancelOrder: self.cancel,
                on.ShowGoods: self.goods,
            }
        )

    async def page(self, press: Press[on.MyOrders]) -> None:
        page = press.action.page
        rows = await self._orders.of(press.who.id, page)
        await press.show(views.orders(press.who.t, page, rows))

    async def order(self, press: Press[on.OpenOrder]) -> None:
        card = await self._orders.card(press.action.order_id, owner=press.who.id)
        await press.show(invoice_views.order_card(press.who.t, card))

    async def check(self, press: Press[on.CheckPayment]) -> None:
        """Look at the chain now; the invoice message follows by itself."""
        who, order_id = press.who, press.action.order_id
        await self._look(order_id, who.id)
        await press.tell(invoice_views.check_answer(who.t, await self._bill(order_id, who.id)))

    async def _bill(self, order_id: int, owner: int) -> Invoice:
        bill = (await self._orders.card(order_id, owner=owner)).invoice
        if bill is None:
            raise OrderNotFound
        return bill

    async def _look(self, order_id: int, owner: int) -> None:
        await self._bill(order_id, owner)  # nobody looks at somebody else's
        await self._looks.at(order_id, customer=owner)

    async def cancel(self, press: Press[on.CancelOrder]) -> None:
        """Look first: an order whose payment is on its way is not cancelled."""
        who, order_id = press.who, press.action.order_id
        await self._look(order_id, who.id)
        await self._orders.cancel(order_id, actor=who.as_customer, owner=who.id)
        await press.toast(who.t("cancelled-toast", order=str(order_id)))

    async def goods(self, press: Press[on.ShowGoods]) -> None:
        who, order_id = press.who, press.action.order_id
        units = await self._orders.goods(order_id, owner=who.id)
        if not units:
            raise OrderNotFound
        chat = Chat(who.bot, who.id)
        await send_goods(chat, who.t, order_id, units, protect=self._protect)
