"""What a view returns: words and buttons, ready to send."""

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import NamedTuple, ParamSpec, Protocol, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from models.opened import Face
from utils.l10n import Translator

Rows = Sequence[Sequence[InlineKeyboardButton]]
CAPTION_LIMIT = 1024
TEXT_LIMIT = 4096
"""UTF-16 code units after the markup is taken off: https://core.telegram.org/bots/api#sendmessage"""
BAR = 6
"""Fields of a progress bar at most."""
STAMP = 40
"""UTF-16 units that are left for when a screen was read."""
TEXT_ROOM, CAPTION_ROOM = TEXT_LIMIT - STAMP, CAPTION_LIMIT - STAMP
LABEL_LIMIT = 60
"""UTF-16 units of a button's label; clients show about half of that."""
ROOM, SHORTEST = 32, 8
"""UTF-16 units of a label alone in its row that a narrow phone shows; and of a name in it."""
BESIDE = {2: 16, 3: 10, 4: 6, 5: 5, 6: 4}
"""UTF-16 units of a label that a phone shows of so many buttons beside each other."""
SHELF = 20
"""Buttons of a list on one screen; Telegram takes 100 and about 10 kB."""
MARKUP = re.compile(r"<[^>]*>")


class Photo(Protocol):
    """A photo above the words."""

    @property
    def file_id(self) -> str | None:
        """Telegram's name for it, if this bot has sent it before."""

    async def content(self) -> bytes | None:
        """None: it is missing, and the words go alone."""

    async def sent(self, bot_id: int, file_id: str) -> None:
        """It was sent, and has this name from now on."""


class Follows(NamedTuple):
    """The message is edited when something happens to that order; without one, to any order.
    `spot`: of a list, which page of which.
    """

    order_id: int | None
    face: Face
    spot: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """`text` is Telegram HTML with every argument escaped; below a photo it is a caption."""

    text: str
    rows: Rows = field(default_factory=tuple)
    photo: Photo | None = None
    dated: bool = False
    """It states what can change: when it was read stands below it."""
    follows: Follows | None = None

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        if not any(self.rows):
            return None
        rows = [part for row in self.rows if row for part in on_a_phone(row)]
        return InlineKeyboardMarkup(inline_keyboard=rows)


P = ParamSpec("P")


def dated(view: Callable[P, Screen]) -> Callable[P, Screen]:
    """Of a view that states what can change."""

    @wraps(view)
    def read(*args: P.args, **kwargs: P.kwargs) -> Screen:
        return replace(view(*args, **kwargs), dated=True)

    return read


def button(text: str, action: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    """`text` comes from the translator, escaped; Telegram shows labels as they are.
    What stands last in one may be empty.
    """
    label = cut(plain(text).strip(), LABEL_LIMIT)
    return InlineKeyboardButton(text=label, callback_data=action.pack(), style=style)


def named(t: Translator, key: str, name: str, called: str = "name", **rest: object) -> str:
    """The label with so much of the name in it that a phone still shows what follows the name."""
    whole = plain(t(key, **{called: name}, **rest))
    over = max(0, units(whole) - ROOM)
    return t(key, **{called: cut(name, max(SHORTEST, units(name) - over))}, **rest)


def on_a_phone(row: Sequence[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """In so many rows, as even as can be, that a phone shows every label whole."""
    longest = max(units(one.text) for one in row)
    beside = next((n for n in range(len(row), 1, -1) if longest <= BESIDE.get(n, 2)), 1)
    parts = -(-len(row) // beside)
    size = -(-len(row) // parts)
    return [list(row[at : at + size]) for at in range(0, len(row), size)]


def units(text: str) -> int:
    """How Telegram measures: an emoji counts two or more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible(text: str) -> str:
    """Our own HTML without its markup, as the reader sees it and Telegram counts it."""
    return html.unescape(MARKUP.sub("", text))


def fits(text: str, limit: int) -> bool:
    return units(visible(text)) <= limit


def cut(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units of plain text, with a mark where something is missing."""
    if units(text) <= limit:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (limit - 1)]
    return kept.decode("utf-16-le", "ignore").rstrip("\u200d\ufe0f ") + "…"


def pieces(text: str, limit: int) -> list[str]:
    """In pieces of at most `limit` UTF-16 units, between words where there are any."""
    found, rest = [], text.strip()
    while units(rest) > limit:
        head = rest.encode("utf-16-le", "surrogatepass")[: 2 * limit].decode("utf-16-le", "ignore")
        at = max(head.rfind("\n"), head.rfind(" "))
        found.append(rest[: at if at > 0 else len(head)].strip())
        rest = rest[len(found[-1]) :].strip() if at <= 0 else rest[at:].strip()
    return [*found, rest] if rest else found


def cut_words(text: str, limit: int) -> str:
    """The same, and no word is broken unless it is longer than half of it."""
    short = cut(text, limit)
    if short == text:
        return text
    whole = short.removesuffix("…").rpartition(" ")[0].rstrip(" ,;:(")
    return f"{whole} …" if 2 * units(whole) >= limit else short


def plain(text: str) -> str:
    """A translated text for where Telegram reads no HTML: labels, toasts and alerts."""
    return html.unescape(text)


def copy_button(text: str, value: str, style: str | None = None) -> InlineKeyboardButton:
    """A button that puts `value` (1-256 characters) into the reader's clipboard."""
    label = cut(plain(text), LABEL_LIMIT)
    return InlineKeyboardButton(text=label, copy_text=CopyTextButton(text=value), style=style)


def column(buttons: Iterable[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [[one] for one in buttons]


def one_line(text: str) -> str:
    """What was typed in lines, with commas where the lines ended."""
    parts = (" ".join(line.split()).rstrip(",") for line in text.splitlines())
    return ", ".join(part for part in parts if part)


def paragraphs(*parts: str | None) -> str:
    """The parts that say something, an empty line between them."""
    return "\n\n".join(part for part in parts if part)


def lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def bounded(t: Translator, told: Sequence[str], most: int) -> list[str]:
    """The first of them, and how many more there are."""
    if len(told) <= most:
        return [*told]
    return [*told[:most], t("invoice-lines-more", count=len(told) - most)]


Item = TypeVar("Item")


def page_of(rows: Sequence[Item], page: int) -> tuple[Sequence[Item], int, bool]:
    """What is on that page, its number within what there is, and whether another follows."""
    last = max(0, len(rows) - 1) // SHELF
    page = max(0, min(page, last))
    return rows[page * SHELF : (page + 1) * SHELF], page, page < last


def bar(depth: int, required: int) -> str:
    """`▰▱▱`: never full before it is done, nor empty of fields."""
    fields = max(1, min(required, BAR))
    full = min(fields, depth * fields // max(1, required))
    return "▰" * full + "▱" * (fields - full)
