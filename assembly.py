"""The composition root's wiring: settings and a database in, an assembled `App` out."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from conditions import patience
from config import Settings
from db import Database
from desks import build_desks, build_fallback
from entrance import build_entrance
from handlers.app import App
from handlers.board import Board
from handlers.commands import CommandMenu
from handlers.doctor import LONE_OWNER
from handlers.faces import Faces
from handlers.group_door import GroupDoor, People
from handlers.jobs import Rounds
from handlers.lists import Lists, Waiting
from handlers.reception import Reception
from handlers.table import Table
from letterbox import build_bot, build_notifier, shop_of
from outside import Outside, connect
from services.goods.finding import Finder
from services.goods.loader import Loader
from services.money.methods import MethodService
from services.money.receipt import ReceiptService
from services.money.watched import watched_assets
from services.people.draft import DraftService
from services.people.role import RoleService
from services.people.team import TeamService
from services.people.user import UserService
from services.running.integrity import IntegrityService
from services.sale.beside import BesideService
from services.sale.cart import CartService
from services.sale.folk import Folk
from services.sale.search import SearchService
from storage import database_of, display_of, prepare, sealer_of
from tools import Tools
from utils.clock import Clock
from utils.l10n import Translators
from utils.sealing import Sealer
from utils.wallets.address import parse_address
from utils.wallets.mnemonic import seed_of
from wiring import Services, build_services

ROOT = Path(__file__).parent
logger = logging.getLogger("holdfast")


def assemble(
    settings: Settings, database: Database, world: Outside, sealer: Sealer, clock: Clock
) -> App:
    """Wire everything to everything; nothing talks to the network yet."""
    services = build_services(settings, database, world, sealer, clock)
    tools = build_tools(settings, database, services, sealer, clock)
    bot, table = build_bot(settings, clock), Table(build_desks(tools))
    entrance = build_entrance(settings, database, services, clock)
    return App(
        *(clock, settings.admin_ids, settings.background_task_interval_seconds),
        scan_every=timedelta(seconds=settings.payment_scan_seconds),
        bot=bot,
        reception=build_reception(tools, table),
        commands=tools.commands,
        team=tools.team,
        orders=services.orders,
        payments=services.payments,
        looks=services.looks,
        rates=services.rates,
        wallets=services.wallets,
        health=services.health,
        receipts=ReceiptService(database.uow, clock, world.chains),
        refunds=services.refunds,
        notifier=build_notifier(settings, services, tools, table.doors, bot),
        outbox=services.outbox,
        opened=services.opened,
        doorbell=services.doorbell,
        loader=Loader(database.uow, clock, sealer, settings.shop_currency),
        display=display_of(settings, database, clock),
        integrity=IntegrityService(database.uow, clock),
        inspection=services.inspection,
        rounds=rounds(database, services) | entrance.rounds,
        listen=entrance.listen,
        chains=world.chains,
        channel_id=settings.channel_id,
        addresses_ready=settings.addresses_ready,
        keep=database.backend.keep,
        pulse=services.care.pulse,
        time=services.time,
    )


def rounds(database: Database, services: Services) -> Rounds:
    """What is done again and again, and waits for nobody."""
    return {
        "demand": services.demand.round,
        "reviews": services.reviews.round,
        "groups": services.stockroom.groups.round,
        "numbers": services.office.counting.round,
        "notices": services.notices.round,
        "erasing": services.accounts.erasure.round,
        "owed": services.doubts.deliver,
        "gifts": services.hands.gifts.round,
        "approvals": services.hands.approvals.round,
        "beside": BesideService(database.uow, services.notifications).round,
    }


def build_reception(tools: Tools, table: Table) -> Reception:
    fallback = build_fallback(tools)
    people = tools.users, tools.roles, tools.texts
    reception = Reception(*people, table, fallback, tools.board)
    reception.serve(group_door(tools, table))
    return reception


def group_door(tools: Tools, table: Table) -> GroupDoor:
    people = People(tools.users, tools.roles, tools.texts)
    return GroupDoor(people, table, tools.support, tools.board, tools.notices.groups)


def build_tools(
    settings: Settings, database: Database, services: Services, sealer: Sealer, clock: Clock
) -> Tools:
    uow, (roles, texts, users) = database.uow, people_of(settings, database, clock)
    return Tools(
        *(services.office, services.care, shop_of(settings), users, services.products),
        finder=Finder(uow, clock),
        faces=(faces := faces_of(services, users)),
        board=Board(services.opened, faces.draw, clock),
        demand=services.demand,
        reviews=services.reviews,
        carts=CartService(uow, clock),
        till=services.till,
        switches=services.switches,
        refills=services.refills,
        offers=services.offers,
        orders=services.orders,
        acts=services.acts,
        hands=services.hands,
        looks=services.looks,
        wallets=services.wallets,
        health=services.health,
        set_aside=services.set_aside,
        notices=services.notices,
        methods=MethodService(uow, clock, settings.currencies, settings.shop_currency),
        doubts=services.doubts,
        stockroom=services.stockroom,
        accounts=services.accounts,
        search=SearchService(uow, partial(parse_address, network=settings.network)),
        folk=folk_of(settings, services, database, sealer, roles),
        drafts=DraftService(uow, clock, sealer),
        support=services.support,
        team=TeamService(uow, clock, services.notifications, roles),
        roles=roles,
        texts=texts,
        protect_goods=settings.protect_goods,
        network=settings.network,
        commands=menu_of(settings, services, roles, users, texts),
        clock=clock,
    )


def menu_of(
    settings: Settings,
    services: Services,
    roles: RoleService,
    users: UserService,
    texts: Translators,
) -> CommandMenu:
    known = roles, users, texts, settings.default_language
    return CommandMenu(*known, switched(settings), services.office.leaderboard.offered)


def switched(settings: Settings) -> set[str]:
    """Commands that are offered because of a setting."""
    on = {
        "transfer": settings.amount_of("transfer_daily_cap") > 0,
        "refill": settings.amount_of("max_refill") > 0,
        "reviews": settings.reviews_read_first,
        "approvals": settings.four_eyes_from() is not None,
    }
    return {name for name, is_on in on.items() if is_on}


def people_of(
    settings: Settings, database: Database, clock: Clock
) -> tuple[RoleService, Translators, UserService]:
    """What they may, which language they read, and who they are."""
    texts = Translators(ROOT / "l10n")
    users = UserService(
        database.uow, clock, lambda code: texts.choose(code, settings.default_language)
    )
    return RoleService(database.uow, clock, lambda: settings.admin_ids), texts, users


def folk_of(
    settings: Settings, services: Services, database: Database, sealer: Sealer, roles: RoleService
) -> Folk:
    """Who looks after them."""
    now, shop = services.notifications.now, (settings.shop_currency, patience(settings))
    return Folk.of(database.uow, now, sealer, shop, roles, services.hands.credit)


def faces_of(services: Services, users: UserService) -> Faces:
    return Faces(
        services.orders,
        services.wallets,
        services.decisions,
        services.refunds,
        services.destinations,
        users,
        Lists(services.orders, waiting_of(services)),
    )


def waiting_of(services: Services) -> Waiting:
    return Waiting(
        services.health, services.set_aside, services.support, services.doubts, services.reviews
    )


async def warn_of_a_lone_owner(settings: Settings, database: Database, clock: Clock) -> None:
    if settings.four_eyes_from() is None:
        return
    if await RoleService(database.uow, clock, lambda: settings.admin_ids).is_lone_owner():
        logger.warning("FOUR_EYES_ABOVE: %s", LONE_OWNER.word)


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
            await warn_of_a_lone_owner(settings, database, clock)
            yield app
        finally:
            await world.aclose()
            await app.bot.session.close()
