"""Who must hear what. Messages are outbox rows in the transaction that causes them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from db import UnitOfWork
from models.order import Order
from models.outbox import TALK, Importance
from models.permission import Permission, Role, roles_with
from repositories.noticed import Circular, Row
from services.running.copied import Copied
from services.running.events import NEEDS, Event
from utils.clock import Clock

__all__ = ["DELIVERY_FAILED", "GATHER", "NEEDS", "WORDS_ALONE", "Args", "Event", "Notifications"]
Args = dict[str, str]
DELIVERY_FAILED = "delivery-failed"
"""Why an order needs a look: its goods were paid for and did not reach the customer."""
WORDS_ALONE = "words"
"""Argument of an INVOICE that changes no picture."""
GATHER = timedelta(seconds=10)
"""What is set aside within this is told of in one message."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Notifications:
    """Queues messages in the caller's unit of work and rings the notifier after the commit."""

    def __init__(
        self, admins: Sequence[int], clock: Clock, ring: Callable[[], None], *, bot_id: int = 0
    ) -> None:
        """`admins`: the owners that the settings name, who hear of everything. `bot_id`: whose
        messages these will be; 0 when that is not known.
        """
        self.admin_ids = tuple(sorted(admins))
        self.now = clock
        self.ring = ring
        self._bot_id = bot_id

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

    def redraw(self, uow: UnitOfWork, event: Event, order: Order, args: Args) -> None:
        """Because somebody pressed: once a second, however often they do."""
        row = self._message(event, order.user_id, Importance.STATUS, order, args)
        second = int(self.now().timestamp())
        self._queue(uow, [row | {"dedup_key": f"{event}:{order.id}:{second}:{order.user_id}"}])

    def goods_again(self, uow: UnitOfWork, order: Order) -> None:
        """Once a minute, however often somebody asks."""
        row = self._message(Event.GOODS_AGAIN, order.user_id, Importance.STATUS, order, None)
        minute = int(self.now().timestamp()) // 60
        key = f"{Event.GOODS_AGAIN}:{order.id}:{minute}:{order.user_id}"
        self._queue(uow, [row | {"dedup_key": key}])

    async def posted(self, uow: UnitOfWork, chat_id: int, args: Args, once: str) -> bool:
        """In the shop's channel, behind everything that somebody waits for; False: it was."""
        key = f"{Event.RESTOCK}:{once}:{chat_id}"
        if await uow.outbox.was_queued(key):
            return False
        row = self._message(Event.RESTOCK, chat_id, Importance.BACKGROUND, None, args)
        self._queue(uow, [row | {"dedup_key": key}])
        return True

    def admins(
        self, uow: UnitOfWork, event: Event, order: Order | None = None, args: Args | None = None
    ) -> None:
        """Tell everybody who may act on it, one row each."""

        def row(chat: int) -> Row:
            return self._message(event, chat, Importance.ADMIN, order, args)

        self._circulate(uow, event, row, order)

    def _circulate(
        self, uow: UnitOfWork, event: Event, row: Callable[[int], Row], order: Order | None = None
    ) -> None:
        roles, about = roles_with(NEEDS[event]), order.id if order else None
        self._queue(uow, [Circular(row, self.admin_ids, roles, self.now(), about, event)])

    def groups(self, uow: UnitOfWork, event: Event, args: Args) -> None:
        """The groups that hear of its kind alone: people are told otherwise."""

        def row(chat: int) -> Row:
            return self._message(event, chat, TALK, None, args)

        self._queue(uow, [Circular(row, (), frozenset(), self.now(), None, event)])

    async def who_may(self, uow: UnitOfWork, needs: Permission) -> list[int]:
        return await self.staff(uow, roles_with(needs))

    async def hearers(self, uow: UnitOfWork, event: Event) -> list[int]:
        """Who may act on it and is to hear of it."""
        roles = roles_with(NEEDS[event])
        return await uow.outbox.hearers(
            Circular(lambda _: {}, self.admin_ids, roles, self.now(), event=event)
        )

    async def staff(self, uow: UnitOfWork, roles: frozenset[Role] = frozenset(Role)) -> list[int]:
        """The owners, and whoever has one of these roles."""
        held = await uow.roles.holders(roles, self.now())
        return sorted({*self.admin_ids, *held})

    def person(self, uow: UnitOfWork, event: Event, user_id: int, args: Args) -> None:
        """Tell somebody what is about no order; `topic` in `args` tells it from its like."""
        self._queue(uow, [self._message(event, user_id, Importance.STATUS, None, args)])

    def erase(self, uow: UnitOfWork, chat_id: int, message_id: int, at: datetime) -> None:
        """Delete a message of ours at `at`, also after a restart."""
        args = {"message_id": str(message_id), "bot_id": str(self._bot_id)}
        row = self._message(Event.ERASE, chat_id, Importance.GOODS, None, args)
        once = {"dedup_key": f"{Event.ERASE}:{message_id}:{chat_id}", "due_at": at}
        self._queue(uow, [row | once])

    def undelivered(self, uow: UnitOfWork, now: datetime) -> None:
        """Name to who cares for orders what is set aside around `now`, in one message."""
        slot = (now - EPOCH) // GATHER
        until = EPOCH + (slot + 1) * GATHER
        args = {"since": (until - GATHER).isoformat(), "until": until.isoformat()}
        event = Event.ADMIN_UNDELIVERED

        def row(chat: int) -> Row:
            once = {"dedup_key": f"{event}:{slot}:{chat}", "due_at": until}
            return self._message(event, chat, Importance.ADMIN, None, args) | once

        self._circulate(uow, event, row)

    def hand_on(
        self, uow: UnitOfWork, event: Event, chat_id: int, copied: Copied, order_id: int | None
    ) -> None:
        """Copy a message of the conversation to somebody; not a word of it lies in the outbox.

        What admins hear of it stands behind notices of orders and alarms.
        """
        customer = event is Event.ANSWER
        importance = Importance.ADMIN if customer else TALK
        row = self._message(event, chat_id, importance, None, copied.args)
        once = {"dedup_key": f"{event}:{copied.key}:{chat_id}", "order_id": order_id}
        self._queue(uow, [row | once])

    async def thread(self, uow: UnitOfWork, user_id: int, *, asked: bool = False) -> None:
        """What admins have of somebody's question says who sees to it, or that it is over; `asked`:
        it is new, and they get it.
        """
        args = {"topic": str(user_id)}

        def row(chat: int) -> Row:
            return self._message(Event.ADMIN_THREAD, chat, TALK, None, args)

        if asked:
            self.groups(uow, Event.ADMIN_QUESTION, args)
        else:
            self._circulate(uow, Event.ADMIN_THREAD, row)
        if group := await uow.topics.connected():
            self.topic(uow, Event.TOPIC_PANEL, group, args)

    def told_all(
        self, uow: UnitOfWork, event: Event, args: Args, order_id: int | None = None
    ) -> None:
        """Whoever may act on it; `topic` in `args` tells it from its like."""

        def row(chat: int) -> Row:
            message = self._message(event, chat, Importance.ADMIN, None, args)
            return message | {"order_id": order_id}

        self._circulate(uow, event, row)

    def topic(self, uow: UnitOfWork, event: Event, chat_id: int, args: Args) -> None:
        """Into the admins' group (`GroupChat.connected`), behind everything that somebody waits
        for; `topic` in `args` tells it from its like.
        """
        self._queue(uow, [self._message(event, chat_id, TALK, None, args)])

    def unheard(self, uow: UnitOfWork, admin: int, user_id: int, row_id: int) -> None:
        """An admin's answer to somebody who blocked the bot."""
        args = {"to": str(user_id)}
        row = self._message(Event.ADMIN_UNHEARD, admin, Importance.ADMIN, None, args)
        self._queue(uow, [row | {"dedup_key": f"{Event.ADMIN_UNHEARD}:{row_id}:{admin}"}])

    def arrived(self, uow: UnitOfWork, order: Order) -> None:
        """What was said of goods that did not reach their customer is not so any more."""
        self.customer(uow, Event.INVOICE, order, {WORDS_ALONE: "1"})
        self.admins(uow, Event.ADMIN_ARRIVED, order)

    async def gone(self, uow: UnitOfWork, admin: int) -> None:
        """Who works for the shop cannot be written to: its owners should know who does not hear."""
        args = {"from": str(admin), "topic": str(admin)}
        event = Event.ADMIN_GONE
        rest = set(await self.who_may(uow, NEEDS[event])) - {admin}
        rows = [self._message(event, to, Importance.ADMIN, None, args) for to in sorted(rest)]
        self._queue(uow, rows)
        self.groups(uow, event, args)

    def _queue(self, uow: UnitOfWork, rows: Sequence[Row | Circular]) -> None:
        uow.outbox.add(rows)
        uow.after_commit(self.ring)

    def _message(
        self,
        event: Event,
        chat_id: int,
        importance: int,
        order: Order | None,
        args: Args | None,
    ) -> Row:
        now, args = self.now(), args or {}
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
