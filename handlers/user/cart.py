"""The cart, and the way to the till."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import callbacks
from handlers.people import Expecting
from handlers.replies import answer, show
from handlers.views import cart as views
from handlers.views import invoice as invoice_views
from models.errors import CoinUnavailable, OrderAlreadyOpen
from models.user import User
from services.cart import CartService
from services.order import OrderService
from services.rate import RateService
from services.shop import Shop
from services.user import UserService
from utils.l10n import Translator


def build_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(add, callbacks.AddToCart.filter())
    router.callback_query.register(cart, callbacks.OpenCart.filter())
    router.callback_query.register(change, callbacks.ChangeLine.filter())
    router.callback_query.register(clear, callbacks.ClearCart.filter())
    router.callback_query.register(checkout, callbacks.Checkout.filter())
    router.callback_query.register(pay_with, callbacks.PayWith.filter())
    router.message.register(typed_delivery, Expecting("delivery"))
    return router


async def add(
    query: CallbackQuery,
    callback_data: callbacks.AddToCart,
    user: User,
    carts: CartService,
    shop: Shop,
    t: Translator,
) -> None:
    await carts.add(user.id, callback_data.variant_id, callback_data.quantity)
    await show(query, views.cart(t, shop.currency, await carts.show(user.id)), t("cart-added"))


async def cart(
    query: CallbackQuery, user: User, carts: CartService, shop: Shop, t: Translator
) -> None:
    await show(query, views.cart(t, shop.currency, await carts.show(user.id)))


async def change(
    query: CallbackQuery,
    callback_data: callbacks.ChangeLine,
    user: User,
    carts: CartService,
    shop: Shop,
    t: Translator,
) -> None:
    await carts.change(user.id, callback_data.variant_id, callback_data.quantity)
    await show(query, views.cart(t, shop.currency, await carts.show(user.id)))


async def clear(
    query: CallbackQuery, user: User, carts: CartService, shop: Shop, t: Translator
) -> None:
    await carts.clear(user.id)
    await show(query, views.cart(t, shop.currency, await carts.show(user.id)))


async def checkout(
    query: CallbackQuery,
    user: User,
    orders: OrderService,
    rates: RateService,
    shop: Shop,
    t: Translator,
) -> None:
    try:
        quote = await orders.preview(user.id)
    except OrderAlreadyOpen as error:
        await _show_open(query, error.order_id, user, orders, t)
        return
    screen = views.choose_coin(t, shop.currency, quote, orders.assets(), rates.missing())
    await show(query, screen)


async def _show_open(
    query: CallbackQuery, order_id: int, user: User, orders: OrderService, t: Translator
) -> None:
    """One order at a time: a second checkout answers with the first."""
    card = await orders.card(order_id, owner=user.id)
    await answer(query, t("error-order-already-open", order=str(order_id)), alert=True)
    await show(query, invoice_views.order_card(t, card))


async def pay_with(
    query: CallbackQuery,
    callback_data: callbacks.PayWith,
    user: User,
    users: UserService,
    orders: OrderService,
    t: Translator,
) -> None:
    """Places the order; physical goods first need to know where to go."""
    asset = callback_data.asset
    if asset not in orders.assets():
        raise CoinUnavailable(asset)
    try:
        if (await orders.preview(user.id)).needs_delivery:
            await users.expect(user.id, f"delivery:{asset}")
            await show(query, views.type_delivery(t))
            return
        order_id = await orders.place(user.id, asset)
    except OrderAlreadyOpen as error:
        await _show_open(query, error.order_id, user, orders, t)
        return
    await show(query, views.placed(t, order_id))


async def typed_delivery(
    message: Message,
    subject: str,
    user: User,
    users: UserService,
    orders: OrderService,
    t: Translator,
) -> None:
    order_id = await orders.place(user.id, subject, message.text or "")
    await users.expect(user.id, None)
    screen = views.placed(t, order_id)
    await message.answer(screen.text, reply_markup=screen.keyboard)
