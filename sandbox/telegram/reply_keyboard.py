"""Keyboards below the composer, their removal, and forced replies.

https://core.telegram.org/bots/api#replykeyboardmarkup
"""

from collections.abc import Callable
from typing import Any

from sandbox.telegram.buttons import looks, web_app
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.params import whole

Markup = dict[str, Any]

_KEYBOARD_FLAGS = ("is_persistent", "resize_keyboard", "one_time_keyboard", "selective")
_LONGEST_PLACEHOLDER = 64
_MOST_USERS = 10


def reply_keyboard(markup: Markup, private: bool) -> Markup:
    """What of such a markup is kept; raises for any other object."""
    if "keyboard" in markup:
        return _keyboard(markup, private)
    if markup.get("remove_keyboard") is True:
        return {"remove_keyboard": True} | _flags(markup, ("selective",))
    if markup.get("force_reply") is True:
        return {"force_reply": True} | _flags(markup, ("selective",)) | _placeholder(markup)
    raise bad_request("object expected as reply markup")


def _keyboard(markup: Markup, private: bool) -> Markup:
    rows = markup["keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays')
    kept = [[_button(button, private) for button in row] for row in rows if row]
    if not kept:
        raise bad_request("reply markup is empty")
    return {"keyboard": kept} | _flags(markup, _KEYBOARD_FLAGS) | _placeholder(markup)


def _flags(markup: Markup, names: tuple[str, ...]) -> Markup:
    return {name: True for name in names if markup.get(name) is True}


def _placeholder(markup: Markup) -> Markup:
    """1-64 characters, https://core.telegram.org/bots/api#forcereply"""
    text = markup.get("input_field_placeholder")
    if not text:
        return {}
    if not isinstance(text, str):
        raise _unparsable('Field "input_field_placeholder" must be of type String')
    return {"input_field_placeholder": text[:_LONGEST_PLACEHOLDER]}


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse keyboard button: {reason}")


def _button(button: Any, private: bool) -> Markup:
    """https://core.telegram.org/bots/api#keyboardbutton: a text, and at most one request."""
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise _unparsable('Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    kept: Markup = {"text": button["text"]}
    asked = next((name for name in _REQUESTS if button.get(name) not in (None, False)), None)
    if asked is not None:
        what, check = _REQUESTS[asked]
        if not private:
            raise bad_request(f"{what} can be requested in private chats only")
        kept[asked] = check(button[asked])
    return kept | looks(button)


def _yes(value: Any) -> bool:
    if value is not True:
        raise _unparsable("expected a Boolean")
    return True


def _users(value: Any) -> Markup:
    """https://core.telegram.org/bots/api#keyboardbuttonrequestusers"""
    given = _request(value)
    most = whole(value.get("max_quantity"), "max_quantity") or 1
    if not 1 <= most <= _MOST_USERS:
        raise _unparsable("Invalid max_quantity specified")
    flags = ("user_is_bot", "user_is_premium", "request_name", "request_username", "request_photo")
    return given | _booleans(value, flags) | {"max_quantity": most}


def _chat(value: Any) -> Markup:
    """https://core.telegram.org/bots/api#keyboardbuttonrequestchat"""
    given = _request(value)
    flags = (
        "chat_is_channel", "chat_is_forum", "chat_has_username", "chat_is_created",
        "bot_is_member", "request_title", "request_username", "request_photo",
    )  # fmt: skip
    return given | {"chat_is_channel": False} | _booleans(value, flags)


def _request(value: Any) -> Markup:
    if not isinstance(value, dict) or value.get("request_id") is None:
        raise _unparsable('Can\'t find field "request_id"')
    return {"request_id": whole(value["request_id"], "request_id")}


def _booleans(value: Markup, names: tuple[str, ...]) -> Markup:
    return {name: value[name] for name in names if isinstance(value.get(name), bool)}


def _poll(value: Any) -> Markup:
    """https://core.telegram.org/bots/api#keyboardbuttonpolltype"""
    kind = value.get("type") if isinstance(value, dict) else None
    return {"type": kind} if kind in ("quiz", "regular") else {}


_REQUESTS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "request_contact": ("phone number", _yes),
    "request_location": ("location", _yes),
    "request_poll": ("polls", _poll),
    "request_users": ("users", _users),
    "request_chat": ("chats", _chat),
    "web_app": ("Web Apps", web_app),
}
