"""An address is corrected, by its customer or an admin: typed, shown, and counted by a button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiogram.filters.callback_data import CallbackData

from handlers import order_callbacks as on
from handlers.callbacks import AdminOrder, OpenOrder
from handlers.press import Press, Typed, Visitor
from handlers.views import parcel as views
from handlers.views.screen import Screen
from models.errors import OfferChanged
from models.order import Order
from services.people.draft import CORRECTED, DraftService, mark_of
from services.people.user import UserService
from services.sale.checkout import check_delivery
from services.sale.parcel import ParcelService

OF = "{}:{}\n"
"""What stands before a typed address: of which order, and which address it takes the place of."""


@dataclass(frozen=True, slots=True)
class Side:
    """Who corrects: after which question, with which buttons. `owns`: their own orders alone."""

    topic: str
    ask: type[CallbackData]
    confirm: type[on.CorrectNow] | type[on.AdminCorrectNow]
    back: Callable[[int], CallbackData]
    owns: bool

    def actor(self, who: Visitor) -> str:
        return who.as_customer if self.owns else who.as_admin

    def owner(self, who: Visitor) -> int | None:
        return who.id if self.owns else None


def _own(order_id: int) -> CallbackData:
    return OpenOrder(order_id=order_id)


def _any(order_id: int) -> CallbackData:
    return AdminOrder(order_id=order_id)


CUSTOMER = Side("correct", on.Correct, on.CorrectNow, _own, owns=True)
ADMIN = Side("admin-correct", on.AdminCorrect, on.AdminCorrectNow, _any, owns=False)


class Correcting:
    def __init__(self, parcels: ParcelService, users: UserService, drafts: DraftService) -> None:
        self._parcels = parcels
        self._users = users
        self._drafts = drafts

    async def question(self, side: Side, who: Visitor, order_id: int) -> Screen:
        """What is typed next is the address."""
        order = await self._open(side, who, order_id)
        await self._users.expect(who.id, f"{side.topic}:{order_id}:{order.delivery_mark}")
        return views.type_address(who.t, order, side.back(order_id))

    async def _open(self, side: Side, who: Visitor, order_id: int) -> Order:
        return await self._parcels.correctable(order_id, owner=side.owner(who))

    async def typed(self, side: Side, typed: Typed) -> None:
        """Shown as it will stand on the parcel; another text takes its place."""
        who, (number, mark) = typed.who, typed.subject.split(":")
        where, order = check_delivery(typed.text), await self._open(side, who, int(number))
        await self._drafts.keep(who.id, OF.format(order.id, mark) + where, typed.note, CORRECTED)
        await typed.say(self._check(side, who, order, where, mark))

    def _check(self, side: Side, who: Visitor, order: Order, where: str, mark: str) -> Screen:
        confirm = side.confirm(order_id=order.id, mark=mark, said=mark_of(where))
        return views.check_address(who.t, order, where, confirm, side.ask)

    async def correct(self, side: Side, press: Press[Any]) -> None:
        """With what was shown; if the address was changed since, it is asked anew."""
        who, row = press.who, press.action
        draft, start = await self._drafts.find(who.id, CORRECTED), OF.format(row.order_id, row.mark)
        if draft is None or not draft.text.startswith(start):
            await press.show(await self.question(side, who, row.order_id))
            return
        where, facts = draft.text.removeprefix(start), {"mark": row.mark, "actor": side.actor(who)}
        if mark_of(where) != row.said:
            order = await self._open(side, who, row.order_id)
            screen = self._check(side, who, order, where, row.mark)
            await press.show(screen, who.t("typed-since-toast"))
            return
        try:
            await self._parcels.correct(row.order_id, where, **facts, owner=side.owner(who))
        except OfferChanged as changed:
            screen = await self.question(side, who, row.order_id)
            await press.show(screen, who.t(changed.key))
        else:
            await self._corrected(side, press)

    async def _corrected(self, side: Side, press: Press[Any]) -> None:
        who, order_id = press.who, press.action.order_id
        await self._drafts.drop(who.id)
        await self._users.expect(who.id, None)
        order = await self._open(side, who, order_id)
        screen = views.corrected(who.t, order, side.back(order_id))
        await press.show(screen, who.t("corrected-toast", code=order.code))
