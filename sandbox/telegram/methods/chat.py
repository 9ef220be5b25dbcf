"""Chats and callbacks: what a chat is, what the bot is doing in it, pressed buttons, files."""

from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import DOWNLOAD_LIMIT
from sandbox.telegram.methods.base import Method, known_chat, writable_chat
from sandbox.telegram.params import Params
from sandbox.telegram.world import World

# https://core.telegram.org/bots/api#sendchataction
_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
}  # fmt: skip
_LONGEST_ANSWER = 200
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
          "gifts_from_channels")  # fmt: skip


def send_chat_action(world: World, params: Params) -> bool:
    person = writable_chat(world, params)
    action = params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.events.publish("action", chat_id=person.id, action=action)
    return True


def get_chat(world: World, params: Params) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#chatfullinfo"""
    person = known_chat(world, params)
    if not person.started:
        raise bad_request("chat not found")
    gifts = dict.fromkeys(_GIFTS, False)
    look = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return person.chat() | look


def answer_callback_query(world: World, params: Params) -> bool:
    """Once per query; the text has up to 200 characters."""
    text = params.text("text")
    if len(text) > _LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query_id = params.text("callback_query_id")
    user_id = world.queries.answer(query_id)
    world.events.publish(
        "answer",
        user_id=user_id,
        callback_query_id=query_id,
        text=text or None,
        show_alert=params.flag("show_alert"),
        url=params.text("url") or None,
    )
    return True


def get_file(world: World, params: Params) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#getfile: up to 20 MB."""
    row = world.files.find(params.text("file_id"))
    if row is None:
        raise bad_request("invalid file_id")
    if row["size"] > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": row["file_id"],
        "file_unique_id": row["unique_id"],
        "file_size": row["size"],
        "file_path": row["path"],
    }


METHODS: dict[str, Method] = {
    "sendChatAction": send_chat_action,
    "getChat": get_chat,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
}
