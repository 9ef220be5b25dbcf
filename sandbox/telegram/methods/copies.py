"""Copies and forwards, one by one and many at once.

https://core.telegram.org/bots/api#copymessage and #forwardmessage
"""

from collections.abc import Callable

from sandbox.telegram.caller import Caller
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.hearing import SERVICE
from sandbox.telegram.methods.base import Method, caption_content, known_chat, writable_chat
from sandbox.telegram.methods.media import album_id
from sandbox.telegram.methods.send import deliver
from sandbox.telegram.params import Params, whole

_MEDIA = {
    "photo", "document", "video", "animation", "audio", "voice", "video_note", "location",
    "venue", "contact", "dice",
}  # fmt: skip
_CAPTION = {"caption", "caption_entities", "show_caption_above_media"}
# What of a message a copy takes along; an invoice can only be forwarded.
_COPIED = {"text", "entities", "link_preview_options", "has_media_spoiler"} | _MEDIA | _CAPTION
_MOST = 100

Make = Callable[[Params, Message], Message]


def copy_message(by: Caller, params: Params) -> dict[str, int]:
    """A new caption replaces the old one; an empty one takes it away."""
    content = _copy(Params(), _source(by, params, "copied"))
    if "caption" in params.values and "text" not in content:
        content = _without(content, _CAPTION) | caption_content(by, params)
    return _numbered(deliver(by, params, writable_chat(by, params), content))


def forward_message(by: Caller, params: Params) -> Message:
    content = _forward(params, _source(by, params, "forwarded"))
    return deliver(by, params, writable_chat(by, params), content)


def copy_messages(by: Caller, params: Params) -> list[dict[str, int]]:
    """https://core.telegram.org/bots/api#copymessages: what cannot be copied is skipped."""
    return _all(by, params, "copied", _copy)


def forward_messages(by: Caller, params: Params) -> list[dict[str, int]]:
    """https://core.telegram.org/bots/api#forwardmessages"""
    return _all(by, params, "forwarded", _forward)


def _all(by: Caller, params: Params, verb: str, make: Make) -> list[dict[str, int]]:
    source, target = known_chat(by, params, "from_chat_id"), writable_chat(by, params)
    ids = _ids(params)
    found = [by.world.chats.find(source.key, message_id) for message_id in ids]
    contents = [make(params, one) for one in found if one and _refusal(one, verb) is None]
    if not contents:
        raise bad_request(f"there are no messages to {_INFINITIVES[verb]}")
    return _delivered(by, params, target, contents)


def _ids(params: Params) -> list[int]:
    """1-100 of them, strictly increasing."""
    ids = [whole(number, "message_ids") for number in params.array("message_ids")]
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > _MOST:
        raise bad_request("too many messages specified")
    if ids != sorted(set(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    return ids


def _delivered(
    by: Caller, params: Params, chat: Chat, contents: list[Message]
) -> list[dict[str, int]]:
    """Albums stay albums, under new ids."""
    with by.world.store.together():
        old = {content.get("media_group_id") for content in contents} - {None}
        albums = {album: album_id(by) for album in sorted(old, key=str)}
        sent = []
        for content in contents:
            album = albums.get(content.get("media_group_id"))
            new = content | ({"media_group_id": album} if album else {})
            sent.append(deliver(by, params, chat, new))
    return [_numbered(message) for message in sent]


def _copy(params: Params, source: Message) -> Message:
    gone = _CAPTION if params.flag("remove_caption") else set()
    kept = _COPIED | {"media_group_id"} if "message_ids" in params.values else _COPIED
    return {name: value for name, value in source.items() if name in kept - gone}


def _forward(params: Params, source: Message) -> Message:
    kept = _COPIED | {"invoice"} | ({"media_group_id"} if "message_ids" in params.values else set())
    content = {name: value for name, value in source.items() if name in kept}
    origin = {"type": "user", "sender_user": source["from"], "date": source["date"]}
    return content | {"forward_origin": source.get("forward_origin", origin)}


def _source(by: Caller, params: Params, verb: str) -> Message:
    chat = known_chat(by, params, "from_chat_id")
    message = by.world.chats.find(chat.key, params.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {_INFINITIVES[verb]} not found")
    if refusal := _refusal(message, verb):
        raise refusal
    return message


def _refusal(message: Message, verb: str) -> ApiError | None:
    if SERVICE & message.keys():
        return bad_request(f"message to {_INFINITIVES[verb]} not found")
    if message.get("has_protected_content"):
        return bad_request(f"message has protected content and can't be {verb}")
    if verb == "copied" and "invoice" in message:
        return bad_request("message can't be copied")
    return None


_INFINITIVES = {"copied": "copy", "forwarded": "forward"}


def _without(content: Message, names: set[str]) -> Message:
    return {name: value for name, value in content.items() if name not in names}


def _numbered(message: Message) -> dict[str, int]:
    return {"message_id": message["message_id"]}


METHODS: dict[str, Method] = {
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "copyMessages": copy_messages,
    "forwardMessages": forward_messages,
}
