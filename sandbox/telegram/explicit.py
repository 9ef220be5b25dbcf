"""Entities a bot gives itself instead of a parse mode.

https://core.telegram.org/bots/api#messageentity
"""

from collections.abc import Callable
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.html import Entity, custom_emoji, time_details
from sandbox.telegram.links import checked_link
from sandbox.telegram.params import Params


def explicit(entity: Any, length: int) -> Entity | None:
    """Checked against a text of `length`; None for the kinds that Telegram finds by itself."""
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        raise bad_request("can't parse entities: expected an Object")
    params = Params(entity)
    offset, size = params.integer("offset"), params.integer("length")
    if offset < 0 or size <= 0 or offset + size > length:
        raise bad_request("entity beginning or end is out of the text")
    details = _KINDS.get(entity["type"])
    if details is None:
        return None
    return {"type": entity["type"], "offset": offset, "length": size} | details(params)


def _nothing(_: Params) -> Entity:
    return {}


def _language(params: Params) -> Entity:
    return {"language": params.text("language")} if params.text("language") else {}


def _link(params: Params) -> Entity:
    url = params.text("url")
    try:
        return {"url": checked_link(url)}
    except ValueError as error:
        raise bad_request(f"entity URL '{url}' is invalid: {error}") from None


def _mention(params: Params) -> Entity:
    return {"user": {"id": params.object("user").integer("id")}}


def _emoji(params: Params) -> Entity:
    return custom_emoji(params.text("custom_emoji_id"))


def _time(params: Params) -> Entity:
    return time_details(params.text("unix_time"), params.text("date_time_format"))


_STYLES = (
    "bold", "italic", "underline", "strikethrough", "spoiler", "code", "blockquote",
    "expandable_blockquote",
)  # fmt: skip
_KINDS: dict[str, Callable[[Params], Entity]] = {
    **dict.fromkeys(_STYLES, _nothing),
    "pre": _language,
    "text_link": _link,
    "text_mention": _mention,
    "custom_emoji": _emoji,
    "date_time": _time,
}
