"""One order: its card, its payment, shipping and cancelling."""

from collections.abc import Callable
from typing import Any

from aiogram.filters.callback_data import CallbackData

from handlers import admin_callbacks as act
from handlers import callbacks as on
from handlers import order_callbacks as more
from handlers.admin.card import Cards
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import decision, parcel, reading
from handlers.views.contents import ships
from handlers.views.screen import Screen
from models.errors import (
    GoodsOwed,
    OfferChanged,
    OrderNotFound,
    PaymentLost,
    PaymentUnconfirmed,
)
from models.invoice import Invoice
from models.order import OrderStatus
from models.permission import Permission
from services.money.look import Looks
from services.people.draft import REASON, DraftService, mark_of
from services.people.user import UserService
from services.sale.order import OrderCard, OrderService
from services.sale.parcel import ParcelService
from services.sale.typed import valid_reason, valid_tracking

SINCE = "typed-since-toast"
PARCEL = "parcel {}: "
OF = "cancel {}: "
"""What stands before a typed reason: it is of one order, and no delivery address."""


class AdminOrderDesk:
    def __init__(
        self,
        cards: Cards,
        orders: OrderService,
        looks: Looks,
        users: UserService,
        drafts: DraftService,
        parcels: ParcelService,
    ) -> None:
        self._cards = cards
        self._orders = orders
        self._looks = looks
        self._users = users
        self._drafts = drafts
        self._parcels = parcels

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.AdminOrder: self.order,
                act.AdminPayment: self.payment,
                act.AdminAnswers: self.answers,
                on.Rescan: self.rescan,
                on.ShipOrder: self.ask_ship,
                act.ShipNow: self.ship,
                more.ShipTracked: self.ship_tracked,
                more.TypeNumber: self.ask_number,
                act.ShipUnpaid: self.ship_unpaid,
                act.ShipHanded: self.ship_handed,
                on.AdminCancel: self.ask_cancel,
                act.CancelNow: self.cancel,
            },
            typed={
                "cancel-reason": self.reason,
                "parcel": self.tracked,
                "parcel-number": self.numbered,
            },
            needs=Permission.ORDERS,
            apart=dict.fromkeys(
                (on.AdminOrder, act.AdminPayment, act.AdminAnswers), Permission.SEE
            ),
        )

    async def order(self, press: Press[on.AdminOrder]) -> None:
        await press.show(await self._cards.card(press.who, press.action.order_id))

    async def payment(self, press: Press[act.AdminPayment]) -> None:
        await press.show(await self._cards.payment(press.who, press.action.order_id))

    async def answers(self, press: Press[act.AdminAnswers]) -> None:
        """In full, as long as the address is shown."""
        t, order_id = press.who.t, press.action.order_id
        card = await self._cards.facts(order_id)
        items = reading.answers(t, parcel.answered(card))
        ways = (on.AdminOrder(order_id=order_id), _page_of(order_id))
        screen = reading.page_of_order(t, card.order, items, press.action.page, ways)
        await press.show(screen)

    async def rescan(self, press: Press[on.Rescan]) -> None:
        """Look at the address now, however old the order is."""
        who, card = press.who, await self._cards.facts(press.action.order_id)
        if card.invoice is None:
            raise OrderNotFound
        looked = await self._looks.at(card.order.id, customer=who.id)
        toast = who.t("rescanned-toast" if looked else "rescan-slow-toast", code=card.order.code)
        await press.show(await self._cards.payment(who, card.order.id), toast)

    async def ask_ship(self, press: Press[on.ShipOrder]) -> None:
        card = await self._cards.facts(press.action.order_id)
        if card.order.status is not OrderStatus.PAID:
            await self._too_late(press)
        else:
            await self._ask_ship(press, card)

    async def _ask_ship(self, press: Press[Any], card: OrderCard) -> None:
        owed = await self._orders.reading.owed(card.order.id)
        if ships(card.order) and not card.lost:
            await self._users.expect(press.who.id, f"parcel:{card.order.id}")
        await press.show(decision.ask_ship(press.who.t, card, owed))

    async def ship(self, press: Press[act.ShipNow]) -> None:
        await self._ship(press, to=press.action.mark)

    async def tracked(self, typed: Typed) -> None:
        """The parcel's number, shown before it counts; another text takes its place."""
        who, order_id = typed.who, int(typed.subject)
        number = valid_tracking(typed.text)
        screen = await self._check(who, order_id, number)
        await self._drafts.keep(who.id, PARCEL.format(order_id) + number, typed.note, REASON)
        await typed.say(screen)

    async def _check(self, who: Visitor, order_id: int, number: str) -> Screen:
        card, owed = await self._cards.facts(order_id), await self._orders.reading.owed(order_id)
        return decision.check_number(who.t, card, number, owed)

    async def ship_tracked(self, press: Press[more.ShipTracked]) -> None:
        row, who = press.action, press.who
        number = await self._drafted(who.id, PARCEL.format(row.order_id))
        if number is None:
            await self._ask_ship(press, await self._cards.facts(row.order_id))
        elif mark_of(number) != row.said:
            await press.show(await self._check(who, row.order_id, number), who.t(SINCE))
        else:
            await self._ship(press, owed=row.owed, number=number, to=row.mark)
            await self._drafts.drop(who.id)

    async def ask_number(self, press: Press[more.TypeNumber]) -> None:
        """Of a parcel that is on its way already."""
        card = await self._cards.facts(press.action.order_id)
        await self._users.expect(press.who.id, f"parcel-number:{card.order.id}")
        await press.show(decision.ask_number(press.who.t, card.order))

    async def numbered(self, typed: Typed) -> None:
        who, order_id = typed.who, int(typed.subject)
        await self._parcels.number(order_id, typed.text, actor=who.as_admin)
        await self._users.expect(who.id, None)
        await typed.say(await self._cards.card(who, order_id))

    async def ship_unpaid(self, press: Press[act.ShipUnpaid]) -> None:
        await self._ship(press, unpaid=True, to=press.action.mark)

    async def ship_handed(self, press: Press[act.ShipHanded]) -> None:
        row = press.action
        await self._ship(press, unpaid=bool(row.unpaid), owed=row.owed, to=row.mark)

    async def _ship(
        self,
        press: Press[Any],
        *,
        unpaid: bool = False,
        owed: int = 0,
        number: str | None = None,
        to: str = "",
    ) -> None:
        """To where it was shown to go. What is otherwise since it was asked, where to, coins or
        goods, is told of first.
        """
        order_id, admin = press.action.order_id, press.who.as_admin
        work = self._orders.ship(
            order_id, actor=admin, unpaid=unpaid, owed=owed, tracking=number, to=to
        )
        try:
            await self._cards.act(press, work, "shipped-toast")
        except (PaymentLost, GoodsOwed, OfferChanged):
            await self._ask_ship(press, await self._cards.facts(order_id))

    async def ask_cancel(self, press: Press[on.AdminCancel]) -> None:
        await self._ask(press)

    async def _ask(self, press: Press[Any]) -> None:
        """What is typed next is the reason."""
        who, order_id = press.who, press.action.order_id
        card = await self._cards.facts(order_id)
        if card.order.status is not OrderStatus.CREATED:
            await self._too_late(press)
        else:
            await self._users.expect(who.id, f"cancel-reason:{order_id}")
            await press.show(decision.ask_cancel(who.t, card))

    async def reason(self, typed: Typed) -> None:
        """Shown as the customer will read it; another text takes its place."""
        who, order_id = typed.who, int(typed.subject)
        text, card = valid_reason(typed.text), await self._cards.facts(order_id)
        await self._drafts.keep(who.id, OF.format(order_id) + text, typed.note, REASON)
        await typed.say(decision.check_reason(who.t, card, text))

    async def cancel(self, press: Press[act.CancelNow]) -> None:
        """With the reason that was shown; one that is gone by now is asked for again."""
        order_id, seen = press.action.order_id, press.action.seen
        said = press.action.said != act.BARE
        reason = await self._typed_reason(press) if said else None
        card = await self._cards.facts(order_id)
        if (said and reason is None) or _more(card.invoice, seen):
            await self._ask(press)
            return
        if reason is not None and mark_of(reason) != press.action.said:
            await press.show(decision.check_reason(press.who.t, card, reason), press.who.t(SINCE))
            return
        try:
            await self._cards.act(press, self._cancelled(press, reason), "admin-cancelled-toast")
        except PaymentUnconfirmed:
            await self._ask(press)

    async def _cancelled(self, press: Press[act.CancelNow], reason: str | None) -> None:
        await self._orders.cancel(
            press.action.order_id,
            actor=press.who.as_admin,
            unconfirmed=press.action.seen > 0,
            reason=reason,
        )
        if reason is not None:
            await self._drafts.drop(press.who.id)

    async def _typed_reason(self, press: Press[act.CancelNow]) -> str | None:
        return await self._drafted(press.who.id, OF.format(press.action.order_id))

    async def _drafted(self, user_id: int, start: str) -> str | None:
        draft = await self._drafts.find(user_id, REASON)
        if draft is None or not draft.text.startswith(start):
            return None
        return draft.text.removeprefix(start)

    async def _too_late(self, press: Press[Any]) -> None:
        """Somebody else, or the customer, was faster."""
        who, order_id = press.who, press.action.order_id
        told = await self._cards.overtaken(who, order_id)
        await press.show(await self._cards.card(who, order_id), told)


def _more(bill: Invoice | None, seen: int) -> bool:
    """Whether money was seen since the question was asked."""
    return bill is not None and bill.seen > seen


def _page_of(order_id: int) -> Callable[[int], CallbackData]:
    return lambda page: act.AdminAnswers(order_id=order_id, page=page)
