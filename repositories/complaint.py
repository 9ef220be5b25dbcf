"""Questions about goods that customers complain of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from models.order import Order, OrderLine
from models.stock import StockUnit
from models.support import ASKED, Complained, Complaint, ComplaintState
from models.user import User
from repositories.base import Repository


class ComplaintRepository(Repository):
    async def add(self, complaint: Complaint) -> None:
        self._session.add(complaint)
        await self._session.flush()

    async def of_order(self, order_id: int) -> Sequence[Complaint]:
        query = select(Complaint).where(Complaint.order_id == order_id).order_by(Complaint.id)
        return (await self._session.scalars(query)).all()

    async def of_unit(self, unit_id: int) -> Complaint | None:
        return await self._session.scalar(select(Complaint).where(Complaint.unit_id == unit_id))

    async def find(self, complaint_id: int) -> Complained | None:
        return await self._one(_named().where(Complaint.id == complaint_id))

    async def waiting(self, order_id: int) -> Complained | None:
        """The one of that order that is not decided."""
        return await self._one(_named().where(ASKED, Complaint.order_id == order_id))

    async def _one(self, query: Any) -> Complained | None:
        rows = await self._session.execute(query.execution_options(populate_existing=True))
        return next((Complained(*row) for row in rows), None)

    async def asked(self, limit: int) -> Sequence[Complained]:
        """Those that wait, the oldest orders first."""
        query = _named().where(ASKED).order_by(Complaint.order_id)
        rows = await self._session.execute(query.limit(limit))
        return [Complained(*row) for row in rows]

    async def count(self, most: int) -> int:
        first = select(Complaint.id).where(ASKED).limit(most).subquery()
        return await self._session.scalar(select(func.count()).select_from(first)) or 0

    async def decide(
        self, complaint_id: int, state: ComplaintState, by: str, now: datetime, **values: int
    ) -> bool:
        """False: it is decided already."""
        done = await self._session.execute(
            update(Complaint)
            .where(Complaint.id == complaint_id, Complaint.state == ComplaintState.ASKED)
            .values(state=state, decided_by=by, decided_at=now, **values)
            .returning(Complaint.id)
        )
        return bool(done.all())


def _named() -> Any:
    return (
        select(Complaint, Order.code, OrderLine.title, User.id, User.name)
        .join(Order, Order.id == Complaint.order_id)
        .join(StockUnit, StockUnit.id == Complaint.unit_id)
        .join(OrderLine, OrderLine.id == StockUnit.order_line_id)
        .join(User, User.id == Order.user_id)
    )
