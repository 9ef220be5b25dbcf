"""What becomes of money that came too late or was too much."""

from handlers import admin_callbacks as act
from handlers import callbacks as on
from handlers.admin.card import OVERTAKEN, Cards
from handlers.press import Press, Routes
from handlers.views import decision
from models.errors import NothingToDecide, OfferChanged
from models.permission import Permission
from services.money.decision import DecisionService


class DecisionDesk:
    def __init__(self, cards: Cards, decisions: DecisionService) -> None:
        self._cards = cards
        self._decisions = decisions

    def routes(self) -> Routes:
        return Routes(
            buttons={
                act.Decide: self.decide,
                on.Honour: self.ask,
                on.HonourNow: self.honour,
                on.Vouch: self.vouch,
                act.WriteOff: self.ask_write_off,
                act.WriteOffNow: self.write_off,
                on.KeepCredit: self.keep,
            },
            needs=Permission.MONEY,
        )

    async def decide(self, press: Press[act.Decide]) -> None:
        who, order_id = press.who, press.action.order_id
        try:
            screen = await self._cards.faces.decision(who.t, order_id)
        except NothingToDecide:
            told = await self._cards.overtaken(who, order_id)
            await press.show(await self._cards.card(who, order_id), told)
        else:
            await press.show(screen)

    async def ask(self, press: Press[on.Honour]) -> None:
        """What it would give away, before it does."""
        who, order_id = press.who, press.action.order_id
        try:
            offer = await self._decisions.offer(order_id)
        except OVERTAKEN as refusal:
            told = await self._cards.overtaken(who, order_id) or who.t(refusal.key)
            await press.show(await self._cards.card(who, order_id), told)
        else:
            placed = (await self._cards.facts(order_id)).order
            await press.show(decision.ask_honour(who.t, placed, offer))

    async def honour(self, press: Press[on.HonourNow]) -> None:
        """For the numbers that were shown; when they are others by now, those are shown."""
        order_id, shown = press.action.order_id, press.action
        work = self._decisions.honour(
            order_id, actor=press.who.as_admin, received=shown.received, price=shown.price
        )
        try:
            await self._cards.act(press, work, "honoured-toast")
        except OfferChanged as changed:
            screen = await self._cards.faces.decision(press.who.t, order_id)
            await press.show(screen, press.who.t(changed.key))

    async def vouch(self, press: Press[on.Vouch]) -> None:
        order_id, of = press.action.order_id, press.action.of
        work = self._decisions.vouch(order_id, actor=press.who.as_admin, of=of)
        await self._cards.act(press, work, "vouched-toast")

    async def ask_write_off(self, press: Press[act.WriteOff]) -> None:
        """What it means, before nobody waits any more."""
        who, order_id = press.who, press.action.order_id
        card = await self._cards.facts(order_id)
        if card.invoice is None or not card.invoice.open_loss:
            told = await self._cards.overtaken(who, order_id)
            await press.show(await self._cards.card(who, order_id), told)
        else:
            await press.show(decision.ask_write_off(who.t, card.order, card.invoice))

    async def write_off(self, press: Press[act.WriteOffNow]) -> None:
        order_id, units = press.action.order_id, press.action.units
        work = self._decisions.write_off(order_id, actor=press.who.as_admin, units=units)
        await self._cards.act(press, work, "written-off-toast")

    async def keep(self, press: Press[on.KeepCredit]) -> None:
        work = self._decisions.keep(press.action.order_id, actor=press.who.as_admin)
        await self._cards.act(press, work, "kept-toast")
