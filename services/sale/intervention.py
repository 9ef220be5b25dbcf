"""What the shop does with an order that is not paid: more time, no more time, or paid by its word.

See docs/adr/0037-refunded.md: time is given, the rate is not; what nobody saw is not received.
"""

from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.approval import Act, Approval
from models.approval_errors import WaitsForSecond
from models.errors import CreditGone, HeldLongEnough, OfferChanged, PaymentDetected, WrongOrderState
from models.invoice import Invoice, InvoiceState
from models.order import Order, OrderStatus
from services.money.eyes import Ask
from services.running.notification import Event
from services.sale.lifecycle import REMIND_BEFORE, Lifecycle
from services.sale.typed import valid_reason
from utils.clock import Clock

STEPS = (timedelta(minutes=15), timedelta(hours=1))
"""By how much the time of an order is moved at once."""
LONGEST_HELD = timedelta(hours=24)
"""Goods are held for no longer, from the placing of the first order of a chain, however often time
is given. The database counts from the placing of the order itself."""


class InterventionService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, lifecycle: Lifecycle) -> None:
        self._uow = uow
        self._clock = clock
        self._lifecycle = lifecycle

    async def extend(self, order_id: int, step: timedelta, *, until: datetime, actor: str) -> None:
        """Hold it longer. Coins that are first seen after the time it had count at the lower of
        the locked rate and that of the moment. `until`: the time it had when this was asked, so
        that two who press at once give it once.

        Raises OrderNotFound, WrongOrderState, OfferChanged, HeldLongEnough.
        """
        async with self._uow() as uow:
            order = await self._open(uow, order_id)
            if order.expires_at != until or step not in STEPS:
                raise OfferChanged
            now = self._clock()
            later = max(now, order.expires_at) + step
            if later > await uow.orders.held_since(order) + LONGEST_HELD:
                raise HeldLongEnough(LONGEST_HELD // timedelta(hours=1))
            order.rate_until, order.expires_at = order.counts_until, later
            await uow.flush()
            await uow.orders.hold_until(order)
            self._tell_extended(uow, order, now, actor)

    def _tell_extended(self, uow: UnitOfWork, order: Order, now: datetime, actor: str) -> None:
        until = {"until": order.expires_at.isoformat()}
        notify = self._lifecycle.notify
        self._lifecycle.audit(uow, now, actor, "order.extended", order, **until)
        notify.customer(uow, Event.EXTENDED, order)
        notify.customer(uow, Event.INVOICE, order)
        notify.customer(uow, Event.REMINDER, order, at=order.expires_at - REMIND_BEFORE)
        notify.admins(uow, Event.ADMIN_EXTENDED, order, {"actor": actor, **until})

    async def end_now(
        self, order_id: int, *, asked: datetime, actor: str, until: datetime | None = None
    ) -> None:
        """Its time is up at once; it counts against nobody. `asked`: when the chain was last asked
        about it for this: unless that look was complete, a person is asked to look again. `until`:
        the time it had when this was asked, if that was shown.

        Raises OrderNotFound, WrongOrderState, OfferChanged, PaymentDetected.
        """
        async with self._uow() as uow:
            order = await self._open(uow, order_id)
            if until not in (None, order.expires_at):
                raise OfferChanged
            invoice, now = await uow.invoices.of(order_id), self._clock()
            if invoice.seen:
                raise PaymentDetected
            looked = invoice.scanned_at is not None and invoice.scanned_at >= asked
            if now < order.expires_at:
                order.rate_until = min(order.counts_until, now)
                order.expires_at = now
                await uow.flush()
            invoice.state = InvoiceState.EXPIRED
            review = None if looked else "expired-unchecked"
            await self._lifecycle.expired(uow, order, now, review, 0, by=actor)

    async def take_for_paid(self, order_id: int, reason: str, *, seen: int, actor: str) -> None:
        """A person says that it is paid, whatever the chain says. `seen`: base units that they were
        told of. What arrives afterwards is taken for the price first.

        Raises OrderNotFound, WrongOrderState, BadReason, OfferChanged, CreditGone.
        """
        said = valid_reason(reason)
        args = {"reason": said, "seen": seen}
        async with self._uow() as uow:
            order, invoice = await self._as_seen(uow, order_id, seen)
            ask = Ask(Act.BY_HAND, f"order:{order_id}", order.total, order.currency, args, order_id)
            waits = await self._lifecycle.eyes.waits(uow, ask, actor)
            if not waits:
                await self._take(uow, order, invoice, said, actor)
        if waits:
            raise WaitsForSecond

    async def carry(self, uow: UnitOfWork, asked: Approval, actor: str) -> None:
        """Two agreed. Raises what `take_for_paid` raises."""
        order, invoice = await self._as_seen(uow, asked.order_id or 0, asked.args["seen"])
        await self._take(uow, order, invoice, asked.args["reason"], actor)

    async def _as_seen(self, uow: UnitOfWork, order_id: int, seen: int) -> tuple[Order, Invoice]:
        order = await self._open(uow, order_id)
        if order.refill:  # credit that nobody paid is given by hand, and said to be
            raise WrongOrderState
        await uow.users.lock(order.user_id)
        invoice = await uow.invoices.of(order_id)
        if invoice.seen != seen:
            raise OfferChanged
        if not await uow.credit.covers(order):
            raise CreditGone
        return order, invoice

    async def _take(
        self, uow: UnitOfWork, order: Order, invoice: Invoice, reason: str, actor: str
    ) -> None:
        now, details = self._clock(), {"reason": reason, **_facts(invoice)}
        self._lifecycle.audit(uow, now, actor, "payment.by-hand", order, **details)
        await self._lifecycle.paid(uow, order, now, by_hand=True)
        invoice.state, invoice.next_scan_at = InvoiceState.SETTLED, now
        self._lifecycle.notify.admins(uow, Event.ADMIN_BY_HAND, order, {"actor": actor})

    async def _open(self, uow: UnitOfWork, order_id: int) -> Order:
        order = await uow.orders.get(order_id, lock=True)
        if order.status is not OrderStatus.CREATED:
            raise WrongOrderState
        return order


def _facts(invoice: Invoice) -> dict[str, str]:
    """What the books say of the moment: due, seen, and that it was not proved."""
    return {"asset": invoice.asset, "due": str(invoice.due), "seen": str(invoice.seen)}
