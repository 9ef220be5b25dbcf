"""Customers who ask for another good: replace it, or say why not."""

from handlers import support_callbacks as on
from handlers.copying import copy_to
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import complaint as views
from handlers.views.screen import Screen
from models.permission import Permission
from models.support import Complained, ComplaintState
from models.support_errors import ComplaintDecided
from services.people.user import UserService
from services.sale.complaint import ComplaintService


class ComplaintDesk:
    def __init__(self, complaints: ComplaintService, users: UserService) -> None:
        self._complaints = complaints
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.Complaints: self.waiting,
                on.OpenComplaint: self.open,
                on.RefuseComplaint: self.ask,
            },
            typed={"refuse-complaint": self.refuse},
            sent=frozenset({"refuse-complaint"}),
            needs=Permission.ORDERS,
        )

    async def waiting(self, press: Press[on.Complaints]) -> None:
        rows, count = await self._complaints.asked()
        await press.show(views.listed(press.who.t, rows, count))

    async def open(self, press: Press[on.OpenComplaint]) -> None:
        """With what the customer wrote below it."""
        row = await self._complaints.find(press.action.complaint_id)
        await press.show(await self._card(press.who, row))
        await copy_to(press.who, row.user_id, row.complaint.message_id)

    async def ask(self, press: Press[on.RefuseComplaint]) -> None:
        row = await self._complaints.find(press.action.complaint_id)
        if row.complaint.state is not ComplaintState.ASKED:
            raise ComplaintDecided(row.complaint.state)
        await self._users.expect(press.who.id, f"refuse-complaint:{row.complaint.id}")
        await press.below(views.ask_reason(press.who.t, row))

    async def refuse(self, typed: Typed) -> None:
        """The customer gets the message as it is."""
        who, number = typed.who, int(typed.subject)
        await self._complaints.refuse(number, typed.note, actor=who.as_admin)
        await self._users.expect(who.id, None)
        await typed.say(await self._card(who, await self._complaints.find(number)))

    async def _card(self, who: Visitor, row: Complained) -> Screen:
        by = await self._users.named(row.complaint.decided_by or "")
        return views.opened(who.t, row, by)
