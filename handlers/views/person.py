"""A customer as admins see them."""

from collections.abc import Sequence

from handlers.account_callbacks import PersonTold
from handlers.admin_callbacks import Forgive, OpenPerson, PersonOrders
from handlers.callbacks import AdminOrder, AdminOrders, AnswerPerson
from handlers.group_callbacks import ChooseGroup
from handlers.views.order import pages
from handlers.views.screen import Screen, button, column, cut, dated, lines
from handlers.views.worklist import label
from models.order import Order
from models.user import User
from services.people.publicid import spelled
from services.sale.order import PAGE
from services.sale.person import MOST_COUNTED, PersonCard
from utils.l10n import Translator
from utils.money import format_money

NAME = 64
"""UTF-16 units of a person's name."""


def known(t: Translator, user: User) -> str:
    """Name, link, number and @name in a line."""
    told = t("admin-card-customer", id=str(user.id), name=cut(user.name, NAME))
    if not user.username:
        return told
    return f"{told} {t('admin-card-username', username=user.username)}"


@dated
def person(t: Translator, card: PersonCard, order_id: int) -> Screen:
    user = card.user
    count = f"{MOST_COUNTED}+" if card.orders >= MOST_COUNTED else str(card.orders)
    text = lines(
        known(t, user),
        t("person-public-id", id=spelled(card.public_id)) if card.public_id else None,
        t("person-orders", count=count),
        t("person-timeouts", count=card.timeouts, limit=card.limit),
        t("person-credit", credit=format_money(card.credit, card.currency, t.language)),
        t("person-group", name=cut(card.group, NAME)) if card.group else None,
        t("person-unreachable") if user.unreachable_at else None,
        t("person-banned") if user.banned_at else None,
    )
    forgive = button(t("button-forgive"), Forgive(user_id=user.id, order_id=order_id))
    orders = PersonOrders(user_id=user.id, order_id=order_id, page=0)
    back = AdminOrder(order_id=order_id) if order_id else AdminOrders(page=0)
    return Screen(
        text,
        [
            [button(t("button-message"), AnswerPerson(user_id=user.id), style="primary")],
            [
                button(t("button-person-orders"), orders),
                button(t("button-person-group"), ChooseGroup(user_id=user.id, order_id=order_id)),
            ],
            [button(t("button-person-told"), PersonTold(user_id=user.id, order_id=order_id))],
            [forgive] if card.timeouts else [],
            [button(t("button-back"), back)],
        ],
    )


@dated
def orders(
    t: Translator, card: PersonCard, order_id: int, page: int, rows: Sequence[Order]
) -> Screen:
    """One page; `rows` holds one more than a page when there is a next one."""
    user_id = card.user.id

    def turn(number: int) -> PersonOrders:
        return PersonOrders(user_id=user_id, order_id=order_id, page=number)

    buttons = column(
        button(label(t, order), AdminOrder(order_id=order.id)) for order in rows[:PAGE]
    )
    back = button(t("button-back"), OpenPerson(user_id=user_id, order_id=order_id))
    return Screen(
        lines(known(t, card.user), t("list-none") if not rows else None),
        [*buttons, pages(t, page, len(rows) > PAGE, turn), [back]],
    )
