"""Decide what the observed payments mean for an order. Pure: no clock, no I/O, no database.

The same case always gives the same verdict, so repeated, re-ordered or split observations cannot
hurt. The state table it implements is in docs/adr/0003-settlement.md, what may be given away for
what in docs/adr/0012-value.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from models.invoice import InvoiceState
from models.order import WAS_PAID, OrderStatus
from services.money.loss import Booked, Loss, loss_of
from services.money.policy import Policy, least
from services.money.proof import Proof
from services.money.shares import Payment, Uses
from services.money.value import Prices

CREDIT_WAITS, SINGLE_SOURCE = "credit-waits", "single-source-large"
"""Why a person must look at money that waits; both end by themselves, too."""
VANISHED = "payment-vanished"
"""Why a person must look: what was given away for is gone."""
Waits = Literal["price", "source", "depth"]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a verdict depends on. `due` base units buy what costs `goods` minor units.
    `scanned_at`: start of the newest complete scan. `dust`: the smallest amount the network
    carries. `doubted`: two sources contradict each other, or none answers just now. `claimed`: one
    calls money confirmed where it takes two. `waited`: how long the order's money has been seen, in
    seconds that pass; None: for longer than matters. `booked`: what of its coins was lost before.
    `owed`: base units that an order which a person took for paid still takes for its price.
    """

    order: OrderStatus
    due: int
    goods: int
    confirmations_required: int
    deadline: datetime
    now: datetime
    scanned_at: datetime | None
    payments: Sequence[Payment]
    prices: Prices
    proof: Proof
    dust: int = 1
    doubted: bool = False
    waited: timedelta | None = None
    claimed: bool = False
    booked: Booked = field(default_factory=Booked)
    owed: int = 0

    def depth(self, stake: int) -> int | None:
        """Never less than the invoice says, whatever is at stake."""
        depth = self.proof.depth(stake)
        return None if depth is None else max(depth, self.confirmations_required)

    def depth_for(self, units: int) -> int | None:
        """To give so many base units."""
        return self.depth(self.prices.stake(units))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to remember (`state`, `seen`, `confirmations` of `required`) and what to do.

    `pay`: the order is paid now. `expire`: it has expired now. In base units: `take` goes into the
    order at the locked rate, `credit` and `late` belong to the customer at the lower rate; `late`
    arrived when the order had ended, or paid it after its deadline. `uses`: what of each payment
    that is. `waits`: what keeps final money from being given. `review`: why a person must look.
    `lost`: what was accounted for and no block holds, less what has taken its place (`replaced`).
    """

    state: InvoiceState
    seen: int
    confirmations: int = 0
    required: int = 0
    pay: bool = False
    expire: bool = False
    take: int = 0
    credit: int = 0
    late: int = 0
    uses: tuple[int, ...] = field(default=(), compare=False)
    waits: Waits | None = None
    review: str | None = None
    lost: int = 0
    replaced: int = 0

    @property
    def acts(self) -> bool:
        return self.pay or self.expire or bool(self.credit or self.late or any(self.uses))


def settle(case: Case, policy: Policy) -> Verdict:
    """Derive the verdict of a case."""
    if case.order is OrderStatus.CREATED:
        return _open(case, policy)
    return _closed(case, policy)


def _open(case: Case, policy: Policy) -> Verdict:
    enough = least(case.due, policy, case.dust)
    believed = [p for p in case.payments if p.believed]
    seen = sum(p.amount for p in believed)
    needed = case.depth(case.goods)
    final = [p for p in believed if needed is not None and p.confirmations >= needed]
    if _worth(case, final) >= enough:
        return _sold(case, policy, seen, enough, needed or 0)
    required = needed or case.confirmations_required
    depth = _depth(case, policy, believed, enough)
    confirming = Verdict(InvoiceState.CONFIRMING, seen, depth, required)
    if _hoped(case, believed, policy) < enough:
        state = InvoiceState.PARTIAL if seen else InvoiceState.WAITING
        waiting = Verdict(state, seen, required=required)
        return waiting if case.now < case.deadline else _overdue(case, policy, waiting)
    if _waited_enough(case, policy, believed, enough):
        review = "expired-unchecked" if case.doubted else None
        end = replace(confirming, state=InvoiceState.EXPIRED, expire=True, confirmations=0)
        return replace(end, review=review)
    if needed is None and _single(case, believed):
        return replace(confirming, waits="source", review=SINGLE_SOURCE)
    return confirming


def _overdue(case: Case, policy: Policy, waiting: Verdict) -> Verdict:
    """Expire on the word of a scan newer than the deadline; without one, wait a bounded time."""
    expired = replace(waiting, state=InvoiceState.EXPIRED, expire=True)
    if case.scanned_at is not None and case.scanned_at >= case.deadline:
        return expired
    if case.now < case.deadline + policy.check_grace:
        return replace(waiting, state=InvoiceState.CHECKING)
    return replace(expired, review="expired-unchecked")


def _waited_enough(case: Case, policy: Policy, believed: Sequence[Payment], enough: int) -> bool:
    """Whether money that is in no block has kept the order open for as long as it may."""
    if _hoped(case, [p for p in believed if p.is_mined], policy) >= enough:
        return False
    late_by, wait = case.now - case.deadline, policy.unconfirmed_wait
    if case.claimed or late_by >= policy.longest_wait:
        return late_by >= policy.longest_wait
    looked = case.scanned_at is not None and case.scanned_at >= case.deadline + wait
    wait *= 1 if looked and not case.doubted else 2
    return late_by >= wait and (case.waited is None or case.waited >= wait)


def _sold(case: Case, policy: Policy, seen: int, enough: int, needed: int) -> Verdict:
    """What was in time pays first, at the locked rate; the rest is worth what it is worth today."""
    uses = Uses(case.payments)
    take = uses.take(case.due, needed)
    late = uses.late(case.prices.late_for(case.due - take), needed) if take < enough else 0
    credit, waits = _given(case, uses, case.goods)
    sold = Verdict(InvoiceState.SETTLED, seen, needed, needed, pay=True)
    shares = replace(sold, take=take, late=late, credit=credit, uses=tuple(uses.units))
    return _waiting(case, policy, shares, waits)


def _closed(case: Case, policy: Policy) -> Verdict:
    """Paid, shipped, cancelled or expired: new money is credit, or buys it after all."""
    uses = Uses(case.payments)
    loss = loss_of(case.payments, case.booked, case.depth_for, doubted=case.doubted)
    replaced, waits = _replaced(case, uses, loss)
    is_open = loss.is_open(replaced)
    take, held = (0, waits) if is_open else _owed(case, uses)
    units, given = (0, held) if is_open or take < case.owed else _given(case, uses, 0)
    if not case.doubted and case.prices.lower is not None:
        units, replaced = units + loss.freed(replaced), min(replaced, loss.needed)
    seen = sum(p.amount for p in case.payments if p.believed)
    verdict = Verdict(
        _STATES[case.order],
        seen,
        take=take,
        uses=tuple(uses.units),
        review=VANISHED if loss.gone > replaced else None,
        lost=loss.left(replaced),
        replaced=replaced,
    )
    if case.order in WAS_PAID:
        depth = case.confirmations_required
        verdict = replace(verdict, credit=units, confirmations=depth, required=depth)
    else:
        verdict = replace(verdict, late=units)
    return _waiting(case, policy, verdict, "source" if loss.untold else given)


_STATES = {
    **dict.fromkeys(WAS_PAID, InvoiceState.SETTLED),
    OrderStatus.EXPIRED: InvoiceState.EXPIRED,
    OrderStatus.CANCELLED: InvoiceState.CANCELLED,
}


def _given(case: Case, uses: Uses, stake: int) -> tuple[int, Waits | None]:
    """Base units that become the customer's now, and what the first that does not waits for.

    `stake`: minor units that this very verdict gives away already.
    """
    units = 0
    for number, payment, left in uses.unused():
        depth = case.depth(stake + case.prices.stake(units + left))
        if payment.confirmations < case.confirmations_required:
            return units, None
        if depth is None:
            return units, "source"
        if payment.confirmations < depth:
            return units, "depth"
        if case.prices.lower is None:
            return 0, "price"
        units += uses.use_up(number)
    return units, None


def _waiting(case: Case, policy: Policy, verdict: Verdict, waits: Waits | None) -> Verdict:
    """A person hears of money that waits for a price for long, or for a second source in vain."""
    verdict = replace(verdict, waits=waits)
    if verdict.review or waits is None or waits == "depth":
        return verdict
    if waits == "source":
        return replace(verdict, review=SINGLE_SOURCE) if case.proof.alone else verdict
    fresh = [p.since for p in case.payments if p.believed and p.fresh and p.since]
    overdue = any(case.now - since >= policy.patience for since in fresh)
    return replace(verdict, review=CREDIT_WAITS) if overdue else verdict


def _single(case: Case, believed: Sequence[Payment]) -> bool:
    """Whether the only source there is calls something confirmed, which is not enough."""
    return case.proof.alone and any(p.is_mined for p in believed)


def _replaced(case: Case, uses: Uses, loss: Loss) -> tuple[int, Waits | None]:
    """New money takes the place of what is lost before anything is given for it: it may be the
    same, in another form.
    """
    replaced = case.booked.replaced
    for number, payment, left in uses.unused():
        units = min(left, loss.needed - replaced)
        if units <= 0:
            break
        depth = case.depth_for(units)
        if payment.confirmations < case.confirmations_required:
            break
        if depth is None or payment.confirmations < depth:
            return replaced, "source" if depth is None else "depth"
        replaced += uses.use_up(number, units)
    return replaced, None


def _owed(case: Case, uses: Uses) -> tuple[int, Waits | None]:
    """What pays for goods that a person gave before, and what the first that does not waits for. It
    may be given back with the order, so it is proved as all that is given; the rest waits for it.
    """
    taken = 0
    for number, payment, left in uses.unused():
        units = min(left, case.owed - taken)
        if units <= 0 or payment.confirmations < case.confirmations_required:
            break
        depth = case.depth_for(taken + units)
        if depth is None or payment.confirmations < depth:
            return taken, "source" if depth is None else "depth"
        taken += uses.use_up(number, units)
    return taken, None


def _worth(case: Case, payments: Sequence[Payment]) -> int:
    """Base units of what is due that these pay."""
    in_time = sum(p.fresh for p in payments if p.in_time)
    return in_time + case.prices.late(sum(p.fresh for p in payments if not p.in_time))


def _hoped(case: Case, payments: Sequence[Payment], policy: Policy) -> int:
    """The same; what cannot be judged, as there is no price, is not turned down for a while."""
    if case.prices.lower is not None:
        return _worth(case, payments)
    sights = [p.since for p in case.payments if p.believed and not p.in_time and p.since]
    over = any(case.now - since >= policy.unconfirmed_wait for since in sights)
    return sum(p.fresh for p in payments if p.in_time or not over)


def _depth(case: Case, policy: Policy, believed: Sequence[Payment], enough: int) -> int:
    """Confirmations of the shallowest payment still needed to reach `enough`."""
    needed: list[Payment] = []
    for payment in sorted(believed, key=lambda p: -p.confirmations):
        needed.append(payment)
        if _hoped(case, needed, policy) >= enough:
            return payment.confirmations
    return 0
