"""Discounts of a product or a category: listed, begun, and ended before their date."""

from handlers import wall_callbacks as walls
from handlers.admin.shelves import Shelves
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import wall as views
from handlers.views.screen import Screen
from models.permission import Permission
from services.goods.discount import DiscountService, Owner, new_discount
from services.people.user import UserService


class DiscountDesk:
    def __init__(self, shelves: Shelves, discounts: DiscountService, users: UserService) -> None:
        self._shelves = shelves
        self._discounts = discounts
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                walls.ListDiscounts: self.listed,
                walls.NewDiscount: self.ask_new,
                walls.EndDiscount: self.ask,
                walls.EndDiscountNow: self.end,
            },
            typed={"goods-off": self.new},
            needs=Permission.GOODS,
        )

    async def listed(self, press: Press[walls.ListDiscounts]) -> None:
        row = press.action
        await press.show(await self._list(press.who, _owner(row), row.page))

    async def _list(self, who: Visitor, owner: Owner, page: int = 0) -> Screen:
        found = await self._discounts.of(owner, page)
        if page and not found.rows:  # they have ended meanwhile
            found = await self._discounts.of(owner)
        return views.discounts(who.t, found, self._shelves.currency)

    async def ask_new(self, press: Press[walls.NewDiscount]) -> None:
        who, owner = press.who, _owner(press.action)
        found = await self._discounts.of(owner)
        await self._users.expect(who.id, f"goods-off:{about(owner)}")
        await press.show(views.ask_discount(who.t, found))

    async def new(self, typed: Typed) -> None:
        """`20% 2026-12-01 2026-12-24`; the list says what holds, and has the button that ends it.
        Raises ProductNotFound, BadDiscount, BadPrice, BadPeriod.
        """
        of_category, row_id = map(int, typed.subject.split(":"))
        who, owner = typed.who, Owner(bool(of_category), row_id)
        off = self._discounts.read(typed.text, self._shelves.currency)
        begun = await self._discounts.begin(new_discount(owner, off), who.as_admin)
        await self._users.expect(who.id, None)
        found = await self._discounts.of(owner)
        await typed.say(views.discounts(who.t, found, self._shelves.currency, begun))

    async def ask(self, press: Press[walls.EndDiscount]) -> None:
        who, row = press.who, press.action
        found = await self._discounts.one(_owner(row), row.discount_id, seen=row.seen)
        await press.show(views.ask_end_discount(who.t, found, self._shelves.currency))

    async def end(self, press: Press[walls.EndDiscountNow]) -> None:
        who, row, owner = press.who, press.action, _owner(press.action)
        work = self._discounts.end(owner, row.discount_id, seen=row.seen, actor=who.as_admin)
        await self._shelves.act(press, work, self._list(who, owner), "discount-ended-toast")


def about(owner: Owner) -> str:
    """The subject of the question for a discount."""
    return f"{int(owner.of_category)}:{owner.row_id}"


Of = walls.ListDiscounts | walls.NewDiscount | walls.EndDiscount | walls.EndDiscountNow


def _owner(row: Of) -> Owner:
    return Owner(bool(row.of_category), row.row_id)
