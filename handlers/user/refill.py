"""Store credit is bought: how much, then the coin; with that it is an order."""

import re

from handlers import refill_callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import refill as views
from handlers.views.checkout import Bill
from handlers.views.screen import Screen
from models.errors import QuoteChanged
from models.refill_errors import RefillAlreadyOpen, RefillNotTheirs, RefillsOff
from services.people.user import UserService
from services.sale.offer import OfferService
from services.sale.order import OrderService
from services.sale.quote import agreed
from services.sale.refill import RefillService

LINK = re.compile(r"(?P<user>[0-9]{1,15})_(?P<sum>[0-9]{1,12}(-[0-9]{1,3})?)", re.ASCII)
"""As in `refill_7001_25-50`: links know neither points nor commas."""


class Refills:
    """What every way to a refill shares."""

    def __init__(
        self,
        refills: RefillService,
        offers: OfferService,
        orders: OrderService,
        users: UserService,
    ) -> None:
        self._refills = refills
        self._offers = offers
        self._orders = orders
        self._users = users

    async def begin(self, who: Visitor) -> Screen:
        """Raises RefillsOff."""
        if not self._refills.terms.on:
            raise RefillsOff
        await self._users.expect(who.id, "refill")
        return views.choose_sum(who.t, self._refills.terms)

    async def typed(self, who: Visitor, text: str) -> Screen:
        """Raises what `choose` raises, and BadPrice."""
        return await self.choose(who, self._refills.terms.parse(text))

    async def linked(self, who: Visitor, word: str) -> Screen:
        """Nothing is ordered by opening a link. Raises RefillNotTheirs, and what `typed` does."""
        found = LINK.fullmatch(word)
        if found is None or int(found["user"]) != who.id:
            raise RefillNotTheirs
        return await self.typed(who, found["sum"].replace("-", "."))

    async def choose(self, who: Visitor, amount: int, *, seal: str = "") -> Screen:
        """`seal`: of what was shown before. Raises what `RefillService.preview` raises, but for
        RefillAlreadyOpen: that one is shown.
        """
        try:
            quote = await self._refills.preview(who.id, amount)
        except RefillAlreadyOpen as refusal:
            return await self.show_open(who, refusal)
        await self._users.expect(who.id, None)
        sealed, currency = agreed(quote, 0), self._refills.terms.currency
        bill = Bill(currency, quote, seal=sealed, changed=seal not in ("", sealed))
        offers, missing = self._offers.of(quote, 0), self._offers.missing(quote)
        return views.choose_coin(who.t, bill, offers, missing)

    async def show_open(self, who: Visitor, refusal: RefillAlreadyOpen) -> Screen:
        """One at a time: its message comes below everything else."""
        await self._users.expect(who.id, None)
        await self._orders.redraw(refusal.order_id, owner=who.id, below=True)
        return views.in_the_way(who.t, refusal)

    async def place(self, who: Visitor, row: on.RefillWith) -> Screen:
        try:
            order_id = await self._refills.place(who.id, row.asset, row.amount, seal=row.seal)
        except QuoteChanged:
            return await self.choose(who, row.amount, seal=row.seal)
        except RefillAlreadyOpen as refusal:
            return await self.show_open(who, refusal)
        card = await self._orders.card(order_id, owner=who.id)
        return views.placed(who.t, card.order)


class RefillDesk:
    def __init__(self, refills: Refills) -> None:
        self._refills = refills

    def routes(self) -> Routes:
        return Routes(
            commands={"refill": self.by_command},
            buttons={on.Refill: self.open, on.RefillSum: self.sum, on.RefillWith: self.pay},
            typed={"refill": self.typed},
        )

    async def open(self, press: Press[on.Refill]) -> None:
        await press.show(await self._refills.begin(press.who))

    async def by_command(self, typed: Typed) -> None:
        """`/refill 25`; alone it asks how much."""
        who, said = typed.who, typed.subject.strip()
        await typed.say(
            await (self._refills.typed(who, said) if said else self._refills.begin(who))
        )

    async def typed(self, typed: Typed) -> None:
        await typed.say(await self._refills.typed(typed.who, typed.text))

    async def sum(self, press: Press[on.RefillSum]) -> None:
        await press.show(await self._refills.choose(press.who, press.action.amount))

    async def pay(self, press: Press[on.RefillWith]) -> None:
        await press.show(await self._refills.place(press.who, press.action))
