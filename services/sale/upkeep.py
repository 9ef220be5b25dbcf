"""What an operator may tidy up: stock that unpaid orders hold for long, and open money."""

from collections.abc import Sequence
from datetime import timedelta

from db import UnitOfWorkFactory
from models.order import OrderStatus
from repositories.upkeep import HeldStock, OpenMoney
from services.sale.lifecycle import Lifecycle
from utils.clock import Clock

MOST = 10_000
"""Rows of one look."""
ACTOR = "operator"


class UpkeepService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, lifecycle: Lifecycle) -> None:
        self._uow = uow
        self._clock = clock
        self._lifecycle = lifecycle

    async def held(self, older_than: timedelta | None = None) -> Sequence[HeldStock]:
        before = self._clock() - older_than if older_than is not None else None
        async with self._uow.read() as uow:
            return await uow.upkeep.held(before, MOST)

    async def abandoned(self, older_than: timedelta) -> list[str]:
        """The codes of what `cleanup` would cancel now."""
        rows = [row for row in await self.held(older_than) if _idle(row)]
        return list(dict.fromkeys(row.code for row in rows))

    async def cleanup(self, older_than: timedelta) -> list[str]:
        """Cancel unpaid orders of which no money was seen; their codes. Each for itself, looked at
        again under its lock: one that was paid or ended meanwhile stays.
        """
        rows = {row.order_id: row.code for row in await self.held(older_than) if _idle(row)}
        done = []
        for order_id, code in rows.items():
            if await self._cancel(order_id):
                done.append(code)
        return done

    async def _cancel(self, order_id: int) -> bool:
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            invoice = await uow.invoices.find(order_id)
            if order.status is not OrderStatus.CREATED or (invoice is not None and invoice.seen):
                return False
            await self._lifecycle.cancelled(uow, order, self._clock(), ACTOR)
            return True

    async def open_money(self, older_than: timedelta) -> list[OpenMoney]:
        before = self._clock() - older_than
        async with self._uow.read() as uow:
            unsettled = await uow.upkeep.unsettled(before, MOST)
            return [*unsettled, *await uow.upkeep.to_review(before, MOST)]


def _idle(row: HeldStock) -> bool:
    return row.status is OrderStatus.CREATED and not row.seen
