"""The choice of a coin; digital goods are ordered with it, parcels need an address first."""

from handlers import callbacks as on
from handlers.press import Press, Routes
from handlers.user.delivery import DeliveryDesk
from handlers.user.ordering import Ordering
from handlers.views.checkout import Bill, Way
from models.errors import OrderAlreadyOpen, QuoteChanged


class CheckoutDesk:
    def __init__(self, ordering: Ordering, delivery: DeliveryDesk) -> None:
        self._ordering = ordering
        self._delivery = delivery

    def routes(self) -> Routes:
        return Routes(buttons={on.Checkout: self.checkout, on.PayWith: self.pay_with})

    async def checkout(self, press: Press[on.Checkout]) -> None:
        try:
            bill = await self._ordering.bill(press.who, use_credit=bool(press.action.credit))
        except OrderAlreadyOpen as error:
            await self._ordering.show_open(press, error)
        else:
            await self._ordering.choose(press, bill)

    async def pay_with(self, press: Press[on.PayWith]) -> None:
        way = Way(press.action.asset, bool(press.action.credit))
        try:
            bill = await self._bill(press, way)
            if bill.changed:
                await self._ordering.choose(press, bill)
            else:
                await self._order(press, way, bill)
        except OrderAlreadyOpen as error:
            await self._ordering.show_open(press, error)

    async def _bill(self, press: Press[on.PayWith], way: Way) -> Bill:
        seal = press.action.seal
        return await self._ordering.bill(press.who, use_credit=way.use_credit, seal=seal)

    async def _order(self, press: Press[on.PayWith], way: Way, bill: Bill) -> None:
        self._ordering.require(way, bill)
        if bill.quote.needs_delivery:
            await self._delivery.ask_for(press, way)
            return
        try:
            await self._ordering.place(press, way, bill.seal)
        except QuoteChanged:  # between the look and the order
            await self._ordering.choose(press, await self._bill(press, way))
