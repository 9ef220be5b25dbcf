"""The single place that turns exceptions into words."""

import logging
from contextlib import suppress
from typing import Any

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from handlers.answers import Verdict, reason, verdict
from handlers.press import Press, Typed
from models.errors import ShopError

logger = logging.getLogger(__name__)
UNHEARD = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter)


async def explain(error: Exception, said: Press[Any] | Typed, update_id: int) -> None:
    """A refusal in the person's language; of a defect the log gets all, the person an apology."""
    t = said.who.t
    match error:
        case ShopError():
            await _tell(said, t(error.key, **error.fields))
        case TimeoutError():
            logger.warning("update %s took too long and was given up", update_id)
            await _tell(said, t("error-too-slow"))
        case _ if verdict(error) is Verdict.PERSON_GONE:
            logger.info("update %s: nobody can be answered: %s", update_id, reason(error))
        case _ if isinstance(error, UNHEARD):  # they will press again
            logger.warning("update %s was not answered: %s", update_id, error)
        case _:
            logger.error("update %s failed", update_id, exc_info=error)
            await _tell(said, t("error-internal"))


async def refuse(typed: Typed, refusal: ShopError) -> None:
    """An answer that is none; the question waits on."""
    with suppress(TelegramAPIError):
        await typed.tell(typed.who.t(refusal.key, **refusal.fields))


async def _tell(said: Press[Any] | Typed, text: str) -> None:
    with suppress(TelegramAPIError):
        if isinstance(said, Typed):
            await said.tell(text, waits=False)
        else:
            await said.tell(text)
