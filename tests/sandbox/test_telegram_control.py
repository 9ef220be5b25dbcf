"""The control API: state, events, people, presses, the clock, and the guard at the door."""

import asyncio
import json
import socket
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.types import InaccessibleMessage, InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.app import Sandbox
from sandbox.client import SandboxClient, SandboxRefused
from sandbox.telegram.events import Events
from tests.sandbox.conftest import ALICE, OLIVIA, PEOPLE, TOKEN

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Buy now", callback_data="buy:1")]]
)


async def stream(url: str, after: int | str) -> AsyncIterator[dict[str, Any]]:
    """The events after a number, as a browser reads them."""
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{url}/control/events?after={after}") as response,
    ):
        assert response.content_type == "text/event-stream"
        async for line in response.content:
            if line.startswith(b"data: "):
                yield json.loads(line[6:])


async def collect(url: str, after: int | str, count: int) -> list[dict[str, Any]]:
    found = []
    events = stream(url, after)
    async with asyncio.timeout(5):
        async for event in events:
            found.append(event)
            if len(found) == count:
                break
    await events.aclose()  # type: ignore[attr-defined]
    return found


async def test_the_state(bot: Bot, chat: int, person: SandboxClient) -> None:
    await bot.send_message(chat, "hello", reply_markup=KEYBOARD)
    state = await person.state()
    assert state["bot"]["id"] == 1000
    assert {p["id"]: p["role"] for p in state["people"]} == {ALICE: "customer", OLIVIA: "admin"}
    assert list(state["chats"]) == [str(ALICE)]
    assert state["chats"][str(ALICE)]["unread"] == 1
    texts = [message["text"] for message in state["chats"][str(ALICE)]["messages"]]
    assert texts == ["/start", "hello"]
    assert state["clock"]["offset"] == 0


async def test_events_tell_what_happened(
    bot: Bot, chat: int, person: SandboxClient, url: str
) -> None:
    seq = (await person.state())["seq"]
    sent = await bot.send_message(chat, "x", reply_markup=KEYBOARD)
    query = await person.press(chat, "Buy")
    await bot.answer_callback_query(query, text="Done", show_alert=True)
    await bot.edit_message_text("y", chat_id=chat, message_id=sent.message_id)
    await bot.send_chat_action(chat, "typing")
    await bot.delete_message(chat, sent.message_id)
    await person.skip(60)
    events = await collect(url, seq, 7)
    kinds = ["message", "unread", "answer", "edit", "action", "delete", "clock"]
    assert [event["type"] for event in events] == kinds
    assert [event["seq"] for event in events] == list(range(seq + 1, seq + 8))
    assert events[0]["message"]["text"] == "x"
    answer = {"user_id": chat, "callback_query_id": query, "text": "Done", "show_alert": True}
    assert answer.items() <= events[2].items()
    assert events[6]["offset"] == 60


async def test_a_watcher_hears_at_once(chat: int, person: SandboxClient, url: str) -> None:
    seq = (await person.state())["seq"]
    watching = asyncio.ensure_future(collect(url, seq, 1))
    await asyncio.sleep(0.1)
    await person.send(chat, "now")
    async with asyncio.timeout(1):
        [event] = await watching
    assert event["message"]["text"] == "now"


async def test_a_watcher_may_leave_at_any_time(
    chat: int, person: SandboxClient, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    seq = (await person.state())["seq"] - 1
    await collect(url, seq, 1)
    for text in ("nobody", "listens", "now"):
        await person.send(chat, text)
        await asyncio.sleep(0.02)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.parametrize("after", ["17", "", "99999999999999"])
async def test_a_watcher_too_far_behind_starts_over(url: str, after: str) -> None:
    assert (await collect(url, after, 1))[0]["type"] == "reset"


def test_old_events_are_forgotten() -> None:
    events = Events()
    first = events.seq
    for number in range(2001):
        events.publish("clock", now=number)
    assert events.after(first) is None
    rest = events.after(first + 1)
    assert rest is not None
    assert [len(rest), rest[0]["now"], rest[-1]["now"]] == [2000, 1, 2000]


async def test_chains_rates_and_page_are_on_the_same_port(
    person: SandboxClient, url: str, http: aiohttp.ClientSession
) -> None:
    state = await person.state()
    height = state["chains"]["btc"]["height"]
    address = "bcrt1qqqqsyqcyq5rqwzqfpg9scrgwpugpzysnard0ew"
    txid = await person.pay(address, 123_456)
    await person.mine(2)
    kinds = [event["type"] for event in await collect(url, state["seq"], 2)]
    assert kinds == ["chain", "chain"]
    async with http.get(f"{url}/esplora/btc/address/{address}/txs") as response:
        assert [found["txid"] for found in await response.json()] == [txid]
    assert (await person.state())["chains"]["btc"]["height"] == height + 2
    with pytest.raises(SandboxRefused):
        await person.pay("nowhere", 1)
    for path in ("/", "/rates/kraken/0/public/Ticker?pair=XBTUSD"):
        async with http.get(url + path) as response:
            assert response.status == 200


async def test_people(bot: Bot, person: SandboxClient) -> None:
    bob = await person.person("Bob", username="bob", language_code="de")
    assert (bob["id"], bob["role"], bob["blocked"]) == (7002, "customer", False)
    await person.send(bob["id"], "/start")
    [update] = await bot.get_updates()
    assert update.message is not None
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "de"
    assert (await person.change_person(bob["id"], language_code="en"))["language_code"] == "en"
    await person.change_person(bob["id"], blocked=True)
    with pytest.raises(SandboxRefused, match="Bob has blocked the bot"):
        await person.send(bob["id"], "hello?")


async def test_presses(bot: Bot, chat: int, person: SandboxClient) -> None:
    sent = await bot.send_message(chat, "x", reply_markup=KEYBOARD)
    await person.press(chat, "Buy")
    with pytest.raises(AssertionError, match="no button 'Sell'"):
        await person.press(chat, "Sell")
    with pytest.raises(SandboxRefused, match="not on this message"):
        await person.press_data(chat, sent.message_id, "buy:2")
    await person.press_data(chat, sent.message_id, "buy:2", forged=True)
    await person.press_data(chat, 1, "old", inaccessible=True)
    with pytest.raises(SandboxRefused, match="no such message"):
        await person.press_data(OLIVIA, sent.message_id, "buy:1")
    queries = [update.callback_query for update in await bot.get_updates(offset=2)]
    assert [query.data for query in queries if query] == ["buy:1", "buy:2", "old"]
    assert queries[0] is not None
    assert queries[0].message is not None
    assert queries[0].message.message_id == sent.message_id
    assert queries[2] is not None
    assert isinstance(queries[2].message, InaccessibleMessage)


async def test_the_clock_is_what_messages_carry(bot: Bot, chat: int, person: SandboxClient) -> None:
    before = await bot.send_message(chat, "x")
    await person.skip(3600)
    after = await bot.send_message(chat, "y")
    assert 3599 <= (after.date - before.date).total_seconds() <= 3610


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("send", {"from": 1, "text": "x"}, 404),
        ("send", {"from": ALICE}, 400),
        ("send", {"from": ALICE, "text": " "}, 400),
        ("send", ["x"], 400),
        ("press", {"from": ALICE, "data": "x"}, 400),
        ("people", {}, 400),
        ("people/1", {"blocked": True}, 404),
        ("clock/skip", {"seconds": 0}, 400),
        ("clock/skip", {"seconds": True}, 400),
    ],
)
async def test_refusals_are_sentences(
    url: str, http: aiohttp.ClientSession, path: str, body: object, status: int
) -> None:
    async with http.post(f"{url}/control/{path}", json=body) as response:
        assert response.status == status
        assert (await response.json())["error"].endswith(".")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Host": "localhost:{port}"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
        ({}, 200),
    ],
)
async def test_only_this_machine_and_the_own_page_come_in(
    url: str, http: aiohttp.ClientSession, headers: dict[str, str], status: int
) -> None:
    port = url.rpartition(":")[2]
    sent = {name: value.format(port=port) for name, value in headers.items()}
    async with http.get(f"{url}/control/state", headers=sent) as response:
        assert response.status == status
    async with http.get(f"{url}/bot{TOKEN}/getMe", headers=sent) as response:
        assert response.status == status


async def test_a_taken_port_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        sandbox = Sandbox(None, bot_token=TOKEN, people=PEOPLE, port=taken.getsockname()[1])
        with pytest.raises(OSError, match="address already in use"):
            await sandbox.start()
    with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
        sandbox.clock.skip(timedelta(seconds=1))


async def test_who_waits_in_a_loop_can_be_sent_away() -> None:
    """Also when something comes in at that moment, and when there is nothing to wait for."""
    events = Events()

    async def forever() -> None:
        while True:
            await events.wait(events.seq, 60)

    waiting = asyncio.ensure_future(forever())
    await asyncio.sleep(0)
    events.publish("late")
    waiting.cancel()
    async with asyncio.timeout(5):
        await asyncio.wait([waiting])
    assert waiting.cancelled()
    events.close()
    waiting = asyncio.ensure_future(forever())
    await asyncio.sleep(0.01)
    waiting.cancel()
    async with asyncio.timeout(5):
        await asyncio.wait([waiting])
    assert waiting.cancelled()
