"""What the writer of a message has at hand.

Everything is looked up at the moment of sending: no words, keys or goods lie in the outbox.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from handlers.answers import Verdict, verdict
from handlers.board import Board
from handlers.doors import Doors, open_rows
from handlers.sending import Chat, Draft
from handlers.views.screen import Rows, Screen
from handlers.views.standing import Standing, standing
from models.credit import CreditReason
from models.invoice import Invoice
from models.order import WAS_PAID
from models.outbox import OutboxMessage
from models.permission import Permission
from models.user import User
from services.goods.dashboard import DashboardService
from services.goods.product import ProductService
from services.keys.wallet import WalletService
from services.money.approval import ApprovalService
from services.people.review import ReviewService
from services.people.role import RoleService
from services.people.user import UserService
from services.running.health import HealthService
from services.running.noticing import NoticeService
from services.running.outbox import Delivered, OutboxService
from services.running.setting_aside import SetAsideService
from services.sale.facts import Came
from services.sale.numbers import NumbersService
from services.sale.order import OrderCard, OrderService
from services.sale.support import Support
from utils.l10n import Translator, Translators
from utils.money import format_money

NEVER_THERE = ("not found", "message_id_invalid", "not specified")
"""Words of a refusal to delete that say that there is nothing to delete."""


class NoLongerTrue(Exception):
    """The message has been overtaken by events and is left out."""


class Unwritable(Exception):
    """The row says something that nobody can write: it stays so, however often it is tried."""


Renew = Callable[[Bot, User], Awaitable[None]]


async def _as_it_is(_bot: Bot, _user: User) -> None:
    """Nobody is offered commands."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every letter is written with."""

    bot: Bot
    orders: OrderService
    users: UserService
    wallets: WalletService
    outbox: OutboxService
    set_aside: SetAsideService
    notices: NoticeService
    health: HealthService
    shelves: DashboardService
    reviews: ReviewService
    translators: Translators
    roles: RoleService
    shop_name: str
    network: str
    products: ProductService
    currency: str
    board: Board
    approvals: ApprovalService
    numbers: NumbersService
    zone: str
    support: Support
    assets: Sequence[str]
    """The coins that are for sale."""
    protect_goods: bool = False
    doors: Doors = field(default_factory=dict)
    renew: Renew = _as_it_is
    """Their menu of commands, as they may use it now."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message on its way. `card` is the order it is about."""

    desk: Desk
    message: OutboxMessage
    t: Translator
    card: OrderCard | None
    group: int | None = None
    """Whose prices the reader pays."""

    rights: frozenset[Permission] | None = None
    """Of who works for the shop and reads it as such; None for everybody else."""

    def open(self, rows: Rows) -> Rows:
        """The buttons that its reader may press."""
        return rows if self.rights is None else open_rows(rows, self.desk.doors, self.rights)

    @property
    def event(self) -> str:
        return self.message.event

    @property
    def args(self) -> dict[str, str]:
        return self.message.args

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

    def charged(self, args: Mapping[str, str]) -> dict[str, str]:
        """What was taken for an order that is delivered after all, with the store credit that it
        used before, and what its goods cost.
        """
        placed, language = self.order.order, self.t.language
        currency, spent = placed.currency, int(args["charged"]) + placed.credit_used
        amounts = {"charged": spent, "price": int(args["price"])}
        return {n: format_money(amount, currency, language) for n, amount in amounts.items()}

    @property
    def came(self) -> str:
        """Why the order's money did not pay for it."""
        return str(self.order.money.came if self.order.money else Came.OTHERWISE)

    def credit(self, args: Mapping[str, str]) -> str:
        """Why money became store credit; what is left of a paid order's was too much."""
        paid = self.order.order.status in WAS_PAID
        late = args["reason"] == CreditReason.LATE
        return str(CreditReason.OVERPAID) if late and paid else args["reason"]

    @property
    def chat(self) -> Chat:
        return Chat(self.desk.bot, self.message.chat_id)

    def times(self, *names: str) -> list[datetime]:
        return [datetime.fromisoformat(self.args[name]) for name in names]

    def draft(self, screen: Screen, photo: bytes | None = None, *, silent: bool = False) -> Draft:
        """With what its reader may press, and when it was read where that is not what its time of
        sending says.
        """
        screen = replace(screen, rows=self.open(screen.rows))
        shown = self.desk.board.stamped(self.t, screen)
        return Draft(shown, self.t("as-file"), photo, silent=silent)

    async def say(self, screen: Screen) -> Delivered:
        return await self.chat.send(self.draft(screen))

    @property
    def standing(self) -> Standing:
        """Where its order stands at this moment."""
        of, bill = standing(self.order, self.desk.outbox.now()), self.order.invoice
        only = bill is not None and not set(self.desk.assets) - {bill.asset}
        complaints = self.desk.support.complaints.terms
        open_for = complaints.open_for(of.order, of.now)
        return replace(of, only_coin=only, may_complain=open_for)

    async def refresh(self, subject: str, screen: Screen) -> None:
        """Edit the message about `subject`, if there is one."""
        post = await self.desk.outbox.post(self.message.chat_id, subject)
        if post is not None and post.bot_id in (0, self.desk.bot.id):
            await self.chat.edit(post, self.draft(screen))

    async def take_back(self, subject: str) -> None:
        """Delete the message about `subject`, if there is one; too old for that, it stays."""
        chat_id, bot = self.message.chat_id, self.desk.bot
        post = await self.desk.outbox.post(chat_id, subject)
        if post is None:
            return
        if post.bot_id in (0, bot.id):
            await self.remove(post.message_id)
        await self.desk.outbox.forget(chat_id, subject)

    async def remove(self, message_id: int) -> bool:
        """Whether that message is gone now: Telegram deletes for 48 hours only."""
        try:
            await self.desk.bot.delete_message(self.message.chat_id, message_id)
        except TelegramBadRequest as error:
            if verdict(error) is not Verdict.MESSAGE_GONE:
                raise
            return any(word in error.message.lower() for word in NEVER_THERE)
        return True

    async def keep(self, subject: str, draft: Draft, *, picture: bool = False) -> Delivered:
        """Edit the message about `subject`, or send the first one; it is remembered."""
        post = await self.desk.outbox.post(self.message.chat_id, subject)
        if post is None:
            sent = await self.chat.send(draft)
        else:
            sent = await self.chat.edit(post, draft, picture=picture)
        return replace(sent, subject=subject)


Writer = Callable[[Letter], Awaitable[Delivered]]
