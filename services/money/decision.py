"""What an admin decides about money that came too late, was too much, or has one witness alone.

Late money is the customer's store credit at once. An admin may let it pay for its order after all,
seeing what that gives away, or pay it back on the chain; leaving it is the third choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db import UnitOfWork, UnitOfWorkFactory
from models.approval import Act, Approval
from models.approval_errors import WaitsForSecond
from models.errors import (
    CreditGone,
    GoodsOffSale,
    NothingToDecide,
    OfferChanged,
    SellingStopped,
    ShopError,
    StockGone,
    TooLateToHonour,
    WrongOrderState,
)
from models.order import Order, OrderStatus
from models.switch_errors import OrderReplaced
from models.voucher_errors import VoucherGone
from services.goods.price import worth_today
from services.money.eyes import Ask
from services.money.losses import Losses
from services.money.observation import sights
from services.money.policy import Policy
from services.money.settlement import SINGLE_SOURCE
from services.sale.lifecycle import Lifecycle
from services.sale.taken_off import can_use_again
from utils.clock import Clock

MAX_TXID = 128
ENDED = (OrderStatus.CANCELLED, OrderStatus.EXPIRED)


@dataclass(frozen=True, slots=True)
class Offer:
    """What delivering an ended order after all takes and gives, in minor units.

    `received`: store credit that came from the order and is still there. `price`: what its goods
    cost today, less the credit it had used, which is taken again. `until`: when it is too late.
    """

    received: int
    price: int
    currency: str
    until: datetime
    used: int = 0
    """Store credit that the order had used, which is taken again beside `received`."""
    worth: int = 0
    """What its goods cost today; 0: `price` and what it used."""

    @property
    def cost(self) -> int:
        return self.worth or self.price + self.used

    @property
    def given_away(self) -> int:
        return max(0, self.price - self.received)

    @property
    def percent(self) -> int:
        """Of the cost, rounded down."""
        paid = self.received + self.used
        return 100 if paid >= self.cost else paid * 100 // self.cost


@dataclass(frozen=True, slots=True)
class Choice:
    """What there is to decide on. `credit`: came from the order and is undecided, minor units.

    `offer`: what delivering takes and gives, or in `refusal` why that cannot be. `stock`: of each
    line its title, how many were ordered and how many there are (None: it never runs out).
    """

    order: Order
    credit: int
    offer: Offer | None
    refusal: ShopError | None
    stock: Sequence[tuple[str, int, int | None]]

    @property
    def enough(self) -> bool:
        return all(left is None or left >= wanted for _, wanted, left in self.stock)


class DecisionService:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, lifecycle: Lifecycle, policy: Policy
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._lifecycle = lifecycle
        self._policy = policy
        self._losses = Losses(clock, lifecycle)

    async def choice(self, order_id: int) -> Choice:
        """All three ways at once. Raises OrderNotFound, NothingToDecide."""
        async with self._uow.read() as uow:
            order = await uow.orders.get(order_id)
            credit = await uow.credit.from_order(order_id)
            if credit <= 0:
                raise NothingToDecide
            stock = await uow.stock.left_for(order_id)
            try:
                return Choice(order, credit, await self._offer(uow, order), None, stock)
            except ShopError as refusal:
                return Choice(order, credit, None, refusal, stock)

    async def offer(self, order_id: int) -> Offer:
        """What there is to decide on. Raises OrderNotFound, WrongOrderState, OrderReplaced,
        SellingStopped, NothingToDecide, TooLateToHonour, GoodsOffSale, VoucherGone, CreditGone.
        """
        async with self._uow.read() as uow:
            order = await uow.orders.get(order_id)
            return await self._offer(uow, order)

    async def _offer(self, uow: UnitOfWork, order: Order) -> Offer:
        if order.status not in ENDED or order.closed_at is None or order.refill:
            raise WrongOrderState
        if successor := await uow.orders.successor_of(order.id):
            raise OrderReplaced(successor.code)
        if await uow.inspections.is_stopped():
            raise SellingStopped
        if (undecided := await uow.credit.from_order(order.id)) <= 0:
            raise NothingToDecide
        until = order.closed_at + self._policy.decide_within
        if self._clock() > until:
            raise TooLateToHonour(self._policy.decide_within.days)
        price = await self._price(uow, order)
        balance = await uow.credit.spendable(order.user_id, order.currency)
        received = min(undecided, balance - order.credit_used)
        if received <= 0:
            raise CreditGone
        worth = await worth_today(uow, order.id, self._clock()) or 0
        return Offer(received, price, order.currency, until, order.credit_used, worth)

    async def _price(self, uow: UnitOfWork, order: Order) -> int:
        """Today, with what its voucher took off. Raises GoodsOffSale, VoucherGone."""
        price = await self._lifecycle.price_today(uow, order)
        if price is None:
            raise GoodsOffSale
        if not await can_use_again(uow, order):
            raise VoucherGone
        return price

    async def honour(self, order_id: int, *, actor: str, received: int, price: int) -> Offer:
        """Deliver an ended order for the money it brought: for the numbers that the admin was
        shown, or not at all.

        Raises what `offer` raises, and OfferChanged, StockGone.
        """
        shown = {"received": received, "price": price}
        async with self._uow() as uow:
            order, offer = await self._as_shown(uow, order_id, shown)
            place, worth = f"order:{order_id}", offer.cost
            ask = Ask(Act.HONOUR, place, worth, order.currency, dict(shown), order_id)
            waits = await self._lifecycle.eyes.waits(uow, ask, actor)
            if not waits:
                await self._honour(uow, order, shown, actor)
        if waits:
            raise WaitsForSecond
        return offer

    async def carry(self, uow: UnitOfWork, asked: Approval, actor: str) -> None:
        """Two agreed: for the numbers that were shown. Raises what `honour` raises."""
        order, offer = await self._as_shown(uow, asked.order_id or 0, asked.args)
        if offer.cost != asked.amount:
            raise OfferChanged
        await self._honour(uow, order, asked.args, actor)

    async def _as_shown(
        self, uow: UnitOfWork, order_id: int, shown: dict[str, int]
    ) -> tuple[Order, Offer]:
        order = await uow.orders.get(order_id, lock=True)
        await uow.users.lock(order.user_id)
        offer = await self._offer(uow, order)
        if (offer.received, offer.price) != (shown["received"], shown["price"]):
            raise OfferChanged
        return order, offer

    async def _honour(
        self, uow: UnitOfWork, order: Order, shown: dict[str, int], actor: str
    ) -> None:
        price, now = shown["price"], self._clock()
        charge = min(shown["received"], price)
        if not await self._lifecycle.honoured(uow, order, now, charge, price, actor):
            raise StockGone
        details = {"charged": str(charge), "price": str(price)}
        self._lifecycle.audit(uow, now, actor, "credit.honoured", order, **details)

    async def vouch(
        self, order_id: int, *, actor: str, units: int | None = None, of: str | None = None
    ) -> None:
        """Believe what the admin was shown on the word of one source: `units` base units, made of
        the payments that `of` names (`sights`).

        The next look gives what waits for it. Raises OrderNotFound, NothingToDecide, OfferChanged.
        """
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            if order.needs_review != SINGLE_SOURCE:
                raise NothingToDecide
            invoice = await uow.invoices.of(order_id)
            rows = await uow.invoices.transfers([invoice.id])
            if units not in (None, invoice.seen) or of not in (None, sights(rows)):
                raise OfferChanged
            for row in rows:
                if row.missing_since is None:
                    row.vouched = max(row.vouched, row.amount)
            invoice.next_scan_at = self._clock()
            details = {"units": str(invoice.seen), "asset": invoice.asset}
            self._lifecycle.audit(uow, self._clock(), actor, "payment.vouched", order, **details)

    async def write_off(self, order_id: int, *, actor: str, units: int) -> None:
        """Wait no longer for `units` base units, which the admin was shown, that left the chain.

        Raises OrderNotFound, NothingToDecide, OfferChanged.
        """
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            invoice = await uow.invoices.of(order_id)
            if not invoice.open_loss:
                raise NothingToDecide
            if invoice.open_loss != units:
                raise OfferChanged
            await self._losses.write_off(uow, order, actor)

    async def keep(self, order_id: int, *, actor: str) -> None:
        """It stays store credit. Raises OrderNotFound, NothingToDecide."""
        async with self._uow() as uow:
            order, _ = await self._undecided(uow, order_id)
            self._lifecycle.audit(uow, self._clock(), actor, "credit.kept", order)
            await self._lifecycle.decided(uow, order)

    async def _undecided(self, uow: UnitOfWork, order_id: int) -> tuple[Order, int]:
        order = await uow.orders.get(order_id, lock=True)
        amount = await uow.credit.from_order(order_id)
        if amount <= 0:
            raise NothingToDecide
        return order, amount
