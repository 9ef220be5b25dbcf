"""Groups that hear of the shop: which they are, and what they read."""

from collections.abc import Mapping, Sequence

from aiogram.types import InlineKeyboardButton

from handlers import notice_callbacks as on
from handlers.admin_callbacks import Unanswered
from handlers.callbacks import AdminOrder
from handlers.views.screen import (
    LABEL_LIMIT,
    Screen,
    button,
    column,
    cut,
    dated,
    lines,
    paragraphs,
    plain,
)
from models.notice_group import MOST_GROUPS, NoticeGroup
from utils.l10n import Translator

CHAT = "https://t.me/{}"


@dated
def groups(t: Translator, rows: Sequence[NoticeGroup]) -> Screen:
    """With a button that takes each off, and how another one is added."""
    told = [_line(t, row) for row in rows]
    off = [
        button(t("button-notice-group-off", name=row.title), on.TakeOff(chat=row.chat_id))
        for row in rows
    ]
    return Screen(
        paragraphs(
            t("notice-group-list"),
            lines(*told) if told else t("notice-group-list-none"),
            t("notice-group-how", most=MOST_GROUPS),
        ),
        [*column(off), [button(t("button-back"), on.Notices())]],
    )


def _line(t: Translator, row: NoticeGroup) -> str:
    where = "topic" if row.thread_id else "group"
    state = str(row.why) if row.why else "well"
    return t("notice-group-line", name=row.title, where=where, state=state)


def news(t: Translator, event: str, facts: Mapping[str, str]) -> str:
    """What happened and to which order: no name of a person, no sum, no address, no reason."""
    return t("notice-group-news", event=event, **facts)


def order_button(t: Translator, code: str, order_id: int) -> InlineKeyboardButton:
    return button(t("button-notice-group-order", code=code), AdminOrder(order_id=order_id))


def questions_button(t: Translator) -> InlineKeyboardButton:
    """Of no one of them: whoever is in the group can read what a button carries."""
    return button(t("button-unanswered-open"), Unanswered())


def chat_button(t: Translator, bot_name: str) -> InlineKeyboardButton:
    """Into the own chat of who presses: what is shown there, their rights say."""
    text = cut(plain(t("button-notice-group-chat")), LABEL_LIMIT)
    return InlineKeyboardButton(text=text, url=CHAT.format(bot_name))


def standing(t: Translator, name: str, what: str) -> Screen:
    """To owners: a group cannot be written to, can again, or is taken off."""
    return Screen(
        t("notice-group-standing", name=name, what=what),
        [[button(t("button-notice-groups"), on.NoticeGroups())]],
    )
