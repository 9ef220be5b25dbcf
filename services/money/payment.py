"""Watching the chains: scan, record, derive. What follows from it is written by accounting.py."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

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
from services.money.stake import Stakes
from services.money.trouble import Troubles
from services.money.watched import Rows, Watched, watched_assets
from utils.assets import ASSETS
from utils.chains.base import ChainClient, Observation
from utils.clock import Clock, steady
from utils.progress import progress

BREATH = 100
"""Addresses after which others get their turn: judging one takes a fraction of a millisecond."""
MOST_OVERDUE = 10_000
"""Orders in one sweep."""
LONGEST_ROUND = 60.0
"""Seconds after which a round begins nothing new."""
ENDED = (OrderStatus.EXPIRED, OrderStatus.CANCELLED)
"""What late money of these buys depends on the time: it waits for as long as that is in doubt."""


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
        self._clock = steady(clock)
        self._chains = chains
        self._accounting = accounting
        self._watched = Watched(uow, self._clock, terms.scan_every)
        self._deadlines = Deadlines(self._clock, accounting.judge.policy.check_grace)
        self._dating = Dating(self._clock)
        self._troubles = Troubles(self._clock.seconds)
        stakes = Stakes(uow, self._clock, accounting.judge)
        self._asking = Asking(chains, stakes, self._troubles)

    @property
    def assets(self) -> list[str]:
        return list(self._chains)

    @property
    def problems(self) -> Mapping[str, str]:
        """Per asset, why its chain cannot be read right now."""
        return self._troubles.words()

    @property
    def aside(self) -> Mapping[int, str]:
        """Per order that cannot be looked after right now, why."""
        return self._watched.aside

    async def scan(self, asset: str) -> None:
        """Look at the addresses of a coin whose turn it is, as many as its sources bear."""
        await self._watched.heal()
        most = self._chains[asset].per_scan if asset in self._chains else BREATH
        await self._round(asset, await self._watched.due(asset, most), max(BREATH, most // 4))

    async def expire_overdue(self) -> datetime | None:
        """Close unpaid orders past their deadline; the next deadline, if any.

        Each is looked at first: a payment that is on its way keeps its order alive. The coins do
        not wait for each other.
        """
        ends = await asyncio.gather(*map(self.expire, ASSETS), return_exceptions=True)
        if failed := [end for end in ends if isinstance(end, BaseException)]:
            raise failed[0]
        return await self._next_deadline()

    async def expire(self, asset: str) -> datetime | None:
        """The same for one coin. Nothing ends by a clock that is in doubt."""
        await self._watched.heal()
        if not self._clock.in_doubt:
            await self._round(asset, await self._watched.overdue(asset, MOST_OVERDUE), BREATH)
        return await self._next_deadline()

    async def _next_deadline(self) -> datetime | None:
        async with self._uow.read() as uow:
            return await uow.orders.next_deadline(self._clock())

    async def watched_assets(self) -> list[str]:
        """The coins that orders wait for, whatever the shop takes today."""
        return await watched_assets(self._uow)

    async def check(self, order_id: int, *, owner: int | None = None) -> None:
        """Look at one order now. Raises OrderNotFound; a chain that is down changes nothing."""
        await self._watched.heal()
        async with self._uow.read() as uow:
            await uow.orders.get(order_id, owner=owner)
            invoice = await uow.invoices.of(order_id)
        await self._look(invoice.asset, [invoice])

    async def _round(self, asset: str, order_ids: Sequence[int], size: int) -> None:
        """Piece by piece: what was looked at is noted, whatever becomes of the rest."""
        began = self._clock.seconds()
        for start in range(0, len(order_ids), size):
            await self._look(asset, await self._watched.load(order_ids[start : start + size]))
            if self._clock.seconds() - began > LONGEST_ROUND:
                return

    async def _look(self, asset: str, invoices: Sequence[Invoice]) -> None:
        """Orders that may expire by this, or did unchecked, are looked at by two sources, if there
        are: also what one of them has not heard of counts.
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
        """A defect that shows with one address is found by halves, and stops only that order."""
        known = await self._watched.rows(invoices)
        invoices = [invoice for invoice in invoices if invoice.id in known]
        try:
            seen = await self._asking.observe(asset, invoices, known, doublecheck=doublecheck)
        except Exception as error:
            if len(invoices) == 1:
                await self._watched.failed(invoices[0].order_id, error)
                return
            for half in (invoices[::2], invoices[1::2]):
                await self._look_at(asset, half, started, doublecheck=doublecheck)
            return
        await self._follow(invoices, known, seen, started)

    async def _follow(
        self,
        invoices: Sequence[Invoice],
        known: Rows,
        seen: Observation | None,
        started: datetime,
    ) -> None:
        """What an answer, or none, means for each."""
        quiet = []
        for number, invoice in enumerate(invoices, 1):
            if number % BREATH == 0:
                await asyncio.sleep(0)
            if await self._is_done(invoice, known[invoice.id], seen, started):
                quiet.append(invoice)
            progress()
        told = [i for i in quiet if _answered(i, seen)]
        whole = [i for i in told if not is_contested(i, seen)]
        part = [i for i in told if is_contested(i, seen)]
        await self._watched.touch(whole, known, started)
        await self._watched.touch(part, known, started, complete=False)
        silent = [invoice.order_id for invoice in quiet if not _answered(invoice, seen)]
        await self._watched.put_off(silent, started)

    async def _is_done(
        self, invoice: Invoice, known: list[Transfer], seen: Observation | None, started: datetime
    ) -> bool:
        """Whether nothing had to be written; a defect in one order's books holds up no other."""
        try:
            quiet = self._is_quiet(invoice, known, seen, started)
            if not quiet:
                await self._update(invoice.order_id, seen, started)
        except Exception as error:
            await self._watched.failed(invoice.order_id, error)
            return False
        self._watched.well(invoice.order_id)
        return quiet

    def _is_quiet(
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
        if not _answered(invoice, seen):
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
        if seen is None or undecided or not _answered(invoice, seen):
            now, scanned_at = self._deadlines.times(invoice, None)
            return Look(now, scanned_at, doubted=True, alone=alone)
        began = None if is_contested(invoice, seen) else started
        now, scanned_at = self._deadlines.times(invoice, began)
        address = invoice.address.address
        agreed, doubted = address in seen.agreed and not alone, address in seen.doubts
        return Look(now, scanned_at, seen.tip, agreed=agreed, doubted=doubted, alone=alone)

    async def _update(self, order_id: int, seen: Observation | None, started: datetime) -> None:
        """Record and derive again under the order's lock, and write what follows."""
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            invoice = await uow.invoices.of(order.id)
            if invoice.scanned_at and started < invoice.scanned_at <= self._clock():
                seen = None  # another look began later and was faster
            known = list(await uow.invoices.transfers([invoice.id]))
            mined, was = in_blocks(known), (fingerprint(known), order.needs_review)
            rows = self._absorb(invoice, known, seen, started)
            await self._record(uow, rows, rows[len(known) :], invoice.asset)
            before, told = standing(invoice), pass_over(order)
            invoice.chain_memory = noted(invoice, seen)
            look = self._look_of(invoice, rows, seen, started)
            await self._accounting.settle(uow, invoice, rows, look)
            if in_blocks(rows) != mined:
                self._accounting.follow(uow, order)
            answered, complete = _answered(invoice, seen), not is_contested(invoice, seen)
            self._watched.looked(invoice, rows, started, answered=answered, complete=complete)
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
                self._troubles.odd(asset, f"{row.txid} is told of two addresses of ours")
            else:
                await uow.invoices.add_transfer(row)


def _is_overdue(invoice: Invoice, now: datetime) -> bool:
    if invoice.order.needs_review == UNCHECKED:
        return True
    return invoice.order.status is OrderStatus.CREATED and invoice.order.expires_at <= now


def _answered(invoice: Invoice, seen: Observation | None) -> bool:
    return seen is not None and invoice.address.address in seen.transfers
