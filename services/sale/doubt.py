"""Stock in doubt after a restore: what waits, and a person who says that it is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from db import UnitOfWorkFactory
from models.audit import AuditEntry
from models.product import Variant
from services.sale.lifecycle import STOCK_DOUBTED, Lifecycle
from utils.clock import Clock

MOST_WAITING = 500
"""Paid orders that are delivered at once when their goods are released."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """`variants` are not sold; `gone` goods were delivered and stay off the shelves; `unknown`:
    what is loaded now is in doubt as well.
    """

    variants: Sequence[Variant]
    gone: int
    unknown: bool

    @property
    def waits(self) -> bool:
        return bool(self.variants) or self.unknown


class DoubtService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, lifecycle: Lifecycle) -> None:
        self._uow = uow
        self._clock = clock
        self._lifecycle = lifecycle

    async def standing(self) -> Doubt:
        async with self._uow.read() as uow:
            rows, gone = await uow.products.doubted(), await uow.products.gone()
            return Doubt(rows, gone, await uow.tallies.is_doubted())

    async def release(self, variant_id: int | None, actor: str) -> bool:
        """Sell this, or everything, again; False when it was not in doubt."""
        async with self._uow() as uow:
            count = await uow.products.trust(variant_id)
            if not count and not await uow.tallies.is_doubted():
                return False
            if variant_id is None or not await uow.products.doubted():
                await uow.tallies.clear(self._clock())
            uow.audit.add(
                AuditEntry(
                    at=self._clock(),
                    actor=actor,
                    action="stock.released",
                    details={"variant": str(variant_id or "all"), "count": str(count)},
                )
            )
        await self._deliver()
        return True

    async def _deliver(self) -> None:
        """What was paid meanwhile, each order by itself."""
        async with self._uow.read() as uow:
            waiting = await uow.orders.waiting(STOCK_DOUBTED, MOST_WAITING)
        for order_id in waiting:
            async with self._uow() as uow:
                order = await uow.orders.get(order_id, lock=True)
                if order.needs_review == STOCK_DOUBTED:
                    await self._lifecycle.filled(uow, order, self._clock())
