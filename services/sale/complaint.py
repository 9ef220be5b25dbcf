"""A customer asks for another good instead of one that does not work, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import NotFound
from models.order import Order, OrderLine, OrderStatus
from models.stock import StockUnit
from models.support import MOST_COMPLAINTS, Complaint, ComplaintState
from models.support_errors import CannotComplain, ComplaintDecided
from repositories.complaint import Row
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
    """`within`: so long after an order was delivered; None: never. `most`: of one order."""

    within: timedelta | None = timedelta(days=14)
    most: int = 3

    def open_for(self, order: Order, now: datetime) -> bool:
        """Whether its customer may complain of its goods, as far as time says."""
        if self.within is None or order.status is not OrderStatus.SHIPPED:
            return False
        return order.closed_at is not None and now <= order.closed_at + self.within

    def refusal(self, why: str) -> CannotComplain:
        days = self.within.days if self.within else 0
        return CannotComplain(why, days, self.most)


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
        """An order's code and its goods. Raises OrderNotFound and CannotComplain."""
        async with self._uow.read() as uow:
            order = await uow.orders.get(order_id, owner=owner)
            said = await uow.complaints.of_order(order_id)
            self._require_time(order)
            if len(said) >= self.terms.most:
                raise self.terms.refusal("many")
            units = await uow.stock.units_of(order_id)
        known = {one.unit_id for one in said}
        return order.code, [_faulty(row, n, known) for n, row in enumerate(units, 1)][:MOST_UNITS]

    async def complain(self, note: Note, order_id: int, unit_id: int) -> str:
        """With the message that says what is wrong; the order's code. The same message twice is
        one complaint. Raises OrderNotFound and CannotComplain.
        """
        now = self._clock()
        async with self._uow() as uow:
            await uow.users.lock(note.chat_id)
            order = await uow.orders.get(order_id, owner=note.chat_id, lock=True)
            known = await uow.complaints.of_unit(unit_id)
            if known is not None:
                if (known.order_id, known.message_id) == (order_id, note.message_id):
                    return order.code
                raise self.terms.refusal("again")
            self._require_time(order)
            number = len(await uow.complaints.of_order(order_id)) + 1
            if number > min(self.terms.most, MOST_COMPLAINTS):
                raise self.terms.refusal("many")
            if unit_id not in {unit.id for _, unit in await uow.stock.units_of(order_id)}:
                raise self.terms.refusal("unit")
            complaint = Complaint(order_id=order_id, unit_id=unit_id, user_id=note.chat_id)
            complaint.number, complaint.message_id = number, note.message_id
            complaint.asked_at, complaint.state = now, ComplaintState.ASKED
            await uow.complaints.add(complaint)
            uow.audit.add(_entry(complaint, f"user:{note.chat_id}", "complaint.asked", now))
            tell_of(uow, self._notify, complaint)
        return order.code

    def _require_time(self, order: Order) -> None:
        if self.terms.within is None:
            raise self.terms.refusal("off")
        if order.status is not OrderStatus.SHIPPED:
            raise self.terms.refusal("state")
        if not self.terms.open_for(order, self._clock()):
            raise self.terms.refusal("late")

    async def asked(self) -> tuple[Sequence[Row], int]:
        """Those that wait, and how many they are, up to COUNTED."""
        async with self._uow.read() as uow:
            return await uow.complaints.asked(LISTED), await uow.complaints.count(COUNTED)

    async def find(self, complaint_id: int) -> Row:
        """Raises NotFound."""
        async with self._uow.read() as uow:
            found = await uow.complaints.find(complaint_id)
        if found is None:
            raise NotFound
        return found

    async def refuse(self, complaint_id: int, reason: Note, *, actor: str) -> None:
        """The customer gets the message that says why. Raises NotFound and ComplaintDecided."""
        now = self._clock()
        async with self._uow() as uow:
            found = await uow.complaints.find(complaint_id)
            if found is None:
                raise NotFound
            why = {"reason_chat": reason.chat_id, "reason_message": reason.message_id}
            state = ComplaintState.REFUSED
            if not await uow.complaints.decide(complaint_id, state, actor, now, **why):
                raise ComplaintDecided(await _how(uow, complaint_id))
            complaint = found[0]
            uow.audit.add(_entry(complaint, actor, "complaint.refused", now))
            tell_of(uow, self._notify, complaint)
            args = {"topic": str(complaint_id)}
            self._notify.person(uow, Event.COMPLAINT_REFUSED, complaint.user_id, args)


async def note_replaced(
    uow: UnitOfWork, notify: Notifications, unit_id: int, actor: str, now: datetime
) -> None:
    """A good was replaced: who complained of it was right, if they still waited."""
    complaint = await uow.complaints.of_unit(unit_id)
    if complaint is None:
        return
    if await uow.complaints.decide(complaint.id, ComplaintState.GRANTED, actor, now):
        uow.audit.add(_entry(complaint, actor, "complaint.granted", now))
        tell_of(uow, notify, complaint)


def tell_of(uow: UnitOfWork, notify: Notifications, complaint: Complaint) -> None:
    """What admins have of it says how it stands."""
    args = {"topic": str(complaint.id)}
    notify.told_all(uow, Event.ADMIN_COMPLAINT, args)


async def _how(uow: UnitOfWork, complaint_id: int) -> str:
    found = await uow.complaints.find(complaint_id)
    return str(found[0].state) if found else ""


def _entry(complaint: Complaint, actor: str, action: str, at: datetime) -> AuditEntry:
    entry = AuditEntry(at=at, actor=actor, action=action, order_id=complaint.order_id)
    entry.subject, entry.details = f"complaint:{complaint.id}", {"unit": complaint.unit_id}
    return entry


def _faulty(row: tuple[OrderLine, StockUnit], place: int, complained: set[int]) -> Faulty:
    line, unit = row
    return Faulty(unit.id, line.title, place, unit.id in complained)
