"""What the writer of a message has at hand.

Everything is looked up at the moment of sending: no words, keys or goods lie in the outbox.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiogram import Bot

from handlers.replies import say
from handlers.views.screen import Screen
from models.invoice import Invoice
from services.keys.wallet import WalletService
from services.people.user import UserService
from services.sale.order import OrderCard, OrderService
from utils.l10n import Translator, Translators
from utils.money import format_money


class NoLongerTrue(Exception):
    """The message has been overtaken by events and is left out."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every letter is written with."""

    bot: Bot
    orders: OrderService
    users: UserService
    wallets: WalletService
    translators: Translators
    shop_name: str
    network: str


@dataclass(frozen=True, slots=True)
class Sent:
    """`is_invoice`: later states of the invoice edit this message."""

    message_id: int | None
    is_invoice: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One message on its way. `card` is the order it is about."""

    desk: Desk
    event: str
    chat_id: int
    t: Translator
    args: dict[str, str]
    card: OrderCard | None

    @property
    def order(self) -> OrderCard:
        if self.card is None:
            raise NoLongerTrue
        return self.card

    @property
    def bill(self) -> Invoice:
        if self.order.invoice is None:
            raise NoLongerTrue
        return self.order.invoice

    def charged(self) -> dict[str, str]:
        """What was taken for an order that is delivered after all, and what its goods cost."""
        currency, language = self.order.order.currency, self.t.language
        amounts = {name: int(self.args[name]) for name in ("charged", "price")}
        return {n: format_money(amount, currency, language) for n, amount in amounts.items()}

    async def say(self, screen: Screen) -> Sent:
        return Sent((await say(self.desk.bot, self.chat_id, screen)).message_id)


Writer = Callable[[Letter], Awaitable[Sent]]
