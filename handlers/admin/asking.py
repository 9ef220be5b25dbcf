"""The questions of a product: added, changed and removed."""

from collections.abc import Awaitable

from handlers import shipping_callbacks as ways
from handlers.admin.shelves import Shelves
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import asking as views
from handlers.views.screen import Screen
from models.permission import Permission
from services.goods.asking import QuestionService
from services.goods.dashboard import DashboardService, ProductSheet
from services.goods.keeping import seal
from services.people.user import UserService


class AskingDesk:
    def __init__(
        self,
        shelves: Shelves,
        questions: QuestionService,
        dashboard: DashboardService,
        users: UserService,
    ) -> None:
        self._shelves = shelves
        self._questions = questions
        self._dashboard = dashboard
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                ways.Questions: self.open,
                ways.EditQuestion: self.ask,
                ways.RemoveQuestion: self.remove,
            },
            typed={"goods-ask": self.asked},
            needs=Permission.GOODS,
        )

    async def open(self, press: Press[ways.Questions]) -> None:
        await press.show(await self._card(press.who, press.action.product_id))

    async def ask(self, press: Press[ways.EditQuestion]) -> None:
        who, place = press.who, press.action.place
        sheet = await self._sheet(press.action.product_id)
        now = sheet.questions[place] if place < len(sheet.questions) else None
        seen = seal(list(sheet.questions))
        await self._users.expect(who.id, f"goods-ask:{sheet.product.id}:{place}:{seen}")
        await press.show(views.ask(who.t, sheet.product, now))

    async def asked(self, typed: Typed) -> None:
        product, place, seen = typed.subject.split(":")
        work = self._put(typed.who, int(product), int(place), typed.text, seen)
        await self._shelves.typed(typed, work, self._card(typed.who, int(product)))

    async def remove(self, press: Press[ways.RemoveQuestion]) -> None:
        row, who = press.action, press.who
        work = self._put(who, row.product_id, row.place, None, row.seen)
        card = self._card(who, row.product_id)
        await self._shelves.act(press, work, card, "question-removed-toast")

    def _put(
        self, who: Visitor, product_id: int, place: int, text: str | None, seen: str
    ) -> Awaitable[None]:
        return self._questions.put(product_id, place, text, seen=seen, actor=who.as_admin)

    async def _card(self, who: Visitor, product_id: int) -> Screen:
        sheet = await self._sheet(product_id)
        return views.questions(who.t, sheet.product, sheet.questions)

    async def _sheet(self, product_id: int) -> ProductSheet:
        """Raises ProductNotFound."""
        return await self._dashboard.product(product_id)
