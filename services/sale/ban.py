"""Who may not use the shop, and since when: banned and let in again with a reason.

What they have ordered stays what it is: docs/adr/0044-people.md.
"""

from dataclasses import dataclass, field
from datetime import datetime

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.permission import Permission, Role
from models.person_errors import BanChanged, OwnBan, WorksHere
from models.role_errors import OwnerBySettings, PersonNotFound
from models.user import User
from services.people.named import locked, require
from services.people.role import RoleService
from services.sale.typed import valid_reason
from utils.clock import Clock
from utils.printable import is_seen, legible

BANNED, UNBANNED = "person.banned", "person.unbanned"
ACTIVE = 20
"""Orders of one person that are counted before they are banned."""


def about_ban(user_id: int) -> str:
    """What the audit calls it."""
    return f"ban:{user_id}"


def reason_of(text: str) -> str:
    """Raises BadReason."""
    said = legible(text)
    return valid_reason(said if is_seen(said) else "")


@dataclass(frozen=True, slots=True)
class Ban:
    """`by`: an actor, as the audit names them; `name`: what they are called, if they are known."""

    since: datetime
    by: str
    name: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Barring:
    """What is known before somebody is banned or let in. `works`: the role that they have;
    `waiting`, `paid`: orders that are open; `credit`: minor units.
    """

    user: User
    works: Role | None
    waiting: int
    paid: int
    credit: int
    currency: str


class BanService:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, roles: RoleService, currency: str
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._roles = roles
        self._currency = currency

    async def barring(self, user_id: int, *, admin: int) -> Barring:
        """Raises PersonNotFound; OwnBan, OwnerBySettings, WorksHere: they cannot be banned."""
        async with self._uow.read() as uow:
            user = await uow.users.find(user_id)
            if user is None:
                raise PersonNotFound
            grant = await uow.roles.of(user_id)
            if user.banned_at is None:
                self._require_stranger(user_id, admin, works=grant is not None)
            active = await uow.orders.active(user_id, ACTIVE)
            unpaid = sum(order.paid_at is None for order in active)
            credit = await uow.credit.balance(user_id, self._currency)
        role = grant.role if grant else None
        return Barring(user, role, unpaid, len(active) - unpaid, credit, self._currency)

    async def ban(self, user_id: int, reason: str, *, admin: int) -> None:
        """Raises PersonNotFound, RightGone, OwnBan, OwnerBySettings, WorksHere, BanChanged,
        BadReason.
        """
        now, said = self._clock(), reason_of(reason)
        async with self._uow() as uow:
            user = await self._opened(uow, user_id, admin)
            held = await uow.roles.locked()
            self._require_stranger(user_id, admin, works=user_id in held)
            if user.banned_at is not None:
                raise BanChanged
            self._note(uow, BANNED, user_id, now, admin, said)
            await uow.people.put_ban(user_id, now)

    async def unban(self, user_id: int, reason: str, *, admin: int) -> None:
        """Raises PersonNotFound, RightGone, BanChanged, BadReason."""
        now, said = self._clock(), reason_of(reason)
        async with self._uow() as uow:
            user = await self._opened(uow, user_id, admin)
            if user.banned_at is None:
                raise BanChanged
            self._note(uow, UNBANNED, user_id, now, admin, said)
            await uow.people.put_ban(user_id, None)

    async def _opened(self, uow: UnitOfWork, user_id: int, admin: int) -> User:
        user = await locked(uow, user_id)
        await require(uow, self._roles, admin, Permission.PEOPLE)
        return user

    def _require_stranger(self, user_id: int, admin: int, *, works: bool) -> None:
        """A role is taken first, by who may take it: then nobody is banned by less than that."""
        if user_id == admin:
            raise OwnBan
        if user_id in self._roles.owners:
            raise OwnerBySettings
        if works:
            raise WorksHere

    def _note(
        self, uow: UnitOfWork, action: str, user_id: int, at: datetime, admin: int, reason: str
    ) -> None:
        uow.audit.add(
            AuditEntry(
                at=at,
                actor=f"admin:{admin}",
                action=action,
                subject=about_ban(user_id),
                details={"reason": reason},
            )
        )


async def ban_of(uow: UnitOfWork, user: User) -> Ban | None:
    """Since when, by whom and why."""
    if user.banned_at is None:
        return None
    entry = await uow.audit.last_about(about_ban(user.id))
    if entry is None:
        return Ban(user.banned_at, "", "", "")
    number = entry.actor.partition(":")[2]
    by = await uow.users.find(int(number)) if number.isdigit() else None
    reason = str(entry.details.get("reason", ""))
    return Ban(user.banned_at, entry.actor, by.name if by else number, reason)
