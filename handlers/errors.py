"""The single place that turns exceptions into words."""

import logging
from contextlib import suppress
from typing import cast

from aiogram import Router
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import ErrorEvent

from handlers.replies import answer
from models.errors import ShopError
from utils.l10n import Translator

logger = logging.getLogger(__name__)
UNHEARD = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter)


def build_router() -> Router:
    router = Router(name=__name__)
    router.error.register(explain, ExceptionTypeFilter(ShopError))
    router.error.register(left, ExceptionTypeFilter(TelegramForbiddenError))
    router.error.register(unheard, ExceptionTypeFilter(*UNHEARD))
    router.error.register(report)
    return router


async def explain(event: ErrorEvent, t: Translator) -> None:
    """A refusal, in the person's language."""
    error = cast(ShopError, event.exception)  # ExceptionTypeFilter has checked it
    await _tell(event, t(error.key, **error.fields))


async def left(event: ErrorEvent) -> None:
    """They blocked the bot while we answered; there is nobody to tell."""
    logger.info("update %s: the person blocked the bot", event.update.update_id)


async def unheard(event: ErrorEvent) -> None:
    """Telegram could not be reached with the answer; the person will press again."""
    logger.warning("update %s was not answered: %s", event.update.update_id, event.exception)


async def report(event: ErrorEvent, t: Translator) -> None:
    """A defect: the log gets all of it, the person an apology."""
    logger.error("update %s failed", event.update.update_id, exc_info=event.exception)
    await _tell(event, t("error-internal"))


async def _tell(event: ErrorEvent, text: str) -> None:
    with suppress(TelegramAPIError):
        if query := event.update.callback_query:
            await answer(query, text, alert=True)
        elif message := event.update.message:
            await message.answer(text)
