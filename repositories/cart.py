"""Questions about carts."""

from collections.abc import Mapping, Sequence

from sqlalchemy import BigInteger, bindparam, case, delete, func, select, update
from sqlalchemy.orm import contains_eager

from models.cart import CartLine
from models.product import Variant
from repositories.base import Repository

LINES = (
    select(CartLine)
    .join(CartLine.variant)
    .join(Variant.product)
    .options(contains_eager(CartLine.variant).contains_eager(Variant.product))
    .where(CartLine.user_id == bindparam("user_id", type_=BigInteger))
    .order_by(CartLine.variant_id)
)
LOCKED = LINES.with_for_update(of=Variant)


class CartRepository(Repository):
    async def lines(self, user_id: int, *, lock: bool = False) -> Sequence[CartLine]:
        """The cart with variants and products; `lock` holds the variants, in id order."""
        query = LOCKED if lock else LINES
        return (await self._session.scalars(query, {"user_id": user_id})).all()

    async def count_others(self, user_id: int, variant_id: int) -> int:
        """How many lines besides this variant's."""
        query = select(func.count()).select_from(CartLine)
        others = query.where(CartLine.user_id == user_id, CartLine.variant_id != variant_id)
        return await self._session.scalar(others) or 0

    async def put(
        self, user_id: int, variant_id: int, quantity: int, maximum: int, price: int
    ) -> None:
        """Add `quantity` to the line (making it), never beyond `maximum`, at this `price`."""
        row = self._insert(CartLine).values(
            user_id=user_id, variant_id=variant_id, quantity=quantity, price=price
        )
        least = func.least if self._on_postgresql else func.min
        capped = least(CartLine.quantity + quantity, maximum)
        await self._session.execute(
            row.on_conflict_do_update(
                index_elements=[CartLine.user_id, CartLine.variant_id],
                set_={"quantity": capped, "price": price},
            )
        )

    async def change(
        self, user_id: int, variant_id: int, quantity: int, price: int | None = None
    ) -> None:
        """Set a line that exists to `quantity`; 0 removes it. `price`: what one costs now."""
        line = (CartLine.user_id == user_id, CartLine.variant_id == variant_id)
        if quantity <= 0:
            await self._session.execute(delete(CartLine).where(*line))
        else:
            values = {"quantity": quantity} | ({"price": price} if price else {})
            await self._session.execute(update(CartLine).where(*line).values(values))

    async def take_out(self, user_id: int, bought: Mapping[int, int]) -> None:
        """What was bought, by variant; what was wanted beyond that stays."""
        if not bought:
            return
        got = case(dict(bought), value=CartLine.variant_id, else_=0)
        lines = (CartLine.user_id == user_id, CartLine.variant_id.in_(bought))
        await self._session.execute(delete(CartLine).where(*lines, CartLine.quantity <= got))
        rest = update(CartLine).where(*lines).values(quantity=CartLine.quantity - got)
        await self._session.execute(rest)

    async def clear(self, user_id: int) -> None:
        await self._session.execute(delete(CartLine).where(CartLine.user_id == user_id))
