"""Reading, cancelling and shipping orders."""

from collections.abc import Sequence
from dataclasses import dataclass

from db import UnitOfWorkFactory
from models.approval import Approval
from models.errors import (
    PaymentDetected,
    PaymentUnconfirmed,
    WrongOrderState,
)
from models.invoice import Invoice, Transfer
from models.order import Listed, Order, OrderStatus, reason_binding
from models.refund import Refund
from models.support import Complained
from models.user import User
from services.money.losses import Losses
from services.money.rate import RateService
from services.running.notification import WORDS_ALONE, Event
from services.sale.delivery import delivery_of
from services.sale.dispatch import Dispatch, Told
from services.sale.facts import Money, OwnOrder, Underway, money
from services.sale.handout import Handout
from services.sale.lifecycle import Lifecycle
from services.sale.reading import Reading, Said, notes_of
from services.sale.taking import Hands, TakingService
from services.sale.typed import valid_reason, valid_tracking
from utils.clock import Clock
from utils.sealing import Sealer, Unsealable

PAGE = 8
ACTS = (
    *("order.paid", "order.shipped", "order.cancelled", "order.expired", "credit.honoured"),
    *("order.refunded", "credit.kept", "refund.opened", "refund.sent", "refund.withdrawn"),
)
"""Entries of the audit after which an order offers other things than before."""
LEFT = ("credit.kept", "order.refunded")
"""Acts by which somebody decided that money stays credit."""
REOPENED = ("credit.added", "refund.withdrawn")
"""What came after it is undecided again."""
MOST_PAGES = 500
"""Older orders are found by a search."""
MOST_WAITING = 20
"""Messages that may wait for a customer who asks for another one."""
MOST_TASKS = 100
"""More need not be counted to know that there is a lot to do."""


@dataclass(frozen=True, slots=True)
class OrderCard:
    """One order with everything a screen may show of it.

    `invoice` and `money` are None when store credit paid for everything; `credited`: minor units of
    store credit that came from this order and can still be decided on; `delivery` only for admins.
    """

    order: Order
    invoice: Invoice | None
    user: User
    transfers: Sequence[Transfer]
    credited: int = 0
    delivery: str | None = None
    money: Money | None = None
    refunds: Sequence[Refund] = ()
    delivery_damaged: bool = False
    """There is an address, and it cannot be opened."""
    reason: str | None = None
    """Why the shop cancelled it, in its own words."""
    lost: bool = False
    """Coins behind it have left the chain: see `Losses.is_lost`."""
    kept: bool = False
    """It was decided that what came of it is store credit, and nothing came since."""
    answers: Sequence[Said] = ()
    noted: bool = False
    """Its products have delivery notes that are due."""
    owed: bool = False
    """Goods were paid for and are not there, whatever reason for a look is shown."""
    waits: Sequence[Approval] = ()
    """What was asked for about it, and a second owner has to agree to; only for admins."""
    complained: Complained | None = None
    """A good that its customer asks another one for."""
    hands: Hands | None = None
    """Who sees to it; whoever shows it to somebody of the shop asks."""

    @property
    def cancelled_by_shop(self) -> bool:
        return self.order.was_cancelled_by_shop


@dataclass(frozen=True, slots=True)
class Act:
    """The last thing that was done with an order; `action` and `actor` as in the audit."""

    action: str
    actor: str


class OrderService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        lifecycle: Lifecycle,
        sealer: Sealer,
        rates: RateService,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._lifecycle = lifecycle
        self._sealer = sealer
        self._rates = rates
        self._losses = Losses(clock, lifecycle)
        self._dispatch = Dispatch(uow, clock, lifecycle, self._losses)
        self.handout = Handout(uow, sealer, lifecycle.notify)
        self.reading = Reading(uow, sealer)
        self.taking = TakingService(uow, lifecycle.notify)

    async def card(self, order_id: int, *, owner: int | None = None) -> OrderCard:
        """Raises OrderNotFound, also for somebody else's order when `owner` is given."""
        async with self._uow.read() as uow:
            order = await uow.orders.get(order_id, owner=owner)
            invoice = await uow.invoices.find(order_id)
            user = await uow.users.get(order.user_id)
            transfers = await uow.invoices.transfers([invoice.id]) if invoice else ()
            credited = await uow.credit.from_order(order_id)
            given = await uow.credit.given_by_order(order_id)
            refunds = await uow.refunds.of(order_id)
            lost = await self._losses.is_lost(uow, order)
            last = await uow.audit.last(order_id, (*LEFT, *REOPENED))
            waits = await uow.approvals.of_order(order_id, self._clock()) if owner is None else ()
            answers = await self.reading.said(uow, order)
            noted = bool(await notes_of(uow, order))
            looked = order.needs_review and order.status is OrderStatus.PAID
            owed = bool(looked and await uow.owed.places(order_id))
            complained = await uow.complaints.waiting(order_id)
        delivery, damaged = delivery_of(self._sealer, order) if owner is None else (None, False)
        today = self._rates.today(invoice.asset, order.currency) if invoice else None
        facts = money(invoice, transfers, today, given, self._clock()) if invoice else None
        return OrderCard(
            *(order, invoice, user, transfers, credited, delivery, facts),
            *(refunds, damaged, self._reason(order), lost),
            kept=last is not None and last.action in LEFT,
            answers=answers,
            noted=noted,
            owed=owed,
            waits=waits,
            complained=complained,
        )

    def _reason(self, order: Order) -> str | None:
        if order.cancel_reason is None:
            return None
        try:
            opened = self._sealer.open(order.cancel_reason, bound_to=reason_binding(order.id))
            return opened.decode()
        except (Unsealable, UnicodeDecodeError):
            return None

    async def goods(self, order_id: int, *, owner: int) -> list[tuple[str, str]]:
        """(title, payload) of every text of a paid order; raises OrderNotFound."""
        return await self.handout.texts(order_id, owner=owner)

    async def of(self, user_id: int, page: int) -> list[OwnOrder]:
        """One page of a customer's orders, newest first, and one more if there is a next page."""
        async with self._uow.read() as uow:
            orders = await uow.orders.of(user_id, limit=PAGE + 1, offset=max(0, page) * PAGE)
            bills = await uow.invoices.load([order.id for order in orders])
            moves = await uow.invoices.transfers([bill.id for bill in bills])
        by_order = {bill.order_id: bill for bill in bills}
        return [self._listed(order, by_order.get(order.id), moves) for order in orders]

    def _listed(self, order: Order, bill: Invoice | None, moves: Sequence[Transfer]) -> OwnOrder:
        if bill is None:
            return OwnOrder(order, None, None)
        own = [row for row in moves if row.invoice_id == bill.id]
        today = self._rates.today(bill.asset, order.currency)
        return OwnOrder(order, bill, money(bill, own, today, 0, self._clock()))

    async def code(self, order_id: int, *, owner: int) -> str:
        """What people call it. Raises OrderNotFound."""
        async with self._uow.read() as uow:
            return (await uow.orders.get(order_id, owner=owner)).code

    async def redraw(self, order_id: int, *, owner: int, below: bool = False, on: int = 0) -> None:
        """Have the order's one message written anew, or brought below everything else. `on`: the
        message that was pressed; a copy from before is taken away. Whoever asks faster than
        Telegram lets us write gets what is under way already. Raises OrderNotFound.
        """
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, owner=owner)
            if await uow.outbox.waiting(owner, MOST_WAITING) >= MOST_WAITING:
                return
            event = Event.INVOICE_BELOW if below else Event.INVOICE
            args = {"on": str(on)} if on else {WORDS_ALONE: "1"}
            self._lifecycle.notify.redraw(uow, event, order, args)

    async def underway(self, user_id: int) -> Underway:
        async with self._uow.read() as uow:
            active = await uow.orders.active(user_id, PAGE)
            open_ = [order for order in active if order.status is OrderStatus.CREATED]
            unpaid = min(open_, key=lambda order: order.refill, default=None)  # goods come first
            bill = await uow.invoices.find(unpaid.id) if unpaid else None
            moves = await uow.invoices.transfers([bill.id]) if bill else ()
        packing = [order for order in active if order.status is OrderStatus.PAID]
        if unpaid is None or bill is None:
            return Underway(unpaid, packing=packing)
        today = self._rates.today(bill.asset, unpaid.currency)
        return Underway(unpaid, bill, money(bill, moves, today, 0, self._clock()), packing)

    async def tasks(self) -> tuple[int, int]:
        """(to ship, to decide about), each counted up to MOST_TASKS."""
        async with self._uow.read() as uow:
            return await uow.orders.tasks(MOST_TASKS)

    async def listed(self, which: Listed, page: int) -> Sequence[Order]:
        """One page for admins, and one more if there is a next page."""
        page = min(max(0, page), MOST_PAGES)
        async with self._uow.read() as uow:
            return await uow.orders.listed(which, limit=PAGE + 1, offset=page * PAGE)

    async def counted(self, which: Listed) -> int | None:
        """How many there are, up to MOST_TASKS; None for lists that hold history."""
        if which in (Listed.ENDED, Listed.ALL):
            return None
        async with self._uow.read() as uow:
            return len(await uow.orders.listed(which, limit=MOST_TASKS, offset=0))

    async def last_act(self, order_id: int) -> Act | None:
        """What was done with it last; None when nothing was."""
        async with self._uow.read() as uow:
            entry = await uow.audit.last(order_id, ACTS)
        return Act(entry.action, entry.actor) if entry else None

    async def codes(self, order_ids: Sequence[int]) -> dict[int, str]:
        """What people call these orders."""
        async with self._uow.read() as uow:
            return await uow.orders.codes(order_ids)

    async def cancel(
        self,
        order_id: int,
        *,
        actor: str,
        owner: int | None = None,
        unconfirmed: bool = False,
        reason: str | None = None,
    ) -> None:
        """Give the stock back. `owner`: its customer does it, and it is counted. `unconfirmed`: an
        admin was told of money that is in no block, and cancels all the same; `reason`: their words
        for the customer.

        Raises OrderNotFound, WrongOrderState, PaymentDetected, PaymentUnconfirmed, BadReason.
        """
        sealed = self._sealed_reason(order_id, reason)
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, owner=owner, lock=True)
            invoice = await uow.invoices.of(order_id)
            if order.status is not OrderStatus.CREATED:
                raise WrongOrderState
            if invoice.seen:
                mined = any(
                    row.block_hash is not None and row.missing_since is None
                    for row in await uow.invoices.transfers([invoice.id])
                )
                if owner is not None or mined:
                    raise PaymentDetected
                if not unconfirmed:
                    raise PaymentUnconfirmed(invoice.asset, invoice.seen)
            end = self._lifecycle.cancelled if owner is None else self._lifecycle.given_up
            await end(uow, order, self._clock(), actor)
            order.cancel_reason = sealed

    def _sealed_reason(self, order_id: int, reason: str | None) -> bytes | None:
        if reason is None:
            return None
        return self._sealer.seal(valid_reason(reason).encode(), bound_to=reason_binding(order_id))

    async def ship(
        self,
        order_id: int,
        *,
        actor: str,
        unpaid: bool = False,
        owed: int = 0,
        tracking: str | None = None,
        to: str = "",
    ) -> None:
        """Mark a paid order as shipped. An admin was told, and waits for it no more: `unpaid`, that
        the coins behind it have left the chain; `owed`, that so many of its goods are missing.
        `tracking`: the parcel's number; `to`: the mark of the address that they were shown, if
        they were.

        Raises OrderNotFound, WrongOrderState, OfferChanged, PaymentLost, GoodsOwed, BadTracking.
        """
        number = None if tracking is None else valid_tracking(tracking)
        told = Told(unpaid=unpaid, owed=owed, to=to)
        await self._dispatch.ship(order_id, actor, told, number)
