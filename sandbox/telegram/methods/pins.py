"""Pinning, https://core.telegram.org/bots/api#pinchatmessage."""

from functools import partial

from sandbox.telegram import pins
from sandbox.telegram.bots import Bot
from sandbox.telegram.chats import Chat
from sandbox.telegram.errors import bad_request
from sandbox.telegram.groups import Group
from sandbox.telegram.hearing import SERVICE
from sandbox.telegram.methods.base import Method, known_chat
from sandbox.telegram.params import Params


def pin_chat_message(bot: Bot, params: Params) -> bool:
    chat = _chat(bot, params)
    message = bot.world.chats.find(chat.key, params.integer("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    if SERVICE & message.keys():
        raise bad_request("message can't be pinned")
    pins.pin(bot.world, chat, message, bot.user())
    return True


def unpin_chat_message(bot: Bot, params: Params) -> bool:
    """Without a message_id the newest pin, https://core.telegram.org/bots/api#unpinchatmessage."""
    chat = _chat(bot, params)
    number = params.integer("message_id") or (chat.pinned[0] if chat.pinned else 0)
    if bot.world.chats.find(chat.key, number) is None:
        raise bad_request("message to unpin not found")
    pins.unpin(bot.world, chat, {number})
    return True


def unpin_all_chat_messages(bot: Bot, params: Params) -> bool:
    chat = _chat(bot, params)
    pins.unpin(bot.world, chat, set(chat.pinned))
    return True


def unpin_all_in_topic(bot: Bot, params: Params, general: bool = False) -> bool:
    """https://core.telegram.org/bots/api#unpinallforumtopicmessages"""
    chat = _chat(bot, params)
    if not isinstance(chat, Group) or not chat.is_forum:
        raise bad_request("the chat is not a forum")
    thread = 0 if general else params.integer("message_thread_id")
    if not general and thread not in chat.topics:
        raise bad_request("message thread not found")
    messages = bot.world.chats.of(chat.key).values()
    found = {one["message_id"] for one in messages if one.get("message_thread_id", 0) == thread}
    pins.unpin(bot.world, chat, found)
    return True


def _chat(bot: Bot, params: Params) -> Chat:
    chat = known_chat(bot, params)
    if isinstance(chat, Group) and not chat.may(bot.id, "can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


METHODS: dict[str, Method] = {
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "unpinAllForumTopicMessages": unpin_all_in_topic,
    "unpinAllGeneralForumTopicMessages": partial(unpin_all_in_topic, general=True),
}
