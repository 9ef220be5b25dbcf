"""Questions about groups of customers, and what they pay."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import contains_eager

from models.group import CustomerGroup, GroupPrice
from models.order import Order, OrderStatus
from models.product import Variant
from models.user import User
from repositories.base import Repository
from repositories.slice import expanding

SETTLED = (OrderStatus.PAID, OrderStatus.SHIPPED)
MOST_SUMMED = 5_000
"""Orders of one person that make a turnover."""
TERMS = text("""
    SELECT CAST(NULL AS BIGINT) AS variant_id, percent AS amount FROM customer_groups
    WHERE id = :group AND active = 1
    UNION ALL
    SELECT p.variant_id, p.price FROM variants v
    JOIN group_prices p ON p.group_id = :group AND p.variant_id = v.id
    JOIN customer_groups g ON g.id = p.group_id AND g.active = 1
    WHERE v.product_id IN :ids""")


class GroupRepository(Repository):
    async def all(self, *, lock: bool = False) -> Sequence[CustomerGroup]:
        """In the order in which they were made; `lock` for who is about to change or make one."""
        if lock:
            await self.in_turn("groups")
        query = select(CustomerGroup).order_by(CustomerGroup.id)
        query = query.execution_options(populate_existing=True)
        return (await self._session.scalars(query.with_for_update() if lock else query)).all()

    async def add(self, group: CustomerGroup) -> None:
        self._session.add(group)
        await self._session.flush()

    async def terms(self, group_id: int, product_ids: Sequence[int]) -> tuple[int, dict[int, int]]:
        """(per cent off, price by variant) of a group for these products; (0, {}) of one that
        gives nothing.
        """
        query = TERMS.bindparams(expanding("ids", product_ids)).bindparams(group=group_id)
        rows = (await self._session.execute(query)).all()
        fixed = {row.variant_id: row.amount for row in rows if row.variant_id is not None}
        percent = sum(row.amount for row in rows if row.variant_id is None)
        return percent, fixed

    async def of_order(self, order_id: int) -> int | None:
        """The group that the customer of an order is in."""
        query = select(User.group_id).join(Order, Order.user_id == User.id)
        found: int | None = await self._session.scalar(query.where(Order.id == order_id))
        return found

    async def price(self, group_id: int, variant_id: int) -> GroupPrice | None:
        return await self._session.get(GroupPrice, (group_id, variant_id), populate_existing=True)

    async def prices(
        self, group_id: int, limit: int, offset: int = 0
    ) -> list[tuple[GroupPrice, Variant]]:
        """By variant."""
        query = select(GroupPrice, Variant).join(Variant, Variant.id == GroupPrice.variant_id)
        query = query.join(Variant.product).options(contains_eager(Variant.product))
        query = query.where(GroupPrice.group_id == group_id).order_by(
            GroupPrice.group_id, GroupPrice.variant_id
        )
        rows = await self._session.execute(query.limit(limit).offset(offset))
        return [(price, variant) for price, variant in rows]

    async def count_prices(self, group_id: int, most: int) -> int:
        some = select(GroupPrice.variant_id).where(GroupPrice.group_id == group_id).limit(most)
        return await self._session.scalar(select(func.count()).select_from(some.subquery())) or 0

    async def put_price(self, group_id: int, variant_id: int, price: int) -> None:
        await self._session.merge(GroupPrice(group_id=group_id, variant_id=variant_id, price=price))
        await self._session.flush()

    async def drop_price(self, group_id: int, variant_id: int) -> None:
        of = (GroupPrice.group_id == group_id, GroupPrice.variant_id == variant_id)
        await self._session.execute(delete(GroupPrice).where(*of))

    async def put_into(self, user_id: int, group_id: int | None, *, by_hand: bool) -> None:
        values: dict[str, Any] = {"group_id": group_id, "group_by_hand": by_hand}
        await self._session.execute(update(User).where(User.id == user_id).values(**values))

    async def buyers(self, limit: int) -> Sequence[tuple[int, datetime]]:
        """(person, when) of who bought something since they were last looked at."""
        query = select(User.id, User.bought_at).where(User.bought_at.is_not(None))
        rows = await self._session.execute(query.order_by(User.bought_at).limit(limit))
        return [(user_id, at) for user_id, at in rows if at is not None]

    async def looked_at(self, user_id: int, seen: datetime) -> None:
        """Unless they bought something more meanwhile."""
        of = (User.id == user_id, User.bought_at == seen)
        await self._session.execute(update(User).where(*of).values(bought_at=None))

    async def turnover(self, user_id: int, since: datetime, currency: str) -> int:
        """Minor units of what somebody bought and has paid."""
        some = select(Order.total).where(
            Order.user_id == user_id,
            Order.status.in_(SETTLED),
            Order.paid_at >= since,
            Order.currency == currency,
            Order.refill == 0,
        )
        some = some.order_by(Order.id.desc()).limit(MOST_SUMMED)
        summed = select(func.sum(some.subquery().c.total))
        return int(await self._session.scalar(summed) or 0)

    async def exchange(self, convert: Callable[[int], int]) -> None:
        """Into another currency."""
        for group in await self.all(lock=True):
            group.turnover = convert(group.turnover) if group.turnover else None
        for price in (await self._session.scalars(select(GroupPrice))).all():
            price.price = convert(price.price)
        await self._session.flush()
