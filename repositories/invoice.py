"""Questions about invoices and the transfers seen for them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select, true, update
from sqlalchemy.orm import contains_eager

from models.address import Address
from models.errors import OrderNotFound
from models.invoice import Invoice, InvoiceState, Transfer
from models.order import Order, OrderStatus
from repositories.base import Repository

PIECE = 200
"""Rows in one statement, so that others get their turn in between."""


class InvoiceRepository(Repository):
    async def add(self, invoice: Invoice) -> None:
        self._session.add(invoice)
        await self._session.flush()

    async def of(self, order_id: int) -> Invoice:
        """The invoice of an order, with order and address; raises OrderNotFound."""
        invoice = await self.find(order_id)
        if invoice is None:
            raise OrderNotFound
        return invoice

    async def find(self, order_id: int) -> Invoice | None:
        """The same; None for an order that store credit paid."""
        return await self._session.scalar(_whole().where(Invoice.order_id == order_id))

    async def due_for_scan(self, asset: str, now: datetime, limit: int) -> list[int]:
        """The orders whose turn it is, those that wait longest first.

        Open orders go first, but a quarter of the places is for the others: those never starve.
        """
        due = _orders(asset).where(Invoice.next_scan_at <= now).order_by(Invoice.next_scan_at)
        is_open = Order.status == OrderStatus.CREATED
        first = list(await self._session.scalars(due.where(is_open).limit(limit)))
        others = list(await self._session.scalars(due.where(~is_open).limit(limit)))
        kept = min(len(others), max(limit // 4, limit - len(first)))
        return first[: limit - kept] + others[:kept]

    async def overdue(self, asset: str, now: datetime, limit: int) -> list[int]:
        """Open orders past their deadline: at once, and from then on in the rhythm of scans."""
        unlooked = Invoice.state.in_((InvoiceState.WAITING, InvoiceState.PARTIAL))
        query = _orders(asset).where(
            Order.status == OrderStatus.CREATED,
            Order.expires_at <= now,
            unlooked | (Invoice.next_scan_at <= now) | Invoice.next_scan_at.is_(None),
        )
        return list(await self._session.scalars(query.order_by(Order.expires_at).limit(limit)))

    async def load(self, order_ids: Sequence[int]) -> list[Invoice]:
        """With order and address, in this order; making objects of ten thousand rows at once would
        hold everybody up for a second.
        """
        found: dict[int, Invoice] = {}
        for some in _pieces(order_ids):
            rows = await self._session.scalars(_whole().where(Invoice.order_id.in_(some)))
            found |= {row.order_id: row for row in rows}
        return [found[each] for each in order_ids if each in found]

    async def watched_assets(self) -> list[str]:
        """The coins that some address is watched for, whatever the shop takes today."""
        query = select(Invoice.asset).where(Invoice.next_scan_at.is_not(None)).distinct()
        return sorted(await self._session.scalars(query))

    async def touch(
        self,
        invoice_ids: Sequence[int],
        next_scan_at: datetime | None,
        scanned_at: datetime | None,
    ) -> None:
        """Note a scan that changed nothing, unless one that began later was faster; without
        `scanned_at`, one that nobody relies on.
        """
        looked: dict[str, datetime | None] = {"next_scan_at": next_scan_at}
        older: ColumnElement[bool] = true()
        if scanned_at is not None:
            looked["scanned_at"] = scanned_at
            older = Invoice.scanned_at.is_(None) | (Invoice.scanned_at <= scanned_at)
        for some in _pieces(invoice_ids):
            await self._session.execute(
                update(Invoice).where(Invoice.id.in_(some), older).values(**looked)
            )

    async def put_off(self, order_ids: Sequence[int], until: datetime) -> None:
        """Their turn is then, after those that wait longer."""
        for some in _pieces(order_ids):
            await self._session.execute(
                update(Invoice).where(Invoice.order_id.in_(some)).values(next_scan_at=until)
            )

    async def transfers(self, invoice_ids: Sequence[int]) -> Sequence[Transfer]:
        """Those of one invoice in the order of recording."""
        found: list[Transfer] = []
        for some in _pieces(invoice_ids):
            query = select(Transfer).where(Transfer.invoice_id.in_(some)).order_by(Transfer.id)
            found += await self._session.scalars(query)
        return found

    async def without_receipt(
        self, asset: str, since: datetime, limit: int
    ) -> Sequence[tuple[Transfer, str]]:
        """Transfers in a block whose transactions nobody has looked for yet, and their address."""
        query = (
            select(Transfer, Address.address)
            .join(Invoice, Invoice.id == Transfer.invoice_id)
            .join(Invoice.address)
            .where(
                Transfer.asset == asset,
                Transfer.receipt.is_(None),
                Transfer.block_height.is_not(None),
                Transfer.first_seen_at >= since,
            )
            .order_by(Transfer.first_seen_at, Transfer.id)
            .limit(limit)
        )
        return [(row[0], row[1]) for row in await self._session.execute(query)]

    async def keep_receipt(self, transfer_id: int, receipt: str) -> None:
        await self._session.execute(
            update(Transfer).where(Transfer.id == transfer_id).values(receipt=receipt)
        )

    async def is_recorded(self, transfer: Transfer) -> bool:
        """Whether this very output is in the books already, for whatever invoice."""
        same = select(Transfer.id).where(
            Transfer.chain == transfer.chain,
            Transfer.asset == transfer.asset,
            Transfer.txid == transfer.txid,
            Transfer.output_index == transfer.output_index,
        )
        return await self._session.scalar(same) is not None

    async def add_transfer(self, transfer: Transfer) -> None:
        """Record a transfer not known before; the unique key is the guard."""
        self._session.add(transfer)
        await self._session.flush()


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + PIECE] for start in range(0, len(ids), PIECE))


def _orders(asset: str) -> Select[int]:
    return select(Invoice.order_id).join(Invoice.order).where(Invoice.asset == asset)


def _whole() -> Select[Invoice]:
    return (
        select(Invoice)
        .join(Invoice.order)
        .join(Invoice.address)
        .options(contains_eager(Invoice.order), contains_eager(Invoice.address))
    )
