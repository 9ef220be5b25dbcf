"""Groups: who hears what, who may do what, and how the bots learn of it."""

from typing import Any

import pytest

from sandbox.client import SandboxClient, SandboxRefused
from tests.sandbox.conftest import ALICE, OLIVIA, Api

SECOND = "2000:second"
BOT = 1000


@pytest.fixture
async def group(person: SandboxClient) -> str:
    """Olivia's supergroup with Alice and the first bot."""
    members = [ALICE, BOT]
    made = await person.act("groups", **{"from": OLIVIA, "title": "Crew", "members": members})
    return str(made["key"])


@pytest.fixture
async def other(api: Api, person: SandboxClient) -> Api:
    await person.act("bots", token=SECOND, name="Second", username="second_bot")
    return Api(api.url, api.http, SECOND)


async def join(person: SandboxClient, group: str, user: int, **status: Any) -> None:
    body = {"from": OLIVIA, "user_id": user, "status": "member", **status}
    await person.act(f"groups/{group}/members", **body)


async def test_a_bot_learns_of_its_group(api: Api, group: str) -> None:
    change, welcome = await api.heard()
    member = change["my_chat_member"]
    assert (member["chat"]["type"], member["chat"]["title"]) == ("supergroup", "Crew")
    assert member["from"]["id"] == OLIVIA
    assert (member["old_chat_member"]["status"], member["new_chat_member"]["status"]) == (
        "left",
        "member",
    )
    assert welcome["message"]["new_chat_members"][0]["id"] == BOT


async def test_privacy_keeps_what_is_not_for_the_bot(
    api: Api, group: str, person: SandboxClient
) -> None:
    said = await api.result("sendMessage", chat_id=group, text="I am here")
    await api.heard()
    await person.send(ALICE, "nobody's business", chat=group)
    for text in ("/help", "/help@holdfast_demo_bot", "hey @Holdfast_demo_bot"):
        await person.send(ALICE, text, chat=group)
    await person.send(ALICE, "/help@second_bot", chat=group)
    await person.send(ALICE, "yes", chat=group, reply_to=said["message_id"])
    texts = [update["message"]["text"] for update in await api.heard()]
    assert texts == ["/help", "/help@holdfast_demo_bot", "hey @Holdfast_demo_bot", "yes"]


async def test_admins_and_bots_without_privacy_hear_everything(
    api: Api, other: Api, group: str, person: SandboxClient
) -> None:
    await join(person, group, 2000)
    await person.act("bots/2000", privacy=False)
    await join(person, group, BOT, status="administrator")
    for bot in (api, other):
        await bot.heard()
    await person.send(ALICE, "hello all", chat=group)
    await api.result("sendMessage", chat_id=group, text="bots do not hear bots")
    for bot in (api, other):
        assert [update["message"]["text"] for update in await bot.heard()] == ["hello all"]


async def test_numbers_of_a_supergroup_are_its_own(
    api: Api, other: Api, group: str, chat: int, person: SandboxClient
) -> None:
    await join(person, group, 2000)
    ids = [
        (await bot.result("sendMessage", chat_id=group, text="x"))["message_id"]
        for bot in (api, other, api)
    ]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]
    private = await api.result("sendMessage", chat_id=chat, text="x")
    assert private["message_id"] == 2
    fresh = (await person.act("groups", **{"from": OLIVIA, "title": "Fresh"}))["key"]
    assert [message["message_id"] for message in await person.messages(fresh)] == [1]


async def test_numbers_of_a_basic_group_come_from_its_bots(
    api: Api, chat: int, person: SandboxClient
) -> None:
    body = {"from": OLIVIA, "title": "Small", "type": "group", "members": [BOT]}
    group = (await person.act("groups", **body))["id"]
    in_group = await api.result("sendMessage", chat_id=group, text="x")
    private = await api.result("sendMessage", chat_id=chat, text="x")
    assert private["message_id"] == in_group["message_id"] + 1


async def test_what_a_group_is(api: Api, group: str) -> None:
    full = await api.result("getChat", chat_id=group)
    assert (full["type"], full["title"], full["id"]) == ("supergroup", "Crew", int(group))
    assert full["permissions"]["can_send_messages"] is True
    assert await api.result("getChatMemberCount", chat_id=group) == 3
    [owner] = await api.result("getChatAdministrators", chat_id=group)
    assert (owner["user"]["id"], owner["status"]) == (OLIVIA, "creator")
    member = await api.result("getChatMember", chat_id=group, user_id=ALICE)
    assert (member["user"]["first_name"], member["status"]) == ("Alice", "member")
    assert "PARTICIPANT_ID_INVALID" in await api.refusal(
        "getChatMember", chat_id=group, user_id=999
    )


async def test_a_public_group_has_a_name(api: Api, group: str, person: SandboxClient) -> None:
    await person.act(f"groups/{group}", **{"from": OLIVIA, "username": "the_crew"})
    sent = await api.result("sendMessage", chat_id="@the_crew", text="x")
    assert sent["chat"]["username"] == "the_crew"
    assert await api.refusal("sendMessage", chat_id="@others", text="x") == (
        "Bad Request: chat not found"
    )


async def test_a_stranger_knows_no_group(other: Api, group: str) -> None:
    assert await other.refusal("getChat", chat_id=group) == "Bad Request: chat not found"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("kicked", "Forbidden: bot was kicked from the supergroup chat"),
        ("left", "Forbidden: bot is not a member of the supergroup chat"),
    ],
)
async def test_a_bot_that_is_out(
    api: Api, group: str, person: SandboxClient, status: str, reason: str
) -> None:
    await api.heard()
    await join(person, group, BOT, status=status)
    assert await api.refusal("sendMessage", chat_id=group, text="x") == reason
    [change] = await api.heard()
    assert change["my_chat_member"]["new_chat_member"]["status"] == status


async def test_leaving(api: Api, group: str, person: SandboxClient) -> None:
    assert await api.result("leaveChat", chat_id=group)
    assert (await person.messages(group))[-1]["left_chat_member"]["id"] == BOT
    assert "not a member" in await api.refusal("leaveChat", chat_id=group)


async def test_administration_needs_the_right(api: Api, group: str, person: SandboxClient) -> None:
    ban: dict[str, Any] = {"chat_id": group, "user_id": ALICE}
    assert "not enough rights" in await api.refusal("banChatMember", **ban)
    await join(person, group, BOT, status="administrator", rights={"can_restrict_members": True})
    assert "can't remove chat owner" in await api.refusal(
        "banChatMember", chat_id=group, user_id=OLIVIA
    )
    assert await api.result("banChatMember", **ban)
    assert (await api.result("getChatMember", **ban))["status"] == "kicked"
    with pytest.raises(SandboxRefused, match="not in this group"):
        await person.send(ALICE, "let me in", chat=group)
    with pytest.raises(SandboxRefused, match="banned"):
        await person.act(f"groups/{group}/members", **{"from": ALICE, "user_id": ALICE,
                                                       "status": "member"})  # fmt: skip
    assert await api.result("unbanChatMember", **ban)
    assert (await api.result("getChatMember", **ban))["status"] == "left"
    assert "not enough rights" in await api.refusal("promoteChatMember", can_pin_messages=1, **ban)


async def test_restrictions_hold(api: Api, group: str, person: SandboxClient) -> None:
    await join(person, group, BOT, status="administrator")
    silence = {"chat_id": group, "user_id": ALICE, "permissions": {"can_send_messages": False}}
    assert await api.result("restrictChatMember", **silence)
    with pytest.raises(SandboxRefused, match="may not write"):
        await person.send(ALICE, "mmh", chat=group)
    free = dict.fromkeys((await api.result("getChat", chat_id=group))["permissions"], True)
    assert await api.result("restrictChatMember", **silence | {"permissions": free})
    await person.send(ALICE, "thanks", chat=group)
    await join(person, group, BOT, status="restricted")
    refused = await api.refusal("sendMessage", chat_id=group, text="x")
    assert refused == "Bad Request: not enough rights to send text messages to the chat"


async def test_restrictions_run_out(api: Api, group: str, person: SandboxClient) -> None:
    await join(person, group, BOT, status="administrator")
    until = int((await person.state())["clock"]["now"]) + 3600
    place: dict[str, Any] = {"chat_id": group, "user_id": ALICE}
    silence = {"permissions": {"can_send_messages": False}, "until_date": until}
    await api.result("restrictChatMember", **place, **silence)
    await person.skip(3601)
    await person.send(ALICE, "at last", chat=group)
    await api.result("banChatMember", **place, until_date=until + 3700)
    assert (await api.result("getChatMember", **place))["until_date"] == until + 3700
    await person.skip(3701)
    assert (await api.result("getChatMember", **place))["status"] == "left"


async def test_promotion(api: Api, group: str, person: SandboxClient) -> None:
    await join(person, group, BOT, status="administrator")
    await api.heard()
    user = {"chat_id": group, "user_id": ALICE}
    assert await api.result("promoteChatMember", can_pin_messages=True, **user)
    assert await api.result("setChatAdministratorCustomTitle", custom_title="Mate", **user)
    admin = await api.result("getChatMember", **user)
    assert (admin["status"], admin["can_pin_messages"], admin["custom_title"]) == (
        "administrator",
        True,
        "Mate",
    )
    changes = [update["chat_member"] for update in await api.heard()]
    assert [change["new_chat_member"]["user"]["id"] for change in changes] == [ALICE, ALICE]
    assert await api.result("promoteChatMember", **user)
    assert (await api.result("getChatMember", **user))["status"] == "member"


async def test_people_come_and_go(api: Api, group: str, person: SandboxClient) -> None:
    await api.heard()
    bob = (await person.person("Bob"))["id"]
    await person.act(f"groups/{group}/members", **{"from": bob, "user_id": bob,
                                                   "status": "member"})  # fmt: skip
    await person.act(f"groups/{group}/members", **{"from": bob, "user_id": bob,
                                                   "status": "left"})  # fmt: skip
    came, went = [update["message"] for update in await api.heard()]
    assert [user["id"] for user in came["new_chat_members"]] == [bob]
    assert went["left_chat_member"]["id"] == bob


async def test_buttons_in_a_group(api: Api, other: Api, group: str, person: SandboxClient) -> None:
    await join(person, group, 2000)
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await other.result("sendMessage", chat_id=group, text="x", reply_markup=markup)
    await other.heard()
    query = await person.press(ALICE, "Go", group)
    [press] = await other.heard()
    assert press["callback_query"]["message"]["chat"]["id"] == int(group)
    assert await other.result("answerCallbackQuery", callback_query_id=query)
    assert all("callback_query" not in update for update in await api.heard())


async def test_deleting_in_a_group_needs_the_right(
    api: Api, group: str, person: SandboxClient
) -> None:
    theirs = await person.send(ALICE, "spam", chat=group)
    spam = {"chat_id": group, "message_id": theirs["message_id"]}
    assert "can't be deleted" in await api.refusal("deleteMessage", **spam)
    await join(person, group, BOT, status="administrator")
    assert await api.result("deleteMessage", **spam)


async def test_unread_is_counted_for_each_person(
    api: Api, group: str, person: SandboxClient
) -> None:
    await person.act("read", **{"from": ALICE, "chat": group})
    await person.act("read", **{"from": OLIVIA, "chat": group})
    await person.send(ALICE, "hello", chat=group)
    await api.result("sendMessage", chat_id=group, text="x")
    unread = (await person.state())["chats"][group]["unread_by"]
    assert unread == {str(OLIVIA): 2, str(ALICE): 1}


async def test_a_link_brings_a_bot_into_a_group(
    other: Api, group: str, person: SandboxClient
) -> None:
    link = "https://t.me/second_bot?startgroup=hello"
    await person.act("start", **{"from": OLIVIA, "chat": group, "link": link})
    kinds = await other.heard()
    assert "my_chat_member" in kinds[0]
    assert kinds[-1]["message"]["text"] == "/start@second_bot hello"
    await person.act("bots/1000", can_join_groups=False)
    fresh = (await person.act("groups", **{"from": OLIVIA, "title": "Two"}))["key"]
    with pytest.raises(SandboxRefused, match="cannot be added"):
        await join(person, fresh, BOT)


async def test_titles_and_descriptions(api: Api, group: str, person: SandboxClient) -> None:
    title = {"chat_id": group, "title": "New"}
    assert "not enough rights" in await api.refusal("setChatTitle", **title)
    await join(person, group, BOT, status="administrator")
    assert await api.result("setChatTitle", **title)
    assert (await person.messages(group))[-1]["new_chat_title"] == "New"
    about = {"chat_id": group, "description": "About"}
    assert await api.result("setChatDescription", **about)
    assert "is not modified" in await api.refusal("setChatDescription", **about)
    assert (await api.result("getChat", chat_id=group))["description"] == "About"
