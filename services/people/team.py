"""Who works for the shop: roles are given, taken away, and end by themselves.

Each change is one transaction: the audit, the role, and the messages to whom it concerns.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.base import EPOCH, MILLISECOND
from models.permission import RIGHTS, Permission, Role
from models.role import ENDED, GIVEN, MOST_GRANTS, TAKEN, Grant, about
from models.role_errors import (
    BadEnd,
    Banned,
    LacksRight,
    LastOwner,
    Outlasts,
    OwnerBySettings,
    OwnRole,
    PersonNotFound,
    RoleChanged,
    TeamFull,
    TimeInDoubt,
)
from models.user import User
from services.people.named import meant
from services.people.role import RoleService
from services.people.taking import let_go_of_all, sweep
from services.running.notification import Event, Notifications
from utils.clock import Clock, steady

LONGEST = timedelta(days=5 * 366)
"""How long a role with an end may last."""
ENDED_AT_ONCE = 20
"""Roles that end in one go."""
SEAL = 8
SYSTEM = "system"


def seal(grant: Grant | None) -> str:
    """Of what was shown of somebody's role."""
    said = f"{grant.role} {_number(grant.ends_at)} {_number(grant.granted_at)}" if grant else ""
    return hashlib.sha256(said.encode()).hexdigest()[:SEAL]


def _number(at: datetime | None) -> int | None:
    """As the database keeps it."""
    return (at - EPOCH) // MILLISECOND if at else None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody, and the role that was given to them. `by_settings`: an owner whatever it says."""

    user: User
    grant: Grant | None
    by_settings: bool
    rests: bool = False
    """It has an end, and nobody knows what time it is."""

    @property
    def seen(self) -> str:
        return seal(self.grant)


@dataclass(frozen=True, slots=True)
class Team:
    """`owners`: those of the settings, with their names where they have started the bot."""

    owners: Mapping[int, str | None]
    members: Sequence[Member]


class TeamService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        notifications: Notifications,
        roles: RoleService,
    ) -> None:
        self._uow = uow
        self._clock = steady(clock)
        self._notify = notifications
        self._roles = roles

    def now(self) -> datetime:
        return self._clock()

    async def numbers(self) -> list[int]:
        """Of whoever has a role that was given."""
        async with self._uow.read() as uow:
            return [grant.user_id for grant in await uow.roles.all()]

    async def listed(self) -> Team:
        async with self._uow.read() as uow:
            owners = {number: await uow.users.find(number) for number in sorted(self._roles.owners)}
            named = {number: user.name if user else None for number, user in owners.items()}
            grants = [each for each in await uow.roles.all() if each.user_id not in owners]
            return Team(named, [await self._member(uow, each.user_id) for each in grants])

    async def member(self, user_id: int) -> Member:
        """Raises PersonNotFound."""
        async with self._uow.read() as uow:
            return await self._member(uow, user_id)

    async def _member(self, uow: UnitOfWork, user_id: int) -> Member:
        found = await uow.roles.met(user_id)
        if found is None:
            raise PersonNotFound
        grant, owner = found[1], user_id in self._roles.owners
        rests = self._clock.in_doubt and grant is not None and grant.ends_at is not None
        return Member(*found, by_settings=owner, rests=rests)

    async def find(self, word: str) -> Member:
        """By number, @name, or the code of one of their orders. Raises PersonNotFound."""
        async with self._uow.read() as uow:
            return await self._member(uow, await meant(uow, word))

    async def give(
        self, user_id: int, role: Role, ends_at: datetime | None, *, seen: str, admin: int
    ) -> Member:
        """In the place of the role they have, if any. `seen`: the seal of what was shown.

        Raises PersonNotFound, Banned, OwnRole, OwnerBySettings, LacksRight, Outlasts, RoleChanged,
        LastOwner, BadEnd, TimeInDoubt, TeamFull.
        """
        now = self._clock()
        async with self._uow() as uow:
            user, held = await self._opened(uow, user_id, seen=seen, admin=admin, gives=role)
            if user.banned_at is not None:
                raise Banned
            grant, before = held.get(user_id), _said(held.get(user_id))
            self._check(held, user_id, role, ends_at)
            self._check_end(held.get(admin), ends_at, now, by_settings=admin in self._roles.owners)
            grant = grant or Grant(user_id=user_id)
            grant.role, grant.ends_at = role, ends_at
            grant.granted_by, grant.granted_at = f"admin:{admin}", now
            uow.audit.add(_entry(GIVEN, user_id, now, grant.granted_by, before, grant))
            await uow.roles.put(grant)
            await let_go_of_all(uow, self._notify, user_id, RIGHTS[role])
            self._tell(uow, "given", user_id, role, f"admin:{admin}", ends_at)
        return Member(user, grant, by_settings=False)

    def _check(
        self,
        held: Mapping[int, Grant],
        user_id: int,
        role: Role,
        ends_at: datetime | None,
    ) -> None:
        if user_id not in held and len(held) >= MOST_GRANTS:
            raise TeamFull(MOST_GRANTS)
        if role is not Role.OWNER or ends_at is not None:
            self._require_other_owner(held, user_id)

    def _check_end(
        self, own: Grant | None, ends_at: datetime | None, now: datetime, *, by_settings: bool
    ) -> None:
        """`own`: of who gives; what ends on Friday gives nothing that lasts longer."""
        if ends_at is not None and self._clock.in_doubt:
            raise TimeInDoubt
        if ends_at is not None and not now < ends_at <= now + LONGEST:
            raise BadEnd
        last = own.ends_at if own and not by_settings else None
        if last is not None and (ends_at is None or ends_at > last):
            raise Outlasts

    async def take(self, user_id: int, *, seen: str, admin: int) -> Member:
        """Raises PersonNotFound, OwnRole, OwnerBySettings, LacksRight, RoleChanged, LastOwner."""
        now, actor = self._clock(), f"admin:{admin}"
        async with self._uow() as uow:
            user, held = await self._opened(uow, user_id, seen=seen, admin=admin, gives=None)
            grant = held.get(user_id)
            if grant is None:
                raise RoleChanged
            self._require_other_owner(held, user_id)
            uow.audit.add(_entry(TAKEN, user_id, now, actor, _said(grant), None))
            await uow.roles.drop(grant)
            await let_go_of_all(uow, self._notify, user_id, frozenset())
            self._tell(uow, "taken", user_id, grant.role, actor, None)
        return Member(user, None, by_settings=False)

    async def _opened(
        self, uow: UnitOfWork, user_id: int, *, seen: str, admin: int, gives: Role | None
    ) -> tuple[User, Mapping[int, Grant]]:
        """The person, and all roles, which nobody else changes now; what must hold of them."""
        if await uow.users.find(user_id) is None:
            raise PersonNotFound
        await uow.taken.lock_of(user_id)
        user = await uow.users.lock(user_id)
        held = await uow.roles.locked()
        self._require_right(held, user_id, admin, gives)
        if user_id == admin:
            raise OwnRole
        if user_id in self._roles.owners:
            raise OwnerBySettings
        if seal(held.get(user_id)) != seen:
            raise RoleChanged
        return user, held

    def _require_right(
        self, held: Mapping[int, Grant], user_id: int, admin: int, gives: Role | None
    ) -> None:
        """Of who acts, now: a role that is given or taken has nothing that they lack."""
        rights = self._roles.judge(admin, held.get(admin)).rights
        grant = held.get(user_id)
        moved = {role for role in (gives, grant.role if grant else None) if role is not None}
        needed = frozenset({Permission.ROLES}).union(*(RIGHTS[role] for role in moved))
        if not needed <= rights:
            raise LacksRight

    def _require_other_owner(self, held: Mapping[int, Grant], user_id: int) -> None:
        """An owner for good stays, whatever becomes of this one."""
        lasting = {
            grant.user_id
            for grant in held.values()
            if grant.role is Role.OWNER and grant.ends_at is None
        }
        if user_id in lasting and not (self._roles.owners | lasting) - {user_id}:
            raise LastOwner

    async def end_overdue(self) -> None:
        """What has ended is told of once; while the time is in doubt, it only rests. Who works for
        the shop no more, as `ADMIN_IDS` has it, sees to nothing either.
        """
        if self._clock.in_doubt:
            return
        now = self._clock()
        async with self._uow.read() as uow:
            overdue = await uow.roles.overdue(now, ENDED_AT_ONCE)
        for user_id in overdue:
            await self._end(user_id, now)
        await sweep(self._uow, self._roles, self._notify)

    async def _end(self, user_id: int, now: datetime) -> None:
        async with self._uow() as uow:
            await uow.taken.lock_of(user_id)
            await uow.users.lock(user_id)
            grant = (await uow.roles.locked()).get(user_id)
            if grant is None or grant.ends_at is None or grant.ends_at > now:
                return
            uow.audit.add(_entry(ENDED, user_id, now, SYSTEM, _said(grant), None))
            await uow.roles.drop(grant)
            left = self._roles.judge(user_id, None).rights
            await let_go_of_all(uow, self._notify, user_id, left)
            self._tell(uow, "ended", user_id, grant.role, SYSTEM, None)

    def _tell(
        self,
        uow: UnitOfWork,
        what: str,
        user_id: int,
        role: Role,
        actor: str,
        ends_at: datetime | None,
    ) -> None:
        """The person themselves, and everybody who gives roles."""
        facts = {"person": str(user_id), "what": what, "role": str(role), "actor": actor}
        facts["topic"] = f"{user_id}.{what}.{role}"
        facts["until"] = ends_at.isoformat() if ends_at else ""
        self._notify.person(uow, Event.ROLE, user_id, facts)
        self._notify.admins(uow, Event.ADMIN_ROLE, args=facts)


def _said(grant: Grant | None) -> str | None:
    """As the audit has it."""
    if grant is None:
        return None
    return f"{grant.role}, until {grant.ends_at.isoformat()}" if grant.ends_at else str(grant.role)


def _entry(
    action: str,
    user_id: int,
    at: datetime,
    actor: str,
    before: str | None,
    after: Grant | None,
) -> AuditEntry:
    """What it was and is now, in the words that the guard of roles reads."""
    is_now = {
        "ends_at": _number(after.ends_at) if after else None,
        "role": after.role if after else None,
    }
    details = {"before": before, **is_now}
    return AuditEntry(at=at, actor=actor, action=action, subject=about(user_id), details=details)
