"""How messages leave the shop: the bot, and what its letters are written with.

A part of the composition root.
"""

from typing import Protocol

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from pydantic import SecretStr

from config import Settings
from handlers.app import Doorbell
from handlers.board import Board
from handlers.commands import CommandMenu
from handlers.dated import DatedSession
from handlers.doors import Doors
from handlers.letters.base import Desk
from handlers.notifier import Notifier
from services.goods.dashboard import DashboardService
from services.goods.product import ProductService
from services.goods.restock import Channel
from services.keys.wallet import WalletService
from services.money.hands import Hands
from services.people.review import ReviewService
from services.people.role import RoleService
from services.people.user import UserService
from services.running.health import HealthService
from services.running.noticing import NoticeService
from services.running.notification import Notifications
from services.running.outbox import OutboxService
from services.running.setting_aside import SetAsideService
from services.running.shop import Shop
from services.sale.office import Office
from services.sale.order import OrderService
from services.sale.support import Support
from utils.clock import Clock
from utils.l10n import Translators


class Sources(Protocol):
    """What letters are about."""

    @property
    def orders(self) -> OrderService: ...
    @property
    def wallets(self) -> WalletService: ...
    @property
    def health(self) -> HealthService: ...
    @property
    def shelves(self) -> DashboardService: ...
    @property
    def outbox(self) -> OutboxService: ...
    @property
    def products(self) -> ProductService: ...
    @property
    def reviews(self) -> ReviewService: ...
    @property
    def set_aside(self) -> SetAsideService: ...
    @property
    def notices(self) -> NoticeService: ...
    @property
    def hands(self) -> Hands: ...
    @property
    def office(self) -> Office: ...
    @property
    def support(self) -> Support: ...


class People(Protocol):
    """Who reads letters, in which language, what they may, and where they read it."""

    @property
    def users(self) -> UserService: ...
    @property
    def texts(self) -> Translators: ...
    @property
    def roles(self) -> RoleService: ...
    @property
    def board(self) -> Board: ...
    @property
    def commands(self) -> CommandMenu: ...


def build_notifier(
    settings: Settings,
    services: Sources,
    people: People,
    doors: Doors,
    bot: Bot,
) -> Notifier:
    desk = Desk(
        bot=bot,
        orders=services.orders,
        users=people.users,
        wallets=services.wallets,
        outbox=services.outbox,
        set_aside=services.set_aside,
        notices=services.notices,
        health=services.health,
        shelves=services.shelves,
        reviews=services.reviews,
        translators=people.texts,
        roles=people.roles,
        board=people.board,
        approvals=services.hands.approvals,
        numbers=services.office.numbers,
        zone=services.office.zone,
        support=services.support,
        doors=doors,
        renew=people.commands.renew,
        shop_name=settings.shop_name,
        network=settings.network,
        assets=settings.currencies,
        products=services.products,
        currency=settings.shop_currency,
        protect_goods=settings.protect_goods,
    )
    return Notifier(services.outbox, desk)


def build_bot(settings: Settings, clock: Clock) -> Bot:
    token = settings.bot_token or SecretStr("0:doctor")
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else ""
    return Bot(
        token.get_secret_value(),
        session=DatedSession(settings.telegram_api_url, clock, proxy),
        default=DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True),
    )


def build_notifications(
    settings: Settings, clock: Clock, doorbell: Doorbell, bot_id: int
) -> Notifications:
    return Notifications(sorted(settings.admin_ids), clock, doorbell.ring, bot_id=bot_id)


def shop_of(settings: Settings) -> Shop:
    exact, name = settings.stock_shown == "exact", settings.shop_name
    return Shop(name, settings.shop_currency, settings.order_timeout_minutes, exact_stock=exact)


def channel_of(settings: Settings) -> Channel | None:
    number = settings.channel_id
    return None if number is None else Channel(number, settings.default_language)
