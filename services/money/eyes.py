"""Four eyes: what is worth more than the shop says waits for a second owner.

The one door: whoever is about to give something away asks `waits` in its transaction, before it
writes anything. True: it was asked for instead, and is done by `ApprovalService.approve`, with the
arguments it was asked for, through the function that `Given.carriers` names for its act
(docs/adr/0043-eyes.md).
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from db import UnitOfWork
from models.approval import MOST_ASKED, Act, Approval, ApprovalState, about
from models.approval_errors import AskedAnew, NoSecondOwner, TooManyAsked
from models.audit import AuditEntry
from models.permission import Role
from services.running.notification import Event, Notifications
from utils.clock import Clock

LASTS = timedelta(days=3)
"""How long a second owner has to agree."""
ADMIN = "admin:"


@dataclass(frozen=True, slots=True)
class Ask:
    """An act as it would be done. `subject`: what it is about, such as `order:5`; `amount`: minor
    units that it is worth; `args`: numbers and words as they were shown; `sealed`: an address.
    """

    act: Act
    subject: str
    amount: int
    currency: str
    args: dict[str, Any] = field(default_factory=dict)
    order_id: int | None = None
    sealed: bytes | None = None

    def is_of(self, row: Approval) -> bool:
        return (self.amount, self.args) == (row.amount, row.args)


class FourEyes:
    """`above`: minor units of the shop currency; None: nothing waits."""

    def __init__(self, clock: Clock, notifications: Notifications, above: int | None) -> None:
        self._clock = clock
        self._notify = notifications
        self.above = above

    def counts(self, amount: int, actor: str) -> bool:
        """Whether so much is more than one person may give away."""
        return self.above is not None and amount > self.above and actor.startswith(ADMIN)

    async def waits(self, uow: UnitOfWork, ask: Ask, actor: str) -> bool:
        """Whether it was asked for instead; False: it may be done now.

        Raises NoSecondOwner: nothing above the limit is done by one person, whoever they are.
        """
        if not self.counts(ask.amount, actor):
            return False
        asker = int(actor.removeprefix(ADMIN))
        if not set(await self.owners(uow)) - {asker}:
            raise NoSecondOwner
        before = await uow.approvals.asked(ask.act, ask.subject)
        if before is not None and (ask.is_of(before) and before.until > self._clock()):
            return True
        if before is not None:
            await self.over(uow, before, ApprovalState.OVERTAKEN, why=AskedAnew.key)
        elif len(await uow.approvals.open(MOST_ASKED)) >= MOST_ASKED:
            raise TooManyAsked(MOST_ASKED)
        await self._ask(uow, ask, asker)
        return True

    async def owners(self, uow: UnitOfWork) -> list[int]:
        return await self._notify.staff(uow, frozenset({Role.OWNER}))

    async def _ask(self, uow: UnitOfWork, ask: Ask, asker: int) -> None:
        now = self._clock()
        row = Approval(act=ask.act, subject=ask.subject, order_id=ask.order_id, amount=ask.amount)
        row.currency, row.args, row.sealed = ask.currency, ask.args, ask.sealed
        row.asked_by, row.asked_at, row.until = asker, now, now + LASTS
        row.state = ApprovalState.OPEN
        await uow.approvals.add(row)
        self.note(uow, row, "approval.asked", f"{ADMIN}{asker}")

    async def over(
        self,
        uow: UnitOfWork,
        row: Approval,
        state: ApprovalState,
        *,
        by: int | None = None,
        why: str | None = None,
    ) -> None:
        """Decided, or ended by itself; everybody's message about it says so."""
        self.note(uow, row, f"approval.{state}", f"{ADMIN}{by}" if by else "system")
        await uow.flush()
        row.state, row.decided_by, row.decided_at, row.why = state, by, self._clock(), why
        await uow.flush()

    def note(self, uow: UnitOfWork, row: Approval, action: str, actor: str) -> None:
        """In the audit; its asker, and everybody who may agree, read where it stands."""
        details = {"act": str(row.act), "amount": str(row.amount), "asked_by": str(row.asked_by)}
        entry = AuditEntry(at=self._clock(), actor=actor, action=action, details=details)
        entry.subject, entry.order_id = about(row.id), row.order_id
        uow.audit.add(entry)
        facts = {"approval": str(row.id), "topic": f"{row.id}.{action}"}
        self._notify.admins(uow, Event.ADMIN_APPROVAL, args=facts)
        if action != "approval.asked":
            self._notify.person(uow, Event.APPROVAL, row.asked_by, facts)
