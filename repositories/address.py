"""Questions about one-time addresses."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from models.address import Address
from repositories.base import Repository

FREE = (
    select(Address.id)
    .where(Address.chain == bindparam("of_chain"), Address.given_at.is_(None))
    .order_by(Address.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
TAKE = (
    update(Address)
    .where(Address.id == FREE.scalar_subquery(), Address.given_at.is_(None))
    .values(given_at=bindparam("now"))
    .returning(Address)
)


class AddressRepository(Repository):
    has_given = False
    """Whether an address was given in this unit of work."""

    async def take(self, chain: str, now: datetime) -> Address | None:
        """Give a prepared address away, once; None when none is left."""
        taken: Address | None = await self._session.scalar(TAKE, {"of_chain": chain, "now": now})
        self.has_given = self.has_given or taken is not None
        return taken

    async def add(self, address: Address) -> None:
        self._session.add(address)
        await self._session.flush()

    async def free(self, chain: str, limit: int) -> Sequence[Address]:
        """Those that are given away next."""
        query = select(Address).where(Address.chain == chain, Address.given_at.is_(None))
        return (await self._session.scalars(query.order_by(Address.id).limit(limit))).all()

    async def put_aside(self, chain: str, now: datetime) -> None:
        """Give none of the prepared addresses away."""
        await self._session.execute(
            update(Address)
            .where(Address.chain == chain, Address.given_at.is_(None))
            .values(given_at=now)
        )

    async def count_free(self, chain: str) -> int:
        query = select(func.count()).where(Address.chain == chain, Address.given_at.is_(None))
        return int(await self._session.scalar(query) or 0)

    async def count_given(self, chain: str) -> int:
        """How many are out of stock: an order has them, or they were put aside."""
        query = select(func.count()).where(Address.chain == chain, Address.given_at.is_not(None))
        return int(await self._session.scalar(query) or 0)

    async def count(self) -> int:
        return int(await self._session.scalar(select(func.count(Address.id))) or 0)

    async def page(self, after: int, limit: int) -> Sequence[Address]:
        query = select(Address).where(Address.id > after).order_by(Address.id).limit(limit)
        return (await self._session.scalars(query)).all()

    async def next_index(self, chain: str) -> int:
        """One more than any account ever used: indices never go backwards."""
        query = select(func.coalesce(func.max(Address.index), -1)).where(Address.chain == chain)
        return int((await self._session.scalars(query)).one()) + 1

    async def first(self, chain: str) -> Address | None:
        query = select(Address).where(Address.chain == chain).order_by(Address.index).limit(1)
        return await self._session.scalar(query)
