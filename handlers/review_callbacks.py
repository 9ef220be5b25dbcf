"""Buttons of reviews."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Code, Flag, Id
from models.review import MOST_STARS

Stars = Annotated[int, Field(ge=1, le=MOST_STARS)]


class RateOrder(CallbackData, prefix="rv"):
    order_id: Id


class RateProduct(CallbackData, prefix="rv-p"):
    order_id: Id
    product_id: Id


class SetStars(CallbackData, prefix="rv-s"):
    order_id: Id
    product_id: Id
    stars: Stars


class AskWords(CallbackData, prefix="rv-w"):
    order_id: Id
    product_id: Id


class SignReview(CallbackData, prefix="rv-n"):
    order_id: Id
    product_id: Id
    named: Flag


class TakeReview(CallbackData, prefix="rv-x"):
    order_id: Id
    product_id: Id


class Reviews(CallbackData, prefix="rv-l"):
    """`before`: only those older than this one; 0: the newest."""

    product_id: Id
    before: Id


class WaitingReviews(CallbackData, prefix="rvs"):
    after: Id


class OpenReview(CallbackData, prefix="rvs-o"):
    review_id: Id


class JudgeReview(CallbackData, prefix="rvs-j"):
    review_id: Id
    shown: Flag
    seen: Code


class AskReply(CallbackData, prefix="rvs-r"):
    review_id: Id
    seen: Code
