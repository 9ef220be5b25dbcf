"""Notes and tags of a person."""

from aiogram.types import InlineKeyboardButton

from handlers.admin_callbacks import OpenPerson
from handlers.people_callbacks import AskNote, AskTag, DropNote, OpenNotes, OpenTags, TurnTag
from handlers.views.moments import local
from handlers.views.person import known
from handlers.views.screen import Screen, button, cut, dated, paragraphs
from models.person import MOST_NOTES
from models.user import User
from services.people.remarks import Remark, Remarks, Tags
from utils.l10n import Translator

NAME = 32
"""UTF-16 units of a name."""
LONG, SHORT = 360, 60
"""UTF-16 units of a note: of the newest ones, and of the others."""
WHOLE = 3
"""Notes that are shown at length."""


@dated
def notes(t: Translator, found: Remarks) -> Screen:
    user_id = found.user.id
    rows = [
        line(t, note, LONG if place < WHOLE else SHORT, place + 1)
        for place, note in enumerate(found.notes)
    ]
    drops = [
        button(t("button-note-drop", number=place), DropNote(user_id=user_id, note_id=note.id))
        for place, note in enumerate(found.notes, 1)
    ]
    room = len(found.notes) < MOST_NOTES
    add = [button(t("button-note-add"), AskNote(user_id=user_id), style="primary")]
    return Screen(
        paragraphs(known(t, found.user), *(rows or [t("notes-none")])),
        [
            add if room else [],
            *(drops[start : start + 3] for start in range(0, len(drops), 3)),
            [_back(t, found.user)],
        ],
    )


def line(t: Translator, note: Remark, room: int, number: int | None = None) -> str:
    """Who wrote it when."""
    text = t("note-damaged") if note.text is None else cut(note.text, room)
    by = cut(note.by, NAME)
    if number is None:
        return t("note", by=by, at=local(note.at), text=text)
    return t("note-numbered", number=number, by=by, at=local(note.at), text=text)


def _back(t: Translator, user: User) -> InlineKeyboardButton:
    return button(t("button-back"), OpenPerson(user_id=user.id, order_id=0))


def ask_note(t: Translator, user: User) -> Screen:
    back = button(t("button-back"), OpenNotes(user_id=user.id))
    return Screen(t("ask-note", name=cut(user.name, NAME)), [[back]])


@dated
def tags(t: Translator, found: Tags) -> Screen:
    """Those that there are, to be turned on and off."""
    user_id, theirs = found.user.id, {tag.id for tag in found.theirs}
    ways = [
        button(
            t("tag-choice", name=tag.name, here="yes" if tag.id in theirs else "no"),
            TurnTag(user_id=user_id, tag_id=tag.id, on=int(tag.id not in theirs)),
        )
        for tag in found.all
    ]
    return Screen(
        paragraphs(known(t, found.user), t("tags") if ways else t("people-no-tags")),
        [
            *(ways[start : start + 2] for start in range(0, len(ways), 2)),
            [button(t("button-tag-new"), AskTag(user_id=user_id), style="primary")],
            [_back(t, found.user)],
        ],
    )


def ask_tag(t: Translator, user: User) -> Screen:
    back = button(t("button-back"), OpenTags(user_id=user.id))
    return Screen(t("ask-tag", name=cut(user.name, NAME)), [[back]])
