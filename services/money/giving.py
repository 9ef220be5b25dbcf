"""The one door of every refund, whatever it is and wherever it goes."""

from db import UnitOfWork
from models.errors import CreditGone
from models.order import Order


async def begin_refund(uow: UnitOfWork, order_id: int, amount: int, actor: str) -> Order:
    """The order, locked with its customer, from whom `actor` takes nothing and to whom `amount`
    minor units go: nobody ships, replaces, refunds or spends beside. Whoever comes through here
    asks next, before anything is written, whether it waits for a second owner (`FourEyes.waits`).

    Raises OrderNotFound, CreditGone.
    """
    order = await uow.orders.get(order_id, lock=True)
    await uow.users.lock(order.user_id)
    if amount <= 0 or not actor:
        raise CreditGone
    return order
