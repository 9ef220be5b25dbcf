"""Several bots in one sandbox: each has its own token, chats, updates, numbers and profile."""

from typing import Any

import aiohttp
import pytest

from sandbox.app import Sandbox
from sandbox.client import SandboxClient, SandboxRefused
from tests.sandbox.conftest import ALICE, PEOPLE, TOKEN, Api

SECOND = "2000:second"
MENU = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


@pytest.fixture
async def other(api: Api, person: SandboxClient) -> Api:
    """A second bot that Alice has started."""
    await person.act("bots", token=SECOND, name="Second", username="second_bot")
    await person.send(ALICE, "/start", chat=f"2000:{ALICE}")
    return Api(api.url, api.http, SECOND)


async def test_each_has_its_own_chat_with_a_person(
    api: Api, other: Api, chat: int, person: SandboxClient
) -> None:
    first = await api.result("sendMessage", chat_id=chat, text="I am the first")
    second = await other.result("sendMessage", chat_id=chat, text="I am the second")
    assert (first["from"]["id"], second["from"]["id"]) == (1000, 2000)
    assert first["chat"] == second["chat"]
    assert await person.screen(ALICE) == "I am the first"
    assert await person.screen(f"2000:{ALICE}") == "I am the second"
    state = await person.state()
    assert [bot["id"] for bot in state["bots"]] == [1000, 2000]
    assert state["bot"] == state["bots"][0]
    keys = {key: (chat["id"], chat["bot_id"]) for key, chat in state["chats"].items()}
    assert keys == {str(ALICE): (ALICE, 1000), f"2000:{ALICE}": (ALICE, 2000)}


async def test_each_hears_its_own_updates_and_counts_for_itself(
    api: Api, other: Api, chat: int, person: SandboxClient
) -> None:
    await person.send(ALICE, "to the first")
    await person.send(ALICE, "to the second", bot_id=2000)
    for bot, text in ((api, "to the first"), (other, "to the second")):
        messages = [update["message"] for update in await bot.heard()]
        assert [message["text"] for message in messages] == ["/start", text]
        assert [message["message_id"] for message in messages] == [1, 2]


async def test_presses_and_answers_belong_to_one_bot(
    api: Api, other: Api, chat: int, person: SandboxClient
) -> None:
    await other.result("sendMessage", chat_id=chat, text="x", reply_markup=MENU)
    query = await person.press(ALICE, "Go", f"2000:{ALICE}")
    assert "query is too old" in await api.refusal("answerCallbackQuery", callback_query_id=query)
    assert await other.result("answerCallbackQuery", callback_query_id=query)
    [press] = [update for update in await other.heard() if "callback_query" in update]
    assert press["callback_query"]["id"] == query
    assert all("callback_query" not in update for update in await api.heard())


async def test_profiles_are_apart(api: Api, other: Api, person: SandboxClient) -> None:
    await other.result("setMyName", name="Renamed")
    commands = [{"command": "help", "description": "Help"}]
    await other.result("setMyCommands", commands=commands)
    assert (await api.result("getMe"))["first_name"] == "Holdfast demo"
    assert (await other.result("getMe"))["first_name"] == "Renamed"
    assert await api.result("getMyCommands") == []
    chats = (await person.state())["chats"]
    assert chats[f"2000:{ALICE}"]["commands"] == commands


async def test_blocking_one_leaves_the_other(
    api: Api, other: Api, chat: int, person: SandboxClient
) -> None:
    await person.change_person(ALICE, blocked=True, bot_id=2000)
    assert await api.result("sendMessage", chat_id=chat, text="x")
    blocked = await other.refusal("sendMessage", chat_id=chat, text="x")
    assert blocked == "Forbidden: bot was blocked by the user"
    chats = (await person.state())["chats"]
    assert [chats[key]["blocked"] for key in (str(ALICE), f"2000:{ALICE}")] == [False, True]
    assert not (await person.state())["people"][0]["blocked"]


@pytest.mark.parametrize("token", ["nonsense", "0:x", ":x", "2000:", "1000:again", "2000:again"])
async def test_bots_that_cannot_be_added(other: Api, person: SandboxClient, token: str) -> None:
    with pytest.raises(SandboxRefused):
        await person.act("bots", token=token, name="Third", username="third_bot")


async def test_usernames_are_unique(person: SandboxClient) -> None:
    with pytest.raises(SandboxRefused):
        await person.act("bots", token=SECOND, name="X", username="Holdfast_Demo_Bot")


async def test_a_deep_link_starts_the_bot_behind_it(
    api: Api, other: Api, chat: int, person: SandboxClient
) -> None:
    link = "https://t.me/second_bot?start=order-17"
    answer = await person.act("start", **{"from": ALICE, "link": link})
    assert answer["chat"] == f"2000:{ALICE}"
    assert (await other.heard())[-1]["message"]["text"] == "/start order-17"
    await person.act("start", **{"from": ALICE, "payload": "x"})
    assert (await api.heard())[-1]["message"]["text"] == "/start x"
    for wrong in ({"link": "https://t.me/nobody"}, {"payload": "a b"}, {"payload": "x" * 65}):
        with pytest.raises(SandboxRefused):
            await person.act("start", **{"from": ALICE, **wrong})


async def test_menus_follow_scope_and_language(api: Api, chat: int, person: SandboxClient) -> None:
    async def menu() -> list[str]:
        shown = (await person.state())["chats"][str(ALICE)]["commands"]
        return [command["command"] for command in shown]

    async def set_menu(command: str, **where: Any) -> None:
        commands = [{"command": command, "description": "x"}]
        await api.result("setMyCommands", commands=commands, **where)

    await set_menu("common")
    assert await menu() == ["common"]
    await set_menu("deutsch", language_code="de")
    assert await menu() == ["common"]
    await person.change_person(ALICE, language_code="de")
    assert await menu() == ["deutsch"]
    await set_menu("private", scope={"type": "all_private_chats"})
    assert await menu() == ["private"]
    await set_menu("own", scope={"type": "chat", "chat_id": ALICE})
    assert await menu() == ["own"]
    await api.result("deleteMyCommands", scope={"type": "chat", "chat_id": ALICE})
    assert await menu() == ["private"]


async def test_the_menu_button_of_a_chat(api: Api, chat: int, person: SandboxClient) -> None:
    button = {"type": "web_app", "text": "Shop", "web_app": {"url": "https://shop.example"}}
    assert await api.result("setChatMenuButton", chat_id=chat, menu_button=button)
    assert await api.result("getChatMenuButton", chat_id=chat) == button
    assert await api.result("getChatMenuButton") == {"type": "default"}
    assert (await person.state())["chats"][str(ALICE)]["menu_button"] == button


async def test_a_bot_can_be_given_at_the_start(http: aiohttp.ClientSession) -> None:
    sandbox = Sandbox(None, bot_token=TOKEN, people=PEOPLE)
    sandbox.add_bot(SECOND, "Second", "second_bot", inline=True)
    api = Api(await sandbox.start(), http, SECOND)
    assert (await api.result("getMe"))["supports_inline_queries"] is True
    await sandbox.stop()
