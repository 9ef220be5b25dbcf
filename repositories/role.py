"""Questions about who works for the shop."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, bindparam, select

from models.permission import Role
from models.role import MOST_GRANTS, Grant
from models.user import User
from repositories.base import Repository

USERS, ROLES = User.__table__.c, Grant.__table__.c
KNOWN, GRANTED = USERS.keys(), ROLES.keys()
PERSON = len(KNOWN)
USER_ID: Any = bindparam("user_id", type_=BigInteger)
MET = (
    select(*USERS, *ROLES)
    .select_from(User.__table__.outerjoin(Grant.__table__, ROLES.user_id == USERS.id))
    .where(USERS.id == USER_ID)
)

OF = (
    select(Grant)
    .join(User, User.id == Grant.user_id)
    .where(Grant.user_id == USER_ID, User.banned_at.is_(None))
)


class RoleRepository(Repository):
    async def of(self, user_id: int) -> Grant | None:
        """What counts of somebody: who is banned has none."""
        return await self._session.scalar(OF, {"user_id": user_id})

    async def kept(self, user_id: int) -> Grant | None:
        """The same as it is now; until this transaction ends nobody takes it away."""
        fresh = OF.with_for_update(read=True, of=Grant)
        return await self._session.scalar(
            fresh, {"user_id": user_id}, execution_options={"populate_existing": True}
        )

    async def met(self, user_id: int) -> tuple[User, Grant | None] | None:
        """A person and their role, in one look, for who changes nothing: each tap asks this."""
        row = (await self._session.execute(MET, {"user_id": user_id})).one_or_none()
        if row is None:
            return None
        grant = Grant(**dict(zip(GRANTED, row[PERSON:], strict=True)))
        return User(**dict(zip(KNOWN, row[:PERSON], strict=True))), grant if grant.id else None

    async def all(self) -> Sequence[Grant]:
        """In the order of giving."""
        query = select(Grant).order_by(Grant.id).limit(MOST_GRANTS)
        return (await self._session.scalars(query)).all()

    async def locked(self) -> dict[int, Grant]:
        """By person; whoever else changes roles waits."""
        query = select(Grant).order_by(Grant.id).with_for_update()
        return {grant.user_id: grant for grant in await self._session.scalars(query)}

    async def holders(self, roles: frozenset[Role], now: datetime) -> list[int]:
        """Who has one of these roles, and it has not ended."""
        query = select(Grant).join(User, User.id == Grant.user_id)
        heard = query.where(User.banned_at.is_(None)).order_by(Grant.id).limit(MOST_GRANTS)
        return holding((await self._session.scalars(heard)).all(), roles, now)

    async def overdue(self, now: datetime, most: int) -> Sequence[int]:
        """Whose role has ended."""
        query = select(Grant.user_id).where(Grant.ends_at <= now).order_by(Grant.ends_at)
        return (await self._session.scalars(query.limit(most))).all()

    async def put(self, grant: Grant) -> None:
        """New or changed; the audit hears of it first."""
        await self._session.flush()
        self._session.add(grant)
        await self._session.flush()

    async def drop(self, grant: Grant) -> None:
        """The audit hears of it first."""
        await self._session.flush()
        await self._session.delete(grant)
        await self._session.flush()


def holding(grants: Sequence[Grant], roles: frozenset[Role], now: datetime) -> list[int]:
    return [
        grant.user_id
        for grant in grants
        if grant.role in roles and (grant.ends_at is None or grant.ends_at > now)
    ]
