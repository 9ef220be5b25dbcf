"""The menu of commands offers what its reader may do, and nothing else."""

import pytest
from aiogram.methods import SetMyCommands

from db import Database
from handlers.commands import FOR_ALL, SWITCHED, CommandMenu
from handlers.press import Visitor
from models.permission import Role
from services.people.role import Position, RoleService
from tests.handlers.conftest import TEXTS
from tests.handlers.telegram import FakeTelegram, bot_of
from tests.services.conftest import ShopWorld


class Some(RoleService):
    """Of whom each has the same role."""

    def __init__(self, world: ShopWorld, role: Role | None) -> None:
        super().__init__(world.uow, world.clock, set)
        self._role = role

    async def of(self, user_id: int) -> Position:
        return Position(self._role)


@pytest.mark.parametrize(
    ("role", "more"),
    [
        (None, []),
        (Role.SUPPORT, ["admin", "reviews"]),
        (Role.STOCK, ["goods", "stock"]),
        (Role.VIEWER, ["admin", "goods", "stock"]),
        (Role.OWNER, ["admin", "goods", "stock", "reviews", "approvals", "version"]),
    ],
)
@pytest.mark.parametrize("on", [SWITCHED, frozenset()])
async def test_commands_are_offered_by_the_right_that_they_need(
    sqlite_database: Database, role: Role | None, more: list[str], on: frozenset[str]
) -> None:
    world, telegram = ShopWorld(sqlite_database), FakeTelegram()
    await world.customer(7)
    user = await world.users.find(7)
    assert user is not None
    menu = CommandMenu(Some(world, role), world.users, TEXTS, "en", on)
    who = Visitor(user, TEXTS("en"), bot_of(telegram))
    await menu.offer(who)
    await menu.chosen(who)
    offered = [[one.command for one in told.commands] for told in telegram.of(SetMyCommands)]
    off = SWITCHED - on
    expected = [one for one in dict.fromkeys((*FOR_ALL, *more)) if one not in off]
    assert offered == [expected] * (2 if set(more) - off else 1)
