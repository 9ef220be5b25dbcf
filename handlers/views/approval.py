"""What waits for a second owner, and what became of it."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers import gift_callbacks as on
from handlers.callbacks import AdminOrders
from handlers.views.moments import local
from handlers.views.screen import Screen, button, column, cut, dated, lines, paragraphs
from models.approval import Act, ApprovalState
from models.user import User
from services.money.approval import KEY_FOR, Asked
from services.sale.order import OrderCard
from utils.l10n import Translator
from utils.money import format_money

NAME = 64
"""UTF-16 units."""
REASON = 300
SHOWN = 20
"""On one screen: what ends first; the rest comes up when those are decided."""


@dated
def listed(t: Translator, rows: Sequence[Asked]) -> Screen:
    more = len(rows) - SHOWN
    return Screen(
        paragraphs(
            t("approvals") if rows else t("approvals-none"),
            t("approvals-more", count=more) if more > 0 else None,
        ),
        [*column(_label(t, row) for row in rows[:SHOWN]), _home(t)],
    )


def _home(t: Translator) -> list[InlineKeyboardButton]:
    return [button(t("button-back"), AdminOrders(page=0))]


def _label(t: Translator, asked: Asked) -> InlineKeyboardButton:
    label = t("approval-button", amount=money(t, asked), act=_act(t, asked))
    return button(label, on.OpenApproval(approval_id=asked.approval.id))


def _act(t: Translator, asked: Asked) -> str:
    code = asked.order.code if asked.order else ""
    return t("approval-act", act=str(asked.approval.act), code=code)


def money(t: Translator, asked: Asked) -> str:
    return format_money(asked.approval.amount, asked.approval.currency, t.language)


@dated
def card(t: Translator, asked: Asked, reader: int, *, alone: bool = False) -> Screen:
    """`alone`: in a message that follows it, which leads nowhere else."""
    row = asked.approval
    return Screen(
        paragraphs(
            t("approval-card", act=_act(t, asked), amount=money(t, asked)),
            _facts(t, asked),
            t("approval-asked", name=_name(asked.asker), at=local(row.asked_at)),
            _stands(t, asked, reader),
        ),
        [_choices(t, asked, reader), [] if alone else [button(t("button-back"), on.Approvals())]],
    )


def waiting(t: Translator, card: OrderCard) -> list[str]:
    """On the card of the order that it is about."""
    found: list[str] = []
    for row in card.waits:
        act = t("approval-act", act=str(row.act), code=card.order.code)
        found.append(t("approval-waits", act=act, until=local(row.until)))
    return found


def ways_to_agree(t: Translator, card: OrderCard) -> list[InlineKeyboardButton]:
    """Left out for who may not agree."""
    return [button(t("button-approvals"), on.Approvals())] if card.waits else []


def _choices(t: Translator, asked: Asked, reader: int) -> list[InlineKeyboardButton]:
    row = asked.approval
    if row.state is not ApprovalState.OPEN or reader == row.asked_by:
        return []
    return [
        button(t("button-approve"), on.Approve(approval_id=row.id), style="success"),
        button(t("button-refuse"), on.Refuse(approval_id=row.id)),
    ]


def _facts(t: Translator, asked: Asked) -> str:
    """What exactly would be done."""
    row, args = asked.approval, asked.approval.args
    where = t("approval-where", address=asked.address) if asked.address else None
    if row.act in (Act.REFUND_CREDIT, Act.REFUND_SEND):
        return lines(t("approval-pieces", back=str(args["back"])), where)
    if row.act is Act.BY_HAND:
        return t("approval-reason", reason=cut(str(args["reason"]), REASON))
    if row.act is Act.BALANCE and asked.person:
        amount = format_money(abs(int(args["amount"])), row.currency, t.language)
        how = "take" if int(args["amount"]) < 0 else "give"
        number, name = str(asked.person.id), _name(asked.person)
        who = t("approval-balance", name=name, id=number, amount=amount, how=how)
        return lines(who, t("approval-reason", reason=cut(str(args["reason"]), REASON)))
    if row.act is Act.HONOUR:
        got, price = (
            format_money(args[name], row.currency, t.language) for name in ("received", "price")
        )
        return t("approval-honour", received=got, price=price)
    if row.act is Act.VOUCHER:
        each = format_money(args["each"], row.currency, t.language)
        return t("approval-voucher", codes=int(args["codes"]), each=each)
    if row.act is Act.KEY:
        return t("approval-key", minutes=int(KEY_FOR.total_seconds()) // 60)
    return where or ""


def _name(user: User | None) -> str:
    return cut(user.name, NAME) if user else "?"


def _stands(t: Translator, asked: Asked, reader: int) -> str:
    row = asked.approval
    if row.state is ApprovalState.OPEN:
        mine = "yes" if reader == row.asked_by else "no"
        return t("approval-open", mine=mine, until=local(row.until))
    said = t("approval-over", state=str(row.state), name=_name(asked.decider))
    return lines(said, t(row.why) if row.why else None)


def told(t: Translator, asked: Asked) -> Screen:
    """To who asked for it."""
    head = t("approval-told", act=_act(t, asked), amount=money(t, asked))
    return Screen(paragraphs(head, _stands(t, asked, asked.approval.asked_by)))
