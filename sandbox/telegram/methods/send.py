"""Sending: text, photos, documents, copies and forwards.

https://core.telegram.org/bots/api#available-methods
"""

from typing import Any

from sandbox.telegram.chats import Message
from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import sent_file
from sandbox.telegram.keyboard import reply_markup
from sandbox.telegram.methods.base import (
    Method,
    caption_content,
    known_chat,
    text_content,
    writable_chat,
)
from sandbox.telegram.params import Params
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

# What of a message a copy takes along.
_COPIED = (
    "text", "entities", "link_preview_options", "caption", "caption_entities", "photo",
    "document", "has_media_spoiler", "show_caption_above_media",
)  # fmt: skip


def send_message(world: World, params: Params) -> Message:
    return _deliver(world, params, text_content(world, params))


def send_photo(world: World, params: Params) -> Message:
    return _send_file(world, params, "photo")


def send_document(world: World, params: Params) -> Message:
    return _send_file(world, params, "document")


def copy_message(world: World, params: Params) -> dict[str, int]:
    """https://core.telegram.org/bots/api#copymessage"""
    source = _source(world, params, "copied")
    content = {name: source[name] for name in _COPIED if name in source}
    if "caption" in params.values and "text" not in source:
        content = {key: value for key, value in content.items() if "caption" not in key}
        content |= caption_content(world, params)
    return {"message_id": _deliver(world, params, content)["message_id"]}


def forward_message(world: World, params: Params) -> Message:
    """https://core.telegram.org/bots/api#forwardmessage"""
    source = _source(world, params, "forwarded")
    origin = {"type": "user", "sender_user": source["from"], "date": source["date"]}
    content = {name: source[name] for name in _COPIED if name in source}
    content["forward_origin"] = source.get("forward_origin", origin)
    return _deliver(world, params, content)


def _send_file(world: World, params: Params, kind: str) -> Message:
    caption = caption_content(world, params)
    person = writable_chat(world, params)
    shown = sent_file(world.files, params, kind, kind)
    return _post(world, params, person, {kind: shown} | caption)


def _deliver(world: World, params: Params, content: Message) -> Message:
    return _post(world, params, writable_chat(world, params), content)


def _post(world: World, params: Params, person: Person, content: Message) -> Message:
    markup = reply_markup(params)
    reply = _reply(world, params, person)
    with world.store.together():
        message = {
            "message_id": world.chats.next_id(),
            "from": world.profile.user(),
            "chat": person.chat(),
            "date": world.now(),
        }
        extras = ({"reply_markup": markup} if markup else {}) | _flags(params)
        return world.chats.add(message | reply | content | extras)


def _flags(params: Params) -> dict[str, Any]:
    flags: dict[str, Any] = {}
    if params.flag("protect_content"):
        flags["has_protected_content"] = True
    if effect := params.text("message_effect_id"):
        flags["effect_id"] = effect
    return flags


def _reply(world: World, params: Params, person: Person) -> Message:
    """https://core.telegram.org/bots/api#replyparameters, and the older reply_to_message_id"""
    wanted = Params(params.json("reply_parameters") or {})
    message_id = wanted.integer("message_id") or params.integer("reply_to_message_id")
    if not message_id:
        return {}
    message = world.chats.find(person.id, message_id)
    if message:
        return {"reply_to_message": _without_reply(message)}
    if wanted.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _without_reply(message: Message) -> Message:
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def _source(world: World, params: Params, verb: str) -> Message:
    person = known_chat(world, params, "from_chat_id")
    message = world.chats.find(person.id, params.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {_INFINITIVES[verb]} not found")
    if message.get("has_protected_content"):
        raise bad_request(f"message has protected content and can't be {verb}")
    return message


_INFINITIVES = {"copied": "copy", "forwarded": "forward"}

METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
