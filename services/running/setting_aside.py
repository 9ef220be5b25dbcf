"""Messages that Telegram refuses for good: set aside, told to the admins, looked at, sent again."""

import logging
from collections.abc import Sequence
from datetime import datetime

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.outbox import OutboxMessage
from repositories.outbox import REFUSED
from services.running.notification import (
    DELIVERY_FAILED,
    WORDS_ALONE,
    Event,
    Notifications,
)
from services.running.reasons import arrived
from utils.clock import Clock

logger = logging.getLogger(__name__)
LISTED = 50
UNTOLD = {Event.ADMIN_UNDELIVERED}
"""An alarm that itself cannot be delivered stands in the log, else alarms breed alarms."""


async def set_aside(
    uow: UnitOfWork,
    notifications: Notifications,
    message: OutboxMessage,
    reason: str,
    now: datetime,
) -> None:
    """Told in the transaction that gives it up. Goods make their order need a look."""
    what = (message.id, message.event, message.order_id, reason)
    logger.error("message %s (%s, order %s) is set aside: %s", *what)
    if message.event == Event.GOODS:
        await look_at(uow, notifications, message, reason)
    elif message.event not in UNTOLD:
        notifications.undelivered(uow, now)


async def look_at(
    uow: UnitOfWork, notifications: Notifications, message: OutboxMessage, reason: str
) -> None:
    """An order whose goods did not arrive must not look delivered."""
    if message.order_id is None:
        return
    order = await uow.orders.get(message.order_id, lock=True)
    if order.needs_review is None:
        order.needs_review = DELIVERY_FAILED
    details = {"reason": DELIVERY_FAILED, "detail": reason}
    notifications.admins(uow, Event.ADMIN_REVIEW, order, details)
    entry = AuditEntry(
        at=notifications.now(),
        actor="system",
        action=REFUSED,
        order_id=order.id,
        details={"reason": reason},
    )
    uow.audit.add(entry)


class SetAsideService:
    """What a person can do about messages that were set aside."""

    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications) -> None:
        self._uow = uow
        self._clock = clock
        self._notify = notifications

    async def failed(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> Sequence[OutboxMessage]:
        """The first of them, oldest first; `error` says why."""
        async with self._uow.read() as uow:
            return await uow.outbox.failed(LISTED, since, until)

    async def resend(self, outbox_id: int) -> bool:
        """Queue it again, at the end of its chat's patience; False when it is not set aside."""
        async with self._uow() as uow:
            uow.after_commit(self._notify.ring)
            return await uow.outbox.reopen(outbox_id, self._clock())

    async def settle(self, outbox_id: int) -> bool:
        """Somebody saw to it by other means; False when it is not set aside."""
        async with self._uow() as uow:
            message = await uow.outbox.find(outbox_id)
            done = await uow.outbox.settle(outbox_id, self._clock())
            if done and message and message.event == Event.GOODS and message.order_id is not None:
                await arrived(uow, self._notify, message.order_id)
                order = await uow.orders.get(message.order_id)
                self._notify.customer(uow, Event.INVOICE, order, {WORDS_ALONE: "1"})
            return done
