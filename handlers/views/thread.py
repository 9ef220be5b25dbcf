"""Questions of customers: what waits, who sees to it, what was written."""

from aiogram.types import InlineKeyboardButton

from handlers.admin_callbacks import ShowTalk, Unanswered
from handlers.callbacks import AdminSources, AnswerPerson
from handlers.support_callbacks import (
    CloseThread,
    LetGoThread,
    OpenThread,
    ReopenThread,
    ShowSaid,
    TakeThread,
)
from handlers.views import talk as talk_views
from handlers.views.moments import local
from handlers.views.order import pages
from handlers.views.screen import (
    Rows,
    Screen,
    button,
    column,
    cut,
    dated,
    lines,
    named,
    paragraphs,
)
from models.order import Order
from models.support import Thread, ThreadState
from models.user import User
from services.people.publicid import spelled
from services.people.thread import COUNTED, PAGE, OpenQuestions, Said, ThreadPage
from utils.l10n import Translator

NAME, TAKER = 24, 16
"""UTF-16 units of a name on a button and in a line; and of who has taken it, behind a name."""


def counted(count: int) -> str:
    return f"{COUNTED - 1}+" if count >= COUNTED else str(count)


@dated
def waiting(t: Translator, questions: OpenQuestions) -> Screen:
    """Who waits for an answer, the longest first, and who sees to it."""
    buttons = column(
        button(
            named(t, "thread-row-taken", name, taker=cut(taker, TAKER))
            if taker
            else t("thread-row", name=cut(name, NAME)),
            OpenThread(user_id=user_id, page=0, here=1),
        )
        for user_id, name, taker, _ in questions.rows
    )
    if questions.rows:
        text = t("threads-open", count=counted(questions.count), shown=len(questions.rows))
    else:
        text = t("unanswered-none")
    return Screen(text, [*buttons, [button(t("button-back"), AdminSources())]])


@dated
def thread(t: Translator, of: ThreadPage, me: int) -> Screen:
    """The newest first; `me`: who reads it."""
    first = of.page * PAGE
    said = [_said(t, number, one) for number, one in enumerate(of.said, first + 1)]
    text = paragraphs(
        lines(talk_views.person(t, of.user), *_state(t, of)),
        lines(*said) or t("thread-nothing"),
    )
    return Screen(text, _rows(t, of, me))


def _state(t: Translator, of: ThreadPage) -> list[str | None]:
    if of.thread is None:
        return []
    state = t("thread-state", state=of.thread.state, at=local(of.thread.since))
    return [state, t("taken-by", name=cut(of.taker, NAME)) if of.taker else None]


def _said(t: Translator, number: int, one: Said) -> str:
    talk = one.talk
    return t(
        "thread-said",
        number=str(number),
        at=local(talk.at),
        by=cut(one.by, NAME),
        who=talk.direction,
        edited="yes" if talk.edits else "no",
    )


def _rows(t: Translator, of: ThreadPage, me: int) -> Rows:
    user_id, first = of.user.id, of.page * PAGE
    shown = [
        button(t("button-thread-said", number=str(number)), _show(user_id, one))
        for number, one in enumerate(of.said, first + 1)
    ]
    turns = pages(t, of.page, of.more, lambda page: OpenThread(user_id=user_id, page=page, here=1))
    return [
        shown,
        turns,
        [button(t("button-answer"), AnswerPerson(user_id=user_id), style="primary")],
        *acts(t, of.user, of.thread, me, of.upto),
        [button(t("button-thread-waits"), ShowTalk(user_id=user_id))] if waits(of) else [],
        [button(t("button-person", name=cut(of.user.name, NAME)), talk_views.person_of(of.user))],
        [
            button(t("button-refresh"), OpenThread(user_id=user_id, page=of.page, here=1)),
            button(t("button-back"), Unanswered()),
        ],
    ]


def waits(of: ThreadPage) -> bool:
    return of.thread is not None and of.thread.state is ThreadState.OPEN


def _show(user_id: int, one: Said) -> ShowSaid:
    return ShowSaid(user_id=user_id, talk_id=one.talk.id)


def acts(
    t: Translator, user: User, thread: Thread | None, me: int | None, upto: int
) -> list[list[InlineKeyboardButton]]:
    """What may be done with the question; `me`: who reads it, None for several at once."""
    if thread is None:
        return []
    here = 1 if me else 0
    if thread.state is not ThreadState.OPEN:
        return [[button(t("button-thread-reopen"), ReopenThread(user_id=user.id, here=here))]]
    close = button(t("button-thread-close"), CloseThread(user_id=user.id, upto=upto, here=here))
    take = TakeThread(user_id=user.id, seen=thread.taken_by or 0, here=here)
    if thread.taken_by is None:
        return [[button(t("button-take"), take), close]]
    let_go = button(t("button-let-go"), LetGoThread(user_id=user.id, here=here))
    over = button(t("button-take-over"), take)
    hands = [let_go] if me == thread.taken_by else [over] if me else [let_go, over]
    return [hands, [close]]


def below_question(
    t: Translator, of: ThreadPage, order: Order | None, message_id: int | None = None
) -> Rows:
    """Below the copy of a message: who sees to it, and the ways on."""
    rows = talk_views.below_question(t, of.user, order, message_id)
    return [*rows, [taken(t, of), history(t, of.user)]]


def taken(t: Translator, of: ThreadPage) -> InlineKeyboardButton:
    """Who sees to it, or the offer; what is over says so."""
    thread, look = of.thread, OpenThread(user_id=of.user.id, page=0, here=0)
    if thread is None or thread.state is not ThreadState.OPEN:
        state = thread.state if thread else ThreadState.ANSWERED
        return button(t("button-thread-over", state=state), look)
    if of.taker:
        return button(t("button-thread-taken", name=cut(of.taker, NAME)), look)
    return button(t("button-take"), TakeThread(user_id=of.user.id, seen=0, here=0))


def history(t: Translator, user: User) -> InlineKeyboardButton:
    return button(t("button-thread-history"), OpenThread(user_id=user.id, page=0, here=0))


def panel(t: Translator, of: ThreadPage, public_id: str | None, codes: list[str]) -> Screen:
    """The first message of a customer's topic; its letter edits it."""
    text = paragraphs(
        lines(
            talk_views.person(t, of.user),
            t("person-public-id", id=spelled(public_id)) if public_id else None,
            t("panel-orders", codes=", ".join(codes)) if codes else t("panel-no-orders"),
            *_state(t, of),
        ),
        t("panel-how"),
    )
    ways = [
        history(t, of.user),
        button(t("button-person", name=cut(of.user.name, NAME)), talk_views.person_of(of.user)),
    ]
    return Screen(text, [*acts(t, of.user, of.thread, None, of.upto), ways])


def below_topic(t: Translator, of: ThreadPage, message_id: int, *, edited: bool) -> Rows:
    """Below a customer's message in their topic, whose heading it has no room for."""
    rows = talk_views.below_question(t, of.user, None, message_id)
    aside = [rows[1][1]]
    changed = [button(t("button-topic-edited"), OpenThread(user_id=of.user.id, page=0, here=0))]
    return [changed, aside] if edited else [aside]


def below_answered(t: Translator, user: User, admin: User, *, edited: bool) -> Rows:
    label = t("button-topic-answered", name=cut(admin.name, NAME), edited="yes" if edited else "no")
    return [[button(label, OpenThread(user_id=user.id, page=0, here=0))]]
