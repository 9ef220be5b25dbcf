"""What the methods share: finding the chat, the text and the caption."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.telegram.chats import Message
from sandbox.telegram.entities import formatted
from sandbox.telegram.errors import bad_request, forbidden
from sandbox.telegram.html import utf16_length
from sandbox.telegram.params import Params
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

Method = Callable[[World, Params], Awaitable[Any] | Any]

# https://core.telegram.org/bots/api#sendmessage and #sendphoto
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def known_chat(world: World, params: Params, name: str = "chat_id") -> Person:
    """The private chat meant; a bot cannot name people by @username."""
    given = params.text(name)
    if not given:
        raise bad_request(f"{name} is empty")
    person = world.people.find(int(given)) if given.lstrip("-").isdecimal() else None
    if person is None:
        raise bad_request("chat not found")
    return person


def writable_chat(world: World, params: Params) -> Person:
    """A chat the bot may write to: opened by the person, and not blocked."""
    person = known_chat(world, params)
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")
    return person


def text_content(world: World, params: Params) -> Message:
    """The text part of a message; 1-4096 characters after parsing."""
    text, entities = formatted(params, "text", "entities", world.people.user)
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    preview = params.json("link_preview_options")
    content: Message = {"text": text}
    if entities:
        content["entities"] = entities
    return content | ({"link_preview_options": preview} if preview else {})


def caption_content(world: World, params: Params) -> Message:
    """The caption part of a message; up to 1024 characters after parsing."""
    caption, entities = formatted(params, "caption", "caption_entities", world.people.user)
    if utf16_length(caption) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    content: Message = {"caption": caption} if caption else {}
    return content | ({"caption_entities": entities} if entities else {}) | _media_flags(params)


def _media_flags(params: Params) -> Message:
    flags = {
        "has_media_spoiler": "has_spoiler",
        "show_caption_above_media": "show_caption_above_media",
    }
    return {shown: True for shown, given in flags.items() if params.flag(given)}
