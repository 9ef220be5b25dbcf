"""Who must hear what. Messages are outbox rows in the transaction that causes them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum

from db import UnitOfWork
from models.order import Order
from models.outbox import Importance
from repositories.outbox import Row
from utils.clock import Clock

Args = dict[str, str]


class Event(StrEnum):
    """What happened; `handlers/notifier.py` knows the words for each."""

    INVOICE = "invoice"
    REMINDER = "reminder"
    GOODS = "goods"
    PAID = "paid"
    PARTIAL = "partial"
    SHIPPED = "shipped"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    CREDITED = "credited"
    HONOURED = "honoured"
    REFUNDED = "refunded"
    UNITS_MISSING = "units-missing"
    ADMIN_PLACED = "admin-placed"
    ADMIN_PAID = "admin-paid"
    ADMIN_HONOURED = "admin-honoured"
    ADMIN_KEY = "admin-key"
    ADMIN_SHIPPED = "admin-shipped"
    ADMIN_EXPIRED = "admin-expired"
    ADMIN_CANCELLED = "admin-cancelled"
    ADMIN_CREDITED = "admin-credited"
    ADMIN_VANISHED = "admin-vanished"
    ADMIN_REVIEW = "admin-review"
    ADMIN_ALERT = "admin-alert"
    ADMIN_QUESTION = "admin-question"
    ADMIN_ANSWERED = "admin-answered"
    ANSWER = "answer"
    ERASE = "erase"


class Notifications:
    """Queues messages in the caller's unit of work and rings the notifier after the commit."""

    def __init__(self, admins: Sequence[int], clock: Clock, ring: Callable[[], None]) -> None:
        self.admin_ids = tuple(sorted(admins))
        self._clock = clock
        self._ring = ring

    def customer(
        self,
        uow: UnitOfWork,
        event: Event,
        order: Order,
        args: Args | None = None,
        *,
        at: datetime | None = None,
    ) -> None:
        """Tell the owner of an order, not before `at`."""
        importance = Importance.GOODS if event in _PRESSING else Importance.STATUS
        row = self._message(event, order.user_id, importance, order, args)
        self._queue(uow, [row | {"due_at": at}] if at else [row])

    def admins(
        self, uow: UnitOfWork, event: Event, order: Order | None = None, args: Args | None = None
    ) -> None:
        """Tell every admin, one row each."""
        rows = [
            self._message(event, admin, Importance.ADMIN, order, args) for admin in self.admin_ids
        ]
        self._queue(uow, rows)

    def erase(self, uow: UnitOfWork, chat_id: int, message_id: int, at: datetime) -> None:
        """Delete a message of ours at `at`, also after a restart."""
        args = {"message_id": str(message_id)}
        row = self._message(Event.ERASE, chat_id, Importance.GOODS, None, args)
        once = {"dedup_key": f"{Event.ERASE}:{message_id}:{chat_id}", "due_at": at}
        self._queue(uow, [row | once])

    def question(
        self,
        uow: UnitOfWork,
        user_id: int,
        message_id: int,
        order_id: int | None,
        key: str,
        *,
        edited: bool = False,
    ) -> None:
        """Copy a customer's message to every admin; `key` is that of this handing on."""
        args = _copied(user_id, message_id, edited=edited)
        for admin in self.admin_ids:
            if admin != user_id:
                self._hand_on(uow, Event.ADMIN_QUESTION, admin, args, key, order_id)

    def answer(
        self,
        uow: UnitOfWork,
        admin_id: int,
        message_id: int,
        user_id: int,
        key: str,
        *,
        edited: bool = False,
    ) -> None:
        """Copy an admin's message to a customer, and to the other admins."""
        args = _copied(admin_id, message_id, edited=edited)
        self._hand_on(uow, Event.ANSWER, user_id, args, key)
        for admin in self.admin_ids:
            if admin not in (admin_id, user_id):
                told = args | {"to": str(user_id)}
                self._hand_on(uow, Event.ADMIN_ANSWERED, admin, told, key)

    def _hand_on(
        self,
        uow: UnitOfWork,
        event: Event,
        chat_id: int,
        args: Args,
        key: str,
        order_id: int | None = None,
    ) -> None:
        row = self._message(event, chat_id, Importance.ADMIN, None, args)
        once = {"dedup_key": f"{event}:{key}:{chat_id}", "order_id": order_id}
        self._queue(uow, [row | once])

    def _queue(self, uow: UnitOfWork, rows: Sequence[Row]) -> None:
        uow.outbox.add(rows)
        uow.after_commit(self._ring)

    def _message(
        self,
        event: Event,
        chat_id: int,
        importance: Importance,
        order: Order | None,
        args: Args | None,
    ) -> Row:
        now, args = self._clock(), args or {}
        subject = order.id if order else args.get("topic", "")
        return {
            "dedup_key": f"{event}:{subject}@{now.isoformat()}:{chat_id}",
            "event": event,
            "chat_id": chat_id,
            "order_id": order.id if order else None,
            "args": args,
            "importance": importance,
            "due_at": now,
            "created_at": now,
        }


_PRESSING = {Event.GOODS, Event.INVOICE}


def _copied(chat_id: int, message_id: int, *, edited: bool) -> Args:
    """Which message is copied; not a word of it."""
    args = {"from": str(chat_id), "message_id": str(message_id)}
    return args | {"edited": "1"} if edited else args
