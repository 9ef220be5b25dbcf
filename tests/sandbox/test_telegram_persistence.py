"""What was acknowledged is there after kill -9 and a restart."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.app import Sandbox
from sandbox.client import SandboxClient
from sandbox.clock import SandboxClock
from sandbox.store import Store
from tests.sandbox.conftest import ALICE, PEOPLE, TOKEN, Api
from tests.sandbox.judges.judge import Judge

SERVER = f"""
import asyncio, pathlib, sys
from sandbox.app import Sandbox
from sandbox.telegram.people import Person

async def main() -> None:
    sandbox = Sandbox(pathlib.Path(sys.argv[1]), bot_token="{TOKEN}", people=[Person({ALICE}, "A")])
    print(await sandbox.start(), flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@asynccontextmanager
async def server(path: Path) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """A sandbox in a process of its own, killed at the end."""
    root = Path(__file__).parents[2]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SERVER, str(path), cwd=root, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip(), process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_kill_9_loses_nothing_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.db"
    texts: list[str] = []
    sent: list[int] = []
    async with server(path) as (url, process), aiohttp.ClientSession() as http:
        api = Api(url, http)

        async def write_for_ever(person: SandboxClient) -> None:
            for number in range(100_000):
                await person.send(ALICE, f"text {number}")
                texts.append(f"text {number}")
                _, answer = await api("sendMessage", chat_id=ALICE, text=f"echo {number}")
                sent.append(answer["result"]["message_id"])

        async with SandboxClient(url) as person:
            writing = asyncio.ensure_future(write_for_ever(person))
            await person.wait_for(ALICE, "echo 50")
            os.kill(process.pid, signal.SIGKILL)
            with pytest.raises(aiohttp.ClientError):
                await writing
    await assert_all_there(path, texts, sent)


async def assert_all_there(path: Path, texts: list[str], sent: list[int]) -> None:
    async with server(path) as (url, _), SandboxClient(url) as person:
        messages = await person.messages(ALICE)
        ids = [message["message_id"] for message in messages]
        written = [m["text"] for m in messages if not m["from"]["is_bot"]]
        assert ids == sorted(set(ids))
        assert set(sent) <= set(ids)
        assert written[: len(texts)] == texts
        async with aiohttp.ClientSession() as http:
            heard = await everything(Api(url, http))
        assert heard == written, "a message without its update, or the other way round"
        assert (await person.send(ALICE, "next"))["message_id"] > max(ids)


async def everything(api: Api) -> list[str]:
    """The texts of all updates, fetched and confirmed as a bot does."""
    texts: list[str] = []
    offset = 0
    while updates := (await api("getUpdates", offset=offset))[1]["result"]:
        texts += [update["message"]["text"] for update in updates]
        offset = updates[-1]["update_id"] + 1
    return texts


async def test_a_restart_goes_on_where_it_was(
    tmp_path: Path, http: aiohttp.ClientSession, judge: Judge
) -> None:
    path = tmp_path / "deep" / "sandbox.db"
    first = Sandbox(path, bot_token=TOKEN, people=PEOPLE)
    first.watch(judge.middleware)
    before, query = await an_eventful_life(await first.start(), http)
    await first.stop()

    second = Sandbox(path, bot_token=TOKEN, people=PEOPLE)
    second.watch(judge.middleware)
    api = Api(await second.start(), http)
    async with SandboxClient(api.url) as person:
        after = await person.state()
        for same in ("bot", "people"):
            assert after[same] == before[same]
        assert after["chats"][str(ALICE)]["messages"] == before["chats"][str(ALICE)]["messages"]
        assert after["clock"]["offset"] == 3
        assert after["seq"] > before["seq"]
        assert (await api("answerCallbackQuery", callback_query_id=query))[0] == 200
        _, updates = await api("getUpdates")
        assert [sorted(update)[0] for update in updates["result"]] == ["message", "callback_query"]
        assert updates["result"][0]["message"]["text"] == "waiting"
        assert (await person.person("Carol"))["id"] == 7003
    await second.stop()


async def an_eventful_life(url: str, http: aiohttp.ClientSession) -> tuple[dict[str, Any], str]:
    """Do a bit of everything; returns the state in the end and an open query."""
    api = Api(url, http)
    async with SandboxClient(url) as person:
        await person.send(ALICE, "confirmed, so never delivered again")
        await api("getUpdates", offset=2)
        await person.send(ALICE, "waiting")
        markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
        await api("sendMessage", chat_id=ALICE, text="x", reply_markup=markup)
        await api("setMyCommands", commands=[{"command": "start", "description": "Begin"}])
        await api("getUpdates", allowed_updates=["message", "callback_query"])
        query = await person.press(ALICE, "Go")
        await person.change_person(ALICE, blocked=True)
        await person.person("Bob")
        await person.skip(3)
        return await person.state(), query


def test_the_store(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    store.put("a", "2", {"n": 2})
    store.put("a", "1", {"n": 1})
    store.put("a", "2", {"n": 3})
    store.put("b", "1", {"text": "ü"})
    store.delete("b", "1")
    with pytest.raises(ZeroDivisionError), store.together():
        store.put("a", "3", {"n": 1 // 0})
    store.close()
    store = Store(tmp_path / "store.db")
    assert list(store.all("a").items()) == [("2", {"n": 3}), ("1", {"n": 1})]
    assert store.all("b") == {}
    store.close()


async def test_another_bot_does_not_know_the_messages_of_the_one_before(
    tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    """The operator has changed the token: the ids are those of another bot's chats."""
    sent: dict[str, Any] = {}
    for token in (TOKEN, "2000:other"):
        sandbox = Sandbox(tmp_path / "world.db", bot_token=token, people=PEOPLE)
        url = await sandbox.start()
        api = Api(url, http, token)
        async with SandboxClient(url) as person:
            await person.send(ALICE, "/start")
        if not sent:
            sent = await api.result("sendMessage", chat_id=ALICE, text="before")
        else:
            place = {"chat_id": ALICE, "message_id": sent["message_id"]}
            reason = await api.refusal("editMessageText", **place, text="after")
            assert reason == "Bad Request: message to edit not found"
            assert "message to delete not found" in await api.refusal("deleteMessage", **place)
            assert await api.result("sendMessage", chat_id=ALICE, text="after")
        await sandbox.stop()


def test_memory_mode_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = Store(None)
    store.put("a", "1", {"n": 1})
    assert store.all("a") == {"1": {"n": 1}}
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_the_clock_only_goes_forward() -> None:
    store = Store(None)
    clock = SandboxClock(store)
    before = clock()
    clock.skip(timedelta(hours=1))
    assert clock() - before >= timedelta(hours=1)
    assert SandboxClock(store).offset == timedelta(hours=1)
    with pytest.raises(ValueError, match="forward"):
        clock.skip(timedelta(0))
    store.close()


def test_intervals_count_skips_but_no_step_of_the_machines_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = Store(None)
    clock = SandboxClock(store)
    before = clock.monotonic()
    clock.skip(timedelta(hours=1))
    assert clock.monotonic() - before >= 3600
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert clock() < datetime(1970, 1, 2, tzinfo=UTC)
    assert clock.monotonic() - before >= 3600
    store.close()
