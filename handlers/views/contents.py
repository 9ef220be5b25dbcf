"""What an order is of: the goods of its lines, or store credit; and the words that this changes."""

from handlers.views.screen import bounded, cut
from models.order import Order, OrderStatus
from utils.l10n import Translator
from utils.money import format_money

SAID = frozenset(
    {
        *("standing-unconfirmed", "standing-confirming", "standing-finalising"),
        *("standing-expired", "standing-ended-early", "standing-cancelled"),
        *(
            "standing-delivered",
            "standing-doubted",
            "label-delivered",
            "label-doubted",
            "invoice-head",
        ),
        *(
            "invoice-head",
            "invoice-deadline",
            "reminder",
            "extended",
            "ask-cancel-order",
            "other-coin-how",
        ),
        *("button-order-again", "receipt-ended", "placed"),
        *("admin-placed", "admin-paid", "ask-end", "review-payment-vanished"),
    }
)
"""What speaks of goods, and has other words for a refill."""


def worded(order: Order, key: str) -> str:
    """The text that is true of it."""
    return f"refill-{key}" if order.refill and key in SAID else key


def contents(t: Translator, order: Order, most: int, title: int) -> list[str]:
    """So many lines, with titles of so many UTF-16 units."""
    if order.refill:
        return [t("refill-line", amount=refilled(t, order))]
    told = [
        t(
            "invoice-line",
            quantity=line.quantity,
            name=cut(line.title, title),
            total=format_money(line.unit_price * line.quantity, order.currency, t.language),
        )
        for line in order.lines
    ]
    return bounded(t, told, most)


def ships(order: Order) -> bool:
    return any(line.kind.is_shipped for line in order.lines)


def how(placed: Order) -> str:
    """`ship`: a parcel is to go; `delivered`: all of it is digital and there; else `sold`."""
    if ships(placed):
        return "ship" if placed.status is OrderStatus.PAID else "sold"
    return "delivered" if placed.status is OrderStatus.SHIPPED else "sold"


def refilled(t: Translator, order: Order) -> str:
    """What it brings, or will."""
    return format_money(order.refill or 0, order.currency, t.language)
