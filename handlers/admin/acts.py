"""What else an admin does with an order: time, and a person's word that it is paid."""

from datetime import timedelta
from typing import Any

from handlers import order_callbacks as on
from handlers.admin.card import Cards
from handlers.press import Press, Routes, Typed
from handlers.views import acts as views
from models.errors import OfferChanged, WrongOrderState
from models.invoice import Invoice
from models.order import OrderStatus
from models.permission import Permission
from services.money.look import Looks
from services.people.draft import REASON, DraftService, mark_of
from services.people.user import UserService
from services.sale.intervention import InterventionService
from services.sale.order import OrderCard
from services.sale.typed import valid_reason
from utils.clock import Clock

OF = "paid {}: "
"""What stands before a typed reason: it is of one order, and of nothing else."""


class ActsDesk:
    def __init__(
        self,
        cards: Cards,
        hand: InterventionService,
        looks: Looks,
        clock: Clock,
    ) -> None:
        self._cards = cards
        self._hand = hand
        self._looks = looks
        self._clock = clock

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.OrderActs: self.open,
                on.Extend: self.extend,
                on.AskEnd: self.ask_end,
                on.EndNow: self.end,
            },
            needs=Permission.ORDERS,
        )

    async def open(self, press: Press[on.OrderActs]) -> None:
        await self._show(press)

    async def _show(self, press: Press[Any], told: str | None = None) -> None:
        who = press.who
        card = await self._cards.facts(press.action.order_id)
        trusted = who.may(Permission.TRUST)
        await press.show(views.acts(who.t, card, trusted=trusted), told)

    async def extend(self, press: Press[on.Extend]) -> None:
        row, until = press.action, views.from_number(press.action.until)
        step = timedelta(minutes=row.minutes)
        work = self._hand.extend(row.order_id, step, until=until, actor=press.who.as_admin)
        try:
            await self._cards.act(press, work, "extended-toast")
        except OfferChanged as changed:
            await self._show(press, press.who.t(changed.key))

    async def ask_end(self, press: Press[on.AskEnd]) -> None:
        await self._ask_end(press)

    async def _ask_end(self, press: Press[Any], told: str | None = None) -> None:
        card = await self._cards.facts(press.action.order_id)
        if card.order.status is not OrderStatus.CREATED:
            raise WrongOrderState
        await press.show(views.ask_end(press.who.t, card.order), told)

    async def end(self, press: Press[on.EndNow]) -> None:
        """The chain is asked first: what is seen then keeps the order."""
        order_id, who, asked = press.action.order_id, press.who, self._clock()
        await self._looks.at(order_id, customer=who.id)
        until = views.from_number(press.action.until)
        work = self._hand.end_now(order_id, asked=asked, until=until, actor=who.as_admin)
        try:
            await self._cards.act(press, work, "ended-toast")
        except OfferChanged as changed:
            await self._ask_end(press, who.t(changed.key))


class ByHandDesk:
    """Owners alone: goods are given for a word."""

    def __init__(
        self,
        cards: Cards,
        hand: InterventionService,
        users: UserService,
        drafts: DraftService,
    ) -> None:
        self._cards = cards
        self._hand = hand
        self._users = users
        self._drafts = drafts

    def routes(self) -> Routes:
        return Routes(
            buttons={on.AskByHand: self.ask, on.ByHandNow: self.take},
            typed={"by-hand-reason": self.reason},
            needs=Permission.TRUST,
        )

    async def ask(self, press: Press[on.AskByHand]) -> None:
        await self._ask(press)

    async def _ask(self, press: Press[Any], told: str | None = None) -> None:
        who, order_id = press.who, press.action.order_id
        card, bill = await self._unpaid(order_id)
        await self._users.expect(who.id, f"by-hand-reason:{order_id}")
        await press.show(views.ask_by_hand(who.t, card, bill), told)

    async def _unpaid(self, order_id: int) -> tuple[OrderCard, Invoice]:
        card = await self._cards.facts(order_id)
        order, bill = card.order, card.invoice
        if order.status is not OrderStatus.CREATED or bill is None or order.refill:
            raise WrongOrderState
        return card, bill

    async def reason(self, typed: Typed) -> None:
        """Shown with what the chain says; another text takes its place."""
        who, order_id = typed.who, int(typed.subject)
        text, (card, bill) = valid_reason(typed.text), await self._unpaid(order_id)
        await self._drafts.keep(who.id, OF.format(order_id) + text, typed.note, REASON)
        await typed.say(views.check_by_hand(who.t, card, bill, text))

    async def take(self, press: Press[on.ByHandNow]) -> None:
        """With the reason that was shown; one that is gone by now is asked for again."""
        who, row = press.who, press.action
        draft, start = await self._drafts.find(who.id, REASON), OF.format(row.order_id)
        if draft is None or not draft.text.startswith(start):
            await self._ask(press)
            return
        reason = draft.text.removeprefix(start)
        if mark_of(reason) != row.said:
            told, (card, bill) = who.t("typed-since-toast"), await self._unpaid(row.order_id)
            await press.show(views.check_by_hand(who.t, card, bill, reason), told)
            return
        work = self._hand.take_for_paid(row.order_id, reason, seen=row.seen, actor=who.as_admin)
        try:
            await self._cards.act(press, work, "by-hand-toast")
        except OfferChanged as changed:
            await self._ask(press, who.t(changed.key))
        else:
            await self._drafts.drop(who.id)
