"""What there is to do, the lists of orders, and the search for one."""

from handlers import admin_callbacks as act
from handlers import callbacks as on
from handlers.admin.card import Cards
from handlers.lists import Lists
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import worklist as views
from handlers.views.screen import Screen
from models.order import Listed
from models.permission import Permission
from services.people.user import UserService
from services.sale.search import SearchService


class WorkDesk:
    def __init__(
        self,
        cards: Cards,
        lists: Lists,
        search: SearchService,
        users: UserService,
    ) -> None:
        self._cards = cards
        self._lists = lists
        self._search = search
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            commands={"admin": self.open},
            buttons={
                on.AdminOrders: self.home,
                act.ListOrders: self.page,
                act.FindOrder: self.ask,
            },
            typed={"find": self.find},
            needs=Permission.SEE,
        )

    async def open(self, typed: Typed) -> None:
        """What follows the command is looked for."""
        if typed.subject.strip():
            await typed.say(await self._found(typed.who, typed.subject))
        else:
            await typed.say(await self._lists.work(typed.who.t))

    async def home(self, press: Press[on.AdminOrders]) -> None:
        await press.show(await self._lists.work(press.who.t))

    async def page(self, press: Press[act.ListOrders]) -> None:
        name, page = press.action.which, press.action.page
        which = Listed(name) if name in set(Listed) else Listed.OPEN
        await press.show(await self._lists.listed(press.who.t, which, page))

    async def ask(self, press: Press[act.FindOrder]) -> None:
        await self._users.expect(press.who.id, "find")
        await press.show(views.ask(press.who.t))

    async def find(self, typed: Typed) -> None:
        """What is typed next is looked for, too."""
        await typed.say(await self._found(typed.who, typed.text))

    async def _found(self, who: Visitor, word: str) -> Screen:
        rows = await self._search.find(word)
        if len(rows) == 1:
            await self._users.expect(who.id, None)
            return await self._cards.card(who, rows[0].id)
        sees_people = who.may(Permission.PEOPLE)
        if not rows and sees_people and (user := await self._users.look_up(word)):
            return views.found_person(who.t, word.strip(), user)
        return views.found(who.t, word.strip(), rows)
