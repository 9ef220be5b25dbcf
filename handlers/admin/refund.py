"""Sending a customer's money back: set aside, sent by the admin, looked up by the shop."""

from handlers import callbacks as on
from handlers.admin.card import Cards
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import refund as views
from handlers.views.screen import Screen
from models.permission import Permission
from models.refund import RefundState
from services.money.destination import Destinations
from services.money.refund import RefundService
from services.people.user import UserService

UNDER_WAY = (RefundState.OPEN, RefundState.SENT)


class RefundDesk:
    def __init__(
        self, cards: Cards, refunds: RefundService, places: Destinations, users: UserService
    ) -> None:
        self._cards = cards
        self._refunds = refunds
        self._places = places
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.TypeRefund: self.look,
                on.AskRefundAddress: self.ask,
                on.OpenRefund: self.open,
                on.WithdrawRefund: self.withdraw,
            },
            typed={"refund-to": self.address, "refund": self.sent},
            needs=Permission.ORDERS,
        )

    async def look(self, press: Press[on.TypeRefund]) -> None:
        await press.show(await self._screen(press.who, press.action.order_id))

    async def ask(self, press: Press[on.AskRefundAddress]) -> None:
        order_id, who = press.action.order_id, press.who
        await self._places.ask(order_id, actor=who.as_admin)
        await press.show(await self._screen(who, order_id), who.t("refund-asked-toast"))

    async def open(self, press: Press[on.OpenRefund]) -> None:
        """To where the customer has confirmed."""
        order_id, amount = press.action.order_id, press.action.amount
        await self._refunds.open(order_id, amount=amount, actor=press.who.as_admin)
        await press.show(await self._screen(press.who, order_id))

    async def address(self, typed: Typed) -> None:
        """To where the admin was told by other means."""
        order_id, who = int(typed.subject), typed.who
        amount = (await self._refunds.offer(order_id)).amount
        await self._refunds.open(order_id, amount=amount, actor=who.as_admin, address=typed.text)
        await typed.say(await self._screen(who, order_id))

    async def sent(self, typed: Typed) -> None:
        """The id of the transaction; after a refusal it may be typed again."""
        refund_id, who = int(typed.subject), typed.who
        order_id = await self._refunds.sent(refund_id, typed.text, actor=who.as_admin)
        await self._users.expect(who.id, None)
        await typed.say(await self._cards.card(who, order_id))

    async def withdraw(self, press: Press[on.WithdrawRefund]) -> None:
        await self._refunds.withdraw(press.action.refund_id, actor=press.who.as_admin)
        await self._cards.done(press, "refund-withdrawn-toast")

    async def _screen(self, who: Visitor, order_id: int) -> Screen:
        """What is under way, or what could be; what is typed next answers it."""
        cards = await self._refunds.of(order_id)
        for card in cards:
            if card.refund.state in UNDER_WAY:
                waits = card.refund.state is RefundState.OPEN
                await self._users.expect(who.id, f"refund:{card.refund.id}" if waits else None)
                return views.under_way(who.t, card)
        offer, place = await self._refunds.offer(order_id), await self._places.of(order_id)
        await self._users.expect(who.id, f"refund-to:{order_id}")
        return views.offer(who.t, order_id, offer, place)
