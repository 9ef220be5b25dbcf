"""Everything that is sealed with SECRET_KEY, for the day that key changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from models.account import ProfileDetail
from models.approval import Approval
from models.order import Order, OrderLine
from models.person import PersonNote
from models.question import Answer
from models.refund import Refund, RefundAddress
from models.stock import GONE_OUT, ONCE_ALIVE, SharedGood, StockUnit, UnitStatus
from models.vault import VaultItem
from repositories.base import Repository


@dataclass(frozen=True, slots=True)
class SealedUnit:
    """A digital good; `digest` is keyed with SECRET_KEY as well. `file_id`: it is a file."""

    id: int
    variant_id: int
    sealed: bytes
    digest: bytes
    file_id: int | None = None


@dataclass(frozen=True, slots=True)
class SealedShared:
    """What every buyer of a variant gets, or got."""

    id: int
    variant_id: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class SealedDelivery:
    """Where an order goes to, or why it was cancelled; `id` is the order's, or a note's."""

    id: int
    user_id: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class SealedAnswer:
    """What somebody answered to a question about a line."""

    id: int
    user_id: int
    variant_id: int
    position: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class SealedRefund:
    """Where a refund went; `target` is keyed with SECRET_KEY as well."""

    id: int
    order_id: int
    sealed: bytes
    target: bytes


@dataclass(frozen=True, slots=True)
class SealedDetail:
    """What somebody told of themselves."""

    user_id: int
    detail: str
    sealed: bytes

    @property
    def id(self) -> int:
        """By which its pages are turned."""
        return self.user_id


class SealedRepository(Repository):
    """Pages by id. Changing a sold unit is what the guards forbid: see `Database.unguarded`."""

    async def vault(self) -> Sequence[tuple[str, bytes]]:
        rows = await self._session.execute(select(VaultItem.name, VaultItem.sealed))
        return [(name, sealed) for name, sealed in rows]

    async def units(self, after: int, limit: int) -> Sequence[SealedUnit]:
        unit = StockUnit
        query = select(*_of_unit()).where(unit.id > after)
        rows = await self._session.execute(query.order_by(unit.id).limit(limit))
        return [SealedUnit(*row) for row in rows]

    async def units_of_status(self, after: int, limit: int, *, sold: bool) -> Sequence[SealedUnit]:
        """Those that were sold or are gone, or the others; what was undone was never there."""
        unit = StockUnit
        query = select(*_of_unit()).where(unit.id > after)
        is_sold = unit.status.in_((*GONE_OUT, UnitStatus.GONE))
        query = (
            query.where(is_sold if sold else ~is_sold, ONCE_ALIVE).order_by(unit.id).limit(limit)
        )
        return [SealedUnit(*row) for row in await self._session.execute(query)]

    async def shared(self, after: int, limit: int) -> Sequence[SealedShared]:
        row = SharedGood
        query = select(row.id, row.variant_id, row.sealed).where(row.id > after)
        rows = await self._session.execute(query.order_by(row.id).limit(limit))
        return [SealedShared(*each) for each in rows]

    async def put_shared(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(SharedGood, rows)

    async def deliveries(self, after: int, limit: int) -> Sequence[SealedDelivery]:
        query = select(Order.id, Order.user_id, Order.delivery).where(Order.id > after)
        sealed = query.where(Order.delivery.is_not(None)).order_by(Order.id).limit(limit)
        rows = await self._session.execute(sealed)
        return [SealedDelivery(order, user, text or b"") for order, user, text in rows]

    async def reasons(self, after: int, limit: int) -> Sequence[SealedDelivery]:
        """Why orders were cancelled."""
        query = select(Order.id, Order.user_id, Order.cancel_reason).where(Order.id > after)
        sealed = query.where(Order.cancel_reason.is_not(None)).order_by(Order.id).limit(limit)
        rows = await self._session.execute(sealed)
        return [SealedDelivery(order, user, text or b"") for order, user, text in rows]

    async def answers(self, after: int, limit: int) -> Sequence[SealedAnswer]:
        columns = (Answer.id, Order.user_id, OrderLine.variant_id, Answer.position, Answer.sealed)
        query = (
            select(*columns)
            .join(OrderLine, OrderLine.id == Answer.order_line_id)
            .join(Order, Order.id == OrderLine.order_id)
            .where(Answer.id > after)
        )
        rows = await self._session.execute(query.order_by(Answer.id).limit(limit))
        return [SealedAnswer(*row) for row in rows]

    async def details(self, after: int, limit: int) -> Sequence[SealedDetail]:
        """Of whole people: a page never ends between two details of one."""
        row = ProfileDetail
        people = select(row.user_id).where(row.user_id > after).distinct().order_by(row.user_id)
        query = select(row.user_id, row.detail, row.sealed).order_by(row.user_id, row.detail)
        rows = await self._session.execute(query.where(row.user_id.in_(people.limit(limit))))
        return [SealedDetail(*each) for each in rows]

    async def put_details(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(ProfileDetail, rows)

    async def put_answers(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(Answer, rows)

    async def refunds(self, after: int, limit: int) -> Sequence[SealedRefund]:
        row = Refund
        query = select(row.id, row.order_id, row.sealed, row.target).where(row.id > after)
        rows = await self._session.execute(query.order_by(row.id).limit(limit))
        return [SealedRefund(*each) for each in rows]

    async def destinations(self, after: int, limit: int) -> Sequence[SealedDelivery]:
        """Where refunds shall go; `user_id` is the order's id too."""
        row = RefundAddress
        query = select(row.order_id, row.order_id, row.sealed).where(row.order_id > after)
        sealed = query.where(row.sealed.is_not(None)).order_by(row.order_id).limit(limit)
        rows = await self._session.execute(sealed)
        return [SealedDelivery(order, same, text or b"") for order, same, text in rows]

    async def asked(self, after: int, limit: int) -> Sequence[SealedDelivery]:
        """Where refunds go that a second owner is asked about; `user_id` is the order's id."""
        row = Approval
        query = select(row.id, row.order_id, row.sealed).where(row.id > after)
        rows = await self._session.execute(
            query.where(row.sealed.is_not(None)).order_by(row.id).limit(limit)
        )
        return [SealedDelivery(each, order or 0, text or b"") for each, order, text in rows]

    async def put_asked(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(Approval, rows)

    async def notes(self, after: int, limit: int) -> Sequence[SealedDelivery]:
        """What is noted of people."""
        row = PersonNote
        query = select(row.id, row.user_id, row.sealed).where(row.id > after)
        rows = await self._session.execute(query.order_by(row.id).limit(limit))
        return [SealedDelivery(*each) for each in rows]

    async def put_notes(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(PersonNote, rows)

    async def put_refunds(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(Refund, rows)

    async def put_destinations(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(RefundAddress, rows)

    async def put_vault(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(VaultItem, rows)

    async def put_units(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(StockUnit, rows)

    async def put_reasons(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(Order, rows)

    async def put_deliveries(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._put(Order, rows)

    async def _put(self, model: Any, rows: Sequence[dict[str, Any]]) -> None:
        """Each row names its primary key and what changes."""
        if rows:
            await self._session.execute(update(model), rows)


def _of_unit() -> tuple[Any, ...]:
    unit = StockUnit
    return unit.id, unit.variant_id, unit.sealed, unit.digest, unit.file_id
