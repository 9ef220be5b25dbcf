"""What a verdict changes: order, ledger and messages, inside the caller's unit of work."""

from collections.abc import Sequence

from db import UnitOfWork
from models.credit import CreditReason
from models.invoice import Invoice, InvoiceState, Transfer
from services.money.rate import RateService
from services.money.settlement import Policy, Verdict, least
from services.running.notification import Event
from services.sale.lifecycle import LATE_MONEY, Lifecycle, entry_of
from utils.assets import ASSETS
from utils.clock import Clock
from utils.money import value_of


class Accounting:
    """Every transfer is accounted for once: into its order, or into store credit."""

    def __init__(
        self, clock: Clock, rates: RateService, lifecycle: Lifecycle, policy: Policy
    ) -> None:
        self._clock = clock
        self._rates = rates
        self._lifecycle = lifecycle
        self._policy = policy

    async def apply(
        self, uow: UnitOfWork, invoice: Invoice, verdict: Verdict, final: Sequence[Transfer]
    ) -> None:
        """`final`: the transfers that are final now. The order is locked by the caller."""
        now, order = self._clock(), invoice.order
        before = (invoice.state, invoice.seen, invoice.confirmations)
        invoice.state, invoice.seen = verdict.state, verdict.seen
        invoice.confirmations = verdict.confirmations
        if verdict.pay:
            await self._lifecycle.paid(uow, order, now)
        if verdict.pay or verdict.credit:
            await self._settle(uow, invoice, verdict, final)
        if verdict.expire:
            await self._lifecycle.expired(uow, order, now, verdict.review)
        elif verdict.review:
            await self._lifecycle.review(uow, order, verdict.review)
        if verdict.late:
            await self._late(uow, invoice, verdict, final)
        await self._tell(uow, invoice, before)

    async def _settle(
        self, uow: UnitOfWork, invoice: Invoice, verdict: Verdict, final: Sequence[Transfer]
    ) -> None:
        """Account for the final transfers; what exceeds the price becomes store credit."""
        sources = self._account(final)
        amount = value_of(
            verdict.credit, ASSETS[invoice.asset].decimals, invoice.rate, invoice.order.currency
        )
        if amount:
            await self._credit(uow, invoice, amount, CreditReason.OVERPAID, sources)

    async def _late(
        self, uow: UnitOfWork, invoice: Invoice, verdict: Verdict, final: Sequence[Transfer]
    ) -> None:
        """Money for an order that had ended: honour it if we can, else credit it at today's price.

        Without a price today it waits for the next scan: late money is never guessed at.
        """
        value = self._rates.value(invoice.asset, verdict.late)
        if value is None:
            return
        order = invoice.order
        enough = verdict.late >= least(invoice.due, self._policy) and value >= order.to_pay
        sources = self._account(final)
        if enough and await self._lifecycle.honoured(uow, order, self._clock()):
            invoice.state = InvoiceState.SETTLED
            value = self._rates.value(invoice.asset, max(0, verdict.late - invoice.due)) or 0
        if value:
            await self._credit(uow, invoice, value, CreditReason.LATE, sources)
            order.needs_review = order.needs_review or LATE_MONEY

    def _account(self, final: Sequence[Transfer]) -> str:
        """Mark them as used up; the ids of those that were not, which makes what follows unique."""
        now = self._clock()
        fresh = [row for row in final if row.accounted_at is None]
        for row in fresh:
            row.accounted_at = now
        return "+".join(str(row.id) for row in fresh)

    async def _credit(
        self, uow: UnitOfWork, invoice: Invoice, amount: int, reason: CreditReason, sources: str
    ) -> None:
        now = self._clock()
        entry = entry_of(invoice.order, amount, reason, now, sources)
        await self._lifecycle.credited(uow, invoice.order, entry, now)

    async def _tell(
        self, uow: UnitOfWork, invoice: Invoice, before: tuple[InvoiceState, int, int]
    ) -> None:
        """The customer's invoice message follows; a vanished payment also alarms the admins."""
        state, seen, _confirmations = before
        notify, order = self._lifecycle.notify, invoice.order
        if (invoice.state, invoice.seen, invoice.confirmations) != before:
            notify.customer(uow, Event.INVOICE, order)
        if invoice.state is InvoiceState.PARTIAL and invoice.seen > seen:
            notify.customer(uow, Event.PARTIAL, order)
        if state is InvoiceState.CONFIRMING and invoice.seen < seen:
            notify.admins(uow, Event.ADMIN_VANISHED, order)
