"""What goes with an order besides its goods: the notes of its products, and what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from db import UnitOfWork, UnitOfWorkFactory
from models.order import WAS_PAID, Order, OrderStatus
from models.product import ProductKind
from services.sale.delivery import opened
from utils.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Said:
    """`text` None: the answer cannot be read any more."""

    title: str
    question: str
    text: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    """As the product says it now: whoever corrects a note wants every buyer to see it."""

    name: str
    kind: ProductKind
    text: str

    def is_due(self, order: Order) -> bool:
        """With the goods, or once they are shipped."""
        if self.kind.is_shipped:
            return order.status is OrderStatus.SHIPPED
        return order.status in WAS_PAID


class Reading:
    def __init__(self, uow: UnitOfWorkFactory, sealer: Sealer) -> None:
        self._uow = uow
        self._sealer = sealer

    async def notes(self, order_id: int, *, owner: int) -> Sequence[DeliveryNote]:
        """Those that are due. Raises OrderNotFound."""
        async with self._uow.read() as uow:
            return await notes_of(uow, await uow.orders.get(order_id, owner=owner))

    async def answers(self, order_id: int, *, owner: int | None = None) -> list[Said]:
        """Raises OrderNotFound."""
        async with self._uow.read() as uow:
            return await self.said(uow, await uow.orders.get(order_id, owner=owner))

    async def owed(self, order_id: int) -> int:
        """How many goods were paid for and are not with the customer: who ships the rest of the
        order says that they were handed over.
        """
        async with self._uow.read() as uow:
            return await uow.owed.places(order_id)

    async def said(self, uow: UnitOfWork, order: Order) -> list[Said]:
        return [
            Said(
                line.title, row.question, opened(self._sealer, row, order.user_id, line.variant_id)
            )
            for line, row in await uow.questions.answers(order.id)
        ]


async def notes_of(uow: UnitOfWork, order: Order) -> list[DeliveryNote]:
    """Those that are due."""
    found = [DeliveryNote(*row) for row in await uow.questions.notes(order.id)]
    return [note for note in found if note.is_due(order)]
