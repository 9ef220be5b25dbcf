"""Why a person must look at an order: it shows one reason at a time, and none is lost behind it.

What is true of an order is read from its lines, money and history, so that it is asked about again
when the reason that hid it is over. What a look at the chain says itself is said by the next look.
"""

from collections.abc import Awaitable, Callable

from db import UnitOfWork
from models.order import Order, OrderStatus
from services.running.notification import DELIVERY_FAILED, Event, Notifications

STOCK_DOUBTED = "stock-doubted"
"""Its goods may have been delivered to somebody before the database was restored."""
UNITS_MISSING = "units-missing"
"""There were fewer than orders hold."""
OWED = (STOCK_DOUBTED, UNITS_MISSING)
"""Both end when the goods are there, and when a person says that they were handed over."""
LATE_MONEY = "late-money"
"""An admin may decide what becomes of money that came too late."""
CREDIT_VANISHED = "credit-vanished"
"""Coins behind the credit it used have left the chain; it was not delivered."""
LOOKED_AT = (LATE_MONEY, CREDIT_VANISHED)
"""They end when an admin decides what becomes of the money."""
REFUND_VANISHED = "refund-vanished"
REFUND_UNDONE = "refund-undone"
REFUND_OURS = (REFUND_VANISHED, REFUND_UNDONE)
"""They pass when the refund is on its way again."""
REFUND_TWICE = "refund-twice"

ENDED = (OrderStatus.CANCELLED, OrderStatus.EXPIRED)
TWICE_ACTS = ("refund.twice", "refund.seen-to")
REFUND_ACTS = ("refund.vanished", "refund.undone", "refund.sent", "refund.withdrawn")
_REFUNDS = {"refund.vanished": REFUND_VANISHED, "refund.undone": REFUND_UNDONE}
MONEY_ACTS = ("credit.added", "credit.kept", "credit.honoured", "refund.opened")
Found = Callable[[UnitOfWork, Order], Awaitable[str | None]]


async def reason_for(uow: UnitOfWork, order: Order) -> str:
    """Why something of it is not there."""
    return STOCK_DOUBTED if await uow.stock.is_doubted(order.id) else UNITS_MISSING


async def over(uow: UnitOfWork, notify: Notifications, order: Order, *ended: str | None) -> None:
    """If it is one of these: what it hid shows again."""
    if order.needs_review in ended:
        order.needs_review = None
        uow.opened.touch(order.id, notify.now())
        review(uow, notify, order, await _still(uow, order, ended))


def review(uow: UnitOfWork, notify: Notifications, order: Order, reason: str | None) -> None:
    """A person must look; asked once per reason."""
    if reason is not None and order.needs_review != reason:
        order.needs_review = reason
        notify.admins(uow, Event.ADMIN_REVIEW, order, {"reason": reason})


async def arrived(uow: UnitOfWork, notify: Notifications, order_id: int) -> None:
    """Its goods did, or a person saw to it."""
    if await uow.orders.needs(order_id, DELIVERY_FAILED):
        order = await uow.orders.get(order_id, lock=True)
        await over(uow, notify, order, DELIVERY_FAILED)


async def _still(uow: UnitOfWork, order: Order, ended: tuple[str | None, ...]) -> str | None:
    """The gravest first."""
    for find in (_twice, _refund, _owed, _late_money, _refused):
        reason = await find(uow, order)
        if reason is not None and reason not in ended:
            return reason
    return None


async def _twice(uow: UnitOfWork, order: Order) -> str | None:
    last = await uow.audit.last(order.id, TWICE_ACTS)
    return REFUND_TWICE if last is not None and last.action == "refund.twice" else None


async def _refund(uow: UnitOfWork, order: Order) -> str | None:
    last = await uow.audit.last(order.id, REFUND_ACTS)
    return _REFUNDS.get(last.action) if last is not None else None


async def _owed(uow: UnitOfWork, order: Order) -> str | None:
    owed = order.status is OrderStatus.PAID and await uow.owed.places(order.id)
    return await reason_for(uow, order) if owed else None


async def _late_money(uow: UnitOfWork, order: Order) -> str | None:
    """Credit of an order that has ended, which nobody has decided about since it came."""
    if order.status not in ENDED or await uow.credit.from_order(order.id) <= 0:
        return None
    last = await uow.audit.last(order.id, MONEY_ACTS)
    return LATE_MONEY if last is not None and last.action == "credit.added" else None


async def _refused(uow: UnitOfWork, order: Order) -> str | None:
    if order.status is OrderStatus.REFUNDED:  # nothing of it has to arrive any more
        return None
    return DELIVERY_FAILED if await uow.outbox.was_refused(order.id, Event.GOODS) else None
