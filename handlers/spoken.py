"""What somebody means by a message before any question is asked: a command, or the way out."""

import re
import unicodedata

from aiogram import Bot
from aiogram.types import Message

from utils.l10n import Translator

NAME = re.compile(r"/([A-Za-z0-9_]+)(?:@([A-Za-z0-9_]+))?")
UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"})
"""Kinds of characters that show nothing by themselves: spaces, joiners, marks of direction, and
what changes the look of a letter before it.
"""


def seen(text: str) -> str:
    """Without what nobody sees at either end."""
    first, last = 0, len(text)
    while first < last and unicodedata.category(text[first]) in UNSEEN:
        first += 1
    while last > first and unicodedata.category(text[last - 1]) in UNSEEN:
        last -= 1
    return text[first:last]


async def command(message: Message, bot: Bot) -> tuple[str, str] | None:
    """(name, what follows) of text or a caption that Telegram's apps show as a command.

    One that is addressed to another bot, or that does not stand alone, has no name of ours.
    """
    text = message.text or message.caption or ""
    shown = seen(text)
    found = NAME.match(shown)
    if found is None:
        return ("", "") if _marked(message, len(text) - len(text.lstrip())) else None
    rest, (name, mention) = shown[found.end() :], found.groups()
    alone = not rest or unicodedata.category(rest[0]) in UNSEEN
    if mention and mention.casefold() != ((await bot.me()).username or "").casefold():
        alone = False
    return name.casefold() if alone else "", seen(rest)


def _marked(message: Message, offset: int) -> bool:
    """Whether Telegram itself calls its beginning a command."""
    marks = message.entities or message.caption_entities or []
    return any(mark.type == "bot_command" and mark.offset <= offset for mark in marks)


def wants_out(text: str, t: Translator) -> bool:
    """One of the words that ask for the menu, alone: nobody has to know the commands."""
    word = seen(seen(text).strip(".!")).casefold()
    return bool(word) and word in t("leave-words").split(", ")
