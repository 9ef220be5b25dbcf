"""When an address is looked at next. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from models.invoice import WATCHED, Invoice, Transfer
from models.order import OrderStatus

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
UNSETTLED_EVERY = timedelta(minutes=10)


def next_look(
    invoice: Invoice, rows: Iterable[Transfer], started: datetime, scan_every: timedelta
) -> datetime | None:
    """Dense while open and for a day after, hourly for a week, then daily for as long as addresses
    are watched, and as there is money on one that is not settled, or was and is lost, and not given
    up.

    `invoice.scanned_at` is of the look before the one that began at `started`: the last one is
    begun after one that came past the end itself, so that a single wrong reading ends nothing.
    """
    order, scanned = invoice.order, invoice.scanned_at
    age = started - order.expires_at
    unsettled = [row for row in rows if _is_unsettled(row, started)]
    if order.status is OrderStatus.CREATED or age < DAY:
        return started + scan_every
    if any(row.missing_since is None for row in unsettled):
        return started + max(scan_every, UNSETTLED_EVERY)
    if age < WEEK:
        return started + timedelta(hours=1)
    ended = scanned is not None and WATCHED <= scanned - order.expires_at <= age
    return None if ended and not unsettled else started + DAY


def _is_unsettled(row: Transfer, now: datetime) -> bool:
    """Not accounted for, or lost since; and not gone for longer than money may take to return."""
    gone = row.missing_since is not None and now - row.missing_since >= WATCHED
    return (row.accounted < row.amount or row.is_lost) and not gone
