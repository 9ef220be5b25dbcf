"""Buttons of an owner who sets the ways to pay."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Code, Flag
from handlers.goods_callbacks import Short


class Methods(CallbackData, prefix="me"):
    pass


class OpenMethod(CallbackData, prefix="me-o"):
    code: Code


class ToggleMethod(CallbackData, prefix="me-on"):
    code: Code
    on: Flag
    seen: Short


class RaiseMethod(CallbackData, prefix="me-up"):
    """One place before where it is."""

    code: Code


class AskMethod(CallbackData, prefix="me-e"):
    """`part`: one of handlers.views.method.Part."""

    code: Code
    part: Short
