"""Questions about what waits for a second owner."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.approval import OPEN, Act, Approval, ApprovalState
from repositories.base import Repository


class ApprovalRepository(Repository):
    async def add(self, approval: Approval) -> None:
        await self._session.flush()
        self._session.add(approval)
        await self._session.flush()

    async def get(self, approval_id: int) -> Approval | None:
        return await self._session.get(Approval, approval_id)

    async def lock(self, approval_id: int) -> Approval:
        """Only one of those who decide on it is first."""
        query = select(Approval).where(Approval.id == approval_id).with_for_update()
        return (await self._session.scalars(query.execution_options(populate_existing=True))).one()

    async def asked(self, act: Act, subject: str) -> Approval | None:
        """What waits already."""
        query = select(Approval).where(Approval.act == act, Approval.subject == subject, OPEN)
        return await self._session.scalar(query.with_for_update())

    async def agreed(self, act: Act, subject: str, since: datetime, now: datetime) -> bool:
        """Whether two agreed to it since then; by a clock that was ahead is not since then."""
        query = select(Approval.id).where(
            Approval.act == act,
            Approval.subject == subject,
            Approval.state == ApprovalState.APPROVED,
            Approval.decided_at > since,
            Approval.decided_at <= now,
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def open(self, most: int) -> Sequence[Approval]:
        """What ends first, first."""
        query = select(Approval).where(OPEN).order_by(Approval.until)
        return (await self._session.scalars(query.limit(most))).all()

    async def of_order(self, order_id: int, now: datetime) -> Sequence[Approval]:
        """What waits about it; one act at a time."""
        query = select(Approval).where(Approval.order_id == order_id, OPEN, Approval.until > now)
        return (await self._session.scalars(query.order_by(Approval.id))).all()

    async def overdue(self, now: datetime, most: int) -> Sequence[Approval]:
        query = select(Approval).where(Approval.until <= now, OPEN).order_by(Approval.until)
        return (await self._session.scalars(query.limit(most))).all()
