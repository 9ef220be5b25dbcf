"""Browsing the catalogue."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import callbacks
from handlers.people import Expecting
from handlers.replies import show
from handlers.views import cart as cart_views
from handlers.views import product as views
from models.user import User
from services.goods.product import ProductService
from services.people.user import UserService
from services.running.shop import Shop
from services.sale.cart import CartService, parse_quantity
from utils.l10n import Translator


def build_router() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(catalogue, callbacks.Catalogue.filter())
    router.callback_query.register(category, callbacks.OpenCategory.filter())
    router.callback_query.register(product, callbacks.OpenProduct.filter())
    router.callback_query.register(variant, callbacks.OpenVariant.filter())
    router.callback_query.register(ask_quantity, callbacks.TypeQuantity.filter())
    router.message.register(typed_quantity, Expecting("quantity"))
    return router


async def catalogue(query: CallbackQuery, products: ProductService, t: Translator) -> None:
    await show(query, views.catalogue(t, await products.categories()))


async def category(
    query: CallbackQuery,
    callback_data: callbacks.OpenCategory,
    products: ProductService,
    shop: Shop,
    t: Translator,
) -> None:
    cards = await products.in_category(callback_data.category_id)
    await show(query, views.category(t, shop.currency, cards))


async def product(
    query: CallbackQuery,
    callback_data: callbacks.OpenProduct,
    products: ProductService,
    shop: Shop,
    t: Translator,
) -> None:
    card = await products.get(callback_data.product_id)
    await show(query, views.product(t, shop.currency, card))


async def variant(
    query: CallbackQuery,
    callback_data: callbacks.OpenVariant,
    products: ProductService,
    shop: Shop,
    t: Translator,
) -> None:
    choice = await products.get_variant(callback_data.variant_id)
    await show(query, views.variant(t, shop.currency, choice, callback_data.quantity))


async def ask_quantity(
    query: CallbackQuery,
    callback_data: callbacks.TypeQuantity,
    user: User,
    users: UserService,
    products: ProductService,
    t: Translator,
) -> None:
    choice = await products.get_variant(callback_data.variant_id)
    await users.expect(user.id, f"quantity:{choice.id}")
    await show(query, views.type_quantity(t, choice))


async def typed_quantity(  # noqa: PLR0913 - aiogram injects by name
    message: Message,
    subject: str,
    user: User,
    users: UserService,
    carts: CartService,
    shop: Shop,
    t: Translator,
) -> None:
    """A number goes into the cart; anything else is refused and may be tried again."""
    await carts.add(user.id, int(subject), parse_quantity(message.text or ""))
    await users.expect(user.id, None)
    screen = cart_views.cart(t, shop.currency, await carts.show(user.id))
    await message.answer(screen.text, reply_markup=screen.keyboard)
