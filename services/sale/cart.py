"""Filling a cart. Nothing here holds stock."""

from db import UnitOfWorkFactory
from models.errors import BadQuantity, CartFull, ProductNotFound
from services.sale.quote import Quote, quote

MAX_QUANTITY = 999
MAX_LINES = 20
"""What one message and its buttons can show."""


def parse_quantity(text: str) -> int:
    """A typed quantity; raises BadQuantity unless it is a plain number from 1 to the maximum."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise BadQuantity(MAX_QUANTITY)
    return check_quantity(int(digits))


def check_quantity(quantity: int) -> int:
    if not 1 <= quantity <= MAX_QUANTITY:
        raise BadQuantity(MAX_QUANTITY)
    return quantity


class CartService:
    def __init__(self, uow: UnitOfWorkFactory) -> None:
        self._uow = uow

    async def show(self, user_id: int) -> Quote:
        async with self._uow.read() as uow:
            return quote(await uow.carts.lines(user_id))

    async def add(self, user_id: int, variant_id: int, quantity: int) -> None:
        """Put `quantity` more of a variant into the cart.

        Raises BadQuantity, ProductNotFound, CartFull.
        """
        check_quantity(quantity)
        async with self._uow() as uow:
            if await uow.products.find_variant(variant_id) is None:
                raise ProductNotFound
            if await uow.carts.count_others(user_id, variant_id) >= MAX_LINES:
                raise CartFull(MAX_LINES)
            await uow.carts.put(user_id, variant_id, quantity, MAX_QUANTITY)

    async def change(self, user_id: int, variant_id: int, quantity: int) -> None:
        """Set a line to `quantity`, 0 removes it; raises BadQuantity. No such line: no effect."""
        if quantity != 0:
            check_quantity(quantity)
        async with self._uow() as uow:
            await uow.carts.change(user_id, variant_id, quantity)

    async def clear(self, user_id: int) -> None:
        async with self._uow() as uow:
            await uow.carts.clear(user_id)
