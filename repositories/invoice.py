"""Questions about invoices and the transfers seen for them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, case, select, update
from sqlalchemy.orm import contains_eager

from models.address import Address
from models.errors import OrderNotFound
from models.invoice import Invoice, Transfer
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

    async def due_for_scan(self, asset: str, now: datetime, limit: int) -> Sequence[Invoice]:
        """Whose turn it is, open orders first."""
        query = _numbers().where(Invoice.asset == asset, Invoice.next_scan_at <= now)
        is_open = case((Order.status == OrderStatus.CREATED, 0), else_=1)
        return await self._piecewise(query.order_by(is_open, Invoice.next_scan_at).limit(limit))

    async def overdue(self, asset: str, now: datetime, limit: int) -> Sequence[Invoice]:
        query = _numbers().where(
            Invoice.asset == asset, Order.status == OrderStatus.CREATED, Order.expires_at <= now
        )
        return await self._piecewise(query.order_by(Order.expires_at).limit(limit))

    async def _piecewise(self, numbers: Select[int]) -> list[Invoice]:
        """Making objects of ten thousand rows at once would hold everybody up for a second."""
        ids = (await self._session.scalars(numbers)).all()
        found: dict[int, Invoice] = {}
        for some in _pieces(ids):
            rows = await self._session.scalars(_whole().where(Invoice.id.in_(some)))
            found |= {row.id: row for row in rows}
        return [found[each] for each in ids]

    async def touch(
        self, invoice_ids: Sequence[int], scanned_at: datetime, next_scan_at: datetime | None
    ) -> None:
        """Note a scan that changed nothing."""
        looked = {"scanned_at": scanned_at, "next_scan_at": next_scan_at}
        for some in _pieces(invoice_ids):
            await self._session.execute(
                update(Invoice).where(Invoice.id.in_(some)).values(**looked)
            )

    async def transfers(self, invoice_ids: Sequence[int]) -> Sequence[Transfer]:
        """Those of one invoice in the order of recording."""
        found: list[Transfer] = []
        for some in _pieces(invoice_ids):
            query = select(Transfer).where(Transfer.invoice_id.in_(some)).order_by(Transfer.id)
            found += await self._session.scalars(query)
        return found

    async def without_receipt(self, asset: str, since: datetime) -> Sequence[tuple[Transfer, str]]:
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
            .order_by(Transfer.id)
            .limit(20)
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


def _numbers() -> Select[int]:
    return select(Invoice.id).join(Invoice.order)


def _whole() -> Select[Invoice]:
    return (
        select(Invoice)
        .join(Invoice.order)
        .join(Invoice.address)
        .options(contains_eager(Invoice.order), contains_eager(Invoice.address))
    )
