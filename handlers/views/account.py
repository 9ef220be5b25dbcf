"""A customer's account: who the shop thinks they are, what it owes them, what it stores."""

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import InlineKeyboardButton

from handlers.account_callbacks import (
    AskErase,
    CreditHistory,
    DropDetail,
    EditDetail,
    EraseNow,
    HideMe,
    LeaveAlone,
    OpenAccount,
    OpenLeaderboard,
    SkipDetail,
    Stored,
)
from handlers.admin_callbacks import OpenPerson
from handlers.callbacks import Catalogue, GiveRefundAddress, Home, Languages, MyOrders, TalkToUs
from handlers.refill_callbacks import Refill
from handlers.views.leaderboard import own_badges
from handlers.views.moments import day
from handlers.views.order import pages
from handlers.views.screen import Rows, Screen, button, column, cut, dated, lines, paragraphs
from models.account import Detail
from models.credit import CreditEntry
from models.user import User
from services.people.publicid import spelled
from services.sale.account import MOST_ORDERS, AccountCard
from services.sale.erasure import Plan
from services.sale.leaderboard import Manner, Standing
from services.sale.order import PAGE
from utils.l10n import Translator
from utils.money import format_money

NAME = 64
"""UTF-16 units of a name."""
NAMED = 10
"""Things that somebody waits for and that are named; the others are counted."""


@dated
def account(
    t: Translator,
    card: AccountCard,
    asked: Sequence[Detail],
    own: Standing,
    *,
    refills: bool = False,
) -> Screen:
    """`asked`: what may be told here beside what was told; `refills`: credit can be bought."""
    money = format_money(card.credit, card.currency, t.language)
    text = paragraphs(
        t("account", id=spelled(card.public_id)),
        lines(
            t("account-name", name=cut(card.user.name, NAME)),
            *_told(t, card.told),
            t("account-group", name=cut(card.group, NAME)) if card.group else None,
            t("account-credit", credit=money),
            own_badges(t, own.badges),
        ),
    )
    return Screen(
        text,
        [
            _edit(t, card, asked),
            [button(t("button-refill"), Refill())] if refills else [],
            [
                button(t("button-credit-history"), CreditHistory(page=0)),
                button(t("button-orders"), MyOrders(page=0)),
            ],
            [button(t("button-stored"), Stored()), button(t("button-language"), Languages())],
            [
                button(
                    t("button-quiet", quiet=int(card.quiet)), LeaveAlone(quiet=int(not card.quiet))
                )
            ],
            *_ranking(t, own),
            [button(t("button-home"), Home())],
        ],
    )


def _edit(t: Translator, card: AccountCard, asked: Sequence[Detail]) -> list[InlineKeyboardButton]:
    return [
        button(t("button-detail", detail=one.value), EditDetail(detail=one))
        for one in Detail
        if one in card.told or one in asked
    ]


def _ranking(t: Translator, own: Standing) -> Rows:
    """Where the shop has a leaderboard."""
    if not own.on:
        return []
    opened = [button(t("button-leaderboard"), OpenLeaderboard())]
    if own.manner in (None, Manner.HIDDEN):
        return [opened]
    return [opened, [button(t("button-hide-me"), HideMe())]]


def _told(t: Translator, told: dict[Detail, str | None]) -> list[str]:
    return [
        t("account-detail", detail=detail.value, text=text)
        if text is not None
        else t("account-detail-damaged", detail=detail.value)
        for detail, text in told.items()
    ]


@dated
def history(
    t: Translator, card: AccountCard, page: int, rows: Sequence[tuple[CreditEntry, str | None]]
) -> Screen:
    """One page, newest first; `rows` holds one more when there is a next one."""
    money = format_money(card.credit, card.currency, t.language)
    told = [_entry(t, entry, code) for entry, code in rows[:PAGE]]
    turns = pages(t, page, len(rows) > PAGE, lambda n: CreditHistory(page=n))
    text = paragraphs(
        t("credit-history", credit=money), lines(*told) if told else t("credit-history-none")
    )
    return Screen(text, [turns, [_back(t)]])


def _entry(t: Translator, entry: CreditEntry, code: str | None) -> str:
    amount = format_money(abs(entry.amount), entry.currency, t.language)
    return t(
        "account-credit-entry",
        date=day(t.language, entry.created_at),
        sign="+" if entry.amount > 0 else "−",
        amount=amount,
        reason=t(f"credit-reason-{entry.reason.value}"),
        code=code or "none",
    )


def _back(t: Translator) -> InlineKeyboardButton:
    return button(t("button-back"), OpenAccount())


@dated
def stored(t: Translator, card: AccountCard, plan: Plan) -> Screen:
    """Everything, whether it may be erased or not."""
    orders = f"{MOST_ORDERS}+" if card.orders >= MOST_ORDERS else str(card.orders)
    text = paragraphs(
        t("stored", name=cut(card.user.name, NAME), id=str(card.user.id)),
        lines(
            t("stored-username", username=card.user.username) if card.user.username else None,
            *_told(t, card.told),
        ),
        lines(
            t("stored-rest", orders=orders, told=plan.told, wishes=card.wishes), t("stored-more")
        ),
        _kept(t, card.erasing),
    )
    drop = [
        button(t("button-detail-drop", detail=one.value), DropDetail(detail=one))
        for one in card.told
    ]
    erase = button(t("button-erase"), AskErase(), style="danger")
    return Screen(text, [*column(drop), [erase], [_back(t)]])


def _kept(t: Translator, until: datetime | None) -> str | None:
    return t("stored-until", date=day(t.language, until)) if until else None


@dated
def ask_erase(t: Translator, card: AccountCard, plan: Plan) -> Screen:
    """What goes, what stays and why; or why nothing can go now."""
    if not plan.allowed:
        why = "error-erase-staff" if plan.staff else "error-erase-open"
        return Screen(t(why, codes=", ".join(plan.open)), [[button(t("button-back"), Stored())]])
    money = format_money(plan.credit, card.currency, t.language)
    when = day(t.language, plan.until) if plan.until else ""
    text = paragraphs(
        t("erase", wishes=card.wishes),
        _orders_say(t, plan, when),
        t("erase-stays"),
        t("erase-credit", credit=money) if plan.credit > 0 else None,
    )
    yes = button(t("button-erase-now"), EraseNow(seen=plan.mark), style="danger")
    return Screen(text, [[yes], [button(t("button-do-nothing"), Stored())]])


def _orders_say(t: Translator, plan: Plan, when: str) -> str | None:
    if not plan.told:
        return None
    return t("erase-orders-later" if when else "erase-orders", count=plan.told, date=when)


def erased(t: Translator, until: datetime | None) -> Screen:
    text = paragraphs(t("erased"), _kept(t, until))
    return Screen(text, [[button(t("button-home"), Home())]])


def ask_detail(t: Translator, detail: Detail, shop: str, *, newcomer: bool) -> Screen:
    """`newcomer`: it is asked by the shop, and may be skipped."""
    if newcomer:
        skip = button(t("button-skip"), SkipDetail(detail=detail))
        text = t("onboarding", detail=detail.value, shop=shop)
        return Screen(text, [[skip], [button(t("button-home"), Home())]])
    return Screen(
        t("ask-detail", detail=detail.value), [[button(t("button-cancel"), OpenAccount())]]
    )


def welcomed(t: Translator) -> Screen:
    """Nothing more is asked."""
    ways = [button(t("button-catalogue"), Catalogue()), button(t("button-account"), OpenAccount())]
    return Screen(t("onboarded"), [ways])


def skipped_nothing(t: Translator, *, asked: bool) -> Screen:
    """`asked`: another question waited, and has ended."""
    return Screen(t("skip-question" if asked else "skip-nothing"), _home(t))


def stopped(t: Translator, names: Sequence[str], *, asked: bool) -> Screen:
    """Exactly what was stopped, what goes on, and how it begins again."""
    shown = ", ".join(cut(name, NAME) for name in names[:NAMED])
    more = max(0, len(names) - NAMED)
    text = paragraphs(
        t("stop-question") if asked else None,
        t("stop-wishes", count=len(names), names=shown, more=more) if names else t("stop-none"),
        t("stop-asking"),
        t("stop-goes-on"),
    )
    return Screen(text, [[button(t("button-catalogue"), Catalogue())], *_home(t)])


@dated
def refunds(t: Translator, asked: Sequence[tuple[int, str]]) -> Screen:
    """How money comes back, and the orders whose money waits for an address."""
    give = column(
        button(t("button-refund-for", code=code), GiveRefundAddress(order_id=order_id))
        for order_id, code in asked
    )
    text = paragraphs(t("refunds"), t("refunds-asked", count=len(asked)) if asked else None)
    ways = [button(t("button-orders"), MyOrders(page=0)), button(t("button-talk"), TalkToUs())]
    return Screen(text, [*give, ways, *_home(t)])


def _home(t: Translator) -> Rows:
    return [[button(t("button-home"), Home())]]


@dated
def told(t: Translator, user: User, details: dict[Detail, str | None], order_id: int) -> Screen:
    """For admins."""
    text = paragraphs(
        t("person-told", name=cut(user.name, NAME)),
        lines(*_told(t, details)) if details else t("person-told-nothing"),
    )
    return Screen(
        text, [[button(t("button-back"), OpenPerson(user_id=user.id, order_id=order_id))]]
    )
