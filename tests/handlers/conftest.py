"""The reception with every desk, over a real database and a Telegram that writes down."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot

from db import Database
from desks import Tools, build_desks
from handlers.press import OnPress, OnTyped, Routes
from handlers.reception import Reception
from handlers.table import Table
from handlers.user.home import HomeDesk
from models.user import User
from services.people.role import RoleService
from services.people.user import UserService
from services.running.shop import Shop
from tests.fakes import FakeClock
from tests.handlers.telegram import FakeTelegram, bot_of, mounted, pressed, typed
from utils.l10n import Translators

TEXTS = Translators(Path(__file__).parents[2] / "l10n", strict=True)
SHOP = Shop("Shop", "USD", 30)
ALICE, OLIVIA = 7001, 7000


def all_desks() -> list[Any]:
    """Every desk of the shop; their services are asked nothing here."""
    return build_desks(Tools(*[None] * len(Tools.__dataclass_fields__)))  # type: ignore[arg-type]


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
            old.needs,
        )

    def _note(self, to: OnPress | OnTyped) -> Any:
        async def note(said: Any) -> None:
            self.reached.append(getattr(to, "__qualname__", ""))
            self.reached.append(getattr(said, "subject", ""))

        return note


@dataclass
class Hall:
    """`reached`: the desk's method and its subject, for each update that came so far."""

    database: Database
    reached: list[str] = field(default_factory=list)
    owners: set[int] = field(default_factory=lambda: {OLIVIA})
    telegram: FakeTelegram = field(default_factory=FakeTelegram)

    def __post_init__(self) -> None:
        self.bot: Bot = bot_of(self.telegram)
        self.users = UserService(self.database.uow, FakeClock(), lambda _code: "en")
        self.open([Recorded(desk.routes(), self.reached) for desk in all_desks()])

    def open(self, desks: list[Any]) -> None:
        home = HomeDesk(self.users, SHOP, TEXTS)
        roles = RoleService(lambda: self.owners)
        self.reception = Reception(self.users, roles, TEXTS, Table(desks), home)

    async def press(self, data: str, user_id: int = ALICE, **how: Any) -> None:
        await self.reception.receive(mounted(pressed(user_id, data, **how), self.bot), self.bot)

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
