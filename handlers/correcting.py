"""An address is corrected, by its customer or an admin: typed, shown, and counted by a button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiogram.filters.callback_data import CallbackData

from handlers import order_callbacks as on
from handlers.callbacks import AdminOrder, OpenOrder
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import parcel as views
from handlers.views.screen import Screen
from models.errors import OfferChanged
from models.order import Order
from models.permission import Permission
from services.people.draft import CORRECTED, DraftService
from services.people.user import UserService
from services.sale.checkout import check_delivery
from services.sale.parcel import ParcelService

OF = "{}:{}\n"
"""What stands before a typed address: of which order, and which address it takes the place of."""


@dataclass(frozen=True, slots=True)
class Side:
    """Who corrects: with which buttons, after which question, and with what right."""

    topic: str
    ask: type[CallbackData]
    confirm: type[on.CorrectNow] | type[on.AdminCorrectNow]
    back: Callable[[int], CallbackData]
    needs: Permission | None


CUSTOMER_CORRECTS = Side(
    "correct", on.Correct, on.CorrectNow, lambda number: OpenOrder(order_id=number), None
)
ADMIN_CORRECTS = Side(
    "admin-correct",
    on.AdminCorrect,
    on.AdminCorrectNow,
    lambda number: AdminOrder(order_id=number),
    Permission.ORDERS,
)


class CorrectingDesk:
    def __init__(
        self, side: Side, parcels: ParcelService, users: UserService, drafts: DraftService
    ) -> None:
        self._side = side
        self._parcels = parcels
        self._users = users
        self._drafts = drafts

    def routes(self) -> Routes:
        return Routes(
            buttons={self._side.ask: self.ask, self._side.confirm: self.correct},
            typed={self._side.topic: self.typed},
            needs=self._side.needs,
        )

    async def ask(self, press: Press[Any]) -> None:
        await press.below(await self._question(press.who, press.action.order_id))

    async def _question(self, who: Visitor, order_id: int) -> Screen:
        order = await self._open(who, order_id)
        expected = f"{self._side.topic}:{order_id}:{order.delivery_mark}"
        await self._users.expect(who.id, expected)
        return views.type_address(who.t, order, self._side.back(order_id))

    async def _open(self, who: Visitor, order_id: int) -> Order:
        owner = None if self._side.needs else who.id
        return await self._parcels.correctable(order_id, owner=owner)

    async def typed(self, typed: Typed) -> None:
        """Shown as it will stand on the parcel; another text takes its place."""
        who, (number, mark) = typed.who, typed.subject.split(":")
        where, order = check_delivery(typed.text), await self._open(who, int(number))
        text = OF.format(order.id, mark) + where
        await self._drafts.keep(who.id, text, typed.note, CORRECTED)
        confirm = self._side.confirm(order_id=order.id, mark=mark)
        await typed.say(views.check_address(who.t, order, where, confirm, self._side.ask))

    async def correct(self, press: Press[Any]) -> None:
        """With what was shown; if the address was changed since, it is asked anew."""
        who, row = press.who, press.action
        draft, start = await self._drafts.find(who.id, CORRECTED), OF.format(row.order_id, row.mark)
        if draft is None or not draft.text.startswith(start):
            await press.show(await self._question(who, row.order_id))
            return
        where, owns = draft.text.removeprefix(start), self._side.needs is None
        try:
            await self._parcels.correct(
                row.order_id,
                where,
                mark=row.mark,
                actor=who.as_customer if owns else who.as_admin,
                owner=who.id if owns else None,
            )
        except OfferChanged as changed:
            await press.show(await self._question(who, row.order_id), who.t(changed.key))
            return
        await self._drafts.drop(who.id)
        await self._users.expect(who.id, None)
        order = await self._parcels.correctable(row.order_id)
        screen = views.corrected(who.t, order, self._side.back(row.order_id))
        await press.show(screen, who.t("corrected-toast", code=order.code))
