"""A customer: what is known of them, and what an admin may do for them."""

from handlers import admin_callbacks as act
from handlers.press import Press, Routes, Visitor
from handlers.views import person as views
from handlers.views.screen import Screen
from models.permission import Permission
from services.people.user import UserService
from services.sale.person import PersonService


class PersonDesk:
    def __init__(self, people: PersonService, users: UserService) -> None:
        self._people = people
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                act.OpenPerson: self.person,
                act.PersonOrders: self.orders,
                act.Forgive: self.forgive,
            },
            needs=Permission.PEOPLE,
        )

    async def person(self, press: Press[act.OpenPerson]) -> None:
        where = press.action
        await press.show(await self._card(press.who, where.user_id, where.order_id))

    async def orders(self, press: Press[act.PersonOrders]) -> None:
        where = press.action
        card = await self._people.card(where.user_id)
        rows = await self._people.orders(where.user_id, where.page)
        await press.show(views.orders(press.who.t, card, where.order_id, where.page, rows))

    async def forgive(self, press: Press[act.Forgive]) -> None:
        who, where = press.who, press.action
        await self._users.forgive(where.user_id, actor=who.as_admin)
        card = await self._card(who, where.user_id, where.order_id)
        await press.show(card, who.t("forgiven-toast"))

    async def _card(self, who: Visitor, user_id: int, order_id: int) -> Screen:
        return views.person(who.t, await self._people.card(user_id), order_id)
