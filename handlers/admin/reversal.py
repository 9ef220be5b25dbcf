"""A paid order is refunded: shown first, then done once, for the numbers that were shown."""

from collections.abc import Awaitable
from typing import Any

from handlers import order_callbacks as on
from handlers.admin.card import OVERTAKEN, Cards
from handlers.press import Press, Routes, Typed
from handlers.views import reversal as views
from models.approval_errors import WaitsForSecond
from models.errors import OfferChanged
from models.order import OrderStatus
from models.permission import Permission
from models.refund_errors import NothingReceived
from services.money.destination import Destinations
from services.money.reversal import ReversalService
from services.people.user import UserService

Sending = Press[on.SendOrder] | Press[on.CreditOrder]


class ReversalDesk:
    def __init__(
        self,
        cards: Cards,
        reversals: ReversalService,
        places: Destinations,
        users: UserService,
    ) -> None:
        self._cards = cards
        self._reversals = reversals
        self._places = places
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.RefundOrder: self.ask,
                on.CreditOrder: self.credit,
                on.SendOrder: self.send,
                on.TypeOrderAddress: self.where,
                on.AskOrderAddress: self.ask_customer,
            },
            typed={"reverse-to": self.typed},
            needs=Permission.MONEY,
        )

    async def ask(self, press: Press[on.RefundOrder]) -> None:
        await self._show(press)

    async def _show(
        self, press: Press[Any], told: str | None = None, *, anew: bool = False
    ) -> None:
        """What it would give back now; who comes too late sees the card, and who was first.
        `anew`: it is otherwise than it was: pieces that have left are back if it is said again.
        """
        who, order_id, back = press.who, press.action.order_id, bool(press.action.back)
        try:
            offer = await self._reversals.offer(order_id)
        except OVERTAKEN as refusal:
            said = await self._cards.overtaken(who, order_id) or who.t(refusal.key)
            await press.show(await self._cards.card(who, order_id), said)
        else:
            there = not anew or offer.order.status is OrderStatus.PAID
            await press.show(views.ask(who.t, offer, back=back and there), told)

    async def credit(self, press: Press[on.CreditOrder]) -> None:
        row = press.action
        work = self._reversals.to_credit(
            row.order_id,
            amount=row.amount,
            back=bool(row.back),
            actor=press.who.as_admin,
            seen=row.seen,
        )
        await self._done(press, work)

    async def _done(self, press: Sending, work: Awaitable[object]) -> None:
        try:
            await self._cards.act(press, work, "reversed-toast")
        except OfferChanged as changed:
            await self._show(press, press.who.t(changed.key), anew=True)

    async def send(self, press: Press[on.SendOrder]) -> None:
        row = press.action
        work = self._reversals.to_send(
            row.order_id,
            amount=row.amount,
            back=bool(row.back),
            actor=press.who.as_admin,
            seen=row.seen,
        )
        await self._done(press, work)

    async def where(self, press: Press[on.TypeOrderAddress]) -> None:
        who, row = press.who, press.action
        offer = await self._reversals.offer(row.order_id)
        if offer.asset is None:
            raise NothingReceived
        topic = f"reverse-to:{row.order_id}:{row.amount}:{row.back}:{row.seen}"
        await self._users.expect(who.id, topic)
        await press.show(views.type_address(who.t, offer.order, offer.asset))

    async def typed(self, typed: Typed) -> None:
        """Where to, by the admin's word: refunded, and set aside to be sent there."""
        numbers, _, seen = typed.subject.rpartition(":")
        order_id, amount, back = map(int, numbers.split(":"))
        work = self._reversals.to_send(
            order_id,
            amount=amount,
            back=bool(back),
            actor=typed.who.as_admin,
            address=typed.text,
            seen=seen,
        )
        try:
            await work
        except WaitsForSecond as asked:
            await self._users.expect(typed.who.id, None)
            await self._cards.told_waits(typed, order_id, asked)
            return
        await self._users.expect(typed.who.id, None)
        await typed.say(await self._cards.card(typed.who, order_id))

    async def ask_customer(self, press: Press[on.AskOrderAddress]) -> None:
        await self._places.ask(press.action.order_id, actor=press.who.as_admin)
        await self._show(press, press.who.t("refund-asked-toast"))
