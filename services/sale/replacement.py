"""A sold good that does not work is replaced by another; the old one stays on record."""

from dataclasses import dataclass

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import WrongOrderState
from models.order import BOUGHT, Order, OrderLine
from models.product import Variant
from models.stock import StockUnit, UnitStatus
from models.stock_errors import ChangedMeanwhile, NoneToReplace, UnitNotFound
from services.goods.low import tell_low
from services.goods.removal import valid_reason
from services.running.notification import Event
from services.sale.complaint import note_replaced
from services.sale.lifecycle import Lifecycle
from utils.clock import Clock


@dataclass(frozen=True, slots=True)
class SoldUnit:
    """One good of an order, by its number; what it says is nobody's business here.

    `spare`: units that are free to take its place; `before`: how many stood in its place earlier.
    """

    unit: StockUnit
    line: OrderLine
    spare: int
    before: int


class ReplacementService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, lifecycle: Lifecycle) -> None:
        self._uow = uow
        self._clock = clock
        self._lifecycle = lifecycle

    async def sold(self, order_id: int) -> list[SoldUnit]:
        """The units of an order as they stand. Raises OrderNotFound."""
        async with self._uow.read() as uow:
            await uow.orders.get(order_id)
            found = []
            for line, unit in await uow.stock.units_of(order_id):
                variant = await uow.batches.variant(line.variant_id)
                before = await uow.batches.replaced_in(line.id, unit.slot or 0)
                kept = await uow.batches.kept_for(order_id, line.variant_id) is not None
                spare = max(variant.available, kept) if variant else 0
                found.append(SoldUnit(unit, line, spare, before))
            return found

    async def replace(self, unit_id: int, reason: str, *, actor: str) -> Order:
        """Give the customer the next free unit instead. Raises UnitNotFound, BadField,
        WrongOrderState when its order was refunded, ChangedMeanwhile when it was replaced
        meanwhile, NoneToReplace when orders hold the rest.
        """
        said, now = valid_reason(reason), self._clock()
        async with self._uow() as uow:
            line, order = await self._of(uow, unit_id)
            old = await self._sold_unit(uow, unit_id)
            variant = await uow.batches.variant(old.variant_id, lock=True)
            if old.status is not UnitStatus.SOLD:
                raise ChangedMeanwhile("unit", "")
            new = await self._next(uow, order.id, variant)
            await self._swap(uow, old, new)
            uow.stock.note_unit(order, new)
            await tell_low(uow, self._lifecycle.notify, [old.variant_id])
            facts = {"before": old.id, "after": new.id, "slot": old.slot, "reason": said}
            entry = AuditEntry(at=now, actor=actor, action="unit.replaced", order_id=order.id)
            entry.subject, entry.details = f"variant:{old.variant_id}", facts
            uow.audit.add(entry)
            await note_replaced(uow, self._lifecycle.notify, old.id, actor, now)
            self._lifecycle.notify.customer(uow, Event.UNIT_REPLACED, order, {"title": line.title})
            self._lifecycle.notify.customer(uow, Event.GOODS, order)
        return order

    async def _of(self, uow: UnitOfWork, unit_id: int) -> tuple[OrderLine, Order]:
        """Its line and order, locked: what is refunded meanwhile gets no other good."""
        found = await uow.batches.place_of(unit_id)
        if found is None:
            raise UnitNotFound
        order = await uow.orders.get(found[1], lock=True)
        if order.status not in BOUGHT:
            raise WrongOrderState
        return (await uow.batches.line_of(found[0]))[0], order

    async def _sold_unit(self, uow: UnitOfWork, unit_id: int) -> StockUnit:
        unit = await uow.batches.unit(unit_id, lock=True)
        if unit is None or unit.order_line_id is None:
            raise UnitNotFound
        return unit

    async def _next(self, uow: UnitOfWork, order_id: int, variant: Variant | None) -> StockUnit:
        """What went to this order already in a time that is lost, or the oldest that is free."""
        if variant is None or variant.stock_quantity <= variant.reserved_quantity:
            raise NoneToReplace
        new = await uow.batches.kept_for(order_id, variant.id, lock=True)
        if new is None and variant.available:
            new = await uow.batches.first_available(variant.id)
        if new is None:
            raise NoneToReplace
        return new

    async def _swap(self, uow: UnitOfWork, old: StockUnit, new: StockUnit) -> None:
        """One after the other: the place is free before it is filled."""
        old.status = UnitStatus.REPLACED
        await uow.flush()
        new.status, new.order_line_id, new.slot = UnitStatus.SOLD, old.order_line_id, old.slot
        new.replaces_id = old.id
        await uow.flush()
