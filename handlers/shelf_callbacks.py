"""Buttons of the shelves and cards, beside those in callbacks.py."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Code, Flag, Id, Page, Quantity


class Shelf(CallbackData, prefix="shelf"):
    """What is in a category. `sort`: a models.shelf.Sort."""

    category_id: Id
    sort: Code
    page: Page


class Everything(CallbackData, prefix="all"):
    """All products, or the best sellers."""

    sort: Code
    page: Page


class Numbers(CallbackData, prefix="nums"):
    page: Page


class CardPhoto(CallbackData, prefix="var-pic"):
    """Another photo of the product, with the quantity as it stands."""

    variant_id: Id
    quantity: Quantity
    number: Page


class WholeText(CallbackData, prefix="prod-text"):
    product_id: Id


class Want(CallbackData, prefix="want"):
    """`kind`: a models.demand.WishKind; `on`: 1 to be told, 0 not to be told any more."""

    variant_id: Id
    kind: Code
    on: Flag


class AskThis(CallbackData, prefix="ask"):
    """The message with this number and Telegram's date was meant for the shop."""

    message_id: Id
    at: Id
