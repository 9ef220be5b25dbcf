"""Buttons of people's own affairs, and of the texts that the shop writes itself."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Code, Flag, Id, Page
from handlers.goods_callbacks import Short
from models.account import Detail, Words

Version = Annotated[int, Field(ge=0, le=2**31 - 1)]


class OpenAccount(CallbackData, prefix="acc"):
    pass


class CreditHistory(CallbackData, prefix="acc-h"):
    page: Page


class OpenLeaderboard(CallbackData, prefix="acc-l"):
    """Who bought most, of those who want to be seen."""


class ChooseManner(CallbackData, prefix="acc-lm"):
    """`manner`: one of services.sale.leaderboard.Manner."""

    manner: Short


class HideMe(CallbackData, prefix="acc-lh"):
    """From the account itself."""


class Stored(CallbackData, prefix="acc-d"):
    """What the shop stores about them."""


class LeaveAlone(CallbackData, prefix="acc-q"):
    """Ask for no review, or do again."""

    quiet: Flag


class EditDetail(CallbackData, prefix="acc-t"):
    detail: Detail


class DropDetail(CallbackData, prefix="acc-x"):
    detail: Detail


class SkipDetail(CallbackData, prefix="acc-s"):
    """Of what a newcomer is asked."""

    detail: Detail


class AskErase(CallbackData, prefix="acc-e"):
    pass


class EraseNow(CallbackData, prefix="acc-ey"):
    """`seen`: the mark of what the question said."""

    seen: Short


class Receipt(CallbackData, prefix="acc-r"):
    order_id: Id


class ShowTerms(CallbackData, prefix="terms"):
    pass


class ShopTexts(CallbackData, prefix="txt"):
    pass


class OpenText(CallbackData, prefix="txt-o"):
    words: Words
    language: Code


class EditText(CallbackData, prefix="txt-e"):
    words: Words
    language: Code


class SaveText(CallbackData, prefix="txt-s"):
    """`seen`: the version that it comes after; `mark`: of the words that were shown."""

    words: Words
    language: Code
    seen: Version
    mark: Short


class BuiltIn(CallbackData, prefix="txt-b"):
    """Back to what the shop came with; asked first."""

    words: Words
    language: Code
    seen: Version
    sure: Flag = 0


class PersonTold(CallbackData, prefix="p-told"):
    """What a customer told of themselves, for admins."""

    user_id: Id
    order_id: Id
