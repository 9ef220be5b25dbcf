"""The composition root's wiring: settings and a database in, an assembled `App` out."""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from config import Settings
from db import Database, UnitOfWorkFactory
from desks import Tools, build_desks, build_fallback
from handlers.app import App, Doorbell
from handlers.commands import CommandMenu
from handlers.reception import Reception
from handlers.table import Table
from letterbox import build_bot, build_notifications, build_notifier, channel_of, shop_of
from outside import Outside, connect
from services.goods.dashboard import DashboardService
from services.goods.demand import DemandService
from services.goods.finding import Finder
from services.goods.loader import Loader
from services.goods.product import ProductService
from services.keys.wallet import WalletService
from services.money.accounting import Accounting
from services.money.decision import DecisionService
from services.money.destination import Destinations
from services.money.look import Looks
from services.money.payment import PaymentService, WatchTerms
from services.money.proof import ProofTerms
from services.money.rate import RateService
from services.money.receipt import ReceiptService
from services.money.refund import RefundService
from services.money.settlement import Policy
from services.money.watched import watched_assets
from services.people.draft import DraftService
from services.people.role import RoleService
from services.people.talk import TalkService
from services.people.user import UserService
from services.running.clock import ClockService
from services.running.health import HealthService
from services.running.inspection import InspectionService
from services.running.integrity import IntegrityService
from services.running.notification import Notifications
from services.running.outbox import OutboxService
from services.running.setting_aside import SetAsideService
from services.sale.cart import CartService
from services.sale.checkout import CheckoutService, OrderTerms
from services.sale.doubt import DoubtService
from services.sale.lifecycle import Lifecycle
from services.sale.offer import OfferService
from services.sale.order import OrderService
from services.sale.patience import Patience
from services.sale.person import PersonService
from services.sale.search import SearchService
from services.sale.stockroom import Stockroom
from services.sale.switch import SwitchService
from storage import database_of, display_of, gallery_of, number_of, prepare, sealer_of
from utils.clock import Clock
from utils.l10n import Translators
from utils.sealing import Sealer
from utils.trusted import TrustedClock
from utils.wallets.address import parse_address
from utils.wallets.mnemonic import seed_of

ROOT = Path(__file__).parent
logger = logging.getLogger("holdfast")


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, wired to each other."""

    doorbell: Doorbell
    notifications: Notifications
    rates: RateService
    wallets: WalletService
    till: CheckoutService
    switches: SwitchService
    offers: OfferService
    orders: OrderService
    decisions: DecisionService
    destinations: Destinations
    refunds: RefundService
    payments: PaymentService
    looks: Looks
    health: HealthService
    stockroom: Stockroom
    time: ClockService | None
    outbox: OutboxService
    set_aside: SetAsideService
    doubts: DoubtService
    inspection: InspectionService
    products: ProductService
    demand: DemandService

    @property
    def shelves(self) -> DashboardService:
        return self.stockroom.shelves


def build_services(
    settings: Settings, database: Database, world: Outside, sealer: Sealer, clock: Clock
) -> Services:
    uow, doorbell = database.uow, Doorbell()
    notifications = build_notifications(settings, clock, doorbell, number_of(settings))
    lifecycle = build_lifecycle(settings, notifications)
    rates = build_rates(settings, world, clock)
    chains = {asset: world.chains[asset] for asset in settings.currencies}
    keys = settings.admin_key_delivery
    wallets = WalletService(uow, clock, world.wallets, chains, notifications, keys)
    policy = Policy(tolerance_percent=settings.underpayment_tolerance_percent)
    accounting = Accounting(clock, rates, lifecycle, policy, proof_of(settings))
    watch = WatchTerms(timedelta(seconds=settings.payment_scan_seconds))
    payments = PaymentService(uow, clock, world.chains, accounting, watch)
    health = HealthService(uow, notifications, rates, payments, world.chains)
    parse = partial(parse_address, network=settings.network)
    places = Destinations(uow, clock, lifecycle, sealer, parse)
    return Services(
        doorbell=doorbell,
        notifications=notifications,
        rates=rates,
        wallets=wallets,
        till=CheckoutService(uow, clock, rates, wallets, lifecycle, sealer, terms(settings)),
        switches=SwitchService(uow, clock, rates, wallets, lifecycle, terms(settings)),
        offers=OfferService(uow, rates, sealer, terms(settings)),
        orders=OrderService(uow, clock, lifecycle, sealer, rates),
        decisions=DecisionService(uow, clock, lifecycle, policy),
        destinations=places,
        refunds=RefundService(uow, clock, lifecycle, places, rates, world.chains),
        payments=payments,
        looks=Looks(payments.check, time.monotonic),
        health=health,
        stockroom=build_stockroom(settings, database, sealer, clock, lifecycle),
        time=time_of(uow, clock, notifications, wallets),
        outbox=OutboxService(uow, clock, notifications),
        set_aside=SetAsideService(uow, clock, notifications),
        doubts=DoubtService(uow, clock, lifecycle),
        inspection=InspectionService(uow, clock, notifications),
        products=ProductService(uow, clock, gallery_of(settings, database, clock)),
        demand=DemandService(uow, clock, notifications),
    )


def build_stockroom(
    settings: Settings, database: Database, sealer: Sealer, clock: Clock, lifecycle: Lifecycle
) -> Stockroom:
    shop = settings.shop_currency, gallery_of(settings, database, clock)
    return Stockroom.of(database.uow, clock, sealer, lifecycle, shop, channel_of(settings))


def assemble(
    settings: Settings, database: Database, world: Outside, sealer: Sealer, clock: Clock
) -> App:
    """Wire everything to everything; nothing talks to the network yet."""
    uow = database.uow
    services = build_services(settings, database, world, sealer, clock)
    bot = build_bot(settings, clock)
    tools = build_tools(settings, database, services, sealer, clock)
    users, texts, roles = tools.users, tools.texts, tools.roles
    return App(
        clock=clock,
        admin_ids=settings.admin_ids,
        sweep_seconds=settings.background_task_interval_seconds,
        scan_every=timedelta(seconds=settings.payment_scan_seconds),
        bot=bot,
        reception=Reception(
            *(users, roles, texts, Table(build_desks(tools)), build_fallback(tools)),
            services.outbox.keeps,
        ),
        commands=tools.commands,
        orders=services.orders,
        payments=services.payments,
        looks=services.looks,
        rates=services.rates,
        wallets=services.wallets,
        health=services.health,
        receipts=ReceiptService(uow, clock, world.chains),
        refunds=services.refunds,
        notifier=build_notifier(settings, services, users, texts, roles, bot),
        outbox=services.outbox,
        set_aside=services.set_aside,
        doorbell=services.doorbell,
        loader=Loader(uow, clock, sealer, settings.shop_currency),
        display=display_of(settings, database, clock),
        integrity=IntegrityService(uow, clock),
        inspection=services.inspection,
        demand=services.demand,
        doubts=services.doubts,
        chains=world.chains,
        channel_id=settings.channel_id,
        keep=database.backend.keep,
        time=services.time,
    )


def build_tools(
    settings: Settings, database: Database, services: Services, sealer: Sealer, clock: Clock
) -> Tools:
    uow, roles = database.uow, RoleService(lambda: settings.admin_ids)
    texts = Translators(ROOT / "l10n")
    users = UserService(uow, clock, lambda code: texts.choose(code, settings.default_language))
    return Tools(
        shop=shop_of(settings),
        users=users,
        products=services.products,
        finder=Finder(uow, clock),
        demand=services.demand,
        carts=CartService(uow, clock),
        till=services.till,
        switches=services.switches,
        offers=services.offers,
        orders=services.orders,
        decisions=services.decisions,
        refunds=services.refunds,
        destinations=services.destinations,
        looks=services.looks,
        wallets=services.wallets,
        health=services.health,
        set_aside=services.set_aside,
        doubts=services.doubts,
        stockroom=services.stockroom,
        search=SearchService(uow, partial(parse_address, network=settings.network)),
        people=PersonService(uow, clock, patience(settings), settings.shop_currency),
        drafts=DraftService(uow, clock, sealer),
        talk=TalkService(uow, clock, services.notifications),
        roles=roles,
        texts=texts,
        protect_goods=settings.protect_goods,
        network=settings.network,
        commands=CommandMenu(roles, users, texts, settings.default_language),
        clock=clock,
    )


def proof_of(settings: Settings) -> ProofTerms:
    return ProofTerms(settings.confirmations(), settings.agreement_from())


def build_lifecycle(settings: Settings, notifications: Notifications) -> Lifecycle:
    return Lifecycle(
        notifications,
        keys_inline=settings.admin_key_delivery == "inline",
        one_order_until=settings.one_order_until,
        patience=patience(settings),
    )


def build_rates(settings: Settings, world: Outside, clock: Clock) -> RateService:
    return RateService(
        world.sources,
        clock,
        settings.currencies,
        currency=settings.shop_currency,
        spread_percent=settings.rate_spread_percent,
        watched=tuple(world.chains),
    )


def time_of(
    uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications, wallets: WalletService
) -> ClockService | None:
    """Of a clock that can be wrong; addresses are looked at anew when it jumps."""
    if not isinstance(clock, TrustedClock):
        return None
    return ClockService(uow, clock, notifications, wallets.doubt)


def terms(settings: Settings) -> OrderTerms:
    return OrderTerms(
        timeout=timedelta(minutes=settings.order_timeout_minutes),
        patience=patience(settings),
        currency=settings.shop_currency,
        confirmations=settings.confirmations(),
        one_order_until=settings.one_order_until,
    )


def patience(settings: Settings) -> Patience:
    fade = timedelta(hours=settings.user_timeout_cooldown_hours)
    return Patience(settings.max_user_timeouts, fade)


@asynccontextmanager
async def opened(settings: Settings, clock: Clock) -> AsyncIterator[App]:
    """An assembled shop on an open, migrated database whose live books were looked at; made at the
    first start.
    """
    sealer = sealer_of(settings)
    async with database_of(settings, make=True) as database:
        mnemonic = await prepare(settings, database)
        world = connect(settings, seed_of(mnemonic), clock, await watched_assets(database.uow))
        app = assemble(settings, database, world, sealer, clock)
        try:
            for wrong in await app.inspection.at_the_start():
                logger.critical("nothing new is sold: %s", wrong)
            await app.wallets.verify()
            yield app
        finally:
            await world.aclose()
            await app.bot.session.close()
