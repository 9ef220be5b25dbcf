"""The receipt of a paid order as a text file: what was bought, what was paid, and where that is
seen on the chain. Plain text: it is read on every phone, printed anywhere and needs no library; no
good, no key and no address of a person is in it.
"""

from collections.abc import Sequence
from datetime import datetime

from handlers.views.contents import refilled, worded
from handlers.views.screen import plain
from handlers.views.voucher import voucher_of
from models.invoice import Invoice, Transfer
from models.order import Order
from models.refund import Refund, RefundState
from services.sale.order import OrderCard
from utils.assets import ASSETS
from utils.l10n import Translator
from utils.money import format_money
from utils.uri import format_units

MOST_TRANSFERS = 50
"""Payments that are named; an order has one or two."""


def receipt(t: Translator, card: OrderCard, shop: str) -> str:
    order = card.order
    parts = [
        _block(t("receipt-title", shop=shop, code=order.code), *_dates(t, order)),
        _block(*_lines(t, order)),
        _block(*_sums(t, order)),
        _block(*_coins(t, order, card.invoice, card.transfers)) if card.invoice else "",
        _block(*_back(t, card.refunds)),
    ]
    return plain("\n\n".join(part for part in parts if part)) + "\n"


def _block(*said: str) -> str:
    return "\n".join(said)


def _dates(t: Translator, order: Order) -> list[str]:
    paid = order.paid_at or order.created_at
    told: list[str] = [
        t("receipt-ordered", date=_moment(order.created_at)),
        t("receipt-paid", date=_moment(paid)),
    ]
    if order.closed_at is not None:
        key, date = worded(order, "receipt-ended"), _moment(order.closed_at)
        told.append(t(key, status=order.status.value, date=date))
    return told


def _lines(t: Translator, order: Order) -> list[str]:
    if order.refill:
        return [t("receipt-refill", amount=refilled(t, order))]
    return [
        t(
            "receipt-line",
            quantity=line.quantity,
            name=line.title,
            price=_money(t, line.unit_price, order),
            total=_money(t, line.unit_price * line.quantity, order),
        )
        for line in order.lines
    ]


def _sums(t: Translator, order: Order) -> list[str]:
    shipping, used = order.shipping_name, order.credit_used
    off = voucher_of(t, order)
    return [
        *([off] if off else []),
        *([_shipping(t, order, shipping)] if shipping else []),
        *([t("receipt-fee", price=_money(t, order.fee, order))] if order.fee else []),
        t("receipt-total", total=_money(t, order.total, order)),
        *([t("receipt-credit", used=_money(t, used, order))] if used else []),
        *([t("receipt-by-hand")] if order.by_hand_at else []),
    ]


def _shipping(t: Translator, order: Order, name: str) -> str:
    return t("receipt-shipping", name=name, price=_money(t, order.shipping, order))


def _coins(t: Translator, order: Order, bill: Invoice, transfers: Sequence[Transfer]) -> list[str]:
    """What went into the order; what was too much is the customer's credit, and not on here."""
    asset = ASSETS[bill.asset]
    booked = [one for one in transfers if one.accounted][:MOST_TRANSFERS]
    return [
        t("receipt-coins", amount=format_units(bill.taken, asset.decimals), asset=asset.symbol),
        t("receipt-rate", rate=_rate(bill, order), asset=asset.symbol, date=_moment(bill.rate_at)),
        *(_transfer(t, one, asset.decimals, asset.symbol) for one in booked),
    ]


def _rate(bill: Invoice, order: Order) -> str:
    """Of one coin, as exact as it was agreed to."""
    return f"{format(bill.rate.normalize(), 'f')} {order.currency}"


def _transfer(t: Translator, one: Transfer, decimals: int, symbol: str) -> str:
    known = one.receipt if ASSETS[one.asset].read_by_balance else one.txid
    txids = (known or "").split()
    return t(
        "receipt-transfer",
        amount=format_units(one.accounted, decimals),
        asset=symbol,
        date=_moment(one.first_seen_at),
        txid=", ".join(txids) or "none",
    )


def _back(t: Translator, refunds: Sequence[Refund]) -> list[str]:
    sent = [one for one in refunds if one.state in (RefundState.SENT, RefundState.CONFIRMED)]
    return [
        t(
            "receipt-refund",
            amount=format_money(one.amount, one.currency, t.language),
            date=_moment(one.opened_at),
        )
        for one in sent
    ]


def _moment(at: datetime) -> str:
    """In full, and by a clock that is the same everywhere."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _money(t: Translator, minor: int, order: Order) -> str:
    return format_money(minor, order.currency, t.language)
