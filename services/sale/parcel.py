"""Parcels: where they go until they go, the numbers they have, and many of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db import UnitOfWork, UnitOfWorkFactory
from models.errors import OfferChanged, ShopError, WrongOrderState
from models.order import Order, OrderStatus, delivery_binding
from models.shipping_errors import ShipAlone, TooManyCorrections
from services.running.notification import Event
from services.sale.checkout import check_delivery
from services.sale.delivery import delivery_of
from services.sale.filling import has_parcel
from services.sale.lifecycle import Lifecycle
from services.sale.order import OrderService
from services.sale.typed import valid_tracking
from utils.clock import Clock
from utils.sealing import Sealer

MOST_AT_ONCE = 50
"""Orders that are marked as shipped with one press."""
MOST_CORRECTIONS = 5
"""Of an order's address by its customer: each calls every admin."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one of many; `refusal` None: it is shipped."""

    code: str
    refusal: ShopError | None = None


class ParcelService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        lifecycle: Lifecycle,
        sealer: Sealer,
        orders: OrderService,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._lifecycle = lifecycle
        self._sealer = sealer
        self._orders = orders

    async def correctable(self, order_id: int, *, owner: int | None = None) -> Order:
        """Raises OrderNotFound, WrongOrderState for one whose address counts no more."""
        async with self._uow.read() as uow:
            order = await uow.orders.get(order_id, owner=owner)
        if not may_correct(order):
            raise WrongOrderState
        return order

    async def correct(
        self, order_id: int, text: str, *, mark: str, actor: str, owner: int | None = None
    ) -> None:
        """Another address, sealed as the first was. `mark`: of the one that was to be corrected, so
        that of two who correct at once the second sees what the first has done. The same address
        again changes nothing.

        Raises OrderNotFound, WrongOrderState, BadDelivery, OfferChanged, TooManyCorrections.
        """
        where, now = check_delivery(text), self._clock()
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, owner=owner, lock=True)
            if not may_correct(order):
                raise WrongOrderState
            if order.delivery_mark != mark:
                raise OfferChanged
            if delivery_of(self._sealer, order)[0] == where:
                return
            if owner is not None:
                await self._within_bounds(uow, order_id, actor)
            binding = delivery_binding(order.user_id)
            order.delivery = self._sealer.seal(where.encode(), bound_to=binding)
            self._lifecycle.audit(uow, now, actor, "order.readdressed", order)
            self._lifecycle.notify.customer(uow, Event.INVOICE, order)
            self._lifecycle.notify.admins(uow, Event.ADMIN_READDRESSED, order, {"actor": actor})

    async def _within_bounds(self, uow: UnitOfWork, order_id: int, actor: str) -> None:
        if await uow.audit.times(order_id, "order.readdressed", actor) >= MOST_CORRECTIONS:
            raise TooManyCorrections(MOST_CORRECTIONS)

    async def number(self, order_id: int, text: str, *, actor: str) -> None:
        """Of a parcel that is on its way; told once, however often it is sent.

        Raises OrderNotFound, WrongOrderState, BadTracking.
        """
        tracking = valid_tracking(text)
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            if not may_number(order):
                raise WrongOrderState
            if order.tracking == tracking:
                return
            order.tracking = tracking
            self._lifecycle.audit(uow, self._clock(), actor, "order.tracked", order)
            self._lifecycle.notify.customer(uow, Event.TRACKED, order)
            self._lifecycle.notify.customer(uow, Event.INVOICE, order)

    async def mark(self, order_id: int) -> str:
        """Of the address that its parcel goes to now. Raises OrderNotFound."""
        async with self._uow.read() as uow:
            return (await uow.orders.get(order_id)).delivery_mark

    async def ship_many(
        self, order_ids: Sequence[int], *, actor: str, to: Mapping[int, str] | None = None
    ) -> list[Verdict]:
        """Each in a transaction of its own, with its own line in the audit: one that is refused
        holds up no other. `to`: the marks of their addresses when they were picked.
        """
        marks, some = to or {}, order_ids[:MOST_AT_ONCE]
        return [await self._ship(order_id, actor, marks.get(order_id, "")) for order_id in some]

    async def _ship(self, order_id: int, actor: str, to: str) -> Verdict:
        code = (await self._orders.codes([order_id])).get(order_id, str(order_id))
        try:
            if await self._orders.reading.owed(order_id):
                raise ShipAlone
            await self._orders.ship(order_id, actor=actor, to=to)
        except ShopError as refusal:
            return Verdict(code, refusal)
        return Verdict(code)


def may_correct(order: Order) -> bool:
    """Until it is shipped; there must be one."""
    return order.delivery is not None and order.status in (OrderStatus.CREATED, OrderStatus.PAID)


def may_number(order: Order) -> bool:
    return order.status is OrderStatus.SHIPPED and has_parcel(order)
