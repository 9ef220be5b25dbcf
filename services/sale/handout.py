"""What a customer gets for an order: texts and files, their own units and what is shared."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from db import UnitOfWorkFactory
from models.order import OrderLine
from models.stock import SharedGood, StockUnit, shared_binding, unit_binding
from services.goods.filing import Head, content, opened_head
from services.running.notification import Notifications
from utils.sealing import Sealer

Row = tuple[OrderLine, StockUnit | SharedGood]
MARK = 12
"""Hexadecimal digits: whether what is handed over is still what it was when that began."""
MOST_WAITING = 20
"""Messages that may wait for a customer who asks for the goods once more."""


@dataclass(frozen=True, slots=True)
class GoodFile:
    """A file that belongs to a line; its content is opened when it is sent."""

    title: str
    file_id: int
    head: Head = field(repr=False)


@dataclass(frozen=True, slots=True)
class Given:
    """All that an order has bought. `texts`: (title, payload). `mark`: of which rows it is."""

    texts: Sequence[tuple[str, str]] = field(default=(), repr=False)
    files: Sequence[GoodFile] = ()
    mark: str = ""


class Handout:
    def __init__(self, uow: UnitOfWorkFactory, sealer: Sealer, notify: Notifications) -> None:
        self._uow = uow
        self._sealer = sealer
        self._notify = notify

    async def given(self, order_id: int, *, owner: int) -> Given:
        """In the order of the lines; what is shared as it is now. Raises OrderNotFound."""
        rows = await self._rows(order_id, owner)
        texts = [(line.title, self._open(row).decode()) for line, row in rows if not row.file_id]
        files = [
            GoodFile(line.title, row.file_id, opened_head(self._open(row)))
            for line, row in rows
            if row.file_id
        ]
        ids = [f"{type(row).__name__}:{row.id}" for _, row in rows]
        return Given(texts, files, hashlib.sha256(" ".join(ids).encode()).hexdigest()[:MARK])

    async def texts(self, order_id: int, *, owner: int) -> list[tuple[str, str]]:
        """(title, payload) of everything that is a text; raises OrderNotFound."""
        return [*(await self.given(order_id, owner=owner)).texts]

    async def files(self, order_id: int, *, owner: int) -> list[GoodFile]:
        """Everything that is a file; raises OrderNotFound."""
        return [*(await self.given(order_id, owner=owner)).files]

    async def content(self, file: GoodFile) -> bytes:
        async with self._uow.read() as uow:
            return await content(uow, file.file_id, file.head)

    async def again(self, order_id: int, *, owner: int) -> None:
        """Have them sent once more, at Telegram's pace; raises OrderNotFound."""
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, owner=owner)
            if await uow.outbox.waiting(owner, MOST_WAITING) < MOST_WAITING:
                self._notify.goods_again(uow, order)

    async def _rows(self, order_id: int, owner: int) -> Sequence[Row]:
        async with self._uow.read() as uow:
            await uow.orders.get(order_id, owner=owner)
            units = await uow.stock.units_of(order_id)
            shared = await uow.batches.shared_of(order_id)
        rows: list[Row] = [*units, *shared]
        return sorted(rows, key=lambda row: row[0].id)

    def _open(self, row: StockUnit | SharedGood) -> bytes:
        is_unit = isinstance(row, StockUnit)
        bind = unit_binding if is_unit else shared_binding
        return self._sealer.open(row.sealed, bound_to=bind(row.variant_id))
