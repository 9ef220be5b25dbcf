"""What about a payment cannot be decided by itself, so that a person must look. Pure."""

from datetime import datetime, timedelta

from models.invoice import Invoice, InvoiceState
from models.order import Order
from services.money.trouble import PATIENCE_WITH_DOUBT
from utils.chains.base import ChainConflict, Observation

STUCK = "stuck-confirming"
DISAGREE = "sources-disagree"
CONCERNS = (STUCK, DISAGREE)
"""Reasons for a look that pass by themselves."""
STUCK_AFTER = {
    "BTC": timedelta(hours=6),
    "LTC": timedelta(hours=2),
    "ETH": timedelta(hours=2),
    "SOL": timedelta(minutes=30),
}
"""How long a payment may wait for its next confirmation."""
Standing = tuple[InvoiceState, int, int]


def standing(invoice: Invoice) -> Standing:
    """What changes when a payment comes further."""
    return invoice.state, invoice.seen, invoice.confirmations


def needed(invoice: Invoice, doubted: datetime | None, now: datetime) -> str | None:
    """Why a person must look at an order although nothing is to be decided; None when nobody must.

    `doubted`: since when its sources disagree. What a person must look at anyhow is not hidden.
    """
    known = invoice.order.needs_review
    if known not in (None, *CONCERNS):
        return known
    found = [DISAGREE] if doubted and now - doubted >= PATIENCE_WITH_DOUBT else []
    found += [STUCK] if _is_stuck(invoice, now) else []
    return known if known in found else next(iter(found), None)


def _is_stuck(invoice: Invoice, now: datetime) -> bool:
    since = invoice.progressed_at
    confirming = invoice.state is InvoiceState.CONFIRMING
    return confirming and since is not None and now - since >= STUCK_AFTER[invoice.asset]


def pass_over(order: Order) -> str | None:
    """Before a verdict: a concern of ours keeps nothing from being delivered; which it was."""
    known = order.needs_review
    if known not in CONCERNS:
        return None
    order.needs_review = None
    return known


def doubted_since(invoice: Invoice, seen: Observation | None, started: datetime) -> datetime | None:
    """What was not read now is as doubtful as before; a doubt from the future begins now."""
    before, address = invoice.doubted_since, invoice.address.address
    if seen is None:
        return before
    if address in seen.doubts or isinstance(seen.failures.get(address), ChainConflict):
        return before if before and before <= started else started
    return None if address in seen.transfers else before


def note(invoice: Invoice, before: Standing, doubted: datetime | None, started: datetime) -> None:
    """Keep what the next look must know."""
    invoice.doubted_since = doubted
    if standing(invoice) != before:
        invoice.progressed_at = started
