"""Loads what is to be looked at; one order whose rows cannot be read holds up no other."""

import logging
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from db import UnitOfWorkFactory
from models.invoice import WATCHED, Invoice, Transfer
from repositories.hour import SLACK
from services.money.lasting import Lasting
from services.money.rhythm import next_look
from utils.clock import SteadyClock

logger = logging.getLogger(__name__)
REST = timedelta(minutes=10)
"""How long an order is left alone that failed again."""
TOLD_AFTER = 2
"""Failures: one may be the database's, or a moment's."""
Rows = dict[int, list[Transfer]]
"""By the invoice's id; those that could not be read are missing."""


class Watched:
    def __init__(self, uow: UnitOfWorkFactory, clock: SteadyClock, scan_every: timedelta) -> None:
        self._uow = uow
        self._clock = clock
        self._scan_every = scan_every
        self._latest: datetime | None = None
        self._heals_orders = True
        self._failures: Counter[int] = Counter()
        self._resting: Lasting[int] = Lasting(clock.seconds)
        self.aside: dict[int, str] = {}
        """Per order that cannot be looked after right now, why."""

    async def heal(self) -> None:
        """At the start, and when the clock was set back: times from the future would keep an
        address from being looked at, and stock held, for as long as the clock was wrong.
        """
        now, latest = self._clock(), self._latest
        self._latest = now
        if latest is None or now < latest - SLACK:
            self._heals_orders = True
            await self._heal_looks(now, latest)
        if self._heals_orders and not self._clock.in_doubt:
            self._heals_orders = False
            async with self._uow() as uow:
                await uow.hours.heal_orders(now)

    async def _heal_looks(self, now: datetime, latest: datetime | None) -> None:
        """Looking once too often does no harm, whatever the clock says next."""
        async with self._uow() as uow:
            last_known = latest or await uow.hours.last_known()
            healed = await uow.hours.heal_invoices(now)
            if last_known is not None and last_known > now + SLACK:
                healed += await uow.hours.look_at_all(now)
                healed += await uow.hours.watch_again(now, WATCHED)
        if healed:
            logger.warning("%s looks lay in the future: the clock has been set back", healed)

    async def due(self, asset: str, most: int) -> list[int]:
        """The orders to scan for."""
        async with self._uow.read() as uow:
            return self._awake(await uow.invoices.due_for_scan(asset, self._clock(), most))

    async def overdue(self, asset: str, most: int) -> list[int]:
        async with self._uow.read() as uow:
            return self._awake(await uow.invoices.overdue(asset, self._clock(), most))

    def _awake(self, order_ids: list[int]) -> list[int]:
        self._resting.over(self._resting.longer_than(REST.total_seconds()))
        return [order_id for order_id in order_ids if order_id not in self._resting]

    async def load(self, order_ids: Sequence[int]) -> list[Invoice]:
        """Those that can be read, in this order."""
        with suppress(Exception):
            return await self._load(order_ids)
        found: list[Invoice] = []
        for order_id in order_ids:
            try:
                found += await self._load([order_id])
            except Exception as error:
                await self.failed(order_id, error)
        return found

    async def _load(self, order_ids: Sequence[int]) -> list[Invoice]:
        async with self._uow.read() as uow:
            return await uow.invoices.load(order_ids)

    async def rows(self, invoices: Sequence[Invoice]) -> Rows:
        """What is recorded of these, in the order of recording."""
        with suppress(Exception):
            return await self._rows(invoices)
        found: Rows = {}
        for invoice in invoices:
            try:
                found |= await self._rows([invoice])
            except Exception as error:
                await self.failed(invoice.order_id, error)
        return found

    async def _rows(self, invoices: Sequence[Invoice]) -> Rows:
        found: Rows = {invoice.id: [] for invoice in invoices}
        async with self._uow.read() as uow:
            for row in await uow.invoices.transfers(list(found)):
                found[row.invoice_id].append(row)
        return found

    def looked(
        self,
        invoice: Invoice,
        rows: Sequence[Transfer],
        started: datetime,
        *,
        answered: bool,
        complete: bool = True,
    ) -> None:
        """Note a look at an invoice that is about to change. `complete`: it can be relied on."""
        if answered:
            invoice.next_scan_at = next_look(invoice, rows, started, self._scan_every)
            if complete:
                invoice.scanned_at = started
        elif not self._clock.in_doubt:
            invoice.next_scan_at = started

    async def touch(
        self,
        invoices: Sequence[Invoice],
        known: Mapping[int, Sequence[Transfer]],
        started: datetime,
        *,
        complete: bool = True,
    ) -> None:
        """Note the looks that changed nothing, one statement per rhythm."""
        rhythms: dict[datetime | None, list[int]] = defaultdict(list)
        for invoice in invoices:
            at = next_look(invoice, known[invoice.id], started, self._scan_every)
            rhythms[at].append(invoice.id)
        if rhythms:
            async with self._uow() as uow:
                for next_scan_at, ids in rhythms.items():
                    await uow.invoices.touch(ids, next_scan_at, started if complete else None)

    async def put_off(self, order_ids: Sequence[int], started: datetime) -> None:
        """What brought no answer is due at once, but behind all the others."""
        if order_ids and not self._clock.in_doubt:
            async with self._uow() as uow:
                await uow.invoices.put_off(order_ids, started)

    def well(self, order_id: int) -> None:
        """It could be brought up to date."""
        self._failures.pop(order_id, None)
        self._resting.over([order_id])
        self.aside.pop(order_id, None)

    async def failed(self, order_id: int, error: Exception) -> None:
        """A defect in one order's books; the admins hear of one that stays. A database that takes
        nothing at all, as on a full disk, is none: the order is looked at again at once.
        """
        logger.error("order %s cannot be brought up to date", order_id, exc_info=error)
        try:
            await self.put_off([order_id], self._clock())
        except Exception:
            return
        self._failures[order_id] += 1
        if self._failures[order_id] >= TOLD_AFTER:
            self.aside[order_id] = type(error).__name__
            self._resting.seconds(order_id)


async def watched_assets(uow: UnitOfWorkFactory) -> list[str]:
    """The coins that orders wait for, whatever the shop takes today."""
    async with uow.read() as work:
        return await work.invoices.watched_assets()
