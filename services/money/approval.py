"""What waits for a second owner is agreed to, refused, or ends by itself."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.approval import MOST_ASKED, Act, Approval, ApprovalState
from models.approval_errors import (
    ApprovalNotFound,
    ApprovalOver,
    AskedChanged,
    AskerLacksRight,
    NotAnOwner,
    OwnApproval,
    WaitsForSecond,
)
from models.errors import ShopError
from models.order import Order
from models.permission import Permission
from models.refund_errors import OtherCurrency
from models.user import User
from services.money.eyes import Ask, FourEyes
from services.people.role import RoleService
from utils.clock import Clock, steady

KEY_FOR = timedelta(minutes=30)
"""How long a key may be read after two agreed."""
PIECE = 50
"""What ends by itself in one round."""

Carry = Callable[[UnitOfWork, Approval, str], Awaitable[None]]
"""Does what was asked for, in the transaction of who agrees, as `actor`, who asked for it; raises
ShopError when it is not what it was any more.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """With who it is about."""

    approval: Approval
    asker: User | None
    decider: User | None
    order: Order | None
    address: str | None = None
    person: User | None = None

    def __repr__(self) -> str:
        return f"Asked({self.approval.id})"  # no address in a log


class ApprovalService:
    """`carriers`: by act, who does it, and what its asker needs at that moment."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        eyes: FourEyes,
        roles: RoleService,
        carriers: Mapping[Act, tuple[Carry, Permission]],
        unsealed: Callable[[int, bytes | None], str | None],
    ) -> None:
        """`unsealed`: where an order's refund goes to, in plain words."""
        self._uow = uow
        self._clock = steady(clock)
        self._eyes = eyes
        self._roles = roles
        self._carriers = carriers
        self._unsealed = unsealed

    async def listed(self) -> Sequence[Asked]:
        """What waits."""
        async with self._uow.read() as uow:
            return [await self._asked(uow, row) for row in await uow.approvals.open(MOST_ASKED)]

    async def card(self, approval_id: int) -> Asked:
        """Raises ApprovalNotFound."""
        async with self._uow.read() as uow:
            return await self._asked(uow, await self._found(uow, approval_id))

    async def _asked(self, uow: UnitOfWork, row: Approval) -> Asked:
        order = await uow.orders.get(row.order_id) if row.order_id else None
        decider = await uow.users.find(row.decided_by) if row.decided_by else None
        address = self._unsealed(row.order_id, row.sealed) if row.order_id else None
        person = await uow.users.find(int(row.args.get("person", 0)))
        return Asked(row, await uow.users.find(row.asked_by), decider, order, address, person)

    async def _found(self, uow: UnitOfWork, approval_id: int) -> Approval:
        row = await uow.approvals.get(approval_id)
        if row is None:
            raise ApprovalNotFound
        return row

    async def approve(self, approval_id: int, admin: int) -> None:
        """It is done in the same transaction, or it is said what changed, and it is over.

        Raises ApprovalNotFound, ApprovalOver, OwnApproval, NotAnOwner, and what doing it raises.
        """
        changed: ShopError | None = None
        try:
            async with self._uow() as uow:
                row = await self._locked(uow, approval_id, admin)
                await self._carry(uow, row)
                await self._eyes.over(uow, row, ApprovalState.APPROVED, by=admin)
        except _Overtaken as overtaken:
            changed = overtaken.refusal
        if changed is not None:
            async with self._uow() as uow:
                row = await self._locked(uow, approval_id, admin)
                why = AskedChanged.key if changed.fields else changed.key  # no fields are kept
                await self._eyes.over(uow, row, ApprovalState.OVERTAKEN, why=why)
            raise changed

    async def _carry(self, uow: UnitOfWork, row: Approval) -> None:
        carry, needs = self._carriers[row.act]
        try:
            if needs not in (await self._rights(uow, row.asked_by)):
                raise AskerLacksRight
            if await uow.vault.fact("currency") not in (None, row.currency):
                raise OtherCurrency(row.currency)
            await carry(uow, row, f"admin:{row.asked_by}")
        except ShopError as refusal:
            raise _Overtaken(refusal) from None

    async def refuse(self, approval_id: int, admin: int) -> None:
        """Raises ApprovalNotFound, ApprovalOver, OwnApproval, NotAnOwner."""
        async with self._uow() as uow:
            row = await self._locked(uow, approval_id, admin)
            await self._eyes.over(uow, row, ApprovalState.REFUSED, by=admin)

    async def _locked(self, uow: UnitOfWork, approval_id: int, admin: int) -> Approval:
        """Open, and `admin` may decide on it."""
        row = await self._held(uow, await self._found(uow, approval_id))
        if row.state is not ApprovalState.OPEN or row.until <= self._clock():
            raise ApprovalOver
        if row.asked_by == admin:
            raise OwnApproval
        if Permission.TRUST not in await self._rights(uow, admin):
            raise NotAnOwner
        return row

    async def _held(self, uow: UnitOfWork, found: Approval) -> Approval:
        """What it is about is locked before it, its order or its person, as by whoever acts on
        that: two who begin at the two ends would wait for each other.
        """
        if found.order_id is not None:
            await uow.orders.get(found.order_id, lock=True)
        elif person := found.args.get("person"):
            await uow.users.lock(person)
        return await uow.approvals.lock(found.id)

    async def _rights(self, uow: UnitOfWork, user_id: int) -> frozenset[Permission]:
        """At this moment."""
        return self._roles.judge(user_id, await uow.roles.of(user_id)).rights

    async def require_key(self, order_id: int, admin: int) -> None:
        """Whether `admin` may read the key behind an order of so much now: two agreed a short while
        ago. Raises OrderNotFound, WaitsForSecond, NoSecondOwner.
        """
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, lock=True)
            now, subject = self._clock(), f"order:{order_id}:{admin}"
            if await uow.approvals.agreed(Act.KEY, subject, now - KEY_FOR, now):
                return
            ask = Ask(Act.KEY, subject, order.total, order.currency, {}, order_id)
            waits = await self._eyes.waits(uow, ask, f"admin:{admin}")
        if waits:
            raise WaitsForSecond

    async def round(self) -> float | None:
        """What nobody decided in time is over; 0 when there may be more at once."""
        if self._clock.in_doubt:
            return None
        now: datetime = self._clock()
        async with self._uow.read() as uow:
            overdue = await uow.approvals.overdue(now, PIECE)
        for found in overdue:
            async with self._uow() as uow:
                row = await self._held(uow, found)
                if row.state is ApprovalState.OPEN:
                    await self._eyes.over(uow, row, ApprovalState.EXPIRED)
        return 0 if len(overdue) == PIECE else None


class _Overtaken(Exception):
    """What was asked for cannot be done: nothing of it stays."""

    def __init__(self, refusal: ShopError) -> None:
        super().__init__(refusal.key)
        self.refusal = refusal


async def opens(_uow: UnitOfWork, _asked: Approval, _actor: str) -> None:
    """Nothing but that two agreed: who asked may go on for a while."""
