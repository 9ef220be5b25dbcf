"""What a view returns: words and buttons, ready to send."""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

Rows = Sequence[Sequence[InlineKeyboardButton]]
CAPTION_LIMIT = 1024
TEXT_LIMIT = 4096


@dataclass(frozen=True, slots=True)
class Screen:
    """`text` is Telegram HTML with every argument escaped."""

    text: str
    rows: Rows = field(default_factory=tuple)

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        if not any(self.rows):
            return None
        return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in self.rows if row])


def button(text: str, action: CallbackData, style: str | None = None) -> InlineKeyboardButton:
    """`text` comes from the translator, escaped; Telegram shows labels as they are."""
    return InlineKeyboardButton(text=plain(text), callback_data=action.pack(), style=style)


def plain(text: str) -> str:
    """A translated text for where Telegram reads no HTML: labels, toasts and alerts."""
    return html.unescape(text)


def copy_button(text: str, value: str) -> InlineKeyboardButton:
    """A button that puts `value` (1-256 characters) into the reader's clipboard."""
    return InlineKeyboardButton(text=plain(text), copy_text=CopyTextButton(text=value))


def column(buttons: Iterable[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [[one] for one in buttons]


def paragraphs(*parts: str | None) -> str:
    """The parts that say something, an empty line between them."""
    return "\n\n".join(part for part in parts if part)


def lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)
