"""Pinning, https://core.telegram.org/bots/api#pinchatmessage."""

from functools import partial

from sandbox.telegram import pins
from sandbox.telegram.caller import Caller
from sandbox.telegram.chats import Chat
from sandbox.telegram.errors import bad_request
from sandbox.telegram.groups import Group
from sandbox.telegram.hearing import SERVICE
from sandbox.telegram.methods.base import Method, known_chat
from sandbox.telegram.params import Params


def pin_chat_message(by: Caller, params: Params) -> bool:
    chat = _chat(by, params)
    message = by.world.chats.find(chat.key, params.integer("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    if SERVICE & message.keys():
        raise bad_request("message can't be pinned")
    pins.pin(by.world, chat, message, by.bot.user())
    return True


def unpin_chat_message(by: Caller, params: Params) -> bool:
    """Without a message_id the newest pin, https://core.telegram.org/bots/api#unpinchatmessage."""
    chat = _chat(by, params)
    number = params.integer("message_id") or (chat.pinned[0] if chat.pinned else 0)
    if by.world.chats.find(chat.key, number) is None:
        raise bad_request("message to unpin not found")
    pins.unpin(by.world, chat, {number})
    return True


def unpin_all_chat_messages(by: Caller, params: Params) -> bool:
    chat = _chat(by, params)
    pins.unpin(by.world, chat, set(chat.pinned))
    return True


def unpin_all_in_topic(by: Caller, params: Params, general: bool = False) -> bool:
    """https://core.telegram.org/bots/api#unpinallforumtopicmessages"""
    chat = _chat(by, params)
    if not isinstance(chat, Group) or not chat.is_forum:
        raise bad_request("the chat is not a forum")
    thread = 0 if general else params.integer("message_thread_id")
    if not general and thread not in chat.topics:
        raise bad_request("message thread not found")
    messages = by.world.chats.of(chat.key).values()
    found = {one["message_id"] for one in messages if one.get("message_thread_id", 0) == thread}
    pins.unpin(by.world, chat, found)
    return True


def _chat(by: Caller, params: Params) -> Chat:
    chat = known_chat(by, params)
    if isinstance(chat, Group) and not chat.may(by.bot.id, "can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


METHODS: dict[str, Method] = {
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "unpinAllForumTopicMessages": unpin_all_in_topic,
    "unpinAllGeneralForumTopicMessages": partial(unpin_all_in_topic, general=True),
}
