"""The transitions of an order. Each moves order, stock, ledger, audit and outbox together.

Every function runs inside the caller's unit of work with the order locked: all of it or nothing.
"""

from datetime import datetime, timedelta

from db import UnitOfWork
from models.credit import CreditReason
from models.order import OneOrderUntil, Order, OrderStatus
from services.goods.low import tell_low
from services.goods.price import worth_today
from services.money.eyes import FourEyes
from services.running.notification import DELIVERY_FAILED, Args, Event, Notifications
from services.running.reasons import LOOKED_AT, OWED, over, reason_for, review
from services.sale.complaint import note_refunded
from services.sale.entries import SYSTEM, Ledger, entry_of
from services.sale.filling import empty_cart, fill, fill_up, has_parcel
from services.sale.patience import Patience
from services.sale.taken_off import can_use_again

REMIND_BEFORE = timedelta(minutes=5)


class Lifecycle(Ledger):
    def __init__(
        self,
        notifications: Notifications,
        *,
        keys_inline: bool = False,
        one_order_until: str = OneOrderUntil.SHIPPED,
        patience: Patience | None = None,
        four_eyes_above: int | None = None,
    ) -> None:
        """`four_eyes_above`: minor units; what gives away more waits for a second owner."""
        super().__init__(notifications)
        self.eyes = FourEyes(notifications.now, notifications, four_eyes_above)
        self._keys_inline = keys_inline
        self._one_order_until = OneOrderUntil(one_order_until)
        self._patience = patience or Patience()

    async def created(self, uow: UnitOfWork, order: Order, now: datetime) -> None:
        """Order, lines, reservations and invoice are in place: tell everybody."""
        self.audit(uow, now, f"user:{order.user_id}", "order.created", order)
        self.notify.customer(uow, Event.INVOICE, order)
        reminder = order.expires_at - REMIND_BEFORE
        if reminder > now + REMIND_BEFORE:
            self.notify.customer(uow, Event.REMINDER, order, at=reminder)
        self.notify.admins(uow, Event.ADMIN_PLACED, order)

    async def bought(self, uow: UnitOfWork, order: Order, now: datetime) -> None:
        """Store credit covers it: placed and paid in the same breath."""
        self.audit(uow, now, f"user:{order.user_id}", "order.created", order)
        await self.paid(uow, order, now)

    async def paid(
        self, uow: UnitOfWork, order: Order, now: datetime, *, by_hand: bool = False
    ) -> None:
        """The money is final, or a person says so: sell the held stock, deliver the digital."""
        if order.refill:
            await self._refilled(uow, order, now)
            return
        await uow.stock.can_serve(order.id)  # locks the variants in id order
        moved = await uow.stock.fulfil(order.id, now)
        hand = now if by_hand else None
        await self._deliver(uow, order, now, complete=moved == len(order.lines), by_hand=hand)

    async def _refilled(self, uow: UnitOfWork, order: Order, now: datetime) -> None:
        """Its sum is its customer's store credit, and with that it is over: nothing was bought."""
        order.move_to(OrderStatus.PAID)
        order.paid_at = now
        self.audit(uow, now, SYSTEM, "order.paid", order)
        await uow.flush()
        await uow.credit.add(entry_of(order, order.refill, CreditReason.REFILLED, now))
        self.notify.customer(uow, Event.PAID, order)
        self.notify.customer(uow, Event.INVOICE, order)
        self.notify.admins(uow, Event.ADMIN_PAID, order)
        self._send_key(uow, order, now)
        self._close(uow, order, now, SYSTEM)

    def _send_key(self, uow: UnitOfWork, order: Order, now: datetime) -> None:
        if self._keys_inline:
            self.notify.admins(uow, Event.ADMIN_KEY, order)
            self.audit(uow, now, SYSTEM, "key.sent", order)

    async def price_today(self, uow: UnitOfWork, order: Order) -> int | None:
        """Minor units that its goods cost now, less the credit it uses; None: not on sale."""
        total = await worth_today(uow, order.id, self.notify.now())
        return None if total is None else max(0, total - order.credit_used)

    async def honoured(
        self,
        uow: UnitOfWork,
        order: Order,
        now: datetime,
        charge: int,
        price: int,
        actor: str = SYSTEM,
    ) -> bool:
        """Late money, which is credit by now: sell after all for `charge` minor units of it, of a
        price of `price`, if the stock is free and nothing else is open.

        Store credit the order had used was returned when it ended; it must still be there.
        """
        if not await self._can_honour(uow, order, charge):
            return False
        await self.spend_credit(uow, order, now, again=True)
        await self.use_late_money(uow, order, charge, now)
        await self.decided(uow, order)
        moved = await uow.stock.fulfil_released(order.id, now)
        worth = await worth_today(uow, order.id, now)
        cost = price + order.credit_used if worth is None else worth
        facts = {"charged": str(charge), "price": str(cost), "actor": actor}
        await self._deliver(uow, order, now, complete=moved == len(order.lines), late=facts)
        return True

    async def _can_honour(self, uow: UnitOfWork, order: Order, charge: int) -> bool:
        if order.refill or await uow.inspections.is_stopped():  # it takes goods that nobody holds
            return False
        await uow.users.lock(order.user_id)  # as a checkout does, so that only one of them is first
        if await uow.orders.active_of(order.user_id, self._one_order_until.blocking):
            return False
        if await uow.orders.successor_of(order.id):  # the goods are that one's
            return False
        if not await uow.stock.can_serve(order.id):
            return False
        if not await can_use_again(uow, order, lock=True):
            return False
        there = await uow.credit.spendable(order.user_id, order.currency)
        return there >= order.credit_used + charge

    async def _deliver(
        self,
        uow: UnitOfWork,
        order: Order,
        now: datetime,
        *,
        complete: bool,
        late: Args | None = None,
        by_hand: datetime | None = None,
    ) -> None:
        """`late`: the order had ended, and this is what it is delivered for."""
        order.move_to(OrderStatus.PAID)
        order.by_hand_at = by_hand
        order.paid_at, order.closed_at = now, None
        order.timed_out_at = order.given_up_at = order.cancel_reason = None
        self.audit(uow, now, SYSTEM, "order.paid", order)
        await uow.flush()
        await empty_cart(uow, order, now)
        sent = [line for line in order.lines if not line.kind.is_shipped]
        complete &= await fill(uow, order)
        if not complete:
            await self._miss(uow, order)
        self.notify.customer(uow, Event.HONOURED if late else Event.PAID, order, late)
        if sent:
            self.notify.customer(uow, Event.GOODS, order)
        self.notify.customer(uow, Event.INVOICE, order)
        self.notify.admins(uow, Event.ADMIN_HONOURED if late else Event.ADMIN_PAID, order, late)
        self._send_key(uow, order, now)
        await tell_low(uow, self.notify, [line.variant_id for line in order.lines])
        if complete and len(sent) == len(order.lines):
            self._close(uow, order, now, SYSTEM)

    async def _miss(self, uow: UnitOfWork, order: Order) -> None:
        """A paid line could not be filled: never silent."""
        self.review(uow, order, await reason_for(uow, order))
        self.notify.customer(uow, Event.UNITS_MISSING, order)

    async def over(self, uow: UnitOfWork, order: Order, *reasons: str | None) -> None:
        """If it is one of these reasons for a look: what it hid shows again."""
        await over(uow, self.notify, order, *reasons)

    async def filled(self, uow: UnitOfWork, order: Order, now: datetime) -> None:
        """Deliver what a paid order still waits for, as far as it is there."""
        before = await uow.owed.places(order.id)
        left = await fill_up(uow, order)
        if left and order.needs_review in (None, *OWED):
            self.review(uow, order, await reason_for(uow, order))
        if left == before:
            return
        self.audit(uow, now, SYSTEM, "goods.released", order)
        self.notify.customer(uow, Event.GOODS, order)
        self.notify.customer(uow, Event.INVOICE, order)
        if left == 0:
            await self.over(uow, order, *OWED)
            if not has_parcel(order):
                self._close(uow, order, now, SYSTEM)

    async def shipped(
        self,
        uow: UnitOfWork,
        order: Order,
        now: datetime,
        actor: str,
        by_hand: int = 0,
        tracking: str | None = None,
    ) -> None:
        """By a person, who has also delivered by hand what was missing."""
        self._close(uow, order, now, actor, **({"by_hand": str(by_hand)} if by_hand else {}))
        order.tracking = tracking
        await self.over(uow, order, *OWED)
        self.notify.customer(uow, Event.SHIPPED, order)
        self.notify.customer(uow, Event.INVOICE, order)
        self.notify.admins(uow, Event.ADMIN_SHIPPED, order, {"actor": actor})

    async def refunded(
        self, uow: UnitOfWork, order: Order, now: datetime, actor: str, details: Args
    ) -> None:
        """What was paid for it is given back by the caller: nothing of it waits any more."""
        await note_refunded(uow, self.notify, order.id, actor, now)
        order.move_to(OrderStatus.REFUNDED)
        order.closed_at = now
        self.audit(uow, now, actor, "order.refunded", order, **details)
        await self.over(uow, order, *OWED, DELIVERY_FAILED)
        await uow.flush()
        self.notify.customer(uow, Event.INVOICE, order)
        self.notify.admins(uow, Event.ADMIN_REFUNDED, order, {**details, "actor": actor})

    def _close(
        self, uow: UnitOfWork, order: Order, now: datetime, actor: str, **details: str
    ) -> None:
        order.move_to(OrderStatus.SHIPPED)
        order.closed_at = now
        self.audit(uow, now, actor, "order.shipped", order, **details)

    async def expired(
        self,
        uow: UnitOfWork,
        order: Order,
        now: datetime,
        review: str | None,
        seen: int,
        by: str = SYSTEM,
    ) -> None:
        """Not paid in time: stock back, the cart stays; a timeout more if `seen` is nothing and the
        chain could be asked, and it was not the shop that ended it.
        """
        in_vain = not seen and not review and by == SYSTEM
        await self._release(uow, order, now, OrderStatus.EXPIRED, in_vain=in_vain)
        self.audit(uow, now, by, "order.expired", order)
        facts = {"seen": str(seen), "actor": by}
        self.notify.customer(uow, Event.EXPIRED, order, facts)
        self.notify.admins(uow, Event.ADMIN_EXPIRED, order, facts)
        if review:
            self.review(uow, order, review)

    async def given_up(self, uow: UnitOfWork, order: Order, now: datetime, actor: str) -> None:
        """Its customer cancels it; late enough, that is as good as letting it run out."""
        await self.cancelled(uow, order, now, actor)
        order.given_up_at = now
        since = await uow.orders.held_since(order)
        if self._patience.counts_as_timeout(since, order.expires_at, now):
            order.timed_out_at = now

    async def replaced(
        self, uow: UnitOfWork, order: Order, now: datetime, actor: str, by: Order
    ) -> None:
        """Its customer chose another coin: nothing is given up, and nobody's patience is tried.

        `by` is to be placed in the same transaction, at the same moment.
        """
        await self._release(uow, order, now, OrderStatus.CANCELLED)
        self.audit(uow, now, actor, "order.cancelled", order, replaced_by=by.code)
        self.notify.customer(uow, Event.REPLACED, order)
        self.notify.admins(uow, Event.ADMIN_REPLACED, order, {"code": by.code})

    async def cancelled(self, uow: UnitOfWork, order: Order, now: datetime, actor: str) -> None:
        await self._release(uow, order, now, OrderStatus.CANCELLED)
        self.audit(uow, now, actor, "order.cancelled", order)
        self.notify.customer(uow, Event.INVOICE, order)
        self.notify.customer(uow, Event.CANCELLED, order)
        self.notify.admins(uow, Event.ADMIN_CANCELLED, order, {"actor": actor})

    async def _release(
        self,
        uow: UnitOfWork,
        order: Order,
        now: datetime,
        status: OrderStatus,
        *,
        in_vain: bool = False,
    ) -> None:
        """`in_vain`: its customer let the goods wait for nothing."""
        await uow.users.lock(order.user_id)  # before its goods, as a checkout does
        if order.discount:  # and these before its code, which its new status gives back
            await uow.stock.lock_goods_of([order.id])
        order.move_to(status)
        order.closed_at, order.timed_out_at = now, now if in_vain else None
        await uow.flush()
        await uow.stock.release(order.id, now)
        if order.credit_used:
            await uow.credit.add(entry_of(order, order.credit_used, CreditReason.RETURNED, now))

    async def decided(self, uow: UnitOfWork, order: Order) -> None:
        """A person has looked at its money."""
        await self.over(uow, order, *LOOKED_AT)

    def review(self, uow: UnitOfWork, order: Order, reason: str | None) -> None:
        """A person must look; asked once per reason."""
        review(uow, self.notify, order, reason)
