"""Buttons of what an admin does with one order besides its next step."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Code, Count, Flag, Id, Page, Units
from handlers.people_callbacks import UserId

Said = Annotated[str, Field(max_length=6)]
"""The mark of words that somebody typed and was shown."""


class OrderActs(CallbackData, prefix="a-acts"):
    order_id: Id


class Extend(CallbackData, prefix="a-ext"):
    """`until`: milliseconds since 1970 that it had when this was shown."""

    order_id: Id
    minutes: Page
    until: Id


class AskEnd(CallbackData, prefix="a-end"):
    order_id: Id


class EndNow(CallbackData, prefix="a-end-yes"):
    """`until`: as of Extend: who was given more time since is not ended by it."""

    order_id: Id
    until: Id


class AskByHand(CallbackData, prefix="a-hand"):
    """What is typed next is the reason."""

    order_id: Id


class ByHandNow(CallbackData, prefix="a-hy"):
    """`seen`: base units, as they were shown; `said`: the mark of the reason that was."""

    order_id: Id
    seen: Units
    said: Said


class RefundOrder(CallbackData, prefix="a-rv"):
    """Asks; `back`: 1 if its pieces are to be for sale again."""

    order_id: Id
    back: Flag


class CreditOrder(CallbackData, prefix="a-rv-c"):
    """`amount`: minor units, as they were shown, `seen`: the mark of all that was: other ones are
    asked about again.
    """

    order_id: Id
    amount: Id
    back: Flag
    seen: Code


class SendOrder(CallbackData, prefix="a-rv-s"):
    """The same as coins, to where the customer has confirmed."""

    order_id: Id
    amount: Id
    back: Flag
    seen: Code


class TypeOrderAddress(CallbackData, prefix="a-rv-t"):
    """The same, to where the admin types next."""

    order_id: Id
    amount: Id
    back: Flag
    seen: Code


class AskOrderAddress(CallbackData, prefix="a-rv-a"):
    """Ask its customer where to."""

    order_id: Id
    back: Flag


class ShipTracked(CallbackData, prefix="a-ship-nr"):
    """With the number that was typed and shown, whose mark is `said`; `owed`: goods that it would
    wait for no more.
    """

    order_id: Id
    owed: Count
    mark: Code
    said: Said


class TypeNumber(CallbackData, prefix="a-number"):
    """Of a parcel that is on its way."""

    order_id: Id


class AdminCorrect(CallbackData, prefix="a-addr"):
    order_id: Id


class AdminCorrectNow(CallbackData, prefix="a-addr-yes"):
    """`mark`: of the address that is corrected; `said`: of the one that was shown."""

    order_id: Id
    mark: Code
    said: Said


class Correct(CallbackData, prefix="addr"):
    """The customer's own."""

    order_id: Id


class CorrectNow(CallbackData, prefix="addr-yes"):
    order_id: Id
    mark: Code
    said: Said


class Bulk(CallbackData, prefix="a-bk"):
    page: Page


class Pick(CallbackData, prefix="a-bk-p"):
    """On or off."""

    order_id: Id
    page: Page


class AskBulk(CallbackData, prefix="a-bk-a"):
    pass


class BulkNow(CallbackData, prefix="a-bk-y"):
    """`mark`: of the orders that were shown."""

    mark: Code


class TakeOrder(CallbackData, prefix="a-tk"):
    """`seen`: who had it when the button was made, 0 for nobody. `here`: 1 on the card, which is
    drawn anew; 0 below a notice, which a letter draws.
    """

    order_id: Id
    seen: UserId
    here: Flag


class LetGoOrder(CallbackData, prefix="a-tk-no"):
    order_id: Id
    here: Flag
