"""Screens of the conversation with the shop, and the way out of every question."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton, Message

from handlers.admin_callbacks import OpenPerson, PutAside
from handlers.callbacks import AdminOrder, AnswerPerson, Home, TalkToUs
from handlers.views.screen import Rows, Screen, button, cut, lines, paragraphs
from models.order import Order
from models.user import User
from utils.l10n import Translator

NAME = 64
"""UTF-16 units of a person's name."""
EXCERPT = 40
"""UTF-16 units of a message that was not read, so that its writer knows which."""
NAMED = 5
"""Messages that were not read and are named by their words."""


def way_out(t: Translator, *, shop: bool = False) -> Rows:
    """Any button ends the question that waits; who is the shop does not talk to it."""
    if shop:
        return [[button(t("button-do-nothing"), Home())]]
    return [[button(t("button-cancel"), Home()), button(t("button-talk"), TalkToUs())]]


def way_on(t: Translator, *, shop: bool = False) -> Rows:
    """After a refusal behind which no question waits: there is nothing to cancel."""
    home = button(t("button-home"), Home())
    return [[home] if shop else [home, button(t("button-talk"), TalkToUs())]]


def how(t: Translator, codes: list[str], *, shop: bool = False) -> Screen:
    """`codes`: of the orders that are under way; the shop sees them by itself."""
    if shop:
        return Screen(t("talk-to-nobody"), [[button(t("button-home"), Home())]])
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


def unread(t: Translator, lost: Sequence[Message], more: int, *, closing: bool) -> Screen:
    """Each by its first words."""
    count = len(lost) + more
    named = [_named(t, message) for message in lost[:NAMED]]
    key = "unread-restarting" if closing else "unread"
    beyond = t("invoice-lines-more", count=count - NAMED) if count > NAMED else None
    return Screen(lines(t(key, count=count), *named, beyond))


def gone(t: Translator, user: User) -> Screen:
    """To the other admins."""
    return Screen(t("admin-gone", name=cut(user.name, NAME), id=str(user.id)))


def _named(t: Translator, message: Message) -> str:
    words = message.text or message.caption
    key = "unread-words" if words else "unread-other"
    return t(key, words=cut(words or "", EXCERPT), edited="yes" if message.edit_date else "no")


def quoted(t: Translator, text: str) -> str:
    return t("confirm-quoted", text=text)


def below_question(
    t: Translator, user: User, order: Order | None, message_id: int | None = None
) -> Rows:
    """`message_id`: the customer's, which may be put aside."""
    answer = [button(t("button-answer"), AnswerPerson(user_id=user.id), style="primary")]
    who = button(t("button-person", name=cut(user.name, NAME)), person_of(user))
    aside = (
        button(t("button-put-aside"), PutAside(user_id=user.id, message_id=message_id))
        if message_id is not None
        else None
    )
    return [answer, [who, aside] if aside else [who], [_card(t, order)] if order else []]


def person_of(user: User) -> OpenPerson:
    return OpenPerson(user_id=user.id, order_id=0)


def shown(t: Translator, user: User, *, waits: bool) -> Screen:
    """What stands above the copies of what a customer asked."""
    if waits:
        return Screen(lines(t("talk-waits"), person(t, user)))
    return Screen(
        lines(t("talk-waits-no-more"), person(t, user)), below_question(t, user, None, None)
    )


def uncopied(t: Translator, rows: Rows) -> Screen:
    return Screen(t("talk-uncopied"), rows)


def unheard(t: Translator, user: User) -> Screen:
    """To the admin whose answer did not arrive."""
    who = button(t("button-person", name=cut(user.name, NAME)), person_of(user))
    return Screen(t("talk-unheard", name=user.name), [[who]])


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
    key = "talk-sent-barred" if user.banned_at and not user.unreachable_at else key
    return Screen(t(key, name=user.name), [[button(t("button-home"), Home())]])
