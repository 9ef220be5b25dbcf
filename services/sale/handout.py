"""What a customer gets for an order: texts and files, their own units and what is shared."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from db import UnitOfWorkFactory
from models.order import OrderLine
from models.stock import SharedGood, StockUnit, shared_binding, unit_binding
from services.goods.filing import Head, content, opened_head
from utils.sealing import Sealer

Given = tuple[OrderLine, StockUnit | SharedGood]


@dataclass(frozen=True, slots=True)
class GoodFile:
    """A file that belongs to a line; its content is opened when it is sent."""

    title: str
    file_id: int
    head: Head = field(repr=False)


class Handout:
    def __init__(self, uow: UnitOfWorkFactory, sealer: Sealer) -> None:
        self._uow = uow
        self._sealer = sealer

    async def texts(self, order_id: int, *, owner: int) -> list[tuple[str, str]]:
        """(title, payload) of everything that is a text; raises OrderNotFound."""
        rows = await self._given(order_id, owner)
        return [(line.title, self._open(row).decode()) for line, row in rows if not row.file_id]

    async def files(self, order_id: int, *, owner: int) -> list[GoodFile]:
        """Everything that is a file; raises OrderNotFound."""
        rows = await self._given(order_id, owner)
        return [
            GoodFile(line.title, row.file_id, opened_head(self._open(row)))
            for line, row in rows
            if row.file_id
        ]

    async def content(self, file: GoodFile) -> bytes:
        async with self._uow.read() as uow:
            return await content(uow, file.file_id, file.head)

    async def _given(self, order_id: int, owner: int) -> Sequence[Given]:
        """In the order of the lines; what is shared as it is now."""
        async with self._uow.read() as uow:
            await uow.orders.get(order_id, owner=owner)
            units = await uow.stock.units_of(order_id)
            shared = await uow.batches.shared_of(order_id)
        rows: list[Given] = [*units, *shared]
        return sorted(rows, key=lambda row: row[0].id)

    def _open(self, row: StockUnit | SharedGood) -> bytes:
        is_unit = isinstance(row, StockUnit)
        bind = unit_binding if is_unit else shared_binding
        return self._sealer.open(row.sealed, bound_to=bind(row.variant_id))
