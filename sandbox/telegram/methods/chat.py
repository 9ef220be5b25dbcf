"""Chats and callbacks: what a chat is, what the bot is doing in it, pressed buttons, files."""

import re
from typing import Any

from sandbox.telegram.caller import Caller
from sandbox.telegram.chats import address
from sandbox.telegram.dialogs import Dialog
from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import DOWNLOAD_LIMIT
from sandbox.telegram.methods.base import Method, known_chat, writable_chat
from sandbox.telegram.params import Params

# https://core.telegram.org/bots/api#sendchataction
_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
}  # fmt: skip
_LONGEST_ANSWER = 200
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
          "gifts_from_channels")  # fmt: skip
_START_LINK = re.compile(
    r"(?:https?://)?(?:t\.me|telegram\.me)/(?P<name>\w+)\?start(?:app|group)?=[A-Za-z0-9_-]{0,64}"
)


def send_chat_action(by: Caller, params: Params) -> bool:
    chat = writable_chat(by, params)
    action = params.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread = params.integer("message_thread_id") or None
    place = address(chat) | {"message_thread_id": thread, "from": by.bot.id}
    by.world.events.publish("action", **place, action=action)
    return True


def get_chat(by: Caller, params: Params) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#chatfullinfo"""
    chat = known_chat(by, params)
    gifts = dict.fromkeys(_GIFTS, False)
    look = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    full = chat.card() | look
    if isinstance(chat, Dialog):
        if not chat.started:
            raise bad_request("chat not found")
    else:
        full |= {"permissions": chat.permissions}
        full |= {"description": chat.description} if chat.description else {}
    newest = by.world.chats.find(chat.key, chat.pinned[0]) if chat.pinned else None
    return full | ({"pinned_message": newest} if newest else {})


def answer_callback_query(by: Caller, params: Params) -> bool:
    """Once per query; the text has up to 200 characters.

    A url may only be one that starts this bot: games, for which it was made, are not here.
    https://core.telegram.org/bots/api#answercallbackquery
    """
    text, url = params.text("text"), params.text("url")
    if len(text) > _LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not _starts(by, url):
        raise bad_request("URL_INVALID")
    query_id = params.text("callback_query_id")
    user_id = by.bot.queries.answer(query_id)
    by.world.events.publish(
        "answer",
        bot_id=by.bot.id,
        user_id=user_id,
        callback_query_id=query_id,
        text=text or None,
        show_alert=params.flag("show_alert"),
        url=url or None,
    )
    return True


def _starts(by: Caller, url: str) -> bool:
    link = _START_LINK.fullmatch(url)
    return link is not None and link["name"].lower() == by.bot.settings.username.lower()


def get_file(by: Caller, params: Params) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#getfile: up to 20 MB."""
    row = by.world.files.find(params.text("file_id"))
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
