"""A customer asks for another good instead of one that does not work, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import NotFound
from models.order import Order, OrderStatus
from models.support import Complained, Complaint, ComplaintState
from models.support_errors import CannotComplain, ComplaintDecided
from services.people.note import Note
from services.running.notification import Event, Notifications
from utils.clock import Clock

LISTED = 20
"""Complaints on one screen."""
COUNTED = 100
MOST_UNITS = 20
"""Goods of an order that are offered one by one."""


@dataclass(frozen=True, slots=True)
class ComplaintTerms:
    """`within`: so long after an order was delivered; None: never."""

    within: timedelta | None = timedelta(days=14)

    def open_for(self, order: Order, now: datetime) -> bool:
        """Whether its customer may complain of its goods, as far as time says."""
        if self.within is None or order.status is not OrderStatus.SHIPPED:
            return False
        return order.closed_at is not None and now <= order.closed_at + self.within

    def refusal(self, why: str) -> CannotComplain:
        return CannotComplain(why, self.within.days if self.within else 0)

    def require(self, order: Order, now: datetime) -> None:
        """Raises CannotComplain."""
        if self.within is None:
            raise self.refusal("off")
        if order.status is not OrderStatus.SHIPPED:
            raise self.refusal("state")
        if not self.open_for(order, now):
            raise self.refusal("late")


@dataclass(frozen=True, slots=True)
class Faulty:
    """A good that its customer may complain of, by its place among the goods of its order."""

    unit_id: int
    title: str
    place: int
    complained: bool


class ComplaintService:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        notifications: Notifications,
        terms: ComplaintTerms,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._notify = notifications
        self.terms = terms

    async def goods(self, order_id: int, *, owner: int) -> tuple[str, list[Faulty]]:
        """An order's code and its goods: those that can be asked for, as many as are offered, then
        those that were. Raises OrderNotFound and CannotComplain.
        """
        async with self._uow.read() as uow:
            order = await uow.orders.get(order_id, owner=owner)
            self.terms.require(order, self._clock())
            said = await uow.complaints.of_order(order_id)
            if any(one.state is ComplaintState.ASKED for one in said):
                raise self.terms.refusal("open")
            units = await uow.stock.units_of(order_id)
        known = {one.unit_id for one in said}
        goods = [
            Faulty(unit.id, line.title, place, unit.id in known)
            for place, (line, unit) in enumerate(units, 1)
        ]
        free = [one for one in goods if not one.complained]
        return order.code, free[:MOST_UNITS] + [one for one in goods if one.complained]

    async def complain(self, note: Note, order_id: int, unit_id: int) -> str:
        """With the message that says what is wrong; the order's code. The same message twice is
        one complaint. Raises OrderNotFound and CannotComplain.
        """
        now = self._clock()
        async with self._uow() as uow:
            order = await uow.orders.get(order_id, owner=note.chat_id, lock=True)
            said = await uow.complaints.of_order(order_id)
            if any((one.unit_id, one.message_id) == (unit_id, note.message_id) for one in said):
                return order.code
            self.terms.require(order, now)
            if any(one.state is ComplaintState.ASKED for one in said):
                raise self.terms.refusal("open")
            if any(one.unit_id == unit_id for one in said):
                raise self.terms.refusal("again")
            if unit_id not in {unit.id for _, unit in await uow.stock.units_of(order_id)}:
                raise self.terms.refusal("unit")
            complaint = Complaint(order_id=order_id, unit_id=unit_id, message_id=note.message_id)
            complaint.asked_at, complaint.state = now, ComplaintState.ASKED
            await uow.complaints.add(complaint)
            uow.audit.add(_entry(complaint, complaint.state, f"user:{note.chat_id}", now))
            _tell(uow, self._notify, complaint)
        return order.code

    async def asked(self) -> tuple[Sequence[Complained], int]:
        """Those that wait, and how many they are, up to COUNTED."""
        async with self._uow.read() as uow:
            return await uow.complaints.asked(LISTED), await uow.complaints.count(COUNTED)

    async def find(self, complaint_id: int) -> Complained:
        """Raises NotFound."""
        async with self._uow.read() as uow:
            return await _found(uow, complaint_id)

    async def refuse(self, complaint_id: int, reason: Note, *, actor: str) -> None:
        """The customer gets the message that says why. Raises NotFound and ComplaintDecided."""
        now, state = self._clock(), ComplaintState.REFUSED
        why = {"reason_chat": reason.chat_id, "reason_message": reason.message_id}
        async with self._uow() as uow:
            if not await uow.complaints.decide(complaint_id, state, actor, now, **why):
                raise ComplaintDecided((await _found(uow, complaint_id)).complaint.state)
            found = await _found(uow, complaint_id)
            uow.audit.add(_entry(found.complaint, state, actor, now))
            _tell(uow, self._notify, found.complaint)
            args = {"topic": str(complaint_id)}
            self._notify.person(uow, Event.COMPLAINT_REFUSED, found.user_id, args)


async def note_replaced(
    uow: UnitOfWork, notify: Notifications, unit_id: int, actor: str, now: datetime
) -> None:
    """A good was replaced: who complained of it was right, if they still waited."""
    if complaint := await uow.complaints.of_unit(unit_id):
        await _decide(uow, notify, complaint, ComplaintState.GRANTED, actor, now)


async def note_refunded(
    uow: UnitOfWork, notify: Notifications, order_id: int, actor: str, now: datetime
) -> None:
    """Nobody gets another good of an order whose money goes back."""
    for complaint in await uow.complaints.of_order(order_id):
        await _decide(uow, notify, complaint, ComplaintState.ENDED, actor, now)


async def _decide(
    uow: UnitOfWork,
    notify: Notifications,
    complaint: Complaint,
    state: ComplaintState,
    actor: str,
    now: datetime,
) -> None:
    if await uow.complaints.decide(complaint.id, state, actor, now):
        uow.audit.add(_entry(complaint, state, actor, now))
        _tell(uow, notify, complaint)


def _tell(uow: UnitOfWork, notify: Notifications, complaint: Complaint) -> None:
    """What admins have of it says how it stands."""
    args = {"topic": str(complaint.id)}
    notify.told_all(uow, Event.ADMIN_COMPLAINT, args, complaint.order_id)


async def _found(uow: UnitOfWork, complaint_id: int) -> Complained:
    found = await uow.complaints.find(complaint_id)
    if found is None:
        raise NotFound
    return found


def _entry(complaint: Complaint, state: ComplaintState, actor: str, at: datetime) -> AuditEntry:
    order_id = complaint.order_id
    entry = AuditEntry(at=at, actor=actor, action=f"complaint.{state}", order_id=order_id)
    entry.subject, entry.details = f"complaint:{complaint.id}", {"unit": complaint.unit_id}
    return entry
