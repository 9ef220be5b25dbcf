"""Kind 3: Telegram's 429 on getUpdates with a wait beyond the watchdog's patience."""

import asyncio

import pytest
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import GetUpdates

from handlers.app import LONGEST_SILENCE
from tests.handlers.conftest import hall  # noqa: F401
from tests.handlers.test_polling import Counter, counter  # noqa: F401


async def test_a_long_rate_limit_on_getupdates_does_not_end_the_process(
    counter: Counter, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    slept: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float, *rest: object) -> None:
        slept.append(seconds)
        await real(min(seconds, 0.05))

    counter.telegram.errors = [TelegramRetryAfter(GetUpdates(), "Too Many Requests", 4000)]
    monkeypatch.setattr("handlers.polling.asyncio.sleep", sleep)
    async with counter.open():
        await real(0.5)
    longest = max(slept)
    assert longest < LONGEST_SILENCE, f"silent for {longest} s; the watchdog ends it after 300"
