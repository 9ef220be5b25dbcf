"""Parcels: where they go until they go, the numbers they have, and many of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from db import UnitOfWorkFactory
from models.errors import OfferChanged, ShopError, WrongOrderState
from models.order import Order, OrderStatus, delivery_binding
from models.shipping_errors import ShipAlone
from services.running.notification import Event
from services.sale.checkout import check_delivery
from services.sale.filling import has_parcel
from services.sale.lifecycle import Lifecycle
from services.sale.order import OrderService
from services.sale.typed import valid_tracking
from utils.clock import Clock
from utils.sealing import Sealer

MOST_AT_ONCE = 50
"""Orders that are marked as shipped with one press."""


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
        that of two who correct at once the second sees what the first has done.

        Raises OrderNotFound, WrongOrderState, BadDelivery, OfferChanged.
        """
        where, now = check_delivery(text), self._clock()
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, owner=owner, lock=True)
            if not may_correct(order):
                raise WrongOrderState
            if order.delivery_mark != mark:
                raise OfferChanged
            binding = delivery_binding(order.user_id)
            order.delivery = self._sealer.seal(where.encode(), bound_to=binding)
            self._lifecycle.audit(uow, now, actor, "order.readdressed", order)
            self._lifecycle.notify.customer(uow, Event.INVOICE, order)
            self._lifecycle.notify.admins(uow, Event.ADMIN_READDRESSED, order, {"actor": actor})

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

    async def ship_many(self, picked: Sequence[tuple[int, str]], *, actor: str) -> list[Verdict]:
        """Each in a transaction of its own, with its own line in the audit: one that is refused
        holds up no other. With each the mark of its address as it was when it was picked.
        """
        return [await self._ship(order_id, to, actor) for order_id, to in picked[:MOST_AT_ONCE]]

    async def _ship(self, order_id: int, to: str, actor: str) -> Verdict:
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
