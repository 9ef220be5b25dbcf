"""Buttons of refilling store credit."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Code, Id
from handlers.coins import Coin


class Refill(CallbackData, prefix="fill"):
    pass


class RefillSum(CallbackData, prefix="fill-sum"):
    """Minor units."""

    amount: Id


class RefillWith(CallbackData, prefix="fill-pay"):
    """`seal`: of what was shown."""

    asset: Coin
    amount: Id
    seal: Code
