"""Telegram's MarkdownV2: text and entities out, or the error a real server gives.

https://core.telegram.org/bots/api#markdownv2-style
"""

import re
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import parse_qs, urlsplit

from sandbox.telegram.errors import bad_request
from sandbox.telegram.html import Entity, custom_emoji, time_details, utf16_length
from sandbox.telegram.links import link_entity

_RESERVED = set("_*[]()~`>#+-=|{}.!\n")
_LITERAL = {"code", "pre"}
_MARKS = {
    "bold": "*", "italic": "_", "underline": "__", "strikethrough": "~", "spoiler": "||",
    "code": "`", "pre": "```", "text_link": "]", "custom_emoji": "]",
}  # fmt: skip
# Longer marks first: __ is not _ twice.
_STARTS = {
    "__": "underline", "||": "spoiler", "```": "pre", "![": "custom_emoji", "_": "italic",
    "*": "bold", "~": "strikethrough", "`": "code", "[": "text_link",
}  # fmt: skip
_NAMES = {
    "bold": "Bold", "italic": "Italic", "underline": "Underline", "code": "Code", "pre": "Pre",
    "strikethrough": "Strikethrough", "spoiler": "Spoiler", "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji", "blockquote": "BlockQuote",
}  # fmt: skip
_LANGUAGE = re.compile(r"([^\s`]+)(?=\s)")
_NEWLINE = re.compile(r"\r\n|\n\r|\r|\n")
# Two bars where a quote ends make it expandable.
_EXPANDABLE = re.compile(r"\|\|\r?(?:\n(?!>)|\Z)")
_ESCAPED = re.compile(r"\\([\x01-\x7e])")
_URL = re.compile(r"\(((?:\\[\x01-\x7e]|[^)])*)(\)?)", re.DOTALL)


def parse_markdown_v2(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities; raises "can't parse entities: ..." with byte offsets."""
    return _Parser(source).run()


@dataclass(slots=True)
class _Open:
    """An entity that waits for its end; `at` is where it began in the source."""

    kind: str
    at: int
    offset: int
    piece: int
    language: str = ""


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._pieces: list[str] = []
        self._length = 0
        self._stack: list[_Open] = []
        self._entities: list[Entity] = []
        self._fresh = True
        """Whether a block quotation can begin here."""

    def run(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._source):
            self._step(self._source[self._at])
        if self._stack and self._stack[-1].kind.endswith("blockquote"):
            self._finish(self._stack.pop())
        if self._stack:
            self._fail_unclosed(self._stack[-1])
        return "".join(self._pieces), sorted(self._entities, key=_order)

    def _step(self, character: str) -> None:
        escaped = _ESCAPED.match(self._source, self._at)
        if escaped:
            self._append(escaped[1], 2)
        elif character not in ("`" if self._top in _LITERAL else _RESERVED):
            self._append(character, 1)
        elif self._top and self._is_end():
            self._end()
        elif character == "\n":
            self._new_line()
        elif character == ">" and self._fresh:
            self._start("blockquote", 1)
            self._fresh = False
        elif self._top.endswith("blockquote") and _EXPANDABLE.match(self._source, self._at):
            self._stack[-1].kind = "expandable_blockquote"
            self._at += 2
        else:
            self._begin(character)

    @property
    def _top(self) -> str:
        return self._stack[-1].kind if self._stack else ""

    def _append(self, text: str, consumed: int) -> None:
        self._pieces.append(text)
        self._length += utf16_length(text)
        self._at += consumed
        if text != "\r":
            self._fresh = False

    def _is_end(self) -> bool:
        mark = _MARKS.get(self._top)
        if mark is None or not self._source.startswith(mark, self._at):
            return False
        return mark != "_" or not self._source.startswith("__", self._at)

    def _begin(self, character: str) -> None:
        for mark, kind in _STARTS.items():
            if self._source.startswith(mark, self._at):
                self._start(kind, len(mark))
                return
        reason = "is reserved and must be escaped with the preceding"
        self._fail(f"Character '{character}' {reason} '\\'")

    def _start(self, kind: str, consumed: int) -> None:
        opened = _Open(kind, self._at, self._length, len(self._pieces))
        self._stack.append(opened)
        self._at += consumed
        if kind == "pre":
            self._skip_language(opened)

    def _skip_language(self, opened: _Open) -> None:
        """A word right after the backticks, and the line break after that."""
        if language := _LANGUAGE.match(self._source, self._at):
            opened.language = language[1]
            self._at = language.end()
        if newline := _NEWLINE.match(self._source, self._at):
            self._at = newline.end()

    def _new_line(self) -> None:
        """A quote goes on as long as lines begin with >, and ends with its line break."""
        in_quote = any(opened.kind.endswith("blockquote") for opened in self._stack)
        goes_on = in_quote and self._source.startswith(">", self._at + 1)
        if in_quote and not goes_on and not self._top.endswith("blockquote"):
            self._fail_unclosed(self._stack[-1])
        self._append("\n", 2 if goes_on else 1)
        if in_quote and not goes_on:
            self._finish(self._stack.pop())
        self._fresh = not goes_on

    def _end(self) -> None:
        opened = self._stack.pop()
        self._at += len(_MARKS[opened.kind])
        details: Entity | None = {}
        if opened.kind == "text_link":
            details = link_entity(self._url(opened, "a URL") or "")
        elif opened.kind == "custom_emoji":
            details = self._emoji(opened)
        if details is not None:
            self._finish(opened, details)

    def _finish(self, opened: _Open, details: Entity | None = None) -> None:
        if self._length == opened.offset:
            return
        entity = {
            "type": opened.kind,
            "offset": opened.offset,
            "length": self._length - opened.offset,
        }
        language = {"language": opened.language} if opened.language else {}
        self._entities.append(entity | language | (details or {}))

    def _url(self, opened: _Open, what: str) -> str | None:
        """The URL in brackets, else the text itself; None for an emoji without one."""
        match = _URL.match(self._source, self._at)
        if match is None:
            is_link = opened.kind == "text_link"
            return "".join(self._pieces[opened.piece :]) if is_link else None
        if not match[2]:
            self._fail(f"Can't find end of {what}", self._at + 1)
        self._at = match.end()
        return _ESCAPED.sub(r"\1", match[1])

    def _emoji(self, opened: _Open) -> Entity:
        """`tg://emoji?id=...`, or `tg://time?unix=...&format=...` for a date."""
        url = self._url(opened, "a custom emoji URL")
        if url is None:
            self._fail("Custom emoji entity must contain a tg://emoji URL")
        try:
            parts = urlsplit(url)
        except ValueError:
            self._fail("Custom emoji URL must have scheme tg")
        if parts.scheme.lower() != "tg":
            self._fail("Custom emoji URL must have scheme tg")
        host = (parts.netloc or parts.path).strip("/").lower()
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if host == "time":
            return time_details(query.get("unix", ""), query.get("format", ""))
        if host != "emoji":
            self._fail('Custom emoji URL must have host "emoji"')
        if "id" not in query:
            self._fail("Custom emoji URL must have an emoji identifier")
        return custom_emoji(query["id"])

    def _fail_unclosed(self, opened: _Open) -> NoReturn:
        name = "PreCode" if opened.language else _NAMES[opened.kind]
        self._fail(f"Can't find end of {name} entity", opened.at)

    def _fail(self, reason: str, at: int | None = None) -> NoReturn:
        where = "" if at is None else f" at byte offset {len(self._source[:at].encode())}"
        raise bad_request(f"can't parse entities: {reason}{where}")


def _order(entity: Entity) -> tuple[int, int]:
    return entity["offset"], -entity["length"]
