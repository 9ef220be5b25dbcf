"""What a verdict changes: order, ledger and messages, inside the caller's unit of work."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from db import UnitOfWork
from models.credit import CreditReason
from models.invoice import Invoice, InvoiceState, Transfer
from models.order import Order, OrderStatus
from services.money.judgement import Judge, Look
from services.money.policy import Policy, least
from services.money.proof import ProofTerms
from services.money.rate import RateService
from services.money.settlement import CREDIT_WAITS, SINGLE_SOURCE, VANISHED, Verdict
from services.money.stake import REMEMBERED
from services.money.suspension import Suspensions
from services.running.notification import WORDS_ALONE, Event
from services.running.reasons import CREDIT_VANISHED, LATE_MONEY
from services.sale.entries import entry_of
from services.sale.lifecycle import Lifecycle
from utils.assets import ASSETS
from utils.clock import Clock

UNCHECKED = "expired-unchecked"
"""Why a person must look: it ended while its chain could not be asked."""
ENDED = (OrderStatus.EXPIRED, OrderStatus.CANCELLED)
WAITS = frozenset({CREDIT_WAITS, SINGLE_SOURCE, UNCHECKED})
"""Reasons to look that end by themselves."""


@dataclass(frozen=True, slots=True)
class Gift:
    """Minor units of store credit for base units; `sources` makes it happen once."""

    units: int
    amount: int
    reason: CreditReason
    sources: str


class Accounting:
    """Every base unit is accounted for once: into its order, or into store credit."""

    def __init__(
        self,
        clock: Clock,
        rates: RateService,
        lifecycle: Lifecycle,
        policy: Policy,
        proof: ProofTerms | None = None,
    ) -> None:
        self._clock = clock
        self._rates = rates
        self._lifecycle = lifecycle
        self._policy = policy
        self._suspensions = Suspensions(clock, lifecycle)
        self.judge = Judge(rates, policy, proof or ProofTerms())

    async def settle(
        self, uow: UnitOfWork, invoice: Invoice, rows: Sequence[Transfer], look: Look
    ) -> None:
        """Judge the order's transfers and write what follows. The caller holds the order's lock.

        What came too late for an order that ends now need not wait for the next look.
        """
        verdict = await self._verdict(uow, invoice, rows, look)
        order = invoice.order
        if _is_over(order, verdict, look):
            await self._lifecycle.over(uow, order, order.needs_review)
        await self.apply(uow, invoice, verdict, rows)
        if verdict.expire:
            verdict = await self._verdict(uow, invoice, rows, look)
            await self.apply(uow, invoice, verdict, rows)

    async def _verdict(
        self, uow: UnitOfWork, invoice: Invoice, rows: Sequence[Transfer], look: Look
    ) -> Verdict:
        foreseen = self.judge.foresee(invoice, rows, look)
        order = invoice.order
        opens = order.status is OrderStatus.CREATED and foreseen.seen
        if not foreseen.acts and not opens and foreseen.lost == invoice.lost:
            return foreseen
        await uow.users.lock(order.user_id)  # two orders of one customer may settle at once
        since = self._clock() - REMEMBERED
        given = await uow.credit.given_for_coins([order.user_id], since)
        verdict = self.judge.judge(invoice, rows, look, given.get(order.user_id, 0))
        if verdict.pay and not await uow.credit.covers(order):
            return Verdict(InvoiceState.EXPIRED, verdict.seen, expire=True, review=CREDIT_VANISHED)
        return verdict

    async def ask(
        self, uow: UnitOfWork, order: Order, reason: str | None, told: str | None
    ) -> None:
        """A person must look, or need not any more; `told`: the reason they have heard already."""
        if reason is None or reason == told:
            order.needs_review = reason
            if told:
                await self._lifecycle.over(uow, order, None)
        else:
            self._lifecycle.review(uow, order, reason)

    async def apply(
        self, uow: UnitOfWork, invoice: Invoice, verdict: Verdict, rows: Sequence[Transfer]
    ) -> None:
        now, order = self._clock(), invoice.order
        before = (invoice.state, invoice.seen, invoice.confirmations)
        invoice.state, invoice.seen = verdict.state, verdict.seen
        invoice.confirmations = verdict.confirmations
        invoice.confirmations_required = max(invoice.confirmations_required, verdict.required)
        sources = await self._use(uow, invoice, verdict, rows)
        if verdict.pay:
            await self._lifecycle.paid(uow, order, now)
        if verdict.expire:
            await self._lifecycle.expired(uow, order, now, verdict.review, verdict.seen)
        else:
            await self._ask(uow, invoice, verdict)
        value = self.judge.prices(invoice).credit(verdict.credit + verdict.late) or 0
        reason = CreditReason.LATE if verdict.late else CreditReason.OVERPAID
        if value:
            gift = Gift(verdict.credit + verdict.late, value, reason, sources)
            await self._give(uow, invoice, verdict, gift)
        await self._lose(uow, invoice, verdict)
        await self._tell(uow, invoice, before)

    async def _lose(self, uow: UnitOfWork, invoice: Invoice, verdict: Verdict) -> None:
        """What a person has written off counts only for as long as it is lost."""
        if not (verdict.lost or invoice.lost or invoice.written_off):
            return
        before = invoice.lost - invoice.forgiven
        invoice.lost = verdict.lost
        invoice.written_off = min(invoice.written_off, verdict.lost)
        invoice.forgiven = min(invoice.forgiven, invoice.written_off)
        await self._suspensions.follow(uow, invoice, before)

    async def _use(
        self, uow: UnitOfWork, invoice: Invoice, verdict: Verdict, rows: Sequence[Transfer]
    ) -> str:
        """Mark base units as used up; a name of those, which makes what follows unique."""
        used = [(row, units) for row, units in zip(rows, verdict.uses, strict=False) if units]
        for row, units in used:
            row.accounted += units
            row.accounted_at = row.accounted_at or self._clock()
        invoice.taken += verdict.take
        if used or verdict.take:
            await uow.flush()  # the guards ask what was accounted for
        names = [f"{row.id}:{row.accounted}" for row, _ in used]
        if invoice.order.status is not OrderStatus.CREATED:
            if verdict.replaced < invoice.replaced:  # given now, once: what is replaced says so
                names.append(f"{invoice.replaced}-{verdict.replaced}@{self._clock()}")
            invoice.replaced = verdict.replaced
            await uow.flush()
        return hashlib.sha256("+".join(names).encode()).hexdigest()

    async def _give(self, uow: UnitOfWork, invoice: Invoice, verdict: Verdict, gift: Gift) -> None:
        """It becomes credit; what was not in time may buy its order after all."""
        order, left, now = invoice.order, gift.amount, self._clock()
        entry = entry_of(order, gift.amount, gift.reason, now, gift.sources)
        entry.units, entry.rate = gift.units, self._rate(invoice)
        await self._lifecycle.credited(uow, order, entry, now)
        if verdict.late and verdict.pay:
            left -= await self._spend_on_paid(uow, invoice, verdict.take, left)
        elif verdict.late:
            left = await self._honour(uow, invoice, verdict.late, left)
        if left:
            await self._lifecycle.tell_credit(uow, order, left, gift.reason)
        if left and not order.refill and order.status in ENDED:
            order.needs_review = order.needs_review or LATE_MONEY

    async def _spend_on_paid(
        self, uow: UnitOfWork, invoice: Invoice, taken: int, value: int
    ) -> int:
        """What late money pays of an order that was still open; minor units."""
        order = invoice.order
        rest = max(0, order.to_pay - self.judge.prices(invoice).at_locked(taken))
        spent = min(value, rest)
        if spent:
            await self._lifecycle.use_late_money(uow, order, spent, self._clock())
        return spent

    async def _honour(self, uow: UnitOfWork, invoice: Invoice, units: int, value: int) -> int:
        """Minor units of `value` that are left as credit: all of it, unless it buys the order.

        What the shop has cancelled only a person delivers. A refill buys nothing.
        """
        order, now = invoice.order, self._clock()
        by_shop = order.status is OrderStatus.CANCELLED and order.given_up_at is None
        if by_shop or order.refill:
            return value
        price = await self._lifecycle.price_today(uow, order)
        in_time = order.closed_at is not None and (
            now - order.closed_at <= self._policy.honour_within
        )
        enough = least(invoice.due, self._policy, ASSETS[invoice.asset].dust)
        if price is None or not in_time or units < enough or value < price:
            return value
        charge = min(value, max(price, order.to_pay))
        if not await self._lifecycle.honoured(uow, order, now, charge, price):
            return value
        invoice.state = InvoiceState.SETTLED
        return value - charge

    def _rate(self, invoice: Invoice) -> Decimal:
        today = self._rates.today(invoice.asset, invoice.order.currency)
        return invoice.rate if today is None else min(invoice.rate, today)

    def follow(self, uow: UnitOfWork, order: Order) -> None:
        """The words of the order's message follow what the chain says."""
        self._lifecycle.notify.customer(uow, Event.INVOICE, order, {WORDS_ALONE: "1"})

    async def _ask(self, uow: UnitOfWork, invoice: Invoice, verdict: Verdict) -> None:
        """What ends by itself does not hide what a person must look at anyhow."""
        order = invoice.order
        if verdict.review and not (verdict.review in WAITS and order.needs_review):
            self._lifecycle.review(uow, order, verdict.review)

    async def _tell(
        self, uow: UnitOfWork, invoice: Invoice, before: tuple[InvoiceState, int, int]
    ) -> None:
        """The customer's invoice message follows; a vanished payment also alarms the admins."""
        state, seen, _confirmations = before
        notify, order = self._lifecycle.notify, invoice.order
        if (invoice.state, invoice.seen, invoice.confirmations) != before:
            same = (invoice.state, invoice.seen) == (state, seen)
            notify.customer(uow, Event.INVOICE, order, {WORDS_ALONE: "1"} if same else None)
        if invoice.state is InvoiceState.PARTIAL and invoice.seen > seen:
            notify.customer(uow, Event.PARTIAL, order)
        elif invoice.seen > seen and invoice.state in (state, InvoiceState.CONFIRMING):
            notify.customer(uow, Event.SEEN, order)
        if state is InvoiceState.CONFIRMING and invoice.seen < seen:
            notify.admins(uow, Event.ADMIN_VANISHED, order)


def _is_over(order: Order, verdict: Verdict, look: Look) -> bool:
    """Whether what a person had to look at has passed by itself."""
    reason = order.needs_review
    if look.tip is None or verdict.review == reason:
        return False
    if reason == UNCHECKED:
        looked = look.scanned_at is not None and look.scanned_at >= order.expires_at
        return looked and not look.doubted
    return reason in WAITS or (
        reason == VANISHED and not look.doubted and (not verdict.lost or verdict.waits == "source")
    )
