"""What every way to an order shares: the bill as it is now, placing it, and what stands in the way.

Whatever a button agrees to is sealed into it. When stock, prices or credit have changed since,
nothing is placed: what changed is said, and it is asked again.
"""

from collections import OrderedDict

from handlers.press import Press, Visitor
from handlers.views import checkout as views
from handlers.views.checkout import Bill, Way
from handlers.views.screen import Screen
from models.errors import OrderAlreadyOpen
from models.method_errors import MethodBarred
from services.people.user import UserService
from services.running.shop import Shop
from services.sale.account import Accounts
from services.sale.checkout import CheckoutService, Choices
from services.sale.form import Form
from services.sale.offer import OfferService
from services.sale.order import OrderService
from services.sale.quote import Quote, agreed, changes
from utils.l10n import Translator

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
        accounts: Accounts,
    ) -> None:
        self._till = till
        self._offers = offers
        self._orders = orders
        self._users = users
        self._shop = shop
        self._accounts = accounts
        self._shown: OrderedDict[str, Quote] = OrderedDict()

    async def bill(
        self, who: Visitor, way: Way, form: Form | None = None, *, seal: str = ""
    ) -> Bill:
        """As it is now; `seal`: of what was shown before. Raises what `preview` raises."""
        quote = await self._till.preview(who.id, way.ship)
        balance = await self._users.credit(who.id, self._shop.currency)
        used = min(balance, quote.total) if way.use_credit else 0
        filled = (form or Form()).answering(quote.asked)
        now = agreed(quote, used, filled.address, filled.said)
        before, differs = self._shown.get(seal), seal not in ("", now)
        self._remember(now, quote)
        what = changes(before, quote) if before and differs else []
        terms = await self._accounts.texts.terms(who.t.language) is not None
        fee = _fee(quote, way, used)
        return Bill(self._shop.currency, quote, balance, used, now, what, differs, terms, fee)

    def _remember(self, seal: str, quote: Quote) -> None:
        self._shown[seal] = quote
        self._shown.move_to_end(seal)
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    async def choose(self, press: Press[object], bill: Bill) -> None:
        await press.show(self.chooser(press.who.t, bill))

    def chooser(self, t: Translator, bill: Bill) -> Screen:
        """How to ship it, then the choice of a coin, with what changed since the last time."""
        if bill.quote.postage.is_open:
            return views.choose_shipping(t, bill)
        offers = self._offers.of(bill.quote, bill.used)
        return views.choose_coin(t, bill, offers, self._offers.missing(bill.quote))

    def require(self, way: Way, bill: Bill) -> None:
        """Before the address is asked for. Raises MethodBarred, CoinUnavailable, TotalTooSmall."""
        if way.coin is not None:
            self._offers.require(way.coin, bill.quote, bill.used)

    async def place(
        self, press: Press[object], way: Way, seal: str, form: Form | None = None
    ) -> None:
        """Raises QuoteChanged, and whatever else stands in the way of it."""
        who, filled = press.who, form or Form()
        order_id = await self._till.place(
            who.id,
            way.coin,
            filled.address,
            use_credit=way.use_credit,
            seal=seal,
            choices=Choices(way.ship, filled.said),
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


def _fee(quote: Quote, way: Way, used: int) -> int | None:
    """Of the way to pay that was chosen; None: it is not open to this sum."""
    if way.coin is None or quote.total <= used:
        return 0
    try:
        return quote.tariff.charge(way.coin, quote.total - used)
    except MethodBarred:
        return None
