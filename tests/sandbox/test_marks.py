"""Pins and reactions, of bots and of people."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import ReactionTypeEmoji

from sandbox.client import SandboxClient, SandboxRefused
from sandbox.telegram.reactions import EMOJI
from tests.sandbox.conftest import ALICE, OLIVIA, Api
from tests.sandbox.judges import judge

ADMIN = {"status": "administrator", "rights": {"can_pin_messages": True, "can_manage_topics": True}}
THUMB = ReactionTypeEmoji(emoji="👍")


async def pinned(person: SandboxClient) -> list[int]:
    return list((await person.state())["chats"][str(ALICE)]["pinned"])


async def test_pins(bot: Bot, chat: int, person: SandboxClient) -> None:
    first = (await bot.send_message(chat, "one")).message_id
    second = (await person.send(ALICE, "two"))["message_id"]
    assert await bot.pin_chat_message(chat, first)
    await person.act("pin", **{"from": ALICE, "message_id": second})
    assert await pinned(person) == [second, first]
    update = (await bot.get_updates(offset=-1))[0].message
    assert update is not None
    assert update.pinned_message is not None
    assert update.pinned_message.message_id == second
    newest = (await bot.get_chat(chat)).pinned_message
    assert newest is not None
    assert newest.message_id == second
    assert await bot.unpin_chat_message(chat)
    assert await pinned(person) == [first]
    await person.act("pin", **{"from": ALICE, "message_id": first, "unpin": True})
    assert await pinned(person) == []
    assert await bot.pin_chat_message(chat, first)
    assert await bot.delete_message(chat, first)
    assert await pinned(person) == []
    assert await bot.unpin_all_chat_messages(chat)
    with pytest.raises(TelegramBadRequest, match="message to unpin not found"):
        await bot.unpin_chat_message(chat)
    for wrong, reason in ((99, "message to pin not found"), (second + 1, "can't be pinned")):
        with pytest.raises(TelegramBadRequest, match=reason):
            await bot.pin_chat_message(chat, wrong)


async def test_pinning_in_a_group_takes_a_right(bot: Bot, chat: int, person: SandboxClient) -> None:
    members = [OLIVIA, bot.id]
    group = await person.act("groups", **{"from": ALICE, "title": "Shop", "members": members})
    sent = await bot.send_message(group["id"], "x")
    with pytest.raises(TelegramBadRequest, match="not enough rights to manage pinned messages"):
        await bot.pin_chat_message(group["id"], sent.message_id)
    place = {"chat": group["key"], "message_id": sent.message_id}
    with pytest.raises(SandboxRefused, match="may not pin"):
        await person.act("pin", **{"from": OLIVIA, **place})
    await person.act("pin", **{"from": ALICE, **place})
    assert (await bot.get_chat(group["id"])).pinned_message is not None


async def test_reactions_are_told_on_request(bot: Bot, chat: int, person: SandboxClient) -> None:
    sent = (await bot.send_message(chat, "x")).message_id
    place = {"from": ALICE, "message_id": sent}
    heart = {"type": "emoji", "emoji": "❤"}
    await person.act("react", **place, reactions=[heart])
    await bot.get_updates(offset=-1, allowed_updates=["message_reaction"])
    await person.act("react", **place, reactions=[])
    update = (await bot.get_updates(offset=-1))[0].message_reaction
    assert update is not None
    assert (len(update.old_reaction), update.new_reaction) == (1, [])
    assert update.user is not None
    assert update.user.id == ALICE
    assert await bot.set_message_reaction(chat, sent, [THUMB])
    await person.act("react", **place, reactions=[THUMB.model_dump(exclude_none=True)])
    given = (await person.state())["chats"][str(ALICE)]["reactions"]
    thumb = {"type": "emoji", "emoji": "👍"}
    assert given == {str(sent): [{"type": thumb, "by": [bot.id, ALICE]}]}
    assert await bot.set_message_reaction(chat, sent)
    given = (await person.state())["chats"][str(ALICE)]["reactions"]
    assert given[str(sent)][0]["by"] == [ALICE]
    await person.act("react", **place, reactions=[])
    assert (await person.state())["chats"][str(ALICE)]["reactions"] == {}
    with pytest.raises(SandboxRefused, match="no such reaction"):
        await person.act("react", **place, reactions=[{"type": "emoji", "emoji": "x"}])


@pytest.mark.parametrize(
    ("reaction", "reason"),
    [
        ([{"type": "emoji", "emoji": "🧺"}], "REACTION_INVALID"),
        ([{"type": "paid"}], "Unsupported type"),
        ([{"type": "custom_emoji", "custom_emoji_id": "1"}], "REACTION_INVALID"),
        ([{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "👎"}], "TOO_MANY"),
    ],
)
async def test_reactions_that_are_refused(
    api: Api, chat: int, reaction: list[dict[str, str]], reason: str
) -> None:
    place = {"chat_id": chat, "message_id": 1}
    status, answer = await api("setMessageReaction", **place, reaction=reaction)
    assert status == 400
    assert reason in answer["description"]


def test_the_list_of_reactions_is_telegrams() -> None:
    assert frozenset(judge.definition("TelegramReactionTypeEmojiEmoji")["enum"]) == EMOJI


async def test_the_pins_of_one_topic(bot: Bot, chat: int, person: SandboxClient) -> None:
    details = {"title": "Shop", "is_forum": True, "members": [bot.id]}
    group = (await person.act("groups", **{"from": ALICE, **details}))["id"]
    await person.act(f"groups/{group}/members", **{"from": ALICE, "user_id": bot.id, **ADMIN})
    topic = (await bot.create_forum_topic(group, "News")).message_thread_id
    for thread in (None, topic):
        sent = await bot.send_message(group, "x", message_thread_id=thread)
        assert await bot.pin_chat_message(group, sent.message_id)

    async def pins() -> int:
        return len((await person.state())["chats"][str(group)]["pinned"])

    assert await pins() == 2
    assert await bot.unpin_all_forum_topic_messages(group, topic)
    assert await pins() == 1
    assert await bot.unpin_all_general_forum_topic_messages(group)
    assert await pins() == 0
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.unpin_all_forum_topic_messages(group, 999)
    with pytest.raises(TelegramBadRequest, match="not a forum"):
        await bot.unpin_all_forum_topic_messages(chat, topic)
