"""Reply markup: checked, and reduced to what Telegram keeps of it.

https://core.telegram.org/bots/api#inlinekeyboardmarkup
"""

import json
from collections.abc import Callable
from typing import Any

from sandbox.telegram.buttons import looks, web_app
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.links import checked_link
from sandbox.telegram.params import Params, loads
from sandbox.telegram.reply_keyboard import reply_keyboard

Button = dict[str, Any]
Markup = dict[str, Any]

_MOST_BUTTONS = 100
# Found by trying, https://github.com/tginfo/Telegram-Limits/issues/187; Telegram does not tell.
_LONGEST_MARKUP = 10 * 1024
_LONGEST_DATA = 64
_LONGEST_COPY = 256
_LONGEST_QUERY = 256
_CHOSEN_CHATS = ("allow_user_chats", "allow_bot_chats", "allow_group_chats", "allow_channel_chats")


def reply_markup(params: Params, private: bool) -> Markup:
    """The markup of a new message, of any kind; empty when there is none."""
    markup = _parsed(params)
    if markup is None or "inline_keyboard" in markup:
        return _inline(markup)
    return reply_keyboard(markup, private)


def inline_markup(params: Params) -> Markup:
    """The markup of an edited message, which can only be an inline keyboard."""
    markup = _parsed(params)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return _inline(markup)


def _parsed(params: Params) -> Markup | None:
    value = params.values.get("reply_markup")
    if isinstance(value, str) and value:
        try:
            value = loads(value)
        except (ValueError, RecursionError):
            raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not value:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    return value


def _inline(markup: Markup | None) -> Markup:
    if markup is None:
        return {}
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        field = 'field "inline_keyboard" of the InlineKeyboardMarkup'
        raise bad_request(f"{field} must be an Array of Arrays")
    if sum(map(len, rows)) > _MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    kept = [[_button(button) for button in row] for row in rows if row]
    if len(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()) > _LONGEST_MARKUP:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else {}


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def _button(button: Any) -> Button:
    """One button with its first action, in Telegram's order of looking."""
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise _unparsable('Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    action = next((name for name in ACTIONS if button.get(name) is not None), None)
    if action is None:
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    kept = {"text": button["text"], action: ACTIONS[action](button[action])}
    return kept | looks(button)


def _url(value: Any) -> str:
    try:
        return checked_link(str(value))
    except ValueError as error:
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: {error}") from None


def _data(value: Any) -> str:
    """1-64 bytes, https://core.telegram.org/bots/api#inlinekeyboardbutton."""
    if not 1 <= len(str(value).encode()) <= _LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    return str(value)


def _copy(value: Any) -> dict[str, str]:
    """1-256 characters, https://core.telegram.org/bots/api#copytextbutton."""
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= _LONGEST_COPY:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return {"text": text}


def _query(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_QUERY:
        raise bad_request("BUTTON_DATA_INVALID")
    return value


def _chosen_chat(value: Any) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#switchinlinequerychosenchat"""
    if not isinstance(value, dict):
        raise _unparsable('Field "switch_inline_query_chosen_chat" must be of type Object')
    flags = {name: True for name in _CHOSEN_CHATS if value.get(name) is True}
    return {"query": _query(value.get("query") or "")} | flags


def _pay(value: Any) -> bool:
    """https://core.telegram.org/bots/api#inlinekeyboardbutton; where, tells `check_pay`."""
    if value is not True:
        raise _unparsable('Field "pay" must be of type Boolean')
    return True


def check_pay(markup: Markup, is_invoice: bool) -> None:
    """A Pay button is the first one under an invoice, and nowhere else."""
    buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
    if not buttons:
        return
    if is_invoice != ("pay" in buttons[0]) or any("pay" in button for button in buttons[1:]):
        raise bad_request("BUTTON_POS_INVALID")


ACTIONS: dict[str, Callable[[Any], Any]] = {
    "url": _url,
    "callback_data": _data,
    "web_app": web_app,
    "copy_text": _copy,
    "switch_inline_query": _query,
    "switch_inline_query_current_chat": _query,
    "switch_inline_query_chosen_chat": _chosen_chat,
    "pay": _pay,
}
