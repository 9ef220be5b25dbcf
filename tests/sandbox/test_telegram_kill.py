"""Bots, groups, topics, keyboards, menus, webhooks and faults are there after kill -9."""

import os
import signal
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.client import SandboxClient
from tests.sandbox.conftest import ALICE, Api
from tests.sandbox.test_telegram_persistence import server

SECOND = "2000:second"


async def test_kill_9_loses_nothing_of_the_world(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.db"
    async with server(path) as (url, process), aiohttp.ClientSession() as http:
        before, group, query = await a_wider_life(url, http)
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
    async with server(path) as (url, _), aiohttp.ClientSession() as http:
        async with SandboxClient(url) as person:
            after = await person.state()
            for same in ("bots", "people", "faults", "limits"):
                assert after[same] == before[same], same
            assert list(after["chats"]) == list(before["chats"])
            for key, chat in after["chats"].items():
                assert forgetful(chat) == forgetful(before["chats"][key])
            await person.clear_faults()
        await assert_it_goes_on(Api(url, http, SECOND), group, query)


def forgetful(chat: dict[str, Any]) -> dict[str, Any]:
    """What is unread is not kept."""
    return {key: value for key, value in chat.items() if not key.startswith("unread")}


async def a_wider_life(url: str, http: aiohttp.ClientSession) -> tuple[dict[str, Any], int, str]:
    """The state in the end, a forum with the second bot in it, and an open query of that bot."""
    second = Api(url, http, SECOND)
    async with SandboxClient(url) as person:
        await person.act("bots", token=SECOND, name="Second", username="second_bot", inline=True)
        await person.send(ALICE, "/start", bot_id=2000)
        body = {"from": ALICE, "title": "Crew", "is_forum": True, "members": [2000]}
        group = int((await person.act("groups", **body))["id"])
        admin = {"from": ALICE, "user_id": 2000, "status": "administrator"}
        await person.act(f"groups/{group}/members", **admin)
        topic = await second.result("createForumTopic", chat_id=group, name="Orders")
        place = {"chat_id": group, "message_thread_id": topic["message_thread_id"]}
        await second.result("sendMessage", text="in the topic", **place)
        keyboard = {"keyboard": [[{"text": "Yes"}]]}
        await second.result("sendMessage", chat_id=ALICE, text="x", reply_markup=keyboard)
        await second.result("setChatMenuButton", chat_id=ALICE, menu_button={"type": "commands"})
        inline = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
        await second.result("sendMessage", text="x", reply_markup=inline, **place)
        query = await person.press(ALICE, "Go", str(group))
        await second.result("setWebhook", url="http://127.0.0.1:9/hook", secret_token="s")
        await person.fault(method="getMe", status=503, count=5)
        await person.act("limits", flood=True)
        return await person.state(), group, query


async def assert_it_goes_on(second: Api, group: int, query: str) -> None:
    """Numbers continue, the query can be answered, what waited is still there."""
    assert await second.result("answerCallbackQuery", callback_query_id=query)
    assert (await second.result("getWebhookInfo"))["url"] == "http://127.0.0.1:9/hook"
    assert (await second.refusal("getUpdates")).startswith("Conflict: can't use getUpdates")
    await second.result("deleteWebhook")
    kinds = [set(update) - {"update_id"} for update in await second.heard()]
    assert {"callback_query"} in kinds
    assert {"my_chat_member"} in kinds
    before = [message["message_id"] for message in await seen(second, group)]
    sent = await second.result("sendMessage", chat_id=group, text="on it goes")
    assert sent["message_id"] == max(before) + 1


async def seen(api: Api, group: int) -> list[dict[str, Any]]:
    async with SandboxClient(api.url) as person:
        return await person.messages(str(group))
