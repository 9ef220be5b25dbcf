"""Watching the chains: scan, record, derive, write effects. The one place where money arrives."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.credit import CreditReason
from models.invoice import Invoice, InvoiceState, Transfer
from models.order import OrderStatus
from services.lifecycle import Lifecycle, credit_entry
from services.notification import Event
from services.observation import absorb, fingerprint, payment
from services.rate import RateService
from services.settlement import Case, Policy, Verdict, least, settle
from utils.assets import ASSETS
from utils.chains.base import ChainClient, ChainError, Observation
from utils.clock import Clock
from utils.money import value_of

BATCH = 200


class PaymentService:
    def __init__(  # noqa: PLR0913 - the collaborators of a scan
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        chains: Mapping[str, ChainClient],
        rates: RateService,
        lifecycle: Lifecycle,
        policy: Policy,
        *,
        scan_every: timedelta,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._chains = chains
        self._rates = rates
        self._lifecycle = lifecycle
        self._policy = policy
        self._scan_every = scan_every
        self._height: dict[str, int] = defaultdict(int)
        self.problems: dict[str, str] = {}
        """Per asset, why its chain cannot be read right now."""

    async def scan(self) -> None:
        """Look at every address whose turn it is."""
        for asset in self._chains:
            async with self._uow.read() as uow:
                due = await uow.invoices.due_for_scan(asset, self._clock(), BATCH)
            await self._look(asset, due)

    async def expire_overdue(self) -> datetime | None:
        """Close unpaid orders past their deadline; the next deadline, if any.

        Each is looked at first: a payment that is on its way keeps its order alive.
        """
        now = self._clock()
        for asset in self._chains:
            async with self._uow.read() as uow:
                overdue = await uow.invoices.overdue(asset, now, 10_000)
            for start in range(0, len(overdue), BATCH):
                await self._look(asset, overdue[start : start + BATCH])
        async with self._uow.read() as uow:
            return await uow.orders.next_deadline(now)

    async def check(self, order_id: int, *, owner: int | None = None) -> None:
        """Look at one order now. Raises OrderNotFound; a chain that is down changes nothing."""
        async with self._uow.read() as uow:
            await uow.orders.get(order_id, owner=owner)
            invoice = await uow.invoices.of(order_id)
        await self._look(invoice.asset, [invoice])

    async def _look(self, asset: str, invoices: Sequence[Invoice]) -> None:
        if not invoices:
            return
        started = self._clock()
        seen = await self._observe(asset, [invoice.address.address for invoice in invoices])
        known = await self._known(invoices)
        quiet = []
        for invoice in invoices:
            if self._is_quiet(invoice, known[invoice.id], seen, started):
                quiet.append(invoice)
            else:
                await self._update(invoice.order_id, seen, started)
        await self._touch([i for i in quiet if _answered(i, seen)], started)

    async def _observe(self, asset: str, addresses: Sequence[str]) -> Observation | None:
        """What the chain says now; None, and a problem noted, when it says nothing."""
        try:
            seen = await self._chains[asset].observe(addresses)
        except ChainError as error:
            self.problems[asset] = str(error)
            return None
        self._height[asset] = seen.tip.height
        self.problems.pop(asset, None)
        for failure in seen.failures.values():
            self.problems[asset] = str(failure)
        return seen

    async def _known(self, invoices: Sequence[Invoice]) -> dict[int, list[Transfer]]:
        known: dict[int, list[Transfer]] = defaultdict(list)
        async with self._uow.read() as uow:
            for row in await uow.invoices.transfers([invoice.id for invoice in invoices]):
                known[row.invoice_id].append(row)
        return known

    def _is_quiet(
        self, invoice: Invoice, known: list[Transfer], seen: Observation | None, started: datetime
    ) -> bool:
        """Whether nothing has to be written but that we looked. Works on rows of a closed read."""
        before = fingerprint(known)
        rows = self._absorb(invoice, known, seen, started)
        verdict = self._judge(invoice, rows, seen, started)
        stored = (invoice.state, invoice.seen, invoice.confirmations, invoice.order.needs_review)
        derived = (verdict.state, verdict.seen, verdict.confirmations, verdict.review or stored[3])
        acts = verdict.pay or verdict.expire or verdict.credit or verdict.late
        return not acts and stored == derived and before == fingerprint(rows)

    def _absorb(
        self, invoice: Invoice, known: list[Transfer], seen: Observation | None, now: datetime
    ) -> list[Transfer]:
        if not _answered(invoice, seen):
            return known
        assert seen is not None  # noqa: S101 - _answered has checked it
        return absorb(invoice, known, seen.transfers[invoice.address.address], seen.tip.height, now)

    def _judge(
        self, invoice: Invoice, rows: list[Transfer], seen: Observation | None, started: datetime
    ) -> Verdict:
        now = self._clock()
        height = self._height[invoice.asset]
        return settle(
            Case(
                order=invoice.order.status,
                due=invoice.due,
                confirmations_required=invoice.confirmations_required,
                deadline=invoice.order.expires_at,
                now=now,
                scanned_at=started if _answered(invoice, seen) else invoice.scanned_at,
                payments=[payment(row, height, now) for row in rows],
            ),
            self._policy,
        )

    async def _touch(self, invoices: Sequence[Invoice], scanned_at: datetime) -> None:
        """Note the scans that changed nothing, one statement per rhythm."""
        rhythms: dict[datetime | None, list[int]] = defaultdict(list)
        for invoice in invoices:
            rhythms[self._next_scan(invoice, scanned_at)].append(invoice.id)
        if rhythms:
            async with self._uow() as uow:
                for next_scan_at, ids in rhythms.items():
                    await uow.invoices.touch(ids, scanned_at, next_scan_at)

    def _next_scan(self, invoice: Invoice, now: datetime) -> datetime | None:
        """Dense while open and for a day after, hourly for a week, daily for 90 days."""
        age = now - invoice.order.expires_at
        if invoice.order.status is OrderStatus.CREATED or age < timedelta(days=1):
            return now + self._scan_every
        if age < timedelta(days=7):
            return now + timedelta(hours=1)
        return now + timedelta(days=1) if age < timedelta(days=90) else None

    async def _update(self, order_id: int, seen: Observation | None, started: datetime) -> None:
        """Record and derive again under the order's lock, and write what follows."""
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            invoice = await uow.invoices.of(order.id)
            known = list(await uow.invoices.transfers([invoice.id]))
            rows = self._absorb(invoice, known, seen, started)
            for row in rows[len(known) :]:
                await uow.invoices.add_transfer(row)
            verdict = self._judge(invoice, rows, seen, started)
            if _answered(invoice, seen):
                invoice.scanned_at = started
            invoice.next_scan_at = self._next_scan(invoice, started)
            await self._apply(uow, invoice, verdict, rows)

    async def _apply(
        self, uow: UnitOfWork, invoice: Invoice, verdict: Verdict, rows: list[Transfer]
    ) -> None:
        now, order = self._clock(), invoice.order
        before = (invoice.state, invoice.seen, invoice.confirmations)
        invoice.state, invoice.seen = verdict.state, verdict.seen
        invoice.confirmations = verdict.confirmations
        if verdict.pay:
            await self._lifecycle.paid(uow, order, now)
        if verdict.pay or verdict.credit:
            await self._settle(uow, invoice, verdict, rows)
        if verdict.expire:
            await self._lifecycle.expired(uow, order, now, verdict.review)
        elif verdict.review:
            await self._lifecycle.review(uow, order, verdict.review)
        if verdict.late:
            await self._late(uow, invoice, verdict, rows)
        await self._tell(uow, invoice, before)

    async def _settle(
        self, uow: UnitOfWork, invoice: Invoice, verdict: Verdict, rows: list[Transfer]
    ) -> None:
        """Account for the final transfers; what exceeds the price becomes store credit."""
        newest = self._account(invoice, rows)
        amount = value_of(
            verdict.credit, ASSETS[invoice.asset].decimals, invoice.rate, invoice.order.currency
        )
        if amount:
            await self._credit(uow, invoice, amount, CreditReason.OVERPAID, newest)

    async def _late(
        self, uow: UnitOfWork, invoice: Invoice, verdict: Verdict, rows: list[Transfer]
    ) -> None:
        """Money for an order that had ended: honour it if we can, else credit it at today's price.

        Without a price today it waits for the next scan: late money is never guessed at.
        """
        value = self._rates.value(invoice.asset, verdict.late)
        if value is None:
            return
        enough = verdict.late >= least(invoice.due, self._policy) and value >= invoice.order.total
        newest = self._account(invoice, rows)
        if enough and await self._lifecycle.honoured(uow, invoice.order, self._clock()):
            invoice.state = InvoiceState.SETTLED
            value = self._rates.value(invoice.asset, max(0, verdict.late - invoice.due)) or 0
        if value:
            await self._credit(uow, invoice, value, CreditReason.LATE, newest)

    def _account(self, invoice: Invoice, rows: list[Transfer]) -> int:
        """Mark every final transfer as used up; the id of the newest one."""
        now = self._clock()
        newest = 0
        for row in rows:
            seen = payment(row, self._height[invoice.asset], now)
            if seen.believed and seen.confirmations >= invoice.confirmations_required:
                row.accounted_at = row.accounted_at or now
                newest = max(newest, row.id)
        return newest

    async def _credit(
        self, uow: UnitOfWork, invoice: Invoice, amount: int, reason: CreditReason, newest: int
    ) -> None:
        now = self._clock()
        entry = credit_entry(invoice.order, amount, reason, newest, now)
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


def _answered(invoice: Invoice, seen: Observation | None) -> bool:
    return seen is not None and invoice.address.address in seen.transfers
