"""A customer's own orders: look, check, cancel, see the goods again."""

import asyncio
from contextlib import suppress

from aiogram import Bot, Router
from aiogram.types import CallbackQuery

from handlers import callbacks
from handlers.deliver import send_goods
from handlers.replies import answer, show
from handlers.views import invoice as invoice_views
from handlers.views import order as views
from models.errors import OrderNotFound
from models.user import User
from services.money.payment import PaymentService
from services.sale.order import OrderService
from utils.l10n import Translator

PATIENCE = 5
"""Seconds a press may wait for the chain before it is answered with what is known."""


def build_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(orders_page, callbacks.MyOrders.filter())
    router.callback_query.register(order, callbacks.OpenOrder.filter())
    router.callback_query.register(check, callbacks.CheckPayment.filter())
    router.callback_query.register(cancel, callbacks.CancelOrder.filter())
    router.callback_query.register(goods, callbacks.ShowGoods.filter())
    return router


async def orders_page(
    query: CallbackQuery,
    callback_data: callbacks.MyOrders,
    user: User,
    orders: OrderService,
    t: Translator,
) -> None:
    rows = await orders.of(user.id, callback_data.page)
    await show(query, views.orders(t, callback_data.page, rows))


async def order(
    query: CallbackQuery,
    callback_data: callbacks.OpenOrder,
    user: User,
    orders: OrderService,
    t: Translator,
) -> None:
    card = await orders.card(callback_data.order_id, owner=user.id)
    await show(query, invoice_views.order_card(t, card))


async def check(
    query: CallbackQuery,
    callback_data: callbacks.CheckPayment,
    user: User,
    orders: OrderService,
    payments: PaymentService,
    t: Translator,
) -> None:
    """Look at the chain now; the invoice message follows by itself."""
    await _look(payments, callback_data.order_id, user)
    card = await orders.card(callback_data.order_id, owner=user.id)
    if card.invoice is None:
        raise OrderNotFound
    await answer(query, invoice_views.check_answer(t, card.invoice), alert=True)


async def _look(payments: PaymentService, order_id: int, user: User) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await payments.check(order_id, owner=user.id)


async def cancel(
    query: CallbackQuery,
    callback_data: callbacks.CancelOrder,
    user: User,
    orders: OrderService,
    payments: PaymentService,
    t: Translator,
) -> None:
    """Look first: an order whose payment is on its way is not cancelled."""
    order_id = callback_data.order_id
    await _look(payments, order_id, user)
    await orders.cancel(order_id, actor=f"user:{user.id}", owner=user.id)
    await answer(query, t("cancelled-toast", order=str(order_id)))


async def goods(
    query: CallbackQuery,
    callback_data: callbacks.ShowGoods,
    bot: Bot,
    user: User,
    orders: OrderService,
    t: Translator,
) -> None:
    units = await orders.goods(callback_data.order_id, owner=user.id)
    if not units:
        raise OrderNotFound
    await send_goods(bot, user.id, t, callback_data.order_id, units)
    await answer(query)
