"""What the methods share: finding the chat, the text and the caption."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.telegram.caller import Caller
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.dialogs import Dialog
from sandbox.telegram.entities import formatted
from sandbox.telegram.errors import ApiError, bad_request, forbidden
from sandbox.telegram.groups import Group
from sandbox.telegram.html import utf16_length
from sandbox.telegram.members import is_present
from sandbox.telegram.params import Params, whole


@dataclass(frozen=True, slots=True)
class Told:
    """A result with a few words about it, as setWebhook answers."""

    result: Any
    description: str


Method = Callable[[Caller, Params], Awaitable[Any] | Any]

# https://core.telegram.org/bots/api#sendmessage and #sendphoto
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def known_chat(by: Caller, params: Params, name: str = "chat_id") -> Chat:
    """The chat meant, which this bot can see; it cannot name people by @username."""
    given = params.text(name).strip()
    if not given:
        raise bad_request(f"{name} is empty")
    chat = _group(by, given) if given.startswith(("-", "@")) else _dialog(by, given)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _dialog(by: Caller, given: str) -> Dialog | None:
    person = by.world.people.find(_number(given))
    return by.world.dialog(by.bot, person) if person else None


def _group(by: Caller, given: str) -> Group | None:
    """A group the bot is in; one it was in before is forbidden, any other unknown."""
    groups = by.world.groups
    found = groups.named(given[1:]) if given.startswith("@") else groups.find(_number(given))
    if found is None or by.bot.id not in found.members:
        return None
    member = found.member(by.bot.id)
    if member["status"] == "kicked":
        raise forbidden(f"bot was kicked from the {found.type} chat")
    if not is_present(member):
        raise forbidden(f"bot is not a member of the {found.type} chat")
    return found


def _number(given: str) -> int:
    """0, which nobody has, for what is no number."""
    try:
        return whole(given, "chat_id")
    except ApiError:
        return 0


def known_group(by: Caller, params: Params) -> Group:
    """For what only groups have; the error is Telegram's for a private chat."""
    chat = known_chat(by, params)
    if isinstance(chat, Dialog):
        raise bad_request("method is available only for supergroups")
    return chat


def writable_chat(by: Caller, params: Params, what: str = "text messages") -> Chat:
    """A chat the bot may write to: opened by the person, and not blocked; or a group's rights."""
    chat = known_chat(by, params)
    if isinstance(chat, Group):
        if not chat.may(by.bot.id, "can_send_messages"):
            raise bad_request(f"not enough rights to send {what} to the chat")
        return chat
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    return chat


def text_content(by: Caller, params: Params) -> Message:
    """The text part of a message; 1-4096 characters after parsing."""
    text, entities = formatted(params, "text", "entities", by.world.user)
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    content: Message = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in params.values:
        content |= _preview(params)
    return content


def _preview(params: Params) -> Message:
    """https://core.telegram.org/bots/api#linkpreviewoptions"""
    given = params.object("link_preview_options")
    flags = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")
    options: dict[str, Any] = {name: True for name in flags if given.flag(name)}
    if url := given.text("url"):
        options["url"] = url
    return {"link_preview_options": options} if options else {}


def caption_content(by: Caller, params: Params) -> Message:
    """The caption part of a message; up to 1024 characters after parsing."""
    caption, entities = formatted(params, "caption", "caption_entities", by.world.user)
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
