"""An order as admins see it, in the order of work; its payment; and notices about it."""

from collections.abc import Mapping, Sequence

from aiogram.types import InlineKeyboardButton

from handlers.admin_callbacks import AdminAnswers, AdminPayment, Decide, OpenPerson, RefundSeenTo
from handlers.callbacks import AdminCancel, AdminOrder, AdminOrders, Rescan, ShipOrder, TypeRefund
from handlers.views import complaint, parcel, taking
from handlers.views.acts import by_hand, more
from handlers.views.approval import waiting, ways_to_agree
from handlers.views.contents import contents, worded
from handlers.views.decision import vouching, writing_off
from handlers.views.invoice import amounts, price_of
from handlers.views.key import reveal_button
from handlers.views.moments import local
from handlers.views.paying import fee_of, paid_by
from handlers.views.person import known
from handlers.views.reading import beside
from handlers.views.refund import history, is_under_way
from handlers.views.removal import replacing
from handlers.views.screen import (
    Follows,
    Screen,
    button,
    column,
    cut,
    dated,
    lines,
    paragraphs,
)
from handlers.views.voucher import voucher_of
from models.invoice import Invoice, InvoiceState, Transfer
from models.opened import Face
from models.order import Order, OrderStatus
from services.running.reasons import REFUND_TWICE
from services.sale.facts import Came, Money
from services.sale.order import OrderCard
from utils.assets import ASSETS
from utils.l10n import Translator
from utils.money import format_money
from utils.uri import format_units

SHOWN_LINES = 12
SHOWN_TRANSFERS = 6
TITLE = 48
NAME = 64
"""UTF-16 units of a title, and of a person's name."""
VANISHED = "payment-vanished"
Facts = Mapping[str, str]


@dated
def order(t: Translator, card: OrderCard) -> Screen:
    """What is to be done first, and what one needs for it."""

    def whole(answers: str | None) -> str:
        return paragraphs(
            lines(_head(t, card), _review(t, card), *waiting(t, card), taking.said(t, card.hands)),
            parcel.delivery(t, card),
            lines(
                *contents(t, card.order, SHOWN_LINES, TITLE),
                voucher_of(t, card.order),
                *(parcel.shipping(t, card.order), fee_of(t, card.order, card.invoice)),
                parcel.tracking(t, card.order),
            ),
            answers,
            lines(_received(t, card), by_hand(t, card), _credited(t, card), history(t, card)),
            t("admin-card-reason", reason=card.reason) if card.reason else None,
            complaint.on_card(t, card.complained),
            known(t, card.user),
        )

    text, follows = beside(t, parcel.answered(card), whole), Follows(card.order.id, Face.CARD)
    return Screen(text, _rows(t, card), follows=follows)


def _head(t: Translator, card: OrderCard) -> str:
    placed = card.order
    return t(
        "admin-card",
        code=placed.code,
        state=_state(t, card),
        total=_total(t, placed),
        coin=paid_by(t, card.order, card.invoice),
        mark=_mark(t, card),
    )


def _state(t: Translator, card: OrderCard) -> str:
    """Where it is, and since when."""
    placed = card.order
    if placed.replaced_by:
        return t("status-replaced", code=placed.replaced_by)
    match placed.status:
        case OrderStatus.CREATED:
            return t("admin-state-created", at=local(placed.expires_at))
        case OrderStatus.CANCELLED:
            by = "shop" if card.cancelled_by_shop else "customer"
            return t(
                "admin-state-cancelled", at=local(placed.closed_at or placed.created_at), by=by
            )
    since = placed.paid_at if placed.status is OrderStatus.PAID else placed.closed_at
    return t(f"admin-state-{placed.status}", at=local(since or placed.created_at))


def _mark(t: Translator, card: OrderCard) -> str:
    """How sure its money is; how far it is only while that can still change."""
    bill = card.invoice
    if bill is None or card.order.needs_review == VANISHED:
        return ""
    if bill.state is InvoiceState.SETTLED:
        return t("admin-mark-final") if bill.taken or not card.order.by_hand_at else ""
    if bill.state is not InvoiceState.CONFIRMING:
        return ""
    if ASSETS[bill.asset].finality != "depth":
        return t("admin-mark-finalising")
    numbers = amounts(bill)
    return t("admin-mark-depth", depth=numbers["depth"], required=numbers["required"])


def _received(t: Translator, card: OrderCard) -> str | None:
    """Against what is due: in coins, in money and in per cent; nothing when it is just that."""
    money, bill = card.money, card.invoice
    if money is None or bill is None:
        return None
    if not money.seen:
        return _nothing(t, card, money)
    if bill.state is InvoiceState.SETTLED and money.seen == money.due:
        return None
    return lines(
        _sums(t, card, money, bill.asset),
        t("admin-card-in-no-block") if money.in_no_block else None,
    )


def _nothing(t: Translator, card: OrderCard, money: Money) -> str | None:
    if money.ever_seen:
        return t("admin-card-gone")
    return t("admin-card-nothing") if card.order.status is not OrderStatus.SHIPPED else None


def _sums(t: Translator, card: OrderCard, money: Money, asset: str) -> str:
    decimals, currency = ASSETS[asset].decimals, card.order.currency
    facts = {
        "asset": asset,
        "seen": format_units(money.seen, decimals),
        "due": format_units(money.due, decimals),
        "price": format_money(money.due_value, currency, t.language),
        "percent": str(money.percent),
    }
    if money.seen_value is None:
        return t("admin-card-received-unpriced", **facts)
    value = format_money(money.seen_value, currency, t.language)
    return t("admin-card-received", value=value, **facts)


def _credited(t: Translator, card: OrderCard) -> str | None:
    if card.credited <= 0:
        return None
    credited = format_money(card.credited, card.order.currency, t.language)
    return t("admin-card-credited", credited=credited)


def _review(t: Translator, card: OrderCard) -> str | None:
    placed = card.order
    if placed.needs_review is None:
        return None
    came = str(card.money.came if card.money else Came.OTHERWISE)
    key = worded(placed, f"review-{placed.needs_review}")
    return t("admin-card-review", reason=t(key, came=came))


def _rows(t: Translator, card: OrderCard) -> list[list[InlineKeyboardButton]]:
    placed = card.order
    person = OpenPerson(user_id=placed.user_id, order_id=placed.id)
    return [
        *parcel.copies(t, card),
        [button(t("button-answers"), AdminAnswers(order_id=placed.id, page=0))]
        if parcel.answered(card)
        else [],
        _next(t, placed),
        taking.ways(t, card.hands, here=True),
        more(t, placed),
        vouching(t, card),
        writing_off(t, card),
        ways_to_agree(t, card),
        *column(deciding(t, card)),
        *complaint.on_rows(t, card.complained),
        [button(t("button-person", name=cut(card.user.name, NAME)), person)],
        [button(t("button-payment"), AdminPayment(order_id=placed.id))] if card.invoice else [],
        replacing(t, placed),
        [
            button(t("button-refresh"), AdminOrder(order_id=placed.id)),
            button(t("button-back"), AdminOrders(page=0)),
        ],
    ]


def _next(t: Translator, placed: Order) -> list[InlineKeyboardButton]:
    """The step that its state allows."""
    if placed.status is OrderStatus.PAID:
        return [button(t("button-ship"), ShipOrder(order_id=placed.id), style="success")]
    if placed.status is OrderStatus.CREATED:
        return [button(t("button-admin-cancel"), AdminCancel(order_id=placed.id), style="danger")]
    return []


def deciding(t: Translator, card: OrderCard) -> list[InlineKeyboardButton]:
    """To what came too late or was too much, and to a refund that is under way."""
    order_id, found = card.order.id, list[InlineKeyboardButton]()
    if card.credited > 0:
        amount = format_money(card.credited, card.order.currency, t.language)
        label = t("button-decided" if card.kept else "button-decide", credit=amount)
        found.append(button(label, Decide(order_id=order_id)))
    if any(map(is_under_way, card.refunds)):
        found.append(button(t("button-refund"), TypeRefund(order_id=order_id)))
    if card.order.needs_review == REFUND_TWICE:
        found.append(button(t("button-refund-seen"), RefundSeenTo(order_id=order_id)))
    return found


@dated
def payment(t: Translator, card: OrderCard, bill: Invoice, *, keys: bool) -> Screen:
    """Rate, address, path and transactions; `keys`: whether the reveal button is offered."""
    order_id = card.order.id
    text = paragraphs(t("admin-payment", code=card.order.code), lines(*_money(t, card, bill)))
    return Screen(
        text,
        [
            [button(t("button-rescan"), Rescan(order_id=order_id))],
            [reveal_button(t, order_id)] if keys else [],
            [button(t("button-back"), AdminOrder(order_id=order_id))],
        ],
        follows=Follows(order_id, Face.PAYMENT),
    )


def _money(t: Translator, card: OrderCard, bill: Invoice) -> list[str]:
    asset = ASSETS[bill.asset]
    due = t(
        "admin-card-due",
        due=format_units(bill.due, asset.decimals),
        asset=asset.symbol,
        rate=price_of(t, bill, card.order.currency),
        sources=bill.rate_sources,
    )
    seen = t("admin-card-seen", seen=format_units(bill.seen, asset.decimals), asset=asset.symbol)
    where = t("admin-card-address", address=bill.address.address, path=bill.address.path)
    moves = [_transfer(t, move) for move in card.transfers[:SHOWN_TRANSFERS]]
    if len(card.transfers) > SHOWN_TRANSFERS:
        moves.append(t("invoice-lines-more", count=len(card.transfers) - SHOWN_TRANSFERS))
    return [due, f"{seen} {_mark(t, card)}".rstrip(), where, *moves]


def _transfer(t: Translator, move: Transfer) -> str:
    amount = format_units(move.amount, ASSETS[move.asset].decimals)
    txid = move.receipt or move.txid
    return t("admin-card-transfer", amount=amount, asset=move.asset, txid=txid)


def event(t: Translator, name: str, card: OrderCard, facts: Facts) -> str:
    """One thing that happened to an order, in a line."""
    return t(
        worded(card.order, name),
        code=card.order.code,
        total=_total(t, card.order),
        asset=paid_by(t, card.order, card.invoice),
        name=cut(card.user.name, NAME),
        **facts,
    )


@dated
def notice(t: Translator, card: OrderCard, told: Sequence[str], *, reveal: bool = False) -> Screen:
    """What happened to an order, the newest first, with what can be decided and its card."""
    keys = [reveal_button(t, card.order.id)] if reveal and card.invoice is not None else []
    open_card = button(t("button-admin-order"), AdminOrder(order_id=card.order.id))
    ways = [open_card, *taking.ways(t, card.hands, here=False)]
    text = lines(*told, taking.said(t, card.hands)) if told else ""
    return Screen(text, [ways, keys, vouching(t, card), *column(deciding(t, card))])


def _total(t: Translator, placed: Order) -> str:
    return format_money(placed.total, placed.currency, t.language)
