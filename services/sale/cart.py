"""Filling a cart. Nothing here holds stock."""

from collections.abc import Sequence
from contextlib import suppress

from db import UnitOfWork, UnitOfWorkFactory
from models.errors import BadQuantity, CartFull, OnlyLeft, ProductNotFound
from models.order import Order, OrderStatus
from models.product import Variant
from services.goods.price import prices_of
from services.sale.quote import Quote, cart_of
from services.sale.taken_off import with_voucher
from utils.clock import Clock

MAX_QUANTITY = 999
MAX_LINES = 20
"""What one message and its buttons can show."""


def parse_quantity(text: str, most: int = MAX_QUANTITY) -> int:
    """A typed quantity; raises BadQuantity unless it is a plain number from 1 to `most`."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise BadQuantity(most)
    return check_quantity(int(digits), most)


def check_quantity(quantity: int, most: int = MAX_QUANTITY) -> int:
    if not 1 <= quantity <= most:
        raise BadQuantity(most)
    return quantity


class CartService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    async def show(self, user_id: int) -> Quote:
        async with self._uow.read() as uow:
            return await self._quote(uow, user_id)

    async def _quote(self, uow: UnitOfWork, user_id: int) -> Quote:
        """What is wanted besides what an open order holds already."""
        order, now = await self._unpaid(uow, user_id), self._clock()
        bill = await cart_of(uow, user_id, now, order=order)
        user = await uow.users.find(user_id)
        if user is None or (order and order.discount):  # that one has it
            return bill
        return await with_voucher(uow, bill, user, now)

    async def _unpaid(self, uow: UnitOfWork, user_id: int) -> Order | None:
        found = await uow.orders.active_of(user_id, [OrderStatus.CREATED])
        return await uow.orders.get(found[0]) if found else None

    async def add(self, user_id: int, variant_id: int, quantity: int) -> None:
        """Put `quantity` more of a variant into the cart, whatever the stock can serve of it.

        Raises BadQuantity, ProductNotFound, CartFull.
        """
        check_quantity(quantity)
        async with self._uow() as uow:
            variant = await self._room(uow, user_id, variant_id)
            await self._put(uow, user_id, variant, quantity)

    async def take(self, user_id: int, variant_id: int, quantity: int) -> None:
        """The same, and never beyond what can be had; raises OnlyLeft when that is in already, and
        BadQuantity when nobody may have more.
        """
        check_quantity(quantity)
        async with self._uow() as uow:
            variant = await self._room(uow, user_id, variant_id)
            order = await self._unpaid(uow, user_id)
            line = (await cart_of(uow, user_id, self._clock(), order=order)).line(variant_id)
            there = line.quantity if line else 0
            room = min(variant.available, MAX_QUANTITY) - there
            if room <= 0:
                check_quantity(there + quantity)  # there is more, but not for one order
                raise OnlyLeft(variant.available)
            held = order.quantities.get(variant_id, 0) if order else 0
            # what cannot be had is not what more is added to; what is ordered is no part of it
            await uow.carts.change(user_id, variant_id, 0)
            await self._put(uow, user_id, variant, held + there + min(quantity, room))

    async def _put(self, uow: UnitOfWork, user_id: int, variant: Variant, quantity: int) -> None:
        """With what one costs now, so that the cart can say when that has changed."""
        user = await uow.users.find(user_id)
        group = user.group_id if user else None
        prices = await prices_of(uow, [variant.product_id], self._clock(), group)
        price = prices.of(variant).now
        await uow.carts.put(user_id, variant.id, quantity, MAX_QUANTITY, price)

    async def _room(self, uow: UnitOfWork, user_id: int, variant_id: int) -> Variant:
        """The variant, when it is on sale and the cart has a line for it."""
        variant = await uow.products.find_variant(variant_id)
        if variant is None:
            raise ProductNotFound
        if await uow.carts.count_others(user_id, variant_id) >= MAX_LINES:
            raise CartFull(MAX_LINES)
        return variant

    async def change(self, user_id: int, variant_id: int, quantity: int) -> None:
        """Set a line to `quantity`, 0 removes it. No such line: no effect. What an open order holds
        of it is not counted, and stays.

        Raises BadQuantity, and OnlyLeft for more than can be had.
        """
        if quantity != 0:
            check_quantity(quantity)
        async with self._uow() as uow:
            line = (await self._quote(uow, user_id)).line(variant_id)
            if line is None:
                return
            if quantity > line.available:
                raise OnlyLeft(line.available)
            await uow.carts.change(user_id, variant_id, quantity + line.held, line.price)

    async def again(self, user_id: int, wanted: Sequence[tuple[int, int]]) -> None:
        """Fill the cart up to these (variant, quantity); what is no longer on sale is left out.

        Raises CartFull.
        """
        async with self._uow() as uow:
            there = {line.variant_id: line.quantity for line in await uow.carts.lines(user_id)}
            for variant_id, quantity in wanted:
                more = quantity - there.get(variant_id, 0)
                if more > 0:
                    with suppress(ProductNotFound):
                        variant = await self._room(uow, user_id, variant_id)
                        await self._put(uow, user_id, variant, more)

    async def clear(self, user_id: int) -> None:
        async with self._uow() as uow:
            await uow.carts.clear(user_id)
