"""Text as Telegram keeps it: parsed, trimmed, with the entities it finds by itself.

https://core.telegram.org/bots/api#formatting-options
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.explicit import explicit
from sandbox.telegram.html import Entity, parse_html, utf16_length
from sandbox.telegram.markdown import parse_markdown
from sandbox.telegram.markdown_v2 import parse_markdown_v2
from sandbox.telegram.nesting import nested
from sandbox.telegram.params import Params

_PARSERS: dict[str, Callable[[str], tuple[str, list[Entity]]] | None] = {
    "": None,
    "none": None,
    "html": parse_html,
    "markdown": parse_markdown,
    "markdownv2": parse_markdown_v2,
}
FindUser = Callable[[int], dict[str, Any] | None]

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,:;!?')\]])"
    r"|(?P<email>[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/<>@])"
    r"|(?<!\w)(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})(?!\w)"
    r"|(?<![\w&])(?P<hashtag>#\w*[^\W\d_]\w*)"
    r"|(?<!\w)(?P<cashtag>\$[A-Z]{1,8})(?!\w)"
)
# Without one of these there is nothing to find.
_SIGNS = re.compile(r"[:/@#$]")
# Nothing is looked for inside these.
_CLOSED = {"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"}
_MOST_ENTITIES = 100


def formatted(params: Params, name: str, entities: str, find_user: FindUser) -> tuple[str, Any]:
    """The text parameter `name` with its entities, by parse_mode or given explicitly."""
    text = params.text(name).replace("\r", "")
    mode = params.text("parse_mode").lower()
    if mode not in _PARSERS:
        raise bad_request("unsupported parse_mode")
    found = params.array(entities)
    parser = _PARSERS[mode]
    if parser and text:
        text, found = parser(text)
    else:
        length = utf16_length(text)
        found = [one for entity in found if (one := explicit(entity, length))]
    return tidied(text, list(_with_users(found, find_user)))


def tidied(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Trim the text, clip the entities to it, and add those that Telegram finds."""
    text, entities = _trimmed(text, entities)
    if _SIGNS.search(text):
        closed = [entity for entity in entities if entity["type"] in _CLOSED]
        entities = [*entities, *_automatic(text, closed)]
    return text, nested(entities)[:_MOST_ENTITIES]


def _with_users(entities: list[Entity], find_user: FindUser) -> Iterator[Entity]:
    """Mentions carry the whole user; of people unknown to the bot nothing is left."""
    for entity in entities:
        if entity["type"] != "text_mention":
            yield entity
        elif user := find_user(entity["user"]["id"]):
            yield entity | {"user": user}


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    text = text.rstrip()
    first = min((entity["offset"] for entity in entities), default=len(text))
    lead = min(len(text) - len(text.lstrip()), first)
    length = utf16_length(text)
    clipped = [_clipped(entity, lead, length) for entity in entities]
    return text[lead:], [entity for entity in clipped if entity["length"] > 0]


def _clipped(entity: Entity, lead: int, end: int) -> Entity:
    stop = min(entity["offset"] + entity["length"], end)
    return entity | {"offset": entity["offset"] - lead, "length": stop - entity["offset"]}


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )


def _automatic(text: str, closed: list[Entity]) -> list[Entity]:
    found = (_found(match, text) for match in _FOUND.finditer(text))
    return [entity for entity in found if not any(_overlap(entity, other) for other in closed)]


def _found(match: re.Match[str], text: str) -> Entity:
    return {
        "type": match.lastgroup,
        "offset": utf16_length(text[: match.start()]),
        "length": utf16_length(match.group()),
    }
