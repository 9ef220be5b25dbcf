"""A customer as admins see them."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers.account_callbacks import PersonTold
from handlers.admin_callbacks import Forgive, OpenPerson, PersonOrders
from handlers.callbacks import AdminOrder, AdminOrders, AnswerPerson
from handlers.group_callbacks import ChooseGroup
from handlers.people_callbacks import AskBan, AskUnban, OpenNotes, OpenPurse, OpenTags
from handlers.views.moments import local
from handlers.views.order import pages
from handlers.views.screen import Screen, button, column, cut, dated, lines, paragraphs
from handlers.views.worklist import label
from models.order import Order
from models.user import User
from services.people.publicid import spelled
from services.people.remarks import Remark
from services.sale.order import PAGE
from services.sale.person import MOST_COUNTED, PersonCard
from utils.l10n import Translator, own_name
from utils.money import format_money

NAME = 64
"""UTF-16 units of a person's name."""
REASON = 300
NOTES, NOTE = 3, 200
"""Notes on the card, and UTF-16 units of each."""


def known(t: Translator, user: User) -> str:
    """Name, link, number and @name in a line."""
    told = t("admin-card-customer", id=str(user.id), name=cut(user.name, NAME))
    if not user.username:
        return told
    return f"{told} {t('admin-card-username', username=user.username)}"


@dated
def person(t: Translator, card: PersonCard, order_id: int) -> Screen:
    user = card.user
    text = paragraphs(
        lines(known(t, user), _barred(t, card)),
        lines(*_trade(t, card)),
        lines(*_character(t, card)),
        lines(*_notes(t, card)),
    )
    return Screen(text, _ways(t, card, order_id))


def _barred(t: Translator, card: PersonCard) -> str | None:
    """Since when, by whom and why."""
    if card.ban is None:
        return t("person-banned") if card.user.banned_at else None
    facts = {"by": cut(card.ban.name, NAME), "reason": cut(card.ban.reason, REASON)}
    return t("person-banned-since", at=local(card.ban.since), **facts)


def _trade(t: Translator, card: PersonCard) -> list[str | None]:
    count = f"{MOST_COUNTED}+" if card.orders >= MOST_COUNTED else str(card.orders)
    spendable = card.credit if card.spendable is None else card.spendable
    left = format_money(spendable, card.currency, t.language)
    history = [t("person-ran-out", code=code, at=local(at)) for code, at in card.history]
    return [
        t("person-public-id", id=spelled(card.public_id)) if card.public_id else None,
        t("person-orders", count=count),
        t("person-timeouts", count=card.timeouts, limit=card.limit),
        *history,
        t("person-credit", credit=format_money(card.credit, card.currency, t.language)),
        t("credit-spendable", left=left) if spendable != card.credit else None,
    ]


def _character(t: Translator, card: PersonCard) -> list[str | None]:
    user = card.user
    return [
        t("person-group", name=cut(card.group, NAME)) if card.group else None,
        t("person-tags", tags=", ".join(f"#{tag}" for tag in card.tags)) if card.tags else None,
        t("person-language", language=own_name(user.language)),
        t("person-since", at=local(user.created_at)),
        t("person-seen", at=local(card.seen_at)) if card.seen_at else None,
        t("person-unreachable" if user.unreachable_at else "person-reachable"),
    ]


def _notes(t: Translator, card: PersonCard) -> list[str | None]:
    """The newest."""
    shown = [_note(t, note) for note in card.notes[:NOTES]]
    more = len(card.notes) - NOTES
    return [*shown, t("invoice-lines-more", count=more) if more > 0 else None]


def _note(t: Translator, note: Remark) -> str:
    text = t("note-damaged") if note.text is None else cut(note.text, NOTE)
    return t("note", by=cut(note.by, NAME), at=local(note.at), text=text)


def _ways(t: Translator, card: PersonCard, order_id: int) -> list[list[InlineKeyboardButton]]:
    user_id = card.user.id
    orders = PersonOrders(user_id=user_id, order_id=order_id, page=0)
    forgive = button(t("button-forgive"), Forgive(user_id=user_id, order_id=order_id))
    back = AdminOrder(order_id=order_id) if order_id else AdminOrders(page=0)
    ban = button(t("button-ban"), AskBan(user_id=user_id), style="danger")
    unban = button(t("button-unban"), AskUnban(user_id=user_id))
    return [
        [button(t("button-message"), AnswerPerson(user_id=user_id), style="primary")],
        [
            button(t("button-person-orders"), orders),
            button(t("button-credit"), OpenPurse(user_id=user_id)),
        ],
        [button(t("button-person-told"), PersonTold(user_id=user_id, order_id=order_id))],
        [],
        [
            button(t("button-notes", count=len(card.notes)), OpenNotes(user_id=user_id)),
            button(t("button-tags"), OpenTags(user_id=user_id)),
        ],
        [
            button(t("button-person-group"), ChooseGroup(user_id=user_id, order_id=order_id)),
            unban if card.user.banned_at else ban,
        ],
        [forgive] if card.timeouts else [],
        [button(t("button-back"), back)],
    ]


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
