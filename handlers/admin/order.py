"""Open orders, one order, shipping, cancelling, revealing a key. Every handler is admins only."""

from datetime import timedelta

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks
from handlers.people import FromAdmin
from handlers.replies import answer, show
from handlers.views import admin as views
from handlers.views.screen import Screen
from models.user import User
from services.health import HealthService
from services.order import OrderService
from services.wallet import WalletService
from utils.l10n import Translator

KEY_LIFETIME = timedelta(seconds=60)


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.filter(FromAdmin())
    router.callback_query.filter(FromAdmin())
    router.message.register(admin, Command("admin"))
    router.callback_query.register(orders_page, callbacks.AdminOrders.filter())
    router.callback_query.register(order, callbacks.AdminOrder.filter())
    router.callback_query.register(ship, callbacks.ShipOrder.filter())
    router.callback_query.register(cancel, callbacks.AdminCancel.filter())
    router.callback_query.register(reveal, callbacks.RevealKey.filter())
    return router


async def admin(
    message: Message, orders: OrderService, health: HealthService, t: Translator
) -> None:
    screen = await _open_orders(orders, health, t, 0)
    await message.answer(screen.text, reply_markup=screen.keyboard)


async def _open_orders(
    orders: OrderService, health: HealthService, t: Translator, page: int
) -> Screen:
    return views.orders(t, page, await orders.open(page), health.problems())


async def orders_page(
    query: CallbackQuery,
    callback_data: callbacks.AdminOrders,
    orders: OrderService,
    health: HealthService,
    t: Translator,
) -> None:
    await show(query, await _open_orders(orders, health, t, callback_data.page))


async def order(
    query: CallbackQuery,
    callback_data: callbacks.AdminOrder,
    orders: OrderService,
    wallets: WalletService,
    t: Translator,
) -> None:
    await show(query, await _card(callback_data.order_id, orders, wallets, t))


async def _card(
    order_id: int, orders: OrderService, wallets: WalletService, t: Translator
) -> Screen:
    return views.order(t, await orders.card(order_id), keys=wallets.shows_keys)


async def ship(
    query: CallbackQuery,
    callback_data: callbacks.ShipOrder,
    user: User,
    orders: OrderService,
    wallets: WalletService,
    t: Translator,
) -> None:
    order_id = callback_data.order_id
    await orders.ship(order_id, actor=f"admin:{user.id}")
    toast = t("shipped-toast", order=str(order_id))
    await show(query, await _card(order_id, orders, wallets, t), toast)


async def cancel(
    query: CallbackQuery,
    callback_data: callbacks.AdminCancel,
    user: User,
    orders: OrderService,
    wallets: WalletService,
    t: Translator,
) -> None:
    order_id = callback_data.order_id
    await orders.cancel(order_id, actor=f"admin:{user.id}")
    toast = t("cancelled-toast", order=str(order_id))
    await show(query, await _card(order_id, orders, wallets, t), toast)


async def reveal(
    query: CallbackQuery,
    callback_data: callbacks.RevealKey,
    bot: Bot,
    user: User,
    wallets: WalletService,
    t: Translator,
) -> None:
    """The key goes into a message whose deletion is already queued, so a crash cannot keep it."""
    order_id = callback_data.order_id
    wallets.check_shown()
    text = t("key-placeholder", order=str(order_id))
    placeholder = await bot.send_message(user.id, text, protect_content=True)
    key = await wallets.reveal(
        order_id, admin=user.id, message_id=placeholder.message_id, lifetime=KEY_LIFETIME
    )
    await placeholder.edit_text(views.key(t, "key", order_id, key))
    await answer(query)
