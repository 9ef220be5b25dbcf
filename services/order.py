"""Placing, reading, cancelling and shipping orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.address import Address
from models.errors import (
    AddressUnavailable,
    BadDelivery,
    CartEmpty,
    NothingLeft,
    OrderAlreadyOpen,
    PaymentDetected,
    TooManyTimeouts,
    TotalTooSmall,
    WrongOrderState,
)
from models.invoice import Invoice, Transfer
from models.order import Order, OrderLine, OrderStatus
from models.reservation import Reservation
from models.stock import StockUnit
from models.user import User
from services.lifecycle import Lifecycle
from services.quote import Quote, quote
from services.rate import Price, RateService
from services.wallet import WalletService
from utils.clock import Clock
from utils.money import due_units
from utils.sealing import Sealer

MAX_DELIVERY = 500
PAGE = 8


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """The shop's conditions. `confirmations`: per asset, rows of (from total, confirmations)."""

    timeout: timedelta
    max_timeouts: int
    currency: str
    confirmations: dict[str, tuple[tuple[int, int], ...]]

    def confirmations_for(self, asset: str, total: int) -> int:
        return next(n for least, n in reversed(self.confirmations[asset]) if total >= least)


@dataclass(frozen=True, slots=True)
class OrderCard:
    """One order with everything a screen may show of it. `delivery` only for admins."""

    order: Order
    invoice: Invoice
    user: User
    transfers: Sequence[Transfer]
    delivery: str | None = None


class OrderService:
    def __init__(  # noqa: PLR0913 - the collaborators of a checkout
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        rates: RateService,
        wallets: WalletService,
        lifecycle: Lifecycle,
        sealer: Sealer,
        terms: OrderTerms,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._rates = rates
        self._wallets = wallets
        self._lifecycle = lifecycle
        self._sealer = sealer
        self.terms = terms

    def assets(self) -> list[str]:
        """The coins that can be paid with right now."""
        return self._rates.available()

    async def preview(self, user_id: int) -> Quote:
        """What a checkout would charge now.

        Raises OrderAlreadyOpen, CartEmpty, NothingLeft, TooManyTimeouts.
        """
        async with self._uow.read() as uow:
            user = await uow.users.find(user_id)
            return await self._quote(uow, user_id, user.timeouts if user else 0, lock=False)

    async def place(self, user_id: int, asset: str, delivery: str | None = None) -> int:
        """Hold the stock and open an invoice, in one transaction; the order's id.

        The customer hears through the outbox, after the commit. Raises what `preview` raises,
        and BadDelivery, CoinUnavailable, AddressUnavailable.
        """
        self._rates.quote(asset)  # refuse a coin we do not take before anything is locked
        try:
            return await self._place(user_id, asset, delivery)
        except AddressUnavailable:  # none was waiting, as one nearly always is
            await self._wallets.prepare_one(asset)
            return await self._place(user_id, asset, delivery)

    async def _place(self, user_id: int, asset: str, delivery: str | None) -> int:
        async with self._uow() as uow:
            user = await uow.users.lock(user_id)
            bill = await self._quote(uow, user_id, user.timeouts, lock=True)
            now = self._clock()
            sealed = self._seal_delivery(user_id, bill, delivery)
            order = await self._open(uow, user_id, bill, sealed, now)
            await self._invoice(uow, order, asset, now)
            await self._lifecycle.created(uow, order, now)
            return order.id

    async def _quote(self, uow: UnitOfWork, user_id: int, timeouts: int, *, lock: bool) -> Quote:
        if open_order := await uow.orders.active_of(user_id):
            raise OrderAlreadyOpen(open_order)
        if timeouts >= self.terms.max_timeouts:
            raise TooManyTimeouts(timeouts)
        bill = quote(await uow.carts.lines(user_id, lock=lock))
        if not bill.all_lines:
            raise CartEmpty
        if not bill.lines:
            raise NothingLeft
        return bill

    def _seal_delivery(self, user_id: int, bill: Quote, delivery: str | None) -> bytes | None:
        if not bill.needs_delivery:
            return None
        text = check_delivery(delivery or "")
        return self._sealer.seal(text.encode(), bound_to=f"delivery:{user_id}")

    async def _open(
        self, uow: UnitOfWork, user_id: int, bill: Quote, delivery: bytes | None, now: datetime
    ) -> Order:
        order = Order(
            user_id=user_id,
            status=OrderStatus.CREATED,
            total=bill.total,
            currency=self.terms.currency,
            delivery=delivery,
            changes=_changes(bill),
            created_at=now,
            expires_at=now + self.terms.timeout,
            lines=_order_lines(bill),
        )
        await uow.orders.add(order)
        await uow.stock.reserve(
            [
                Reservation(
                    order_id=order.id,
                    variant_id=line.variant_id,
                    quantity=line.quantity,
                    expires_at=order.expires_at,
                )
                for line in bill.lines
            ]
        )
        return order

    async def _invoice(self, uow: UnitOfWork, order: Order, asset: str, now: datetime) -> None:
        price = self._rates.quote(asset)
        address = await self._take_address(uow, asset, now)
        await uow.invoices.add(
            Invoice(
                order_id=order.id,
                asset=asset,
                address_id=address.id,
                due=_due(order, price),
                rate=price.rate,
                rate_sources=price.sources,
                rate_at=price.at,
                spread_percent=price.spread_percent,
                confirmations_required=self.terms.confirmations_for(asset, order.total),
                next_scan_at=now,
            )
        )

    async def _take_address(self, uow: UnitOfWork, asset: str, now: datetime) -> Address:
        """An address that is proved once more at the moment it is given away."""
        address = await uow.addresses.take(asset, now)
        if address is None:
            raise AddressUnavailable(asset)
        self._wallets.prove(address)
        return address

    async def card(self, order_id: int, *, owner: int | None = None) -> OrderCard:
        """Raises OrderNotFound, also for somebody else's order when `owner` is given."""
        async with self._uow.read() as uow:
            order = await uow.orders.get(order_id, owner=owner)
            invoice = await uow.invoices.of(order_id)
            user = await uow.users.get(order.user_id)
            transfers = await uow.invoices.transfers([invoice.id])
        delivery = self._delivery(order) if owner is None else None
        return OrderCard(order, invoice, user, transfers, delivery)

    def _delivery(self, order: Order) -> str | None:
        if order.delivery is None:
            return None
        return self._sealer.open(order.delivery, bound_to=f"delivery:{order.user_id}").decode()

    async def goods(self, order_id: int, *, owner: int) -> list[tuple[str, str]]:
        """(title, payload) of every digital unit of a paid order; raises OrderNotFound."""
        async with self._uow.read() as uow:
            await uow.orders.get(order_id, owner=owner)
            units = await uow.stock.units_of(order_id)
        return [(line.title, self._unseal(unit)) for line, unit in units]

    def _unseal(self, unit: StockUnit) -> str:
        return self._sealer.open(unit.sealed, bound_to=unit_binding(unit.variant_id)).decode()

    async def of(self, user_id: int, page: int) -> Sequence[Order]:
        """One page of a customer's orders, newest first, and one more if there is a next page."""
        async with self._uow.read() as uow:
            return await uow.orders.of(user_id, limit=PAGE + 1, offset=max(0, page) * PAGE)

    async def open(self, page: int) -> Sequence[Order]:
        """One page of what admins care for, and one more if there is a next page."""
        async with self._uow.read() as uow:
            return await uow.orders.open(limit=PAGE + 1, offset=max(0, page) * PAGE)

    async def cancel(self, order_id: int, *, actor: str, owner: int | None = None) -> None:
        """Give the stock back. Raises OrderNotFound, WrongOrderState, PaymentDetected."""
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, owner=owner, lock=True)
            invoice = await uow.invoices.of(order_id)
            if order.status is not OrderStatus.CREATED:
                raise WrongOrderState
            if invoice.seen:
                raise PaymentDetected
            await self._lifecycle.cancelled(uow, order, self._clock(), actor)

    async def ship(self, order_id: int, *, actor: str) -> None:
        """Mark a paid order as shipped. Raises OrderNotFound, WrongOrderState."""
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            if order.status is not OrderStatus.PAID:
                raise WrongOrderState
            await self._lifecycle.shipped(uow, order, self._clock(), actor)


def _order_lines(bill: Quote) -> list[OrderLine]:
    return [
        OrderLine(
            variant_id=line.variant_id,
            title=line.title,
            kind=line.kind,
            unit_price=line.price,
            quantity=line.quantity,
        )
        for line in bill.lines
    ]


def _changes(bill: Quote) -> dict[str, list[tuple[str, int, int]]]:
    return {"lines": [(line.title, line.wanted, line.quantity) for line in bill.changes]}


def _due(order: Order, price: Price) -> int:
    asset = price.asset
    due = due_units(order.total, order.currency, price.rate, asset.decimals, asset.step)
    if due < asset.minimum:
        raise TotalTooSmall(asset.symbol)
    return due


def check_delivery(text: str) -> str:
    """The delivery address as typed, trimmed; raises BadDelivery."""
    text = text.strip()
    if not 5 <= len(text) <= MAX_DELIVERY:
        raise BadDelivery(MAX_DELIVERY)
    return text


def unit_binding(variant_id: int) -> str:
    """What a sealed unit is bound to, so that it cannot be moved to another variant's row."""
    return f"unit:{variant_id}"
