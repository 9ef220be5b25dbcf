"""Selling units to the lines of a paid order, at once or when they are there.

What an order still lacks is read from its lines: a reason for a look may be another by then.
"""

from db import UnitOfWork
from models.order import Order, OrderStatus
from models.product import ProductKind
from services.running.notification import DELIVERY_FAILED, Event

STOCK_DOUBTED = "stock-doubted"
"""Why an order needs a look: its goods may have been delivered to somebody before the database was
restored."""
UNITS_MISSING = "units-missing"
"""The same: there were fewer than orders hold."""
OWED = (STOCK_DOUBTED, UNITS_MISSING)
"""Both end when the goods are there, and when a person says that they were handed over."""


async def fill(uow: UnitOfWork, order: Order) -> bool:
    """Sell units to what is digital, and write down what leaves; whether all of it is there."""
    for line in order.lines:
        if line.kind is not ProductKind.DIGITAL:
            uow.stock.note_counted(order, line)
    return await fill_up(uow, order) == 0


async def fill_up(uow: UnitOfWork, order: Order) -> int:
    """Sell units to the free places of digital lines; how many are free after that."""
    digital = [line for line in order.lines if line.kind is ProductKind.DIGITAL]
    return sum([line.quantity - await uow.stock.assign_units(order, line) for line in digital])


async def reason_for(uow: UnitOfWork, order: Order) -> str:
    """Why something of it is not there."""
    return STOCK_DOUBTED if await uow.stock.is_doubted(order.id) else UNITS_MISSING


async def still(uow: UnitOfWork, order: Order) -> str | None:
    """What there is to look at when a reason for a look is over that hid it."""
    if order.status is OrderStatus.PAID and await uow.owed.places(order.id):
        return await reason_for(uow, order)
    if order.status is OrderStatus.REFUNDED:
        return None
    return DELIVERY_FAILED if await uow.outbox.was_refused(order.id, Event.GOODS) else None


def has_parcel(order: Order) -> bool:
    return any(line.kind.is_shipped for line in order.lines)
