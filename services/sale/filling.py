"""Selling units to the lines of a paid order, at once or when they are there.

What an order still lacks is read from its lines: a reason for a look may be another by then.
"""

from datetime import datetime

from db import UnitOfWork
from models.order import Order
from models.product import ProductKind


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


def has_parcel(order: Order) -> bool:
    return any(line.kind.is_shipped for line in order.lines)


async def empty_cart(uow: UnitOfWork, order: Order, now: datetime) -> None:
    """Of what was bought, and of the voucher that was used for it."""
    await uow.users.bought(order.user_id, now)
    await uow.carts.take_out(order.user_id, order.quantities)
    if order.discount:
        await uow.vouchers.take_out_used(order.user_id, order.id)
