"""What a card says of an order's money, in every case there is."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from models.invoice import Invoice, InvoiceState, Transfer
from models.order import Order, OrderStatus
from services.sale.facts import Money, money

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DUE = 50_000
"""Satoshi; a price of 25.00 at 50,000."""


def transfer(amount: int, *, block: bool = True, gone: bool = False, used: int = 0) -> Transfer:
    row = Transfer(amount=amount, accounted=used)
    row.block_hash = "block" if block else None
    row.missing_since = NOW if gone else None
    return row


def facts(
    state: InvoiceState,
    *rows: Transfer,
    status: OrderStatus = OrderStatus.CREATED,
    today: int | None = 40_000,
    credited: int = 0,
) -> Money:
    order = Order(status=status, total=3_000, credit_used=500, currency="USD", expires_at=NOW)
    seen = sum(row.amount for row in rows if row.missing_since is None)
    invoice = Invoice(asset="BTC", due=DUE, seen=seen, rate=Decimal(50_000), state=state)
    invoice.order = order
    return money(invoice, rows, Decimal(today) if today else None, credited)


def test_nothing_came() -> None:
    known = facts(InvoiceState.WAITING)
    assert (known.due, known.due_value, known.missing, known.missing_value) == (
        DUE,
        2500,
        DUE,
        2500,
    )
    assert (known.seen, known.ever_seen, known.percent, known.in_no_block) == (0, 0, 0, False)
    assert known.watched_until == NOW + timedelta(days=90)


def test_a_part_came() -> None:
    known = facts(InvoiceState.PARTIAL, transfer(10_000), transfer(5_000, block=False))
    assert (known.seen, known.mined, known.percent) == (15_000, 10_000, 30)
    assert (known.missing, known.missing_value) == (35_000, 1750)
    assert known.seen_value == 600  # at today's 40,000


@pytest.mark.parametrize(("rest", "missing"), [(1, 294), (100, 294), (294, 294), (295, 295)])
def test_no_less_is_asked_for_than_the_network_carries(rest: int, missing: int) -> None:
    known = facts(InvoiceState.PARTIAL, transfer(DUE - rest))
    assert (known.missing, known.smallest) == (missing, 294)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (InvoiceState.CONFIRMING, OrderStatus.CREATED),
        (InvoiceState.CHECKING, OrderStatus.CREATED),
        (InvoiceState.SETTLED, OrderStatus.SHIPPED),
        (InvoiceState.EXPIRED, OrderStatus.EXPIRED),
        (InvoiceState.CANCELLED, OrderStatus.CANCELLED),
    ],
)
def test_nothing_else_asks_for_money(state: InvoiceState, status: OrderStatus) -> None:
    known = facts(state, transfer(10_000), status=status)
    assert (known.missing, known.missing_value) == (0, 0)


def test_what_could_still_be_taken_back() -> None:
    known = facts(InvoiceState.EXPIRED, transfer(DUE, block=False), status=OrderStatus.EXPIRED)
    assert (known.in_no_block, known.pending, known.pending_value) == (True, DUE, 2000)


def test_what_was_seen_and_is_gone() -> None:
    known = facts(InvoiceState.EXPIRED, transfer(DUE, gone=True), status=OrderStatus.EXPIRED)
    assert (known.seen, known.ever_seen, known.pending, known.in_no_block) == (0, DUE, 0, False)


def test_what_is_used_and_what_waits() -> None:
    rows = (transfer(DUE + 20_000, used=DUE), transfer(1_000))
    known = facts(InvoiceState.SETTLED, *rows, status=OrderStatus.SHIPPED, credited=70)
    assert (known.booked, known.pending, known.credited_value) == (DUE, 21_000, 70)
    assert known.pending_value == 840
    unpriced = facts(InvoiceState.SETTLED, *rows, status=OrderStatus.SHIPPED, today=None)
    assert (unpriced.pending_value, unpriced.seen_value) == (None, None)
