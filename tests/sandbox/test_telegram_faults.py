"""Faults on demand: each arrives at aiogram as the exception the real one would be."""

import time

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from sandbox.client import SandboxClient, SandboxRefused
from sandbox.telegram.faults import Fault


async def test_too_many_requests(bot: Bot, chat: int, person: SandboxClient) -> None:
    await person.fault(method="sendMessage", status=429, retry_after=7, count=1)
    assert await bot.get_me()
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(chat, "x")
    assert refused.value.retry_after == 7
    assert (await bot.send_message(chat, "x")).text == "x"


async def test_server_errors_until_cleared(bot: Bot, chat: int, person: SandboxClient) -> None:
    await person.fault(status=502)
    for _ in range(2):
        with pytest.raises(TelegramServerError):
            await bot.get_me()
    await person.clear_faults()
    assert await bot.get_me()


async def test_an_outage_has_no_effect(
    bot: Bot, chat: int, person: SandboxClient, caplog: pytest.LogCaptureFixture
) -> None:
    await person.fault(mode="outage", count=1)
    before = len(await person.messages(chat))
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(chat, "lost")
    assert len(await person.messages(chat)) == before
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_accepted_then_reset_has_its_effect(
    bot: Bot, chat: int, person: SandboxClient
) -> None:
    await person.fault(mode="accepted_then_reset", method="sendMessage", count=1)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(chat, "done all the same")
    assert await person.screen(chat) == "done all the same"


async def test_a_lost_answer_of_get_updates_loses_nothing(
    bot: Bot, chat: int, person: SandboxClient
) -> None:
    await person.fault(mode="accepted_then_reset", method="getUpdates", count=1)
    with pytest.raises(TelegramNetworkError):
        await bot.get_updates()
    assert len(await bot.get_updates()) == 1


async def test_slow_answers(bot: Bot, person: SandboxClient) -> None:
    await person.fault(mode="latency", latency_ms=300, seconds=0.6)
    began = time.monotonic()
    await bot.get_me()
    assert time.monotonic() - began >= 0.3
    await bot.get_me()
    began = time.monotonic()
    await bot.get_me()
    assert time.monotonic() - began < 0.3


async def test_an_update_that_cannot_be_read(bot: Bot, chat: int, person: SandboxClient) -> None:
    await person.fault(mode="undecodable_update")
    with pytest.raises(ClientDecodeError):
        await bot.get_updates()


def test_a_share_is_spread_evenly() -> None:
    fault = Fault(share=0.1)
    hits = [fault.hits("sendmessage") for _ in range(30)]
    assert [index for index, hit in enumerate(hits) if hit] == [9, 19, 29]


@pytest.mark.parametrize("fault", [{"mode": "fire"}, {"share": 2}, {"share": 0}, {"seconds": "x"}])
async def test_faults_that_make_no_sense(person: SandboxClient, fault: dict[str, object]) -> None:
    with pytest.raises(SandboxRefused) as refused:
        await person.fault(**fault)
    assert refused.value.status == 400
