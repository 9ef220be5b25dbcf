"""Discounts of a product or a category: listed, and ended before their date."""

from handlers import wall_callbacks as walls
from handlers.admin.shelves import Shelves
from handlers.press import Press, Routes, Visitor
from handlers.views import wall as views
from handlers.views.screen import Screen
from models.errors import ProductNotFound
from models.permission import Permission
from services.goods.discount import DiscountService, Owner, seal_of


class DiscountDesk:
    def __init__(self, shelves: Shelves, discounts: DiscountService) -> None:
        self._shelves = shelves
        self._discounts = discounts

    def routes(self) -> Routes:
        return Routes(
            buttons={
                walls.ListDiscounts: self.listed,
                walls.EndDiscount: self.ask,
                walls.EndDiscountNow: self.end,
            },
            needs=Permission.GOODS,
        )

    async def listed(self, press: Press[walls.ListDiscounts]) -> None:
        await press.show(await self._list(press.who, _owner(press.action)))

    async def _list(self, who: Visitor, owner: Owner) -> Screen:
        found = await self._discounts.of(owner)
        return views.discounts(who.t, found, self._shelves.currency)

    async def ask(self, press: Press[walls.EndDiscount]) -> None:
        who, row = press.who, press.action
        found = await self._discounts.of(_owner(row))
        one = next((each for each in found.rows if each.id == row.discount_id), None)
        if one is None or seal_of(one) != row.seen:
            raise ProductNotFound
        await press.show(views.ask_end_discount(who.t, one, found, self._shelves.currency))

    async def end(self, press: Press[walls.EndDiscountNow]) -> None:
        who, row, owner = press.who, press.action, _owner(press.action)
        work = self._discounts.end(owner, row.discount_id, seen=row.seen, actor=who.as_admin)
        await self._shelves.act(press, work, self._list(who, owner), "discount-ended-toast")


def _owner(row: walls.ListDiscounts | walls.EndDiscount | walls.EndDiscountNow) -> Owner:
    return Owner(bool(row.of_category), row.row_id)
