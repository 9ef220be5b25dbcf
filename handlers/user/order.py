"""A customer's own orders: look, check, cancel, order again, see the goods again."""

from collections.abc import Callable

from aiogram.filters.callback_data import CallbackData

from handlers import callbacks as on
from handlers import noting, replies
from handlers.deliver import Giving
from handlers.noting import digital
from handlers.press import Press, Routes
from handlers.sending import Chat
from handlers.views import cart as cart_views
from handlers.views import invoice as invoice_views
from handlers.views import order as views
from handlers.views import reading
from handlers.views.standing import Standing, answer, brief, standing
from models.errors import OrderNotFound
from services.money.look import Looks
from services.running.shop import Shop
from services.sale.cart import CartService
from services.sale.order import OrderService
from utils.clock import Clock


class OrderDesk:
    """`orders` has the order's one message written: here nobody writes a second one."""

    def __init__(
        self,
        orders: OrderService,
        looks: Looks,
        carts: CartService,
        shop: Shop,
        clock: Clock,
        *,
        protect: bool = False,
    ) -> None:
        """`protect`: whether goods may be neither forwarded nor copied."""
        self._orders = orders
        self._looks = looks
        self._carts = carts
        self._shop = shop
        self._clock = clock
        self._protect = protect

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.MyOrders: self.page,
                on.OpenOrder: self.order,
                on.CheckPayment: self.check,
                on.CancelOrder: self.ask_cancel,
                on.CancelNow: self.cancel,
                on.KeepOrder: self.keep,
                on.OrderAgain: self.again,
                on.ShowGoods: self.goods,
                on.OrderNotes: self.notes,
            }
        )

    async def page(self, press: Press[on.MyOrders]) -> None:
        page, now = press.action.page, self._clock()
        rows = await self._orders.of(press.who.id, page)
        listed = [Standing(row.order, row.invoice, row.money, now) for row in rows]
        await press.show(views.orders(press.who.t, page, listed))

    async def order(self, press: Press[on.OpenOrder]) -> None:
        """Its one message comes below everything else."""
        await self._orders.redraw(press.action.order_id, owner=press.who.id, below=True)
        await press.toast()

    async def check(self, press: Press[on.CheckPayment]) -> None:
        """Look at the chain now; the order's message follows."""
        who, order_id = press.who, press.action.order_id
        looked = await self._look(order_id, who.id)
        card = await self._orders.card(order_id, owner=who.id)
        await self._orders.redraw(order_id, owner=who.id, on=press.message_id)
        told = answer(who.t, standing(card, self._clock()), looked=looked)
        fits = len(told) <= replies.LONGEST_ALERT
        await press.tell(
            told if fits else brief(who.t, standing(card, self._clock()), looked=looked)
        )

    async def _look(self, order_id: int, owner: int) -> bool:
        card = await self._orders.card(order_id, owner=owner)  # nobody looks at somebody else's
        if card.invoice is None:
            raise OrderNotFound
        return await self._looks.at(order_id, customer=owner)

    async def ask_cancel(self, press: Press[on.CancelOrder]) -> None:
        """A copy that a crash has left behind goes, before it asks for money again."""
        card = await self._orders.card(press.action.order_id, owner=press.who.id)
        await self._orders.redraw(card.order.id, owner=press.who.id, on=press.message_id)
        await press.below(invoice_views.ask_cancel(press.who.t, card.order))

    async def cancel(self, press: Press[on.CancelNow]) -> None:
        """Look first: an order whose payment is on its way is not cancelled."""
        who, order_id = press.who, press.action.order_id
        await self._look(order_id, who.id)
        await replies.remove(who.bot, who.id, press.message_id)  # the question is answered
        await self._orders.cancel(order_id, actor=who.as_customer, owner=who.id)
        code = await self._orders.code(order_id, owner=who.id)
        await press.toast(who.t("order-cancelled-toast", code=code))

    async def keep(self, press: Press[on.KeepOrder]) -> None:
        await press.toast()
        await replies.remove(press.who.bot, press.who.id, press.message_id)

    async def again(self, press: Press[on.OrderAgain]) -> None:
        """The cart gets what the order had, and is shown."""
        who = press.who
        order = (await self._orders.card(press.action.order_id, owner=who.id)).order
        await self._carts.again(who.id, [(line.variant_id, line.quantity) for line in order.lines])
        bill = await self._carts.show(who.id)
        await press.below(cart_views.cart(who.t, self._shop.currency, bill))

    async def goods(self, press: Press[on.ShowGoods]) -> None:
        """A text at once; files take their time, and come as they came first."""
        who, order_id, handout = press.who, press.action.order_id, self._orders.handout
        code = await self._orders.code(order_id, owner=who.id)
        given = await handout.given(order_id, owner=who.id)
        if given.files:
            await handout.again(order_id, owner=who.id)
            await press.toast(who.t("goods-again-toast"))
            return
        notes = digital(await self._orders.reading.notes(order_id, owner=who.id))
        told = noting.pages(who.t, notes)
        chat = Chat(who.bot, who.id)
        if not await Giving(chat, who.t, code, handout, self._protect, told).all(given):
            raise OrderNotFound

    async def notes(self, press: Press[on.OrderNotes]) -> None:
        """Delivery notes that are due, and what was answered."""
        t, order_id, owner = press.who.t, press.action.order_id, press.who.id
        order = (await self._orders.card(order_id, owner=owner)).order
        notes = await self._orders.reading.notes(order_id, owner=owner)
        said = await self._orders.reading.answers(order_id, owner=owner)
        items = [*reading.notes(t, notes), *reading.answers(t, said)]
        ways = (on.OpenOrder(order_id=order_id), _page_of(order_id))
        await press.show(reading.page_of_order(t, order, items, press.action.page, ways))


def _page_of(order_id: int) -> Callable[[int], CallbackData]:
    return lambda page: on.OrderNotes(order_id=order_id, page=page)
