"""The way to the till."""

from dataclasses import dataclass
from typing import Self

from handlers import callbacks as on
from handlers.press import Press, Routes, Typed
from handlers.views import cart as views
from handlers.views import invoice as invoice_views
from models.errors import CoinUnavailable, OrderAlreadyOpen
from services.people.user import UserService
from services.running.shop import Shop
from services.sale.checkout import CheckoutService
from services.sale.order import OrderService


@dataclass(frozen=True, slots=True)
class Choice:
    """How somebody wants to pay, while they are asked for their address."""

    asset: str
    use_credit: bool

    @property
    def coin(self) -> str | None:
        return None if self.asset == views.CREDIT else self.asset

    @property
    def packed(self) -> str:
        return f"{self.asset}+credit" if self.use_credit else self.asset

    @classmethod
    def unpacked(cls, text: str) -> Self:
        asset, _, credit = text.partition("+")
        return cls(asset, bool(credit))


class CheckoutDesk:
    def __init__(
        self, till: CheckoutService, orders: OrderService, users: UserService, shop: Shop
    ) -> None:
        self._till = till
        self._orders = orders
        self._users = users
        self._shop = shop

    def routes(self) -> Routes:
        return Routes(
            buttons={on.Checkout: self.checkout, on.PayWith: self.pay_with},
            typed={"delivery": self.typed_delivery},
        )

    async def checkout(self, press: Press[on.Checkout]) -> None:
        who, till, currency = press.who, self._till, self._shop.currency
        try:
            quote = await till.preview(who.id)
        except OrderAlreadyOpen as error:
            await self._show_open(press, error)
            return
        credit = await self._users.credit(who.id, currency)
        funds = views.Funds(till.assets(), till.missing(), credit, bool(press.action.credit))
        await press.show(views.choose_coin(who.t, currency, quote, funds))

    async def _show_open(
        self, press: Press[on.Checkout | on.PayWith], refusal: OrderAlreadyOpen
    ) -> None:
        """One order at a time: a second checkout answers with the first."""
        who = press.who
        card = await self._orders.card(refusal.order_id, owner=who.id)
        await press.tell(who.t(refusal.key, **refusal.fields))
        await press.show(invoice_views.order_card(who.t, card))

    async def pay_with(self, press: Press[on.PayWith]) -> None:
        """Places the order; physical goods first need to know where to go."""
        choice = Choice(press.action.asset, bool(press.action.credit))
        if choice.coin is not None and choice.coin not in self._till.assets():
            raise CoinUnavailable(choice.coin)
        try:
            await self._place(press, choice)
        except OrderAlreadyOpen as error:
            await self._show_open(press, error)

    async def _place(self, press: Press[on.PayWith], choice: Choice) -> None:
        who = press.who
        if (await self._till.preview(who.id)).needs_delivery:
            await self._users.expect(who.id, f"delivery:{choice.packed}")
            await press.show(views.type_delivery(who.t))
            return
        order_id = await self._till.place(who.id, choice.coin, use_credit=choice.use_credit)
        await press.show(views.placed(who.t, order_id))

    async def typed_delivery(self, typed: Typed) -> None:
        who, choice = typed.who, Choice.unpacked(typed.subject)
        order_id = await self._till.place(
            who.id, choice.coin, typed.text, use_credit=choice.use_credit
        )
        await self._users.expect(who.id, None)
        await typed.say(views.placed(who.t, order_id))
