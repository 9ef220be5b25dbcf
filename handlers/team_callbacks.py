"""Buttons of owners: who works for the shop, and as what.

`seen`: the seal of the role that was shown: another one in its place is not given or taken over.
"""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Id
from handlers.goods_callbacks import Short


class OpenTeam(CallbackData, prefix="team"):
    pass


class AddMember(CallbackData, prefix="team-n"):
    pass


class OpenMember(CallbackData, prefix="team-m"):
    user_id: Id


class ChooseRole(CallbackData, prefix="team-r"):
    """Asks until when."""

    user_id: Id
    role: Short
    seen: Short


class TypeEnd(CallbackData, prefix="team-e"):
    user_id: Id
    role: Short
    seen: Short


class GiveFor(CallbackData, prefix="team-d"):
    """From now on; `days`: 0 for good."""

    user_id: Id
    role: Short
    days: Id
    seen: Short


class GiveUntil(CallbackData, prefix="team-u"):
    """`minute`: since 1970, as it was typed and shown."""

    user_id: Id
    role: Short
    minute: Id
    seen: Short


class AskTake(CallbackData, prefix="team-x"):
    user_id: Id
    seen: Short


class TakeRole(CallbackData, prefix="team-y"):
    user_id: Id
    seen: Short
