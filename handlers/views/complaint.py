"""Goods that do not work: what their customer is asked, and what admins decide."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers.admin_callbacks import OpenPerson
from handlers.callbacks import AdminOrder, AdminOrders, Home, OpenOrder, TalkToUs
from handlers.goods_callbacks import ReplaceUnit
from handlers.support_callbacks import (
    ComplainOf,
    Complaints,
    OpenComplaint,
    RefuseComplaint,
)
from handlers.views import taking
from handlers.views.moments import local
from handlers.views.screen import Screen, button, column, cut, dated, lines
from models.support import Complained, ComplaintState
from services.sale.complaint import COUNTED, Faulty
from services.sale.taking import Hands
from utils.l10n import Translator

TITLE = 40
NAME = 24
"""UTF-16 units of what a good and a person are called."""


def choose(t: Translator, code: str, order_id: int, goods: Sequence[Faulty]) -> Screen:
    """Which one; those that were complained of are not offered again."""
    free = [one for one in goods if not one.complained]
    buttons = column(
        button(
            t("complain-row", number=str(one.place), title=cut(one.title, TITLE)),
            ComplainOf(order_id=order_id, unit_id=one.unit_id),
        )
        for one in free
    )
    text = t("complain-choose", code=code) if free else t("complain-none", code=code)
    talk = [] if free else [button(t("button-talk"), TalkToUs())]
    return Screen(text, [*buttons, talk, [button(t("button-back"), OpenOrder(order_id=order_id))]])


def ask(t: Translator, one: Faulty, order_id: int) -> Screen:
    text = t("complain-ask", title=cut(one.title, TITLE), number=str(one.place))
    return Screen(text, [[button(t("button-cancel"), OpenOrder(order_id=order_id))]])


def asked(t: Translator, code: str, order_id: int) -> Screen:
    ways = [button(t("button-order", code=code), OpenOrder(order_id=order_id))]
    return Screen(t("complain-asked", code=code), [ways, [button(t("button-home"), Home())]])


def card(t: Translator, row: Complained, by: str, hands: Hands | None = None) -> Screen:
    """What admins have of it, as it stands; `by`: the name of who decided; `hands`: who sees to its
    order, while it is not decided.
    """
    complaint = row.complaint
    text = t(
        "complaint",
        state=complaint.state,
        name=cut(row.name, NAME),
        id=str(row.user_id),
        title=cut(row.title, TITLE),
        code=row.code,
        at=local(complaint.asked_at),
        by=cut(by, NAME),
    )
    person = OpenPerson(user_id=row.user_id, order_id=complaint.order_id)
    ways = [
        button(t("button-talk-order", code=row.code), AdminOrder(order_id=complaint.order_id)),
        button(t("button-person", name=cut(row.name, NAME)), person),
    ]
    if complaint.state is not ComplaintState.ASKED:
        return Screen(text, [ways])
    whose = hands.without(told=True) if hands else None
    told = lines(text, taking.said(t, whose))
    return Screen(told, [deciding(t, row), taking.ways(t, whose, here=False), ways])


def deciding(t: Translator, row: Complained) -> list[InlineKeyboardButton]:
    """The act that there is anyway, or a reason why not."""
    complaint = row.complaint
    unit = ReplaceUnit(order_id=complaint.order_id, unit_id=complaint.unit_id)
    return [
        button(t("button-complaint-replace"), unit, style="primary"),
        button(t("button-complaint-refuse"), RefuseComplaint(complaint_id=complaint.id)),
    ]


def on_card(t: Translator, row: Complained | None) -> str | None:
    """On the card of its order."""
    if row is None:
        return None
    return t("complaint-on-card", title=cut(row.title, TITLE), at=local(row.complaint.asked_at))


def on_rows(t: Translator, row: Complained | None) -> list[list[InlineKeyboardButton]]:
    if row is None:
        return []
    look = OpenComplaint(complaint_id=row.complaint.id)
    return [[button(t("button-complaint-look"), look)], deciding(t, row)]


@dated
def opened(t: Translator, row: Complained, by: str) -> Screen:
    shown = card(t, row, by)
    return Screen(shown.text, [*shown.rows, [button(t("button-back"), Complaints())]])


@dated
def listed(t: Translator, rows: Sequence[Complained], count: int) -> Screen:
    """The oldest orders first."""
    buttons = column(
        button(
            t("complaint-row", name=cut(row.name, NAME), title=cut(row.title, TITLE)),
            OpenComplaint(complaint_id=row.complaint.id),
        )
        for row in rows
    )
    many = f"{COUNTED - 1}+" if count >= COUNTED else str(count)
    text = t("complaints", count=many) if rows else t("complaints-none")
    return Screen(text, [*buttons, [button(t("button-back"), AdminOrders(page=0))]])


def ask_reason(t: Translator, row: Complained) -> Screen:
    back = button(t("button-cancel"), OpenComplaint(complaint_id=row.complaint.id))
    text = t("complaint-why", name=cut(row.name, NAME), title=cut(row.title, TITLE))
    return Screen(text, [[back]])


def refused(t: Translator, row: Complained) -> Screen:
    """To the customer, above why."""
    order = button(t("button-order", code=row.code), OpenOrder(order_id=row.complaint.order_id))
    return Screen(t("complaint-refused", code=row.code, title=cut(row.title, TITLE)), [[order]])
