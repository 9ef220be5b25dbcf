"""Decide what the observed payments mean for an order. Pure: no clock, no I/O, no database.

The same case always gives the same verdict, so repeated, re-ordered or split observations cannot
hurt. The state table it implements is section "Money in" of docs/adr/0003-settlement.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from models.invoice import InvoiceState
from models.order import OrderStatus


@dataclass(frozen=True, slots=True)
class Policy:
    """`check_grace`: how long past the deadline an order waits for a provider that is down."""

    tolerance_percent: Decimal = Decimal(0)
    check_grace: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Payment:
    """One transfer as last observed; amounts in base units.

    `believed` is False once it was replaced, dropped or reorganised away; `accounted` is True once
    its value went into the order or the ledger.
    """

    amount: int
    confirmations: int
    believed: bool = True
    accounted: bool = False

    def is_final_at(self, confirmations_required: int) -> bool:
        return self.believed and self.confirmations >= confirmations_required


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a verdict depends on. `scanned_at`: start of the newest complete scan."""

    order: OrderStatus
    due: int
    confirmations_required: int
    deadline: datetime
    now: datetime
    scanned_at: datetime | None
    payments: Sequence[Payment]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to remember (`state`, `seen`, `confirmations`) and what to do.

    `pay`: the order is paid now. `expire`: it has expired now. `credit`: base units beyond the
    order's price that belong to the customer. `late`: final base units that arrived for an order
    that had ended. `review`: why a person must look, or None.
    """

    state: InvoiceState
    seen: int
    confirmations: int = 0
    pay: bool = False
    expire: bool = False
    credit: int = 0
    late: int = 0
    review: str | None = None


def least(due: int, policy: Policy) -> int:
    """The smallest sum that counts as paid: `due` less the tolerance, never below one unit."""
    share = (100 - policy.tolerance_percent) / 100
    return max(1, int((due * share).to_integral_value(ROUND_CEILING)))


def settle(case: Case, policy: Policy) -> Verdict:
    """Derive the verdict of a case."""
    if case.order is OrderStatus.CREATED:
        return _open(case, policy)
    if case.order in (OrderStatus.PAID, OrderStatus.SHIPPED):
        return _paid(case)
    return _ended(case)


def _open(case: Case, policy: Policy) -> Verdict:
    enough = least(case.due, policy)
    seen = _sum(_believed(case))
    depth = _depth(case, enough)
    if (final := _sum(_final(case))) >= enough:
        surplus = max(0, final - case.due)
        return Verdict(InvoiceState.SETTLED, seen, depth, pay=True, credit=surplus)
    if seen >= enough:
        return Verdict(InvoiceState.CONFIRMING, seen, depth)
    waiting = Verdict(InvoiceState.PARTIAL if seen else InvoiceState.WAITING, seen)
    return waiting if case.now < case.deadline else _overdue(case, policy, waiting)


def _overdue(case: Case, policy: Policy, waiting: Verdict) -> Verdict:
    """Expire on the word of a scan newer than the deadline; without one, wait a bounded time."""
    expired = replace(waiting, state=InvoiceState.EXPIRED, expire=True)
    if case.scanned_at is not None and case.scanned_at >= case.deadline:
        return expired
    if case.now < case.deadline + policy.check_grace:
        return replace(waiting, state=InvoiceState.CHECKING)
    return replace(expired, review="expired-unchecked")


def _paid(case: Case) -> Verdict:
    return Verdict(
        InvoiceState.SETTLED,
        _sum(_believed(case)),
        case.confirmations_required,
        credit=_creditable(case),
        review=_vanished(case),
    )


def _ended(case: Case) -> Verdict:
    expired = case.order is OrderStatus.EXPIRED
    return Verdict(
        InvoiceState.EXPIRED if expired else InvoiceState.CANCELLED,
        _sum(_believed(case)),
        late=_creditable(case),
        review=_vanished(case),
    )


def _believed(case: Case) -> list[Payment]:
    return [p for p in case.payments if p.believed]


def _final(case: Case) -> list[Payment]:
    return [p for p in case.payments if p.is_final_at(case.confirmations_required)]


def _vanished(case: Case) -> str | None:
    """What was given away for is gone: a person must look."""
    gone = any(p.accounted and not p.believed for p in case.payments)
    return "payment-vanished" if gone else None


def _creditable(case: Case) -> int:
    """What is new and final, but nothing as long as something that was accounted for is missing:
    it may be the same money in another form, and is not given away for twice.
    """
    return 0 if _vanished(case) else _sum(_fresh(case))


def _fresh(case: Case) -> list[Payment]:
    return [p for p in _final(case) if not p.accounted]


def _sum(payments: Sequence[Payment]) -> int:
    return sum(p.amount for p in payments)


def _depth(case: Case, enough: int) -> int:
    """Confirmations of the shallowest payment still needed to reach `enough`."""
    total = 0
    for payment in sorted(_believed(case), key=lambda p: -p.confirmations):
        total += payment.amount
        if total >= enough:
            return payment.confirmations
    return 0
