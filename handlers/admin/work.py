"""What there is to do, the lists of orders, and the search for one."""

from dataclasses import dataclass

from handlers import admin_callbacks as act
from handlers import callbacks as on
from handlers.admin.card import Cards
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import worklist as views
from handlers.views.screen import Screen
from models.order import Listed
from models.permission import Permission
from services.people.review import ReviewService
from services.people.user import UserService
from services.running.health import HealthService
from services.running.setting_aside import SetAsideService
from services.sale.doubt import DoubtService
from services.sale.order import OrderService
from services.sale.search import SearchService
from services.sale.support import Support


@dataclass(frozen=True, slots=True)
class Waiting:
    """What else than orders may wait for a person."""

    health: HealthService
    set_aside: SetAsideService
    support: Support
    doubts: DoubtService
    reviews: ReviewService

    async def todo(self, orders: OrderService) -> views.Todo:
        to_ship, to_decide = await orders.tasks()
        return views.Todo(
            to_ship,
            to_decide,
            refunds=len(await orders.listed(Listed.REFUND, 0)),
            failed=bool(await self.set_aside.failed()),
            unanswered=(await self.support.threads.open()).count,
            well=not self.health.problems(),
            unread=bool(await self.reviews.waiting()),
            doubted=(await self.doubts.standing()).waits,
            complaints=(await self.support.complaints.asked())[1],
        )


class WorkDesk:
    def __init__(
        self,
        cards: Cards,
        orders: OrderService,
        search: SearchService,
        users: UserService,
        waiting: Waiting,
    ) -> None:
        self._cards = cards
        self._orders = orders
        self._search = search
        self._users = users
        self._waiting = waiting

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
            await typed.say(await self._work(typed.who))

    async def home(self, press: Press[on.AdminOrders]) -> None:
        await press.show(await self._work(press.who))

    async def page(self, press: Press[act.ListOrders]) -> None:
        name, page = press.action.which, press.action.page
        which = Listed(name) if name in set(Listed) else Listed.OPEN
        rows = await self._orders.listed(which, page)
        count = await self._orders.counted(which)
        await press.show(views.listed(press.who.t, which, page, rows, count))

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

    async def _work(self, who: Visitor) -> Screen:
        todo = await self._waiting.todo(self._orders)
        return views.work(who.t, todo, await self._orders.listed(Listed.OPEN, 0))
