"""How long somebody waits for what they said or pressed, and what they hear meanwhile."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

from aiogram.exceptions import TelegramAPIError

from handlers.errors import explain
from handlers.press import Press, Typed

PATIENCE = 3.0
"""Seconds after which a pressed button is answered with a word that it takes longer."""
LONGEST = 20.0
"""Seconds after which it is given up with an apology."""


async def within(work: Awaitable[None], said: Press[Any] | Typed, update_id: int) -> None:
    """Whatever goes wrong with it, or takes too long, is told to the person."""
    try:
        async with asyncio.timeout(LONGEST):
            await work
    except Exception as error:
        await explain(error, said, update_id)


async def patiently(press: Press[None], work: Awaitable[None]) -> None:
    """No button turns for longer than PATIENCE, however long the work takes."""
    async with asyncio.TaskGroup() as group:
        reassuring = group.create_task(_reassure(press))
        await work
        reassuring.cancel()


async def _reassure(press: Press[None]) -> None:
    await asyncio.sleep(PATIENCE)
    with suppress(TelegramAPIError):
        await press.toast(press.who.t("still-working"))
