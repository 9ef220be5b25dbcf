"""What is known of an order's money, for the words that people read. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from models.invoice import WATCHED, Invoice, InvoiceState, Transfer
from models.order import Order, OrderStatus
from services.money.value import Prices, prices
from utils.assets import ASSETS


class Came(StrEnum):
    """Why money that came for an order did not pay for it."""

    REPLACED = "replaced"
    """Another coin was chosen: it went to the old address."""
    CANCELLED = "cancelled"
    LATE = "late"
    """All of it was first seen when the time was up."""
    SHORT = "short"
    """In time, and too little."""
    OTHERWISE = "otherwise"
    """Anything else: some of it late, or in no block for too long."""


@dataclass(frozen=True, slots=True)
class Money:
    """Base units, if a name does not say otherwise; `_value` is in minor units.

    `seen`: there now, in a block or on its way; `mined`: in a block; `ever_seen`: with what has
    disappeared again. `booked`: went into the order or the ledger; `pending`: is there, and waits
    for depth, a price or a person. `missing`: what to send so that the order is paid; never
    less than `smallest`, which the network carries, and 0 when nothing is asked for.
    `credited_value`: became store credit, spent since or not. `seen_value` and `pending_value` are
    at the lower of the locked and today's rate; None without a price today. `watched_until`: how
    long what comes late is noticed. `first_seen`: of what is there now.
    """

    due: int
    due_value: int
    seen: int
    mined: int
    ever_seen: int
    booked: int
    pending: int
    missing: int
    missing_value: int
    smallest: int
    credited_value: int
    seen_value: int | None
    pending_value: int | None
    watched_until: datetime
    came: Came = Came.OTHERWISE
    first_seen: datetime | None = None

    @property
    def percent(self) -> int:
        """Seen of what is due, in coins, rounded down."""
        return self.seen * 100 // self.due

    @property
    def in_no_block(self) -> bool:
        """Whether there is money, and all of it could still be taken back."""
        return self.seen > 0 and self.mined == 0


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """One of a customer's orders in a list; `invoice` and `money` as on its card."""

    order: Order
    invoice: Invoice | None
    money: Money | None


@dataclass(frozen=True, slots=True)
class Underway:
    """What a customer waits for. `bill` and `money`: of the order that is to be paid."""

    unpaid: Order | None = None
    bill: Invoice | None = None
    money: Money | None = None
    packing: Sequence[Order] = ()


def money(
    invoice: Invoice,
    transfers: Sequence[Transfer],
    today: Decimal | None,
    credited: int,
    now: datetime | None = None,
) -> Money:
    """`today`: shop currency per coin; `credited`: minor units of credit that came of the order;
    `now` says whether what is sent now counts at the locked rate, as it does without it.
    """
    worth = prices(invoice.asset, invoice.order.currency, invoice.rate, today)
    there = [row for row in transfers if row.missing_since is None]
    pending = sum(row.pending for row in there)
    missing = _missing(invoice, there, worth, now)
    return Money(
        due=invoice.due,
        due_value=invoice.order.to_pay,
        seen=invoice.seen,
        mined=sum(row.amount for row in there if row.block_hash is not None),
        ever_seen=sum(row.amount for row in transfers),
        booked=sum(row.accounted for row in transfers),
        pending=pending,
        missing=missing,
        missing_value=_shortfall(invoice, worth, missing),
        smallest=ASSETS[invoice.asset].dust,
        credited_value=credited,
        seen_value=worth.credit(invoice.seen),
        pending_value=worth.credit(pending),
        watched_until=invoice.order.expires_at + WATCHED,
        came=_came(invoice, there),
        first_seen=min((at for row in there if (at := row.first_seen_at)), default=None),
    )


def _came(invoice: Invoice, there: Sequence[Transfer]) -> Came:
    order = invoice.order
    if order.replaced_by:
        return Came.REPLACED
    if order.status is OrderStatus.CANCELLED:
        return Came.CANCELLED
    late = [(row.first_seen_at or order.expires_at) >= order.expires_at for row in there]
    if late and all(late):
        return Came.LATE
    short = sum(row.amount for row in there) < invoice.due
    return Came.SHORT if late and short and not any(late) else Came.OTHERWISE


ASKING = (InvoiceState.WAITING, InvoiceState.PARTIAL)


def _missing(
    invoice: Invoice, there: Sequence[Transfer], worth: Prices, now: datetime | None
) -> int:
    """Only an open order asks for money, and for no less than can be sent. Of one that was given
    more time, what comes now buys at the lower rate: it takes more of it.
    """
    order = invoice.order
    if order.status is not OrderStatus.CREATED or invoice.state not in ASKING:
        return 0
    missing = invoice.due - invoice.seen
    if now is not None and order.rate_until is not None and now >= order.rate_until:
        early = sum(row.amount for row in there if row.first_seen_at < order.rate_until)
        rest = worth.late_for(max(0, invoice.due - early)) - (invoice.seen - early)
        missing = max(missing, rest)
    return max(missing, ASSETS[invoice.asset].dust)


def _shortfall(invoice: Invoice, worth: Prices, missing: int) -> int:
    return min(invoice.order.to_pay, worth.at_locked(missing))
