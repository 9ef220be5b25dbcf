"""The choice of a way to ship and of a coin; what needs nothing more is ordered with that."""

from handlers import callbacks as on
from handlers.coins import CREDIT
from handlers.press import Press, Routes
from handlers.user.ordering import Ordering
from handlers.user.steps import Steps
from handlers.views.checkout import Bill, Way
from models.errors import OrderAlreadyOpen, QuoteChanged
from models.shipping_errors import AnswersMissing, ShippingUnchosen


class CheckoutDesk:
    def __init__(self, ordering: Ordering, steps: Steps) -> None:
        self._ordering = ordering
        self._steps = steps

    def routes(self) -> Routes:
        return Routes(buttons={on.Checkout: self.checkout, on.PayWith: self.pay_with})

    async def checkout(self, press: Press[on.Checkout]) -> None:
        way = Way(CREDIT, bool(press.action.credit), press.action.ship)
        try:
            bill = await self._ordering.bill(press.who, way)
        except OrderAlreadyOpen as error:
            await self._ordering.show_open(press, error)
        else:
            await self._ordering.choose(press, bill)

    async def pay_with(self, press: Press[on.PayWith]) -> None:
        way = Way(press.action.asset, bool(press.action.credit), press.action.ship)
        try:
            bill = await self._bill(press, way)
            if bill.changed or bill.quote.postage.is_open:
                await self._ordering.choose(press, bill)
            else:
                await self._order(press, way, bill)
        except OrderAlreadyOpen as error:
            await self._ordering.show_open(press, error)

    async def _bill(self, press: Press[on.PayWith], way: Way) -> Bill:
        return await self._ordering.bill(press.who, way, seal=press.action.seal)

    async def _order(self, press: Press[on.PayWith], way: Way, bill: Bill) -> None:
        self._ordering.require(way, bill)
        if bill.quote.needs_form:
            await self._steps.begin(press, way)
            return
        try:
            await self._ordering.place(press, way, bill.seal)
        except (QuoteChanged, ShippingUnchosen, AnswersMissing):  # between the look and the order
            await self._ordering.choose(press, await self._bill(press, way))
