"""The state table row by row, and what must hold for every case there is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.invoice import InvoiceState
from models.order import OrderStatus
from services.money.settlement import Case, Payment, Policy, Verdict, least, settle

DEADLINE = datetime(2026, 1, 1, 12, 30, tzinfo=UTC)
IN_TIME = DEADLINE - timedelta(minutes=10)
TOO_LATE = DEADLINE + timedelta(seconds=1)
POLICY = Policy()


def case(*payments: Payment, **changes: object) -> Case:
    whole = Case(
        order=OrderStatus.CREATED,
        due=1000,
        confirmations_required=2,
        deadline=DEADLINE,
        now=IN_TIME,
        scanned_at=IN_TIME,
        payments=payments,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given_case", "state", "pay", "expire"),
    [
        pytest.param(case(), "waiting", False, False, id="nothing"),
        pytest.param(case(Payment(999, 9)), "partial", False, False, id="too-little"),
        pytest.param(case(Payment(1000, 0)), "confirming", False, False, id="enough-unconfirmed"),
        pytest.param(case(Payment(1000, 1)), "confirming", False, False, id="not-deep-enough"),
        pytest.param(case(Payment(1000, 2)), "settled", True, False, id="paid"),
        pytest.param(case(Payment(400, 2), Payment(600, 5)), "settled", True, False, id="parts"),
        pytest.param(case(Payment(400, 2), Payment(600, 1)), "confirming", False, False, id="half"),
        pytest.param(case(Payment(1000, 2, believed=False)), "waiting", False, False, id="gone"),
        pytest.param(case(Payment(1500, 2)), "settled", True, False, id="too-much"),
        pytest.param(
            case(Payment(1000, 0, believed=False), Payment(300, 0)),
            "partial",
            False,
            False,
            id="gone-but-for-a-part",
        ),
        pytest.param(
            case(Payment(1000, 0, believed=False), now=TOO_LATE, scanned_at=TOO_LATE),
            "expired",
            False,
            True,
            id="gone-and-too-late",
        ),
        pytest.param(case(Payment(1000, 0), now=TOO_LATE), "confirming", False, False, id="stops"),
        pytest.param(
            case(Payment(1000, 1), now=DEADLINE + timedelta(days=3), scanned_at=TOO_LATE),
            "confirming",
            False,
            False,
            id="stops-for-days",
        ),
        pytest.param(
            case(Payment(1000, 2), now=DEADLINE + timedelta(days=3), scanned_at=TOO_LATE),
            "settled",
            True,
            False,
            id="final-at-last",
        ),
        pytest.param(case(now=TOO_LATE, scanned_at=DEADLINE), "expired", False, True, id="expired"),
        pytest.param(
            case(Payment(999, 9), now=TOO_LATE, scanned_at=DEADLINE),
            "expired",
            False,
            True,
            id="expired-partial",
        ),
        pytest.param(case(now=TOO_LATE), "checking", False, False, id="no-good-scan"),
        pytest.param(case(now=TOO_LATE, scanned_at=None), "checking", False, False, id="no-scan"),
        pytest.param(
            case(now=DEADLINE + timedelta(minutes=10)), "expired", False, True, id="grace-over"
        ),
    ],
)
def test_open_orders(given_case: Case, state: str, pay: bool, expire: bool) -> None:
    verdict = settle(given_case, POLICY)
    assert (verdict.state, verdict.pay, verdict.expire) == (InvoiceState(state), pay, expire)


def test_an_unchecked_expiry_asks_for_a_person() -> None:
    verdict = settle(case(now=DEADLINE + timedelta(minutes=10)), POLICY)
    assert verdict.review == "expired-unchecked"


@pytest.mark.parametrize(
    ("tolerance", "amount", "paid"),
    [("0", 999, False), ("0.1", 999, True), ("0.1", 998, False), ("5", 950, True)],
)
def test_tolerance_is_exact(tolerance: str, amount: int, paid: bool) -> None:
    """Case 44."""
    policy = Policy(tolerance_percent=Decimal(tolerance))
    assert settle(case(Payment(amount, 2)), policy).pay is paid


def test_a_tolerated_shortfall_is_no_surplus() -> None:
    policy = Policy(tolerance_percent=Decimal(5))
    assert settle(case(Payment(960, 2)), policy).credit == 0
    assert settle(case(Payment(1001, 2)), policy).credit == 1


@pytest.mark.parametrize("order", [OrderStatus.PAID, OrderStatus.SHIPPED])
def test_a_settled_order_with_nothing_new_does_nothing(order: OrderStatus) -> None:
    """However late it is, and whatever the scans said."""
    used = Payment(1000, 9, accounted=True)
    verdict = settle(case(used, order=order, now=TOO_LATE, scanned_at=None), POLICY)
    assert verdict == Verdict(InvoiceState.SETTLED, 1000, 2)


@pytest.mark.parametrize(
    ("order", "state"), [(OrderStatus.EXPIRED, "expired"), (OrderStatus.CANCELLED, "cancelled")]
)
def test_an_ended_order_with_nothing_new_does_nothing(order: OrderStatus, state: str) -> None:
    verdict = settle(case(order=order, now=TOO_LATE, scanned_at=TOO_LATE), POLICY)
    assert verdict == Verdict(InvoiceState(state), 0)


def test_paid_orders_credit_only_what_is_new() -> None:
    first, second = Payment(1000, 9, accounted=True), Payment(300, 2)
    verdict = settle(case(first, second, order=OrderStatus.SHIPPED), POLICY)
    assert (verdict.credit, verdict.pay, verdict.review) == (300, False, None)


def test_a_vanished_settled_payment_needs_review() -> None:
    gone = Payment(1000, 0, believed=False, accounted=True)
    verdict = settle(case(gone, order=OrderStatus.PAID), POLICY)
    assert verdict.review == "payment-vanished"


@pytest.mark.parametrize("order", [OrderStatus.SHIPPED, OrderStatus.EXPIRED])
def test_while_accounted_money_is_gone_nothing_is_given_for_new(order: OrderStatus) -> None:
    """It may be the same money in another form: a person looks."""
    gone, new = Payment(1000, 0, believed=False, accounted=True), Payment(1000, 9)
    verdict = settle(case(gone, new, order=order), POLICY)
    assert (verdict.credit, verdict.late, verdict.review) == (0, 0, "payment-vanished")
    back = replace(gone, believed=True, confirmations=9)
    verdict = settle(case(back, new, order=order), POLICY)
    assert verdict.credit + verdict.late == 1000


@pytest.mark.parametrize("order", [OrderStatus.EXPIRED, OrderStatus.CANCELLED])
def test_late_money_is_reported_once_final(order: OrderStatus) -> None:
    assert settle(case(Payment(700, 1), order=order), POLICY).late == 0
    assert settle(case(Payment(700, 2), order=order), POLICY).late == 700
    assert settle(case(Payment(700, 2, accounted=True), order=order), POLICY).late == 0


PAYMENTS = st.lists(
    st.builds(Payment, st.integers(1, 2000), st.integers(0, 6), st.booleans(), st.booleans()),
    max_size=6,
)
CASES = st.builds(
    Case,
    order=st.sampled_from(OrderStatus),
    due=st.integers(1, 3000),
    confirmations_required=st.integers(1, 6),
    deadline=st.just(DEADLINE),
    now=st.datetimes(
        IN_TIME.replace(tzinfo=None),
        (DEADLINE + timedelta(days=1)).replace(tzinfo=None),
        timezones=st.just(UTC),
    ),
    scanned_at=st.none() | st.just(DEADLINE) | st.just(IN_TIME),
    payments=PAYMENTS,
)


@given(CASES, st.randoms())
def test_order_of_observations_does_not_matter(one: Case, dice: object) -> None:
    shuffled = list(one.payments)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert settle(replace(one, payments=shuffled), POLICY) == settle(one, POLICY)


@given(CASES)
def test_every_case_has_one_sane_verdict(one: Case) -> None:
    verdict = settle(one, POLICY)
    believed = sum(p.amount for p in one.payments if p.believed)
    final = sum(
        p.amount
        for p in one.payments
        if p.believed and p.confirmations >= one.confirmations_required
    )
    assert verdict.seen == believed
    assert not (verdict.pay and verdict.expire)
    assert not verdict.pay or final >= least(one.due, POLICY)
    assert not verdict.expire or (believed < one.due and one.now >= one.deadline)
    assert verdict.credit + verdict.late <= final


@given(CASES, st.integers(1, 50))
def test_splitting_a_payment_changes_nothing(one: Case, part: int) -> None:
    payments = list(one.payments)
    if not payments or payments[0].amount <= part:
        return
    whole = payments[0]
    split = [replace(whole, amount=part), replace(whole, amount=whole.amount - part), *payments[1:]]
    assert settle(replace(one, payments=split), POLICY) == settle(one, POLICY)


@given(CASES)
def test_nothing_leaves_a_paid_order(one: Case) -> None:
    verdict = settle(replace(one, order=OrderStatus.SHIPPED), POLICY)
    assert verdict.state is InvoiceState.SETTLED
    assert not verdict.pay
    assert not verdict.expire
