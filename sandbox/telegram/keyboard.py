"""Reply markup: checked, and reduced to what a Message carries.

https://core.telegram.org/bots/api#inlinekeyboardmarkup
"""

import json
from collections.abc import Callable
from typing import Any

from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.links import checked_link
from sandbox.telegram.params import Params

Button = dict[str, Any]

_MOST_BUTTONS = 100
_LONGEST_DATA = 64
_LONGEST_COPY = 256
_STYLES = {"danger", "success", "primary"}
_REPLY_KINDS = {"keyboard", "remove_keyboard", "force_reply"}


def reply_markup(params: Params) -> dict[str, Any] | None:
    """The markup that belongs into the new message; reply keyboards are checked, not kept."""
    markup = _parsed(params)
    if markup is None or "inline_keyboard" in markup:
        return _inline(markup)
    if not _REPLY_KINDS & markup.keys():
        raise bad_request("object expected as reply markup")
    if "keyboard" in markup:
        _check_reply_keyboard(markup["keyboard"])
    return None


def inline_markup(params: Params) -> dict[str, Any] | None:
    """The markup of an edited message, which can only be an inline keyboard."""
    markup = _parsed(params)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return _inline(markup)


def _parsed(params: Params) -> dict[str, Any] | None:
    value = params.values.get("reply_markup")
    if isinstance(value, str) and value:
        try:
            value = json.loads(value)
        except ValueError:
            raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not value:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    return value


def _inline(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    if markup is None:
        return None
    rows = _rows(markup["inline_keyboard"], "inline_keyboard", "InlineKeyboardMarkup")
    if sum(map(len, rows)) > _MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    kept = [[_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _rows(rows: Any, field: str, owner: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{field}" of the {owner} must be an Array of Arrays')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" of the {owner} must be an Array of Arrays')
    return rows


def _check_reply_keyboard(rows: Any) -> None:
    for row in _rows(rows, "keyboard", "ReplyKeyboardMarkup"):
        for button in row:
            text = button.get("text") if isinstance(button, dict) else button
            if not isinstance(text, str) or not text:
                raise bad_request("keyboard button text must be non-empty")


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def _button(button: Any) -> Button:
    """One button with its first action, in Telegram's order of looking."""
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise _unparsable('Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    action = next((name for name in _ACTIONS if button.get(name) is not None), None)
    if action is None:
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    kept = {"text": button["text"], action: _ACTIONS[action](button[action])}
    return kept | _looks(button)


def _looks(button: Button) -> Button:
    style = button.get("style")
    if style and style not in _STYLES:
        raise _unparsable("Invalid button style specified")
    names = ("style", "icon_custom_emoji_id")
    return {name: button[name] for name in names if button.get(name)}


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


def _web_app(value: Any) -> dict[str, str]:
    url = value.get("url") if isinstance(value, dict) else None
    if not isinstance(url, str) or not url.startswith("https://"):
        reason = "Only HTTPS links are allowed"
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: {reason}")
    return {"url": url}


_ACTIONS: dict[str, Callable[[Any], Any]] = {
    "url": _url,
    "callback_data": _data,
    "web_app": _web_app,
    "copy_text": _copy,
    "switch_inline_query": str,
    "switch_inline_query_current_chat": str,
}
