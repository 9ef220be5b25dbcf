"""Buttons of who keeps how the shop ships, and what it asks its buyers."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Flag, Id
from handlers.goods_callbacks import Short

OptionId = Annotated[int, Field(ge=0, le=2**31 - 1)]
Minor = Annotated[int, Field(ge=0, le=10**11 - 1)]
Grams = Annotated[int, Field(ge=0, le=10**8 - 1)]
Place = Annotated[int, Field(ge=0, le=9)]


class Shipping(CallbackData, prefix="g-s"):
    pass


class NewShipping(CallbackData, prefix="g-s-new"):
    pass


class OpenShipping(CallbackData, prefix="g-s-o"):
    option_id: OptionId


class EditShipping(CallbackData, prefix="g-s-e"):
    """`part`: one of handlers.views.shipping.Part."""

    option_id: OptionId
    part: Short


class SetShipping(CallbackData, prefix="g-ss"):
    """What was typed and shown; `step` 0: none. `seen`: the seal of what was there before."""

    option_id: OptionId
    price: Minor
    step: Grams
    step_price: Minor
    seen: Short


class ToggleShipping(CallbackData, prefix="g-s-on"):
    option_id: OptionId
    on: Flag
    seen: Short


class ReorderShipping(CallbackData, prefix="g-s-mv"):
    option_id: OptionId
    down: Flag
    seen: Short


class Questions(CallbackData, prefix="g-q"):
    product_id: Id


class EditQuestion(CallbackData, prefix="g-q-e"):
    """`place`: of the question; the one beyond the last is a new one."""

    product_id: Id
    place: Place


class RemoveQuestion(CallbackData, prefix="g-q-del"):
    product_id: Id
    place: Place
    seen: Short
