"""Customers who ask for another good: replace it, or say why not."""

from handlers import support_callbacks as on
from handlers.copying import copy_to
from handlers.press import Press, Routes, Typed
from handlers.views import complaint as views
from handlers.views.screen import Screen
from models.permission import Permission
from models.support import ComplaintState
from models.support_errors import ComplaintDecided
from repositories.complaint import Row
from services.people.user import UserService
from services.sale.complaint import ComplaintService

ADMIN = "admin:"


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
        who = press.who
        row = await self._complaints.find(press.action.complaint_id)
        await press.show(views.opened(who.t, row, await self._by(row)))
        await copy_to(who, row[0].user_id, row[0].message_id)

    async def ask(self, press: Press[on.RefuseComplaint]) -> None:
        row = await self._complaints.find(press.action.complaint_id)
        if row[0].state is not ComplaintState.ASKED:
            raise ComplaintDecided(str(row[0].state))
        await self._users.expect(press.who.id, f"refuse-complaint:{row[0].id}")
        await press.below(views.ask_reason(press.who.t, row))

    async def refuse(self, typed: Typed) -> None:
        """The customer gets the message as it is."""
        who, number = typed.who, int(typed.subject)
        await self._complaints.refuse(number, typed.note, actor=who.as_admin)
        await self._users.expect(who.id, None)
        await typed.say(await self._card(typed, number))

    async def _card(self, typed: Typed, number: int) -> Screen:
        row = await self._complaints.find(number)
        return views.opened(typed.who.t, row, await self._by(row))

    async def _by(self, row: Row) -> str | None:
        actor = row[0].decided_by or ""
        if not actor.startswith(ADMIN):
            return actor or None
        number = actor.removeprefix(ADMIN)
        user = await self._users.find(int(number))
        return user.name if user else number
