"""Telegram's strict HTML: text and entities out, or the error a real server gives.

https://core.telegram.org/bots/api#html-style
"""

import re
from dataclasses import dataclass
from typing import Any, NoReturn

from sandbox.telegram.errors import bad_request
from sandbox.telegram.links import link_entity

Entity = dict[str, Any]

_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "a": "text_link", "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot)(?![A-Za-z]));?")
_SURROGATES = range(0xD800, 0xE000)
_SURROGATE = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for "
    "unmatched surrogate code units"
)
_PAST_UNICODE = 0x10FFFF
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"([^\s=>]*)\s*(=?)\s*")
_VALUE = re.compile(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9.-]*)(?=[\s>])")
_SPACE = re.compile(r"\s*")
_EMOJI_ID = re.compile(r"[1-9][0-9]{0,18}")
_UNIX_TIME = re.compile(r"[0-9]{1,10}")
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


def utf16_length(text: str) -> int:
    """Entities count UTF-16 code units, https://core.telegram.org/bots/api#messageentity."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities; raises "can't parse entities: ..." with byte offsets."""
    return _Parser(source).run()


@dataclass(frozen=True, slots=True)
class _Open:
    """A start tag that waits for its end tag."""

    name: str
    attributes: dict[str, str]
    offset: int
    piece: int


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._pieces: list[str] = []
        self._length = 0
        self._stack: list[_Open] = []
        self._entities: list[Entity] = []

    def run(self) -> tuple[str, list[Entity]]:
        position = 0
        while (tag := self._source.find("<", position)) >= 0:
            self._append(self._source[position:tag])
            closes = self._source.startswith("</", tag)
            position = self._close(tag) if closes else self._open(tag)
        self._append(self._source[position:])
        if self._stack:
            name = self._stack[-1].name
            self._fail(f'Can\'t find end tag corresponding to start tag "{name}"')
        return "".join(self._pieces), [_finished(entity) for entity in self._entities]

    def _append(self, raw: str) -> None:
        text = _decoded(raw)
        self._pieces.append(text)
        self._length += utf16_length(text)

    def _fail(self, reason: str, at: int | None = None) -> NoReturn:
        where = "" if at is None else f" at byte offset {len(self._source[:at].encode())}"
        raise bad_request(f"can't parse entities: {reason}{where}")

    def _open(self, at: int) -> int:
        name, position = self._name(at + 1)
        if position == len(self._source):
            self._fail("Unclosed start tag", at)
        if name not in _STYLES:
            self._fail(f'Unsupported start tag "{name}"', at)
        attributes, position = self._attributes(name, at, position)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler"', at)
        self._stack.append(_Open(name, attributes, self._length, len(self._pieces)))
        return position

    def _name(self, at: int) -> tuple[str, int]:
        match = _NAME.match(self._source, at)
        return (match.group().lower(), match.end()) if match else ("", at)

    def _attributes(self, tag: str, at: int, position: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        while True:
            position = self._skip_space(position)
            if position == len(self._source):
                self._fail(f'Unclosed start tag "{tag}"', at)
            if self._source[position] == ">":
                return attributes, position + 1
            name, value, position = self._attribute(tag, at, position)
            attributes[name] = value

    def _attribute(self, tag: str, at: int, position: int) -> tuple[str, str, int]:
        match = _ATTRIBUTE.match(self._source, position)
        name, equals = match.groups() if match else ("", "")
        position = match.end() if match else position
        if not name:
            self._fail(f'Empty attribute name in the tag "{tag}"', at)
        if not equals:
            return name, "", position
        if position == len(self._source):
            self._fail(f'Unclosed start tag "{tag}"', at)
        value = _VALUE.match(self._source, position)
        if value is None:
            self._fail_value(at, position)
        double, single, token = value.groups()
        text = token.lower() if token is not None else _decoded(double or single or "")
        return name, text, value.end()

    def _fail_value(self, at: int, position: int) -> NoReturn:
        if self._source[position] in "\"'":
            self._fail("Unclosed start tag", at)
        self._fail("Unexpected end of name token", position)

    def _skip_space(self, position: int) -> int:
        match = _SPACE.match(self._source, position)
        return match.end() if match else position

    def _close(self, at: int) -> int:
        if not self._stack:
            self._fail("Unexpected end tag", at)
        name, position = self._name(at + 2)
        position = self._skip_space(position)
        if not self._source.startswith(">", position):
            self._fail("Unclosed end tag", at)
        opened = self._stack.pop()
        if name not in {"", opened.name}:
            where = f"{len(self._source[:at].encode())}"
            expected = f'expected "</{opened.name}>", found "</{name}>"'
            self._fail(f"Unmatched end tag at byte offset {where}, {expected}")
        if self._length > opened.offset:
            self._finish(opened)
        return position + 1

    def _finish(self, opened: _Open) -> None:
        entity: Entity = {
            "type": _STYLES[opened.name],
            "offset": opened.offset,
            "length": self._length - opened.offset,
        }
        match opened.name:
            case "a":
                inner = "".join(self._pieces[opened.piece :])
                self._add_link(entity, opened.attributes.get("href") or inner)
            case "pre" if self._language_inside(entity):
                self._entities[-1]["type"] = "pre"
            case _:
                self._entities.append(entity | self._details(opened))

    def _add_link(self, entity: Entity, url: str) -> None:
        """A user link becomes a mention; a link Telegram does not accept becomes plain text."""
        details = link_entity(url)
        if details is not None:
            self._entities.append(entity | details)

    def _language_inside(self, entity: Entity) -> bool:
        """`<pre><code class="language-x">` is one `pre` with a language."""
        if not self._entities:
            return False
        last = self._entities[-1]
        place = (last["offset"], last["length"])
        return "language" in last and place == (entity["offset"], entity["length"])

    def _details(self, opened: _Open) -> Entity:
        attributes = opened.attributes
        match opened.name:
            case "blockquote" if "expandable" in attributes:
                return {"type": "expandable_blockquote"}
            case "code" if attributes.get("class", "").startswith("language-"):
                return {"language": attributes["class"].removeprefix("language-")}
            case "tg-emoji":
                return custom_emoji(attributes.get("emoji-id", ""))
            case "tg-time":
                return time_details(attributes.get("unix", ""), attributes.get("format", ""))
        return {}


def custom_emoji(emoji_id: str) -> Entity:
    if not _EMOJI_ID.fullmatch(emoji_id):
        raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
    return {"custom_emoji_id": emoji_id}


def time_details(unix: str, shape: str) -> Entity:
    """https://core.telegram.org/bots/api#date-time-entity-formatting"""
    if not _UNIX_TIME.fullmatch(unix):
        raise bad_request("can't parse entities: Invalid Unix time specified")
    if not _TIME_FORMAT.fullmatch(shape):
        raise bad_request("can't parse entities: Invalid date-time format specified")
    details: Entity = {"type": "date_time", "unix_time": int(unix)}
    return details | ({"date_time_format": shape} if shape else {})


def _finished(entity: Entity) -> Entity:
    if entity["type"] == "code":
        entity.pop("language", None)
    return entity


def _decoded(raw: str) -> str:
    return _REFERENCE.sub(_character, raw) if "&" in raw else raw


def _character(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code in _SURROGATES:
        raise bad_request(f"can't parse entities: {_SURROGATE}")
    return chr(code) if 0 < code < _PAST_UNICODE else match.group()
