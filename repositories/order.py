"""Questions about orders."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, bindparam, func, select, update
from sqlalchemy.orm import selectinload

from models.address import Address
from models.base import Choice
from models.code import draw_code
from models.credit import OVER, CreditEntry
from models.errors import OrderNotFound
from models.invoice import Invoice, Transfer
from models.order import GIVEN_BACK, OPEN, Listed, OneOrderUntil, Order, OrderStatus
from models.refund import UNDER_WAY, Refund, RefundTransaction
from models.reservation import Reservation
from models.user import User
from repositories.base import Repository

ACTIVE = OneOrderUntil.SHIPPED.blocking
LIVELY = {Listed.SHIP: OrderStatus.PAID, Listed.WAITING: OrderStatus.CREATED}
PIECE = 500
DRAWS = 50
"""Tries for a free code: with ten million orders, one in 10^22 checkouts needs more."""
LONGEST_NUMBER = 18
"""Digits that fit into a database's integer."""

ORDERS = Order.__table__.c
USER_ID: Any = bindparam("user_id", type_=BigInteger)
OF_CODE = select(ORDERS.id).where(ORDERS.code == bindparam("code"))
ACTIVE_OF = (
    select(ORDERS.id, ORDERS.status)
    .where(
        ORDERS.user_id == USER_ID,
        ORDERS.status.in_(bindparam("blocking", type_=Choice(OrderStatus), expanding=True)),
        (ORDERS.refill > 0) == bindparam("refill", type_=Boolean),
    )
    .order_by(ORDERS.status, ORDERS.id)
    .limit(1)
)
LET_GO = (
    select(ORDERS.closed_at, ORDERS.timed_out_at, ORDERS.given_up_at)
    .where(
        ORDERS.user_id == USER_ID,
        ORDERS.closed_at > bindparam("after"),
        ORDERS.timed_out_at.is_not(None) | ORDERS.given_up_at.is_not(None),
    )
    .order_by(ORDERS.closed_at.desc())
    .limit(bindparam("limit", type_=BigInteger))
)
"""What each checkout asks is built once: building it takes longer than asking it."""


class OrderRepository(Repository):
    async def add(self, order: Order) -> None:
        self._session.add(order)
        await self._session.flush()

    async def get(self, order_id: int, *, owner: int | None = None, lock: bool = False) -> Order:
        """The order with its lines; somebody else's is as good as none.

        `lock` makes other transactions that lock it wait: it is as it is from now on, whatever was
        read of it before. Raises OrderNotFound.
        """
        query = select(Order).where(Order.id == order_id).options(selectinload(Order.lines))
        if lock:
            query = query.with_for_update().execution_options(populate_existing=True)
        if owner is not None:
            query = query.where(Order.user_id == owner)
        order = await self._session.scalar(query)
        if order is None:
            raise OrderNotFound
        return order

    async def lock_all(self, order_ids: Sequence[int]) -> Sequence[Order]:
        """Those of them that there are, with their lines, locked in the order of their ids."""
        query = select(Order).where(Order.id.in_(order_ids)).options(selectinload(Order.lines))
        fresh = query.execution_options(populate_existing=True)
        return (await self._session.scalars(fresh.order_by(Order.id).with_for_update())).all()

    async def beside_goods(self, order_id: int) -> tuple[int, int]:
        """Minor units of it that are not for goods: shipping, the fee of the way to pay, and what a
        refill is for; and what a voucher takes off its goods.
        """
        beside = Order.shipping + Order.fee + Order.refill
        query = select(beside, Order.discount).where(Order.id == order_id)
        row = (await self._session.execute(query)).one_or_none()
        return (row[0], row[1]) if row else (0, 0)

    async def free_code(self) -> str:
        """A public code that no order has; the unique constraint is the guard."""
        for _ in range(DRAWS):
            code = draw_code()
            if await self._session.scalar(OF_CODE, {"code": code}) is None:
                return code
        raise RuntimeError("the codes of orders are used up: they need one letter more")

    async def known(self, orders: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
        """Which of these (id, code) are orders of this database."""
        found, ids = set[tuple[int, str]](), sorted({number for number, _ in orders})
        for start in range(0, len(ids), PIECE):
            query = select(Order.id, Order.code).where(Order.id.in_(ids[start : start + PIECE]))
            found |= {(row.id, row.code) for row in await self._session.execute(query)}
        return found & {*orders}

    async def successor_of(self, order_id: int) -> Order | None:
        """The order that took its place, asked now."""
        return await self._session.scalar(select(Order).where(Order.replaces_id == order_id))

    async def held_since(self, order: Order) -> datetime:
        """When the first order of its chain was placed: a changed coin holds the same goods on."""
        since, before = order.created_at, order.replaces_id
        while before is not None:
            query = select(Order.created_at, Order.replaces_id).where(Order.id == before)
            since, before = (await self._session.execute(query)).one()
        return since

    async def active_of(
        self, user_id: int, blocking: Sequence[OrderStatus] = ACTIVE, *, refill: bool = False
    ) -> tuple[int, OrderStatus] | None:
        """The order that stands in the way of another one; unpaid ones first. A refill is in the
        way of a refill alone.
        """
        values = {"user_id": user_id, "blocking": blocking, "refill": refill}
        found = (await self._session.execute(ACTIVE_OF, values)).one_or_none()
        return (found.id, found.status) if found else None

    async def let_go(
        self, user_id: int, after: datetime, limit: int
    ) -> Sequence[tuple[datetime, bool, bool]]:
        """(when, timed out, given up) of orders that ended unpaid by their customer's doing."""
        values = {"user_id": user_id, "after": after, "limit": limit}
        rows = await self._session.execute(LET_GO, values)
        return [(at, late is not None, own is not None) for at, late, own in rows if at]

    async def active(self, user_id: int, limit: int) -> Sequence[Order]:
        """What waits for this customer's payment, then what is being packed."""
        query = select(Order).where(Order.user_id == user_id, Order.status.in_(ACTIVE))
        query = query.order_by(Order.status, Order.id).limit(limit)
        return (await self._session.scalars(query)).all()

    async def last_delivery(self, user_id: int) -> bytes | None:
        """The newest sealed address."""
        query = select(Order.delivery).where(Order.user_id == user_id, Order.delivery.is_not(None))
        return await self._session.scalar(query.order_by(Order.id.desc()).limit(1))

    async def tasks(self, limit: int) -> tuple[int, int]:
        """(to ship, to decide about), counted up to `limit`."""
        waiting = (Order.status == OrderStatus.PAID, Order.needs_review.is_not(None))
        rows = [select(Order.id).where(OPEN, only).limit(limit).subquery() for only in waiting]
        counts = [select(func.count()).select_from(row).scalar_subquery() for row in rows]
        ship, decide = (await self._session.execute(select(*counts))).one()
        return ship, decide

    async def of(self, user_id: int, *, limit: int, offset: int) -> Sequence[Order]:
        """The newest first, with lines."""
        query = select(Order).where(Order.user_id == user_id).order_by(Order.id.desc())
        query = query.options(selectinload(Order.lines))
        return (await self._session.scalars(query.limit(limit).offset(offset))).all()

    async def coded(self, code: str) -> Order | None:
        return await self._session.scalar(select(Order).where(Order.code == code))

    async def of_username(self, name: str, limit: int) -> Sequence[Order]:
        """As Telegram spells it."""
        query = select(Order).join(User, User.id == Order.user_id).where(User.username == name)
        return (await self._session.scalars(query.order_by(Order.id.desc()).limit(limit))).all()

    async def paid_to(self, chain: str, address: str, limit: int) -> Sequence[Order]:
        query = (
            select(Order)
            .join(Invoice, Invoice.order_id == Order.id)
            .join(Address, Address.id == Invoice.address_id)
            .where(Address.chain == chain, Address.address == address)
        )
        return (await self._session.scalars(query.limit(limit))).all()

    async def paid_in(
        self, assets: Sequence[str], txids: Sequence[str], limit: int
    ) -> Sequence[Order]:
        """By a payment that came, or a refund that went."""
        came = (
            select(Invoice.order_id)
            .join(Transfer, Transfer.invoice_id == Invoice.id)
            .where(Transfer.chain.in_(assets), Transfer.asset.in_(assets), Transfer.txid.in_(txids))
        )
        went = (
            select(Refund.order_id)
            .join(RefundTransaction, RefundTransaction.refund_id == Refund.id)
            .where(Refund.asset.in_(assets), RefundTransaction.txid.in_(txids))
        )
        found = [*await self._session.scalars(came.limit(limit))]
        return await self._these([*found, *await self._session.scalars(went.limit(limit))], limit)

    async def _these(self, order_ids: Sequence[int], limit: int) -> Sequence[Order]:
        """The newest of them first."""
        newest = sorted(set(order_ids), reverse=True)[:limit]
        query = select(Order).where(Order.id.in_(newest)).order_by(Order.id.desc())
        return (await self._session.scalars(query)).all() if newest else ()

    async def codes(self, order_ids: Sequence[int]) -> dict[int, str]:
        query = select(Order.id, Order.code).where(Order.id.in_(order_ids))
        return {row.id: row.code for row in await self._session.execute(query)}

    async def count_of(self, user_id: int, limit: int) -> int:
        """How many somebody has placed, without refills, counted up to `limit`."""
        sales = (Order.user_id == user_id, Order.refill == 0)
        some = select(Order.id).where(*sales).limit(limit).subquery()
        return await self._session.scalar(select(func.count()).select_from(some)) or 0

    async def listed(self, which: Listed, *, limit: int, offset: int) -> Sequence[Order]:
        """Newest first, but for what is to be cared for."""
        if which is Listed.OPEN:
            return await self.open(limit=limit, offset=offset)
        if which is Listed.REFUND:
            ids = select(Refund.order_id).where(UNDER_WAY).order_by(Refund.order_id.desc())
            rows = await self._session.scalars(ids.limit(limit).offset(offset))
            return await self._these(rows.all(), limit)
        if which is Listed.LATE:
            late = select(CreditEntry.order_id).where(OVER, CreditEntry.order_id.is_not(None))
            late = late.group_by(CreditEntry.order_id).order_by(CreditEntry.order_id.desc())
            rows = await self._session.scalars(late.limit(limit).offset(offset))
            return await self._these([row for row in rows if row], limit)
        query = select(Order).limit(limit).offset(offset)
        if which in LIVELY:
            query = query.where(OPEN, Order.status == LIVELY[which]).order_by(Order.id)
        elif which is Listed.REFUNDED:
            query = query.where(GIVEN_BACK).order_by(Order.id.desc())
        elif which is Listed.DECIDE:
            asked = query.where(OPEN, Order.needs_review.is_not(None))
            query = asked.order_by(Order.status.desc(), Order.id.desc())
        elif which is Listed.ENDED:
            query = query.where(Order.status.not_in(ACTIVE)).order_by(Order.id.desc())
        else:
            query = query.order_by(Order.id.desc())
        return (await self._session.scalars(query)).all()

    async def open(self, *, limit: int, offset: int) -> Sequence[Order]:
        """What an admin has to care for: paid ones first, then review, then waiting."""
        query = select(Order).where(OPEN).order_by(Order.status.desc(), Order.id)
        return (await self._session.scalars(query.limit(limit).offset(offset))).all()

    async def hold_until(self, order: Order) -> None:
        """Its goods, for as long as it has time now."""
        change = update(Reservation).where(Reservation.order_id == order.id)
        await self._session.execute(change.values(expires_at=order.expires_at))

    async def next_deadline(self, after: datetime) -> datetime | None:
        query = select(Order.expires_at).where(
            Order.status == OrderStatus.CREATED, Order.expires_at > after
        )
        return await self._session.scalar(query.order_by(Order.expires_at).limit(1))

    async def ask_review(self, order_id: int, reason: str) -> None:
        """A person must look, unless one is asked to already."""
        unasked = (Order.id == order_id, Order.needs_review.is_(None))
        await self._session.execute(update(Order).where(*unasked).values(needs_review=reason))

    async def needs(self, order_id: int, reason: str) -> bool:
        """Whether this is why a person must look at it."""
        query = select(Order.id).where(Order.id == order_id, Order.needs_review == reason)
        return await self._session.scalar(query) is not None

    async def spelled(self, text: str) -> int | None:
        """The order of this public code, or else of this number."""
        query = select(Order.id).where(Order.code == text.strip().lstrip("#").upper())
        found = await self._session.scalar(query)
        if found is None and text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER:
            found = await self._session.scalar(select(Order.id).where(Order.id == int(text)))
        return found

    async def unpaid(self) -> Sequence[int]:
        """The numbers of all that still wait for their money."""
        query = select(Order.id).where(Order.status == OrderStatus.CREATED).order_by(Order.id)
        return (await self._session.scalars(query)).all()

    async def newest_currency(self) -> str | None:
        query = select(Order.currency).order_by(Order.id.desc()).limit(1)
        return await self._session.scalar(query)

    async def extent(self) -> tuple[int, datetime | None]:
        """How many there are, and when the newest was made."""
        row = (await self._session.execute(select(func.count(), func.max(Order.created_at)))).one()
        return int(row[0]), row[1]
