"""Recording and judging together: whatever is observed in whatever order, it adds up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from models.address import Address
from models.invoice import Invoice, InvoiceState, Transfer
from models.order import OrderStatus
from services.money.loss import Booked
from services.money.observation import absorb, payment
from services.money.policy import Policy, least
from services.money.proof import Proof
from services.money.settlement import Case, Verdict, settle
from services.money.value import Prices
from utils.chains.base import SeenTransfer, Tip

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
DEADLINE = START + timedelta(minutes=30)
BLOCK, DEEP = 100, 110
DUE = 1_000
STRICT, LENIENT = Policy(), Policy(tolerance_percent=Policy().tolerance_percent + 5)
INVOICE = Invoice(asset="BTC", address=Address(chain="BTC"))

Sight = tuple[int, bool]
"""Which of the transfers, and whether it is in the block."""
LOCKED = Fraction(3, 2)
"""Minor units per base unit, at checkout."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one scan is shown, `later` seconds after the one before; more than once, if repeated.
    `today`: what a base unit is worth then, if anybody knows.
    """

    sights: Sequence[Sight]
    height: int
    later: int = 15
    times: int = 1
    today: Fraction | None = LOCKED


@dataclass
class Books:
    """What accounting writes for a verdict, in memory: the order, the ledger, the deliveries."""

    amounts: Sequence[int]
    policy: Policy = STRICT
    order: OrderStatus = OrderStatus.CREATED
    now: datetime = START
    rows: list[Transfer] = field(default_factory=list)
    spent: int = 0
    credited: int = 0
    value: int = 0
    deliveries: int = 0
    expiries: int = 0
    booked: Booked = field(default_factory=Booked)

    def see(self, look: Look) -> Verdict:
        for _ in range(look.times):
            self.now += timedelta(seconds=look.later)
            tip = Tip(look.height, f"block-{look.height}", self.now)
            seen = [self._sight(number, mined) for number, mined in look.sights]
            self.rows = absorb(INVOICE, self.rows, seen, tip, self.now)
            prices = Prices(LOCKED, look.today)
            verdict = self._judge(tip, prices)
            self._apply(verdict, prices)
        return verdict

    def _sight(self, number: int, mined: bool) -> SeenTransfer:
        block = (BLOCK, f"block-{BLOCK}") if mined else (None, None)
        return SeenTransfer(f"{number // 2:064x}", number % 2, self.amounts[number], *block)

    def _judge(self, tip: Tip, prices: Prices) -> Verdict:
        payments = [payment(row, tip, self.now, DEADLINE) for row in self.rows]
        times = (DEADLINE, self.now, self.now)
        case = Case(self.order, DUE, DUE, 2, *times, payments, prices, Proof(), booked=self.booked)
        return settle(case, self.policy)

    def _apply(self, verdict: Verdict, prices: Prices) -> None:
        for row, units in zip(self.rows, verdict.uses, strict=False):
            row.accounted += units
            assert row.accounted <= row.amount
        given = verdict.credit + verdict.late
        if self.order is not OrderStatus.CREATED:
            self.booked = Booked(verdict.lost, verdict.replaced)
        if verdict.pay:
            self.order, self.deliveries = OrderStatus.SHIPPED, self.deliveries + 1
            self.spent, given = verdict.take + verdict.late, verdict.credit
            worth = prices.at_locked(verdict.take) + (prices.credit(verdict.late) or 0)
            assert worth + 2 >= prices.at_locked(least(DUE, self.policy))
        if given:
            amount = prices.credit(given)
            assert amount is not None
            assert amount <= min(prices.at_locked(given), given * (prices.today or 0))
            self.credited += given
            self.value += amount
        if verdict.expire:
            self.order, self.expiries = OrderStatus.EXPIRED, self.expiries + 1

    @property
    def used(self) -> int:
        return sum(row.accounted for row in self.rows)


AMOUNTS = st.lists(st.integers(1, 1_500), min_size=1, max_size=5)
STEADY = st.just(LOCKED)
MOVING = st.none() | st.fractions(Fraction(1, 20), 20, max_denominator=100)


@st.composite
def looks(
    draw: st.DrawFn, count: int, longest: int, prices: st.SearchStrategy[Fraction | None]
) -> list[Look]:
    """Any part of the payments, in any order, at any depth, appearing and disappearing."""
    one = st.tuples(st.integers(0, count - 1), st.booleans())
    sights = st.lists(one, max_size=count + 2, unique_by=lambda sight: sight[0])
    look = st.builds(
        Look,
        sights,
        st.integers(BLOCK, DEEP),
        st.integers(0, longest),
        st.integers(1, 3),
        prices,
    )
    return draw(st.lists(look, max_size=6))


@st.composite
def histories(
    draw: st.DrawFn, longest: int = 60, prices: st.SearchStrategy[Fraction | None] = STEADY
) -> tuple[list[int], list[Look]]:
    amounts = draw(AMOUNTS)
    return amounts, draw(looks(len(amounts), longest, prices))


def whole(amounts: Sequence[int], *, backwards: bool = False) -> Look:
    """Everything there is, deep in the chain; twice, since the first look may end the order."""
    sights = [(number, True) for number in range(len(amounts))]
    return Look(sights[::-1] if backwards else sights, DEEP, times=2)


@given(histories(), st.sampled_from([OrderStatus.CREATED, *OrderStatus]))
def test_however_it_was_seen_it_ends_the_same(
    history: tuple[list[int], list[Look]], order: OrderStatus
) -> None:
    """Part by part, repeated, in another order, gone in between: as if seen once and at once."""
    amounts, before = history
    slowly, at_once = Books(amounts, order=order), Books(amounts, order=order)
    for look in before:
        slowly.see(look)
    verdict = slowly.see(whole(amounts, backwards=True))
    last = at_once.see(whole(amounts))
    assert (verdict.state, verdict.seen) == (last.state, last.seen)
    assert (slowly.order, slowly.spent, slowly.credited, slowly.deliveries) == (
        at_once.order,
        at_once.spent,
        at_once.credited,
        at_once.deliveries,
    )


@given(histories(longest=3_600, prices=MOVING), st.sampled_from([STRICT, LENIENT]))
def test_nothing_is_lost_and_nothing_is_counted_twice(
    history: tuple[list[int], list[Look]], policy: Policy
) -> None:
    """At every moment: what was used up is in the order or in the ledger, and nowhere twice."""
    amounts, before = history
    books = Books(amounts, policy)
    for look in before:
        books.see(look)
        replaced = books.booked.replaced
        assert books.used == books.spent + books.credited + replaced <= sum(amounts)
    books.see(whole(amounts))
    assert books.deliveries == (books.order is OrderStatus.SHIPPED)
    if books.order is OrderStatus.CREATED:
        assert sum(amounts) < least(DUE, policy)
        return
    assert books.used == books.spent + books.credited == sum(amounts)
    assert not books.deliveries or least(DUE, policy) <= books.spent
    assert books.value <= books.credited * LOCKED


@given(histories(longest=3_600, prices=MOVING))
def test_nothing_leaves_settled(history: tuple[list[int], list[Look]]) -> None:
    """Paid once and delivered once; it never expires, and no look at it asks for goods again."""
    amounts, after = history
    books = Books([DUE, *amounts])
    assert books.see(Look([(0, True)], DEEP)).pay
    for look in after:
        verdict = books.see(look)
        assert verdict.state is InvoiceState.SETTLED
    assert (books.order, books.deliveries, books.expiries) == (OrderStatus.SHIPPED, 1, 0)


@given(histories(longest=3_600, prices=MOVING))
def test_what_has_ended_is_never_paid_by_itself(history: tuple[list[int], list[Look]]) -> None:
    """Late money is reported, once; whether it is honoured is not this function's choice."""
    amounts, after = history
    books = Books(amounts, order=OrderStatus.CANCELLED)
    for look in [*after, whole(amounts), whole(amounts)]:
        books.see(look)
    assert (books.order, books.deliveries) == (OrderStatus.CANCELLED, 0)
    assert books.credited == sum(amounts)
