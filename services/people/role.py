"""Who may do what; asked at the moment of acting, never remembered."""

from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.permission import RIGHTS, Permission, Role
from models.role import REFUSED, Grant
from models.role_errors import RightLost
from models.user import User
from utils.asked import asking
from utils.clock import Clock, steady

NOTED, WITHIN = 20, timedelta(minutes=10)
"""Refusals of one person that the audit hears of within that time: a forger may go on for ever."""
REMEMBERED = 10_000
"""People whose refusals are counted."""


@dataclass(frozen=True, slots=True)
class Position:
    """What somebody is in the shop, now. `role`: the one they have or had, None for a customer.

    `ended`: its time is over; `rests`: nobody knows what time it is, and it has an end.
    """

    role: Role | None = None
    ends_at: datetime | None = None
    ended: bool = False
    rests: bool = False

    @property
    def rights(self) -> frozenset[Permission]:
        counts = self.role is not None and not (self.ended or self.rests)
        return RIGHTS[self.role] if self.role is not None and counts else frozenset()

    @property
    def why_not(self) -> str:
        """Why they may not do something: `customer`, `role`, `ended`, `rests`."""
        if self.role is None:
            return "customer"
        if self.ended:
            return "ended"
        return "rests" if self.rests else "role"


CUSTOMER = Position()


class RoleService:
    """`owners`: the ids in `ADMIN_IDS` as they are now, who may do everything, whatever the
    database says; everybody else has what was given to them.
    """

    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, owners: Callable[[], Set[int]]
    ) -> None:
        self._uow = uow
        self._clock = steady(clock)
        self._owners = owners
        self._refusals: dict[int, tuple[datetime, int]] = {}

    @property
    def owners(self) -> frozenset[int]:
        """Those of the settings."""
        return frozenset(self._owners())

    async def is_lone_owner(self) -> bool:
        """Whether there are not two who could agree."""
        async with self._uow.read() as uow:
            held = await uow.roles.holders(frozenset({Role.OWNER}), self._clock())
        return len({*self.owners, *held}) < 2

    def judge(self, user_id: int, grant: Grant | None) -> Position:
        """What a grant is worth at this moment; of who is banned there is none."""
        if user_id in self._owners():
            return Position(Role.OWNER)
        if grant is None:
            return CUSTOMER
        ended = grant.ends_at is not None and grant.ends_at <= self._clock()
        rests = grant.ends_at is not None and self._clock.in_doubt
        return Position(grant.role, grant.ends_at, ended=ended, rests=rests)

    async def meet(self, user_id: int) -> tuple[User, Position] | None:
        """Who somebody is, and what they may do, in one look; None for a stranger."""
        async with self._uow.glance() as uow:
            found = await uow.roles.met(user_id)
        return (found[0], self.judge(user_id, _counts(*found))) if found else None

    async def of(self, user_id: int) -> Position:
        if user_id in self._owners():
            return Position(Role.OWNER)
        async with self._uow.read() as uow:
            return self.judge(user_id, await uow.roles.of(user_id))

    @contextmanager
    def acting(self, user_id: int, what: str, needs: Permission) -> Iterator[None]:
        """Every transaction in here asks for the right once more before it is committed, and is
        undone without it: a role may go while its holder acts. Raises RightLost.
        """

        async def ask(uow: UnitOfWork) -> None:
            grant = None if user_id in self._owners() else await uow.roles.kept(user_id)
            if needs not in self.judge(user_id, grant).rights:
                raise RightLost(what, needs)

        with asking(ask):
            yield

    async def may(self, user_id: int, needs: Permission) -> bool:
        return needs in (await self.of(user_id)).rights

    async def refused(self, user_id: int, what: str, needs: Permission) -> None:
        """Note in the audit that somebody tried `what`, a button, command or question."""
        if not self._is_noted(user_id):
            return
        position = await self.of(user_id)
        entry = AuditEntry(
            at=self._clock(),
            actor=f"{'admin' if position.role else 'user'}:{user_id}",
            action=REFUSED,
            subject=f"person:{user_id}",
            details={"what": what, "needs": needs, "why": position.why_not},
        )
        async with self._uow() as uow:
            uow.audit.add(entry)

    def _is_noted(self, user_id: int) -> bool:
        now = self._clock()
        since, count = self._refusals.pop(user_id, (now, 0))
        if abs(now - since) >= WITHIN:
            since, count = now, 0
        self._refusals[user_id] = since, count + 1
        if len(self._refusals) > REMEMBERED:
            del self._refusals[next(iter(self._refusals))]
        return count < NOTED


def _counts(user: User, grant: Grant | None) -> Grant | None:
    """Who is banned works for nobody."""
    return None if user.banned_at is not None else grant
