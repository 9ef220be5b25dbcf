"""Watching the chains: which addresses are looked at, when, and together with which.

What was seen is brought to the orders by updating.py.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import UnitOfWorkFactory
from models.invoice import Invoice, Transfer
from services.money.accounting import Accounting
from services.money.asking import Asking
from services.money.notes import is_contested
from services.money.stake import Stakes
from services.money.trouble import Troubles
from services.money.updating import Updates, answered, is_overdue
from services.money.watched import Rows, Watched, watched_assets
from utils.assets import ASSETS
from utils.chains.base import ChainClient, Observation
from utils.clock import Clock, steady
from utils.progress import progress

logger = logging.getLogger(__name__)
BREATH = 100
"""Addresses after which others get their turn: judging one takes a fraction of a millisecond."""
MOST_OVERDUE = 10_000
"""Orders in one sweep."""
TOGETHER = 25
"""Orders that end in one transaction: others wait for it, for a tenth of a second."""
LONGEST_ROUND = 60.0
"""Seconds after which a round begins nothing new."""


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
        self._watched = Watched(uow, self._clock, terms.scan_every)
        self._troubles = Troubles(self._clock.seconds)
        stakes = Stakes(uow, self._clock, accounting.judge)
        self._asking = Asking(chains, stakes, self._troubles)
        self._updates = Updates(uow, self._clock, accounting, self._watched, self._asking)

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
        overdue = [invoice for invoice in invoices if is_overdue(invoice, started)]
        others = [invoice for invoice in invoices if not is_overdue(invoice, started)]
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
        quiet, closed = [], await self._close(invoices, known, seen, started)
        for number, invoice in enumerate(invoices, 1):
            if number % BREATH == 0:
                await asyncio.sleep(0)
            if invoice.order_id in closed:
                continue
            if await self._is_done(invoice, known[invoice.id], seen, started):
                quiet.append(invoice)
            progress()
        told = [i for i in quiet if answered(i, seen)]
        whole = [i for i in told if not is_contested(i, seen)]
        part = [i for i in told if is_contested(i, seen)]
        await self._watched.touch(whole, known, started)
        await self._watched.touch(part, known, started, complete=False)
        silent = [invoice.order_id for invoice in quiet if not answered(invoice, seen)]
        await self._watched.put_off(silent, started)

    async def _close(
        self, invoices: Sequence[Invoice], known: Rows, seen: Observation | None, started: datetime
    ) -> set[int]:
        """The orders that nobody paid: many may end at once. What a defect in one of them keeps
        from ending with its neighbours is left for later, one by one.
        """
        ends = [
            invoice.order_id
            for invoice in invoices
            if self._updates.runs_out(invoice, known[invoice.id], seen, started)
        ]
        closed = set[int]()
        for first in range(0, len(ends), TOGETHER):
            some = ends[first : first + TOGETHER]
            try:
                await self._updates.write_all(some, seen, started)
            except Exception as error:
                logger.warning("%s orders could not end together", len(some), exc_info=error)
                continue
            closed.update(some)
            for order_id in some:
                self._watched.well(order_id)
            progress()
        return closed

    async def _is_done(
        self, invoice: Invoice, known: list[Transfer], seen: Observation | None, started: datetime
    ) -> bool:
        """Whether nothing had to be written; a defect in one order's books holds up no other."""
        try:
            quiet = self._updates.is_quiet(invoice, known, seen, started)
            if not quiet:
                await self._updates.write(invoice.order_id, seen, started)
        except Exception as error:
            await self._watched.failed(invoice.order_id, error)
            return False
        self._watched.well(invoice.order_id)
        return quiet
