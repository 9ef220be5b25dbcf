"""An order's card as admins see it: shown by every desk that acts on an order."""

from collections.abc import Awaitable
from typing import Protocol

from handlers.faces import Faces
from handlers.press import Press, Typed, Visitor
from handlers.views import admin as views
from handlers.views.contents import how
from handlers.views.screen import Screen
from models.approval_errors import WaitsForSecond
from models.errors import NothingToDecide, WrongOrderState
from models.refund_errors import RefundMovedOn, RefundUnderWay
from services.sale.order import OrderCard

OVERTAKEN = (WrongOrderState, NothingToDecide, RefundMovedOn, RefundUnderWay)
"""Refusals of what somebody else may have done meanwhile: it is said who."""


class OfOrder(Protocol):
    """A button about one order."""

    @property
    def order_id(self) -> int: ...


class Cards:
    def __init__(self, faces: Faces) -> None:
        self._orders = faces.orders
        self.faces = faces

    async def facts(self, order_id: int) -> OrderCard:
        """Raises OrderNotFound."""
        return await self._orders.card(order_id)

    async def card(self, who: Visitor, order_id: int) -> Screen:
        return await self.faces.card(who.t, who.id, order_id)

    async def payment(self, who: Visitor, order_id: int) -> Screen:
        return await self.faces.payment(who.t, who.id, order_id)

    async def act(self, press: Press[OfOrder], work: Awaitable[object], toast: str) -> None:
        """Do it; who comes second sees the card as it is, and reads who was first."""
        try:
            await work
        except WaitsForSecond as asked:
            await self.waits(press, asked)
        except OVERTAKEN as refusal:
            who, order_id = press.who, press.action.order_id
            told = await self.overtaken(who, order_id) or who.t(refusal.key, **refusal.fields)
            await press.show(await self.card(who, order_id), told)
        else:
            await self.done(press, toast)

    async def waits(self, press: Press[OfOrder], asked: WaitsForSecond) -> None:
        """It was asked for: nothing is done yet."""
        await press.tell(press.who.t(asked.key))
        await press.show(await self.card(press.who, press.action.order_id))

    async def told_waits(self, typed: Typed, order_id: int, asked: WaitsForSecond) -> None:
        """The same, after something was typed."""
        await typed.say(Screen(typed.who.t(asked.key)))
        await typed.say(await self.card(typed.who, order_id))

    async def done(self, press: Press[OfOrder], toast: str) -> None:
        """The card as it is now, with a word about what happened."""
        who = press.who
        card = await self.faces.facts(who.id, press.action.order_id)
        told = who.t(toast, code=card.order.code, how=how(card.order))
        await press.show(views.order(who.t, card), told)

    async def overtaken(self, who: Visitor, order_id: int) -> str | None:
        """What was done with the order last, and by whom; None when nothing was."""
        act = await self._orders.last_act(order_id)
        if act is None:
            return None
        kind, _, number = act.actor.partition(":")
        mine = kind == "admin" and number == str(who.id)
        name = await self.faces.named(act.actor)
        facts = {"act": act.action.replace(".", "-"), "name": name}
        by = "you" if mine else kind
        return who.t("acted", code=(await self.facts(order_id)).order.code, by=by, **facts)
