"""Admins at the desks of a whole shop: they press what they read."""

import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from aiogram.methods import EditMessageMedia, EditMessageText, SendMessage, SendPhoto
from aiogram.types import Document, InlineKeyboardButton, InlineKeyboardMarkup, PhotoSize

from db import Database
from desks import build_desks, build_fallback
from handlers.board import Board
from handlers.commands import CommandMenu
from handlers.faces import Faces
from handlers.group_door import GroupDoor, People
from handlers.reception import Reception
from handlers.table import Table
from services.goods.demand import DemandService
from services.goods.finding import Finder
from services.goods.gallery import Gallery
from services.goods.product import ProductService
from services.goods.restock import Channel
from services.money.look import Looks
from services.money.methods import MethodService
from services.people.draft import DraftService
from services.people.role import RoleService
from services.people.team import TeamService
from services.running.health import HealthService
from services.running.opened import OpenedService
from services.running.shop import Shop
from services.sale.account import Accounts, AccountTerms
from services.sale.acts import Acts
from services.sale.folk import Folk
from services.sale.patience import Patience
from services.sale.search import SearchService
from services.sale.stockroom import Stockroom
from tests.handlers.conftest import TEXTS
from tests.handlers.mail import Mail, Troubles, faces_of
from tests.handlers.telegram import FakeTelegram, bot_of, mounted, pressed, typed
from tests.services.conftest import ShopWorld
from tools import Tools
from utils.wallets.address import parse_address

ANN, OLIVER, BOB = 1, 2, 100


@dataclass
class Office:
    """`owners`: who may what now; Bob is a customer."""

    database: Database
    owners: set[int] = field(default_factory=lambda: {ANN, OLIVER})
    telegram: FakeTelegram = field(default_factory=FakeTelegram)
    troubles: Troubles = field(default_factory=Troubles)
    channel: Channel | None = None
    mail: Mail | None = None
    """Beside these letters, in the same process, and in the same chats."""

    def __post_init__(self) -> None:
        self.world = self.mail.world if self.mail else ShopWorld(self.database)
        self.bot = self.mail.bot if self.mail else bot_of(self.telegram)
        folder = Path(tempfile.mkdtemp())
        self.gallery = Gallery(self.database.uow, self.world.clock, folder, self.bot.id)
        self.roles = RoleService(self.world.uow, self.world.clock, lambda: self.owners)
        self.team = TeamService(
            self.world.uow, self.world.clock, self.world.notifications, self.roles
        )
        tools = self._tools(self.roles)
        table = Table(build_desks(tools))
        people = tools.users, tools.roles, TEXTS
        self.reception = Reception(*people, table, build_fallback(tools), tools.board)
        group = GroupDoor(People(*people), table, tools.support, tools.board, tools.notices.groups)
        self.reception.serve(group)

    def _tools(self, roles: RoleService) -> Tools:
        world, uow = self.world, self.world.uow
        given: dict[str, Any] = dict.fromkeys(Tools.__dataclass_fields__)
        health = HealthService(uow, world.notifications, world.rates, self.troubles, world.chains)
        faces = faces_of(world, health)
        given |= {
            "shop": Shop("Shop", "USD", 30),
            "users": world.users,
            "accounts": Accounts.of(
                uow, world.clock, world.sealer, AccountTerms(owners=lambda: self.owners)
            ),
            "carts": world.carts,
            "products": ProductService(uow, world.clock),
            "finder": Finder(uow, world.clock),
            "demand": DemandService(uow, world.clock, world.notifications),
            "reviews": world.reviews,
            "till": world.till,
            "orders": world.orders,
            "hands": world.hands,
            "acts": Acts(
                world.orders,
                world.places,
                world.refunds,
                world.reversals,
                world.hand,
                world.parcels,
                world.decisions,
            ),
            "looks": Looks(world.payments.check, lambda: 0.0),
            "wallets": world.wallets,
            "health": health,
            "set_aside": world.set_aside,
            "notices": world.notices,
            "methods": MethodService(uow, world.clock, ["BTC", "ETH"], "USD"),
            "doubts": world.doubts,
            "stockroom": Stockroom.of(
                *(uow, world.clock, world.sealer, world.lifecycle),
                *(("USD", self.gallery), self.channel),
            ),
            "office": world.office,
            "search": SearchService(uow, partial(parse_address, network="regtest")),
            "folk": Folk.of(
                *(uow, world.clock, world.sealer),
                *(("USD", Patience()), roles, world.hands.credit),
            ),
            "drafts": DraftService(uow, world.clock, world.sealer),
            "support": world.support,
            "team": self.team,
            "roles": roles,
            "texts": TEXTS,
            "network": "regtest",
            "commands": CommandMenu(roles, world.users, TEXTS, "en"),
            "clock": world.clock,
            "faces": faces,
            "board": self.mail.board if self.mail else self._board(faces),
        }
        return Tools(**given)

    def _board(self, faces: Faces) -> Board:
        return Board(OpenedService(self.world.uow, self.world.clock), faces.draw, self.world.clock)

    async def open(self) -> None:
        """Everybody has pressed Start once, and there are prices."""
        await self.world.rates.refresh()
        for person, name in ((ANN, "Ann"), (OLIVER, "Oliver"), (BOB, "Bob")):
            await self.world.users.register(person, name, name.lower(), "en")

    async def send(self, data: str, who: int = ANN, **where: Any) -> str:
        """Press a button, by what stands behind it; the toast."""
        await self.reception.receive(mounted(pressed(who, data, **where), self.bot), self.bot)
        return self.telegram.answers[-1].text or ""

    async def type(self, text: str | None, who: int = ANN, **content: Any) -> str:
        await self.reception.receive(mounted(typed(who, text, **content), self.bot), self.bot)
        return self.screen

    async def give(self, name: str, raw: bytes, who: int = ANN, caption: str | None = None) -> str:
        """Send a document."""
        number = f"file{len(self.telegram.files)}"
        self.telegram.files[number] = raw
        document = Document(
            file_id=number, file_unique_id=number, file_name=name, file_size=len(raw)
        )
        return await self.type(None, who, document=document, caption=caption)

    async def show_photo(self, raw: bytes, caption: str | None = None, who: int = ANN) -> str:
        return await self.type(None, who, photo=self.size(raw), caption=caption)

    def size(self, raw: bytes) -> list[PhotoSize]:
        """A photo as a message has it."""
        number = f"photo{len(self.telegram.files)}"
        self.telegram.files[number] = raw
        return [PhotoSize(file_id=number, file_unique_id=number, width=9, height=9)]

    @property
    def screen(self) -> str:
        """Its words, below a photo or not."""
        last = self._shown
        media = last.media if isinstance(last, EditMessageMedia) else last
        words = getattr(media, "caption", None) or getattr(media, "text", None)
        return words or ""

    @property
    def _shown(self) -> Any:
        kinds = (SendMessage, EditMessageText, SendPhoto, EditMessageMedia)
        return [one for one in self.telegram.asked if isinstance(one, kinds)][-1]

    async def press(self, label: str, who: int = ANN) -> str:
        """The button of the newest screen whose label holds this; the toast."""
        return await self.send(self.button(label).callback_data or "", who)

    def button(self, label: str) -> InlineKeyboardButton:
        [found] = [one for one in self.buttons if label in one.text]
        return found

    @property
    def buttons(self) -> list[InlineKeyboardButton]:
        keyboard = self._shown.reply_markup
        rows = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else []
        return [one for row in rows for one in row]

    async def code(self, order_id: int) -> str:
        return (await self.world.load(order_id)).code
