"""Where goods are to be shipped, as it was sealed with the order."""

from db import UnitOfWorkFactory
from models.order import Order, delivery_binding
from utils.sealing import Sealer, Unsealable

MOST_LOOKED_AT = 10_000
"""Open orders whose address is tried."""


def delivery_of(sealer: Sealer, order: Order) -> tuple[str | None, bool]:
    """The address, and whether it cannot be read: that is no reason to hide the order."""
    if order.delivery is None:
        return None, False
    try:
        plain = sealer.open(order.delivery, bound_to=delivery_binding(order.user_id))
        return plain.decode(), False
    except (Unsealable, UnicodeDecodeError):
        return None, True


async def damaged(uow: UnitOfWorkFactory, sealer: Sealer) -> list[str]:
    """The codes of the orders to care for whose delivery address cannot be read."""
    async with uow.read() as work:
        living = await work.orders.open(limit=MOST_LOOKED_AT, offset=0)
    return [order.code for order in living if delivery_of(sealer, order)[1]]
