"""Sending what is neither text, photo nor document: albums, video, sound, places, contacts, dice.

https://core.telegram.org/bots/api#sendmediagroup and its neighbours
"""

import math
from functools import partial
from typing import Any

from sandbox.telegram.caller import Caller
from sandbox.telegram.chats import Message
from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import sent_file
from sandbox.telegram.methods.base import Method, caption_content, writable_chat
from sandbox.telegram.methods.send import deliver, send_file
from sandbox.telegram.params import Params

_ALBUM = range(2, 11)
# https://core.telegram.org/bots/api#sendmediagroup: these are grouped with their own kind only.
_APART = {"document": "Documents", "audio": "Audio files"}
ALBUM_KINDS = {"photo", "video", *_APART}
_FIRST_ALBUM = 13_000_000_000_000_001
# https://core.telegram.org/bots/api#dice: the highest value of each emoji
_DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}


def send_media_group(by: Caller, params: Params) -> list[Message]:
    """2-10 photos and videos, or documents, or audio files; a caption belongs to one of them."""
    items = params.array("media")
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) not in _ALBUM:
        raise bad_request("an album has 2-10 items")
    contents = [_item(by, item, params) for item in items]
    _check_kinds([item["type"] for item in items])
    chat = writable_chat(by, params, "media messages")
    group = {"media_group_id": album_id(by)}
    with by.world.store.together():
        return [deliver(by, params, chat, content | group) for content in contents]


def album_id(by: Caller) -> str:
    return str(by.world.sequences.next("album", _FIRST_ALBUM))


def _item(by: Caller, given: Any, params: Params) -> Message:
    """https://core.telegram.org/bots/api#inputmedia"""
    item = Params(given if isinstance(given, dict) else {}, params.uploads)
    kind = item.text("type")
    if kind not in ALBUM_KINDS:
        raise bad_request("can't parse InputMedia: Unsupported type specified")
    shown = sent_file(by.world.files, item, "media", kind)
    return {kind: shown} | caption_content(by, item)


def _check_kinds(kinds: list[str]) -> None:
    for kind, name in _APART.items():
        if kind in kinds and set(kinds) != {kind}:
            raise bad_request(f"{name} can't be mixed with other media types")


def send_location(by: Caller, params: Params) -> Message:
    chat = writable_chat(by, params, "locations")
    return deliver(by, params, chat, {"location": _location(params)})


def send_venue(by: Caller, params: Params) -> Message:
    """https://core.telegram.org/bots/api#sendvenue"""
    names = ("title", "address")
    if not all(params.text(name) for name in names):
        raise bad_request("venue title and address must be non-empty")
    location = _location(params)
    venue = {"location": location} | {name: params.text(name) for name in names}
    chat = writable_chat(by, params, "locations")
    return deliver(by, params, chat, {"venue": venue, "location": location})


def _location(params: Params) -> dict[str, float]:
    """https://core.telegram.org/bots/api#location"""
    place = {name: _degrees(params, name) for name in ("latitude", "longitude")}
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad_request("wrong location specified")
    return place


def _degrees(params: Params, name: str) -> float:
    try:
        degrees = float(params.text(name))
    except ValueError:
        degrees = math.nan
    if not math.isfinite(degrees):
        raise bad_request(f"{name} is empty or invalid")
    return degrees


def send_contact(by: Caller, params: Params) -> Message:
    """https://core.telegram.org/bots/api#sendcontact; a vCard has up to 2048 bytes."""
    if not params.text("phone_number"):
        raise bad_request("phone number is empty")
    if not params.text("first_name"):
        raise bad_request("first name is empty")
    if len(params.text("vcard").encode(errors="replace")) > 2048:
        raise bad_request("vCard is too long")
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: params.text(name) for name in names if params.text(name)}
    chat = writable_chat(by, params, "contacts")
    return deliver(by, params, chat, {"contact": contact})


def send_dice(by: Caller, params: Params) -> Message:
    """The value follows from the message's number, so that a run can be repeated."""
    emoji = params.text("emoji") or "🎲"
    if emoji not in _DICE:
        raise bad_request("wrong dice emoji")
    chat = writable_chat(by, params)
    throws = by.world.sequences.next("dice", 3)
    return deliver(by, params, chat, {"dice": {"emoji": emoji, "value": throws % _DICE[emoji] + 1}})


METHODS: dict[str, Method] = {
    "sendMediaGroup": send_media_group,
    "sendVideo": partial(send_file, kind="video"),
    "sendAnimation": partial(send_file, kind="animation"),
    "sendAudio": partial(send_file, kind="audio"),
    "sendVoice": partial(send_file, kind="voice"),
    "sendVideoNote": partial(send_file, kind="video_note"),
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendContact": send_contact,
    "sendDice": send_dice,
}
