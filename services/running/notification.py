"""Who must hear what. Messages are outbox rows in the transaction that causes them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from db import UnitOfWork
from models.opened import REDRAW
from models.order import Order
from models.outbox import TALK, Importance
from models.permission import Permission, Role, roles_with
from repositories.outbox import Circular, Row
from services.running.copied import Copied
from utils.clock import Clock

Args = dict[str, str]
DELIVERY_FAILED = "delivery-failed"
"""Why an order needs a look: its goods were paid for and did not reach the customer."""
WORDS_ALONE = "words"
"""Argument of an INVOICE that changes no picture."""
GATHER = timedelta(seconds=10)
"""What is set aside within this is told of in one message."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Event(StrEnum):
    """What happened; `handlers/notifier.py` knows the words for each."""

    INVOICE = "invoice"
    """The order's message says what is true now, where it stands."""
    INVOICE_BELOW = "invoice-below"
    """The same, moved below everything else."""
    SEEN = "seen"
    """Money on its way; taken back once it is counted."""
    REMINDER = "reminder"
    GOODS = "goods"
    GOODS_AGAIN = "goods-again"
    """Because the customer asked for them: not arriving, they are no matter of the order."""
    PAID = "paid"
    PARTIAL = "partial"
    SHIPPED = "shipped"
    TRACKED = "tracked"
    """The number of a parcel that is on its way."""
    EXTENDED = "extended"
    """The shop gave it more time."""
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    CREDITED = "credited"
    HONOURED = "honoured"
    ORDER_REFUNDED = "order-refunded"
    """What was paid for it is its customer's again."""
    REFUND_ASK = "refund-ask"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    REFUND_BACK = "refund-back"
    UNITS_MISSING = "units-missing"
    UNIT_REPLACED = "unit-replaced"
    """The shop exchanged a good of theirs; the goods follow."""
    RESTOCK = "restock"
    """A post in the shop's channel."""
    ADMIN_PLACED = "admin-placed"
    ADMIN_PAID = "admin-paid"
    ADMIN_HONOURED = "admin-honoured"
    ADMIN_KEY = "admin-key"
    ADMIN_SHIPPED = "admin-shipped"
    ADMIN_EXPIRED = "admin-expired"
    ADMIN_CANCELLED = "admin-cancelled"
    ADMIN_REPLACED = "admin-replaced"
    ADMIN_READDRESSED = "admin-readdressed"
    ADMIN_EXTENDED = "admin-extended"
    ADMIN_BY_HAND = "admin-by-hand"
    """A person took it for paid."""
    ADMIN_REFUNDED = "admin-refunded"
    ADMIN_REFUND_ADDRESS = "admin-refund-address"
    ADMIN_CREDITED = "admin-credited"
    ADMIN_VANISHED = "admin-vanished"
    ADMIN_REVIEW = "admin-review"
    ADMIN_ARRIVED = "admin-arrived"
    """Goods of which they heard that they did not reach their customer."""
    ADMIN_NOTE = "admin-note"
    """Telegram refused a delivery note; the goods went without it."""
    ADMIN_ALERT = "admin-alert"
    ADMIN_OUTAGE = "admin-outage"
    ADMIN_UNDELIVERED = "admin-undelivered"
    ADMIN_LOW_STOCK = "admin-low-stock"
    """Goods run low: once per crossing."""
    ADMIN_QUESTION = "admin-question"
    ADMIN_ANSWERED = "admin-answered"
    ADMIN_GONE = "admin-gone"
    """One of them hears nothing any more, to the others."""
    ADMIN_OPENED = REDRAW
    """A card that an admin has open says what is true now; queued by whatever changes its order."""
    ADMIN_UNHEARD = "admin-unheard"
    """An answer that its customer does not get for now, to the admin who wrote it."""
    ADMIN_ROLE = "admin-role"
    """Somebody was given a role, or has one no more."""
    ROLE = "role"
    """The same, to whom it concerns."""
    ANSWER = "answer"
    BACK = "back"
    CHEAPER = "cheaper"
    ERASE = "erase"
    CREDIT_ADJUSTED = "credit-adjusted"
    """Somebody gave them store credit, or took some."""
    ADMIN_ADJUSTED = "admin-adjusted"
    GROUP = "group"
    """They came into a group of customers, or out of it."""


NEEDS: Mapping[Event, Permission] = {
    **dict.fromkeys(
        (
            *(Event.ADMIN_PLACED, Event.ADMIN_PAID, Event.ADMIN_HONOURED, Event.ADMIN_SHIPPED),
            *(Event.ADMIN_EXPIRED, Event.ADMIN_CANCELLED, Event.ADMIN_REPLACED),
            *(Event.ADMIN_VANISHED, Event.ADMIN_REVIEW, Event.ADMIN_UNDELIVERED),
            *(Event.ADMIN_READDRESSED, Event.ADMIN_EXTENDED, Event.ADMIN_BY_HAND),
            *(Event.ADMIN_REFUNDED, Event.ADMIN_ARRIVED, Event.ADMIN_NOTE),
        ),
        Permission.ORDERS,
    ),
    Event.ADMIN_REFUND_ADDRESS: Permission.MONEY,
    Event.ADMIN_CREDITED: Permission.MONEY,
    Event.ADMIN_ADJUSTED: Permission.MONEY,
    Event.ADMIN_KEY: Permission.KEYS,
    Event.ADMIN_LOW_STOCK: Permission.GOODS,
    Event.ADMIN_QUESTION: Permission.TALK,
    Event.ADMIN_ANSWERED: Permission.TALK,
    Event.ADMIN_UNHEARD: Permission.TALK,
    Event.ADMIN_ALERT: Permission.SETTINGS,
    Event.ADMIN_OUTAGE: Permission.SETTINGS,
    Event.ADMIN_ROLE: Permission.ROLES,
    Event.ADMIN_GONE: Permission.ROLES,
    Event.ADMIN_OPENED: Permission.SEE,
}
"""Who hears of something is who may act on it: asked when it is written, and when it is sent."""


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
        self._queue(uow, [Circular(row, self.admin_ids, roles, self.now(), about)])

    async def who_may(self, uow: UnitOfWork, needs: Permission) -> list[int]:
        return await self.staff(uow, roles_with(needs))

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
