"""What the books of a year are written from: paid orders and the ledger, a page at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, text, tuple_

from models.base import UtcDateTime
from models.credit import CreditEntry, CreditReason
from models.invoice import Invoice, Transfer
from models.order import Order
from models.refund import Refund
from repositories.base import Repository

Place = tuple[datetime, int]
"""After which row a page begins: (when, id)."""


class BooksRepository(Repository):
    async def hold_still(self) -> None:
        """First of all in a transaction: it sees nothing of what is committed after its beginning.
        On SQLite none does.
        """
        if self._on_postgresql:
            await self._session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))

    async def sold(
        self, since: datetime, until: datetime, after: Place | None, limit: int
    ) -> Sequence[Order]:
        """Paid within that time, in order; a refill is none: the ledger has it."""
        query = (
            select(Order)
            .where(Order.paid_at >= since, Order.paid_at < until, Order.refill == 0)
            .order_by(Order.paid_at, Order.id)
            .limit(limit)
        )
        if after is not None:
            query = query.where(_beyond((Order.paid_at, Order.id), after))
        return (await self._session.scalars(query)).all()

    async def bills(self, order_ids: Collection[int]) -> dict[int, Invoice]:
        """By order."""
        rows = await self._session.scalars(select(Invoice).where(Invoice.order_id.in_(order_ids)))
        return {row.order_id: row for row in rows}

    async def honoured(self, order_ids: Collection[int]) -> dict[int, int]:
        """Minor units of late money that paid for each."""
        query = select(CreditEntry.order_id, CreditEntry.amount).where(
            CreditEntry.order_id.in_(order_ids), CreditEntry.reason == CreditReason.HONOURED
        )
        found: dict[int, int] = {}
        for order_id, amount in await self._session.execute(query):
            if order_id is None:
                continue
            found[order_id] = found.get(order_id, 0) - amount
        return found

    async def fees(self, order_ids: Collection[int]) -> dict[int, tuple[int, int]]:
        """Of orders that have one: (minor units, of what was to be paid)."""
        query = select(Order.id, Order.fee, Order.total - Order.credit_used).where(
            Order.id.in_(order_ids), Order.fee > 0
        )
        rows = await self._session.execute(query)
        return {number: (fee, to_pay) for number, fee, to_pay in rows}

    async def payments(self, invoice_ids: Collection[int]) -> dict[int, list[str]]:
        """By invoice, the transactions that were accounted for."""
        query = (
            select(Transfer.invoice_id, Transfer.txid, Transfer.receipt)
            .where(Transfer.invoice_id.in_(invoice_ids), Transfer.accounted_at.is_not(None))
            .order_by(Transfer.id)
        )
        found: dict[int, list[str]] = {}
        for invoice_id, txid, receipt in await self._session.execute(query):
            found.setdefault(invoice_id, []).append(receipt or txid)
        return found

    async def entries(
        self, since: datetime, until: datetime, after: Place | None, limit: int
    ) -> Sequence[CreditEntry]:
        """Of the ledger, in order."""
        moment = CreditEntry.created_at
        query = (
            select(CreditEntry)
            .where(moment >= since, moment < until)
            .order_by(moment, CreditEntry.id)
            .limit(limit)
        )
        if after is not None:
            query = query.where(_beyond((moment, CreditEntry.id), after))
        return (await self._session.scalars(query)).all()

    async def refunds(self, entry_ids: Collection[int]) -> dict[int, Refund]:
        """By the entry that set credit aside for it, and by that which it came back with."""
        found: dict[int, Refund] = {}
        for entry in (Refund.entry_id, Refund.returned_id):
            rows = await self._session.execute(select(entry, Refund).where(entry.in_(entry_ids)))
            found |= {number: refund for number, refund in rows if number is not None}
        return found


def _beyond(columns: tuple[Any, Any], after: Place) -> Any:
    return tuple_(*columns) > tuple_(_moment(after[0]), after[1])


def _moment(moment: datetime) -> Any:
    return bindparam(None, moment, UtcDateTime())
