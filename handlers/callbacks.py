"""Buttons. One class per action, ids only: Telegram allows 64 bytes."""

from aiogram.filters.callback_data import CallbackData


class Home(CallbackData, prefix="home"):
    pass


class Help(CallbackData, prefix="help"):
    pass


class Languages(CallbackData, prefix="langs"):
    pass


class SetLanguage(CallbackData, prefix="lang"):
    language: str


class Catalogue(CallbackData, prefix="cat"):
    pass


class OpenCategory(CallbackData, prefix="cat-open"):
    category_id: int


class OpenProduct(CallbackData, prefix="prod"):
    product_id: int


class OpenVariant(CallbackData, prefix="var"):
    variant_id: int
    quantity: int


class TypeQuantity(CallbackData, prefix="var-type"):
    variant_id: int


class AddToCart(CallbackData, prefix="cart-add"):
    variant_id: int
    quantity: int


class OpenCart(CallbackData, prefix="cart"):
    pass


class ChangeLine(CallbackData, prefix="cart-set"):
    variant_id: int
    quantity: int


class ClearCart(CallbackData, prefix="cart-clear"):
    pass


class Checkout(CallbackData, prefix="checkout"):
    pass


class PayWith(CallbackData, prefix="pay"):
    asset: str


class MyOrders(CallbackData, prefix="orders"):
    page: int


class OpenOrder(CallbackData, prefix="order"):
    order_id: int


class CheckPayment(CallbackData, prefix="order-check"):
    order_id: int


class CancelOrder(CallbackData, prefix="order-cancel"):
    order_id: int


class ShowGoods(CallbackData, prefix="order-goods"):
    order_id: int


class AdminOrders(CallbackData, prefix="a-orders"):
    page: int


class AdminOrder(CallbackData, prefix="a-order"):
    order_id: int


class ShipOrder(CallbackData, prefix="a-ship"):
    order_id: int


class AdminCancel(CallbackData, prefix="a-cancel"):
    order_id: int


class RevealKey(CallbackData, prefix="a-key"):
    order_id: int
