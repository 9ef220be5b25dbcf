"""Buttons of who keeps groups of customers, and puts people into them."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Flag, Id, Page
from handlers.goods_callbacks import Short

GroupId = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Groups(CallbackData, prefix="gr"):
    pass


class NewGroup(CallbackData, prefix="gr-new"):
    pass


class OpenGroup(CallbackData, prefix="gr-o"):
    group_id: GroupId
    page: Page = 0


class EditGroup(CallbackData, prefix="gr-e"):
    """`part`: one of handlers.views.group.Part."""

    group_id: GroupId
    part: Short


class ToggleGroup(CallbackData, prefix="gr-on"):
    group_id: GroupId
    on: Flag
    seen: Short


class AskGroupPrice(CallbackData, prefix="gr-p"):
    """`variant_id`: 0 to type which one it is."""

    group_id: GroupId
    variant_id: Id


class ChooseGroup(CallbackData, prefix="gr-who"):
    """Which group somebody is to be in."""

    user_id: Id
    order_id: Id


class PutIntoGroup(CallbackData, prefix="gr-put"):
    """`group_id`: 0 for none."""

    user_id: Id
    order_id: Id
    group_id: GroupId
