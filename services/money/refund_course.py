"""Where a refund goes from what the chain says of its transactions: sent, final, gone, paid twice.

Runs inside the caller's unit of work, with the order locked.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import UnitOfWork
from models.order import Order
from models.refund import Refund, RefundState, RefundTransaction
from services.money.concern import CONCERNS
from services.money.lasting import Lasting
from services.money.sighting import Sighting, Sightings
from services.running.notification import WORDS_ALONE, Event
from services.running.reasons import (
    LATE_MONEY,
    REFUND_OURS,
    REFUND_TWICE,
    REFUND_UNDONE,
    REFUND_VANISHED,
)
from services.sale.entries import SYSTEM
from services.sale.lifecycle import Lifecycle
from utils.assets import ASSETS
from utils.clock import Clock, steady
from utils.uri import format_units

PATIENCE = timedelta(minutes=10)
"""How long a transaction that was seen must be unknown again before the refund is open again: from
the first answer that says so to the last, in seconds that pass."""
PATIENCE_WITH_DOUBT = timedelta(days=1)
"""The same, while one of two sources still shows it."""
REVERSIBLE = {
    "BTC": timedelta(days=3),
    "LTC": timedelta(days=3),
    "ETH": timedelta(days=1),
    "SOL": timedelta(hours=1),
}
"""How long a final refund is still looked at: far beyond any reorganisation there was, and no
longer than public sources keep a transaction.
"""
FOLLOWED = timedelta(days=90)
"""How long a transaction that was named, and is not there, may still turn up: as long as an address
is watched.
"""
SHOWN = 3
"""Transactions that one message names."""
SLOWER = 10
"""After so many times the pause, the next pause is as long: a minute after ten minutes."""
LONGEST_PAUSE = timedelta(days=1)
YIELDING = (None, LATE_MONEY, *CONCERNS, *REFUND_OURS)
"""What a graver reason for a look takes the place of; any other stays, and the admins hear."""


@dataclass(frozen=True, slots=True)
class Course:
    """`names`: all that were named for the refund. `sightings`: what the chain said, of some."""

    order: Order
    refund: Refund
    names: Sequence[RefundTransaction]
    sightings: Sightings
    required: int

    def sighting(self, name: RefundTransaction) -> Sighting | None:
        return self.sightings.get(name.txid)

    @property
    def current(self) -> RefundTransaction | None:
        return next((name for name in self.names if name.txid == self.refund.txid), None)


def wanted(refund: Refund, names: Iterable[RefundTransaction], now: datetime) -> list[str]:
    """The transactions that the chain is to be asked about."""
    open_ended = [n.txid for n in names if may_count(refund, n) and n.txid != refund.txid]
    if refund.txid and not is_settled(refund, now):
        return [refund.txid, *open_ended]
    return open_ended


def may_count(refund: Refund, name: RefundTransaction) -> bool:
    """What was paid on top counts again once what it came on top of is gone."""
    return name.extra_at is None or refund.state is RefundState.OPEN


def is_settled(refund: Refund, now: datetime) -> bool:
    """Final, and for so long that nothing undoes it."""
    if refund.state is not RefundState.CONFIRMED or refund.closed_at is None:
        return False
    return now - refund.closed_at >= REVERSIBLE[refund.asset]


class RefundCourse:
    def __init__(self, clock: Clock, lifecycle: Lifecycle) -> None:
        self._clock = clock
        self._lifecycle = lifecycle
        self._denied: Lasting[tuple[int, str, bool]] = Lasting(steady(clock).seconds)

    async def conclude(
        self, uow: UnitOfWork, order: Order, refund: Refund, sightings: Sightings
    ) -> None:
        """Write what follows from what the chain said a moment ago."""
        required = (await uow.invoices.of(order.id)).confirmations_required
        await uow.users.lock(order.user_id)
        await uow.refunds.target_in_turn(refund)
        names, now = await uow.refunds.named(refund.id), self._clock()
        course = Course(order, refund, names, sightings, required)
        paying = await self._free(uow, course, now, lambda sighting: sighting.pays)
        followed = await self._check_current(uow, course, paying, now)
        extra = [name for name in paying if not await self._counts(uow, course, name, now)]
        if refund.state is not RefundState.OPEN:
            extra += await self._free(uow, course, now, lambda sighting: sighting.pays_some)
        if extra:
            self._twice(uow, course, extra, now)
        refund.look_at = next_look(course, now) if followed else None
        if refund.look_at and self._is_denied(refund):
            refund.look_at = min(refund.look_at, now + PATIENCE)

    async def _free(
        self, uow: UnitOfWork, course: Course, now: datetime, paid: Callable[[Sighting], bool]
    ) -> list[RefundTransaction]:
        """Those that the chain knows to have paid, and that are no other refund's."""
        found = []
        for name in course.names:
            sighting = course.sighting(name)
            if sighting is None or not paid(sighting) or not may_count(course.refund, name):
                continue
            if name.seen_at or not await uow.refunds.is_spoken_for(course.refund, name.txid):
                name.seen_at = now
                found.append(name)
        await uow.flush()
        return found

    async def _check_current(
        self,
        uow: UnitOfWork,
        course: Course,
        paying: Sequence[RefundTransaction],
        now: datetime,
    ) -> bool:
        """What was there and is not any more, for longer than a source may err; at once when
        another one is there instead. Whether there is anything left to follow.
        """
        current = course.current
        said = course.sighting(current) if current else None
        if current is None or said is None or current in paying:
            self._forget(course.refund)
            return True
        if paying and said.denies:
            self._reopen(course.refund)
            await uow.flush()
        elif self._is_gone(course.refund, current, said, now):
            return await self._lost(uow, course)
        return True

    def _is_gone(
        self, refund: Refund, current: RefundTransaction, said: Sighting, now: datetime
    ) -> bool:
        """The longer a refund takes, the rarer it is looked at: one answer after a long pause does
        not say that it was gone for as long.
        """
        patience = patience_with(said)
        if patience is timedelta.max:
            self._forget(refund)
            return False
        self._denied.over([(refund.id, current.txid, not said.denies)])
        lasted = self._denied.seconds((refund.id, current.txid, said.denies))
        unseen = current.seen_at is None or now - current.seen_at >= patience
        return unseen and lasted >= patience.total_seconds()

    def _is_denied(self, refund: Refund) -> bool:
        keys = [(refund.id, refund.txid or "", denies) for denies in (True, False)]
        return any(key in self._denied for key in keys)

    def _forget(self, refund: Refund) -> None:
        self._denied.over([(refund.id, refund.txid or "", denies) for denies in (True, False)])

    async def _lost(self, uow: UnitOfWork, course: Course) -> bool:
        """To be sent again; to a person alone where another refund has taken its place."""
        order, refund = course.order, course.refund
        self._forget(refund)
        was_final = refund.state is RefundState.CONFIRMED
        reason = REFUND_UNDONE if was_final else REFUND_VANISHED
        self.audit(uow, order, refund, SYSTEM, reason.replace("-", ".", 1))
        self._concern(uow, order, reason, _sum(refund, refund.units))
        if was_final and await uow.refunds.under_way(order.id):
            return False
        self._reopen(refund)
        await uow.flush()
        self.tell(uow, Event.REFUNDING, order, refund)
        return True

    def _reopen(self, refund: Refund) -> None:
        refund.move_to(RefundState.OPEN)
        refund.txid = refund.sent_at = refund.closed_at = None

    async def _counts(
        self, uow: UnitOfWork, course: Course, name: RefundTransaction, now: datetime
    ) -> bool:
        """Whether this payment is the refund's; every further one is one too many."""
        refund = course.refund
        if refund.state is RefundState.OPEN:
            name.extra_at = None
            await uow.flush()
            refund.txid, refund.sent_by, refund.sent_at = name.txid, name.named_by, now
            await self._advance(uow, course, name, now)
            self.audit(uow, course.order, refund, name.named_by, "refund.sent")
            await uow.flush()
            return True
        if refund.txid == name.txid:
            await self._advance(uow, course, name, now)
            return True
        return False

    async def _advance(
        self, uow: UnitOfWork, course: Course, name: RefundTransaction, now: datetime
    ) -> None:
        """Sent, or confirmed when it is as deep as a payment of this order must be."""
        order, refund, sighting = course.order, course.refund, course.sightings[name.txid]
        final = sighting.seen.confirmations >= course.required
        state = RefundState.CONFIRMED if final else RefundState.SENT
        if refund.state in (state, RefundState.CONFIRMED):
            return
        refund.move_to(state)
        refund.closed_at = now if final else None
        await self._lifecycle.over(uow, order, *REFUND_OURS)
        self.tell(uow, Event.REFUNDED, order, refund)

    def _twice(
        self, uow: UnitOfWork, course: Course, extra: Sequence[RefundTransaction], now: datetime
    ) -> None:
        """Coins left on top of what the customer has: a person must know how many."""
        for name in extra:
            name.extra_at = now
        units = sum(course.sightings[name.txid].seen.amount for name in extra)
        shown = [name.txid for name in extra[:SHOWN]]
        said = ", ".join([_sum(course.refund, units), *shown])
        self._concern(uow, course.order, REFUND_TWICE, said)
        facts = {"refund": str(course.refund.id), "units": str(units), "asset": course.refund.asset}
        facts["txids"] = " ".join(name.txid for name in extra)
        self._lifecycle.audit(uow, now, SYSTEM, "refund.twice", course.order, **facts)

    def _concern(self, uow: UnitOfWork, order: Order, reason: str, detail: str) -> None:
        if order.needs_review in YIELDING:
            order.needs_review = reason
        facts = {"reason": reason, "detail": detail}
        self._lifecycle.notify.admins(uow, Event.ADMIN_REVIEW, order, facts)

    def audit(self, uow: UnitOfWork, order: Order, refund: Refund, actor: str, action: str) -> None:
        details = {
            "refund": str(refund.id),
            "amount": str(refund.amount),
            "units": str(refund.units),
            "asset": refund.asset,
        }
        if refund.txid:
            details["txid"] = refund.txid
        self._lifecycle.audit(uow, self._clock(), actor, action, order, **details)

    def tell(self, uow: UnitOfWork, event: Event, order: Order, refund: Refund) -> None:
        facts = {
            "amount": str(refund.amount),
            "units": str(refund.units),
            "asset": refund.asset,
            "txid": refund.txid or "",
            "final": "yes" if refund.state is RefundState.CONFIRMED else "no",
        }
        self._lifecycle.notify.customer(uow, event, order, facts)
        self._lifecycle.notify.customer(uow, Event.INVOICE, order, {WORDS_ALONE: "1"})


def patience_with(said: Sighting) -> timedelta:
    """How long what was there may look like this before it counts as gone."""
    if said.denies:
        return PATIENCE
    return PATIENCE_WITH_DOUBT if said.seen.doubted else timedelta.max


def _sum(refund: Refund, units: int) -> str:
    return f"{format_units(units, ASSETS[refund.asset].decimals)} {refund.asset}"


def next_look(course: Course, now: datetime) -> datetime | None:
    """The longer it takes, the less often; None when nothing is expected any more."""
    refund, hopeless = course.refund, {t for t, s in course.sightings.items() if s.is_hopeless}
    awaited = [name for name in course.names if name.txid in wanted(refund, course.names, now)]
    awaited = [name for name in awaited if name.txid not in hopeless or name.txid == refund.txid]
    if not awaited:
        return None
    began = [refund.closed_at, refund.sent_at, *(name.named_at for name in awaited)]
    age = max(timedelta(0), now - max(time for time in began if time))
    if refund.state is not RefundState.SENT and age > FOLLOWED:
        return None
    return now + min(age / SLOWER, LONGEST_PAUSE)
