"""Buttons of what shelves show: photos, discounts, and a post that something is back."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import Code, Flag, Id, Page
from handlers.goods_callbacks import Short


class PostStock(CallbackData, prefix="g-post"):
    """Asks first."""

    variant_id: Id


class PostNow(CallbackData, prefix="g-post-y"):
    """`once`: of the question, so that it is answered once."""

    variant_id: Id
    once: Code


class ShowPhoto(CallbackData, prefix="g-pic"):
    """`of_category`: else of a product. `number`: which of its photos, from 0."""

    of_category: Flag
    row_id: Id
    number: Page


class MovePhoto(CallbackData, prefix="g-pic-mv"):
    """Of a product. `seen`: the seal of the photos that were shown."""

    row_id: Id
    media_id: Id
    later: Flag
    seen: Short


class AskPhoto(CallbackData, prefix="g-pic-n"):
    """Another one. `media_id`: in the place of that one; 0: behind all."""

    of_category: Flag
    row_id: Id
    media_id: Id
    seen: Short


class TakePhoto(CallbackData, prefix="g-pic-d"):
    """Asks first."""

    of_category: Flag
    row_id: Id
    media_id: Id
    seen: Short


class TakePhotoNow(CallbackData, prefix="g-pic-y"):
    of_category: Flag
    row_id: Id
    media_id: Id
    seen: Short


class ListDiscounts(CallbackData, prefix="g-off"):
    of_category: Flag
    row_id: Id
    page: Page = 0


class NewDiscount(CallbackData, prefix="g-off-n"):
    """What is typed next is taken off."""

    of_category: Flag
    row_id: Id


class EndDiscount(CallbackData, prefix="g-off-d"):
    """Asks first. `seen`: the seal of the discount that was shown."""

    of_category: Flag
    row_id: Id
    discount_id: Id
    seen: Short


class EndDiscountNow(CallbackData, prefix="g-off-y"):
    of_category: Flag
    row_id: Id
    discount_id: Id
    seen: Short
