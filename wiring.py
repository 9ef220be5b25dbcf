"""The use cases, wired to each other: settings, a database and the outside in, services out."""

import time
from dataclasses import dataclass
from functools import partial

from aiogram import Bot

from conditions import (
    account_terms,
    complaint_terms,
    office_terms,
    patience,
    policy_of,
    proof_of,
    refill_terms,
    review_terms,
    terms,
    watch_terms,
)
from config import Settings
from db import Database, UnitOfWorkFactory
from handlers.app import Doorbell
from handlers.checkup import Care, Checkup
from handlers.doctor import Patient
from letterbox import build_notifications, channel_of
from outside import Outside
from services.goods.dashboard import DashboardService
from services.goods.demand import DemandService
from services.goods.product import ProductService
from services.keys.wallet import WalletService
from services.money.accounting import Accounting
from services.money.decision import DecisionService
from services.money.destination import Destinations
from services.money.gift_facts import GiftTerms
from services.money.hands import Given, Hands
from services.money.look import Looks
from services.money.payment import PaymentService
from services.money.policy import Policy
from services.money.rate import RateService
from services.money.refund import RefundService
from services.money.reversal import ReversalService
from services.money.watched import watched_assets
from services.people.review import ReviewService
from services.people.role import RoleService
from services.running.build import BuildService
from services.running.clock import ClockService
from services.running.door import Door
from services.running.health import HealthService
from services.running.inspection import InspectionService
from services.running.noticing import NoticeService, groups_of
from services.running.notification import Notifications
from services.running.opened import OpenedService
from services.running.outbox import OutboxService
from services.running.pulse import Pulse
from services.running.setting_aside import SetAsideService
from services.running.vitals import VitalsService
from services.sale.account import Accounts
from services.sale.acts import Acts
from services.sale.checkout import CheckoutService
from services.sale.delivery import damaged
from services.sale.doubt import DoubtService
from services.sale.intervention import InterventionService
from services.sale.lifecycle import Lifecycle
from services.sale.offer import OfferService
from services.sale.office import Office
from services.sale.order import OrderService
from services.sale.parcel import ParcelService
from services.sale.purse import CreditService
from services.sale.refill import RefillService
from services.sale.stockroom import Stockroom
from services.sale.support import Support
from services.sale.switch import SwitchService
from services.sale.voucher_making import VoucherMaking
from storage import gallery_of, number_of, time_of
from utils.clock import Clock
from utils.sealing import Sealer
from utils.wallets.address import parse_address


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases, wired to each other."""

    doorbell: Doorbell
    notifications: Notifications
    rates: RateService
    wallets: WalletService
    till: CheckoutService
    switches: SwitchService
    refills: RefillService
    offers: OfferService
    orders: OrderService
    acts: Acts
    payments: PaymentService
    looks: Looks
    health: HealthService
    stockroom: Stockroom
    time: ClockService | None
    outbox: OutboxService
    opened: OpenedService
    set_aside: SetAsideService
    notices: NoticeService
    doubts: DoubtService
    inspection: InspectionService
    products: ProductService
    demand: DemandService
    reviews: ReviewService
    hands: Hands
    accounts: Accounts
    office: Office
    care: Care
    support: Support

    @property
    def shelves(self) -> DashboardService:
        return self.stockroom.shelves

    @property
    def decisions(self) -> DecisionService:
        return self.acts.decisions

    @property
    def destinations(self) -> Destinations:
        return self.acts.destinations

    @property
    def refunds(self) -> RefundService:
        return self.acts.refunds


@dataclass(frozen=True, slots=True)
class Core:
    """What everything that acts on an order is made with."""

    uow: UnitOfWorkFactory
    clock: Clock
    lifecycle: Lifecycle
    sealer: Sealer
    rates: RateService


def build_acts(settings: Settings, world: Outside, core: Core) -> Acts:
    base = (core.uow, core.clock, core.lifecycle)
    orders = OrderService(*base, core.sealer, core.rates)
    places = build_destinations(settings, *base, core.sealer)
    refunds = RefundService(*base, places, core.rates, world.chains)
    return Acts(
        orders,
        places,
        refunds,
        ReversalService(*base, core.rates, refunds),
        InterventionService(*base),
        ParcelService(*base, core.sealer, orders),
        DecisionService(*base, policy_of(settings)),
    )


def build_services(
    settings: Settings, database: Database, world: Outside, sealer: Sealer, clock: Clock
) -> Services:
    uow, doorbell = database.uow, Doorbell()
    notifications = build_notifications(settings, clock, doorbell, number_of(settings))
    lifecycle = build_lifecycle(settings, notifications)
    rates = build_rates(settings, world, clock)
    wallets = build_wallets(settings, world, uow, clock, notifications)
    policy, core = policy_of(settings), Core(uow, clock, lifecycle, sealer, rates)
    payments = build_payments(settings, world, core, policy)
    acts, sold = build_acts(settings, world, core), (uow, clock, rates, wallets, lifecycle)
    return Services(
        *(doorbell, notifications, rates, wallets),
        till=CheckoutService(*sold, sealer, terms(settings)),
        switches=SwitchService(*sold, terms(settings)),
        refills=RefillService(*sold, terms(settings), refill_terms(settings)),
        offers=OfferService(uow, rates, sealer, terms(settings)),
        orders=acts.orders,
        acts=acts,
        payments=payments,
        looks=Looks(payments.check, time.monotonic),
        health=health_of(database, world, notifications, rates, payments),
        stockroom=build_stockroom(settings, database, sealer, clock, lifecycle),
        time=time_of(uow, clock, notifications, wallets.doubt),
        outbox=OutboxService(uow, clock, notifications),
        opened=OpenedService(uow, clock),
        set_aside=SetAsideService(uow, clock, notifications),
        notices=NoticeService(uow, clock, notifications),
        doubts=DoubtService(uow, clock, lifecycle),
        inspection=InspectionService(uow, clock, notifications),
        products=ProductService(uow, clock, gallery_of(settings, database, clock)),
        demand=DemandService(uow, clock, notifications),
        reviews=ReviewService(uow, clock, notifications, review_terms(settings)),
        hands=build_hands(settings, database, clock, lifecycle, acts),
        accounts=Accounts.of(uow, clock, sealer, account_terms(settings)),
        office=Office.of(uow, clock, notifications, office_terms(settings)),
        care=build_care(settings, world, core, database.backend.kind),
        support=Support.of(uow, clock, notifications, complaint_terms(settings)),
    )


def health_of(
    database: Database,
    world: Outside,
    notifications: Notifications,
    rates: RateService,
    payments: PaymentService,
) -> HealthService:
    known = notifications, rates, payments, world.chains, database.backend.second_name
    return HealthService(database.uow, *known)


def build_payments(
    settings: Settings, world: Outside, core: Core, policy: Policy
) -> PaymentService:
    proof, watch = proof_of(settings), watch_terms(settings)
    accounting = Accounting(core.clock, core.rates, core.lifecycle, policy, proof)
    return PaymentService(core.uow, core.clock, world.chains, accounting, watch)


def build_care(settings: Settings, world: Outside, core: Core, kind: str) -> Care:
    roles = RoleService(core.uow, core.clock, lambda: settings.admin_ids)
    pulse, door = Pulse(), Door()

    async def patient(bot: Bot) -> Patient:
        return Patient(
            *(bot, settings.admin_ids, core.rates, world.chains, world.wallets, None),
            waited_for=await watched_assets(core.uow),
            damaged=await damaged(core.uow, core.sealer),
            channel_id=settings.channel_id,
            lone_owner=settings.four_eyes_from() is not None and await roles.is_lone_owner(),
            heard=await groups_of(core.uow),
            spoken=door.spoken(),
        )

    vitals = VitalsService(core.uow, core.clock, pulse, door, settings.data)
    return Care(vitals, Checkup(patient), pulse, door, BuildService(core.uow, kind))


def build_hands(
    settings: Settings, database: Database, clock: Clock, lifecycle: Lifecycle, acts: "Acts"
) -> Hands:
    roles = RoleService(database.uow, clock, lambda: settings.admin_ids)
    base, currency = (database.uow, clock, lifecycle.notify), settings.shop_currency
    credit = CreditService(*base, roles, currency, lifecycle.eyes)
    making = VoucherMaking(database.uow, clock, currency, lifecycle.eyes)
    given = Given(acts.reversals, acts.refunds, acts.decisions, acts.hand, credit, making)
    gifts = GiftTerms(currency, settings.amount_of("transfer_daily_cap"))
    return Hands.of(database.uow, clock, lifecycle, roles, given, gifts)


def build_stockroom(
    settings: Settings, database: Database, sealer: Sealer, clock: Clock, lifecycle: Lifecycle
) -> Stockroom:
    shop = settings.shop_currency, gallery_of(settings, database, clock)
    return Stockroom.of(database.uow, clock, sealer, lifecycle, shop, channel_of(settings))


def build_wallets(
    settings: Settings,
    world: Outside,
    uow: UnitOfWorkFactory,
    clock: Clock,
    notifications: Notifications,
) -> WalletService:
    chains = {asset: world.chains[asset] for asset in settings.currencies}
    keys = settings.admin_key_delivery
    return WalletService(uow, clock, world.wallets, chains, notifications, keys)


def build_destinations(
    settings: Settings, uow: UnitOfWorkFactory, clock: Clock, lifecycle: Lifecycle, sealer: Sealer
) -> Destinations:
    parse = partial(parse_address, network=settings.network)
    return Destinations(uow, clock, lifecycle, sealer, parse)


def build_lifecycle(settings: Settings, notifications: Notifications) -> Lifecycle:
    return Lifecycle(
        notifications,
        keys_inline=settings.admin_key_delivery == "inline",
        one_order_until=settings.one_order_until,
        patience=patience(settings),
        four_eyes_above=settings.four_eyes_from(),
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
