"""Open orders, one order and what can be done about it. Every handler is admins only."""

from dataclasses import dataclass
from datetime import timedelta

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks
from handlers.people import Expecting, FromAdmin
from handlers.replies import answer, show
from handlers.views import admin as views
from handlers.views.screen import Screen
from models.user import User
from services.keys.wallet import WalletService
from services.money.decision import DecisionService
from services.money.payment import PaymentService
from services.people.user import UserService
from services.running.health import HealthService
from services.sale.order import OrderService
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
    router.callback_query.register(rescan, callbacks.Rescan.filter())
    router.callback_query.register(honour, callbacks.Honour.filter())
    router.callback_query.register(keep, callbacks.KeepCredit.filter())
    router.callback_query.register(ask_refund, callbacks.TypeRefund.filter())
    router.message.register(typed_refund, Expecting("refund"))
    router.callback_query.register(sources, callbacks.AdminSources.filter())
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


@dataclass(frozen=True, slots=True)
class Desk:
    """What acting on an order and showing it again takes."""

    query: CallbackQuery
    orders: OrderService
    wallets: WalletService
    t: Translator

    async def done(self, order_id: int, toast: str) -> None:
        """Show the card as it is now, with a word about what happened."""
        card = await _card(order_id, self.orders, self.wallets, self.t)
        await show(self.query, card, self.t(toast, order=str(order_id)))


async def ship(
    query: CallbackQuery,
    callback_data: callbacks.ShipOrder,
    user: User,
    orders: OrderService,
    wallets: WalletService,
    t: Translator,
) -> None:
    await orders.ship(callback_data.order_id, actor=f"admin:{user.id}")
    await Desk(query, orders, wallets, t).done(callback_data.order_id, "shipped-toast")


async def cancel(
    query: CallbackQuery,
    callback_data: callbacks.AdminCancel,
    user: User,
    orders: OrderService,
    wallets: WalletService,
    t: Translator,
) -> None:
    await orders.cancel(callback_data.order_id, actor=f"admin:{user.id}")
    await Desk(query, orders, wallets, t).done(callback_data.order_id, "cancelled-toast")


async def rescan(
    query: CallbackQuery,
    callback_data: callbacks.Rescan,
    payments: PaymentService,
    orders: OrderService,
    wallets: WalletService,
    t: Translator,
) -> None:
    """Look at the address now, however old the order is."""
    await payments.check(callback_data.order_id)
    await Desk(query, orders, wallets, t).done(callback_data.order_id, "rescanned-toast")


async def honour(  # noqa: PLR0913 - aiogram injects by name
    query: CallbackQuery,
    callback_data: callbacks.Honour,
    user: User,
    decisions: DecisionService,
    orders: OrderService,
    wallets: WalletService,
    t: Translator,
) -> None:
    await decisions.honour(callback_data.order_id, actor=f"admin:{user.id}")
    await Desk(query, orders, wallets, t).done(callback_data.order_id, "honoured-toast")


async def keep(  # noqa: PLR0913 - aiogram injects by name
    query: CallbackQuery,
    callback_data: callbacks.KeepCredit,
    user: User,
    decisions: DecisionService,
    orders: OrderService,
    wallets: WalletService,
    t: Translator,
) -> None:
    await decisions.keep(callback_data.order_id, actor=f"admin:{user.id}")
    await Desk(query, orders, wallets, t).done(callback_data.order_id, "kept-toast")


async def ask_refund(
    query: CallbackQuery,
    callback_data: callbacks.TypeRefund,
    user: User,
    users: UserService,
    t: Translator,
) -> None:
    await users.expect(user.id, f"refund:{callback_data.order_id}")
    await show(query, views.type_refund(t, callback_data.order_id))


async def typed_refund(  # noqa: PLR0913 - aiogram injects by name
    message: Message,
    subject: str,
    user: User,
    users: UserService,
    decisions: DecisionService,
    orders: OrderService,
    wallets: WalletService,
    t: Translator,
) -> None:
    """The id of the transaction that paid the money back; anything else may be tried again."""
    order_id = int(subject)
    await decisions.refunded(order_id, message.text or "", actor=f"admin:{user.id}")
    await users.expect(user.id, None)
    screen = await _card(order_id, orders, wallets, t)
    await message.answer(screen.text, reply_markup=screen.keyboard)


async def sources(query: CallbackQuery, health: HealthService, t: Translator) -> None:
    await show(query, views.sources(t, health.sources()))


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
