"""Sending a customer's money back: set aside, sent by the admin, looked up by the shop."""

from handlers import admin_callbacks as act
from handlers import callbacks as on
from handlers.admin.card import OVERTAKEN, Cards
from handlers.press import Press, Routes, Typed, Visitor
from handlers.replies import remove
from handlers.sending import Chat, Draft
from handlers.views import refund as views
from handlers.views.screen import Screen
from models.approval_errors import WaitsForSecond
from models.permission import Permission
from models.refund import RefundState
from models.refund_errors import RefundMovedOn, RefundNotFound
from services.money.destination import Destinations
from services.money.refund import RefundCard, RefundService
from services.people.user import UserService
from utils.qr import png
from utils.uri import payment_uri


class RefundDesk:
    def __init__(
        self,
        cards: Cards,
        refunds: RefundService,
        places: Destinations,
        users: UserService,
        network: str,
    ) -> None:
        self._cards = cards
        self._refunds = refunds
        self._places = places
        self._users = users
        self._network = network

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.TypeRefund: self.look,
                on.AskRefundAddress: self.ask,
                on.OpenRefund: self.open,
                act.RefundCode: self.code,
                on.WithdrawRefund: self.withdraw,
                act.RefundSeenTo: self.seen_to,
            },
            typed={"refund-to": self.address, "refund": self.sent},
            needs=Permission.MONEY,
        )

    async def look(self, press: Press[on.TypeRefund]) -> None:
        await press.show(await self._screen(press.who, press.action.order_id))

    async def ask(self, press: Press[on.AskRefundAddress]) -> None:
        order_id, who = press.action.order_id, press.who
        try:
            await self._places.ask(order_id, actor=who.as_admin)
        except OVERTAKEN:
            await self._second(press, order_id)
        else:
            await press.show(await self._screen(who, order_id), who.t("refund-asked-toast"))

    async def open(self, press: Press[on.OpenRefund]) -> None:
        """To where the customer has confirmed."""
        order_id, amount = press.action.order_id, press.action.amount
        try:
            await self._refunds.open(order_id, amount=amount, actor=press.who.as_admin)
        except OVERTAKEN:
            await self._second(press, order_id)
        except WaitsForSecond as asked:
            await self._cards.waits(press, asked)
        else:
            await press.show(await self._screen(press.who, order_id))

    async def _second(
        self, press: Press[on.AskRefundAddress] | Press[on.OpenRefund], order_id: int
    ) -> None:
        """Another admin was first: what they did, and who."""
        told = await self._cards.overtaken(press.who, order_id)
        if any(views.is_under_way(card.refund) for card in await self._refunds.of(order_id)):
            await press.show(await self._screen(press.who, order_id), told)
        else:
            await press.show(await self._cards.card(press.who, order_id), told)

    async def address(self, typed: Typed) -> None:
        """To where the admin was told by other means."""
        order_id, who = int(typed.subject), typed.who
        amount = (await self._refunds.offer(order_id)).amount
        work = self._refunds.open(order_id, amount=amount, actor=who.as_admin, address=typed.text)
        try:
            await work
        except WaitsForSecond as asked:
            await self._users.expect(who.id, None)
            await self._cards.told_waits(typed, order_id, asked)
        else:
            await typed.say(await self._screen(who, order_id))

    async def code(self, press: Press[act.RefundCode]) -> None:
        """The payment as a picture for a wallet; it goes when the transaction is known."""
        who, order_id = press.who, press.action.order_id
        card = await self._card(order_id, press.action.refund_id)
        refund, placed = card.refund, (await self._cards.facts(order_id)).order
        uri = payment_uri(refund.asset, card.address, refund.units, network=self._network)
        screen = views.picture(who.t, placed.code, card)
        shown = who.board.shown(who, screen)
        sent = await Chat(who.bot, who.id).send(Draft(shown, who.t("as-file"), png(uri)))
        await self._users.expect(who.id, f"refund:{refund.id}:{sent.message_id or 0}")
        await press.toast()

    async def _card(self, order_id: int, refund_id: int) -> RefundCard:
        """Raises RefundNotFound, RefundMovedOn."""
        for card in await self._refunds.of(order_id):
            if card.refund.id == refund_id:
                if card.refund.state is not RefundState.OPEN:
                    raise RefundMovedOn
                return card
        raise RefundNotFound

    async def sent(self, typed: Typed) -> None:
        """The id of the transaction; after a refusal it may be typed again."""
        number, _, picture = typed.subject.partition(":")
        who = typed.who
        order_id = await self._refunds.sent(int(number), typed.text, actor=who.as_admin)
        await self._users.expect(who.id, None)
        if picture:
            await remove(who.bot, who.id, int(picture))
        await typed.say(await self._cards.card(who, order_id))

    async def withdraw(self, press: Press[on.WithdrawRefund]) -> None:
        work = self._refunds.withdraw(press.action.refund_id, actor=press.who.as_admin)
        await self._cards.act(press, work, "refund-withdrawn-toast")

    async def seen_to(self, press: Press[act.RefundSeenTo]) -> None:
        work = self._refunds.seen_to(press.action.order_id, actor=press.who.as_admin)
        await self._cards.act(press, work, "refund-seen-toast")

    async def _screen(self, who: Visitor, order_id: int) -> Screen:
        """What is under way, or what could be; what is typed next answers it."""
        screen, topic = await self._cards.faces.refunding(who.t, order_id)
        await self._users.expect(who.id, topic)
        return screen
