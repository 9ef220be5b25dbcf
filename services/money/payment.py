"""Watching the chains: scan, record, derive. What follows from it is written by accounting.py."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import UnitOfWorkFactory
from models.invoice import WATCHED, Invoice, Transfer
from models.order import OrderStatus
from services.money.accounting import WAITS, Accounting
from services.money.judgement import Look
from services.money.notes import is_contested, noted
from services.money.observation import absorb, fingerprint
from services.money.stake import Stakes
from utils.assets import ASSETS
from utils.chains.base import ChainClient, ChainError, Observation, Tip
from utils.clock import Clock

logger = logging.getLogger(__name__)
BREATH = 100
"""Addresses after which others get their turn: judging one takes a fraction of a millisecond."""
PATIENCE_WITH_DOUBT = timedelta(minutes=10)
"""How long two sources may disagree about an address before the admins hear of it."""


@dataclass(frozen=True, slots=True)
class WatchTerms:
    """How often an address is looked at that may be paid any moment."""

    scan_every: timedelta


class PaymentService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        chains: Mapping[str, ChainClient],
        accounting: Accounting,
        terms: WatchTerms,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._chains = chains
        self._accounting = accounting
        self._terms = terms
        self._stakes = Stakes(uow, clock, accounting.judge)
        self._tips: dict[str, Tip] = {}
        self._doubted: dict[str, dict[str, datetime]] = defaultdict(dict)
        self.problems: dict[str, str] = {}
        """Per asset, why its chain cannot be read right now."""

    @property
    def assets(self) -> list[str]:
        return list(self._chains)

    async def scan(self, asset: str) -> None:
        """Look at the addresses of a coin whose turn it is, as many as its sources bear."""
        most = self._chains[asset].per_scan
        async with self._uow.read() as uow:
            due = await uow.invoices.due_for_scan(asset, self._clock(), most)
        await self._look(asset, due)

    async def expire_overdue(self) -> datetime | None:
        """Close unpaid orders past their deadline; the next deadline, if any.

        Each is looked at first: a payment that is on its way keeps its order alive.
        """
        now = self._clock()
        for asset in ASSETS:
            async with self._uow.read() as uow:
                overdue = await uow.invoices.overdue(asset, now, 10_000)
            for start in range(0, len(overdue), BREATH):
                await self._look(asset, overdue[start : start + BREATH])
        async with self._uow.read() as uow:
            return await uow.orders.next_deadline(now)

    async def check(self, order_id: int, *, owner: int | None = None) -> None:
        """Look at one order now. Raises OrderNotFound; a chain that is down changes nothing."""
        async with self._uow.read() as uow:
            await uow.orders.get(order_id, owner=owner)
            invoice = await uow.invoices.of(order_id)
        await self._look(invoice.asset, [invoice])

    async def _look(self, asset: str, invoices: Sequence[Invoice]) -> None:
        """Orders that may expire by this are looked at by two sources, if there are: also what one
        of them has not heard of counts.
        """
        started = self._clock()
        overdue = [invoice for invoice in invoices if _is_overdue(invoice, started)]
        others = [invoice for invoice in invoices if not _is_overdue(invoice, started)]
        for part, doublecheck in ((others, False), (overdue, True)):
            if part:
                await self._look_at(asset, part, started, doublecheck=doublecheck)

    async def _look_at(
        self, asset: str, invoices: Sequence[Invoice], started: datetime, *, doublecheck: bool
    ) -> None:
        known = await self._known(invoices)
        seen = await self._observe(asset, invoices, known, doublecheck=doublecheck)
        quiet = []
        for number, invoice in enumerate(invoices, 1):
            if number % BREATH == 0:
                await asyncio.sleep(0)
            if self._is_quiet(invoice, known[invoice.id], seen, started):
                quiet.append(invoice)
            else:
                await self._update_alone(asset, invoice.order_id, seen, started)
        told = [i for i in quiet if _answered(i, seen)]
        await self._touch([i for i in told if not is_contested(i, seen)], started, complete=True)
        await self._touch([i for i in told if is_contested(i, seen)], started, complete=False)

    async def _observe(
        self,
        asset: str,
        invoices: Sequence[Invoice],
        known: Mapping[int, Sequence[Transfer]],
        *,
        doublecheck: bool,
    ) -> Observation | None:
        """What the chain says now; None, and a problem noted, when it says nothing."""
        if asset not in self._chains:  # this coin is not taken any more
            return None
        try:
            seen = await self._stakes.observe(
                self._chains[asset], invoices, known, doublecheck=doublecheck
            )
        except ChainError as error:
            self.problems[asset] = str(error)
            return None
        self._tips[asset] = seen.tip
        self._note_problems(asset, seen)
        return seen

    def _note_problems(self, asset: str, seen: Observation) -> None:
        """The admins hear of what cannot be read, and of sources that disagree for long."""
        now, doubted = self._clock(), self._doubted[asset]
        for address in seen.transfers.keys() - seen.doubts.keys():
            doubted.pop(address, None)
        for address in seen.doubts:
            doubted.setdefault(address, now)
        old = [a for a, since in doubted.items() if now - since >= PATIENCE_WITH_DOUBT]
        words = [str(failure) for failure in seen.failures.values()]
        words += [seen.doubts[address] for address in old if address in seen.doubts]
        if words:
            self.problems[asset] = words[0]
        elif not old:
            self.problems.pop(asset, None)

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
        verdict = self._accounting.judge.foresee(
            invoice, rows, self._look_of(invoice, seen, started)
        )
        review = invoice.order.needs_review
        is_noted = noted(invoice, seen) == invoice.chain_memory
        if verdict.acts or review in WAITS or not is_noted:
            return False
        stored = (invoice.state, invoice.seen, invoice.confirmations, review)
        derived = (verdict.state, verdict.seen, verdict.confirmations, verdict.review or review)
        return stored == derived and before == fingerprint(rows)

    def _absorb(
        self, invoice: Invoice, known: list[Transfer], seen: Observation | None, now: datetime
    ) -> list[Transfer]:
        if not _answered(invoice, seen):
            return known
        assert seen is not None  # noqa: S101 - _answered has checked it
        return absorb(invoice, known, seen.transfers[invoice.address.address], seen.tip, now)

    def _look_of(self, invoice: Invoice, seen: Observation | None, started: datetime) -> Look:
        now = self._clock()
        alone = invoice.asset in self._chains and len(self._chains[invoice.asset].health()) < 2
        if seen is None or not _answered(invoice, seen):
            return Look(now, invoice.scanned_at, doubted=True, alone=alone)
        address = invoice.address.address
        agreed, doubted = address in seen.agreed and not alone, address in seen.doubts
        began = invoice.scanned_at if is_contested(invoice, seen) else started
        return Look(now, began, seen.tip, agreed=agreed, doubted=doubted, alone=alone)

    async def _touch(
        self, invoices: Sequence[Invoice], scanned_at: datetime, *, complete: bool
    ) -> None:
        """Note the scans that changed nothing, one statement per rhythm."""
        rhythms: dict[datetime | None, list[int]] = defaultdict(list)
        for invoice in invoices:
            rhythms[self._next_scan(invoice, scanned_at)].append(invoice.id)
        if rhythms:
            async with self._uow() as uow:
                for next_scan_at, ids in rhythms.items():
                    await uow.invoices.touch(ids, next_scan_at, scanned_at if complete else None)

    def _next_scan(self, invoice: Invoice, now: datetime) -> datetime | None:
        """Dense while open and for a day after, hourly for a week, daily for 90 days."""
        age = now - invoice.order.expires_at
        if invoice.order.status is OrderStatus.CREATED or age < timedelta(days=1):
            return now + self._terms.scan_every
        if age < timedelta(days=7):
            return now + timedelta(hours=1)
        return now + timedelta(days=1) if age < WATCHED else None

    async def _update_alone(
        self, asset: str, order_id: int, seen: Observation | None, started: datetime
    ) -> None:
        """A defect in one order's books holds up no other order."""
        try:
            await self._update(order_id, seen, started)
        except Exception:
            logger.exception("order %s cannot be brought up to date", order_id)
            self.problems[asset] = f"order {order_id} cannot be brought up to date, see the log"

    async def _update(self, order_id: int, seen: Observation | None, started: datetime) -> None:
        """Record and derive again under the order's lock, and write what follows."""
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            invoice = await uow.invoices.of(order.id)
            if invoice.scanned_at is not None and started < invoice.scanned_at:
                seen = None  # another look began later and was faster
            known = list(await uow.invoices.transfers([invoice.id]))
            rows = self._absorb(invoice, known, seen, started)
            for row in rows[len(known) :]:
                if await uow.invoices.is_recorded(row):
                    rows.remove(row)
                    self.problems[invoice.asset] = f"{row.txid} is told of two addresses of ours"
                else:
                    await uow.invoices.add_transfer(row)
            if _answered(invoice, seen) and not is_contested(invoice, seen):
                invoice.scanned_at = started
            invoice.chain_memory = noted(invoice, seen)
            await self._accounting.settle(uow, invoice, rows, self._look_of(invoice, seen, started))
            invoice.next_scan_at = self._next_scan(invoice, started)


def _is_overdue(invoice: Invoice, now: datetime) -> bool:
    return invoice.order.status is OrderStatus.CREATED and invoice.order.expires_at <= now


def _answered(invoice: Invoice, seen: Observation | None) -> bool:
    return seen is not None and invoice.address.address in seen.transfers
