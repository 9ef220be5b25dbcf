"""Buttons of who chooses which news of the shop goes to whom.

`seen`: what was shown: what somebody else chose meanwhile is not overwritten.
"""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Id

Choice = Annotated[str, Field(max_length=10)]
"""A kind, a role, or a way to be told."""
Chat = Annotated[int, Field(lt=0, gt=-(2**53))]
"""A chat of many."""


class Notices(CallbackData, prefix="nt"):
    pass


class OpenNotice(CallbackData, prefix="nt-o"):
    """`kind`: one of models.notice.Kind."""

    kind: Choice


class ChooseNotice(CallbackData, prefix="nt-c"):
    """`role`, `told`, `seen`: of models.permission.Role and models.notice.Told."""

    kind: Choice
    role: Choice
    told: Choice
    seen: Choice


class ChooseGroups(CallbackData, prefix="nt-g"):
    """Whether groups hear of it: as of ChooseNotice."""

    kind: Choice
    told: Choice
    seen: Choice


class NoticeGroups(CallbackData, prefix="nt-gs"):
    pass


class TakeOff(CallbackData, prefix="nt-x"):
    """A group: no notices there any more."""

    chat: Chat


class PutAside(CallbackData, prefix="nt-done"):
    """Somebody saw to a message that Telegram refuses."""

    message_id: Id


class AskHours(CallbackData, prefix="nt-h"):
    pass
