"""Which buttons somebody may press: nobody is shown one that they may not."""

from collections.abc import Mapping, Set
from dataclasses import replace

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import Home, TalkToUs
from handlers.views.screen import Rows, Screen, button
from models.permission import Permission
from utils.l10n import Translator

Doors = Mapping[str, Permission]
"""By a button's prefix, what pressing it needs; a customer's are not among them."""
SEPARATOR = ":"


def is_open(one: InlineKeyboardButton, doors: Doors, rights: Set[Permission]) -> bool:
    prefix = (one.callback_data or "").partition(SEPARATOR)[0]
    if prefix == TalkToUs.__prefix__:  # who answers for the shop does not talk to it
        return Permission.TALK not in rights
    needs = doors.get(prefix)
    return needs is None or needs in rights


def open_rows(rows: Rows, doors: Doors, rights: Set[Permission]) -> Rows:
    return [[one for one in row if is_open(one, doors, rights)] for row in rows]


def open_to(screen: Screen, doors: Doors, rights: Set[Permission], t: Translator) -> Screen:
    """The screen with what they may press; where its last row was the way back, that leads home."""
    shown = [row for row in screen.rows if row]
    rows = open_rows(shown, doors, rights)
    if rows and not rows[-1]:
        rows = [*rows[:-1], [button(t("button-home"), Home())]]
    return screen if rows == shown else replace(screen, rows=rows)
