"""Buttons of who chooses which news of the shop goes to whom.

`seen`: what was shown: what somebody else chose meanwhile is not overwritten.
"""

from aiogram.filters.callback_data import CallbackData

from handlers.goods_callbacks import Short


class Notices(CallbackData, prefix="nt"):
    pass


class OpenNotice(CallbackData, prefix="nt-o"):
    """`kind`: one of models.notice.Kind."""

    kind: Short


class ChooseNotice(CallbackData, prefix="nt-c"):
    """`role`, `told`, `seen`: of models.permission.Role and models.notice.Told."""

    kind: Short
    role: Short
    told: Short
    seen: Short


class AskHours(CallbackData, prefix="nt-h"):
    pass
