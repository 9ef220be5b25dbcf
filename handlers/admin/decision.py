"""What becomes of money that came too late or was too much."""

from handlers import callbacks as on
from handlers.admin.card import Cards
from handlers.press import Press, Routes
from handlers.views import decision
from models.permission import Permission
from services.money.decision import DecisionService


class DecisionDesk:
    def __init__(self, cards: Cards, decisions: DecisionService) -> None:
        self._cards = cards
        self._decisions = decisions

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.Honour: self.ask,
                on.HonourNow: self.honour,
                on.Vouch: self.vouch,
                on.KeepCredit: self.keep,
            },
            needs=Permission.ORDERS,
        )

    async def ask(self, press: Press[on.Honour]) -> None:
        """What it would give away, before it does."""
        offer = await self._decisions.offer(press.action.order_id)
        await press.show(decision.ask_honour(press.who.t, press.action.order_id, offer))

    async def honour(self, press: Press[on.HonourNow]) -> None:
        order_id, shown = press.action.order_id, press.action
        await self._decisions.honour(
            order_id, actor=press.who.as_admin, received=shown.received, price=shown.price
        )
        await self._cards.done(press, "honoured-toast")

    async def vouch(self, press: Press[on.Vouch]) -> None:
        order_id, units = press.action.order_id, press.action.units
        await self._decisions.vouch(order_id, actor=press.who.as_admin, units=units)
        await self._cards.done(press, "vouched-toast")

    async def keep(self, press: Press[on.KeepCredit]) -> None:
        await self._decisions.keep(press.action.order_id, actor=press.who.as_admin)
        await self._cards.done(press, "kept-toast")
