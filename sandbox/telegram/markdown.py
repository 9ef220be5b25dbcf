"""Telegram's first Markdown, without nesting; kept for bots that still use it.

https://core.telegram.org/bots/api#markdown-style
"""

import re

from sandbox.telegram.errors import bad_request
from sandbox.telegram.html import Entity, utf16_length
from sandbox.telegram.links import link_entity

_ESCAPED = re.compile(r"\\([_*`\[])")
_KINDS = {"_": "italic", "*": "bold", "[": "text_link", "`": "code", "```": "pre"}
_ENDS = {"_": "_", "*": "*", "[": "]", "`": "`", "```": "```"}
_PLAIN = re.compile(r"[^\\_*`\[]+")
_LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")
_NEWLINE = re.compile(r"\r\n|\n\r|\r|\n")


def parse_markdown(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities; raises "can't parse entities: ..." with byte offsets."""
    text, entities, at = "", [], 0
    while at < len(source):
        plain = _PLAIN.match(source, at) or _ESCAPED.match(source, at)
        if plain:
            text += plain[plain.lastindex or 0]
            at = plain.end()
        elif source[at] == "\\":
            text, at = text + "\\", at + 1
        else:
            inner, entity, at = _entity(source, at)
            if inner and entity is not None:
                place = {"offset": utf16_length(text), "length": utf16_length(inner)}
                entities.append(entity | place)
            text += inner
    return text, entities


def _entity(source: str, at: int) -> tuple[str, Entity | None, int]:
    """What is inside, what it is (None for a link that leads nowhere), and where it ends."""
    mark = "```" if source.startswith("```", at) else source[at]
    begin = at + len(mark)
    language = None
    if mark == "```":
        language, begin = _language(source, begin)
    end = source.find(_ENDS[mark], begin)
    if end < 0:
        where = len(source[:at].encode())
        reason = f"Can't find end of the entity starting at byte offset {where}"
        raise bad_request(f"can't parse entities: {reason}")
    inner, after = source[begin:end], end + len(_ENDS[mark])
    if mark == "[":
        url, after = _url(source, after, inner)
        return inner, _linked(url), after
    entity: Entity = {"type": _KINDS[mark]}
    return inner, entity | ({"language": language} if language else {}), after


def _language(source: str, at: int) -> tuple[str | None, int]:
    """A word right after the backticks, and the line break after that."""
    language = _LANGUAGE.match(source, at)
    at = language.end() if language else at
    newline = _NEWLINE.match(source, at)
    return language[1] if language else None, newline.end() if newline else at


def _url(source: str, at: int, inner: str) -> tuple[str, int]:
    if not source.startswith("(", at):
        return inner, at
    end = source.find(")", at)
    end = len(source) if end < 0 else end
    return source[at + 1 : end], end + 1


def _linked(url: str) -> Entity | None:
    details = link_entity(url)
    return None if details is None else {"type": "text_link"} | details
