"""Screens of the conversation with the shop, and the way out of every question."""

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import AdminOrder, AnswerPerson, Home, TalkToUs
from handlers.views.screen import Rows, Screen, button, lines, paragraphs
from models.order import Order
from models.user import User
from utils.l10n import Translator


def way_out(t: Translator) -> Rows:
    """Any button ends the question that waits."""
    return [[button(t("button-cancel"), Home()), button(t("button-talk"), TalkToUs())]]


def how(t: Translator, codes: list[str]) -> Screen:
    """`codes`: of the orders that are under way; the shop sees them by itself."""
    text = paragraphs(t("talk"), t("talk-orders", codes=", ".join(codes)) if codes else None)
    return Screen(text, [[button(t("button-home"), Home())]])


def person(t: Translator, user: User) -> str:
    """Name, link and @name, as admins see them."""
    username = t("admin-card-username", username=user.username) if user.username else ""
    return f"{t('talk-person', id=str(user.id), name=user.name)} {username}".rstrip()


def question(t: Translator, user: User, order: Order | None, *, edited: bool) -> Screen:
    """What stands above the copy of a customer's message."""
    key = "talk-question-edited" if edited else "talk-question"
    return Screen(
        lines(
            t(key),
            person(t, user),
            t("talk-question-order", code=order.code) if order else None,
        )
    )


def below_question(t: Translator, user_id: int, order: Order | None) -> Rows:
    answer = [button(t("button-answer"), AnswerPerson(user_id=user_id), style="primary")]
    return [answer, [_card(t, order)] if order else []]


def _card(t: Translator, order: Order) -> InlineKeyboardButton:
    return button(t("button-talk-order", code=order.code), AdminOrder(order_id=order.id))


def answered(t: Translator, admin: User, user: User, *, edited: bool) -> Screen:
    """What the other admins read above the copy of an answer."""
    key = "talk-answered-edited" if edited else "talk-answered"
    return Screen(t(key, admin=admin.name, name=user.name))


def answer(t: Translator, *, edited: bool) -> Screen:
    return Screen(t("talk-answer-edited" if edited else "talk-answer"))


def below_answer(t: Translator) -> Rows:
    return [[button(t("button-home"), Home())]]


def type_answer(t: Translator, user: User) -> Screen:
    return Screen(t("talk-type-answer", name=user.name), [[cancel(t)]])


def cancel(t: Translator) -> InlineKeyboardButton:
    return button(t("button-cancel"), Home())


def sent_on(t: Translator, user: User) -> Screen:
    """They hear it once they can be reached."""
    key = "talk-sent-later" if user.unreachable_at else "talk-sent"
    return Screen(t(key, name=user.name), [[button(t("button-home"), Home())]])
