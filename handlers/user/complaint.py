"""A customer asks for another good instead of one that does not work."""

from handlers import support_callbacks as on
from handlers.press import Press, Routes, Typed
from handlers.views import complaint as views
from services.people.user import UserService
from services.sale.complaint import ComplaintService, Faulty


class WrongDesk:
    def __init__(self, complaints: ComplaintService, users: UserService) -> None:
        self._complaints = complaints
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={on.AskReplacement: self.choose, on.ComplainOf: self.ask},
            typed={"wrong": self.complain},
            sent=frozenset({"wrong"}),
        )

    async def choose(self, press: Press[on.AskReplacement]) -> None:
        """Of one good nobody is asked which it is."""
        who, order_id = press.who, press.action.order_id
        code, goods = await self._complaints.goods(order_id, owner=who.id)
        free = [one for one in goods if not one.complained]
        if len(free) == len(goods) == 1:
            await self._ask(press, order_id, free[0])
        else:
            await press.below(views.choose(who.t, code, order_id, goods))

    async def ask(self, press: Press[on.ComplainOf]) -> None:
        """Forged until it is one of theirs, and was not complained of."""
        order_id, unit_id = press.action.order_id, press.action.unit_id
        _, goods = await self._complaints.goods(order_id, owner=press.who.id)
        found = [one for one in goods if one.unit_id == unit_id]
        if not found or found[0].complained:
            raise self._complaints.terms.refusal("again" if found else "unit")
        await self._ask(press, order_id, found[0])

    async def _ask(
        self, press: Press[on.AskReplacement] | Press[on.ComplainOf], order_id: int, one: Faulty
    ) -> None:
        await self._users.expect(press.who.id, f"wrong:{order_id}:{one.unit_id}")
        await press.below(views.ask(press.who.t, one, order_id))

    async def complain(self, typed: Typed) -> None:
        """Words, a picture, anything: admins get a copy of it."""
        order_id, unit_id = map(int, typed.subject.split(":"))
        code = await self._complaints.complain(typed.note, order_id, unit_id)
        await self._users.expect(typed.who.id, None)
        await typed.say(views.asked(typed.who.t, code, order_id))
