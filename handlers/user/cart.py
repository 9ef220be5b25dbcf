"""The cart, and the way to the till."""

from dataclasses import dataclass
from typing import Self

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import callbacks
from handlers.people import Expecting
from handlers.replies import answer, show
from handlers.views import cart as views
from handlers.views import invoice as invoice_views
from models.errors import CoinUnavailable, OrderAlreadyOpen
from models.user import User
from services.people.user import UserService
from services.running.shop import Shop
from services.sale.cart import CartService
from services.sale.checkout import CheckoutService
from services.sale.order import OrderService
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


async def checkout(  # noqa: PLR0913 - aiogram injects by name
    query: CallbackQuery,
    callback_data: callbacks.Checkout,
    user: User,
    users: UserService,
    till: CheckoutService,
    orders: OrderService,
    shop: Shop,
    t: Translator,
) -> None:
    try:
        quote = await till.preview(user.id)
    except OrderAlreadyOpen as error:
        await _show_open(query, error.order_id, user, orders, t)
        return
    credit = await users.credit(user.id, shop.currency)
    funds = views.Funds(till.assets(), till.missing(), credit, bool(callback_data.credit))
    await show(query, views.choose_coin(t, shop.currency, quote, funds))


async def _show_open(
    query: CallbackQuery, order_id: int, user: User, orders: OrderService, t: Translator
) -> None:
    """One order at a time: a second checkout answers with the first."""
    card = await orders.card(order_id, owner=user.id)
    await answer(query, t("error-order-already-open", order=str(order_id)), alert=True)
    await show(query, invoice_views.order_card(t, card))


async def pay_with(  # noqa: PLR0913 - aiogram injects by name
    query: CallbackQuery,
    callback_data: callbacks.PayWith,
    user: User,
    users: UserService,
    till: CheckoutService,
    orders: OrderService,
    t: Translator,
) -> None:
    """Places the order; physical goods first need to know where to go."""
    choice = Choice(callback_data.asset, bool(callback_data.credit))
    if choice.coin is not None and choice.coin not in till.assets():
        raise CoinUnavailable(choice.coin)
    try:
        if (await till.preview(user.id)).needs_delivery:
            await users.expect(user.id, f"delivery:{choice.packed}")
            await show(query, views.type_delivery(t))
            return
        order_id = await till.place(user.id, choice.coin, use_credit=choice.use_credit)
    except OrderAlreadyOpen as error:
        await _show_open(query, error.order_id, user, orders, t)
        return
    await show(query, views.placed(t, order_id))


async def typed_delivery(
    message: Message,
    subject: str,
    user: User,
    users: UserService,
    till: CheckoutService,
    t: Translator,
) -> None:
    choice = Choice.unpacked(subject)
    order_id = await till.place(
        user.id, choice.coin, message.text or "", use_credit=choice.use_credit
    )
    await users.expect(user.id, None)
    screen = views.placed(t, order_id)
    await message.answer(screen.text, reply_markup=screen.keyboard)


@dataclass(frozen=True, slots=True)
class Choice:
    """How somebody wants to pay, while they are asked for their address."""

    asset: str
    use_credit: bool

    @property
    def coin(self) -> str | None:
        return None if self.asset == views.CREDIT else self.asset

    @property
    def packed(self) -> str:
        return f"{self.asset}+credit" if self.use_credit else self.asset

    @classmethod
    def unpacked(cls, text: str) -> Self:
        asset, _, credit = text.partition("+")
        return cls(asset, bool(credit))
