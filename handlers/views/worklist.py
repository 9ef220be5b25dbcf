"""What there is to do, the lists of orders, and the search."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton

from handlers.account_callbacks import ShopTexts
from handlers.admin_callbacks import FindOrder, ListOrders, OpenPerson, Unanswered
from handlers.callbacks import AdminOrder, AdminOrders, AdminSources, Home
from handlers.goods_callbacks import GoodsHome
from handlers.number_callbacks import OpenHealth, OpenNumbers
from handlers.order_callbacks import Bulk
from handlers.people_callbacks import OpenPeople
from handlers.review_callbacks import WaitingReviews
from handlers.support_callbacks import Complaints
from handlers.team_callbacks import OpenTeam
from handlers.views.order import pages
from handlers.views.screen import Follows, Screen, button, column, cut, dated, paragraphs
from handlers.views.thread import counted
from models.crowd import People
from models.opened import Face
from models.order import Listed, Order
from models.user import User
from services.sale.order import MOST_TASKS, PAGE
from utils.l10n import Translator
from utils.money import format_money

TYPED = 64
"""UTF-16 units of what was looked for, when it is repeated."""


@dataclass(frozen=True, slots=True)
class Todo:
    """`refunds`: at most a page and one; `failed`: whether there is any; `well`:
    chains and rates answer; `doubted`: stock waits for a person to say that it is there.
    """

    to_ship: int
    to_decide: int
    refunds: int
    failed: bool
    unanswered: int
    well: bool
    unread: bool = False
    """Reviews."""
    doubted: bool = False
    complaints: int = 0


@dated
def work(t: Translator, todo: Todo, rows: Sequence[Order]) -> Screen:
    """The admins' home: counts, the first orders to care for, and the ways on."""
    counts = [
        t("work-to-ship", count=_counted(todo.to_ship)) if todo.to_ship else None,
        t("work-to-decide", count=_counted(todo.to_decide)) if todo.to_decide else None,
        t("work-refunds", count=_several(todo.refunds)) if todo.refunds else None,
        t("work-unanswered", count=counted(todo.unanswered)) if todo.unanswered else None,
        t("work-complaints", count=counted(todo.complaints)) if todo.complaints else None,
        t("work-failed") if todo.failed else None,
        t("work-doubted") if todo.doubted else None,
    ]
    said = "\n".join(line for line in counts if line) or t("work-none")
    text = paragraphs(t("work"), said, t("health-ok") if todo.well else t("work-unwell"))
    more = [button(t("button-more"), ListOrders(which=Listed.OPEN, page=1))]
    return Screen(
        text,
        [
            *_column(t, rows[:PAGE]),
            more if len(rows) > PAGE else [],
            [button(t("button-unanswered-open"), Unanswered())] if todo.unanswered else [],
            [button(t("button-complaints"), Complaints())] if todo.complaints else [],
            [button(t("button-reviews-waiting"), WaitingReviews(after=0))] if todo.unread else [],
            *_filters(t, Listed.OPEN),
            [button(t("button-find"), FindOrder()), _upkeep(t, todo)],
            [
                button(t("button-goods-home"), GoodsHome(page=0)),
                button(t("button-people"), OpenPeople(which=People.NEWEST)),
                button(t("button-team"), OpenTeam()),
                button(t("button-texts"), ShopTexts()),
            ],
            [
                button(t("button-shop-numbers"), OpenNumbers()),
                button(t("button-vitals"), OpenHealth()),
            ],
            [button(t("button-refresh"), AdminOrders(page=0)), button(t("button-home"), Home())],
        ],
        follows=Follows(None, Face.WORK),
    )


def _upkeep(t: Translator, todo: Todo) -> InlineKeyboardButton:
    quiet = todo.well and not (todo.failed or todo.doubted)
    return button(t("button-upkeep" if quiet else "button-upkeep-todo"), AdminSources())


def _counted(count: int) -> str:
    return f"{MOST_TASKS - 1}+" if count >= MOST_TASKS else str(count)


def _several(count: int) -> str:
    return f"{PAGE}+" if count > PAGE else str(count)


@dated
def listed(
    t: Translator, which: Listed, page: int, rows: Sequence[Order], count: int | None = None
) -> Screen:
    """One page; `rows` holds one more than a page when there is a next one. `count`: of all, up to
    MOST_TASKS; None: nobody counts history.
    """
    turns = pages(t, page, len(rows) > PAGE, lambda n: ListOrders(which=which, page=n))
    many = None if count is None else t("list-count", count=_counted(count))
    title = t("list-title", which=which.value)
    text = paragraphs(title, many if rows else t("list-none"))
    return Screen(
        text,
        [
            *_column(t, rows[:PAGE]),
            turns,
            [button(t("button-bulk-open"), Bulk(page=0))] if which is Listed.SHIP and rows else [],
            *_filters(t, which),
            [button(t("button-find"), FindOrder()), button(t("button-back"), AdminOrders(page=0))],
        ],
        follows=Follows(None, Face.LIST, f"{which}:{page}"),
    )


def _filters(t: Translator, shown: Listed) -> list[list[InlineKeyboardButton]]:
    """Two in a row: four are too narrow for a phone."""
    others = [
        button(t("button-list", which=which.value), ListOrders(which=which, page=0))
        for which in Listed
        if which is not shown
    ]
    return [others[start : start + 2] for start in range(0, len(others), 2)]


def ask(t: Translator) -> Screen:
    return Screen(t("find"), [[button(t("button-back"), AdminOrders(page=0))]])


@dated
def found(t: Translator, word: str, rows: Sequence[Order]) -> Screen:
    """Several that fit, or none."""
    key = "found" if rows else "found-none"
    again = [button(t("button-find"), FindOrder()), button(t("button-back"), AdminOrders(page=0))]
    return Screen(t(key, word=cut(word, TYPED)), [*_column(t, rows[:PAGE]), again])


@dated
def found_person(t: Translator, word: str, user: User) -> Screen:
    """Somebody who has ordered nothing."""
    who = button(t("button-person", name=cut(user.name, TYPED)), _person(user))
    again = [button(t("button-find"), FindOrder()), button(t("button-back"), AdminOrders(page=0))]
    return Screen(t("found-person", word=cut(word, TYPED)), [[who], again])


def _person(user: User) -> OpenPerson:
    return OpenPerson(user_id=user.id, order_id=0)


def _column(t: Translator, rows: Sequence[Order]) -> list[list[InlineKeyboardButton]]:
    return column(button(label(t, order), AdminOrder(order_id=order.id)) for order in rows)


def label(t: Translator, order: Order) -> str:
    return t(
        "admin-order-button",
        code=order.code,
        status=_status(t, order),
        total=format_money(order.total, order.currency, t.language),
        flag="⚠️" if order.needs_review else "",
    )


def _status(t: Translator, order: Order) -> str:
    """Replaced is not cancelled: its customer chose another coin."""
    if order.replaced_by:
        return t("status-replaced", code=order.replaced_by)
    return t(f"admin-status-{order.status}")
