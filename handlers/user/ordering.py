"""What every way to an order shares: the bill as it is now, placing it, and what stands in the way.

Whatever a button agrees to is sealed into it. When stock, prices or credit have changed since,
nothing is placed: what changed is said, and it is asked again.
"""

from collections import OrderedDict

from handlers.press import Press, Visitor
from handlers.views import checkout as views
from handlers.views.checkout import Bill, Way
from models.errors import OrderAlreadyOpen
from services.people.user import UserService
from services.running.shop import Shop
from services.sale.checkout import CheckoutService
from services.sale.offer import OfferService
from services.sale.order import OrderService
from services.sale.quote import Quote, agreed, changes

REMEMBERED = 1000
"""Quotes that were shown lately, so that what changed can be named."""


class Ordering:
    def __init__(
        self,
        till: CheckoutService,
        offers: OfferService,
        orders: OrderService,
        users: UserService,
        shop: Shop,
    ) -> None:
        self._till = till
        self._offers = offers
        self._orders = orders
        self._users = users
        self._shop = shop
        self._shown: OrderedDict[str, Quote] = OrderedDict()

    async def bill(
        self, who: Visitor, *, use_credit: bool, delivery: str | None = None, seal: str = ""
    ) -> Bill:
        """As it is now; `seal`: of what was shown before. Raises what `preview` raises."""
        quote = await self._till.preview(who.id)
        balance = await self._users.credit(who.id, self._shop.currency)
        used = min(balance, quote.total) if use_credit else 0
        now = agreed(quote, used, delivery)
        before, differs = self._shown.get(seal), seal not in ("", now)
        self._remember(now, quote)
        what = changes(before, quote) if before and differs else []
        return Bill(self._shop.currency, quote, balance, used, now, what, differs)

    def _remember(self, seal: str, quote: Quote) -> None:
        self._shown[seal] = quote
        self._shown.move_to_end(seal)
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    async def choose(self, press: Press[object], bill: Bill) -> None:
        """The choice of a coin, with what changed since the last time."""
        offers = self._offers.of(bill.quote, bill.used)
        missing = self._offers.missing()
        await press.show(views.choose_coin(press.who.t, bill, offers, missing))

    def require(self, way: Way, bill: Bill) -> None:
        """Raises CoinUnavailable, TotalTooSmall: better now than after the address."""
        if way.coin is not None:
            self._offers.require(way.coin, bill.quote, bill.used)

    async def place(
        self, press: Press[object], way: Way, seal: str, delivery: str | None = None
    ) -> None:
        """Raises QuoteChanged, and whatever else stands in the way of it."""
        who = press.who
        order_id = await self._till.place(
            who.id, way.coin, delivery, use_credit=way.use_credit, seal=seal
        )
        card = await self._orders.card(order_id, owner=who.id)
        await press.show(views.placed(who.t, card.order))

    async def show_open(self, press: Press[object], refusal: OrderAlreadyOpen) -> None:
        """One order at a time: a second checkout answers with the first, below."""
        who = press.who
        await self._orders.redraw(refusal.order_id, owner=who.id, below=True)
        await press.tell(who.t(refusal.key, **refusal.fields))

    async def last_delivery(self, who: Visitor) -> str | None:
        return await self._offers.last_delivery(who.id)
