"""Buttons of who looks after people.

`seen`: the seal of what was shown: another text or another sum in its place is not confirmed.
"""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Flag, Id
from handlers.goods_callbacks import Short

UserId = Annotated[int, Field(ge=0, le=2**53 - 1)]
"""Telegram's have 52 bits at most."""
Key = Annotated[int, Field(ge=0, le=10**15)]
TagId = Annotated[int, Field(ge=0, le=2**31 - 1)]
Turn = Annotated[int, Field(ge=0, le=2)]
FIRST, ONWARD, BACK = range(3)
"""Which page: the first one, the one after somebody, or the one before them."""


class OpenPeople(CallbackData, prefix="pp"):
    """`which`: one of models.crowd.People; `key`, `user_id`: beside whom the page begins."""

    which: Short
    turn: Turn = FIRST
    key: Key = 0
    user_id: UserId = 0
    tag_id: TagId = 0


class FindPerson(CallbackData, prefix="pp-find"):
    pass


class ByTag(CallbackData, prefix="pp-tags"):
    """Of which tag one wants the list."""


class OpenPurse(CallbackData, prefix="pp-c"):
    user_id: Id


class AskCredit(CallbackData, prefix="pp-ca"):
    user_id: Id
    take: Flag


class CreditNow(CallbackData, prefix="pp-cy"):
    user_id: Id
    seen: Short


class AskBan(CallbackData, prefix="pp-b"):
    user_id: Id


class BanNow(CallbackData, prefix="pp-by"):
    user_id: Id
    seen: Short


class AskUnban(CallbackData, prefix="pp-u"):
    user_id: Id


class UnbanNow(CallbackData, prefix="pp-uy"):
    user_id: Id
    seen: Short


class OpenNotes(CallbackData, prefix="pp-n"):
    user_id: Id


class AskNote(CallbackData, prefix="pp-na"):
    user_id: Id


class DropNote(CallbackData, prefix="pp-nx"):
    user_id: Id
    note_id: Id


class OpenTags(CallbackData, prefix="pp-t"):
    user_id: Id


class TurnTag(CallbackData, prefix="pp-ty"):
    user_id: Id
    tag_id: TagId
    on: Flag


class AskTag(CallbackData, prefix="pp-ta"):
    user_id: Id
