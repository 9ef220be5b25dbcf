"""Erasing what may be erased of a person: at once what nobody needs, and where parcels went once
the shop's time to keep it is over. Money, and the books, stay.
"""

import hashlib
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.account import PERSON_ERASED, Erasure
from models.account_errors import ErasureChanged, StillOpen, WorksHere
from models.audit import AuditEntry
from models.order import Order, delivery_binding, reason_binding
from models.question import answer_binding
from utils.clock import Clock
from utils.sealing import Sealer

MARK = 8
"""Hexadecimal digits: against mistakes, not against forgers, who erase themselves alone."""
PIECE = 100
"""Orders, or answers, of one transaction."""
AT_ONCE = 20
"""People of one round."""
NAMED = 5
"""Open orders that are named; more are not told of."""
EVERY = timedelta(hours=24)
"""Between two rounds, when nothing is left over."""
AT_PRESS = 20
"""Pieces that who pressed waits for; the rest is left to the round."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen now. `until`: when what ended orders say goes, None: at once; `credit`:
    minor units that stay theirs; `told`: ended orders that say something of them.
    """

    staff: bool
    open: Sequence[str]
    credit: int
    told: int
    until: datetime | None
    mark: str = ""
    """Of what is erased, and when: goes with the button that erases exactly this."""

    @property
    def allowed(self) -> bool:
        return not (self.staff or self.open)


class ErasureService:
    """`owners`: those of the settings, now."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        sealer: Sealer,
        retention: timedelta,
        owners: Callable[[], Set[int]],
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._sealer = sealer
        self._retention = retention
        self._owners = owners

    async def plan(self, user_id: int, currency: str) -> Plan:
        now = self._clock()
        async with self._uow.read() as uow:
            _, due = await self._times(uow, user_id, now)
            return Plan(
                staff=await self._works_here(uow, user_id),
                open=await uow.erasures.open(user_id, NAMED),
                credit=await uow.credit.balance(user_id, currency),
                told=await uow.erasures.count_told(user_id),
                until=due if due > now else None,
                mark=await self._mark(uow, user_id, due, now),
            )

    async def _works_here(self, uow: UnitOfWork, user_id: int) -> bool:
        return user_id in self._owners() or await uow.roles.of(user_id) is not None

    async def _times(
        self, uow: UnitOfWork, user_id: int, now: datetime
    ) -> tuple[datetime, datetime]:
        """Until when what ended is meant, and when it goes. All that has ended is meant, also by a
        clock that was ahead then.
        """
        last, before = await uow.erasures.last_told(user_id), await uow.erasures.of(user_id)
        asked = max(now, last or now, before.asked_at if before else now)
        return asked, max(asked, last + self._retention) if last else asked

    async def _mark(self, uow: UnitOfWork, user_id: int, due: datetime, now: datetime) -> str:
        """By the rows themselves: one detail in the place of another is another thing to erase."""
        own = await uow.erasures.own(user_id)
        kept = due if due > now else None
        said = repr((own, await uow.erasures.told(user_id), kept)).encode()
        return hashlib.sha256(said).hexdigest()[:MARK]

    async def erase(self, user_id: int, *, seen: str) -> datetime | None:
        """Until when the rest is kept; None: nothing is. `seen`: the mark of what was shown.
        Raises WorksHere, StillOpen, ErasureChanged.
        """
        now = self._clock()
        async with self._uow() as uow:
            user = await uow.users.lock(user_id)
            if await self._works_here(uow, user_id):
                raise WorksHere
            if codes := await uow.erasures.open(user_id, NAMED):
                raise StillOpen(", ".join(codes))
            asked, due = await self._times(uow, user_id, now)
            if seen != await self._mark(uow, user_id, due, now):
                raise ErasureChanged
            uow.audit.add(_entry(user_id, now, f"user:{user_id}", due))
            await uow.erasures.drop_own(user_id)
            user.name, user.username, user.expecting = str(user_id), None, None
            row = Erasure(user_id=user_id, asked_at=asked, due_at=due, done_at=None)
            await uow.erasures.put(row)
        if due > now:
            return due
        for _ in range(AT_PRESS):
            if not await self._piece(user_id):
                break
        return None

    async def round(self) -> float | None:
        """What is due; seconds until the next look."""
        async with self._uow.read() as uow:
            due = await uow.erasures.due(self._clock(), AT_ONCE)
        left = [await self._piece(user_id) for user_id in due]
        return 0 if any(left) or len(due) == AT_ONCE else EVERY.total_seconds()

    async def _piece(self, user_id: int) -> bool:
        """Whether there may be more of that person."""
        async with self._uow() as uow:
            await uow.users.lock(user_id)
            row = await uow.erasures.of(user_id)
            if row is None or row.done_at is not None or row.due_at > self._clock():
                return False
            orders = await uow.erasures.orders(user_id, row.asked_at, PIECE)
            for order in orders:
                await uow.erasures.put_words(order.id, self._nothing(order))
            answers = await uow.erasures.answers(user_id, row.asked_at, PIECE)
            for answer, variant_id in answers:
                bound_to = answer_binding(user_id, variant_id, answer.position)
                await uow.erasures.put_answer(answer.id, self._sealer.seal(b"", bound_to=bound_to))
            if len(orders) == PIECE or len(answers) == PIECE:
                return True
            await uow.flush()
            row.done_at = self._clock()
            return False

    def _nothing(self, order: Order) -> dict[str, bytes]:
        """Sealed anew, as nothing: so it is told from what is damaged."""
        bound = {
            "delivery": delivery_binding(order.user_id),
            "cancel_reason": reason_binding(order.id),
        }
        return {
            name: self._sealer.seal(b"", bound_to=binding)
            for name, binding in bound.items()
            if getattr(order, name) is not None
        }


def _entry(user_id: int, at: datetime, actor: str, due: datetime) -> AuditEntry:
    return AuditEntry(
        at=at,
        actor=actor,
        action=PERSON_ERASED,
        subject=f"person:{user_id}",
        details={"due_at": due.isoformat()},
    )
