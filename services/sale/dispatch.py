"""A person says that an order is on its way, having been told what that ends."""

from dataclasses import dataclass

from db import UnitOfWork, UnitOfWorkFactory
from models.errors import GoodsOwed, PaymentLost, WrongOrderState
from models.order import Order, OrderStatus
from models.shipping_errors import AddressChanged
from services.money.losses import Losses
from services.sale.lifecycle import Lifecycle
from utils.clock import Clock


@dataclass(frozen=True, slots=True)
class Told:
    """What stood before the person. `to`: the mark of the address, "" if there was none to read."""

    unpaid: bool = False
    owed: int = 0
    to: str = ""


class Dispatch:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, lifecycle: Lifecycle, losses: Losses
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._lifecycle = lifecycle
        self._losses = losses

    async def ship(self, order_id: int, actor: str, told: Told, number: str | None) -> None:
        """`number`: its parcel's."""
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            if order.status is not OrderStatus.PAID:
                raise WrongOrderState
            if told.to not in ("", order.delivery_mark):
                raise AddressChanged
            if not told.unpaid and await self._losses.is_lost(uow, order):
                raise PaymentLost
            by_hand = await self._by_hand(uow, order, told.owed)
            if told.unpaid:
                await self._losses.write_off(uow, order, actor)
            await self._lifecycle.shipped(uow, order, self._clock(), actor, by_hand, number)

    async def _by_hand(self, uow: UnitOfWork, order: Order, owed: int) -> int:
        """Goods that went another way. More than was said is a promise that nobody gave up."""
        missing = await uow.owed.places(order.id)
        if missing > owed:
            raise GoodsOwed(missing)
        return missing
