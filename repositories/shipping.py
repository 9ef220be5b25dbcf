"""Questions about the ways to ship."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import func, select, update

from models.shipping import ShippingOption
from repositories.base import Repository

OPTIONS = 1804
"""The number of PostgreSQL's lock."""


class ShippingRepository(Repository):
    async def all(self, *, lock: bool = False) -> Sequence[ShippingOption]:
        """As they stand; `lock` for who is about to change one, or to add one: until the commit
        nobody else does, for a row that is not there yet cannot be locked.
        """
        if lock and self._on_postgresql:
            await self._session.execute(select(func.pg_advisory_xact_lock(OPTIONS)))
        query = select(ShippingOption).order_by(ShippingOption.position, ShippingOption.id)
        query = query.execution_options(populate_existing=True)
        return (await self._session.scalars(query.with_for_update() if lock else query)).all()

    async def active(self) -> Sequence[ShippingOption]:
        """What customers may choose from."""
        return [row for row in await self.all() if row.active]

    async def add(self, option: ShippingOption) -> None:
        self._session.add(option)
        await self._session.flush()

    async def set(self, option_id: int, **values: Any) -> None:
        change = update(ShippingOption).where(ShippingOption.id == option_id).values(**values)
        await self._session.execute(change.execution_options(synchronize_session=False))

    async def exchange(self, convert: Callable[[int], int]) -> None:
        """Into another currency; what is free stays free."""
        for row in await self.all(lock=True):
            row.price = convert(row.price) if row.price else 0
            row.step_price = convert(row.step_price) if row.step_price else 0
