"""Another coin for an order that waits for its payment: which, and then at once."""

from handlers import callbacks as on
from handlers import replies
from handlers.press import Press, Routes
from handlers.views import switch as views
from handlers.views.checkout import Bill, Way
from models.errors import QuoteChanged
from services.money.look import Looks
from services.sale.offer import OfferService
from services.sale.order import OrderService
from services.sale.quote import agreed
from services.sale.switch import SwitchService


class SwitchDesk:
    def __init__(
        self, switches: SwitchService, offers: OfferService, orders: OrderService, looks: Looks
    ) -> None:
        self._switches = switches
        self._offers = offers
        self._orders = orders
        self._looks = looks

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.OtherCoin: self.ask,
                on.SwitchCoin: self.switch,
                on.KeepCoin: self.keep,
            }
        )

    async def ask(self, press: Press[on.OtherCoin]) -> None:
        await self._ask(press, press.action.order_id, use_credit=bool(press.action.credit))

    async def _ask(
        self, press: Press[object], order_id: int, *, use_credit: bool, seal: str = ""
    ) -> None:
        """`seal`: of what was shown before; that it differs is said."""
        now = await self._switches.preview(order_id, owner=press.who.id)
        used = now.credit(use=use_credit)
        sealed = agreed(now.quote, used)
        changed = seal not in ("", sealed)
        bill = Bill(now.order.currency, now.quote, now.balance, used, sealed, changed=changed)
        offers, missing = self._offers.of(now.quote, used), self._offers.missing(now.quote)
        await press.show(views.choose(press.who.t, now, bill, offers, missing))

    async def switch(self, press: Press[on.SwitchCoin]) -> None:
        """Look first: the coin of an order whose payment is on its way is not changed."""
        action, who = press.action, press.who
        way = Way(action.asset, bool(action.credit))
        await self._orders.card(action.order_id, owner=who.id)  # nobody looks at somebody else's
        await self._looks.at(action.order_id, customer=who.id)
        try:
            order_id = await self._switches.switch(
                action.order_id,
                way.coin,
                owner=who.id,
                use_credit=way.use_credit,
                seal=action.seal,
            )
        except QuoteChanged:
            await self._ask(press, action.order_id, use_credit=way.use_credit, seal=action.seal)
        else:
            await self._done(press, order_id)

    async def _done(self, press: Press[on.SwitchCoin], order_id: int) -> None:
        old = await self._orders.card(press.action.order_id, owner=press.who.id)
        new = await self._orders.card(order_id, owner=press.who.id)
        await press.show(views.switched(press.who.t, old.order, new.order))

    async def keep(self, press: Press[on.KeepCoin]) -> None:
        await press.toast(press.who.t("coin-kept-toast"))
        await replies.remove(press.who.bot, press.who.id, press.message_id)
