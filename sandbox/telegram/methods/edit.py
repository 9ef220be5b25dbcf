"""Editing and deleting messages.

https://core.telegram.org/bots/api#updating-messages
"""

from typing import Any

from sandbox.telegram.chats import Message
from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import sent_file
from sandbox.telegram.keyboard import inline_markup
from sandbox.telegram.methods.base import Method, caption_content, known_chat, text_content
from sandbox.telegram.params import Params
from sandbox.telegram.world import World

_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_MEDIA = (*_CAPTION, "photo", "document", "has_media_spoiler")
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
# https://core.telegram.org/bots/api#deletemessage
_DELETABLE_SECONDS = 48 * 60 * 60
_MOST_DELETED = 100


def edit_message_text(world: World, params: Params) -> Message:
    content = text_content(world, params)
    message = _editable(world, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _replace(world, params, message, _TEXT, content)


def edit_message_caption(world: World, params: Params) -> Message:
    content = caption_content(world, params)
    message = _editable(world, params)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    return _replace(world, params, message, _CAPTION, content)


def edit_message_media(world: World, params: Params) -> Message:
    """https://core.telegram.org/bots/api#inputmedia: photos and documents."""
    media = params.json("media")
    if not isinstance(media, dict) or media.get("type") not in {"photo", "document"}:
        raise bad_request("can't parse InputMedia: Unsupported type specified")
    inner = Params(media, params.uploads)
    content = caption_content(world, inner)
    message = _editable(world, params)
    content[media["type"]] = sent_file(world.files, inner, "media", media["type"])
    return _replace(world, params, message, (*_TEXT, *_MEDIA), content)


def edit_message_reply_markup(world: World, params: Params) -> Message:
    return _replace(world, params, _editable(world, params), (), {})


def delete_message(world: World, params: Params) -> bool:
    """The bot's own and the person's messages, for 48 hours."""
    message = _wanted(world, params, "delete")
    if world.now() - message["date"] > _DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    world.chats.remove(message)
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Missing messages are skipped, https://core.telegram.org/bots/api#deletemessages."""
    person = known_chat(world, params)
    ids: Any = params.json("message_ids")
    if not isinstance(ids, list) or not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > _MOST_DELETED:
        raise bad_request("too many messages specified")
    found = (world.chats.find(person.id, message_id) for message_id in ids)
    oldest = world.now() - _DELETABLE_SECONDS
    with world.store.together():
        for message in [message for message in found if message and message["date"] >= oldest]:
            world.chats.remove(message)
    return True


def _wanted(world: World, params: Params, verb: str) -> Message:
    person = known_chat(world, params)
    message_id = params.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = world.chats.find(person.id, message_id)
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message


def _editable(world: World, params: Params) -> Message:
    message = _wanted(world, params, "edit")
    if message["from"]["id"] != world.profile.id or "forward_origin" in message:
        raise bad_request("message can't be edited")
    return message


def _replace(
    world: World, params: Params, old: Message, part: tuple[str, ...], content: Message
) -> Message:
    """Put `content` in the place of `part`; no markup given means no keyboard any more."""
    markup = inline_markup(params)
    gone = {*part, "reply_markup"}
    new = {key: value for key, value in old.items() if key not in gone} | content
    new |= {"reply_markup": markup} if markup else {}
    if new == old:
        raise bad_request(_NOT_MODIFIED)
    return world.chats.replace(new | {"edit_date": world.now()})


METHODS: dict[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
