"""Screens and notices for admins."""

from collections.abc import Mapping, Sequence

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import (
    AdminCancel,
    AdminOrder,
    AdminOrders,
    AdminSources,
    Honour,
    KeepCredit,
    Rescan,
    RevealKey,
    ShipOrder,
    TypeRefund,
)
from handlers.views.decision import vouching
from handlers.views.invoice import absolute, amounts
from handlers.views.order import pages
from handlers.views.refund import history
from handlers.views.screen import (
    Screen,
    bounded,
    button,
    column,
    copy_button,
    cut,
    lines,
    paragraphs,
)
from handlers.views.status import status_of
from models.invoice import Invoice, Transfer
from models.order import Order, OrderLine, OrderStatus
from services.sale.order import PAGE, OrderCard
from utils.assets import ASSETS
from utils.health import Health
from utils.l10n import Translator
from utils.money import format_money
from utils.uri import format_units
from utils.wallets.base import PrivateKey

SHOWN_LINES = 12
SHOWN_TRANSFERS = 6
SHOWN_SOURCES = 4
SHOWN_PROBLEMS = 12
TITLE = 48
NAME = 64
SOURCE = 40
REASON = 80
"""UTF-16 units of a title, of a person's or a provider's name, and why something fails."""
Facts = Mapping[str, str]


def orders(t: Translator, page: int, rows: Sequence[Order], problems: Mapping[str, str]) -> Screen:
    """What is open, and how chains and rates are doing."""
    buttons = column(
        button(_label(t, order), AdminOrder(order_id=order.id)) for order in rows[:PAGE]
    )
    title = t("admin-orders") if rows else t("admin-orders-none")
    turns = pages(t, page, len(rows) > PAGE, lambda n: AdminOrders(page=n))
    refresh = button(t("button-refresh"), AdminOrders(page=page))
    providers = button(t("button-sources"), AdminSources())
    return Screen(paragraphs(title, health(t, problems)), [*buttons, turns, [refresh, providers]])


def sources(t: Translator, by_asset: Mapping[str, Sequence[Health]]) -> Screen:
    """Every provider that is asked about a chain, and how it is doing."""
    parts = [_sources(t, asset, known) for asset, known in by_asset.items()]
    buttons = [
        button(t("button-refresh"), AdminSources()),
        button(t("button-back"), AdminOrders(page=0)),
    ]
    return Screen(paragraphs(t("sources"), *parts), [buttons])


def _sources(t: Translator, asset: str, known: Sequence[Health]) -> str:
    told = [_source(t, health) for health in known]
    return lines(t("sources-asset", asset=asset), *bounded(t, told, SHOWN_SOURCES))


def _source(t: Translator, health: Health) -> str:
    if health.ok or health.last_error is None:
        return t("source-ok", source=cut(health.source, SOURCE))
    facts = {"source": cut(health.source, SOURCE), "reason": cut(health.last_error, REASON)}
    if health.retry_at is None:
        return t("source-bad", **facts)
    return t("source-resting", **facts, until=absolute(health.retry_at))


def health(t: Translator, problems: Mapping[str, str]) -> str:
    if not problems:
        return t("health-ok")
    told = [t("health-problem", asset=a, reason=cut(r, REASON)) for a, r in problems.items()]
    return lines(*bounded(t, told, SHOWN_PROBLEMS))


def _label(t: Translator, order: Order) -> str:
    return t(
        "admin-order-button",
        order=str(order.id),
        status=status_of(t, order),
        total=_total(t, order),
        flag="⚠️" if order.needs_review else "",
    )


def order(t: Translator, card: OrderCard, *, keys: bool) -> Screen:
    """Everything about one order; `keys`: whether the reveal button is offered."""
    text = paragraphs(
        lines(_head(t, card.order), t("cart-total", total=_total(t, card.order))),
        lines(*_customer(t, card)),
        lines(*_what(t, card.order)),
        lines(*_money(t, card, card.invoice)) if card.invoice else t("admin-card-credit-only"),
        _credited(t, card),
        history(t, card),
        _delivery(t, card),
        _review(t, card.order),
    )
    return Screen(text, [vouching(t, card), *decisions(t, card), *_rows(t, card, keys=keys)])


def _head(t: Translator, order: Order) -> str:
    return t("order-card", order=str(order.id), status=status_of(t, order))


def _customer(t: Translator, card: OrderCard) -> list[str]:
    person = card.user
    known: list[str] = [t("admin-card-customer", id=str(person.id), name=cut(person.name, NAME))]
    if person.username:
        known.append(t("admin-card-username", username=person.username))
    return known


def _what(t: Translator, order: Order) -> list[str]:
    shown: list[str] = [_line(t, order, line) for line in order.lines[:SHOWN_LINES]]
    if len(order.lines) > SHOWN_LINES:
        shown.append(t("invoice-lines-more", count=len(order.lines) - SHOWN_LINES))
    return shown


def _line(t: Translator, order: Order, line: OrderLine) -> str:
    total = format_money(line.unit_price * line.quantity, order.currency, t.language)
    return t("invoice-line", quantity=line.quantity, name=cut(line.title, TITLE), total=total)


def _credited(t: Translator, card: OrderCard) -> str | None:
    if card.credited <= 0:
        return None
    credited = format_money(card.credited, card.order.currency, t.language)
    return t("admin-card-credited", credited=credited)


def decisions(t: Translator, card: OrderCard) -> list[list[InlineKeyboardButton]]:
    """What an admin may do about money that came too late or was too much."""
    order_id = card.order.id
    if card.credited <= 0:
        return []
    ended = card.order.status in (OrderStatus.EXPIRED, OrderStatus.CANCELLED)
    ended = ended and not card.order.replaced_by  # whose goods are another order's
    honour = [button(t("button-honour"), Honour(order_id=order_id), style="success")]
    keep = button(t("button-keep-credit"), KeepCredit(order_id=order_id))
    refund = button(t("button-refund"), TypeRefund(order_id=order_id))
    return [honour if ended else [], [keep, refund]]


def _money(t: Translator, card: OrderCard, bill: Invoice) -> list[str]:
    asset = ASSETS[bill.asset]
    due = t(
        "admin-card-due",
        due=format_units(bill.due, asset.decimals),
        asset=asset.symbol,
        rate=f"{bill.rate:.2f}",
        currency=card.order.currency,
        sources=bill.rate_sources,
    )
    numbers = {name: value for name, value in amounts(bill).items() if name != "missing"}
    where = t("admin-card-address", address=bill.address.address, path=bill.address.path)
    moves = [_transfer(t, move) for move in card.transfers[:SHOWN_TRANSFERS]]
    return [due, t("admin-card-seen", **numbers), where, *moves]


def _transfer(t: Translator, move: Transfer) -> str:
    amount = format_units(move.amount, ASSETS[move.asset].decimals)
    txid = move.receipt or move.txid
    return t("admin-card-transfer", amount=amount, asset=move.asset, txid=txid)


def _delivery(t: Translator, card: OrderCard) -> str | None:
    if card.delivery_damaged:
        return t("admin-card-delivery-damaged")
    return t("admin-card-delivery", delivery=card.delivery) if card.delivery else None


def _review(t: Translator, order: Order) -> str | None:
    if order.needs_review is None:
        return None
    return t("admin-card-review", reason=t(f"review-{order.needs_review}"))


def _rows(t: Translator, card: OrderCard, *, keys: bool) -> list[list[InlineKeyboardButton]]:
    order, paid_in_coins = card.order, card.invoice is not None
    ship = button(t("button-ship"), ShipOrder(order_id=order.id), style="success")
    cancel = button(t("button-admin-cancel"), AdminCancel(order_id=order.id), style="danger")
    return [
        [ship] if order.status is OrderStatus.PAID else [],
        [cancel] if order.status is OrderStatus.CREATED else [],
        [reveal_button(t, order.id)] if keys and paid_in_coins else [],
        [button(t("button-rescan"), Rescan(order_id=order.id))] if paid_in_coins else [],
        [
            button(t("button-refresh"), AdminOrder(order_id=order.id)),
            button(t("button-back"), AdminOrders(page=0)),
        ],
    ]


def reveal_button(t: Translator, order_id: int) -> InlineKeyboardButton:
    return button(t("button-reveal"), RevealKey(order_id=order_id))


def event(t: Translator, name: str, card: OrderCard, facts: Facts) -> str:
    """One thing that happened to an order, in a line."""
    return t(
        name,
        order=str(card.order.id),
        total=_total(t, card.order),
        asset=card.invoice.asset if card.invoice else t("store-credit"),
        name=cut(card.user.name, NAME),
        **facts,
    )


def notice(t: Translator, card: OrderCard, told: Sequence[str], *, reveal: bool = False) -> Screen:
    """What happened to an order, the newest first, with what can be decided and its card."""
    keys = [reveal_button(t, card.order.id)] if reveal and card.invoice is not None else []
    open_card = button(t("button-admin-order"), AdminOrder(order_id=card.order.id))
    return Screen(lines(*told), [[open_card, *keys], vouching(t, card), *decisions(t, card)])


def key(t: Translator, name: str, order_id: int, secret: PrivateKey) -> Screen:
    """The text `name` with a private key under a spoiler, and a button that copies it."""
    text = t(
        name,
        order=str(order_id),
        path=secret.path,
        address=secret.address,
        form=secret.form,
        secret=secret.secret,
    )
    return Screen(text, [[copy_button(t("button-copy-key"), secret.secret)]])


def _total(t: Translator, order: Order) -> str:
    return format_money(order.total, order.currency, t.language)
