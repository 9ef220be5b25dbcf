"""Forums: topics, their messages, and the service messages about them."""

import pytest

from sandbox.client import SandboxClient, SandboxRefused
from tests.sandbox.conftest import ALICE, OLIVIA, Api

BOT = 1000


@pytest.fixture
async def forum(person: SandboxClient) -> str:
    """Olivia's forum, in which the bot administers."""
    body = {"from": OLIVIA, "title": "Forum", "is_forum": True, "members": [ALICE, BOT]}
    key = str((await person.act("groups", **body))["key"])
    admin = {"from": OLIVIA, "user_id": BOT, "status": "administrator"}
    await person.act(f"groups/{key}/members", **admin)
    return key


@pytest.fixture
async def topic(api: Api, forum: str) -> int:
    made = await api.result("createForumTopic", chat_id=forum, name="Orders")
    return int(made["message_thread_id"])


async def test_a_topic_begins_with_its_service_message(
    api: Api, forum: str, topic: int, person: SandboxClient
) -> None:
    message = (await person.messages(forum))[-1]
    assert message["message_id"] == message["message_thread_id"] == topic
    assert message["forum_topic_created"] == {"name": "Orders", "icon_color": 7322096}
    topics = (await person.state())["chats"][forum]["topics"]
    assert [(one["name"], one["closed"]) for one in topics] == [
        ("General", False),
        ("Orders", False),
    ]


async def test_messages_in_topics(api: Api, forum: str, topic: int, person: SandboxClient) -> None:
    await api.heard()
    sent = await api.result("sendMessage", chat_id=forum, message_thread_id=topic, text="x")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    general = await api.result("sendMessage", chat_id=forum, text="x")
    assert "message_thread_id" not in general
    await person.send(ALICE, "in the topic", chat=forum, topic=topic)
    await person.send(ALICE, "in General", chat=forum)
    heard = [update["message"] for update in await api.heard()]
    assert [message.get("message_thread_id") for message in heard] == [topic, None]


async def test_unknown_topics(api: Api, forum: str, chat: int, person: SandboxClient) -> None:
    for thread in (1, 999):
        values = {"chat_id": forum, "message_thread_id": thread, "text": "x"}
        assert "message thread not found" in await api.refusal("sendMessage", **values)
    private = {"chat_id": chat, "message_thread_id": 5, "text": "x"}
    assert "message thread not found" in await api.refusal("sendMessage", **private)
    with pytest.raises(SandboxRefused, match="no such topic"):
        await person.send(ALICE, "x", chat=forum, topic=999)
    for method in ("editForumTopic", "closeForumTopic", "deleteForumTopic"):
        refused = await api.refusal(method, chat_id=forum, message_thread_id=999, name="x")
        assert refused == "Bad Request: TOPIC_ID_INVALID"


async def test_renaming_closing_reopening(
    api: Api, forum: str, topic: int, person: SandboxClient
) -> None:
    place = {"chat_id": forum, "message_thread_id": topic}
    assert await api.result("editForumTopic", name="Sales", **place)
    assert await api.refusal("editForumTopic", name="Sales", **place) == (
        "Bad Request: TOPIC_NOT_MODIFIED"
    )
    assert await api.result("closeForumTopic", **place)
    with pytest.raises(SandboxRefused, match="closed"):
        await person.send(ALICE, "x", chat=forum, topic=topic)
    assert await api.result("sendMessage", text="admins still can", **place)
    assert await api.result("reopenForumTopic", **place)
    await person.send(ALICE, "thanks", chat=forum, topic=topic)
    kinds = [set(message) for message in await person.messages(forum)]
    for kind in ("forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"):
        assert any(kind in keys for keys in kinds)


async def test_a_closed_topic_is_closed_to_members(
    api: Api, forum: str, topic: int, person: SandboxClient
) -> None:
    await api.result("closeForumTopic", chat_id=forum, message_thread_id=topic)
    demote = {"from": OLIVIA, "user_id": BOT, "status": "member"}
    await person.act(f"groups/{forum}/members", **demote)
    values = {"chat_id": forum, "message_thread_id": topic, "text": "x"}
    assert await api.refusal("sendMessage", **values) == "Bad Request: TOPIC_CLOSED"
    assert "not enough rights to create a topic" in await api.refusal(
        "createForumTopic", chat_id=forum, name="x"
    )


async def test_deleting_takes_the_messages_along(
    api: Api, forum: str, topic: int, person: SandboxClient
) -> None:
    place = {"chat_id": forum, "message_thread_id": topic}
    await api.result("sendMessage", text="in it", **place)
    await api.result("sendMessage", chat_id=forum, text="beside it")
    assert await api.result("deleteForumTopic", **place)
    assert await person.screen(forum) == "beside it"
    assert all("message_thread_id" not in message for message in await person.messages(forum))


async def test_general_can_be_hidden(api: Api, forum: str, person: SandboxClient) -> None:
    assert await api.result("hideGeneralForumTopic", chat_id=forum)
    assert await api.result("unhideGeneralForumTopic", chat_id=forum)
    assert await api.result("reopenGeneralForumTopic", chat_id=forum)
    assert await api.result("editGeneralForumTopic", chat_id=forum, name="Lobby")
    topics = (await person.state())["chats"][forum]["topics"]
    assert [one["name"] for one in topics] == ["Lobby"]


async def test_other_groups_have_no_topics(api: Api, chat: int, person: SandboxClient) -> None:
    made = await person.act("groups", **{"from": OLIVIA, "title": "Plain", "members": [BOT]})
    plain = await api.refusal("createForumTopic", chat_id=made["id"], name="x")
    assert plain == "Bad Request: the chat is not a forum"
    assert (await api("createForumTopic", chat_id=chat, name="x"))[0] == 400


async def test_people_open_topics_too(api: Api, forum: str, person: SandboxClient) -> None:
    await api.heard()
    opened = await person.act(f"groups/{forum}/topics", **{"from": OLIVIA, "name": "Ours"})
    path = f"groups/{forum}/topics/{opened['message_thread_id']}"
    closed = await person.act(path, **{"from": OLIVIA, "closed": True})
    assert closed["closed"] is True
    created, over = [update["message"] for update in await api.heard()]
    assert created["forum_topic_created"]["name"] == "Ours"
    assert over["forum_topic_closed"] == {}
