"""The audit log: append, and read back."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Text, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.audit import AuditEntry
from models.taken import HANDLED, by_person
from repositories.base import Repository


class AuditRepository(Repository):
    def __init__(self, session: AsyncSession) -> None:
        super().__init__(session)
        self.about_orders: dict[int, datetime] = {}
        self.handled: dict[int, datetime] = {}
        """Orders that a person of the shop saw to."""

    def add(self, entry: AuditEntry) -> None:
        self._session.add(entry)
        if entry.order_id is not None:
            self.about_orders[entry.order_id] = entry.at
            if entry.action in HANDLED and by_person(entry.actor):
                self.handled[entry.order_id] = entry.at

    async def last(self, order_id: int, actions: Sequence[str]) -> AuditEntry | None:
        """The newest entry that is one of these."""
        query = select(AuditEntry).where(
            AuditEntry.order_id == order_id, AuditEntry.action.in_(actions)
        )
        return await self._session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))

    async def last_about(self, subject: str) -> AuditEntry | None:
        """The newest entry about a product, a variant, a category."""
        query = select(AuditEntry).where(AuditEntry.subject == subject)
        return await self._session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))

    async def was_done(self, subject: str, action: str, name: str, value: str) -> bool:
        """Whether this was ever done with it, however long ago: `name` stands in the details."""
        said = cast(AuditEntry.details, Text).contains(
            json.dumps({name: value})[1:-1], autoescape=True
        )
        query = select(AuditEntry.id).where(AuditEntry.subject == subject)
        done = query.where(AuditEntry.action == action, said).limit(1)
        return await self._session.scalar(done) is not None

    async def times(self, order_id: int, action: str, actor: str) -> int:
        """How often this person has done this with it."""
        query = select(func.count()).where(AuditEntry.order_id == order_id)
        query = query.where(AuditEntry.action == action, AuditEntry.actor == actor)
        return int(await self._session.scalar(query) or 0)

    async def of_order(self, order_id: int) -> Sequence[AuditEntry]:
        query = select(AuditEntry).where(AuditEntry.order_id == order_id).order_by(AuditEntry.id)
        return (await self._session.scalars(query)).all()
