"""Buttons of numbers, books and health."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Flag
from handlers.goods_callbacks import Short

Year = Annotated[int, Field(ge=1, le=9999)]


class OpenNumbers(CallbackData, prefix="num"):
    """`period`: one of services.sale.numbers.Period; another word is today."""

    period: Short = "today"


class DrawNumbers(CallbackData, prefix="num-p"):
    period: Short
    dark: Flag


class NumbersTable(CallbackData, prefix="num-t"):
    period: Short


class OpenBooks(CallbackData, prefix="num-b"):
    """Of which years there are books."""


class YearFile(CallbackData, prefix="num-y"):
    year: Year


class OpenSwitch(CallbackData, prefix="num-l"):
    """Whether customers see who buys most."""


class SwitchLeaderboard(CallbackData, prefix="num-ls"):
    on: Flag


class OpenHealth(CallbackData, prefix="num-h"):
    pass


class AskDoctor(CallbackData, prefix="num-d"):
    pass
