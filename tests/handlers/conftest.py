"""The reception with every desk, over a real database and a Telegram that writes down."""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiogram import Bot
from aiogram.types import Update

from db import Database
from desks import build_desks, build_fallback
from handlers.board import Board
from handlers.commands import CommandMenu
from handlers.faces import Faces
from handlers.group_door import GroupDoor, People
from handlers.lists import Lists, Waiting
from handlers.press import OnPress, OnTyped, Routes
from handlers.reception import Reception
from handlers.table import Table
from models.user import User
from services.goods.demand import DemandService
from services.goods.finding import Finder
from services.goods.gallery import Gallery
from services.goods.product import ProductService
from services.money.approval import ApprovalService
from services.money.gift import GiftService
from services.money.gift_facts import GiftTerms
from services.money.hands import Hands
from services.money.methods import MethodService
from services.money.rate import RateService
from services.people.draft import DraftService
from services.people.role import RoleService
from services.people.team import TeamService
from services.people.user import UserService
from services.running.noticing import NoticeService
from services.running.notification import Notifications
from services.running.opened import OpenedService
from services.running.shop import Shop
from services.sale.account import Accounts, AccountTerms
from services.sale.acts import Acts
from services.sale.cart import CartService
from services.sale.checkout import OrderTerms
from services.sale.folk import Folk
from services.sale.lifecycle import Lifecycle
from services.sale.office import Office, OfficeTerms
from services.sale.order import OrderService
from services.sale.patience import Patience
from services.sale.purse import CreditService
from services.sale.refill import RefillService, RefillTerms
from services.sale.stockroom import Stockroom
from services.sale.support import Support
from services.sale.voucher import VoucherService
from services.sale.voucher_making import VoucherMaking
from tests.fakes import FakeClock
from tests.handlers.telegram import FakeTelegram, bot_of, mounted, pressed, typed
from tools import Tools
from utils.l10n import Translators
from utils.sealing import Sealer

TEXTS = Translators(Path(__file__).parents[2] / "l10n", strict=True)
SHOP = Shop("Shop", "USD", 30)
NO_ACTS = Acts(*[None] * 7)  # type: ignore[arg-type]
NO_OFFICE = Office(*[None] * 7)  # type: ignore[arg-type]
NO_HANDS = Hands(*[None] * 5)  # type: ignore[arg-type]
NO_SUPPORT = Support(*[None] * 4)  # type: ignore[arg-type]
ALICE, OLIVIA, OSCAR = 7001, 7000, 6999
SECRET = hashlib.sha256(b"handlers").hexdigest()


def all_desks() -> list[Any]:
    """Every desk of the shop; their services are asked nothing here."""
    given: dict[str, Any] = dict.fromkeys(Tools.__dataclass_fields__)
    empty: dict[str, Any] = dict.fromkeys(Stockroom.__dataclass_fields__)
    none: Any = None
    lists = Lists(none, Waiting(none, none, NO_SUPPORT, none, none))
    faces = Faces(none, none, none, none, none, none, lists)
    folk = Folk(*[None] * 5)  # type: ignore[arg-type]
    more = {
        "folk": folk,
        "shop": SHOP,
        "stockroom": Stockroom(**empty),
        "faces": faces,
        "acts": NO_ACTS,
        "hands": NO_HANDS,
        "office": NO_OFFICE,
        "support": NO_SUPPORT,
    }
    return build_desks(Tools(**given | more))


@dataclass
class Recorded:
    """A desk's routes with its methods replaced: each writes down that it was reached."""

    routes_of: Routes
    reached: list[str]

    def routes(self) -> Routes:
        old = self.routes_of
        return Routes(
            {data: self._note(to) for data, to in old.buttons.items()},
            {word: self._note(to) for word, to in old.commands.items()},
            {topic: self._note(to) for topic, to in old.typed.items()},
            old.sent,
            old.needs,
            apart=old.apart,
        )

    def _note(self, to: OnPress | OnTyped) -> Any:
        async def note(said: Any) -> None:
            self.reached.append(getattr(to, "__qualname__", ""))
            self.reached.append(getattr(said, "subject", ""))

        return note


def tools_of(
    database: Database, clock: FakeClock, sealer: Sealer, owners: Callable[[], set[int]]
) -> Tools:
    """Services over the database alone: no chain, no prices, nobody is told."""
    uow, roles = database.uow, RoleService(database.uow, clock, owners)
    users = UserService(uow, clock, lambda code: "de" if code == "de" else "en")
    notifications = Notifications([OSCAR, OLIVIA], clock, lambda: None)
    rates = RateService((), clock, (), currency="USD", spread_percent=Decimal(0))
    given: dict[str, Any] = dict.fromkeys(Tools.__dataclass_fields__)
    lifecycle = Lifecycle(notifications)
    gallery = Gallery(uow, clock, Path(tempfile.gettempdir()) / "no-photos", 1)
    credit = CreditService(uow, clock, notifications, roles, "USD", lifecycle.eyes)
    given |= {
        "shop": SHOP,
        "stockroom": Stockroom.of(uow, clock, sealer, lifecycle, ("USD", gallery)),
        "accounts": Accounts.of(uow, clock, sealer, AccountTerms(owners=owners)),
        "users": users,
        "products": ProductService(uow, clock),
        "finder": Finder(uow, clock),
        "demand": DemandService(uow, clock, notifications),
        "carts": CartService(uow, clock),
        "methods": MethodService(uow, clock, ["BTC"], "USD"),
        "orders": OrderService(uow, clock, Lifecycle(notifications), sealer, rates),
        "folk": Folk.of(uow, clock, sealer, ("USD", Patience()), roles, credit),
        "drafts": DraftService(uow, clock, sealer),
        "support": Support.of(uow, clock, notifications),
        "notices": NoticeService(uow, clock, notifications),
        "team": TeamService(uow, clock, notifications, roles),
        "roles": roles,
        "texts": TEXTS,
        "clock": clock,
    }
    terms = OfficeTerms("USD", ZoneInfo("UTC"), owners=owners)
    office = Office.of(uow, clock, notifications, terms)
    given |= {"acts": NO_ACTS, "office": office}
    live = office.leaderboard.offered
    given["commands"] = CommandMenu(roles, users, TEXTS, "en", live=live)
    none: Any = None  # no coins, no decisions, no refunds
    passing = GiftService(uow, clock, notifications, GiftTerms("USD", 10_000))
    approvals = ApprovalService(uow, clock, lifecycle.eyes, roles, {}, none)
    making = VoucherMaking(uow, clock, "USD", lifecycle.eyes)
    given["hands"] = Hands(passing, approvals, credit, VoucherService(uow, clock), making)
    till = OrderTerms(timedelta(minutes=30), Patience(), "USD", {})
    range_ = RefillTerms("USD", 500, 100_000)
    given["refills"] = RefillService(uow, clock, rates, none, lifecycle, till, range_)
    lists = Lists(given["orders"], Waiting(none, none, given["support"], none, none))
    given["faces"] = Faces(given["orders"], none, none, none, none, given["users"], lists)
    return Tools(**given)


@dataclass
class Hall:
    """`reached`: the desk's method and its subject, for each update that came so far."""

    database: Database
    reached: list[str] = field(default_factory=list)
    owners: set[int] = field(default_factory=lambda: {OLIVIA, OSCAR})
    telegram: FakeTelegram = field(default_factory=FakeTelegram)

    def __post_init__(self) -> None:
        self.bot: Bot = bot_of(self.telegram)
        self.clock = FakeClock()
        self.sealer = Sealer(SECRET)
        self.tools = tools_of(self.database, self.clock, self.sealer, lambda: self.owners)
        self.users = self.tools.users
        self.open([Recorded(desk.routes(), self.reached) for desk in all_desks()])

    def open(self, desks: list[Any]) -> None:
        self.fallback = build_fallback(self.tools)
        parts = (self.users, self.tools.roles, TEXTS, Table(desks), self.fallback)
        board = Board(OpenedService(self.database.uow, self.clock), clock=self.clock)
        self.reception = Reception(*parts, board)
        people = People(self.users, self.tools.roles, TEXTS)
        places = self.tools.notices.groups
        self.reception.serve(GroupDoor(people, parts[3], self.tools.support, board, places))

    def open_all(self) -> None:
        """With the desks as they are, over the services that need no chain."""
        self.open(build_desks(self.tools))

    async def press(self, data: str, user_id: int = ALICE, **how: Any) -> None:
        await self.reception.receive(mounted(pressed(user_id, data, **how), self.bot), self.bot)

    async def edit(self, text: str, user_id: int = ALICE, **content: Any) -> None:
        changed = typed(user_id, text, **content)
        update = Update(update_id=changed.update_id, edited_message=changed.message)
        await self.reception.receive(mounted(update, self.bot), self.bot)

    async def type(self, text: str | None, user_id: int = ALICE, **content: Any) -> None:
        await self.reception.receive(mounted(typed(user_id, text, **content), self.bot), self.bot)

    async def user(self, user_id: int = ALICE) -> User:
        return await self.users.register(user_id, "Alice", None, "en")

    async def expecting(self, topic: str, user_id: int = ALICE) -> None:
        await self.user(user_id)
        await self.users.expect(user_id, topic)


@pytest.fixture
def hall(sqlite_database: Database) -> Hall:
    return Hall(sqlite_database)
