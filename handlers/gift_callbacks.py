"""Buttons of credit that is passed on, and of what waits for a second owner."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Code, Count, Id

Token = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{32}$")]


class Gifts(CallbackData, prefix="gift"):
    pass


class AskGift(CallbackData, prefix="gift-new"):
    pass


class MakeGift(CallbackData, prefix="gift-make"):
    """`number`: of the link among those of its giver, so that it is made once; `currency`: that of
    the sum, which the shop may have changed since.
    """

    amount: Id
    number: Count
    currency: Code


class OpenGift(CallbackData, prefix="gift-open"):
    gift_id: Id


class TakeGiftBack(CallbackData, prefix="gift-back"):
    gift_id: Id


class ClaimGift(CallbackData, prefix="gift-take"):
    """Who has the link has its words: a number could be guessed."""

    token: Token


class Approvals(CallbackData, prefix="two"):
    pass


class OpenApproval(CallbackData, prefix="two-open"):
    approval_id: Id


class Approve(CallbackData, prefix="two-yes"):
    approval_id: Id


class Refuse(CallbackData, prefix="two-no"):
    approval_id: Id
