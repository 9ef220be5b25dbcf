"""Buttons. One class per action, ids only: Telegram allows 64 bytes. What does not fit these types
was not sent by a button of ours and is answered as out of date.
"""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.coins import Coin

Id = Annotated[int, Field(ge=0, le=2**63 - 1)]
Quantity = Annotated[int, Field(ge=-(10**9), le=10**9)]
Page = Annotated[int, Field(ge=0, le=10**7)]
"""Times the rows of a page it stays within what PostgreSQL takes as an offset."""
Code = Annotated[str, Field(max_length=12)]
Units = Annotated[int, Field(ge=0, le=10**30)]
Count = Annotated[int, Field(ge=0, le=10**7)]
Flag = Annotated[int, Field(ge=0, le=1)]


class Home(CallbackData, prefix="home"):
    pass


class Help(CallbackData, prefix="help"):
    pass


class TalkToUs(CallbackData, prefix="talk"):
    pass


class HandOnDraft(CallbackData, prefix="talk-draft"):
    """What was typed was meant for the shop, and is no address."""


class Languages(CallbackData, prefix="langs"):
    pass


class SetLanguage(CallbackData, prefix="lang"):
    language: Code


class Catalogue(CallbackData, prefix="cat"):
    pass


class CataloguePage(CallbackData, prefix="cat-p"):
    page: Page


class ProductPage(CallbackData, prefix="prod-p"):
    product_id: Id
    page: Page


class OpenCategory(CallbackData, prefix="cat-open"):
    category_id: Id


class OpenProduct(CallbackData, prefix="prod"):
    product_id: Id


class OpenVariant(CallbackData, prefix="var"):
    variant_id: Id
    quantity: Quantity


class TypeQuantity(CallbackData, prefix="var-type"):
    """`quantity`: the one that is shown now, to come back to."""

    variant_id: Id
    quantity: Quantity


class AddToCart(CallbackData, prefix="cart-add"):
    variant_id: Id
    quantity: Quantity


class OpenCart(CallbackData, prefix="cart"):
    pass


class ChangeLine(CallbackData, prefix="cart-set"):
    variant_id: Id
    quantity: Quantity


class OpenLine(CallbackData, prefix="cart-line"):
    variant_id: Id


class ClearCart(CallbackData, prefix="cart-clear"):
    """Asks first."""


class EmptyCart(CallbackData, prefix="cart-empty"):
    pass


class Checkout(CallbackData, prefix="checkout"):
    """`credit`: 1 when store credit is to pay first; `ship`: how to ship it, 0 not chosen."""

    credit: Flag
    ship: Id = 0


class PayWith(CallbackData, prefix="pay"):
    """`asset` is CREDIT when nothing is left to pay in coins; `seal`: of what was shown."""

    asset: Coin
    credit: Flag
    seal: Code
    ship: Id = 0


class AskAddress(CallbackData, prefix="ship-ask"):
    asset: Coin
    credit: Flag
    ship: Id = 0


class LastAddress(CallbackData, prefix="ship-last"):
    asset: Coin
    credit: Flag
    ship: Id = 0


class AskAnswers(CallbackData, prefix="ask-again"):
    """All questions anew."""

    asset: Coin
    credit: Flag
    ship: Id = 0


class PlaceOrder(CallbackData, prefix="place"):
    """`seal`: of all that was shown: lines, shipping, credit, address and answers."""

    asset: Coin
    credit: Flag
    seal: Code
    ship: Id = 0


class MyOrders(CallbackData, prefix="orders"):
    page: Page


class OpenOrder(CallbackData, prefix="order"):
    order_id: Id


class CheckPayment(CallbackData, prefix="order-check"):
    order_id: Id


class CancelOrder(CallbackData, prefix="order-cancel"):
    """Asks first."""

    order_id: Id


class CancelNow(CallbackData, prefix="order-cancel-yes"):
    order_id: Id


class KeepOrder(CallbackData, prefix="order-keep"):
    pass


class OrderAgain(CallbackData, prefix="order-again"):
    order_id: Id


class OtherCoin(CallbackData, prefix="coin"):
    """Asks which. `credit`: 1 when store credit is to pay first."""

    order_id: Id
    credit: Flag


class SwitchCoin(CallbackData, prefix="coin-to"):
    """`asset` is CREDIT when nothing is left to pay in coins; `seal`: of what was shown."""

    order_id: Id
    asset: Coin
    credit: Flag
    seal: Code


class KeepCoin(CallbackData, prefix="coin-keep"):
    """Takes the question away."""


class ShowGoods(CallbackData, prefix="order-goods"):
    order_id: Id


class OrderNotes(CallbackData, prefix="order-notes"):
    """What goes with an order: delivery notes, and what its customer answered."""

    order_id: Id
    page: Page


class AdminOrders(CallbackData, prefix="a-orders"):
    page: Page


class AdminOrder(CallbackData, prefix="a-order"):
    order_id: Id


class ShipOrder(CallbackData, prefix="a-ship"):
    """Asks first."""

    order_id: Id


class AdminCancel(CallbackData, prefix="a-cancel"):
    """Asks for the reason first."""

    order_id: Id


class Rescan(CallbackData, prefix="a-scan"):
    order_id: Id


class Honour(CallbackData, prefix="a-honour"):
    order_id: Id


class HonourNow(CallbackData, prefix="a-hn"):
    """With the numbers that were shown, in minor units: others are refused."""

    order_id: Id
    received: Id
    price: Id


class Vouch(CallbackData, prefix="a-vouch"):
    """For the payments that were shown (`sights`): others are refused."""

    order_id: Id
    of: Code


class KeepCredit(CallbackData, prefix="a-keep"):
    order_id: Id


class TypeRefund(CallbackData, prefix="a-refund"):
    order_id: Id


class AskRefundAddress(CallbackData, prefix="a-refund-ask"):
    order_id: Id


class OpenRefund(CallbackData, prefix="a-refund-open"):
    """With the sum that was shown, in minor units."""

    order_id: Id
    amount: Id


class WithdrawRefund(CallbackData, prefix="a-refund-back"):
    order_id: Id
    refund_id: Id


class GiveRefundAddress(CallbackData, prefix="refund-to"):
    order_id: Id


class ConfirmRefundAddress(CallbackData, prefix="refund-yes"):
    """The version that was shown: another text makes it void."""

    order_id: Id
    version: Id


class AdminSources(CallbackData, prefix="a-sources"):
    pass


class RevealKey(CallbackData, prefix="a-key"):
    """Asks first."""

    order_id: Id


class AnswerPerson(CallbackData, prefix="a-answer"):
    user_id: Id
