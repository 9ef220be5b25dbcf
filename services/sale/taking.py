"""Who sees to an order that needs somebody, and who has seen to it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.support_errors import NeedsNobody, TakesTooMany
from models.taken import MOST_TAKEN
from services.people.taking import name_of, pass_on
from services.running.notification import Notifications


@dataclass(frozen=True, slots=True)
class Hands:
    """`taker`: the name of who sees to it; `act`: what a person of the shop did with it last, as
    the audit calls it, `by` whom, and when. `me`: who reads this.
    """

    order_id: int
    me: int
    needed: bool
    taker_id: int | None = None
    taker: str = ""
    act: str | None = None
    by: str = ""
    at: datetime | None = None

    def without(self, told: bool) -> Self:
        """`told`: what was done is said already."""
        return replace(self, act=None) if told else self


async def hands_of(uow: UnitOfWork, order_id: int, me: int) -> Hands:
    taker_id, last = await uow.taken.holder(order_id), await uow.taken.last_act(order_id)
    needed = taker_id is not None or await uow.taken.needed(order_id)
    taker = await name_of(uow, taker_id) or ""
    hands = Hands(order_id, me, needed, taker_id, taker)
    if last is None:
        return hands
    number = last.actor.partition(":")[2]
    by = await name_of(uow, int(number) if number.isdigit() else None) or last.actor
    return replace(hands, act=last.action, by=by, at=last.at)


class TakingService:
    def __init__(self, uow: UnitOfWorkFactory, notifications: Notifications) -> None:
        self._uow = uow
        self._notify = notifications

    async def of(self, order_id: int, me: int) -> Hands:
        async with self._uow.read() as uow:
            return await hands_of(uow, order_id, me)

    async def take(self, order_id: int, *, seen: int, by: int) -> None:
        """See to an order; `seen`: who had it when it was offered, 0 for nobody.

        Raises OrderNotFound, NeedsNobody, TakesTooMany, TakenMeanwhile.
        """
        async with self._uow() as uow:
            await uow.orders.get(order_id, lock=True)
            await uow.users.lock(by)  # who loses their role at this moment takes nothing
            if not await uow.taken.needed(order_id):
                raise NeedsNobody
            if await uow.taken.count(by, MOST_TAKEN) >= MOST_TAKEN:
                raise TakesTooMany(MOST_TAKEN)
            await self._pass_on(uow, order_id, seen, by, by)

    async def let_go(self, order_id: int, *, by: int) -> None:
        """Raises OrderNotFound, TakenMeanwhile."""
        async with self._uow() as uow:
            await uow.orders.get(order_id, lock=True)
            await self._pass_on(uow, order_id, by, None, by)

    async def _pass_on(
        self, uow: UnitOfWork, order_id: int, seen: int, to: int | None, by: int
    ) -> None:
        now = self._notify.now()
        if not await pass_on(uow, uow.taken, order_id, seen, to, now):
            return
        action = "order.taken" if to else "order.let-go"
        entry = AuditEntry(at=now, actor=f"admin:{by}", action=action, order_id=order_id)
        entry.details = {}
        uow.audit.add(entry)
        uow.taken.tell(order_id, now)
        uow.after_commit(self._notify.ring)
