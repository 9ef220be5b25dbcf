"""The invoice message: what to pay, where, until when, and how far it got. At most 1,024 long."""

from datetime import datetime

from aiogram.types import InlineKeyboardButton

from handlers.callbacks import CancelOrder, CheckPayment, Home, OpenOrder, OtherCoin, ShowGoods
from handlers.views.screen import Screen, button, copy_button, cut, lines, paragraphs
from handlers.views.status import status_of
from models.invoice import Invoice, InvoiceState
from models.order import MOST_SWITCHES, Order, OrderLine, OrderStatus
from models.product import ProductKind
from services.sale.order import OrderCard
from utils.assets import ASSETS
from utils.l10n import Html, Translator
from utils.money import format_money
from utils.uri import format_units

SHOWN_LINES = 5
TITLE = 32
"""UTF-16 units of a title in a line."""
OPEN = {InvoiceState.WAITING, InvoiceState.PARTIAL}
UNDECIDED = OPEN | {InvoiceState.CONFIRMING, InvoiceState.CHECKING}


def invoice(t: Translator, card: OrderCard) -> Screen:
    """The caption of the QR photo, and its buttons."""
    text = paragraphs(
        t("invoice-head", order=str(card.order.id)),
        lines(*_what(t, card.order), *_changes(t, card.order)),
        lines(*_total(t, card.order)),
        *(_payment(t, card.invoice) if card.invoice else [t("invoice-settled")]),
    )
    return Screen(text, _rows(t, card.order, card.invoice))


def _total(t: Translator, order: Order) -> list[str]:
    total: list[str] = [t("invoice-total", total=_money(t, order.total, order))]
    if order.credit_used:
        total.append(t("invoice-credit", used=_money(t, order.credit_used, order)))
    return total


def _what(t: Translator, order: Order) -> list[str]:
    shown: list[str] = [_line(t, order, line) for line in order.lines[:SHOWN_LINES]]
    if len(order.lines) > SHOWN_LINES:
        shown.append(t("invoice-lines-more", count=len(order.lines) - SHOWN_LINES))
    return shown


def _line(t: Translator, order: Order, line: OrderLine) -> str:
    total = _money(t, line.unit_price * line.quantity, order)
    return t("invoice-line", quantity=line.quantity, name=cut(line.title, TITLE), total=total)


def _changes(t: Translator, order: Order) -> list[str]:
    rows = order.changes.get("lines", [])
    shown: list[str] = [
        t("invoice-change", name=cut(title, TITLE), wanted=wanted, got=got)
        for title, wanted, got in rows[:SHOWN_LINES]
    ]
    if len(rows) > SHOWN_LINES:
        shown.append(t("invoice-lines-more", count=len(rows) - SHOWN_LINES))
    return shown


def _payment(t: Translator, bill: Invoice) -> list[str]:
    match bill.state:
        case InvoiceState.WAITING:
            return [_pay(t, bill), deadline(t, bill.order.expires_at)]
        case InvoiceState.PARTIAL:
            partial = t("invoice-partial", address=bill.address.address, **amounts(bill))
            return [partial, deadline(t, bill.order.expires_at)]
        case InvoiceState.SETTLED | InvoiceState.CHECKING:
            return [t(f"invoice-{bill.state}")]
        case InvoiceState.CONFIRMING:
            by_depth = ASSETS[bill.asset].finality == "depth"
            key = "invoice-confirming" if by_depth else "invoice-finalising"
            return [t(key, **amounts(bill))]
    if bill.order.replaced_by:
        return [t("invoice-replaced", code=bill.order.replaced_by)]
    return [t(f"invoice-{bill.state}", address=bill.address.address)]


def _pay(t: Translator, bill: Invoice) -> str:
    asset = ASSETS[bill.asset]
    return t(
        "invoice-pay",
        amount=format_units(bill.due, asset.decimals),
        asset=asset.symbol,
        network=asset.network,
        address=bill.address.address,
    )


def amounts(bill: Invoice) -> dict[str, str | int]:
    """What the payment texts need: seen and missing in coins, confirmations so far."""
    decimals = ASSETS[bill.asset].decimals
    return {
        "asset": bill.asset,
        "seen": format_units(bill.seen, decimals),
        "missing": format_units(max(0, bill.due - bill.seen), decimals),
        "depth": min(bill.confirmations, bill.confirmations_required),
        "required": bill.confirmations_required,
    }


def deadline(t: Translator, until: datetime) -> str:
    """Absolute for everybody, and a countdown that the client renders (Bot API: tg-time)."""
    return t("invoice-deadline", absolute=absolute(until), relative=relative(until))


def absolute(moment: datetime) -> str:
    return f"{moment:%H:%M} UTC"


def relative(moment: datetime) -> Html:
    return Html(
        f'<tg-time unix="{int(moment.timestamp())}" format="r">{absolute(moment)}</tg-time>'
    )


def _rows(t: Translator, order: Order, bill: Invoice | None) -> list[list[InlineKeyboardButton]]:
    if bill is None:
        return _after(t, order)
    check = CheckPayment(order_id=order.id)
    if bill.state in OPEN:
        cancel = CancelOrder(order_id=order.id)
        buttons = [button(t("button-check"), check)]
        if bill.state is InvoiceState.WAITING:
            buttons.append(button(t("button-cancel-order"), cancel, style="danger"))
        return [*_copies(t, bill), buttons, _other_coin(t, order, bill)]
    if bill.state in UNDECIDED:
        return [[button(t("button-check"), check)]]
    if bill.state is InvoiceState.SETTLED:
        return _after(t, order)
    return [[button(t("button-already-paid"), check)], [button(t("button-home"), Home())]]


def _other_coin(t: Translator, order: Order, bill: Invoice) -> list[InlineKeyboardButton]:
    """While nothing was seen; the last one of a chain is to be paid as it is."""
    if bill.state is not InvoiceState.WAITING or order.switches == MOST_SWITCHES:
        return []
    ask = OtherCoin(order_id=order.id, credit=1)  # ticked, as at checkout
    return [button(t("button-other-coin"), ask)]


def _copies(t: Translator, bill: Invoice) -> list[list[InlineKeyboardButton]]:
    amount = format_units(bill.due - bill.seen, ASSETS[bill.asset].decimals)
    label = t("button-copy-amount", amount=amount, asset=bill.asset)
    return [
        [copy_button(label, amount)],
        [copy_button(t("button-copy-address"), bill.address.address)],
    ]


def _after(t: Translator, order: Order) -> list[list[InlineKeyboardButton]]:
    """Once paid: the goods again, and the way home."""
    digital = any(line.kind is ProductKind.DIGITAL for line in order.lines)
    goods = [button(t("button-goods"), ShowGoods(order_id=order.id))] if digital else []
    return [goods, [button(t("button-home"), Home())]]


def order_card(t: Translator, card: OrderCard) -> Screen:
    """The same as text, for My orders and for a second checkout."""
    bill = invoice(t, card)
    status = t("order-card", order=str(card.order.id), status=status_of(t, card.order))
    body = bill.text.split("\n\n", 1)[1]
    open_one = card.order.status is OrderStatus.CREATED  # the others lead home already
    home = [button(t("button-home"), Home())] if open_one else []
    return Screen(paragraphs(status, body), [*bill.rows, home])


def order_link(t: Translator, order_id: int) -> InlineKeyboardButton:
    return button(t("button-order", order=str(order_id)), OpenOrder(order_id=order_id))


def check_answer(t: Translator, bill: Invoice) -> str:
    """What pressing Check now says."""
    if bill.state in (InvoiceState.EXPIRED, InvoiceState.CANCELLED):
        return t("check-ended")
    if bill.state is InvoiceState.CONFIRMING and ASSETS[bill.asset].finality != "depth":
        return t("check-finalising", **amounts(bill))
    return t(f"check-{bill.state}", **amounts(bill))


def _money(t: Translator, minor: int, order: Order) -> str:
    return format_money(minor, order.currency, t.language)
