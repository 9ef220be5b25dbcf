"""Brings orders up to date with what was seen of their addresses: what it means, and the writing.

What follows from it is written by accounting.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from db import UnitOfWork, UnitOfWorkFactory
from models.invoice import Invoice, Transfer
from models.order import OrderStatus
from services.money.accounting import UNCHECKED, WAITS, Accounting
from services.money.asking import Asking
from services.money.concern import doubted_since, needed, note, pass_over, standing
from services.money.dating import Dating
from services.money.deadline import Deadlines
from services.money.judgement import Look
from services.money.notes import is_contested, noted
from services.money.observation import absorb, fingerprint, in_blocks
from services.money.watched import Watched
from utils.chains.base import Observation
from utils.clock import SteadyClock

ENDED = (OrderStatus.EXPIRED, OrderStatus.CANCELLED)
"""What late money of these buys depends on the time: it waits for as long as that is in doubt."""


class Updates:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: SteadyClock,
        accounting: Accounting,
        watched: Watched,
        asking: Asking,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._accounting = accounting
        self._watched = watched
        self._asking = asking
        self._deadlines = Deadlines(clock, accounting.judge.policy.check_grace)
        self._dating = Dating(clock)

    def is_quiet(
        self, invoice: Invoice, known: list[Transfer], seen: Observation | None, started: datetime
    ) -> bool:
        """Whether nothing has to be written but that we looked. Works on rows of a closed read."""
        before, review = fingerprint(known), invoice.order.needs_review
        rows = self._absorb(invoice, known, seen, started)
        look = self._look_of(invoice, rows, seen, started)
        verdict = self._accounting.judge.foresee(invoice, rows, look)
        is_noted = noted(invoice, seen) == invoice.chain_memory
        if verdict.acts or review in WAITS or not is_noted:
            return False
        doubted = doubted_since(invoice, seen, started)
        stored = (*standing(invoice), review, invoice.doubted_since, invoice.lost)
        wanted = verdict.review or self._needed(invoice, doubted)
        derived = (verdict.state, verdict.seen, verdict.confirmations, wanted, doubted)
        return stored == (*derived, verdict.lost) and before == fingerprint(rows)

    def _needed(
        self, invoice: Invoice, doubted: datetime | None, told: str | None = None
    ) -> str | None:
        """Nothing begins or passes while nobody knows what time it is."""
        if self._clock.in_doubt:
            return invoice.order.needs_review or told
        return needed(invoice, doubted, self._clock())

    def _absorb(
        self, invoice: Invoice, known: list[Transfer], seen: Observation | None, now: datetime
    ) -> list[Transfer]:
        if not answered(invoice, seen):
            return known
        assert seen is not None  # noqa: S101 - _answered has checked it
        rows = absorb(invoice, known, seen.transfers[invoice.address.address], seen.tip, now)
        self._dating.date(rows, len(known))
        return rows

    def _look_of(
        self,
        invoice: Invoice,
        rows: Sequence[Transfer],
        seen: Observation | None,
        started: datetime,
    ) -> Look:
        look = self._answer(invoice, seen, started)
        claimed = self._deadlines.claimed(invoice, seen)
        return replace(look, waited=self._deadlines.waited(invoice, rows), claimed=claimed)

    def _answer(self, invoice: Invoice, seen: Observation | None, started: datetime) -> Look:
        alone = self._asking.is_alone(invoice.asset)
        undecided = self._clock.in_doubt and invoice.order.status in ENDED
        if seen is None or undecided or not answered(invoice, seen):
            now, scanned_at = self._deadlines.times(invoice, None)
            return Look(now, scanned_at, doubted=True, alone=alone)
        began = None if is_contested(invoice, seen) else started
        now, scanned_at = self._deadlines.times(invoice, began)
        address = invoice.address.address
        agreed, doubted = address in seen.agreed and not alone, address in seen.doubts
        return Look(now, scanned_at, seen.tip, agreed=agreed, doubted=doubted, alone=alone)

    def runs_out(
        self, invoice: Invoice, known: list[Transfer], seen: Observation | None, started: datetime
    ) -> bool:
        """Whether it ends by this look, and no money of it was ever seen."""
        if known or not is_overdue(invoice, started):
            return False
        rows = self._absorb(invoice, known, seen, started)
        look = self._look_of(invoice, rows, seen, started)
        return not rows and self._accounting.judge.foresee(invoice, rows, look).expire

    async def write(self, order_id: int, seen: Observation | None, started: datetime) -> None:
        """Record and derive again under the order's lock, and write what follows."""
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            invoice = await uow.invoices.of(order.id)
            known = list(await uow.invoices.transfers([invoice.id]))
            await self._bring(uow, invoice, known, seen, started)

    async def write_all(
        self, order_ids: Sequence[int], seen: Observation | None, started: datetime
    ) -> None:
        """The same for orders that run out, all or none. Whoever locks one of them, its customer
        or its goods waits; each kind is locked in the order of its ids, as everybody does.
        """
        ids = sorted(order_ids)
        async with self._uow() as uow:
            orders = await uow.orders.lock_all(ids)
            await uow.users.lock_all(order.user_id for order in orders)
            await uow.stock.lock_goods_of(ids)
            await uow.vouchers.lock_codes_of(ids)
            invoices = await uow.invoices.load(ids)
            rows = await uow.invoices.transfers([invoice.id for invoice in invoices])
            for invoice in invoices:
                known = [row for row in rows if row.invoice_id == invoice.id]
                await self._bring(uow, invoice, known, seen, started)

    async def _bring(
        self,
        uow: UnitOfWork,
        invoice: Invoice,
        known: list[Transfer],
        seen: Observation | None,
        started: datetime,
    ) -> None:
        order = invoice.order
        if invoice.scanned_at and started < invoice.scanned_at <= self._clock():
            seen = None  # another look began later and was faster
        mined, was = in_blocks(known), (fingerprint(known), order.needs_review)
        rows = self._absorb(invoice, known, seen, started)
        await self._record(uow, rows, rows[len(known) :], invoice.asset)
        before, told = standing(invoice), pass_over(order)
        invoice.chain_memory = noted(invoice, seen)
        look = self._look_of(invoice, rows, seen, started)
        await self._accounting.settle(uow, invoice, rows, look)
        if in_blocks(rows) != mined:
            self._accounting.follow(uow, order)
        is_answered, complete = answered(invoice, seen), not is_contested(invoice, seen)
        self._watched.looked(invoice, rows, started, answered=is_answered, complete=complete)
        note(invoice, before, doubted_since(invoice, seen, started), started)
        reason = self._needed(invoice, invoice.doubted_since, told)
        await self._accounting.ask(uow, order, reason, told)
        if was != (fingerprint(rows), order.needs_review):
            uow.opened.touch(order.id, self._clock())

    async def _record(
        self, uow: UnitOfWork, rows: list[Transfer], new: Sequence[Transfer], asset: str
    ) -> None:
        for row in new:
            if await uow.invoices.is_recorded(row):
                rows.remove(row)
                self._asking.odd(asset, f"{row.txid} is told of two addresses of ours")
            else:
                await uow.invoices.add_transfer(row)


def is_overdue(invoice: Invoice, now: datetime) -> bool:
    if invoice.order.needs_review == UNCHECKED:
        return True
    return invoice.order.status is OrderStatus.CREATED and invoice.order.expires_at <= now


def answered(invoice: Invoice, seen: Observation | None) -> bool:
    return seen is not None and invoice.address.address in seen.transfers
