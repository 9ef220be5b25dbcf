"""Faults on demand: each arrives at aiogram as the exception the real one would be."""

import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from sandbox.app import Sandbox
from sandbox.client import SandboxClient, SandboxRefused
from sandbox.telegram.faults import Fault
from tests.sandbox.conftest import ALICE, OLIVIA, PEOPLE, TOKEN, Api
from tests.sandbox.test_telegram_control import collect


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


async def test_a_proxy_answers_with_a_page(bot: Bot, chat: int, person: SandboxClient) -> None:
    """As nginx before Telegram does: no JSON at all, whatever the method."""
    await person.fault(mode="html", status=502, method="sendMessage", count=1)
    with pytest.raises(ClientDecodeError, match="502 Bad Gateway"):
        await bot.send_message(chat, "lost")
    assert await person.screen(chat) == ""
    assert await bot.send_message(chat, "sent")


@pytest.mark.parametrize("mode", ["accepted_then_garbled", "accepted_then_strange"])
async def test_an_answer_that_cannot_be_read_follows_an_effect(
    bot: Bot, chat: int, person: SandboxClient, mode: str
) -> None:
    """The answer still carries what was sent, as at Telegram: it must not reach a log."""
    await person.fault(mode=mode, method="sendMessage", count=1)
    with pytest.raises(ClientDecodeError, match="the goods"):
        await bot.send_message(chat, "the goods")
    assert await person.screen(chat) == "the goods"
    await person.fault(mode=mode, method="getUpdates", count=1)
    with pytest.raises(ClientDecodeError):
        await bot.get_updates()
    await person.fault(mode=mode, method="deleteWebhook", count=1)
    with pytest.raises(ClientDecodeError):
        await bot.delete_webhook()


async def test_a_refusal_in_given_words_for_one_chat(
    api: Api, chat: int, person: SandboxClient
) -> None:
    await person.send(OLIVIA, "/start")
    words = "Bad Request: PHOTO_INVALID_DIMENSIONS"
    await person.fault(method="sendMessage", status=400, description=words, chat_id=chat)
    assert await api.refusal("sendMessage", chat_id=chat, text="x") == words
    assert await api.refusal("sendMessage", chat_id=str(chat), text="x") == words
    assert await api.result("sendMessage", chat_id=OLIVIA, text="x")
    assert await api.result("sendChatAction", chat_id=chat, action="typing")


async def test_a_webhook_that_was_left_behind(api: Api, person: SandboxClient) -> None:
    """Nobody listens there; the bot is deaf until it deletes the webhook."""
    await person.act("bots/1000", webhook="http://127.0.0.1:9/old")
    assert (await api.result("getWebhookInfo"))["url"] == "http://127.0.0.1:9/old"
    assert "can't use getUpdates method while webhook is active" in await api.refusal("getUpdates")
    await api.result("deleteWebhook")
    assert await api.result("getUpdates") == []
    await person.act("bots/1000", webhook="http://127.0.0.1:9/old")
    await person.act("bots/1000", webhook="")
    assert await api.result("getUpdates") == []
    with pytest.raises(SandboxRefused, match="sandbox delivers"):
        await person.act("bots/1000", webhook="https://example.com/")


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
    hits = [fault.strikes(1000, "sendmessage") for _ in range(30)]
    assert [index for index, hit in enumerate(hits) if hit] == [9, 19, 29]


@pytest.mark.parametrize(
    "fault",
    [
        {"mode": "fire"},
        {"share": 2},
        {"share": 0},
        {"seconds": "x"},
        {"status": 200},
        {"chat_id": "x"},
        {"count": 0},
        {"latency_ms": -1},
        {"share": float("nan")},
        {"retry_after": True},
    ],
)
async def test_faults_that_make_no_sense(person: SandboxClient, fault: dict[str, object]) -> None:
    with pytest.raises(SandboxRefused) as refused:
        await person.fault(**fault)
    assert refused.value.status == 400


async def test_faults_are_listed_and_removed_one_by_one(bot: Bot, person: SandboxClient) -> None:
    first = (await person.act("faults", status=502, count=3))["fault"]
    second = (await person.act("faults", method="getMe", mode="latency", latency_ms=1))["fault"]
    with pytest.raises(TelegramServerError):
        await bot.get_me()
    listed = (await person.state())["faults"]
    assert [(fault["id"], fault["hits"], fault["count"]) for fault in listed] == [
        (first["id"], 1, 2),
        (second["id"], 1, None),
    ]
    await person.remove_fault(first["id"])
    assert await bot.get_me()
    with pytest.raises(SandboxRefused, match="no such fault"):
        await person.remove_fault(first["id"])


async def test_a_fault_can_be_for_one_bot(bot: Bot, person: SandboxClient) -> None:
    await person.act("bots", token="2000:second", name="Second", username="second_bot")
    await person.fault(status=502, bot_id=2000)
    assert await bot.get_me()
    with pytest.raises(SandboxRefused, match="no such bot"):
        await person.fault(status=502, bot_id=3000)


async def test_changes_of_faults_are_told(bot: Bot, person: SandboxClient, url: str) -> None:
    seq = (await person.state())["seq"]
    await person.fault(status=502, count=1)
    with pytest.raises(TelegramServerError):
        await bot.get_me()
    events = await collect(url, seq, 3)
    assert {event["type"] for event in events} == {"faults"}
    assert [len(event["faults"]) for event in events] == [1, 0, 0]


async def test_faults_outlive_a_restart(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    first = Sandbox(tmp_path / "world.db", bot_token=TOKEN, people=PEOPLE)
    async with SandboxClient(await first.start()) as person:
        await person.fault(status=503, method="getMe", count=2)
        await person.act("limits", flood=True)
        assert (await Api(person.url, http)("getMe"))[0] == 503
    await first.stop()
    second = Sandbox(tmp_path / "world.db", bot_token=TOKEN, people=PEOPLE)
    async with SandboxClient(await second.start()) as person:
        api = Api(person.url, http)
        assert [(await api("getMe"))[0] for _ in range(2)] == [503, 200]
        assert (await person.state())["limits"] == {"flood": True}
    await second.stop()


async def test_flood_limits(api: Api, chat: int, person: SandboxClient) -> None:
    async def sent(text: str, chat_id: int | str = chat) -> tuple[int, Any]:
        status, answer = await api("sendMessage", chat_id=chat_id, text=text)
        return status, answer.get("parameters")

    assert [(await sent(str(n)))[0] for n in range(3)] == [200, 200, 200]
    await person.act("limits", flood=True)
    assert await sent("one a second") == (200, None)
    assert await sent("is enough") == (429, {"retry_after": 1})
    await person.skip(1)
    assert await sent("now again") == (200, None)
    group = await person.act("groups", **{"from": ALICE, "title": "Crew", "members": [1000]})
    for number in range(20):
        assert (await sent(str(number), group["id"]))[0] == 200
        await person.skip(2)
    status, parameters = await sent("twenty a minute", group["id"])
    assert (status, parameters["retry_after"]) == (429, 20)


async def test_thirty_a_second_in_all(api: Api, person: SandboxClient) -> None:
    people = [(await person.person(f"Person {n}"))["id"] for n in range(31)]
    for user in people:
        await person.send(user, "/start")
    await person.act("limits", flood=True)
    answers = [await api("sendMessage", chat_id=user, text="x") for user in people]
    assert [status for status, _ in answers] == [200] * 30 + [429]
