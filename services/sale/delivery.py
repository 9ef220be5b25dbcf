"""Where goods are to be shipped and what was answered, as it was sealed with the order."""

from db import UnitOfWorkFactory
from models.order import Order, delivery_binding
from models.question import Answer, answer_binding
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
    """The codes of the orders to care for whose delivery address or answers cannot be read."""
    async with uow.read() as work:
        living = await work.orders.open(limit=MOST_LOOKED_AT, offset=0)
        answers = await work.questions.answers_to([order.id for order in living])
    lost = {
        line.order_id
        for user_id, line, row in answers
        if opened(sealer, row, user_id, line.variant_id) is None
    }
    return [o.code for o in living if o.id in lost or delivery_of(sealer, o)[1]]


def opened(sealer: Sealer, row: Answer, user_id: int, variant_id: int) -> str | None:
    """What was answered; None: it cannot be read."""
    bound_to = answer_binding(user_id, variant_id, row.position)
    try:
        return sealer.open(row.sealed, bound_to=bound_to).decode()
    except (Unsealable, UnicodeDecodeError):
        return None
