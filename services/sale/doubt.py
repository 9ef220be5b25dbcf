"""Stock in doubt after a restore: what waits, and a person who says that it is there."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.order import Order, OrderStatus
from models.product import Variant
from services.sale.lifecycle import Lifecycle
from utils.clock import Clock
from utils.progress import progress

logger = logging.getLogger(__name__)
MOST_WAITING = 500
"""Orders that one question names."""


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
        released = await self._trust(variant_id, actor)
        await self.deliver()
        return released

    async def _trust(self, variant_id: int | None, actor: str) -> bool:
        async with self._uow() as uow:
            await uow.products.shelves_in_turn()
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
        return True

    async def deliver(self) -> None:
        """What paid orders lack and is there now, each order by itself: after a release, and again
        and again, whatever cut it short and however goods came. Nothing is sold before the start
        has looked at the tally: who has not delivers after the next one.
        """
        tally = self._uow.tally
        if tally is not None and tally.token is None:
            return
        after, some = 0, [0]
        while some:
            async with self._uow.read() as uow:
                some = [*await uow.owed.orders(after, MOST_WAITING)]
            for order_id in some:
                await self._fill_alone(order_id)
                progress()
            after = some[-1] if some else after

    async def _fill_alone(self, order_id: int) -> None:
        """One that cannot be delivered holds up no other."""
        try:
            async with self._uow() as uow:
                order = await uow.orders.get(order_id, lock=True)
                if order.status is OrderStatus.PAID and await _is_paid_for(uow, order):
                    await self._lifecycle.filled(uow, order, self._clock())
        except Exception:
            logger.exception("what order %s lacks was not delivered", order_id)


async def _is_paid_for(uow: UnitOfWork, order: Order) -> bool:
    """Nothing more is given for coins that have left the chain, written off or not."""
    invoice = await uow.invoices.find(order.id)
    is_lost = invoice is not None and invoice.lost > 0
    return not is_lost and await uow.credit.covers(order)
