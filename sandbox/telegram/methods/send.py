"""Sending text, photos and documents, and what every sending has in common.

https://core.telegram.org/bots/api#available-methods
"""

from typing import Any

from sandbox.telegram.acts import post, without_reply
from sandbox.telegram.caller import Caller
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.dialogs import Dialog
from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import sent_file
from sandbox.telegram.groups import GENERAL, Group
from sandbox.telegram.keyboard import Markup, check_pay, reply_markup
from sandbox.telegram.membership import in_topic
from sandbox.telegram.methods.base import (
    Method,
    caption_content,
    text_content,
    writable_chat,
)
from sandbox.telegram.params import Params


def send_message(by: Caller, params: Params) -> Message:
    content = text_content(by, params)
    return deliver(by, params, writable_chat(by, params), content)


def send_photo(by: Caller, params: Params) -> Message:
    return send_file(by, params, "photo")


def send_document(by: Caller, params: Params) -> Message:
    return send_file(by, params, "document")


def send_file(by: Caller, params: Params, kind: str) -> Message:
    """A message with one file, given in the parameter named after its kind."""
    caption = caption_content(by, params)
    chat = writable_chat(by, params, f"{kind}s")
    shown = sent_file(by.world.files, params, kind, kind)
    return deliver(by, params, chat, shown_as(kind, shown) | caption)


def shown_as(kind: str, shown: Any) -> Message:
    """An animation is a document too, https://core.telegram.org/bots/api#message."""
    if kind != "animation":
        return {kind: shown}
    sides = {"width", "height", "duration"}
    document = {name: value for name, value in shown.items() if name not in sides}
    return {"animation": shown, "document": document}


def deliver(by: Caller, params: Params, chat: Chat, content: Message) -> Message:
    """Post `content` with what every send method takes: keyboard, reply, topic, protection."""
    markup = reply_markup(params, isinstance(chat, Dialog))
    given = content | _topic(by, params, chat) | reply(by, params, chat) | _flags(params, chat)
    if "inline_keyboard" in markup:
        check_pay(markup, "invoice" in content)
        given["reply_markup"] = markup
    with by.world.store.together():
        message = post(by.world, chat, by.bot.user(), given)
        if markup and "inline_keyboard" not in markup:
            _set_keyboard(by, chat, message, markup)
    return message


def _set_keyboard(by: Caller, chat: Chat, message: Message, markup: Markup) -> None:
    """What is below the composer from now on; `for` lists whom a selective one is for."""
    chat.keyboard = None
    if "remove_keyboard" not in markup:
        chosen = _chosen(message) if markup.get("selective") else None
        chat.keyboard = {"message_id": message["message_id"], "for": chosen, **markup}
    by.world.keep(chat)


def _chosen(message: Message) -> list[int]:
    """Whom the text mentions and to whom it replies."""
    mentioned = [entity["user"]["id"] for entity in message.get("entities", []) if "user" in entity]
    replied = message.get("reply_to_message", {}).get("from", {}).get("id")
    return mentioned + ([replied] if replied else [])


def _topic(by: Caller, params: Params, chat: Chat) -> Message:
    """A topic's messages carry its id; General is meant by naming none.

    https://core.telegram.org/bots/api#sendmessage (message_thread_id)
    """
    thread = params.integer("message_thread_id")
    topics = chat.topics if isinstance(chat, Group) else {}
    topic = topics.get(thread or GENERAL)
    if thread and (topic is None or thread == GENERAL):
        raise bad_request("message thread not found")
    if topic is None:
        return {}
    if topic["closed"] and not _may_manage(by, chat):
        raise bad_request("TOPIC_CLOSED")
    return in_topic(topic)


def _may_manage(by: Caller, chat: Chat) -> bool:
    return isinstance(chat, Group) and chat.may(by.bot.id, "can_manage_topics")


def _flags(params: Params, chat: Chat) -> Message:
    """message_effect_id is for private chats only, https://core.telegram.org/bots/api#sendmessage"""
    flags: Message = {}
    if params.flag("protect_content"):
        flags["has_protected_content"] = True
    if effect := params.text("message_effect_id"):
        if not effect.isdecimal() or not isinstance(chat, Dialog):
            raise bad_request("EFFECT_ID_INVALID")
        flags["effect_id"] = effect
    return flags


def reply(by: Caller, params: Params, chat: Chat) -> Message:
    """https://core.telegram.org/bots/api#replyparameters, and the older reply_to_message_id"""
    wanted = params.object("reply_parameters")
    message_id = wanted.integer("message_id") or params.integer("reply_to_message_id")
    if not message_id:
        return {}
    message = by.world.chats.find(chat.key, message_id)
    if message:
        return {"reply_to_message": without_reply(message)}
    if wanted.flag("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
}
