"""The state table row by row, and what must hold for every case there is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.invoice import InvoiceState
from models.order import OrderStatus
from services.money.loss import Booked
from services.money.policy import Policy, least
from services.money.proof import Proof
from services.money.settlement import Case, Verdict, settle
from services.money.shares import Payment
from services.money.value import Prices

DEADLINE = datetime(2026, 1, 1, 12, 30, tzinfo=UTC)
IN_TIME = DEADLINE - timedelta(minutes=10)
TOO_LATE = DEADLINE + timedelta(seconds=1)
POLICY = Policy()
SECOND = timedelta(seconds=1)
WAITED = DEADLINE + POLICY.unconfirmed_wait
AFTER_DAYS = DEADLINE + timedelta(days=3)
FALLEN, UNKNOWN = Prices(Fraction(1), Fraction(9, 10)), Prices(Fraction(1))
PAR = Prices(Fraction(1), Fraction(1))
"""One minor unit per base unit, then and now."""


def case(*payments: Payment, **changes: object) -> Case:
    whole = Case(
        order=OrderStatus.CREATED,
        due=1000,
        goods=1000,
        confirmations_required=2,
        deadline=DEADLINE,
        now=IN_TIME,
        scanned_at=IN_TIME,
        payments=payments,
        prices=PAR,
        proof=Proof(),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def test_what_pays_for_a_persons_word_is_proved_as_what_is_given() -> None:
    """It goes back with the order: large, it is as deep as large money, or takes two sources."""
    proof = Proof(((0, 1), (900, 6)), agree_from=900)
    paid = case(Payment(1000, 5), Payment(50, 9), order=OrderStatus.SHIPPED, owed=1000, proof=proof)
    verdict = settle(paid, POLICY)
    assert (verdict.take, verdict.credit, verdict.waits) == (50, 0, "source")
    verdict = settle(replace(paid, proof=replace(proof, agreed=True)), POLICY)
    assert (verdict.take, verdict.credit, verdict.waits) == (50, 0, "depth")
    deep = replace(paid, payments=(Payment(1000, 6), Payment(50, 9)))
    verdict = settle(replace(deep, proof=replace(proof, agreed=True)), POLICY)
    assert (verdict.take, verdict.credit, sum(verdict.uses)) == (1000, 50, 1050)


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
            case(Payment(1000, 1), now=AFTER_DAYS, scanned_at=AFTER_DAYS),
            "confirming",
            False,
            False,
            id="a-block-stops-it-for-days",
        ),
        pytest.param(
            case(Payment(1000, 0, in_block=True), now=AFTER_DAYS, scanned_at=AFTER_DAYS),
            "confirming",
            False,
            False,
            id="a-block-that-is-not-final-too",
        ),
        pytest.param(
            case(Payment(1000, 0), now=WAITED, scanned_at=WAITED - SECOND),
            "confirming",
            False,
            False,
            id="in-no-block-looked-at-too-early",
        ),
        pytest.param(
            case(Payment(1000, 0), now=WAITED, scanned_at=WAITED),
            "expired",
            False,
            True,
            id="in-no-block-for-an-hour",
        ),
        pytest.param(
            case(Payment(900, 1), Payment(100, 0), now=WAITED, scanned_at=WAITED),
            "expired",
            False,
            True,
            id="a-part-in-no-block",
        ),
        pytest.param(
            case(Payment(1000, 0), now=WAITED, scanned_at=WAITED, doubted=True),
            "confirming",
            False,
            False,
            id="one-of-two-sources-knows-more",
        ),
        pytest.param(
            case(Payment(1000, 2, in_time=False), now=TOO_LATE), "settled", True, False, id="late"
        ),
        pytest.param(
            case(Payment(1000, 2, in_time=False), now=TOO_LATE, prices=FALLEN, scanned_at=TOO_LATE),
            "expired",
            False,
            True,
            id="late-and-worth-too-little",
        ),
        pytest.param(
            case(Payment(1000, 2), now=TOO_LATE, prices=FALLEN, scanned_at=TOO_LATE),
            "settled",
            True,
            False,
            id="in-time-at-the-locked-rate",
        ),
        pytest.param(
            case(Payment(1000, 2, in_time=False), now=TOO_LATE, prices=UNKNOWN, scanned_at=WAITED),
            "confirming",
            False,
            False,
            id="late-and-no-price",
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
    used = Payment(1000, 9, accounted=1000)
    verdict = settle(case(used, order=order, now=TOO_LATE, scanned_at=None), POLICY)
    assert verdict == Verdict(InvoiceState.SETTLED, 1000, 2, 2)


@pytest.mark.parametrize(
    ("order", "state"), [(OrderStatus.EXPIRED, "expired"), (OrderStatus.CANCELLED, "cancelled")]
)
def test_an_ended_order_with_nothing_new_does_nothing(order: OrderStatus, state: str) -> None:
    verdict = settle(case(order=order, now=TOO_LATE, scanned_at=TOO_LATE), POLICY)
    assert verdict == Verdict(InvoiceState(state), 0)


def test_paid_orders_credit_only_what_is_new() -> None:
    first, second = Payment(1100, 9, accounted=1000), Payment(200, 2)
    verdict = settle(case(first, second, order=OrderStatus.SHIPPED), POLICY)
    assert (verdict.credit, verdict.pay, verdict.review) == (300, False, None)


def test_a_vanished_settled_payment_needs_review() -> None:
    gone = Payment(1000, 0, believed=False, accounted=1000, lost=1000)
    verdict = settle(case(gone, order=OrderStatus.PAID), POLICY)
    assert verdict.review == "payment-vanished"


@pytest.mark.parametrize("order", [OrderStatus.SHIPPED, OrderStatus.EXPIRED])
def test_new_money_takes_the_place_of_lost_money_before_anything_is_given(
    order: OrderStatus,
) -> None:
    """It may be the same money in another form: a person looks at what is missing all the same."""
    gone = Payment(1000, 0, believed=False, accounted=1000, lost=1000)
    part, rest = Payment(600, 9), Payment(700, 9)
    verdict = settle(case(gone, part, order=order), POLICY)
    assert (verdict.credit, verdict.late, verdict.review) == (0, 0, "payment-vanished")
    assert (verdict.replaced, verdict.lost, verdict.uses) == (600, 400, (0, 600))
    booked, part = Booked(400, 600), replace(part, accounted=600)
    verdict = settle(case(gone, part, rest, order=order, booked=booked), POLICY)
    assert (verdict.credit + verdict.late, verdict.review) == (300, None)
    assert (verdict.replaced, verdict.lost, verdict.uses) == (1000, 0, (0, 0, 700))


@pytest.mark.parametrize("order", [OrderStatus.SHIPPED, OrderStatus.EXPIRED])
def test_lost_money_that_is_back_sets_free_what_took_its_place(order: OrderStatus) -> None:
    back, other = Payment(1000, 9, accounted=1000), Payment(600, 9, accounted=600)
    verdict = settle(case(back, other, order=order, booked=Booked(400, 600)), POLICY)
    assert (verdict.credit + verdict.late, verdict.replaced, verdict.lost) == (600, 0, 0)


@pytest.mark.parametrize("order", [OrderStatus.SHIPPED, OrderStatus.EXPIRED])
def test_while_accounted_money_is_out_of_its_block_nothing_is_given_for_new(
    order: OrderStatus,
) -> None:
    """Back among what waits, it may be replaced any moment; nobody need look yet."""
    out = Payment(1000, 0, accounted=1000, lost=1000)
    verdict = settle(case(out, Payment(1000, 9), order=order), POLICY)
    assert (verdict.credit + verdict.late, verdict.replaced, verdict.review) == (0, 1000, None)


def test_what_was_written_off_is_not_waited_for() -> None:
    """New money is the customer's, and the credit of what is lost stays away."""
    gone = Payment(1000, 0, believed=False, accounted=1000, lost=1000)
    booked = Booked(1000, 0, 1000)
    found = case(gone, Payment(300, 9), order=OrderStatus.SHIPPED, booked=booked)
    verdict = settle(found, POLICY)
    assert (verdict.credit, verdict.replaced, verdict.lost, verdict.review) == (300, 0, 1000, None)


def test_lost_money_that_is_back_on_one_word_alone_waits_for_a_person() -> None:
    """Who has one source is asked, and not left with credit that never comes back."""
    back, proof = Payment(1000, 9, accounted=1000), Proof(agree_from=1, alone=True)
    found = case(back, order=OrderStatus.SHIPPED, booked=Booked(1000), proof=proof)
    verdict = settle(found, POLICY)
    assert (verdict.lost, verdict.review) == (1000, "single-source-large")
    agreed = replace(found, proof=replace(proof, agreed=True))
    assert (settle(agreed, POLICY).lost, settle(agreed, POLICY).review) == (0, None)


def test_while_sources_differ_nothing_is_lost_nothing_is_back_and_nothing_given() -> None:
    held, new = Payment(1000, 0, accounted=1000, lost=1000), Payment(500, 9)
    verdict = settle(case(held, new, order=OrderStatus.SHIPPED, doubted=True), POLICY)
    assert (verdict.credit, verdict.lost, verdict.review) == (0, 0, None)
    back = Payment(1000, 9, accounted=1000)
    found = case(back, order=OrderStatus.SHIPPED, doubted=True, booked=Booked(1000))
    assert settle(found, POLICY).lost == 1000


@pytest.mark.parametrize("order", [OrderStatus.EXPIRED, OrderStatus.CANCELLED])
def test_late_money_is_reported_once_final(order: OrderStatus) -> None:
    assert settle(case(Payment(700, 1), order=order), POLICY).late == 0
    assert settle(case(Payment(700, 2), order=order), POLICY).late == 700
    assert settle(case(Payment(700, 2, accounted=700), order=order), POLICY).late == 0


def test_a_transfer_that_spans_the_price_is_used_in_two_parts() -> None:
    """Goods first; what is left of it is credit, at once or when it is proved."""
    verdict = settle(case(Payment(400, 2), Payment(900, 3)), POLICY)
    assert (verdict.take, verdict.credit, verdict.uses) == (1000, 300, (400, 900))
    tiers = Proof(((0, 2), (1_200, 6)))
    verdict = settle(case(Payment(400, 2), Payment(900, 3), proof=tiers), POLICY)
    assert (verdict.pay, verdict.take, verdict.credit, verdict.waits) == (True, 1000, 0, "depth")
    assert verdict.uses == (100, 900)


@pytest.mark.parametrize("lower", ["locked", "today"])
def test_the_surplus_is_given_at_the_lower_rate(lower: str) -> None:
    rates = {"locked": (Fraction(1), Fraction(2)), "today": (Fraction(2), Fraction(1, 2))}[lower]
    assert Prices(*rates).credit(999) == {"locked": 999, "today": 499}[lower]
    assert Prices(*rates).stake(999) == 1998


def test_without_a_price_the_goods_are_sold_and_the_surplus_waits() -> None:
    since = IN_TIME - timedelta(minutes=9)
    verdict = settle(case(Payment(1500, 2, since=since), prices=UNKNOWN), POLICY)
    assert (verdict.pay, verdict.take, verdict.credit) == (True, 1000, 0)
    assert (verdict.waits, verdict.review) == ("price", None)
    paid = case(Payment(1500, 2, accounted=1000, since=since), order=OrderStatus.SHIPPED)
    later = replace(paid, prices=UNKNOWN, now=since + POLICY.patience)
    assert settle(later, POLICY).review == "credit-waits"
    assert settle(paid, POLICY).credit == 500


def test_what_is_given_decides_how_deep_it_must_lie() -> None:
    """Not the order's total: 500 beyond it took as many confirmations as a sale of 1,500 takes."""
    tiers = ((0, 2), (1_500, 4), (20_000, 6))
    proof = Proof(tiers)
    assert settle(case(Payment(1000, 2), proof=proof), POLICY).pay
    assert settle(case(Payment(1500, 3), proof=proof), POLICY).credit == 0
    assert settle(case(Payment(1500, 4), proof=proof), POLICY).credit == 500
    paid = case(Payment(19_000, 5), order=OrderStatus.SHIPPED)
    assert settle(replace(paid, proof=proof), POLICY).credit == 19_000
    earlier = replace(proof, given=1_000)
    assert settle(replace(paid, proof=earlier), POLICY).credit == 0
    assert not settle(case(Payment(1000, 2), proof=earlier), POLICY).pay
    dear = Prices(Fraction(1), Fraction(2))
    assert settle(replace(paid, proof=proof, prices=dear), POLICY).credit == 0


def test_the_deeper_part_is_given_and_the_rest_waits() -> None:
    tiers = Proof(((0, 2), (700, 4)))
    paid = case(Payment(500, 2), Payment(300, 3), order=OrderStatus.SHIPPED, proof=tiers)
    verdict = settle(paid, POLICY)
    assert (verdict.credit, verdict.uses, verdict.waits) == (300, (0, 300), "depth")


def test_one_source_is_believed_below_the_threshold_only() -> None:
    proof = Proof(agree_from=1_200, alone=True)
    sold = settle(case(Payment(1_300, 9), proof=proof), POLICY)
    assert (sold.pay, sold.credit, sold.waits) == (True, 0, "source")
    assert sold.review == "single-source-large"
    small = settle(case(Payment(1_199, 9), proof=proof), POLICY)
    assert (small.pay, small.credit) == (True, 199)
    both = settle(case(Payment(1_300, 9), proof=replace(proof, agreed=True)), POLICY)
    assert both.credit == 300


@pytest.mark.parametrize("alone", [False, True])
def test_a_dear_order_waits_for_a_second_source_or_a_person(alone: bool) -> None:
    proof = Proof(agree_from=1_000, alone=alone)
    verdict = settle(case(Payment(1_000, 9), proof=proof), POLICY)
    assert (verdict.state, verdict.pay) == (InvoiceState.CONFIRMING, False)
    assert verdict.review == ("single-source-large" if alone else None)


def test_late_money_for_an_open_order_pays_what_it_is_worth() -> None:
    """400 in time, and 667 late at nine tenths, pay 1,000; the rest of 700 is credit."""
    parts = case(Payment(400, 2), Payment(700, 2, in_time=False), prices=FALLEN)
    verdict = settle(parts, POLICY)
    assert (verdict.pay, verdict.take, verdict.late, verdict.credit) == (True, 400, 667, 33)
    less = case(Payment(400, 2), Payment(666, 2, in_time=False), prices=FALLEN)
    assert not settle(less, POLICY).pay


@pytest.mark.parametrize(("due", "paid"), [(49_800, 49_507), (1_000, 950)])
def test_a_rest_that_no_network_carries_is_forgiven(due: int, paid: int) -> None:
    """Below the dust, and never more than a twentieth of the price."""
    assert least(due, POLICY, 294) == paid
    assert settle(case(Payment(paid, 2), due=due, dust=294), POLICY).pay
    assert not settle(case(Payment(paid - 1, 2), due=due, dust=294), POLICY).pay


PAYMENTS = st.lists(
    st.builds(
        lambda amount, share, **rest: Payment(amount, accounted=amount * share // 2, **rest),
        st.integers(1, 2000),
        st.integers(0, 2),
        confirmations=st.integers(0, 6),
        believed=st.booleans(),
        in_time=st.booleans(),
    ),
    max_size=6,
)
RATES = st.fractions(Fraction(1, 50), 50, max_denominator=1000)
PROOFS = st.builds(
    Proof,
    tiers=st.sampled_from([((0, 1),), ((0, 1), (1_500, 3)), ((0, 2), (900, 4), (3_000, 6))]),
    agree_from=st.none() | st.integers(0, 5_000),
    given=st.integers(0, 4_000),
    agreed=st.booleans(),
    alone=st.booleans(),
)
CASES = st.builds(
    Case,
    order=st.sampled_from(OrderStatus),
    due=st.integers(1, 3000),
    goods=st.integers(1, 3000),
    confirmations_required=st.integers(1, 6),
    deadline=st.just(DEADLINE),
    now=st.datetimes(
        IN_TIME.replace(tzinfo=None),
        (DEADLINE + timedelta(days=1)).replace(tzinfo=None),
        timezones=st.just(UTC),
    ),
    scanned_at=st.none() | st.just(DEADLINE) | st.just(IN_TIME),
    payments=PAYMENTS,
    prices=st.builds(Prices, RATES, st.none() | RATES),
    proof=PROOFS,
    dust=st.sampled_from([1, 294]),
    doubted=st.booleans(),
)


@given(CASES, st.randoms())
def test_order_of_observations_does_not_matter(one: Case, dice: object) -> None:
    shuffled = list(one.payments)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert settle(replace(one, payments=shuffled), POLICY) == settle(one, POLICY)


def test_what_money_waits_for_does_not_hang_on_who_was_seen_first() -> None:
    """The small one waits for a price, the large one for a second source."""
    small, large = Payment(100, 5), Payment(5_000, 5)
    ended = case(order=OrderStatus.EXPIRED, prices=UNKNOWN, proof=Proof(agree_from=1_000))
    one, other = (settle(replace(ended, payments=both), POLICY) for both in _orders(small, large))
    assert one == other
    assert one.waits == "price"


def _orders(one: Payment, other: Payment) -> list[tuple[Payment, Payment]]:
    return [(one, other), (other, one)]


@given(CASES)
def test_every_case_has_one_sane_verdict(one: Case) -> None:
    verdict = settle(one, POLICY)
    believed = sum(p.amount for p in one.payments if p.believed)
    final = [p.fresh if p.believed else 0 for p in one.payments]
    assert verdict.seen == believed
    assert not (verdict.pay and verdict.expire)
    assert not verdict.expire or one.now >= one.deadline
    assert not verdict.take or verdict.pay
    assert verdict.take <= one.due
    assert verdict.take + verdict.credit + verdict.late == sum(verdict.uses)
    assert all(0 <= used <= most for used, most in zip(verdict.uses, final, strict=False))


@given(CASES)
def test_nothing_is_given_that_is_not_proved(one: Case) -> None:
    """Whatever is used lies as deep as the sum of it takes, or in two sources that agree."""
    verdict = settle(one, POLICY)
    depths = [
        payment.confirmations
        for payment, share in zip(one.payments, verdict.uses, strict=False)
        if share
    ]
    if not depths:
        return
    credit = verdict.credit + (0 if verdict.pay else verdict.late)
    at_stake = one.proof.given + one.prices.stake(credit) + (one.goods if verdict.pay else 0)
    needed = next(count for least, count in reversed(one.proof.tiers) if at_stake >= least)
    assert min(depths) >= max(needed, one.confirmations_required)
    if one.proof.agree_from is not None and not one.proof.agreed:
        assert at_stake < one.proof.agree_from


@given(CASES)
def test_goods_are_worth_what_they_are_paid_with(one: Case) -> None:
    """In time at the locked rate; what was late counts for no more than as credit."""
    verdict = settle(one, POLICY)
    if not verdict.pay:
        return
    value = one.prices.at_locked(verdict.take) + (one.prices.credit(verdict.late) or 0)
    assert value + 2 >= one.prices.at_locked(least(one.due, POLICY, one.dust))
    assert one.prices.lower is not None or not (verdict.late or verdict.credit)


@given(CASES, st.integers(1, 50))
def test_splitting_a_payment_changes_nothing(one: Case, part: int) -> None:
    payments = list(one.payments)
    if not payments or payments[0].amount <= part:
        return
    whole = replace(payments[0], accounted=0)
    payments[0] = whole
    one = replace(one, payments=payments)
    split = [replace(whole, amount=part), replace(whole, amount=whole.amount - part), *payments[1:]]
    calm = replace(one, proof=Proof(agreed=True))  # what is proved by parts is given by parts
    assert settle(replace(calm, payments=split), POLICY) == settle(calm, POLICY)


@given(CASES)
def test_nothing_leaves_a_paid_order(one: Case) -> None:
    verdict = settle(replace(one, order=OrderStatus.SHIPPED), POLICY)
    assert verdict.state is InvoiceState.SETTLED
    assert not verdict.pay
    assert not verdict.expire
